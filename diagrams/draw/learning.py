"""A learning curve: accuracy at the end of a training, over how much there was to learn from."""

from typing import Any

import numpy as np
from matplotlib.axes import Axes

from diagrams.draw.canvas import MARGIN, Canvas
from diagrams.draw.epochs import ROW, SIDE, Kind, by_epoch, ending, kind_key
from diagrams.draw.palette import SOFT
from diagrams.facts import share
from diagrams.language import Say

TALL, END = 150, 40  # height of the axes, room right of them


def at_the_end_of(runs: dict[str, Any], key: str) -> np.ndarray:
    """What an experiment noted in the last epoch: (variations in their order, seeds)."""
    variations = dict.fromkeys(run["variation"] for run in runs["runs"])
    return np.array([by_epoch(runs, key, variation)[:, -1] for variation in variations])


def draw_learning_curve(canvas: Canvas, say: Say, y: float, runs: dict[str, Any], names: list[str], axis: str,
                        kinds: list[Kind]) -> float:
    """A dot for each seed, a line through the means, and these below, from the least to the most; returns their end."""
    kind_key(canvas, y, kinds)
    left, top, width = MARGIN + SIDE, y + ROW * len(kinds) + 6, canvas.width - 2 * MARGIN - SIDE - END
    axes, places = canvas.chart(left, top, width, TALL), np.arange(len(names))
    ends = {kind: at_the_end_of(runs, kind.key) for kind in kinds}
    high = max(0.2, *(values.max() for values in ends.values()))
    for row, (kind, values) in enumerate(ends.items()):
        draw_ends(axes, values, kind)
        for place, mean in zip(places, values.mean(axis=1), strict=True):
            x = left + width * place / max(1, places[-1])
            ending(canvas, x, top + TALL + 54 + ROW * row, kind, say.fact(share(mean)))
    parts = [part / 5 for part in range(6) if part / 5 <= high]
    axes.set(ylim=(0, high), xlim=(0, max(1, places[-1])))
    axes.set_yticks(parts, [say.fact(share(part)) for part in parts])
    axes.set_xticks(places, names)
    canvas.text(left + width / 2, top + TALL + 32, axis, size=10, color=SOFT, anchor="middle")
    canvas.text(MARGIN, top + TALL + 54, say(ja="平均", en="mean"), size=10, color=SOFT, middle=True)
    return top + TALL + 54 + ROW * len(kinds)


def draw_ends(axes: Axes, values: np.ndarray, kind: Kind) -> None:
    """Values (sizes, seeds) as dots, and a line through the means over the seeds."""
    places = np.arange(len(values))
    axes.plot(places, values.mean(axis=1), color=kind.color, linewidth=1.8, zorder=3, clip_on=False)
    axes.plot(np.repeat(places, values.shape[1]), values.ravel(), kind.marker, color=kind.color, markersize=5,
              markeredgewidth=0, alpha=0.7, clip_on=False, zorder=3)
