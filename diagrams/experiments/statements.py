"""The statements of the script, each of which can be left out."""

import ast
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Statement:
    """One statement of the script: its text, and the lines (from 1) that it takes."""

    text: str
    first: int
    last: int


def statements(source: str) -> list[Statement]:
    """Every statement without a body of its own: of what is imported, set, defined or run."""
    tree = ast.parse(source)
    docstrings = {ast.get_docstring(node, clean=False) for node in ast.walk(tree)
                  if isinstance(node, (ast.Module, ast.ClassDef, ast.FunctionDef))}
    # Any: what was parsed has an end, though ast says that it may have none
    found: list[Any] = [node for node in ast.walk(tree) if isinstance(node, ast.stmt) and not hasattr(node, "body")]
    is_docstring = {node for node in found if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)
                    and node.value.value in docstrings}
    return [Statement(ast.unparse(node), node.lineno, node.end_lineno)
            for node in sorted(found, key=lambda node: node.lineno) if node not in is_docstring]


def nth(statement: Statement, among: list[Statement]) -> int:
    """Which of the statements with the same text this one is, from 1."""
    return [other for other in among if other.text == statement.text].index(statement) + 1


def without(source: str, statement: Statement | None) -> str:
    """The script with a statement left out, if any; `pass` keeps its place."""
    if not statement:
        return source
    lines = source.splitlines(keepends=True)
    indent = lines[statement.first - 1][: -len(lines[statement.first - 1].lstrip())]
    return "".join([*lines[: statement.first - 1], f"{indent}pass\n", *lines[statement.last :]])
