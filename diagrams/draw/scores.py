"""What is made of scores, step by step: a row for each label, a column for each step, numbers with their bars."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from diagrams.draw.canvas import MARGIN, Canvas, fitted, text_width
from diagrams.draw.palette import ACCENT, INK, LINE, NEGATIVE, POSITIVE, SOFT
from diagrams.draw.wrap import wrap
from diagrams.facts import decimal
from diagrams.labels import label_name
from diagrams.language import Say

SIDE, GAP, EDGE = 64, 16, 5  # the widest name, the space between columns, and between numbers and a frame
ROW, BAR, LINES = 31, 6, 13  # heights of a row, of a bar, of a line of a column's name


@dataclass(frozen=True)
class Column:
    """A number for each label: `texts`, and `values` as bars on a scale between the `ends`; None without bars.

    `foot` stands below; `becomes` says that an arrow leads here from the column before.
    """

    name: str
    texts: list[str]
    values: np.ndarray | None = None
    ends: tuple[float, float] = (0.0, 1.0)
    foot: str = ""
    becomes: bool = True


def in_numbers(name: str, values: np.ndarray, ends: tuple[float, float] = (0.0, 1.0), **more: Any) -> Column:
    """A column of numbers with their bars."""
    return Column(name, [decimal(number, 3) for number in values], values, ends, **more)


def ends_of(*values: np.ndarray) -> tuple[float, float]:
    """The scale that several columns share: from the lowest value, or zero, to the highest."""
    low, high = min(0.0, *(each.min() for each in values)), max(0.0, *(each.max() for each in values))
    return (float(low), float(high)) if low < high else (0.0, 1.0)


def draw_columns(canvas: Canvas, say: Say, y: float, labels: Sequence[str], columns: list[Column], *,
                 marked: int | None = None, head: float = 0, level: float | None = None) -> float:
    """All columns, the marked label's row in a double frame; returns where they end.

    Their names take `head` pixels at least; `level` is marked by a line across the bars.
    """
    names = [say.fact(label_name(label)) for label in labels]
    side = min(SIDE, max(text_width(name, 12) for name in names)) + EDGE
    width = (canvas.width - 2 * MARGIN - EDGE - side) / len(columns) - GAP
    lefts = [MARGIN + side + n * (width + GAP) + GAP for n in range(len(columns))]
    y = heads(canvas, say, y, columns, lefts, width, head)
    end = y + len(names) * ROW
    for n, name in enumerate(names):
        canvas.text(MARGIN + EDGE, y + (n + 0.5) * ROW, fitted(name, 12, side - EDGE), middle=True)
        for left, column in zip(lefts, columns, strict=True):
            one_number(canvas, (left, y + n * ROW, width), column, n, n == marked)
    for row, x in ((row, left + level * width) for row in range(len(names)) for left in lefts if level is not None):
        canvas.line([x] * 2, [y + row * ROW + 17, y + row * ROW + 23 + BAR], color=ACCENT,
                    thickness=1.6, above=3)
    if marked is not None:
        canvas.window(MARGIN, y + marked * ROW + 1, canvas.width - 2 * MARGIN, ROW - 1)
    return feet(canvas, say, end, columns, lefts, width)


def heads(canvas: Canvas, say: Say, y: float, columns: list[Column], lefts: list[float], width: float,
          head: float) -> float:
    """The names of the columns with arrows between them; returns where they end."""
    lines = [wrap(column.name, say.language, width + GAP - 4, lambda line: text_width(line, 11)) for column in columns]
    bottom = y + max(head, LINES * max(map(len, lines)) + 16)
    for left, column, texts in zip(lefts, columns, lines, strict=True):
        for n, line in enumerate(reversed(texts)):
            canvas.text(left + width, bottom - 16 - n * LINES, line, size=11, color=SOFT, anchor="end")
        if column.becomes and left != lefts[0]:
            canvas.arrow((left - GAP - width / 3, bottom - 4), (left + width / 3, bottom - 4))
    return bottom


def one_number(canvas: Canvas, box: tuple[float, float, float], column: Column, n: int, is_marked: bool) -> None:
    """One number with its bar below: blue or orange around zero where the scale has both sides."""
    (x, y, width), (low, high) = box, column.ends
    if column.values is None:
        canvas.text(x + width, y + ROW / 2, column.texts[n], size=11, anchor="end", middle=True)
        return
    unit, number = width / (high - low), float(column.values[n])
    zero, is_signed = x - low * unit, low < 0
    color = (NEGATIVE if number < 0 else POSITIVE) if is_signed else INK if is_marked else SOFT
    canvas.text(x + width, y + 16, column.texts[n], size=11, anchor="end")
    if is_signed:
        canvas.line([zero, zero], [y + 18, y + 22 + BAR])
    else:
        canvas.rectangle(x, y + 20, width, BAR, stroke=LINE, thickness=0.6)
    canvas.rectangle(zero + min(0, number * unit), y + 20, abs(number) * unit, BAR, fill=color)


def feet(canvas: Canvas, say: Say, y: float, columns: list[Column], lefts: list[float], width: float) -> float:
    """The sums below the columns; returns where they end."""
    if not any(column.foot for column in columns):
        return y
    canvas.text(MARGIN + EDGE, y + 19, say(ja="合計", en="sum"), size=11, color=SOFT)
    for left, column in zip(lefts, columns, strict=True):
        if column.foot:
            canvas.line([left, left + width], [y + 5, y + 5])
            canvas.text(left + width, y + 19, column.foot, size=11, anchor="end")
    return y + 24


def level_key(canvas: Canvas, y: float, told: str) -> float:
    """What the line across the bars means; returns where it ends."""
    canvas.line([MARGIN + EDGE] * 2, [y + 8, y + 20], color=ACCENT, thickness=1.6)
    canvas.text(MARGIN + EDGE + 8, y + 18, told, size=11, color=SOFT)
    return y + 18


def notes(canvas: Canvas, y: float, *lines: str) -> float:
    """Small print, each note on lines of its own, those without words left out; returns where it ends."""
    y += 16
    for line in filter(None, lines):
        y = canvas.paragraph(MARGIN, y, line, size=11, color=SOFT)
    return y - 6


def table_of_columns(say: Say, labels: Sequence[str], columns: list[Column]) -> list[tuple[str, ...]]:
    """The same numbers as a table with a header row."""
    names = [say.fact(label_name(label)) for label in labels]
    return [(say(ja="ラベル", en="label"), *(column.name for column in columns)),
            *zip(names, *(column.texts for column in columns), strict=True)]
