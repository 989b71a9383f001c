"""Shares as small bars in rows and columns, each column headed by a picture, with the level of pure chance."""

from dataclasses import dataclass

import numpy as np

from diagrams.draw.canvas import MARGIN, Canvas, fitted, text_width
from diagrams.draw.palette import ACCENT, INK, LINE, SOFT
from diagrams.draw.sheet import reduced
from diagrams.draw.wrap import wrap
from diagrams.facts import share
from diagrams.language import Say

SIDE, GAP, ROW = 70, 9, 28  # the widest name, the space between columns, the height of a row


@dataclass(frozen=True)
class Column:
    """A picture, its name, and a share for each row; None where there is none."""

    rgb: np.ndarray
    name: str
    shares: list[float | None]


def draw_shares(canvas: Canvas, say: Say, y: float, names: list[str], columns: list[Column], chance: float) -> float:
    """A bar for each name and column, the last row set apart; returns where they end."""
    side = min(SIDE, max(text_width(name, 12) for name in names)) + 8
    width = (canvas.width - 2 * MARGIN - side) / len(columns) - GAP
    lefts = [MARGIN + side + n * (width + GAP) + GAP for n in range(len(columns))]
    y = heads(canvas, say, y, columns, lefts, width)
    end = y + len(names) * ROW + 6
    for left in lefts:
        canvas.line([left + chance * width] * 2, [y, end], color=ACCENT, dashed=True, above=3)
    for n, name in enumerate(names):
        base = y + n * ROW + 14 + 6 * (n == len(names) - 1)
        canvas.text(MARGIN, base + 2, fitted(name, 12, side - 4))
        for left, column in zip(lefts, columns, strict=True):
            one_bar(canvas, say, left, base, width, column.shares[n], chance)
    canvas.line([MARGIN, canvas.width - MARGIN], [end - ROW, end - ROW])
    return end


def heads(canvas: Canvas, say: Say, y: float, columns: list[Column], lefts: list[float], width: float) -> float:
    """The picture of each column with its name below it; returns where they end."""
    lines = [wrap(column.name, say.language, width + GAP - 2, lambda line: text_width(line, 10)) for column in columns]
    for left, column, texts in zip(lefts, columns, lines, strict=True):
        canvas.pixels(left, y, width, width, reduced(column.rgb, 2 * width))
        canvas.rectangle(left, y, width, width, stroke=LINE, thickness=0.8)
        for n, line in enumerate(texts):
            canvas.text(left + width / 2, y + width + 13 + 13 * n, line, size=10, color=SOFT, anchor="middle")
    return y + width + 13 * max(map(len, lines)) + 10


def one_bar(canvas: Canvas, say: Say, x: float, base: float, width: float, part: float | None, chance: float) -> None:
    """A number with its bar below; hollow where it is no better than chance."""
    if part is None:
        canvas.text(x, base, "–", size=11, color=SOFT)
        return
    canvas.text(x + width, base, say.fact(share(part)), size=11, color=INK, anchor="end")
    canvas.rectangle(x, base + 3, max(width * part, 0.8), 6, fill=SOFT if part > chance else "none", stroke=SOFT,
                     thickness=0.8)
