"""The units of a Dense layer as cells, zeros striped; and scores as what is added to and taken from each."""

from dataclasses import dataclass

import numpy as np

from diagrams.draw.canvas import MARGIN, WIDTH, Canvas, fitted
from diagrams.draw.cuts import striped
from diagrams.draw.palette import DARK, LIGHT, LINE, NEGATIVE, POSITIVE, SOFT
from diagrams.draw.pulls import Pulls, bar, separated
from diagrams.draw.scale import Scale
from diagrams.draw.wrapped import columns_for
from diagrams.facts import decimal
from diagrams.language import Say

HALF, NAMES, ROW = 163, 62, 40


def draw_units(canvas: Canvas, x: float, y: float, values: np.ndarray, scale: Scale, marked: int) -> float:
    """Numbers (units,) in reading order as a block of cells, exact zeros striped, one marked; returns where it ends."""
    columns = columns_for(len(values))
    lines = -(-len(values) // columns)
    filled = np.pad(values, (0, lines * columns - len(values))).reshape(lines, columns)
    unit = min(HALF / columns, 26)
    canvas.pixels(x, y, unit * columns, unit * lines, striped(filled, scale, filled == 0, 6))
    canvas.rectangle(x, y, unit * columns, unit * lines, stroke=LINE, thickness=0.8)
    row, column = divmod(marked, columns)
    canvas.window(x + column * unit, y + row * unit, unit, unit)
    return y + unit * lines


@dataclass(frozen=True)
class Score:
    """A label's name, the sum that makes its score, and the one product to mark in it."""

    name: str
    pulls: Pulls
    marked: int


def draw_scores(canvas: Canvas, y: float, scores: list[Score], decimals: int) -> float:
    """For each label: all that is added and all that is taken away as bars, the sum on them, and the addition."""
    low = min(min(score.pulls.down, score.pulls.result) for score in scores)
    high = max(max(score.pulls.up, score.pulls.result) for score in scores)
    unit = (WIDTH - 2 * MARGIN - NAMES) / ((high - low) or 1)
    zero, best = MARGIN + NAMES - low * unit, max(score.pulls.result for score in scores)
    for n, score in enumerate(scores):
        one_score(canvas, y + ROW * n, score, (zero, unit), decimals, is_best=score.pulls.result == best)
    return y + ROW * len(scores)


def one_score(canvas: Canvas, y: float, score: Score, axis: tuple[float, float], decimals: int, *,
              is_best: bool) -> None:
    """One label on an axis (zero, pixels per one): the marked product dark, the sum as a light slider."""
    pulls, (zero, unit) = score.pulls, axis
    canvas.text(MARGIN, y + 12, fitted(score.name, 12, NAMES - 4))
    bar(canvas, zero, y + 2, pulls.up * unit, fill=POSITIVE)
    bar(canvas, zero, y + 2, pulls.down * unit, fill=NEGATIVE)
    bar(canvas, zero, y + 2, pulls.products[score.marked] * unit, fill=DARK, stroke=LIGHT, thickness=0.7)
    canvas.line([zero, zero], [y - 2, y + 18], color=LINE, above=3)
    canvas.rectangle(zero + pulls.result * unit - 2, y - 1, 4, 18, fill=LIGHT, stroke=DARK, thickness=1.2, above=4)
    bias = "" if pulls.bias is None else f" {separated(pulls.bias, decimals)}"
    addition = f"{decimal(pulls.up, decimals)} {separated(pulls.down, decimals)}{bias} ="
    canvas.text(WIDTH - MARGIN - 52, y + 28, addition, size=11, color=SOFT, anchor="end")
    canvas.text(WIDTH - MARGIN, y + 28, decimal(pulls.result, decimals), size=14 if is_best else 12, anchor="end")


def table_of_scores(say: Say, found: list[Score], decimals: int) -> list[tuple[str, ...]]:
    """The parts of each logit as a table, a header row first."""
    head = (say(ja="ラベル", en="label"), say(ja="押し上げる", en="up"), say(ja="引き下げる", en="down"),
            say(ja="バイアス", en="bias"), say(ja="ロジット", en="logit"))
    return [head, *((score.name, *("–" if part is None else decimal(part, decimals) for part in (
        score.pulls.up, score.pulls.down, score.pulls.bias, score.pulls.result))) for score in found)]
