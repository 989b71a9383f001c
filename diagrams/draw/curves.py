"""Lines over steps, each named at its right end: colour, marker and name all say which is which."""

from dataclasses import dataclass

import numpy as np
from matplotlib.axes import Axes

from diagrams.draw.canvas import MARGIN, Canvas, text_width
from diagrams.draw.palette import ACCENT, INK, SOFT

MARKERS = "osD^vP*X"
ROW, NAME_SIZE = 14, 10.5


@dataclass(frozen=True)
class Curves:
    """`values` (steps, lines), the name of each line, and the lines that the message is about, the first one first."""

    values: np.ndarray
    names: list[str]
    strong: tuple[int, ...]


def draw_curves(canvas: Canvas, y: float, height: float, curves: Curves, low: float, high: float) -> Axes:
    """Draw the lines between `low` and `high`, from 40 px to the names; returns the Axes."""
    high = high if high > low else low + 1
    width = canvas.width - MARGIN - 62 - max(text_width(name, NAME_SIZE) for name in curves.names)
    axes, steps = canvas.chart(40, y, width, height), len(curves.values) - 1
    ends = apart([y + height * (high - value) / (high - low) for value in curves.values[-1]], ROW)
    for line, (name, end) in enumerate(zip(curves.names, ends, strict=True)):
        is_strong, marker = line in curves.strong, MARKERS[line % len(MARKERS)]
        color = ACCENT if line == curves.strong[0] else INK if is_strong else SOFT
        axes.plot(curves.values[:, line], color=color, linewidth=2.4 if is_strong else 1.2,
                  marker=marker, markersize=4.5, markevery=max(1, steps // 4), clip_on=False, zorder=2 + is_strong)
        canvas.page.plot([52 + width], [end], marker=marker, markersize=5, color=color)
        canvas.text(60 + width, end, name, size=NAME_SIZE, color=color, middle=True)
    axes.set(xlim=(0, steps), ylim=(low, high), xticks=sorted({steps * quarter // 4 for quarter in range(5)}))
    return axes


def apart(places: list[float], room: float) -> list[float]:
    """Heights in the same order, at least `room` apart: the lowest stay, those above make way upwards."""
    settled, limit = [0.0] * len(places), np.inf
    for place in np.argsort(places)[::-1]:
        settled[place] = min(places[place], limit)
        limit = settled[place] - room
    return settled
