"""What becomes of the photo, layer by layer: pictures at one scale with arrows, or stacks of cards."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Protocol

import numpy as np

from diagrams.draw.canvas import MARGIN, Canvas, text_width
from diagrams.draw.palette import DARK, INK, LINE, PAPER, SOFT
from diagrams.draw.scale import Scale
from diagrams.facts import count, counted, shape
from diagrams.language import Say
from diagrams.traced import TracedLayer, TracedPhoto
from diagrams.windows import place_in_photo

ROW, SIDE, GAP = 3, 100, 21  # pictures in a row, the largest of them, between two
DEPTH, BETWEEN = 34, 20  # of a stack, between two stacks


@dataclass(frozen=True)
class Stop:
    """One picture on the way: its name, its colours (rows, columns, 3), the layer's shape, the followed place."""

    name: str
    rgb: np.ndarray
    sizes: tuple[int, ...]
    cell: tuple[float, float] | None


def stops_of(say: Say, photo: TracedPhoto, layers: Sequence[TracedLayer], maps: Iterable[np.ndarray],
             scale: Scale) -> list[Stop]:
    """The photo, and the followed map of each layer (rows, columns), in colours."""
    return [Stop(say(ja="写真", en="photo"), photo.pixels, photo.pixels.shape, place_in_photo(layers)),
            *(Stop(layer_name(say, layer), scale.rgb(each), layer.output.shape, layer.cell)
              for layer, each in zip(layers, maps, strict=True))]


def sizes_in_words(sizes: Sequence[int]) -> tuple[str, str]:
    """A shape and its number of values, the same in both languages."""
    return shape(sizes).text["en"], f"{int(np.prod(sizes)):,}"


def written(canvas: Canvas, x: float, y: float, name: str, sizes: Sequence[int]) -> None:
    """A name, a shape and how many values that makes, below a picture; further left where it would not fit."""
    texts = list(zip((name, *sizes_in_words(sizes)), (11, 10, 10), (INK, SOFT, SOFT), strict=True))
    x = min(x, canvas.width - MARGIN - max(text_width(text, size) for text, size, _ in texts))
    for line, (text, size, color) in enumerate(texts):
        canvas.text(x, y + 15 * line, text, size=size, color=color)


def draw_journey(canvas: Canvas, y: float, stops: list[Stop]) -> float:
    """All pictures at one scale, three in a row, the followed cell in a small frame; returns where they end."""
    unit = SIDE / max(max(stop.rgb.shape[:2]) for stop in stops)
    for first in range(0, len(stops), ROW):
        row = stops[first : first + ROW]
        high = max(stop.rgb.shape[0] for stop in row) * unit
        for n, stop in enumerate(row):
            x = MARGIN + n * (SIDE + GAP)
            draw_stop(canvas, x, y, unit, stop)
            written(canvas, x, y + high + 15, stop.name, stop.sizes)
            if n:
                canvas.arrow((x - GAP + 3, y + high / 2), (x - 3, y + high / 2))
            elif first:
                arrow_from_above(canvas, x, y)
        y += high + 74
    return y - 22


def draw_stop(canvas: Canvas, x: float, y: float, unit: float, stop: Stop) -> None:
    """One picture, `unit` pixels for each of its cells, with the followed cell."""
    wide, high = stop.rgb.shape[1] * unit, stop.rgb.shape[0] * unit
    canvas.pixels(x, y, wide, high, stop.rgb)
    canvas.rectangle(x, y, wide, high, stroke=LINE, thickness=0.8)
    if stop.cell:
        canvas.window(x + (stop.cell[1] + 0.5) * unit - 3, y + (stop.cell[0] + 0.5) * unit - 3, 6, 6)


def arrow_from_above(canvas: Canvas, x: float, y: float) -> None:
    """The arrow from the end of the row above to the first picture of this one."""
    right = canvas.width - MARGIN - 4
    canvas.line([right, right, x + 12], [y - 17, y - 11, y - 11], color=SOFT, thickness=1.5)
    canvas.arrow((x + 12, y - 11), (x + 12, y - 1))


def draw_stacks(canvas: Canvas, y: float, layers: Sequence[TracedLayer], names: list[str], scale: Scale) -> float:
    """For each layer a stack of as many cards as it has maps, at one scale; returns where they end."""
    free = canvas.width - 2 * MARGIN - DEPTH * len(layers) - BETWEEN * (len(layers) - 1)
    unit = free / sum(layer.output.shape[1] for layer in layers)
    x, high = MARGIN, max(layer.output.shape[0] for layer in layers) * unit
    for n, (layer, name) in enumerate(zip(layers, names, strict=True)):
        if n:
            middle = y + (high + DEPTH) / 2
            canvas.arrow((x - BETWEEN + 2, middle), (x - 3, middle))
        rows, columns, maps = layer.output.shape
        stack(canvas, (x, y + (high - rows * unit) / 2), columns * unit, layer, scale, DEPTH / max(maps - 1, 1))
        written(canvas, x, y + high + DEPTH + 18, name, layer.output.shape)
        x += columns * unit + DEPTH + BETWEEN
    return y + high + DEPTH + 56


def stack(canvas: Canvas, corner: tuple[float, float], width: float, layer: TracedLayer, scale: Scale,
          step: float) -> None:
    """As many cards as a layer has maps, the followed map in front, each card `step` right of and above the last."""
    (x, y), (rows, columns, maps) = corner, layer.output.shape
    height, depth = width * rows / columns, (maps - 1) * step
    for card in range(maps - 1, 0, -1):
        canvas.rectangle(x + card * step, y + depth - card * step, width, height, fill=PAPER, stroke=SOFT,
                         thickness=min(0.5, 0.45 * step), above=1 - card / 1000)
    canvas.pixels(x, y + depth, width, height, scale.rgb(layer.output[..., layer.channel]))
    canvas.rectangle(x, y + depth, width, height, stroke=DARK, thickness=1.2)


class Numbered(Protocol):
    """What is the `nth` of its kind, from 1, as a layer is."""

    @property
    def kind(self) -> str: ...

    @property
    def nth(self) -> int: ...


def layer_name(say: Say, layer: Numbered) -> str:
    """A layer's kind, with its number where there was one of that kind before."""
    if layer.nth == 1:
        return layer.kind
    return say(ja="{n}番目の{kind}", en="{kind} no. {n}", kind=layer.kind, n=count(layer.nth))


def sizes_table(say: Say, rows: Iterable[tuple[str, Sequence[int]]]) -> list[tuple[str, ...]]:
    """Rows of (name, shape) as a table with the number of values."""
    return [(say(ja="層", en="layer"), say(ja="形状", en="shape"), say(ja="値の数", en="values")),
            *((name, *sizes_in_words(sizes)) for name, sizes in rows)]


def moved_photos(canvas: Canvas, say: Say, photo: TracedPhoto, moved: np.ndarray, reach: int) -> float:
    """The photo as it is and moved as far as it goes, its left column filling the gap; returns where they end."""
    pixels, y, side = photo.pixels, canvas.y + 8, 84
    for x, each, n in ((40, pixels, 0), (156, moved, reach)):
        canvas.pixels(x, y, side, side, each)
        name = counted(n, ja="ピクセル", one="pixel", many="pixels")
        canvas.text(x + side / 2, y + side + 14, say.fact(name), size=10, color=SOFT, anchor="middle")
    canvas.arrow((128, y + side / 2), (152, y + side / 2))
    canvas.paragraph(250, y + 12, say(ja="空いた所は、左端の列をくり返して埋めます。",
                                      en="The gap repeats the first column."), size=10, color=SOFT)
    return y + side + 20
