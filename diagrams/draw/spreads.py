"""How far chance spreads a number: histograms of answers in rows, and of a mean on one axis."""

from dataclasses import dataclass

import numpy as np
from matplotlib.axes import Axes

from diagrams.draw.canvas import MARGIN, Canvas, fitted, text_width
from diagrams.draw.palette import ACCENT, INK, PAPER, SOFT
from diagrams.facts import share
from diagrams.language import Say

ROW, SIDE, RANGE, BINS = 34, 104, 84, 50  # a row, the widest name, the room for the range, bars of a histogram


@dataclass(frozen=True)
class Spread:
    """A probability in many passes (passes,), and in inference."""

    name: str
    passes: np.ndarray
    steady: float


def draw_spreads(canvas: Canvas, say: Say, y: float, rows: list[Spread]) -> float:
    """For each a histogram from 0 to 100%, inference as a diamond, the range as text; returns where they end."""
    side = min(SIDE, max(text_width(row.name, 12) for row in rows)) + 12
    left, width, end = MARGIN + side, canvas.width - 2 * MARGIN - side - RANGE, y + ROW * len(rows)
    for part in (0, 0.5, 1):
        canvas.line([left + part * width] * 2, [y, end], thickness=0.8, above=0.8)
        canvas.text(left + part * width, end + 16, say.fact(share(part)), size=10, color=SOFT, anchor="middle")
    for n, row in enumerate(rows):
        base = y + (n + 1) * ROW
        canvas.text(MARGIN, base - 8, fitted(row.name, 12, side - 6))
        bars(canvas, left, base, (width, ROW - 8), row.passes)
        diamond(canvas, left + row.steady * width, base)
        ends = "–".join(say.fact(share(part)) for part in (row.passes.min(), row.passes.max()))
        canvas.text(canvas.width - MARGIN, base - 8, ends, size=11, anchor="end")
    return spreads_key(canvas, say, end + 22)


def bars(canvas: Canvas, x: float, base: float, size: tuple[float, float], values: np.ndarray) -> None:
    """How often values in [0, 1] occur, as bars on a line; the highest fills `size` (width, height)."""
    counts, _ = np.histogram(values, BINS, (0, 1))
    xs = x + np.linspace(0, size[0], BINS + 1).repeat(2)
    ys = base - size[1] * np.concatenate([[0], counts.repeat(2), [0]]) / counts.max()
    canvas.page.fill(xs, ys, facecolor=SOFT, linewidth=0, zorder=2, clip_on=False)
    canvas.line([x, x + size[0]], [base, base], color=SOFT, thickness=0.8, above=2.1)


def diamond(canvas: Canvas, x: float, y: float) -> None:
    """A place on a line."""
    canvas.page.plot([x], [y], marker="D", markersize=7, color=ACCENT, markeredgecolor=PAPER, markeredgewidth=1.2,
                     zorder=4, clip_on=False)


def spreads_key(canvas: Canvas, say: Say, y: float) -> float:
    """What bars and diamonds are; returns where it ends."""
    canvas.rectangle(MARGIN, y + 2, 10, 10, fill=SOFT)
    told = say(ja="どのくらい多いか（行ごと）", en="how often (row by row)")
    canvas.text(MARGIN + 16, y + 11, told, size=11, color=SOFT)
    x = MARGIN + 16 + text_width(told, 11) + 22
    diamond(canvas, x, y + 7)
    canvas.text(x + 10, y + 11, say(ja="推論のとき", en="in inference"), size=11, color=SOFT)
    return y + 24


def table_of_spreads(say: Say, rows: list[Spread]) -> list[tuple[str, ...]]:
    """The lowest, the mean and the highest of each row, and inference; a header row first."""
    head = ("", say(ja="最低", en="lowest"), say(ja="平均", en="mean"), say(ja="最高", en="highest"),
            say(ja="推論", en="inference"))
    return [head, *((row.name, *(say.fact(share(part)) for part in (row.passes.min(), row.passes.mean(),
                                                                   row.passes.max(), row.steady))) for row in rows)]


@dataclass(frozen=True)
class Means:
    """A mean under many masks (masks,): of values that were made larger, and of values that were not."""

    enlarged: np.ndarray
    as_they_are: np.ndarray
    steady: float


def draw_means(canvas: Canvas, y: float, height: float, means: Means) -> Axes:
    """Both as histograms on one axis, filled and outlined, and a line where inference is; returns the Axes."""
    both = np.concatenate([means.enlarged, means.as_they_are, [means.steady]])
    room = max(np.ptp(both), np.abs(both).max()) / 20 or 1.0
    edges = np.linspace(both.min() - room, both.max() + room, 2 * BINS + 1)
    axes = canvas.chart(MARGIN + 6, y, canvas.width - 2 * MARGIN - 12, height)
    axes.stairs(np.histogram(means.enlarged, edges)[0], edges, fill=True, color=SOFT, linewidth=0)
    axes.stairs(np.histogram(means.as_they_are, edges)[0], edges, color=INK, linewidth=1.4)
    axes.axvline(means.steady, color=ACCENT, linestyle=(0, (4, 3)), linewidth=2)
    axes.set(yticks=[], xlim=(edges[0], edges[-1]))
    axes.ticklabel_format(useOffset=False)
    axes.spines["left"].set_visible(False)
    return axes


def means_key(canvas: Canvas, y: float, names: list[str]) -> float:
    """The names of the filled and the outlined histogram and of the line, in rows; returns where they end."""
    canvas.rectangle(MARGIN, y, 16, 10, fill=SOFT)
    canvas.rectangle(MARGIN, y + 17, 16, 10, stroke=INK, thickness=1.4)
    canvas.line([MARGIN, MARGIN + 16], [y + 39, y + 39], color=ACCENT, thickness=2, dashed=True)
    for n, name in enumerate(names):
        canvas.text(MARGIN + 24, y + 17 * n + 9, name, size=11)
    return y + 17 * len(names)
