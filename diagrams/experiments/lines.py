"""What happens without it: every statement of the script is left out once, and the script is run."""

import ast
import contextlib
import io
import tempfile
import zlib
from dataclasses import dataclass
from pathlib import Path

import keras
import numpy as np

from diagrams import evaluation, release, script
from diagrams.experiments.photos import Photos
from diagrams.experiments.training import module

NO_MODEL = "no model is saved"


@dataclass(frozen=True)
class Statement:
    """One statement of the script: its text, and the lines (from 1) that it takes."""

    text: str
    first: int
    last: int


def statements(source: str) -> list[Statement]:
    """Every statement without a body of its own: of the imports, the constants, the functions and classes."""
    tree = ast.parse(source)
    docstrings = {ast.get_docstring(node, clean=False) for node in ast.walk(tree)
                  if isinstance(node, (ast.Module, ast.ClassDef, ast.FunctionDef))}
    found = [node for part in tree.body if not isinstance(part, ast.If)
             for node in ast.walk(part) if isinstance(node, ast.stmt) and not hasattr(node, "body")]
    is_docstring = {node for node in found if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)
                    and node.value.value in docstrings}
    return [Statement(ast.unparse(node), node.lineno, node.end_lineno)
            for node in sorted(found, key=lambda node: node.lineno) if node not in is_docstring]


def nth(statement: Statement, among: list[Statement]) -> int:
    """Which of the statements with the same text this one is, from 1."""
    return [other for other in among if other.text == statement.text].index(statement) + 1


def without(source: str, statement: Statement) -> str:
    """The script with a statement left out; `pass` keeps its place."""
    lines = source.splitlines(keepends=True)
    indent = lines[statement.first - 1][: -len(lines[statement.first - 1].lstrip())]
    return "".join([*lines[: statement.first - 1], f"{indent}pass\n", *lines[statement.last :]])


def store(photos: Photos, path: Path) -> None:
    """The photos as the script reads them; what is measured on serves as validation and as test."""
    held_back = {f"{axis}_{part}": values for part in ("validation", "test")
                 for axis, values in (("x", photos.x_validation), ("y", photos.y_validation))}
    np.savez(path, labels=np.array(photos.labels), x_train=photos.x, y_train=photos.y, **held_back)


def run(source: str, data: Path, model: Path, constants: dict) -> str:
    """Run a script's `main` with other constants; returns what Python says when it fails, else ""."""
    try:
        made = module(source)
        for name in constants:
            if hasattr(made, name):  # it may be the one that was left out
                setattr(made, name, constants[name])
        made.main(data, model)
    except SystemExit as stop:
        return str(stop)
    except Exception as error:
        return f"{type(error).__name__}: {str(error).strip().partition(chr(10))[0]}"
    return "" if model.exists() else NO_MODEL


def outcome(source: str, data: Path, photos: Photos, *, epochs: int, seed: int) -> dict:
    """What becomes of a script: {"accuracy": balanced, "answers": hash of all answers}, or {"error": text}."""
    keras.backend.clear_session()
    with tempfile.TemporaryDirectory() as folder, contextlib.redirect_stdout(io.StringIO()):
        path = Path(folder) / "model.keras"
        if error := run(source, data, path, {"image_size": photos.x.shape[1], "epochs": epochs, "seed": seed}):
            return {"error": error.replace(folder, "...")}
        labels = release.labels_of(data, script.load(script.NETWORK))
        shown, truth = evaluation.test_photos(data, labels)
        found = evaluation.answers(keras.models.load_model(path, compile=False), shown)
    accuracy = evaluation.accuracy(found, truth, labels)
    return {"accuracy": accuracy["balanced"], "answers": zlib.crc32(found.astype(np.uint8))}
