"""A few neighbouring windows of a layer, as figures show them in numbers: which ones, and what they hold."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from diagrams.traced import TracedLayer
from diagrams.windows import Axis, Spans, axes_of, gather, winners_per_window

CLEAR = 0.1  # of a map's largest value: how far a window's values must reach for its winner to be clear
CROP = 9  # pixels of the input around the followed window, each way


@dataclass(frozen=True)
class Block:
    """A few neighbouring windows: the first (row, column), how many each way, and the one to tell about.

    `spot` counts from the block's first window where `block_around` made it, from the map's where `lively_block` did.
    """

    first: tuple[int, int]
    counts: tuple[int, int]
    spot: tuple[int, int]
    axes: tuple[Axis, Axis]

    @property
    def spans(self) -> Spans:
        """The input cells of the block: rows and columns, each (start, stop)."""
        rows, columns = (axis.span(first, count)
                         for axis, first, count in zip(self.axes, self.first, self.counts, strict=True))
        return rows, columns

    def cells(self, values: np.ndarray) -> np.ndarray:
        """The block's part of one input map."""
        (top, bottom), (left, right) = self.spans
        return values[top:bottom, left:right]

    def results(self, values: np.ndarray) -> np.ndarray:
        """The block's part of one output map."""
        (row, column), (rows, columns) = self.first, self.counts
        return values[row : row + rows, column : column + columns]

    def four(self) -> "Block":
        """Up to four windows of the block, the one to tell about among them."""
        top, left = (min(spot, first + n - 2) if n > 1 else first
                     for spot, first, n in zip(self.spot, self.first, self.counts, strict=True))
        rows, columns = self.counts
        return replace(self, first=(top, left), counts=(min(2, rows), min(2, columns)))

    def places(self) -> list[tuple[tuple[int, int], tuple[slice, slice]]]:
        """For each window, (row, column) inside the block and its cells inside the block."""
        found = []
        for place in np.ndindex(self.counts):
            starts = zip(self.axes, self.first, place, self.spans, strict=True)
            rows, columns = (slice(*np.subtract(axis.span(first + step), origin))
                             for axis, first, step, (origin, _) in starts)
            found.append((place, (rows, columns)))
        return found

    def winners(self, values: np.ndarray) -> np.ndarray:
        """Which cells of the block's input hold the largest value of a window, unless it is zero: booleans."""
        cells = self.cells(values)
        won = np.zeros(cells.shape, bool)
        for _, window in self.places():
            won[window] |= (cells[window] == cells[window].max()) & (cells[window] != 0)
        return won


def fitting_block(axes: tuple[Axis, Axis], cells: int) -> tuple[int, int]:
    """How many windows each way, four at most, whose cells and results together are at most `cells` in a row."""
    counts = []
    for axis in axes:
        fits = [n for n in (4, 3, 2) if (n - 1) * axis.stride + axis.width + n <= cells and n <= axis.count]
        counts.append(fits[0] if fits else 1)
    rows, columns = counts
    return rows, columns


def block_around(layer: TracedLayer) -> Block:
    """As many windows around the followed cell as fit a small crop of the input, inside it if possible."""
    firsts, counts = [], []
    for axis, place in zip(axes_of(layer), layer.place, strict=True):
        count = min(max(1, (CROP - axis.width) // axis.stride + 1), axis.count)
        lowest = -(-axis.padding // axis.stride)
        highest = (axis.size + axis.padding - axis.width) // axis.stride - count + 1
        first = min(max(place - count // 2, lowest), max(highest, lowest))
        firsts.append(min(max(first, place - count + 1), place, axis.count - count))
        counts.append(count)
    (top, left), (rows, columns), (row, column) = firsts, counts, layer.place
    return Block((top, left), (rows, columns), (row - top, column - left), axes_of(layer))


def lively_block(layer: TracedLayer, cells: int = 12) -> Block:
    """The block nearest to the followed cell in which seven windows in eight have a clear winner.

    Clear: one cell alone holds the largest value, no zero, and the smallest lies a tenth of the map's largest below it.
    Where a map has no block so lively, the liveliest. The spot is the clear window nearest to the followed
    cell, one without a zero if there is any.
    """
    axes, windows = axes_of(layer), gather(layer)[:, :, layer.channel]
    counts = fitting_block(axes, cells)
    largest, smallest = windows.max(axis=-1), np.where(np.isfinite(windows), windows, np.inf).min(axis=-1)
    apart = largest - smallest >= CLEAR * np.abs(largest).max()
    clear = (winners_per_window(windows) == 1) & (largest != 0) & apart
    lively = np.lib.stride_tricks.sliding_window_view(clear, counts).mean(axis=(2, 3))
    wanted = min(7 / 8, lively.max())
    target = layer.cell or tuple(axis.count // 2 for axis in axes)
    middle = [place - (count - 1) / 2 for place, count in zip(target, counts, strict=True)]
    first = nearest(lively >= wanted, middle)
    inside = np.zeros(clear.shape, bool)
    inside[first[0] : first[0] + counts[0], first[1] : first[1] + counts[1]] = True
    full = (np.isfinite(windows) & (windows != 0)).all(axis=-1)
    choices = (inside & clear & full, inside & clear, inside)
    spot = nearest(next(choice for choice in choices if choice.any()), target)
    return Block(first, counts, spot, axes)


def nearest(candidates: np.ndarray, target: Sequence[float]) -> tuple[int, int]:
    """The (row, column) of the candidate nearest to a place; of equally near ones the first."""
    places = np.argwhere(candidates)
    row, column = places[((places - np.asarray(target)) ** 2).sum(axis=1).argmin()]
    return int(row), int(column)
