"""A whole ribbon wrapped into lines, with one map in colour; what a shuffle does to a map and to Dense's sums."""

from collections.abc import Sequence

import numpy as np

from diagrams.draw.canvas import MARGIN, WIDTH, Canvas
from diagrams.draw.palette import DARK, LINE, SOFT
from diagrams.draw.pooled import SPOT
from diagrams.draw.scale import Scale
from diagrams.draw.sheet import reduced, sheet
from diagrams.draw.stack import Stack

ROOM, MOST, HALF = WIDTH - 2 * MARGIN, 16, 160  # maps in a row; the width of one of two pictures


def line_length(stack: Stack) -> int:
    """How many numbers stand in one line of the wrapped ribbon: whole cells, and about as many as there are lines."""
    maps = stack.values.shape[2]
    return maps * max(1, round(stack.values.size**0.5 / maps))


def draw_maps(canvas: Canvas, y: float, stack: Stack, scale: Scale) -> float:
    """All maps of the stack, the one to look at outlined and the place marked in it; returns where they end."""
    found = np.moveaxis(stack.values, -1, 0)
    columns = min(MOST, len(found))
    width = ROOM * min(1, (columns + 2) / MOST)
    tiles = np.stack([scale.rgb(reduced(one, 2 * width / columns)) for one in found])
    boxes = sheet(canvas, MARGIN, y, width, tiles, columns, gap=3)
    for box in boxes:
        canvas.rectangle(*box, stroke=LINE, thickness=0.5)
    (row, column, n), unit = stack.place, boxes[0].width / stack.values.shape[1]
    canvas.window(boxes[n].x, boxes[n].y, boxes[n].width, boxes[n].height)
    mark(canvas, boxes[n].x + column * unit, boxes[n].y + row * unit, unit, unit)
    return boxes[-1].y + boxes[-1].height + 3


def mark(canvas: Canvas, x: float, y: float, width: float, height: float) -> None:
    """A small frame around something that may be smaller than a pixel."""
    canvas.rectangle(x - 2, y - 2, width + 4, height + 4, stroke=DARK, thickness=1.4, above=6)


def draw_wrapped(canvas: Canvas, y: float, stack: Stack, scale: Scale) -> float:
    """The ribbon in lines, the numbers of the map to look at in colour, all others grey; returns where it ends."""
    length, maps = line_length(stack), stack.values.shape[2]
    lines = -(-stack.values.size // length)
    unit, tall = ROOM / length, min(max(ROOM / length, 12 / lines), 20)
    strength = np.minimum(np.abs(stack.values.ravel()) / scale.limit, 1)[:, None]
    colors = np.repeat(0.95 - 0.35 * strength, 3, axis=1)
    colors[stack.place[2] :: maps] = scale.rgb(stack.values[..., stack.place[2]].ravel())
    colors = np.pad(colors, ((0, lines * length - len(colors)), (0, 0)), constant_values=1)
    canvas.pixels(MARGIN, y, ROOM, lines * tall, colors.reshape(lines, length, 3))
    for place in range(stack.place[2], length, maps):
        x = MARGIN + place * unit
        canvas.rectangle(x - 1, y, unit + 2, lines * tall, stroke=SPOT, thickness=0.7)
        canvas.arrow((x + unit / 2, y - 13), (x + unit / 2, y - 1))
    line, place = divmod(stack.index(stack.place), length)
    mark(canvas, MARGIN + place * unit, y + line * tall, unit, tall)
    return y + lines * tall


def columns_for(cells: int) -> int:
    """How many cells in a line make a block that is about twice as wide as high, if possible without gaps."""
    wanted = (2 * cells) ** 0.5
    return min(range(int(wanted / 1.4), int(2 * wanted) + 2), key=lambda n: (-cells % n, abs(n - wanted)))


def draw_sums(canvas: Canvas, x: float, y: float, sums: np.ndarray, scale: Scale) -> float:
    """The sums of a layer (units,) as a small picture, in reading order; returns where it ends."""
    columns = columns_for(len(sums))
    lines = -(-len(sums) // columns)
    colors = np.pad(scale.rgb(sums), ((0, lines * columns - len(sums)), (0, 0)), constant_values=1)
    height = min(HALF / columns, 18) * lines
    canvas.pixels(x, y, HALF, height, colors.reshape(lines, columns, 3))
    canvas.rectangle(x, y, HALF, height, stroke=LINE, thickness=0.8)
    return y + height


def draw_shuffle(canvas: Canvas, y: float, maps: Sequence[np.ndarray], sums: Sequence[np.ndarray],
                 names: tuple[str, str], scales: tuple[Scale, Scale]) -> float:
    """Two columns: a map (rows, columns) on top, an arrow, the sums (units,) below; returns where they end."""
    for x, values, numbers, name in zip((MARGIN, WIDTH - MARGIN - HALF), maps, sums, names, strict=True):
        canvas.text(x, y + 8, name)
        unit = HALF / max(values.shape)
        bottom = y + 16 + unit * values.shape[0]
        canvas.map(x, y + 16, unit * values.shape[1], values, scales[0])
        canvas.arrow((x + 20, bottom + 5), (x + 20, bottom + 29))
        canvas.text(x + 30, bottom + 21, "Dense", color=SOFT)
        end = draw_sums(canvas, x, bottom + 34, numbers, scales[1])
    canvas.text(WIDTH / 2, (bottom + 34 + end) / 2, "=", size=14, anchor="middle", middle=True)
    return end
