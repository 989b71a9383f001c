"""What code, files and tools say, as hashes; a comment, a docstring or a type says nothing."""

import ast
import hashlib
import json
from functools import cache
from importlib.metadata import version
from pathlib import Path
from typing import Any


def of(content: Any) -> str:
    """A hash of anything that JSON can hold."""
    return hashlib.sha256(json.dumps(content, sort_keys=True).encode()).hexdigest()


def of_file(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def of_folder(folder: Path) -> dict[str, str]:
    return {path.name: of_file(path) for path in sorted(folder.iterdir()) if path.is_file()}


installed = cache(version)  # what is loaded stays, even where another version is installed meanwhile


def of_versions(*packages: str) -> dict[str, str]:
    return {package: installed(package) for package in packages}


def bare(tree: ast.Module) -> ast.Module:
    """The code that runs: docstrings, types and what is imported for them are dropped, comments never were in it."""
    for node in ast.walk(tree):
        for block in ("body", "orelse", "finalbody") if hasattr(node, "body") else ():
            if isinstance(statements := getattr(node, block, None), list):
                setattr(node, block, [untyped(each, node) for each in statements if not is_said(each, node)])
        if isinstance(node, ast.FunctionDef) and not node.decorator_list:  # a decorator may read types
            node.returns = None
            for part in ast.walk(node.args):
                if isinstance(part, ast.arg):
                    part.annotation = None
    return tree


def is_said(node: ast.stmt, owner: ast.AST) -> bool:
    """Whether a statement only tells something: a docstring, a type, or the import of one."""
    if isinstance(node, ast.Expr):
        return isinstance(node.value, ast.Constant) and isinstance(node.value.value, str)
    if isinstance(node, ast.AnnAssign):
        return node.value is None and isinstance(owner, ast.Module)
    return isinstance(node, ast.If) and ast.unparse(node.test) == "TYPE_CHECKING" and not node.orelse


def untyped(node: ast.stmt, owner: ast.AST) -> ast.stmt:
    """A statement without the type of what it assigns; in a class, types may be read when it is made."""
    if isinstance(node, ast.AnnAssign) and node.value and isinstance(owner, ast.Module | ast.FunctionDef):
        return ast.copy_location(ast.Assign([node.target], node.value), node)
    return node
