"""A window that moves over its input, stop by stop, and the cells of the output that it fills."""

import numpy as np

from diagrams.blocks import Block, block_around
from diagrams.draw.canvas import MARGIN, Canvas
from diagrams.draw.palette import LINE, PAPER, SOFT
from diagrams.draw.places import picture
from diagrams.draw.scale import Scale
from diagrams.facts import count, decimal
from diagrams.language import Say
from diagrams.traced import TracedLayer
from diagrams.windows import window

LEFT = MARGIN
STEP = 102  # pixels from one stop to the next
MAP = LEFT + 124  # where the output begins


def stops_of(block: Block) -> list[int]:
    """Which windows of a block are shown: the first two in the followed cell's row, that cell, and the very last."""
    rows, columns = block.counts
    start, last = block.spot[0] * columns, rows * columns - 1
    return sorted({start, min(start + 1, last), start + block.spot[1], last})


def one_stop(canvas: Canvas, say: Say, layer: TracedLayer, place: tuple[int, int], y: float,
             scale: Scale) -> tuple[str, ...]:
    """The window at (row, column) of the block, the cells filled so far, the value; returns them as a table's row."""
    block, feature_map = block_around(layer), layer.output[..., layer.channel]
    (top, bottom), (left, right) = block.spans
    cell = block.first[0] + place[0], block.first[1] + place[1]
    corner, held = window(layer, cell)
    unit, number = (STEP - 8) / max(bottom - top, right - left), decimal(feature_map[cell], 3)
    middle, end = y + unit * (bottom - top) / 2, LEFT + unit * (right - left)
    picture(canvas, LEFT, y, end - LEFT, unit * (bottom - top), layer.input[top:bottom, left:right])
    canvas.window(LEFT + (corner[1] - left) * unit, y + (corner[0] - top) * unit,
                  held.shape[1] * unit, held.shape[0] * unit)
    canvas.arrow((end + 4, middle), (MAP - 4, middle))
    fill_cells(canvas, MAP, middle - unit * block.counts[0] / 2, block.results(feature_map), place, unit, scale)
    canvas.text(MAP + 98, middle - 10, say(ja="{row}行目、{column}列目", en="row {row}, column {column}",
                                           row=count(cell[0] + 1), column=count(cell[1] + 1)), size=11, color=SOFT)
    canvas.text(MAP + 98, middle + 10, number, size=15)
    return f"{cell[0] + 1}, {cell[1] + 1}", f"{corner[0] + 1}, {corner[1] + 1}", number


def fill_cells(canvas: Canvas, x: float, y: float, cells: np.ndarray, place: tuple[int, int], unit: float,
               scale: Scale) -> None:
    """The cells of a block up to the one at `place`, which is outlined; those to come are empty."""
    picture(canvas, x, y, cells.shape[1] * unit, cells.shape[0] * unit, scale.rgb(cells))
    for row, column in np.ndindex(cells.shape):
        if (row, column) > place:
            canvas.rectangle(x + column * unit, y + row * unit, unit, unit, fill=PAPER, stroke=LINE, thickness=0.6)
    canvas.window(x + place[1] * unit, y + place[0] * unit, unit, unit)
