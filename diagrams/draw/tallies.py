"""What a whole consists of, row by row: bars in parts, each with a pattern of its own; and a few maps in a row."""

from typing import Any

import numpy as np

from diagrams.draw.canvas import MARGIN, Canvas, fitted, text_width
from diagrams.draw.palette import INK, LINE, SOFT
from diagrams.draw.scale import Scale
from diagrams.facts import share
from diagrams.language import Say

ROW, BAR = 23, 14
SIDE, GAP, MAPS = 104, 15, 3  # the largest map, the space between maps, how many in a row
PATTERNS: tuple[dict[str, Any], ...] = (
    {"fill": LINE}, {"fill": SOFT}, {"hatch": "////", "stroke": SOFT}, {"hatch": "xxxx", "stroke": INK})


def draw_tallies(canvas: Canvas, say: Say, y: float, names: list[str], parts: np.ndarray) -> float:
    """A bar of full width for each name, its `parts` (names, kinds) of one side by side, and their sum as a share."""
    side = max(text_width(name, 11) for name in names) + MARGIN + 8
    width = canvas.width - MARGIN - 50 - side
    for name, row in zip(names, parts, strict=True):
        canvas.text(MARGIN, y + 11, name, size=11)
        canvas.text(canvas.width - MARGIN, y + 11.5, say.fact(share(row.sum())), size=12, anchor="end")
        x = side
        for part, pattern in zip(row, PATTERNS, strict=True):
            if part:
                canvas.rectangle(x, y, part * width, BAR, thickness=0, **pattern)
            x += part * width
        canvas.rectangle(side, y, width, BAR, stroke=SOFT, thickness=0.8, above=2.5)
        y += ROW
    return y


def tallies_key(canvas: Canvas, y: float, names: list[str]) -> float:
    """What each pattern means, two in a row; returns where it ends."""
    for n, (name, pattern) in enumerate(zip(names, PATTERNS, strict=True)):
        x, top = MARGIN + n % 2 * 172, y + n // 2 * 19
        canvas.rectangle(x, top, 20, 12, thickness=0, **pattern)
        canvas.rectangle(x, top, 20, 12, stroke=SOFT, thickness=0.8, above=2.5)
        canvas.text(x + 26, top + 10, name, size=11, color=SOFT)
    return y + -(-len(names) // 2) * 19


def row_of_maps(canvas: Canvas, y: float, maps: list[tuple[str, np.ndarray, str]], scale: Scale) -> float:
    """Maps (name, values, note) at one size of cell, an arrow from each to the next; returns where they end."""
    unit = SIDE / max(max(values.shape) for _, values, _ in maps)
    for n, (name, values, note) in enumerate(maps):
        x, top = MARGIN + n % MAPS * (SIDE + GAP), y + n // MAPS * (SIDE + 44)
        canvas.text(x, top + 10, fitted(name, 10, min(SIDE + GAP, canvas.width - x) - 4), size=10)
        canvas.map(x, top + 17, values.shape[1] * unit, values, scale)
        canvas.text(x, top + SIDE + 31, note, size=11, color=SOFT)
        if n % MAPS:
            canvas.arrow((x - GAP + 2, top + 17 + SIDE / 2), (x - 2, top + 17 + SIDE / 2))
    return top + SIDE + 36
