"""What ReLU cuts: a map with its cut cells striped, and a histogram with its cut side blue."""

import numpy as np

from diagrams.draw.canvas import Canvas
from diagrams.draw.palette import NEGATIVE, POSITIVE
from diagrams.draw.scale import Scale
from diagrams.facts import decimal


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
