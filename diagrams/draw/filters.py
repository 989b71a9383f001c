"""Whole filters, kernel by kernel: as many small squares as they have weights."""

import numpy as np

from diagrams.draw.canvas import MARGIN, Canvas, text_width
from diagrams.draw.kernels import channel_marks
from diagrams.draw.palette import SOFT
from diagrams.draw.scale import Scale
from diagrams.draw.sheet import Box, sheet
from diagrams.language import Say

GAP, HEAD, BETWEEN = 4, 20, 14  # around a kernel, above a filter for its name, below it
TALLEST = 420  # pixels for the kernels of all filters together


def columns_for(canvas: Canvas, kernel: np.ndarray, cell: int) -> int:
    """How many kernels of a filter (height, width, inputs) stand in a row if a weight is `cell` pixels wide."""
    fits = max(int((canvas.width - 2 * MARGIN - GAP) // (kernel.shape[1] * cell + GAP)), 1)
    rows = -(-kernel.shape[2] // fits)
    return -(-kernel.shape[2] // rows)


def cell_for(canvas: Canvas, kernels: list[np.ndarray]) -> int:
    """The largest square for a weight, five pixels at most, with which all filters are not too tall."""
    def height(cell: int) -> int:
        return sum(-(-kernel.shape[2] // columns_for(canvas, kernel, cell)) * (kernel.shape[0] * cell + GAP)
                   for kernel in kernels)

    return next((cell for cell in (5, 4, 3, 2) if height(cell) <= TALLEST), 1)


def draw_filters(canvas: Canvas, y: float, names: list[tuple[str, str]], kernels: list[np.ndarray],
                 scale: Scale) -> float:
    """For each filter (height, width, inputs) its names, left and right, and its kernels; returns where they end."""
    cell = cell_for(canvas, kernels)
    for n, ((left, right), kernel) in enumerate(zip(names, kernels, strict=True)):
        canvas.text(MARGIN, y + 12, left)
        canvas.text(canvas.width - MARGIN, y + 12, right, anchor="end")
        boxes = one_filter(canvas, y + HEAD, kernel, scale, cell)
        if n == 0:
            mark_channels(canvas, boxes)
        y = boxes[-1].y + boxes[-1].height + BETWEEN
    return y


def one_filter(canvas: Canvas, y: float, kernel: np.ndarray, scale: Scale, cell: int) -> list[Box]:
    """The kernels of one filter row by row, one for each input; returns where each lies."""
    columns = columns_for(canvas, kernel, cell)
    tiles = np.moveaxis(scale.rgb(kernel), 2, 0).repeat(cell, axis=1).repeat(cell, axis=2)
    width = min(columns * (kernel.shape[1] * cell + GAP) + GAP, canvas.width - 2 * MARGIN)
    return sheet(canvas, MARGIN, y, width, tiles, columns, gap=GAP)


def mark_channels(canvas: Canvas, boxes: list[Box]) -> None:
    """Frames for the colours of a photo, with their letters behind them."""
    marks = channel_marks(len(boxes))
    for box, (_, color) in zip(boxes, marks, strict=True):
        canvas.rectangle(box.x, box.y, box.width, box.height, stroke=color, thickness=1.4)
    x = boxes[-1].x + boxes[-1].width + 12
    for letter, color in marks:
        if letter.isalpha() and x + text_width(letter, 11) < canvas.width - MARGIN:
            canvas.text(x, boxes[0].y + boxes[0].height / 2, letter, size=11, color=color, middle=True)
            x += 14


def filters_key(canvas: Canvas, say: Say, y: float, scale: Scale, *, clipped: bool) -> float:
    """What a square is, and the scale; returns where it ends."""
    canvas.text(MARGIN, y + 9, say(ja="小さな四角：重みひとつ", en="small square: one weight"), size=11, color=SOFT)
    canvas.scale(canvas.width - MARGIN - 130, y, 130, scale, decimals=2, clipped=clipped)
    return y + 26
