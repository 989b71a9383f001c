"""A sum as a waterfall: a bar for each part, which begins where the bar above it ends."""

from dataclasses import dataclass

import numpy as np

from diagrams.draw.canvas import MARGIN, WIDTH, Canvas
from diagrams.draw.palette import INK, LINE, NEGATIVE, POSITIVE, SOFT
from diagrams.draw.sheet import reduced
from diagrams.facts import Fact, count, counted, decimal
from diagrams.language import Say

LEFT, RIGHT = MARGIN, WIDTH - MARGIN
BARS, END = 100, 296  # where bars may lie; the numbers stand to the right of them
PICTURE, ROW, LAST_ROW, REST = 32, 36, 24, 110  # sizes of a picture and of rows, the height of all that have no name


@dataclass(frozen=True)
class Part:
    """One number of a sum: its name, and the map that it comes from in colours, with a place in it (row, column)."""

    name: str
    amount: float
    rgb: np.ndarray | None = None
    place: tuple[int, int] | None = None


def draw_sum(canvas: Canvas, say: Say, y: float, parts: list[Part], rest: np.ndarray, bias: float | None, result: float,
             decimals: int) -> float:
    """The parts, then all the rest, then the bias if there is one, and what they add up to; returns where they end."""
    amounts = [*(part.amount for part in parts), *rest, bias or 0.0]
    fall = Waterfall(canvas, y, np.array(amounts), decimals)
    for part in parts:
        fall.part(part, ROW)
    if len(rest):
        fall.rest(say(ja="ほか{n}枚", en="{n} others", n=count(len(rest))), rest)
    if bias is not None:
        fall.part(Part(say(ja="バイアス", en="bias"), bias), LAST_ROW)
    return fall.total("Keras", result)


def told_of_sum(say: Say, maps: int, bias: float | None, result: Fact) -> tuple[str, str]:
    """The title and the description of a sum over maps, with the bias if there is one."""
    told = {"maps": counted(maps, ja="枚分", one="map", many="maps"), "result": result}
    begun = say(ja="特徴マップごとの積の合計を、影響の大きい順に足していきます。",
                en="The sums of products of all maps, added one after the other, the strongest first.")
    if bias is None:
        return (say(ja="特徴マップ{maps}の合計を足すと、ひとつの数{result}になります",
                    en="Out of {maps} comes one number: {result}", **told),
                say(ja="{begun}最後は、Kerasの答えと同じ{result}です。",
                    en="{begun} They end at {result}, which is what Keras gives.", begun=begun, **told))
    return (say(ja="特徴マップ{maps}の合計とバイアスを足すと、ひとつの数{result}になります",
                en="Out of {maps} and a bias comes one number: {result}", **told),
            say(ja="{begun}バイアスも加えると、Kerasの答えと同じ{result}です。",
                en="{begun} With the bias they end at {result}, which is what Keras gives.", begun=begun, **told))


class Waterfall:
    """Draws the bars one below the other; `sums` are all the amounts from the first bar to the last."""

    def __init__(self, canvas: Canvas, y: float, amounts: np.ndarray, decimals: int) -> None:
        self.canvas, self.y, self.decimals, self.reached = canvas, y, decimals, 0.0
        ends = np.cumsum([0.0, *amounts])
        self.low, self.span = ends.min(), np.ptp(ends) or 1.0
        canvas.text(self.x(0), y, "0", size=10, color=SOFT, anchor="middle")
        self.top = self.y = y + 6

    def x(self, amount: float) -> float:
        """Where an amount lies, in pixels."""
        return BARS + (amount - self.low) / self.span * (END - BARS)

    def bar(self, amount: float, height: float) -> None:
        """The next bar, with the line that leads on from it."""
        start, self.reached = self.reached, self.reached + amount
        thick = max(0.7 * height, 1)
        left, right = sorted((self.x(start), self.x(self.reached)))
        self.canvas.rectangle(left, self.y + (height - thick) / 2, max(right - left, 0.8), thick,
                              fill=POSITIVE if amount > 0 else NEGATIVE if amount < 0 else SOFT, above=3)
        self.y += height
        self.canvas.line([self.x(self.reached)] * 2, [self.y - height / 2, self.y + 2], color=SOFT, thickness=0.6)

    def part(self, part: Part, height: float) -> None:
        """A bar with its name, its number, and its map if it has one."""
        middle = self.y + height / 2
        if part.rgb is not None and part.place is not None:
            self.picture(part.rgb, part.place)
        self.canvas.text(LEFT + (PICTURE + 6) * (part.rgb is not None), middle, part.name, size=11, middle=True)
        self.canvas.text(RIGHT, middle, decimal(part.amount, self.decimals), size=12, anchor="end", middle=True)
        self.bar(part.amount, height)

    def picture(self, rgb: np.ndarray, place: tuple[int, int]) -> None:
        """The map of a part, small, with its place in a frame."""
        rows, columns = rgb.shape[:2]
        unit = PICTURE / max(rows, columns)
        top = self.y + (ROW - rows * unit) / 2
        self.canvas.pixels(LEFT, top, columns * unit, rows * unit, reduced(rgb, 2 * PICTURE))
        self.canvas.rectangle(LEFT, top, columns * unit, rows * unit, stroke=LINE, thickness=0.8)
        self.canvas.window(LEFT + (place[1] + 0.5) * unit - 2.5, top + (place[0] + 0.5) * unit - 2.5, 5, 5)

    def rest(self, name: str, amounts: np.ndarray) -> None:
        """Many thin bars, with one name and one number for all of them."""
        height = min(REST / len(amounts), 8)
        total = max(height * len(amounts), 18)
        start, self.y = self.y, self.y + (total - height * len(amounts)) / 2
        self.canvas.text(LEFT, start + total / 2, name, size=11, middle=True)
        self.canvas.text(RIGHT, start + total / 2, decimal(amounts.sum(), self.decimals), size=12, anchor="end",
                         middle=True)
        for amount in amounts:
            self.bar(amount, height)
        for x in (BARS - 6, END + 6):
            self.canvas.line([x, x], [start + 2, start + total - 2], color=SOFT)
        self.y = start + total

    def total(self, name: str, result: float) -> float:
        """A line, and below it the result as a bar from zero; returns where it ends."""
        canvas, number = self.canvas, decimal(result, self.decimals)
        canvas.line([LEFT, RIGHT], [self.y + 4, self.y + 4], color=INK)
        canvas.line([self.x(0)] * 2, [self.top, self.y + 32], color=LINE, above=1)
        canvas.text(LEFT, self.y + 20, name, size=12, middle=True)
        left, right = sorted((self.x(0), self.x(result)))
        canvas.rectangle(left, self.y + 12, max(right - left, 0.8), 15, fill=INK, above=3)
        canvas.text(RIGHT - 4, self.y + 20, number, size=13, anchor="end", middle=True)
        canvas.window(RIGHT - 52, self.y + 9, 52, 21)
        return self.y + 36
