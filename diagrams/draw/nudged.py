"""A curve with its tangent, and a table of numbers in columns."""

import numpy as np
from matplotlib.axes import Axes

from diagrams.draw.canvas import MARGIN, Canvas, text_width
from diagrams.draw.palette import ACCENT, INK, LINE, SOFT
from diagrams.facts import decimal, significant

ROW = 20


def draw_tangent(canvas: Canvas, y: float, height: float, offsets: np.ndarray, values: np.ndarray,
                 slope: float) -> Axes:
    """Values over offsets from the place in the middle, and there a line of this slope; returns the Axes."""
    axes = canvas.chart(58, y, canvas.width - 58 - MARGIN - 8, height)
    low, high, middle = values.min(), values.max(), values[len(values) // 2]
    room = 0.12 * (high - low) or 1.0
    axes.plot(offsets, middle + slope * offsets, color=ACCENT, linewidth=1.8, linestyle=(0, (4, 2)))
    axes.plot(offsets, values, color=INK, linewidth=1.8)
    axes.plot([0], [middle], marker="o", markersize=7, color=ACCENT, clip_on=False)
    reach = float(offsets[-1])
    axes.set(xlim=(-reach, reach), ylim=(low - room, high + room))
    axes.set_xticks([-reach, 0, reach], [decimal(-reach, 2), "0", f"+{decimal(reach, 2)}"])
    axes.set_yticks(*zip(*{significant(each): (each, significant(each)) for each in (low, high)}.values(), strict=True))
    return axes


def draw_columns(canvas: Canvas, y: float, rows: list[tuple[str, ...]], ends: list[float], marked: int) -> float:
    """A head and rows of texts, each column ending at its place; a row is framed. Returns where they end."""
    for n, row in enumerate(rows):
        for text, end in zip(row, ends, strict=True):
            canvas.text(end, y + n * ROW + 14, text, size=11 if n else 10, color=INK if n else SOFT, anchor="end")
        if n:
            canvas.line([MARGIN, canvas.width - MARGIN], [y + n * ROW] * 2, color=LINE, thickness=0.6)
    canvas.rectangle(MARGIN, y + marked * ROW, canvas.width - 2 * MARGIN, ROW, stroke=ACCENT, thickness=1.6, above=3)
    return y + len(rows) * ROW


def draw_ranges(canvas: Canvas, y: float, names: list[str], means: np.ndarray, lows: np.ndarray,
                highs: np.ndarray) -> float:
    """For each name a dot at its mean, between a low and a high end, on one logarithmic axis; returns where it ends."""
    side = max(text_width(name, 11) for name in names) + MARGIN + 10
    axes = canvas.chart(side, y, canvas.width - side - MARGIN - 16, 26 * len(names))
    places = np.arange(len(names))
    axes.hlines(places, np.maximum(lows, 1e-12), np.maximum(highs, 1e-12), color=SOFT, linewidth=5, alpha=0.45)
    axes.plot(means, places, "o", color=ACCENT, markersize=8, clip_on=False)
    ends = [each for each in (*lows, *highs, *means) if each > 0] or [0.1, 1]
    first, last = int(np.floor(np.log10(min(ends)))), int(np.ceil(np.log10(max(ends))))
    axes.set(xscale="log", xlim=(10.0**first, 10.0 ** max(last, first + 1)), ylim=(len(names) - 0.4, -0.6), yticks=[])
    powers = range(first, max(last, first + 1) + 1, -(-(last - first + 1) // 6))
    axes.set_xticks([10.0**power for power in powers], [f"{10.0**power:.{max(0, -power)}f}" for power in powers])
    axes.minorticks_off()
    axes.grid(axis="x", color=LINE, linewidth=0.5)
    for name, place in zip(names, places, strict=True):
        canvas.text(MARGIN, y + 26 * place + 17, name, size=11)
    return y + 26 * len(names) + 22
