"""A photo as its channels: each whole, in greys, and a small square of it in the numbers that image files hold."""

import numpy as np

from diagrams.draw.canvas import MARGIN, WIDTH, Canvas
from diagrams.draw.kernels import channel_marks
from diagrams.draw.palette import SOFT
from diagrams.draw.places import picture, whole
from diagrams.draw.scale import grey
from diagrams.windows import Spans

CELL, SIDE, GAP = 27, 104, 16  # of a number, of a whole photo, between two channels


def most_colourful(photo: np.ndarray, side: int) -> Spans:
    """The square of a photo (rows, columns, 3) whose pixels differ most in colour: rows and columns, (start, stop).

    What the channels have in common, the brightness, does not count.
    """
    colour = photo - photo.mean(axis=-1, keepdims=True)
    views = np.lib.stride_tricks.sliding_window_view(colour, (side, side), axis=(0, 1))
    spread = views.std(axis=(3, 4)).sum(axis=2)
    rows, columns = ((int(first), int(first) + side) for first in np.unravel_index(spread.argmax(), spread.shape))
    return rows, columns


def draw_planes(canvas: Canvas, y: float, photo: np.ndarray, levels: np.ndarray, spans: Spans,
                spot: tuple[int, int]) -> float:
    """The photo in colour, then each channel, whole and as a square of numbers; returns where they end.

    `photo` (rows, columns, 3) in [0, 1], `levels` the same as whole numbers; the pixel at `spot` is in a frame.
    """
    side = spans[0][1] - spans[0][0]
    left, size = WIDTH - MARGIN - side * CELL, side * CELL
    row = max(size, SIDE) + GAP
    cut = tuple(slice(*span) for span in spans)
    place = whole(canvas, MARGIN, y, SIDE, photo, spans)
    picture(canvas, left, y, size, size, photo[cut])
    canvas.enlarges(place, (left, y + size / 2))
    outline(canvas, left, y, spans, spot)
    for n, (letter, color) in enumerate(channel_marks(photo.shape[-1])):
        top = y + (n + 1) * row
        plane, numbers = grey(photo[..., n]), levels[..., n][cut]
        whole(canvas, MARGIN, top, SIDE, plane, spans)
        canvas.text(left - 18, top + 16, letter, size=15, color=color, anchor="middle")
        canvas.numbers(left, top, numbers, cell=(CELL, CELL), rgb=plane[cut], decimals=0, size=11, frame=SOFT)
        canvas.rectangle(left, top, size, size, stroke=color, thickness=2.2, above=3)
        outline(canvas, left, top, spans, spot)
    return y + (photo.shape[-1] + 1) * row - GAP


def outline(canvas: Canvas, x: float, y: float, spans: Spans, spot: tuple[int, int]) -> None:
    """The frame of one pixel."""
    (top, _), (left, _) = spans
    canvas.window(x + (spot[1] - left) * CELL, y + (spot[0] - top) * CELL, CELL, CELL)
