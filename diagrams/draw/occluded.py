"""A photo with a grey square on it: what covering each place does to one answer."""

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from diagrams.draw.canvas import MARGIN, Canvas
from diagrams.draw.palette import LINE, MAT, SOFT
from diagrams.draw.scale import Scale
from diagrams.draw.tables import Rows
from diagrams.facts import Fact, sentence, share, word
from diagrams.labels import label_name
from diagrams.language import Say

PANELS, GAP, GREY = 4, 8, 0.5
WHERE = (
    (word(ja="左上", en="at the top left"), word(ja="上", en="at the top"), word(ja="右上", en="at the top right")),
    (word(ja="左", en="on the left"), word(ja="中央", en="in the centre"), word(ja="右", en="on the right")),
    (word(ja="左下", en="at the bottom left"), word(ja="下", en="at the bottom"),
     word(ja="右下", en="at the bottom right")),
)


@dataclass(frozen=True)
class Occluded:
    """The probability of one answer, `whole` without the square and `covered` (places, places) with it.

    The square's upper left corner stands at the pixels `starts` (places,), down and across; `side` is its own.
    """

    pixels: np.ndarray
    whole: float
    covered: np.ndarray
    starts: np.ndarray
    side: int

    @cached_property
    def change(self) -> np.ndarray:
        """What the square does to the probability, in percentage points: (places, places)."""
        return 100 * (self.covered - self.whole)

    @cached_property
    def lowest(self) -> tuple[int, int]:
        """The place (row, column) that leaves least of the probability."""
        row, column = np.unravel_index(self.covered.argmin(), self.covered.shape)
        return int(row), int(column)

    @cached_property
    def highest(self) -> tuple[int, int]:
        """The place (row, column) that leaves most of the probability."""
        row, column = np.unravel_index(self.covered.argmax(), self.covered.shape)
        return int(row), int(column)

    def where(self, place: tuple[int, int]) -> Fact:
        """In which ninth of the photo the middle of the square lies."""
        row, column = (int(3 * (self.starts[n] + self.side / 2) / len(self.pixels)) for n in place)
        return WHERE[row][column]

    def under(self, place: tuple[int, int]) -> np.ndarray:
        """The photo with the square at a place."""
        (top, left), photo = (self.starts[n] for n in place), self.pixels.copy()
        photo[top : top + self.side, left : left + self.side] = GREY
        return photo


def told_of_square(label: str, found: Occluded) -> dict[str, Fact]:
    """The probability of a label as it is and at its extremes, and where those are."""
    return {"label": label_name(label), "before": share(found.whole), "low": share(found.covered.min()),
            "high": share(found.covered.max()), "low_where": found.where(found.lowest),
            "high_where": found.where(found.highest)}


def title_of_square(say: Say, told: dict[str, Fact]) -> str:
    """Between what and what the square moves the probability, as far as it can be told."""
    if told["low"].text == told["high"].text:
        return say(ja="灰色の四角をどこに置いても、「{label}」の確率は{low}です",
                   en="Wherever the grey square lies, “{label}” is at {low}", **told)
    return say(ja="灰色の四角を置く場所しだいで、「{label}」の確率は{low}から{high}まで動きます",
               en="Depending on its place, one grey square leaves “{label}” between {low} and {high}", **told)


def table_of_occluded(say: Say, cases: list[tuple[str, Occluded]]) -> Rows:
    """Each label's probability without the square, at its lowest and at its highest, and where the square is then."""
    head = (say(ja="種類", en="label"), say(ja="そのまま", en="as it is"), say(ja="いちばん低い", en="lowest"),
            say(ja="低いときの四角", en="square at the lowest"), say(ja="いちばん高い", en="highest"),
            say(ja="高いときの四角", en="square at the highest"))
    told = [told_of_square(*case) for case in cases]
    return [head, *(tuple(say.fact(each[name]) for name in (
        "label", "before", "low", "low_where", "high", "high_where")) for each in told)]


def told_of_cost(told: dict[str, Fact]) -> Fact:
    """Where the square costs most, if it costs anything that can be told."""
    if told["low"].value < told["before"].value and told["low"].text != told["before"].text:
        return sentence(ja="いちばん下がったのは、四角を{low_where}のあたりに置いたときです。"
                           "「{label}」の確率は{before}から{low}になりました。",
                        en="It costs most {low_where}: “{label}” goes from {before} to {low}.", **told)
    return sentence(ja="困る場所は、ないといってよいほどです。"
                       "「{label}」の確率は、そのままなら{before}、四角を置いても、いちばん低くて{low}です。",
                    en="Nowhere to speak of: “{label}” has {before} without the square, and with it nowhere less than "
                       "{low}.", **told)


def draw_occluded(canvas: Canvas, say: Say, y: float, found: Occluded, scale: Scale) -> float:
    """The photo, the map of changes, and the square at the extremes; returns where they end."""
    size = (canvas.width - 2 * MARGIN - GAP * (PANELS - 1)) / PANELS
    lefts = [MARGIN + n * (size + GAP) for n in range(PANELS)]
    panels = ((found.pixels, say(ja="そのまま", en="as it is"), found.whole),
              (found.under(found.lowest), say(ja="いちばん低い", en="lowest"), found.covered[found.lowest]),
              (found.under(found.highest), say(ja="いちばん高い", en="highest"), found.covered[found.highest]))
    for left, (rgb, name, part) in zip((lefts[0], *lefts[2:]), panels, strict=True):
        canvas.pixels(left, y, size, size, rgb)
        canvas.rectangle(left, y, size, size, stroke=LINE, thickness=0.8)
        canvas.text(left + size / 2, y + size + 14, name, size=10, color=SOFT, anchor="middle")
        canvas.text(left + size / 2, y + size + 30, say.fact(share(part)), size=13, anchor="middle")
    for left, place in zip(lefts[2:], (found.lowest, found.highest), strict=True):
        outline(canvas, left, y, size / len(found.pixels), found, place)
    map_of_changes(canvas, lefts[1], y, size, found, scale)
    canvas.text(lefts[1] + size / 2, y + size + 14, say(ja="場所ごとの変化", en="change by place"), size=10, color=SOFT,
                anchor="middle")
    return y + size + 36


def outline(canvas: Canvas, x: float, y: float, unit: float, found: Occluded, place: tuple[int, int]) -> None:
    """The square's edge on a photo."""
    top, left = (found.starts[n] for n in place)
    canvas.window(x + left * unit, y + top * unit, found.side * unit, found.side * unit)


def map_of_changes(canvas: Canvas, x: float, y: float, size: float, found: Occluded, scale: Scale) -> None:
    """One cell for each place, around the middle of the square there, to the scale of the photo."""
    unit, step = size / len(found.pixels), found.starts[-1] / max(len(found.starts) - 1, 1)
    first = (found.side - step) / 2 * unit
    canvas.rectangle(x, y, size, size, fill=MAT, above=0.9)
    canvas.pixels(x + first, y + first, size - 2 * first, size - 2 * first, scale.rgb(found.change))
    canvas.rectangle(x, y, size, size, stroke=LINE, thickness=0.8)
