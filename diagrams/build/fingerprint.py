"""What code, files and tools say, as hashes; a comment or a docstring says nothing."""

import ast
import hashlib
import json
from importlib.metadata import version
from pathlib import Path


def of(content) -> str:
    """A hash of anything that JSON can hold."""
    return hashlib.sha256(json.dumps(content, sort_keys=True).encode()).hexdigest()


def of_file(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def of_folder(folder: Path) -> dict[str, str]:
    return {path.name: of_file(path) for path in sorted(folder.iterdir()) if path.is_file()}


def of_versions(*packages: str) -> dict[str, str]:
    return {package: version(package) for package in packages}


def without_docstrings(tree: ast.Module) -> ast.Module:
    """The same code; docstrings are dropped, comments never were in the tree."""
    for node in ast.walk(tree):
        body = getattr(node, "body", None)
        first = body[0] if isinstance(body, list) and body else None
        if isinstance(first, ast.Expr) and isinstance(first.value, ast.Constant) and isinstance(first.value.value, str):
            node.body = body[1:]
    return tree


def of_code(path: Path) -> str:
    """A hash of what a module does."""
    tree = without_docstrings(ast.parse(path.read_text(encoding="utf-8")))
    return hashlib.sha256(ast.dump(tree).encode()).hexdigest()
