"""Where a crop lies: the whole picture with the crop outlined, and a few words beside it."""

import numpy as np

from diagrams.blocks import block_around
from diagrams.draw.canvas import MARGIN, WIDTH, Canvas
from diagrams.draw.palette import INK, LINE, SOFT
from diagrams.draw.scale import Scale
from diagrams.draw.sheet import reduced
from diagrams.facts import count, shape
from diagrams.language import Say
from diagrams.traced import TracedLayer
from diagrams.windows import Spans, window

LEFT, RIGHT = MARGIN, WIDTH - MARGIN
SIDE, GAP = 100, 20


def picture(canvas: Canvas, x: float, y: float, width: float, height: float, rgb: np.ndarray) -> None:
    """An image in a thin frame, so that white parts have an edge."""
    canvas.pixels(x, y, width, height, rgb)
    canvas.rectangle(x, y, width, height, stroke=LINE, thickness=0.8)


def whole(canvas: Canvas, x: float, y: float, side: float, image: np.ndarray, spans: Spans) -> tuple[float, float]:
    """A picture (rows, columns, 3) at most `side` pixels wide and high, a crop of it outlined.

    `spans` are the crop's rows and columns, each (start, stop). Returns the middle of the outline's right side.
    """
    (top, bottom), (left, right) = spans
    unit = side / max(image.shape[:2])
    picture(canvas, x, y, image.shape[1] * unit, image.shape[0] * unit, reduced(image, 2 * side))
    canvas.window(x + left * unit, y + top * unit, (right - left) * unit, (bottom - top) * unit)
    return x + right * unit, y + (top + bottom) / 2 * unit


def caption(canvas: Canvas, x: float, y: float, *lines: str) -> None:
    """A few short lines beside a picture, 17 px each; the first is the heading."""
    for n, line in enumerate(lines):
        canvas.text(x, y + 12 + 17 * n, line, size=11, color=SOFT if n else INK)


def locator(canvas: Canvas, say: Say, layer: TracedLayer, y: float) -> float:
    """The photo, and the crop around the window, enlarged; returns where they end."""
    block = block_around(layer)
    (top, bottom), (left, right) = block.spans
    crop, x = layer.input[top:bottom, left:right], LEFT + SIDE + GAP
    unit = SIDE / max(crop.shape[:2])
    (row, column), (rows, columns) = window(layer, layer.place)[0], layer.kernel.shape[:2]
    place = whole(canvas, LEFT, y, SIDE, layer.input, block.spans)
    picture(canvas, x, y, crop.shape[1] * unit, crop.shape[0] * unit, crop)
    canvas.window(x + (column - left) * unit, y + (row - top) * unit, columns * unit, rows * unit)
    canvas.enlarges(place, (x, y + SIDE / 2))
    caption(canvas, x + SIDE + 10, y, say(ja="写真", en="the photo"), say.fact(shape(layer.input.shape)),
            say(ja="枠：{size}の窓", en="frame: {size} window", size=shape((rows, columns))),
            say(ja="中身は下に", en="its contents: below"))
    return y + SIDE


def landing(canvas: Canvas, say: Say, layer: TracedLayer, y: float) -> float:
    """The number's cell in a crop of the feature map, and that crop on the whole map; returns where they end."""
    block, feature_map, x = block_around(layer), layer.output[..., layer.channel], RIGHT - SIDE
    scale, cells = Scale.of(feature_map, keep=0.995), block.results(feature_map)
    unit = SIDE / max(cells.shape)
    rows, columns = ((first, first + n) for first, n in zip(block.first, block.counts, strict=True))
    place = whole(canvas, x - GAP - SIDE, y, SIDE, scale.rgb(feature_map), (rows, columns))
    picture(canvas, x, y, cells.shape[1] * unit, cells.shape[0] * unit, scale.rgb(cells))
    canvas.window(x + block.spot[1] * unit, y + block.spot[0] * unit, unit, unit)
    canvas.enlarges(place, (x, y + SIDE / 2))
    caption(canvas, LEFT, y, say(ja="特徴マップ", en="the feature map"), say.fact(shape(feature_map.shape)),
            say(ja="{n}番目のフィルタ", en="of filter {n}", n=count(layer.channel + 1)),
            say(ja="枠：この数のセル", en="frame: this number"))
    canvas.scale(LEFT, y + SIDE - 24, 108, scale, decimals=2, clipped=scale.clips(feature_map))
    return y + SIDE
