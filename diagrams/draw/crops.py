"""A small square cut out of what a layer reads, with the window in it, and a kernel to lay on it."""

from dataclasses import dataclass

import numpy as np

from diagrams.draw.canvas import MARGIN, WIDTH, Canvas
from diagrams.draw.palette import DARK, INK, MAT, Color
from diagrams.draw.products import table_of_products
from diagrams.draw.scale import Scale
from diagrams.facts import decimal
from diagrams.language import Say
from diagrams.traced import TracedLayer
from diagrams.windows import Spans, axes_of, gather, grown, runs, window


@dataclass(frozen=True)
class Corner:
    """Part of an input (rows, columns, channels), and the followed window in it, (start, stop) each way."""

    values: np.ndarray
    window: Spans


def corner_of(layer: TracedLayer, cells: int) -> Corner:
    """About `cells` x `cells` input cells around the window of the followed cell."""
    spans = [axis.span(place) for axis, place in zip(axes_of(layer), layer.place, strict=True)]
    cuts = [grown(span, size, max(cells, span[1] - span[0]))
            for span, size in zip(spans, layer.input.shape[:2], strict=True)]
    rows, columns = ((start - first, stop - first) for (start, stop), (first, _) in zip(spans, cuts, strict=True))
    return Corner(layer.input[slice(*cuts[0]), slice(*cuts[1])], (rows, columns))


def draw_corner(canvas: Canvas, x: float, y: float, size: float, corner: Corner, rgb: np.ndarray, color: Color) -> None:
    """The corner as `size` pixels each way, framed, with its window; `rgb` are its colours."""
    (top, bottom), (left, right) = corner.window
    high, wide = size / len(rgb), size / rgb.shape[1]
    canvas.pixels(x, y, size, size, rgb)
    canvas.rectangle(x, y, size, size, stroke=color, thickness=1.8)
    canvas.window(x + left * wide, y + top * high, (right - left) * wide, (bottom - top) * high)


def draw_kernel(canvas: Canvas, x: float, y: float, size: tuple[float, float], kernel: np.ndarray, scale: Scale,
                color: Color) -> None:
    """A kernel (rows, columns) in `size` pixels: in numbers where they fit, else in colours."""
    cell = size[0] / kernel.shape[1], size[1] / kernel.shape[0]
    if cell[0] >= 30 and cell[1] >= 20:
        canvas.numbers(x, y, kernel, cell=cell, rgb=scale.rgb(kernel), size=10)
    else:
        canvas.pixels(x, y, *size, scale.rgb(kernel))
    canvas.rectangle(x, y, *size, stroke=color, thickness=1.8)


def channel_sums(conv: TracedLayer) -> np.ndarray:
    """What each input channel adds to the followed cell, without the bias: (inputs,)."""
    kernel = conv.kernel[..., conv.channel]
    return (gather(conv, border=0)[conv.cell] * kernel.reshape(-1, kernel.shape[-1]).T).sum(axis=1)


def table_of_sum(say: Say, conv: TracedLayer) -> list[tuple[str, ...]]:
    """Every product of the followed cell, the sums of the channels, and what they add up to."""
    bias = None if conv.bias is None else float(conv.bias[conv.channel])
    return table_of_products(say, window(conv, conv.place)[1], conv.kernel[..., conv.channel], bias,
                             float(conv.output[(*conv.place, conv.channel)]), 3)


def added_up(canvas: Canvas, say: Say, conv: TracedLayer, y: float) -> float:
    """The bias, if there is one, and the result below the sums, as in a written addition; returns where it ends."""
    right = WIDTH - MARGIN
    if conv.bias is not None:
        canvas.text(294, y + 4, say(ja="+ バイアス", en="+ bias"), anchor="end")
        canvas.text(right, y + 4, decimal(conv.bias[conv.channel], 3), anchor="end")
        y += 18
    canvas.line([298, right], [y - 6, y - 6], color=INK)
    canvas.text(294, y + 13, say(ja="= 特徴マップのひとつのセル", en="= one cell of the feature map"), anchor="end")
    canvas.text(right, y + 13, decimal(conv.output[(*conv.place, conv.channel)], 3), size=14, anchor="end")
    return y + 24


def draw_last_windows(canvas: Canvas, x: float, y: float, size: float, layer: TracedLayer, scale: Scale) -> None:
    """The lower right corner of the followed map, its last windows outlined, and stripes on what none reads.

    Left, the whole map with that corner outlined; right, from `x` + `size` + 20 on, the corner.
    """
    values, axes, right = layer.input[..., layer.channel], axes_of(layer), x + size + 20
    starts = [axis.span(max(axis.count - 2, 0))[0] for axis in axes]
    cut = values[starts[0]:, starts[1]:]
    unit, small = size / max(cut.shape), size / max(values.shape)
    canvas.map(x, y, values.shape[1] * small, values, scale)
    canvas.window(x + starts[1] * small, y + starts[0] * small, cut.shape[1] * small, cut.shape[0] * small)
    canvas.enlarges((x + values.shape[1] * small, y + starts[0] * small), (right, y + size / 2))
    canvas.map(right, y, cut.shape[1] * unit, cut, scale)
    for left, top, wide, high in unread_boxes(*(axis.read()[start:] for axis, start in zip(axes, starts, strict=True))):
        canvas.rectangle(right + left * unit, y + top * unit, wide * unit, high * unit, fill=MAT, stroke=DARK,
                         hatch="////", above=2.2)
    for back in np.ndindex(*(min(2, axis.count) for axis in axes)):
        (top, bottom), (left, end) = (axis.span(axis.count - 1 - step) for axis, step in zip(axes, back, strict=True))
        canvas.rectangle(right + (left - starts[1]) * unit, y + (top - starts[0]) * unit, (end - left) * unit,
                         (bottom - top) * unit, stroke=DARK, thickness=1.8, above=3)


def unread_boxes(rows: np.ndarray, columns: np.ndarray) -> list[tuple[int, int, int, int]]:
    """What no window reads, as boxes (left, top, width, height); `rows` and `columns` say what is read."""
    found = [(0, top, len(columns), bottom - top) for top, bottom in runs(~rows)]
    return found + [(left, top, right - left, bottom - top)
                    for left, right in runs(~columns) for top, bottom in runs(rows)]
