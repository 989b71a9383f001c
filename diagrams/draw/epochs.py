"""Curves over epochs with the spread between trainings that differ in their seed only."""

from dataclasses import dataclass
from typing import Any

import numpy as np
from matplotlib.axes import Axes

from diagrams.draw.canvas import MARGIN, Canvas, fitted
from diagrams.draw.palette import PAPER, SOFT
from diagrams.facts import share
from diagrams.language import Say

SIDE, GAP, ROW = 46, 14, 17  # room left of the panels, space between two, height of a line of the key


@dataclass(frozen=True)
class Kind:
    """What a line shows: its name in an experiment's results and in words, its colour and its marker."""

    key: str
    name: str
    color: str
    marker: str


def by_epoch(results: dict[str, Any], key: str, variation: str) -> np.ndarray:
    """What an experiment noted epoch by epoch, for one variation: (seeds, epochs)."""
    return np.array([run["by epoch"][key] for run in results["runs"] if run["variation"] == variation])


def at_the_end(results: dict[str, Any], key: str) -> dict[str, float]:
    """The mean over the seeds after the last epoch, for each variation in its order."""
    variations = dict.fromkeys(run["variation"] for run in results["runs"])
    return {variation: float(by_epoch(results, key, variation)[:, -1].mean()) for variation in variations}


def seeds_of(results: dict[str, Any]) -> int:
    """How many seeds each variation was trained with."""
    return len({run["seed"] for run in results["runs"]})


def draw_panels(canvas: Canvas, say: Say, y: float, results: dict[str, Any], names: dict[str, str],
                kinds: list[Kind]) -> float:
    """A panel for each variation, named, with a line for each kind of share and its end below; returns their end."""
    kind_key(canvas, y, kinds)
    top, tall = y + ROW * len(kinds) + 24, 130
    width = (canvas.width - 2 * MARGIN - SIDE) / len(names)
    high = max(by_epoch(results, kind.key, variation).max() for kind in kinds for variation in names)
    parts = [part / 5 for part in range(6) if part / 5 <= max(high, 0.2)]
    for n, (variation, name) in enumerate(names.items()):
        x = MARGIN + SIDE + n * width
        canvas.text(x, top - 12, fitted(name, 11, width - 4), size=11)
        axes = canvas.chart(x, top, width - GAP, tall)
        for row, kind in enumerate(kinds):
            values = by_epoch(results, kind.key, variation)
            draw_band(axes, values, kind)
            ending(canvas, x + 6, top + tall + 34 + ROW * row, kind, say.fact(share(values[:, -1].mean())))
        axes.set(ylim=(0, max(high, 0.2)))
        axes.set_yticks(parts, [say.fact(share(part)) if n == 0 else "" for part in parts])
    canvas.text(MARGIN, top + tall + 15, say(ja="エポック", en="epoch"), size=10, color=SOFT)
    canvas.text(MARGIN, top + tall + 34, say(ja="最後", en="end"), size=10, color=SOFT, middle=True)
    return top + tall + 34 + ROW * len(kinds)


def draw_band(axes: Axes, values: np.ndarray, kind: Kind) -> None:
    """The mean over seeds of values (seeds, epochs) as a line, and a band from the lowest to the highest."""
    epochs = np.arange(1, values.shape[1] + 1)
    axes.fill_between(epochs, values.min(axis=0), values.max(axis=0), color=kind.color, alpha=0.2, linewidth=0)
    axes.plot(epochs, values.mean(axis=0), color=kind.color, linewidth=1.8, marker=kind.marker, markersize=5,
              markeredgecolor=PAPER, markeredgewidth=0.6, markevery=max(1, len(epochs) // 5), clip_on=False, zorder=3)
    axes.set(xlim=(1, max(len(epochs), 2)), xticks=sorted({1, (len(epochs) + 1) // 2, len(epochs)}))


def kind_key(canvas: Canvas, y: float, kinds: list[Kind]) -> None:
    """The names of the lines, one below the other."""
    for row, kind in enumerate(kinds):
        ending(canvas, MARGIN + 6, y + ROW * row, kind, kind.name)


def ending(canvas: Canvas, x: float, y: float, kind: Kind, text: str) -> None:
    """A line's marker, and a few words in its colour."""
    canvas.page.plot([x], [y], marker=kind.marker, markersize=6, color=kind.color, markeredgecolor=PAPER,
                     markeredgewidth=0.6)
    canvas.text(x + 9, y, text, size=11, color=kind.color, middle=True)
