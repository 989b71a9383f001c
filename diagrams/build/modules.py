"""The post modules: found by their file name, imported only when their code has changed."""

import dataclasses
import importlib
import inspect
import json
from collections.abc import Callable
from pathlib import Path
from types import ModuleType
from typing import Any

from diagrams import inputs

FOLDER = Path(__file__).parent.parent / "posts"


def names() -> list[str]:
    return sorted(path.stem for path in FOLDER.glob("*.py") if path.stem != "__init__")


def path_of(post: str) -> Path:
    return FOLDER / f"{post}.py"


def load(post: str) -> ModuleType:
    return importlib.import_module(f"diagrams.posts.{post}")


def markers(function: Callable[..., Any]) -> dict[str, inputs.Marker]:
    """What a figure, or `facts`, asks for: argument name -> marker."""
    asked = {}
    for name, parameter in inspect.signature(function).parameters.items():
        if name == "say":
            continue
        if type(parameter.default) not in inputs.MARKERS:
            raise TypeError(f"{function.__module__}.{function.__name__}: the argument {name!r} asks for nothing; "
                            f"give it a default such as Layer('Conv2D')")
        asked[name] = parameter.default
    return asked


def to_json(marker: Any) -> list[Any]:
    return [type(marker).__name__, dataclasses.asdict(marker)]


def written(marker: Any) -> str:
    """A marker as code; numbers are written even where they need not be: Layer("ReLU", nth=1)."""
    told = []
    for field in dataclasses.fields(marker):
        value = getattr(marker, field.name)
        code = json.dumps(value) if isinstance(value, str) else repr(value)
        if field.default is dataclasses.MISSING:
            told.append(code)
        elif value != field.default or type(value) is int:
            told.append(f"{field.name}={code}")
    return f"{type(marker).__name__}({', '.join(told)})"


def from_json(stored: list[Any]) -> inputs.Marker:
    name, arguments = stored
    return getattr(inputs, name)(**arguments)


def posters(module: ModuleType) -> tuple[Callable[..., Any], ...]:
    """The functions that draw the posters of a post; most have none."""
    return vars(module).get("POSTERS", ())


def describe(post: str) -> dict[str, Any]:
    """All that planning needs to know of a post, so that it need not be imported again."""
    module = load(post)
    wanted = {function.__name__: function for function in (*module.FIGURES, *posters(module), module.facts)}
    return {
        "number": module.POST.number,
        "first_published": module.POST.first_published,
        "explains": [to_json(marker) for marker in module.POST.explains],
        "figures": [function.__name__ for function in module.FIGURES],
        "posters": [function.__name__ for function in posters(module)],
        "asks": {name: {argument: to_json(marker) for argument, marker in markers(function).items()}
                 for name, function in wanted.items()},
    }
