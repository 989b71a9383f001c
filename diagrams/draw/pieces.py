"""A photo changed in several ways, each with its first answer, and how many of some photos keep theirs."""

from dataclasses import dataclass

import numpy as np

from diagrams.draw.canvas import MARGIN, Canvas, fitted, text_width
from diagrams.draw.claims import wilson
from diagrams.draw.palette import INK, LINE, SOFT
from diagrams.draw.sheet import reduced
from diagrams.draw.wrap import wrap
from diagrams.facts import count, share
from diagrams.labels import label_name
from diagrams.language import Say

GAP, LINE_HEIGHT = 7, 13


@dataclass(frozen=True)
class Way:
    """A photo changed in one way, its first answer (label, probability), and how many of `photos` keep theirs.

    `kept` is None for the photo as it is, with which the others are compared.
    """

    rgb: np.ndarray
    name: str
    answer: tuple[str, float]
    kept: int | None
    photos: int


def draw_ways(canvas: Canvas, say: Say, y: float, ways: list[Way], heads: tuple[str, str]) -> float:
    """The photos side by side, their answers below, and the counts as bars; returns where they end."""
    width = (canvas.width - 2 * MARGIN + GAP) / len(ways) - GAP
    lefts = [MARGIN + n * (width + GAP) for n in range(len(ways))]
    names = [wrap(way.name, say.language, width, lambda line: text_width(line, 10)) for way in ways]
    below = y + width + LINE_HEIGHT * max(map(len, names)) + 26
    for left, way, lines in zip(lefts, ways, names, strict=True):
        canvas.pixels(left, y, width, width, reduced(way.rgb, 2 * width))
        canvas.rectangle(left, y, width, width, stroke=LINE, thickness=0.8)
        for n, line in enumerate(lines):
            canvas.text(left + width / 2, y + width + LINE_HEIGHT * (n + 1), line, size=10, anchor="middle")
        one_answer(canvas, say, left, below + 16, width, way)
        if way.kept is not None:
            one_count(canvas, say, left, below + 64, width, way.kept, way.photos)
    for top, head in zip((below, below + 48), heads, strict=True):
        canvas.text(MARGIN, top, head, size=11, color=SOFT)
    return below + 94


def one_answer(canvas: Canvas, say: Say, x: float, y: float, width: float, way: Way) -> None:
    """The first answer and its probability."""
    label, part = way.answer
    canvas.text(x + width / 2, y, fitted(say.fact(label_name(label)), 11, width), size=11, anchor="middle")
    canvas.text(x + width / 2, y + 14, say.fact(share(part)), size=11, anchor="middle")


def one_count(canvas: Canvas, say: Say, x: float, y: float, width: float, kept: int, photos: int) -> None:
    """How many photos keep their answer, as a bar, with the interval in which the share may lie as a thin line."""
    told = say(ja="{n}/{all}枚", en="{n} of {all}", n=count(kept), all=count(photos))
    canvas.text(x + width / 2, y, told, size=12, anchor="middle")
    canvas.rectangle(x, y + 7, width, 9, stroke=LINE, thickness=0.8)
    canvas.rectangle(x, y + 7, max(width * kept / photos, 0.8), 9, fill=SOFT)
    canvas.line([x + width * end for end in wilson(kept / photos, photos)], [y + 21, y + 21], color=INK,
                thickness=1.6)


def table_of_ways(say: Say, ways: list[Way], heads: tuple[str, str]) -> list[tuple[str, ...]]:
    """All ways with their answers and counts, a header row first."""
    return [("", *heads), *((way.name, f"{say.fact(label_name(way.answer[0]))} {say.fact(share(way.answer[1]))}",
                             "–" if way.kept is None else f"{way.kept}/{way.photos}") for way in ways)]
