"""Draws one figure, or computes one post's facts; runs in a process that has matplotlib loaded already."""

import json
import signal
import traceback
import warnings
from pathlib import Path
from typing import TYPE_CHECKING, Any

from diagrams.build import files, modules
from diagrams.build.files import ARRAYS
from diagrams.build.task import FACTS, FIGURE, POSTER, SOCIAL, Task
from diagrams.language import Say

if TYPE_CHECKING:
    from matplotlib.figure import Figure

    from diagrams.draw.drawing import Drawing

manifest: dict[str, Any] = {}


def start(path: Path) -> None:
    """Prepare a worker process: the parent alone answers Ctrl-C, and ends it without a word."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    warnings.simplefilter("error")
    manifest.update(json.loads(path.read_bytes()))


def arguments(task: Task) -> dict[str, Any]:
    """What the task's function asked for, loaded."""
    return {name: modules.from_json(ask).resolve(manifest, ARRAYS) for name, ask in task.asks.items()}


def make(task: Task) -> tuple[Task, dict[str, Any], bytes, str]:
    """Returns the task, what to record of it, the file's bytes, and a traceback if it failed."""
    try:
        return (task, *MAKERS[task.kind](task), "")
    except Exception as error:
        error.add_note(f"while making {task.output}")
        return task, {}, b"", traceback.format_exc()


def figure(task: Task) -> tuple[dict[str, Any], bytes]:
    """What to record of a figure, and its SVG."""
    from diagrams.draw.svg import to_svg

    drawing = drawn(task)
    return record(drawing, data := to_svg(drawing, task.language)), data


def poster(task: Task) -> tuple[dict[str, Any], bytes]:
    """What to record of a poster, and its PDF."""
    from diagrams.draw.pdf import to_pdf

    drawing = drawn(task)
    return record(drawing, data := to_pdf(drawing)), data


def social(task: Task) -> tuple[dict[str, Any], bytes]:
    """What to record of the picture that other sites show of a link to a post, and its PNG."""
    from diagrams.draw.social import to_social

    drawing = drawn(task)
    return record(drawing, data := to_social(drawing, said(task))), data


def drawn(task: Task) -> "Drawing":
    return getattr(modules.load(task.post), task.name)(said(task), **arguments(task))


def said(task: Task) -> Say:
    return Say(task.language, task.notices)


def record(drawing: "Drawing", data: bytes) -> dict[str, Any]:
    characters = {c for text in texts(drawing.figure) for c in text.get_text()}
    return {
        "sha256": files.sha256(data), "title": drawing.title, "description": drawing.description,
        "table": drawing.table, "characters": "".join(sorted(characters)),
    }


def texts(figure: "Figure") -> list[Any]:
    """All that is written on a figure; to ask an axis that is not seen would make its ticks."""
    from matplotlib.axis import Axis

    parts = [part for axes in figure.axes for part in axes.get_children()
             if axes.axison or not isinstance(part, Axis)]
    return [text for part in [*figure.texts, *figure.legends, *parts] for text in part.findobj(is_text)]


def is_text(artist: object) -> bool:
    return hasattr(artist, "get_text")


def facts(task: Task) -> tuple[dict[str, Any], bytes]:
    """The post's facts: formatted in each language, with their plain value; they have no file."""
    found = modules.load(task.post).facts(**arguments(task))
    return {"facts": {name: {**fact.text.as_dict(), "value": fact.value, "kind": fact.kind}
                      for name, fact in found.items()}}, b""


MAKERS = {FIGURE: figure, POSTER: poster, SOCIAL: social, FACTS: facts}
