"""What several trainings came to: a row for each variation, a ring for each seed, a stroke at their mean."""

from dataclasses import dataclass

import numpy as np

from diagrams.draw.canvas import MARGIN, Canvas, fitted, text_width
from diagrams.draw.palette import ACCENT, INK, LINE, SOFT
from diagrams.facts import share

NAMES, NUMBER, ROW = 130, 44, 34  # room for the widest name and for the mean, the height of a row


@dataclass(frozen=True)
class Row:
    """A variation and what each seed came to, shares in [0, 1]; `accented` marks the one that matters."""

    name: str
    shares: list[float]
    accented: bool = False


def limits(rows: list[Row]) -> tuple[float, float]:
    """Whole tenths around all shares."""
    everything = [part for row in rows for part in row.shares]
    return np.floor(min(everything) * 10) / 10, np.ceil(max(everything) * 10 + 1e-9) / 10


def draw_runs(canvas: Canvas, say, y, rows: list[Row]) -> float:
    """All rows on one scale, which need not begin at zero; returns where they end."""
    side = min(NAMES, max(text_width(row.name, 12) for row in rows)) + 14
    low, high = limits(rows)
    width = canvas.width - 2 * MARGIN - side - NUMBER

    def place(part: float) -> float:
        return MARGIN + side + width * (part - low) / (high - low)

    end = y + len(rows) * ROW + 4
    for tick in np.arange(round(low * 10), round(high * 10) + 1) / 10:
        canvas.line([place(tick)] * 2, [y, end], thickness=0.7)
    for tick, anchor in ((low, "start"), (high, "end")):
        canvas.text(place(tick), end + 14, say.fact(share(tick)), size=10, color=SOFT, anchor=anchor)
    for n, row in enumerate(rows):
        one_row(canvas, say, y + (n + 0.5) * ROW, row, place, side)
    return end + 20


def one_row(canvas: Canvas, say, y, row: Row, place, side) -> None:
    """A name, the range of its seeds with a ring for each, and their mean in figures."""
    color = ACCENT if row.accented else INK
    canvas.text(MARGIN, y, fitted(row.name, 12, side - 8), color=color, middle=True)
    canvas.line([place(min(row.shares)), place(max(row.shares))], [y, y], color=LINE, thickness=3)
    canvas.rings([place(part) for part in row.shares], y, color=color)
    mean = float(np.mean(row.shares))
    canvas.line([place(mean)] * 2, [y - 9, y + 9], color=color, thickness=2.2, above=4)
    canvas.text(canvas.width - MARGIN, y, say.fact(share(mean)), color=color, anchor="end", middle=True)
