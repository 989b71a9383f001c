"""Photos, each with two rows of numbers, a column for each label: the label as zeros and a one, and the answer."""

from dataclasses import dataclass

import numpy as np

from diagrams.draw.answers import cross
from diagrams.draw.canvas import MARGIN, WIDTH, Canvas, fitted, text_width
from diagrams.draw.palette import LINE, SOFT, ink_on
from diagrams.draw.scale import Scale
from diagrams.facts import decimal

SIDE, CELL, APART = 38, 19, 10  # of a photo, height of a row, between photos
LEFT, RIGHT = MARGIN + SIDE + 10, WIDTH - MARGIN


@dataclass(frozen=True)
class Rows:
    """A photo, its label as zeros and a one (labels,), None where it has no such label, and the answer (labels,)."""

    pixels: np.ndarray
    label: np.ndarray | None
    answer: np.ndarray

    @property
    def is_wrong(self) -> bool:
        """Whether the answer's largest number stands at another place than the one."""
        return self.label is not None and self.label.argmax() != self.answer.argmax()


def draw_rows(canvas: Canvas, y: float, names: list[str], photos: list[Rows], scale: Scale) -> float:
    """All photos below the names of the labels; returns where they end."""
    cell = (RIGHT - LEFT) / len(names)
    for n, name in enumerate(names):
        canvas.text(LEFT + (n + 0.5) * cell, y, fitted(name, 10, cell - 2), size=10, color=SOFT, anchor="middle")
    y += 7
    for photo in photos:
        canvas.pixels(MARGIN, y, SIDE, SIDE, photo.pixels)
        canvas.rectangle(MARGIN, y, SIDE, SIDE, stroke=LINE, thickness=0.8)
        if photo.is_wrong:
            cross(canvas, MARGIN + SIDE - 7, y + 7)
        one_row(canvas, y, photo.label, 0, cell, scale)
        one_row(canvas, y + CELL, photo.answer, 2, cell, scale)
        y += 2 * CELL + APART
    return y - APART


def one_row(canvas: Canvas, y: float, values: np.ndarray | None, decimals: int, cell: float, scale: Scale) -> None:
    """A row of numbers on their colours, without digits where they do not fit; a dash for what there is not."""
    if values is None:
        canvas.text(LEFT + 4, y + CELL / 2, "–", size=11, color=SOFT, middle=True)
        return
    texts, legible = [decimal(each, decimals) for each in values], text_width("0.00", 10) <= cell - 1
    for n, (text, color) in enumerate(zip(texts, scale.rgb(values), strict=True)):
        canvas.rectangle(LEFT + n * cell, y, cell, CELL, fill=tuple(color), stroke=LINE, thickness=0.8, above=1.2)
        if legible:
            canvas.text(LEFT + (n + 0.5) * cell, y + CELL / 2, text, size=10, color=ink_on(color), anchor="middle",
                        middle=True)
