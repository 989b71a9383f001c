"""Ways down over two parameters, on a map of heights; and step sizes over the sizes of gradients."""

from collections.abc import Callable
from typing import Any

import numpy as np
from matplotlib.axes import Axes
from matplotlib.colors import LinearSegmentedColormap

from diagrams.draw.canvas import MARGIN, WIDTH, Canvas
from diagrams.draw.palette import ACCENT, DARK, INK, LIGHT, SOFT, WRONG
from diagrams.facts import decimal

WAYS = (("o", "#55616f", SOFT), ("s", DARK, INK), ("D", WRONG, ACCENT))  # marker, colour on the map, on the page
SIZES = (3.6, 5.5, 4)  # of the markers: where two ways run together, the first is seen on the second
BANDS = LinearSegmentedColormap.from_list("bands", [LIGHT, "#d9d5cc", "#a9a59b"])  # low is light, in both schemes
LEVELS, FINE = 12, 8  # bands of the map, pixels of it for each place where the height is known

OfSize = Callable[[Any], Any]  # a function of one size or, each for itself, of many


def draw_descents(canvas: Canvas, y: float, height: float, across: np.ndarray, up: np.ndarray, heights: np.ndarray,
                  places: np.ndarray) -> Axes:
    """Ways (points, ways, 2) on a map of heights (rows, columns) in bands; returns the Axes."""
    width = WIDTH - 50 - MARGIN - 12
    canvas.pixels(50, y, width, height, banded(heights)[::-1])
    axes = canvas.chart(50, y, width, height)
    for way, (marker, color, _) in enumerate(WAYS):
        axes.plot(*places[:, way].T, color=color, linewidth=1.4, marker=marker, markersize=SIZES[way],
                  markeredgecolor=LIGHT, markeredgewidth=0.5, zorder=4 - way, clip_on=False)
    axes.plot(*places[0, 0], marker="o", markersize=11, markerfacecolor="none", markeredgecolor=DARK)
    axes.set(xlim=(across[0], across[-1]), ylim=(up[0], up[-1]))
    axes.set_xticks(*ticks(across[0], across[-1], 0.2))
    axes.set_yticks(*ticks(up[0], up[-1], 0.1))
    return axes


def ticks(low: float, high: float, room: float) -> tuple[list[float], list[str]]:
    """Both ends of an axis and, where this part of it is free on both sides, zero."""
    shown = [low, *([0.0] if min(-low, high) > room * (high - low) else []), high]
    return shown, [decimal(each, 2) if each else "0" for each in shown]


def banded(heights: np.ndarray) -> np.ndarray:
    """Colours of heights (rows, columns), interpolated, in bands that are equally wide on the map: (..., 3)."""
    for axis in (0, 1):
        known = np.arange(heights.shape[axis])
        fine = np.linspace(0, known[-1], FINE * known.size)
        heights = np.apply_along_axis(lambda line, at=fine, there=known: np.interp(at, there, line), axis, heights)
    levels = np.unique(np.quantile(heights, np.linspace(0, 1, LEVELS + 1)[1:-1]))
    return BANDS(np.searchsorted(levels, heights) / max(len(levels), 1))[..., :3]


def key_of_ways(canvas: Canvas, y: float, rows: list[tuple[str, str, str]], ends: list[float]) -> float:
    """A head, and for each way its marker and a few texts, each column ending at its place; returns where they end."""
    for n, row in enumerate(rows):
        for place, text in enumerate(row):
            x, anchor = (ends[place], "end") if place else (MARGIN + 26, "start")
            canvas.text(x, y + 18 * n + 10, text, size=11 if n else 10, color=INK if n else SOFT, anchor=anchor)
        if n:
            marker, _, color = WAYS[n - 1]
            canvas.page.plot([MARGIN + 10], [y + 18 * n + 6], marker=marker, markersize=6, color=color)
    return y + 18 * len(rows)


def draw_step_sizes(canvas: Canvas, y: float, sizes: np.ndarray, steps: np.ndarray, curve: OfSize, straight: OfSize,
                    first: float) -> tuple[Axes, Axes]:
    """Steps over gradient sizes, both (n,), on a logarithmic axis from `first` on; below, how many there are.

    Dots are some of the steps, evenly spread; `curve` and `straight` are functions of the size: what the dots lie on,
    and what to compare it with (dashed). Returns both Axes; 212 px high.
    """
    low, high = np.floor(np.log10(first)), np.ceil(np.log10(max(sizes.max(initial=0), 10 * first)))
    axes, below = (canvas.chart(62, top, WIDTH - 62 - MARGIN - 14, tall) for top, tall in ((y, 130), (y + 144, 46)))
    grid, edges = np.geomspace(10.0**low, 10.0**high, 200), np.geomspace(10.0**low, 10.0**high, 41)
    _, some = np.unique(np.digitize(sizes, edges), return_index=True)
    axes.plot(grid, straight(grid), color=SOFT, linewidth=1.4, linestyle=(0, (4, 2)))
    axes.plot(grid, curve(grid), color=INK, linewidth=1.6)
    axes.plot(sizes[some], steps[some], "o", color=ACCENT, markersize=5)
    below.hist(sizes, bins=edges.tolist(), color=SOFT)
    for each in (axes, below):
        each.set(xscale="log", xlim=(10.0**low, 10.0**high))
        each.minorticks_off()
        each.set_xticks([])
    powers = np.arange(low, high + 1)[:: -(-int(high - low + 1) // 5)].astype(int)
    below.set_xticks(10.0**powers, [f"{10.0**power:.{max(0, -power)}f}" for power in powers])
    below.set_yticks([])
    axes.set_ylim(0, 1.2 * curve(10.0**high))
    return axes, below
