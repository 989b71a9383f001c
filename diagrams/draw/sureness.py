"""Probabilities as dots on lines from nothing to certainty, a line for each kind, with its mean."""

from dataclasses import dataclass

import numpy as np

from diagrams.draw.canvas import MARGIN, Canvas
from diagrams.draw.palette import ACCENT, LINE, SOFT
from diagrams.facts import share
from diagrams.language import Say

ROW, SIDE = 42, 8  # height of a line, size of a dot


@dataclass(frozen=True)
class Kind:
    """A name, and a probability for each thing of this kind (n,)."""

    name: str
    parts: np.ndarray


def draw_dots(canvas: Canvas, say: Say, y: float, kinds: list[Kind], chance: float) -> float:
    """A line of dots for each kind, the mean as a bar across it in numbers; dashed, pure chance; returns the end."""
    left, width, end = MARGIN + 6, canvas.width - 2 * MARGIN - 62, y + ROW * len(kinds)
    for part in (0, 0.5, 1):
        canvas.text(left + part * width, end + 13, say.fact(share(part)), size=10, color=SOFT, anchor="middle")
    for kind in kinds:
        mean, line = float(np.mean(kind.parts)), y + 30
        canvas.text(left, y + 15, kind.name, size=11)
        canvas.line([left, left + width], [line, line], color=LINE)
        for part in (0, 0.5, 1):
            canvas.line([left + part * width] * 2, [line - 5, line + 5])
        canvas.line([left + chance * width] * 2, [line - 9, line + 9], color=ACCENT, dashed=True)
        canvas.page.plot(left + kind.parts * width, np.full(len(kind.parts), line), "o", markersize=SIDE, color=SOFT,
                         alpha=0.55, markeredgewidth=0, zorder=2, clip_on=False)
        canvas.line([left + mean * width] * 2, [line - 8, line + 8], color=ACCENT, thickness=2.6, above=3)
        canvas.text(canvas.width - MARGIN, line, say.fact(share(mean)), size=14, anchor="end", middle=True)
        y += ROW
    return end + 18


def dots_key(canvas: Canvas, say: Say, y: float, chance: float) -> float:
    """What the dots, the bars and the dashed line mean; returns where it ends."""
    canvas.line([MARGIN + 6] * 2, [y + 1, y + 13], color=ACCENT, thickness=2.6)
    canvas.text(MARGIN + 16, y + 11, say(ja="平均（右の数）", en="mean (the number)"), size=11, color=SOFT)
    canvas.line([MARGIN + 140, MARGIN + 156], [y + 7, y + 7], color=ACCENT, dashed=True)
    told = say(ja="当てずっぽう：{chance}", en="pure chance: {chance}", chance=share(chance))
    canvas.text(MARGIN + 162, y + 11, told, size=11, color=SOFT)
    return y + 20
