"""The scripts that readers download: loaded as they stand, and read for where each layer is."""

import ast
import contextlib
import importlib.util
import traceback
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType
from typing import Any

FOLDER = Path(__file__).parent.parent / "docs" / "script"
NETWORK = FOLDER / "creatures_cnn.py"
ACTIVATIONS = {"relu": "ReLU", "softmax": "Softmax", "sigmoid": "Sigmoid", "tanh": "Tanh", "linear": "Linear"}


class ScriptError(ValueError):
    """A script does not run; the message is one line with the place and the reason."""


@contextlib.contextmanager
def blame(path: Path) -> Iterator[None]:
    """Turn whatever goes wrong in a script into one line that names the script's own line."""
    try:
        yield
    except Exception as error:
        inside = [frame.lineno for frame in traceback.extract_tb(error.__traceback__) if frame.filename == str(path)]
        line = error.lineno if isinstance(error, SyntaxError) else inside[-1] if inside else None
        place = f"{path.name}, line {line}" if line else path.name
        reason = (str(error).strip() or "no reason given").splitlines()[0]
        raise ScriptError(f"{place}: {type(error).__name__}: {reason}") from error


def load(path: Path) -> ModuleType:
    """Import a script by its path."""
    spec: Any = importlib.util.spec_from_file_location(path.stem, path)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def published() -> str:
    """The text of the script that trains the network."""
    return NETWORK.read_text(encoding="utf-8")


def kind_of_activation(name: str) -> str:
    """The layer kind that an activation name stands for: relu -> ReLU."""
    return ACTIVATIONS.get(name, name.capitalize())


def layer_lines(source: str) -> list[tuple[str, int]]:
    """(kind, line) of every layer that `build_model` makes, in the order of the text; lines count from 1.

    `Conv2D(32, 3, activation="relu")` gives two: a Conv2D and a ReLU on the same line.
    """
    builders = [node for node in ast.parse(source).body if getattr(node, "name", "") == "build_model"]
    calls = [node for builder in builders for node in ast.walk(builder) if isinstance(node, ast.Call)]
    found = [(kind, call.lineno, call.col_offset) for call in calls for kind in kinds_made_by(call)]
    return [(kind, line) for kind, line, _ in sorted(found, key=lambda layer: layer[1:])]


def statement_at(source: str, line: int) -> str:
    """The statement of `build_model` that begins on a line, as Python writes it; "" where none does."""
    found = [node for node in ast.walk(ast.parse(source))
             if isinstance(node, ast.stmt) and node.lineno == line and not hasattr(node, "body")]
    return ast.unparse(found[0]) if found else ""


def calls_in(source: str) -> list[dict[str, Any]]:
    """Every statement of a script that calls something: its line, its text as Python writes it, and whom it calls."""
    plain = [node for node in ast.walk(ast.parse(source)) if isinstance(node, ast.stmt) and not hasattr(node, "body")]
    found = [(node, [called(call) for call in ast.walk(node) if isinstance(call, ast.Call)]) for node in plain]
    return [{"line": node.lineno, "source": ast.unparse(node), "calls": calls}
            for node, calls in sorted(found, key=lambda one: one[0].lineno) if calls]


def called(call: ast.Call) -> str:
    """The name of what is called, without the object that it belongs to."""
    return getattr(call.func, "id", getattr(call.func, "attr", ""))


def kinds_made_by(call: ast.Call) -> list[str]:
    """The layer kinds that one call in the script stands for: none, one, or one and its activation."""
    name = called(call)
    if not name[:1].isupper() or name in ("Sequential", "Input", "InputLayer"):
        return []
    if name == "Activation":
        return [kind_of_activation(told) for argument in call.args for told in texts(argument)]
    own = [told for word in call.keywords if word.arg == "activation" for told in texts(word.value)]
    return [name, *(kind_of_activation(activation) for activation in own)]


def texts(node: ast.expr) -> list[str]:
    """The string that a constant is; none where it is something else, such as None."""
    return [node.value] if isinstance(node, ast.Constant) and isinstance(node.value, str) else []
