"""Where the numbers that a Dense layer reads come from: their cells in the maps, and what those see of the photo."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from diagrams.draw.canvas import MARGIN, WIDTH, Canvas
from diagrams.draw.palette import LIGHT, LINE, NEGATIVE, POSITIVE
from diagrams.draw.scale import Scale, grey
from diagrams.draw.stack import Stack
from diagrams.traced import TracedLayer
from diagrams.windows import Spans, seen_in_photo

HALF = 163  # pixels of one of two pictures


@dataclass(frozen=True)
class Origins:
    """The layers that made feature maps of the photo, and how the maps became the numbers (inputs,) of a Dense layer.

    `sizes` (rows, columns, maps) says how the numbers lay in the maps `of` (rows, columns, maps). Where each stands
    for a whole map, as after an average over it, there is one row and one column. `followed` is the index of the
    number to look at: the cell or the map that the posts follow if `is_followed`, else the largest.
    """

    before: tuple[TracedLayer, ...]
    of: tuple[int, int, int]
    sizes: tuple[int, int, int]
    followed: int
    is_followed: bool

    @classmethod
    def of_layers(cls, layers: Sequence[TracedLayer]) -> "Origins":
        """What the last of these layers reads, the first Dense layer."""
        last = max(n for n, layer in enumerate(layers) if layer.input.ndim == 3)
        stack, numbers = Stack.of(layers[: last + 1]), layers[-1].input
        merged = stack.values.size != numbers.size
        followed = stack.place[2] if merged else stack.index(stack.place)
        return cls(tuple(layers[:last]), stack.values.shape, (1, 1, numbers.size) if merged else stack.values.shape,
                   followed if stack.is_followed else int(numbers.argmax()), stack.is_followed)

    @property
    def has_places(self) -> bool:
        return self.sizes[0] * self.sizes[1] > 1

    def place(self, index: int) -> tuple[int, int, int]:
        """The row, the column and the map of a number."""
        row, column, n = np.unravel_index(index, self.sizes)
        return int(row), int(column), int(n)

    def field(self, index: int) -> Spans:
        """The pixels of the photo (rows, columns), each (start, stop), that a number depends on."""
        (row, column, _), (rows, columns, _) = self.place(index), self.of
        if self.sizes != self.of:
            return seen_in_photo(self.before, ((0, rows), (0, columns)))
        return seen_in_photo(self.before, ((row, row + 1), (column, column + 1)))

    def by_place(self, products: np.ndarray) -> np.ndarray:
        """What the products of each place add up to over its maps: (rows, columns)."""
        return products.reshape(self.sizes).sum(axis=2)


def draw_fields(canvas: Canvas, y: float, pixels: np.ndarray, origins: Origins, products: np.ndarray,
                chosen: np.ndarray) -> float:
    """The photo in grey, what each chosen number sees framed, a triangle up or down in its middle; returns its end."""
    unit, fields = HALF / len(pixels), [origins.field(index) for index in chosen]
    canvas.pixels(MARGIN, y, HALF, HALF, 0.35 + 0.65 * grey(pixels.mean(axis=2)))
    canvas.rectangle(MARGIN, y, HALF, HALF, stroke=LINE, thickness=0.8)
    for index, ((top, bottom), (left, right)) in zip(chosen, fields, strict=True):
        box = MARGIN + left * unit, y + top * unit, (right - left) * unit, (bottom - top) * unit
        is_up = products[index] > 0
        canvas.rectangle(*box, stroke=LIGHT, thickness=2.6, above=3)
        canvas.rectangle(*box, stroke=POSITIVE if is_up else NEGATIVE, thickness=1.4, above=3.1)
        triangle(canvas, MARGIN + (left + right) / 2 * unit, y + (top + bottom) / 2 * unit, is_up)
    return y + HALF


def triangle(canvas: Canvas, x: float, y: float, is_up: bool) -> None:
    """Pointing up and orange, or down and blue."""
    canvas.page.plot([x], [y], marker="^" if is_up else "v", markersize=7, color=POSITIVE if is_up else NEGATIVE,
                     markeredgecolor=LIGHT, markeredgewidth=0.8, zorder=6, clip_on=False)


def draw_by_place(canvas: Canvas, y: float, origins: Origins, products: np.ndarray, scale: Scale) -> None:
    """What the products of each place add up to, the followed place outlined."""
    sums, x = origins.by_place(products), WIDTH - MARGIN - HALF
    unit = HALF / max(sums.shape)
    canvas.map(x, y, unit * sums.shape[1], sums, scale)
    row, column, _ = origins.place(origins.followed)
    canvas.window(x + column * unit, y + row * unit, unit, unit)
