"""What one cell of a convolution reads, and which crops show it."""

import numpy as np

from diagrams.draw.windows import Axis, Block, axes_of

CROP = 9  # pixels of the input around the followed window, each way


def window(layer, cell) -> tuple[tuple[int, int], np.ndarray]:
    """Upper left pixel (row, column) of a cell's window and what it holds (height, width, inputs), zeros outside."""
    axes = axes_of(layer)
    top, left = (place * axis.stride - axis.padding for place, axis in zip(cell, axes, strict=True))
    rows, columns = (axis.width for axis in axes)
    padded = np.pad(layer.input, ((rows, rows), (columns, columns), (0, 0)))
    return (top, left), padded[top + rows : top + 2 * rows, left + columns : left + 2 * columns]


def block_around(layer) -> Block:
    """As many windows around the followed cell as fit a small crop of the input, inside it if possible."""
    firsts, counts = [], []
    for axis, place in zip(axes_of(layer), layer.cell, strict=True):
        count = min(max(1, (CROP - axis.width) // axis.stride + 1), axis.count)
        lowest = -(-axis.padding // axis.stride)
        highest = (axis.size + axis.padding - axis.width) // axis.stride - count + 1
        first = min(max(place - count // 2, lowest), max(highest, lowest))
        firsts.append(min(max(first, place - count + 1), place))
        counts.append(count)
    spot = tuple(place - first for place, first in zip(layer.cell, firsts, strict=True))
    return Block(tuple(firsts), tuple(counts), spot, axes_of(layer))


def axes_if(layer, padding: str, counts: tuple[int, int]) -> tuple[Axis, Axis]:
    """The windows of a layer if its padding were this one and its output had `counts` rows and columns."""
    found = []
    for axis, count in zip(axes_of(layer), counts, strict=True):
        zeros = max((count - 1) * axis.stride + axis.width - axis.size, 0) if padding == "same" else 0
        found.append(Axis(axis.size, count, axis.width, axis.stride, zeros // 2))
    return tuple(found)


def beyond(axis: Axis) -> int:
    """How many cells past the end of the input the last window reaches."""
    return max((axis.count - 1) * axis.stride - axis.padding + axis.width - axis.size, 0)
