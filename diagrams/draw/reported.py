"""The losses of a training, reported and measured: curves over epochs, and steps between their ends."""

from dataclasses import dataclass

import numpy as np
from matplotlib.axes import Axes

from diagrams.draw.canvas import MARGIN, Canvas, text_width
from diagrams.draw.curves import apart
from diagrams.draw.palette import LINE, PAPER, SOFT
from diagrams.facts import decimal

ROW, STEP, DECIMALS = 14, 46, 3  # heights of a name beside a curve, and of a row of steps


@dataclass(frozen=True)
class Loss:
    """`values` (seeds, points) after so many epochs, `places` (points,); its name, colour and marker."""

    name: str
    places: np.ndarray
    values: np.ndarray
    color: str
    marker: str

    @property
    def mean(self) -> np.ndarray:
        """The mean over the seeds: (points,)."""
        return self.values.mean(axis=0)

    @property
    def last(self) -> float:
        """The mean over the seeds at the end, rounded, so that changes add up as they are shown."""
        return round(float(self.mean[-1]), DECIMALS)


def draw_losses(canvas: Canvas, y: float, height: float, losses: list[Loss]) -> Axes:
    """Means as lines, bands from the lowest to the highest seed, names at the right; the first two with a shaded gap.

    Returns the Axes.
    """
    names = [f"{loss.name} {decimal(loss.last, DECIMALS)}" for loss in losses]
    width = canvas.width - 34 - 2 * MARGIN - 20 - max(text_width(name, 11) for name in names)
    axes, high = canvas.chart(34 + MARGIN, y, width, height), max(loss.values.max() for loss in losses) * 1.03
    low = min(loss.values.min() for loss in losses) * 0.97
    gap(axes, *losses[:2])
    for loss in losses:
        axes.fill_between(loss.places, loss.values.min(axis=0), loss.values.max(axis=0), color=loss.color, alpha=0.2,
                          linewidth=0)
        axes.plot(loss.places, loss.mean, color=loss.color, linewidth=1.8, marker=loss.marker, markersize=4.5,
                  markeredgecolor=PAPER, markeredgewidth=0.5, markevery=max(1, len(loss.places) // 8), zorder=3)
    ends = apart([y + height * (high - loss.last) / (high - low) for loss in losses], ROW)
    for loss, name, end in zip(losses, names, ends, strict=True):
        x = 34 + MARGIN + width + 10
        canvas.page.plot([x], [end], marker=loss.marker, markersize=5.5, color=loss.color)
        canvas.text(x + 8, end, name, size=11, color=loss.color, middle=True)
    last = int(max(loss.places[-1] for loss in losses))
    axes.set(xlim=(0, last), ylim=(low, high), xticks=sorted({round(last * part / 4) for part in range(5)}))
    return axes


def gap(axes: Axes, one: Loss, two: Loss) -> None:
    """Stripes between two curves, as far as both reach."""
    start, stop = (max(each.places[0] for each in (one, two)), min(each.places[-1] for each in (one, two)))
    places = np.union1d(one.places, two.places)
    places = places[(places >= start) & (places <= stop)]
    axes.fill_between(places, np.interp(places, one.places, one.mean), np.interp(places, two.places, two.mean),
                      facecolor="none", edgecolor=LINE, hatch="////", linewidth=0, zorder=1.5)


def gap_key(canvas: Canvas, y: float, name: str) -> float:
    """What the stripes are; returns where it ends."""
    canvas.rectangle(MARGIN, y, 16, 12, stroke=LINE, thickness=0.8, hatch="////")
    return canvas.paragraph(MARGIN + 24, y + 10, name, size=11, color=SOFT)


def draw_steps(canvas: Canvas, y: float, losses: list[Loss], reasons: list[str]) -> float:
    """The ends of the losses as points on one axis, row by row, and between two rows what changed and by how much."""
    ends = np.array([loss.values[:, -1] for loss in losses])
    room = np.ptp(ends) * 0.12 or 0.1
    low, high = ends.min() - room, ends.max() + room
    side = max(text_width(loss.name, 12) for loss in losses) + 14
    width = canvas.width - 2 * MARGIN - side - 48

    def place(number: float) -> float:
        return MARGIN + side + width * (number - low) / (high - low)

    for n, loss in enumerate(losses):
        middle = y + n * STEP
        canvas.text(MARGIN, middle, loss.name, middle=True)
        canvas.line([place(ends[n].min()), place(ends[n].max())], [middle, middle], color=loss.color, thickness=5,
                    above=1.6)
        canvas.page.plot([place(loss.last)], [middle], marker=loss.marker, markersize=9, color=loss.color,
                         markeredgecolor=PAPER, markeredgewidth=1.2, zorder=4)
        canvas.text(canvas.width - MARGIN, middle, decimal(loss.last, DECIMALS), size=13, anchor="end", middle=True)
        if n:
            start, end = place(losses[n - 1].last), place(loss.last)
            canvas.page.plot([start], [middle], marker="o", markersize=6, color=PAPER, markeredgecolor=SOFT, zorder=2)
            if abs(end - start) > 14:
                canvas.arrow((start, middle), (end - np.sign(end - start) * 6, middle))
            told = f"{reasons[n - 1]}: {signed(loss.last - losses[n - 1].last)}"
            canvas.text(MARGIN, middle - STEP / 2, told, size=11, color=SOFT, middle=True)
    return y + (len(losses) - 1) * STEP + 18


def signed(number: float) -> str:
    """A change with its sign: +0.031."""
    text = decimal(number, DECIMALS)
    return text if number < 0 else f"+{text}"
