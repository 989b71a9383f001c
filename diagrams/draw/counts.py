"""Things counted as small squares, and a quantity over the steps of a training."""

from math import ceil

import numpy as np
from matplotlib.axes import Axes

from diagrams.draw.canvas import MARGIN, Canvas
from diagrams.draw.palette import ACCENT, INK, LINE, MAT, SOFT

WIDE = 120  # pixels for a square of squares, at most
SQUARE, FIRST = (0.33, 0.38, 0.43), (0.66, 0.20, 0.42)


def squares(canvas: Canvas, x: float, middle: float, n: int) -> float:
    """n small squares in rows, the first one accented, centred on a height; returns how wide they are."""
    columns = ceil(n**0.5)
    unit = max(1, min(3, WIDE // columns))
    image = np.full((ceil(n / columns) * unit, columns * unit, 3), 1.0)
    image[:] = tuple(int(MAT[place : place + 2], 16) / 255 for place in (1, 3, 5))
    for place in range(n):
        row, column = (unit * part for part in divmod(place, columns))
        image[row : row + max(unit - 1, 1), column : column + max(unit - 1, 1)] = SQUARE if place else FIRST
    times = max(1, 100 // image.shape[1])
    wide, high = times * image.shape[1], times * image.shape[0]
    canvas.pixels(x, middle - high / 2, wide, high, image)
    canvas.rectangle(x, middle - high / 2, wide, high, stroke=LINE, thickness=0.8)
    return wide


def draw_counts(canvas: Canvas, y: float, counts: list[tuple[int, str, str]]) -> float:
    """(how many, the number, its name) as squares side by side, each a square of the next; returns where they end."""
    step = (canvas.width - 2 * MARGIN) / len(counts)
    for n, (many, number, name) in enumerate(counts):
        x = MARGIN + n * step
        wide = squares(canvas, x, y + WIDE / 2, many)
        canvas.text(x, y + WIDE + 18, number, size=15)
        canvas.text(x, y + WIDE + 34, name, size=11, color=SOFT)
        if n < len(counts) - 1:
            canvas.arrow((x + wide + 2, y + WIDE / 2), (x + step - 3, y + WIDE / 2))
    return y + WIDE + 42


def draw_pace(canvas: Canvas, y: float, height: float, at: np.ndarray, rates: np.ndarray) -> Axes:
    """A quantity (n,) at places (n,) as a line with its highest point marked; returns the Axes."""
    axes, highest = canvas.chart(56, y, canvas.width - 56 - 2 * MARGIN, height), int(rates.argmax())
    axes.plot(at, rates, color=INK, linewidth=2)
    axes.plot(at[highest], rates[highest], marker="D", markersize=7, color=ACCENT, clip_on=False, zorder=4)
    axes.set(xlim=(at[0], at[-1]), ylim=(0, rates.max() * 1.08 or 1))
    return axes
