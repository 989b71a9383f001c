"""Where the windows of a layer lie over its input, and which value of each one is the largest."""

from dataclasses import dataclass

import numpy as np

CLEAR = 0.1  # of a map's largest value: how far a window's values must reach for its winner to be clear


@dataclass(frozen=True)
class Axis:
    """The windows along one direction of an input of `size` cells, of which `padding` lie before it."""

    size: int
    count: int
    width: int
    stride: int
    padding: int

    def span(self, first: int, count: int = 1) -> tuple[int, int]:
        """The input cells (start, stop) that `count` windows from `first` on read together."""
        start = first * self.stride - self.padding
        stop = start + (count - 1) * self.stride + self.width
        return max(start, 0), min(stop, self.size)

    def unread(self) -> int:
        """How many cells no window reads."""
        read = {cell for index in range(self.count) for cell in range(*self.span(index))}
        return self.size - len(read)


def axes_of(layer) -> tuple[Axis, Axis]:
    """The windows of a traced convolution or pooling, by rows and by columns."""
    widths = layer.settings.get("kernel_size") or layer.settings["pool_size"]
    same = layer.settings["padding"] == "same"
    axes = []
    for size, count, width, stride in zip(layer.input.shape[:2], layer.output.shape[:2], widths,
                                          layer.settings["strides"], strict=True):
        missing = max((count - 1) * stride + width - size, 0)
        axes.append(Axis(size, count, width, stride, missing // 2 if same else 0))
    return tuple(axes)


def has_windows(layer) -> bool:
    """Whether a layer reads its input window by window."""
    return "strides" in layer.settings and layer.output.ndim == 3


Spans = tuple[tuple[int, int], tuple[int, int]]


def seen_in_photo(layers, spans: Spans) -> Spans:
    """The pixels (rows, columns), each (start, stop), that cells of the last layer's output depend on."""
    for layer in reversed(layers):
        if has_windows(layer):
            spans = tuple(axis.span(start, stop - start)
                          for axis, (start, stop) in zip(axes_of(layer), spans, strict=True))
    return spans


def gather(layer, border: float = -np.inf) -> np.ndarray:
    """What each window holds: (rows, columns, channels, cells of a window); `border` beyond the input."""
    rows, columns = axes_of(layer)
    beyond = [(axis.padding, axis.width + axis.stride) for axis in (rows, columns)]
    padded = np.pad(layer.input, (*beyond, (0, 0)), constant_values=border)
    views = np.lib.stride_tricks.sliding_window_view(padded, (rows.width, columns.width), axis=(0, 1))
    views = views[:: rows.stride, :: columns.stride][: rows.count, : columns.count]
    return views.reshape(*views.shape[:3], -1)


def winners_per_window(windows: np.ndarray) -> np.ndarray:
    """How many cells of each window hold its largest value; more than one is a tie."""
    return (windows == windows.max(axis=-1, keepdims=True)).sum(axis=-1)


@dataclass(frozen=True)
class Block:
    """A few neighbouring windows: the first (row, column), how many each way, and the one to tell about."""

    first: tuple[int, int]
    counts: tuple[int, int]
    spot: tuple[int, int]
    axes: tuple[Axis, Axis]

    @property
    def spans(self) -> Spans:
        """The input cells of the block: rows and columns, each (start, stop)."""
        return tuple(axis.span(first, count)
                     for axis, first, count in zip(self.axes, self.first, self.counts, strict=True))

    def cells(self, values: np.ndarray) -> np.ndarray:
        """The block's part of one input map."""
        (top, bottom), (left, right) = self.spans
        return values[top:bottom, left:right]

    def results(self, values: np.ndarray) -> np.ndarray:
        """The block's part of one output map."""
        (row, column), (rows, columns) = self.first, self.counts
        return values[row : row + rows, column : column + columns]

    def places(self) -> list[tuple[tuple[int, int], tuple[slice, slice]]]:
        """For each window, (row, column) inside the block and its cells inside the block."""
        found = []
        for place in np.ndindex(self.counts):
            starts = zip(self.axes, self.first, place, self.spans, strict=True)
            found.append((place, tuple(slice(*np.subtract(axis.span(first + step), origin))
                                       for axis, first, step, (origin, _) in starts)))
        return found

    def winners(self, values: np.ndarray) -> np.ndarray:
        """Which cells of the block's input are the one largest, positive value of a window: booleans."""
        cells = self.cells(values)
        won = np.zeros(cells.shape, bool)
        for _, window in self.places():
            best = cells[window] == cells[window].max()
            won[window] |= best & (best.sum() == 1) & (cells[window] > 0)
        return won


def fitting_block(axes: tuple[Axis, Axis], cells: int) -> tuple[int, int]:
    """How many windows each way, four at most, whose cells and results together are at most `cells` in a row."""
    counts = []
    for axis in axes:
        fits = [n for n in (4, 3, 2) if (n - 1) * axis.stride + axis.width + n <= cells and n <= axis.count]
        counts.append(fits[0] if fits else 1)
    return tuple(counts)


def lively_block(layer, cells: int = 12) -> Block:
    """The block nearest to the followed cell in which seven windows in eight have a clear winner.

    Clear: one cell alone holds the largest value, and the smallest lies a tenth of the map's largest below it.
    Where a map has no block so lively, the liveliest. The spot is the clear window nearest to the followed
    cell, one without a zero if there is any.
    """
    axes, windows = axes_of(layer), gather(layer)[:, :, layer.channel]
    counts = fitting_block(axes, cells)
    apart = windows.max(axis=-1) - windows.min(axis=-1) >= CLEAR * max(windows.max(), 0)
    clear = (winners_per_window(windows) == 1) & (windows.max(axis=-1) > 0) & apart
    lively = np.lib.stride_tricks.sliding_window_view(clear, counts).mean(axis=(2, 3))
    wanted = min(7 / 8, lively.max())
    target = layer.cell or tuple(axis.count // 2 for axis in axes)
    middle = [place - (count - 1) / 2 for place, count in zip(target, counts, strict=True)]
    first = nearest(lively >= wanted, middle)
    inside = np.zeros(clear.shape, bool)
    inside[first[0] : first[0] + counts[0], first[1] : first[1] + counts[1]] = True
    full = windows.min(axis=-1) > 0
    choices = (inside & clear & full, inside & clear, inside)
    spot = nearest(next(choice for choice in choices if choice.any()), target)
    return Block(first, counts, spot, axes)


def nearest(candidates: np.ndarray, target) -> tuple[int, int]:
    """The (row, column) of the candidate nearest to a place; of equally near ones the first."""
    places = np.argwhere(candidates)
    row, column = places[((places - np.asarray(target)) ** 2).sum(axis=1).argmin()]
    return int(row), int(column)


def unread_share(layer) -> float:
    """The share of the input's places that no window reads, 0 to 1."""
    return 1 - float(np.prod([(axis.size - axis.unread()) / axis.size for axis in axes_of(layer)]))


def grown(span: tuple[int, int], size: int, cells: int) -> tuple[int, int]:
    """A span widened evenly to `cells` cells, moved where it would leave 0 to `size`."""
    cells = min(cells, size)
    start = min(max((sum(span) - cells) // 2, 0), size - cells)
    return start, start + cells
