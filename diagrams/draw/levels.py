"""A few pixels as numbers: their three channels as the file holds them, and divided."""

import numpy as np

from diagrams.draw.canvas import MARGIN, WIDTH, Canvas
from diagrams.draw.kernels import channel_marks
from diagrams.draw.palette import SOFT
from diagrams.draw.places import caption, picture, whole
from diagrams.draw.scale import grey
from diagrams.facts import count, shape
from diagrams.language import Say
from diagrams.windows import Spans

LEFT, SIDE, GAP, ROW = MARGIN, 96, 26, 24  # of the photo and the crop, between them, height of a cell
APART = 15  # between two grids


def draw_crop(canvas: Canvas, say: Say, y: float, pixels: np.ndarray, spans: Spans) -> float:
    """The photo with a crop of it outlined, and the crop enlarged; returns where they end.

    `spans` are the rows and columns of the crop, (start, stop) each.
    """
    (top, bottom), (left, right) = spans
    crop, x = pixels[top:bottom, left:right], LEFT + SIDE + GAP
    place, unit = whole(canvas, LEFT, y, SIDE, pixels, spans), SIDE / max(crop.shape[:2])
    picture(canvas, x, y, crop.shape[1] * unit, crop.shape[0] * unit, crop)
    canvas.enlarges(place, (x, y + SIDE / 2))
    caption(canvas, x + SIDE + 12, y + 14, say(ja="写真の一部", en="part of the photo"), say.fact(shape(crop.shape)),
            say(ja="{first}〜{last}行目", en="rows {first} to {last}", first=count(top + 1), last=count(bottom)),
            say(ja="{first}〜{last}列目", en="columns {first} to {last}", first=count(left + 1), last=count(right)))
    return y + SIDE


def draw_levels(canvas: Canvas, say: Say, y: float, levels: np.ndarray, divisor: int, decimals: int) -> float:
    """The channels (rows, columns, 3) as whole numbers, and below each what dividing makes of it; returns the end."""
    rows, columns, channels = levels.shape
    wide = (WIDTH - 2 * MARGIN - (channels - 1) * APART) / channels
    high, below = rows * ROW, y + 20 + rows * ROW + 34
    for n, (letter, color) in enumerate(channel_marks(channels)):
        x, plane = LEFT + n * (wide + APART), levels[..., n]
        canvas.text(x + wide / 2, y + 11, letter, size=13, color=color, anchor="middle")
        for top, values, digits in ((y + 18, plane, 0), (below, plane / divisor, decimals)):
            canvas.numbers(x, top, values, cell=(wide / columns, ROW), rgb=grey(plane / divisor), decimals=digits)
            canvas.rectangle(x, top, wide, high, stroke=color, thickness=1.8, above=3)
        canvas.arrow((x + wide / 2, y + 21 + high), (x + wide / 2, below - 3))
        canvas.text(x + wide / 2 + 7, (y + 18 + high + below) / 2, f"÷ {say.fact(count(divisor))}", size=11, color=SOFT,
                    middle=True)
    return below + high
