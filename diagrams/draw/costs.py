"""What layers cost: a pair of bars for each, its parameters and its multiply-adds."""

from dataclasses import dataclass

import numpy as np

from diagrams.draw.canvas import MARGIN, Canvas, text_width
from diagrams.draw.journey import layer_name
from diagrams.draw.palette import INK, SOFT
from diagrams.facts import Fact, count, shape, share
from diagrams.language import Say
from diagrams.traced import TracedLayer

ROW, BAR, GAP = 48, 11, 18  # heights of a row and of a bar, space between the two bars


@dataclass(frozen=True)
class Cost:
    """A layer's name, the shape of what it gives, its two numbers, and whether the message is about it."""

    name: str
    sizes: Fact
    parameters: int
    multiply_adds: int
    is_meant: bool

    @classmethod
    def of(cls, say: Say, layer: TracedLayer, is_meant: bool) -> "Cost":
        """A traced layer with a kernel; every place of its output takes each weight once."""
        biases, places = 0 if layer.bias is None else layer.bias.size, int(np.prod(layer.output.shape[:-1]))
        return cls(layer_name(say, layer), shape(layer.output.shape), layer.kernel.size + biases,
                   layer.kernel.size * places, is_meant)

    @property
    def numbers(self) -> tuple[int, int]:
        """Both, in the order of the columns."""
        return self.parameters, self.multiply_adds


def meant_shares(costs: list[Cost]) -> dict[str, Fact]:
    """What part of all parameters and of all multiply-adds the layers of the message have."""
    totals = [np.sum([cost.numbers for cost in some], axis=0) for some in
              ([cost for cost in costs if cost.is_meant], costs)]
    return dict(zip(("parameters", "multiply_adds"), map(share, np.divide(*totals)), strict=True))


def draw_costs(canvas: Canvas, say: Say, y: float, costs: list[Cost]) -> float:
    """A row for each layer; the bars of a column are on one scale, those of the message filled; returns the end."""
    width = (canvas.width - 2 * MARGIN - GAP) / 2
    units = [bar_unit(say, numbers, width) for numbers in zip(*(cost.numbers for cost in costs), strict=True)]
    for n, name in enumerate(heads(say)):
        canvas.text(MARGIN + n * (width + GAP), y, name, size=11, color=SOFT)
    for cost in costs:
        canvas.text(MARGIN, y + 20, cost.name, size=12)
        canvas.text(canvas.width - MARGIN, y + 20, say.fact(cost.sizes), size=11, color=SOFT, anchor="end")
        for n, (number, unit) in enumerate(zip(cost.numbers, units, strict=True)):
            one_bar(canvas, say, MARGIN + n * (width + GAP), y + 26, number, unit, cost.is_meant)
        y += ROW
        canvas.line([MARGIN, canvas.width - MARGIN], [y + 3, y + 3], thickness=0.6)
    return y + 4


def heads(say: Say) -> tuple[str, str]:
    """What the two columns are."""
    return say(ja="パラメータ", en="parameters"), say(ja="積和演算", en="multiply-adds")


def bar_unit(say: Say, numbers: tuple[int, ...], width: float) -> float:
    """Pixels for one of what is counted, so that the longest bar and any number fit a column."""
    room = max(text_width(say.fact(count(number)), 11) for number in numbers)
    return (width - room - 6) / max(numbers)


def one_bar(canvas: Canvas, say: Say, x: float, y: float, number: int, unit: float, is_meant: bool) -> None:
    """A bar with its number behind it."""
    long = max(number * unit, 0.8)
    canvas.rectangle(x, y, long, BAR, fill=INK if is_meant else "none", stroke=INK if is_meant else SOFT,
                     thickness=0.8)
    canvas.text(x + long + 5, y + BAR / 2, say.fact(count(number)), size=11, middle=True)
