"""A long sum of products: what pushes it up, what pulls it down, and the strongest products in numbers."""

from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np

from diagrams.draw.canvas import MARGIN, WIDTH, Canvas
from diagrams.draw.palette import DARK, INK, LIGHT, LINE, NEGATIVE, POSITIVE, SOFT
from diagrams.facts import MINUS, count, decimal
from diagrams.language import Say
from diagrams.traced import TracedLayer

ROOM, ROW = WIDTH - 2 * MARGIN, 17


@dataclass(frozen=True)
class Pulls:
    """`numbers` times `weights` (inputs,), added up; a bias, if there is one; and the sum that Keras gives."""

    numbers: np.ndarray
    weights: np.ndarray
    bias: float | None
    result: float

    @classmethod
    def of(cls, dense: TracedLayer, unit: int) -> "Pulls":
        """One unit of a traced Dense layer."""
        bias = None if dense.bias is None else float(dense.bias[unit])
        return cls(dense.input, dense.kernel[:, unit], bias, float(dense.output[unit]))

    @cached_property
    def products(self) -> np.ndarray:
        return self.numbers.astype(np.float64) * self.weights

    @cached_property
    def up(self) -> float:
        """What the products above zero add up to."""
        return float(self.products[self.products > 0].sum())

    @cached_property
    def down(self) -> float:
        """What the products below zero add up to; not above zero."""
        return float(self.products[self.products < 0].sum())

    def strongest(self, most: int) -> np.ndarray:
        """Which products push up most and which pull down most, so many of each, from the highest to the lowest."""
        order = self.products.argsort(kind="stable")[::-1]
        up, down = ([n for n in some if sign * self.products[n] > 0] for sign, some in
                    ((1, order[:most]), (-1, order[-most:])))
        return np.array(up + down, int)

    def part(self, chosen: np.ndarray) -> float:
        """How much of all pushing and pulling some products do, 0 to 1."""
        return float(np.abs(self.products[chosen]).sum() / (np.abs(self.products).sum() or 1))

    def half(self) -> int:
        """How many of the strongest products do half of all pushing and pulling."""
        sizes = np.sort(np.abs(self.products))[::-1].cumsum()
        return int(np.searchsorted(sizes, sizes[-1] / 2) + 1)


def draw_tug(canvas: Canvas, say: Say, y: float, pulls: Pulls, chosen: np.ndarray, decimals: int) -> float:
    """The sum as bars, each beginning where the last one ended, the chosen products dark; returns where they end."""
    steps = steps_of(say, pulls)
    ends = np.concatenate([[0], np.cumsum([step for _, step in steps])])
    low, unit = ends.min(), ROOM / (np.ptp(ends) or 1)
    zero, picked, top = MARGIN - low * unit, pulls.products[chosen], y
    for (name, step), start in zip(steps, ends[:-1], strict=True):
        line_of_sum(canvas, top, name, signed(step, decimals))
        bar(canvas, zero + start * unit, top + 15, step * unit, fill=POSITIVE if step > 0 else NEGATIVE)
        if step in (pulls.up, pulls.down):
            bar(canvas, zero + start * unit, top + 15, picked[picked * step > 0].sum() * unit, fill=DARK, stroke=LIGHT,
                thickness=0.7)
        top += 32
    name = say(ja="合計（Kerasの答え）", en="sum, as Keras gives it")
    line_of_sum(canvas, top, name, decimal(pulls.result, decimals), 14)
    bar(canvas, zero, top + 15, pulls.result * unit, stroke=INK)
    canvas.line([zero, zero], [y + 12, top + 30], color=LINE)
    return top + 32


def steps_of(say: Say, pulls: Pulls) -> list[tuple[str, float]]:
    """What is added up, by name: all products above zero, all below, and the bias, if there is one."""
    up, down = (count((sign * pulls.products > 0).sum()) for sign in (1, -1))
    steps = [(say(ja="押し上げる積：{n}個", en="products that push up: {n}", n=up), pulls.up),
             (say(ja="引き下げる積：{n}個", en="products that pull down: {n}", n=down), pulls.down)]
    return steps if pulls.bias is None else [*steps, (say(ja="バイアス", en="bias"), pulls.bias)]


def line_of_sum(canvas: Canvas, y: float, name: str, number: str, size: float = 12) -> None:
    """A name on the left, its number on the right."""
    canvas.text(MARGIN, y + 10, name, size=11)
    canvas.text(WIDTH - MARGIN, y + 10, number, size=size, anchor="end")


def bar(canvas: Canvas, x: float, y: float, width: float, **look: Any) -> None:
    """A bar from x to the right, or to the left where its width is below zero."""
    canvas.rectangle(min(x, x + width), y, abs(width), 12, **look)


def signed(number: float, decimals: int) -> str:
    """A number with its sign, a plus too."""
    text = decimal(number, decimals)
    return f"+{text}" if number > 0 and text.strip("0.") else text


def separated(number: float, decimals: int) -> str:
    """A number to be added, as one writes it: + 0.5, − 0.5."""
    text = signed(number, decimals)
    return f"{text[0]} {text[1:]}" if text[0] in f"+{MINUS}" else f"+ {text}"


def decimals_of(numbers: np.ndarray) -> int:
    """Decimals that leave two digits of the largest number, three at least unless it is large."""
    largest = float(np.abs(numbers).max(initial=0))
    if largest >= 100:
        return 1 if largest < 1000 else 0
    return next((n for n in (3, 4, 5) if largest >= 10 ** (2 - n)), 6)


def terms(pulls: Pulls, n: int) -> tuple[str, str, str]:
    """A number, its weight and their product, in digits."""
    decimals = decimals_of(pulls.products)
    return (decimal(pulls.numbers[n], min(decimals_of(pulls.numbers), 5)), decimal(pulls.weights[n], max(decimals, 3)),
            decimal(pulls.products[n], decimals))


def draw_ledger(canvas: Canvas, say: Say, y: float, rows: dict[int, tuple[str, ...]], heads: tuple[str, ...],
                pulls: Pulls, marked: int) -> float:
    """Some products, number times weight, each with a bar; the marked one framed; returns where they end.

    `rows` say, under `heads`, where the number of each product comes from, 33 px a column.
    """
    side = MARGIN + 33 * len(heads)
    rights = [MARGIN + 33 * n + 29 for n in range(len(heads))] + [side + x for x in (44, 104, 166)]
    zero, unit = axis_of(pulls.products[list(rows)], side + 172)
    names = (*heads, say(ja="数", en="number"), say(ja="× 重み", en="× weight"), say(ja="= 積", en="= product"))
    for x, name in zip(rights, names, strict=True):
        canvas.text(x, y + 8, name, size=10, color=SOFT, anchor="end")
    for line, (n, row) in enumerate(rows.items(), 1):
        base, product = y + 10 + ROW * line, pulls.products[n]
        for x, text in zip(rights, (*row, *terms(pulls, n)), strict=True):
            canvas.text(x, base, text, size=11, anchor="end")
        bar(canvas, zero, base - 10, product * unit, fill=POSITIVE if product > 0 else NEGATIVE)
        if n == marked:
            canvas.window(MARGIN - 4, base - 12.5, ROOM + 8, ROW - 1)
    canvas.line([zero, zero], [y + 12, y + 12 + ROW * len(rows)], color=LINE)
    return y + 14 + ROW * len(rows)


def axis_of(products: np.ndarray, left: float) -> tuple[float, float]:
    """Where zero lies, and how many pixels one is, for bars from `left` to the right margin."""
    low, high = min(products.min(initial=0), 0), max(products.max(initial=0), 0)
    unit = (WIDTH - MARGIN - left) / ((high - low) or 1)
    return left - low * unit, unit


def table_of_products(say: Say, rows: dict[int, tuple[str, ...]], heads: tuple[str, ...],
                      pulls: Pulls) -> list[tuple[str, ...]]:
    """The same as a table, a header row first."""
    return [(*heads, say(ja="数", en="number"), say(ja="重み", en="weight"), say(ja="積", en="product")),
            *((*row, *terms(pulls, n)) for n, row in rows.items())]
