"""What ReLU cuts: maps with cut cells striped, crops with both signs, the graph, a histogram with its cut side blue."""

import numpy as np

from diagrams.draw.canvas import WIDTH, Canvas
from diagrams.draw.palette import INK, LINE, NEGATIVE, POSITIVE, SOFT
from diagrams.draw.scale import Scale
from diagrams.facts import decimal
from diagrams.language import Say
from diagrams.traced import TracedLayer

CROP = 4  # cells of a crop each way, at most


def striped(values: np.ndarray, scale: Scale, cut: np.ndarray, fine: int = 4) -> np.ndarray:
    """Colours of a map, each cell `fine` pixels wide, cut cells striped: (fine * rows, fine * columns, 3)."""
    colors = scale.rgb(values).repeat(fine, axis=0).repeat(fine, axis=1)
    rows, columns = np.indices(colors.shape[:2])
    stripes = cut.repeat(fine, axis=0).repeat(fine, axis=1) & ((rows + columns) % (2 * fine) < 2)
    colors[stripes] = (0.62, 0.64, 0.67)
    return colors


def histogram(canvas: Canvas, values: np.ndarray, y: float) -> None:
    """Counts of values in 48 bins, blue below zero and orange above; 60 px high."""
    axes = canvas.chart(92, y, 196, 56)
    reach = float(np.quantile(np.abs(values), 0.995)) or 1.0
    counts, edges = np.histogram(np.clip(values, -reach, reach), bins=48, range=(-reach, reach))
    for side, color in ((np.s_[:24], NEGATIVE), (np.s_[24:], POSITIVE)):
        axes.stairs(counts[side], edges[side.start or 0 : (side.stop or 48) + 1], fill=True, color=color, linewidth=0)
    axes.set(yticks=[], xlim=(-reach, reach))
    axes.spines["left"].set_visible(False)
    axes.set_xticks([-reach, 0, reach], ["≤ " + decimal(-reach, 1), "0", "≥ " + decimal(reach, 1)])


def crop_with_both_signs(feature_map: np.ndarray, cell: tuple[int, int], sizes: tuple[int, int]) -> tuple[int, int]:
    """Upper left corner of the crop (`sizes`: rows, columns) that holds the cell and is nearest to half positive.

    Where nothing near the cell is negative, the crop holds the most negative value of the map instead.
    """
    near = tuple(np.s_[max(0, place - size + 1) : place + size] for place, size in zip(cell, sizes, strict=True))
    if feature_map[near].min() >= 0:  # no negative value near the cell
        cell = divmod(int(feature_map.argmin()), feature_map.shape[1])
    rows, columns = (range(max(0, place - size + 1), min(place, whole - size) + 1)
                     for place, size, whole in zip(cell, sizes, feature_map.shape, strict=True))
    crops = np.lib.stride_tricks.sliding_window_view(feature_map > 0, sizes).mean(axis=(2, 3))
    return min(((row, column) for row in rows for column in columns), key=lambda corner: abs(crops[corner] - 0.5))


def crops(relu: TracedLayer) -> tuple[np.ndarray, np.ndarray, tuple[int, int]]:
    """The same small crop before and after, each (rows, columns), and where it begins."""
    before, after = relu.input[..., relu.channel], relu.output[..., relu.channel]
    rows, columns = (min(CROP, size) for size in before.shape)
    row, column = crop_with_both_signs(before, relu.place, (rows, columns))
    cut = np.s_[row : row + rows, column : column + columns]
    return before[cut], after[cut], (row, column)


def graph(canvas: Canvas, say: Say, values: np.ndarray, y: float) -> None:
    """The graph of max(0, x) with values marked on it, 170 px high."""
    axes = canvas.chart(44, y + 12, WIDTH - 64, 136)
    reach = float(np.abs(values).max()) * 1.1 or 1.0
    axes.axhline(0, color=LINE, linewidth=0.8)
    axes.axvline(0, color=LINE, linewidth=0.8)
    axes.plot([-reach, 0, reach], [0, 0, reach], color=INK, linewidth=1.6)
    colors = np.where(values > 0, POSITIVE, NEGATIVE)
    axes.scatter(values, np.maximum(0, values), c=colors, s=26, zorder=3, clip_on=False, edgecolors="none", marker="o")
    axes.set(xlim=(-reach, reach), ylim=(-0.12 * reach, reach))
    axes.text(-0.95 * reach, reach * 0.88, "f(x) = max(0, x)", fontsize=12, color=INK)
    axes.set_xlabel(say(ja="入る数x", en="number in, x"), fontsize=10, color=SOFT, labelpad=1)
    axes.set_ylabel(say(ja="出る数", en="number out"), fontsize=10, color=SOFT, labelpad=1)
