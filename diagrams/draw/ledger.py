"""Numbers step by step, a column for each step and a row for each kind of number, some of them with bars."""

from dataclasses import dataclass

import numpy as np
from matplotlib.axes import Axes

from diagrams.draw.canvas import MARGIN, Canvas
from diagrams.draw.palette import ACCENT, INK, LINE, NEGATIVE, POSITIVE, SOFT
from diagrams.facts import Fact, decimal, word
from diagrams.language import Say

SIDE, ROW, BARS = 76, 32, 44  # the width of names, the height of a row, and of its bars
UNITS = {  # by the power of ten that a number is multiplied by
    0: None, 3: word(ja="千分の一", en="thousandths"), 6: word(ja="百万分の一", en="millionths"),
    9: word(ja="十億分の一", en="billionths"), 12: word(ja="一兆分の一", en="trillionths")}


@dataclass(frozen=True)
class Row:
    """A name, a number for each step, and the power of ten they are shown in; `bars` draws them as well."""

    name: str
    values: np.ndarray
    power: int
    bars: bool = False

    @property
    def unit(self) -> Fact | None:
        """The word for the power of ten."""
        return UNITS[self.power]

    def texts(self) -> list[str]:
        """The numbers as they are written."""
        return ["0" if not each else decimal(each * 10.0**self.power, 3) for each in self.values]


def power_for(*arrays: np.ndarray) -> int:
    """The power of ten, in threes, that leaves the largest number something before its decimal point."""
    largest = max(float(np.abs(each).max()) for each in arrays)
    return next((power for power in UNITS if largest * 10.0**power >= 0.1), max(UNITS) if largest else 0)


def draw_ledger(canvas: Canvas, say: Say, y: float, head: list[str], rows: list[Row]) -> float:
    """All rows below the numbers of the steps; returns where they end."""
    steps = len(rows[0].values)
    wide = (canvas.width - MARGIN - SIDE - MARGIN) / steps
    middles = [MARGIN + SIDE + (n + 0.5) * wide for n in range(steps)]
    for text, middle in zip(head, middles, strict=True):
        canvas.text(middle, y + 10, text, size=11, color=SOFT, anchor="middle")
    y += 18
    for row in rows:
        canvas.line([MARGIN, canvas.width - MARGIN], [y, y], color=LINE, thickness=0.6)
        canvas.text(MARGIN, y + 14, row.name, size=11.5)
        if row.unit:
            canvas.text(MARGIN, y + 27, say.fact(row.unit), size=10, color=SOFT)
        for text, middle in zip(row.texts(), middles, strict=True):
            canvas.text(middle, y + 19, text, size=11, color=INK, anchor="middle")
        if row.bars:
            bars(canvas, y + 28, row.values, middles, wide * 0.5)
        y += ROW + BARS * row.bars
    return y


def bars(canvas: Canvas, y: float, values: np.ndarray, middles: list[float], wide: float) -> None:
    """Bars up and down from a line, BARS pixels in all, all to one scale."""
    above, below = max(values.max(), 0), max(-values.min(), 0)
    unit = (BARS - 6) / ((above + below) or 1)
    zero = y + above * unit + 3
    for number, middle in zip(values, middles, strict=True):
        tall = max(abs(number) * unit, 0.8 if number else 0)
        canvas.rectangle(middle - wide / 2, zero - (tall if number > 0 else 0), wide, tall,
                         fill=POSITIVE if number > 0 else NEGATIVE)
    canvas.line([middles[0] - wide, middles[-1] + wide], [zero, zero], color=SOFT, thickness=0.8)


def draw_rates(canvas: Canvas, y: float, height: float, steps: np.ndarray, rates: np.ndarray, peak: int) -> Axes:
    """A rate over the steps of training, its largest value marked; returns the Axes."""
    axes = canvas.chart(62, y, canvas.width - 62 - MARGIN - 16, height)
    axes.plot(steps, rates, color=INK, linewidth=2)
    axes.plot([steps[peak]], [rates[peak]], "o", color=ACCENT, markersize=8, clip_on=False)
    axes.set(xlim=(0, steps[-1]), ylim=(0, 1.08 * (rates.max() or 1)))
    return axes
