"""Many small pictures on one light mat: one image, or several of a tall one, so that a page can fetch its top first."""

from typing import NamedTuple

import numpy as np

from diagrams.draw.canvas import Canvas
from diagrams.draw.palette import SIGNED

GROUND = SIGNED(0.5)[:3]  # the neutral colour of maps, so that a sheet of maps needs no further colour
TALL = 200  # how high an image is at most, unless one line of pictures is higher, in pixels of the figure
SHARP = 1.3  # dots that a pixel of many small maps needs: more only weigh


class Box(NamedTuple):
    """A place on the canvas, in pixels."""

    x: float
    y: float
    width: float
    height: float


def sheet(canvas: Canvas, x: float, y: float, width: float, tiles: np.ndarray, columns: int, *,
          gap: float = 4) -> list[Box]:
    """Draw tiles (n, rows, columns, 3), colours in [0, 1], row by row; returns where each one lies.

    `gap` is the space around each tile, about as many pixels. Images share it, so that no light comes between them.
    """
    count, rows, across = tiles.shape[:3]
    lines = -(-count // columns)
    space = max(1, round(gap * across / (width / columns - gap)))
    image = np.empty(((rows + space) * lines + space, (across + space) * columns + space, 3))
    image[:] = GROUND
    unit, boxes = width / image.shape[1], []
    for n, tile in enumerate(tiles):
        line, column = divmod(n, columns)
        top, left = space + line * (rows + space), space + column * (across + space)
        image[top : top + rows, left : left + across] = tile
        boxes.append(Box(x + left * unit, y + top * unit, across * unit, rows * unit))
    pitch = rows + space
    part = pitch * max(1, int(TALL / (pitch * unit)))
    for top in range(0, image.shape[0] - space, part):
        some = image[top : top + part + space]
        canvas.pixels(x, y + top * unit, width, some.shape[0] * unit, some)
    return boxes


def reduced(values: np.ndarray, most: float) -> np.ndarray:
    """A map or picture (rows, columns, ...) averaged over squares until at most about `most` columns are left.

    The last squares may reach beyond its edge; there, the edge counts again.
    """
    factor = max(1, round(values.shape[1] / most))
    if factor == 1:
        return values
    rows, columns = (-(-size // factor) for size in values.shape[:2])
    missing = [(0, rows * factor - values.shape[0]), (0, columns * factor - values.shape[1])]
    filled = np.pad(values, missing + [(0, 0)] * (values.ndim - 2), mode="edge")
    return filled.reshape(rows, factor, columns, factor, *values.shape[2:]).mean(axis=(1, 3))
