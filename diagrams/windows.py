"""Where the windows of a convolution or a pooling lie over its input, and what they hold."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from diagrams.traced import TracedLayer


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

    def read(self) -> np.ndarray:
        """Which cells some window reads: booleans."""
        found = np.zeros(self.size, bool)
        for index in range(self.count):
            found[slice(*self.span(index))] = True
        return found

    def unread(self) -> int:
        """How many cells no window reads."""
        return int((~self.read()).sum())


def axes_of(layer: TracedLayer) -> tuple[Axis, Axis]:
    """The windows of a traced convolution or pooling, by rows and by columns."""
    widths = layer.settings.get("kernel_size") or layer.settings["pool_size"]
    same = layer.settings["padding"] == "same"
    axes = []
    for size, count, width, stride in zip(layer.input.shape[:2], layer.output.shape[:2], widths,
                                          layer.settings["strides"], strict=True):
        missing = max((count - 1) * stride + width - size, 0)
        axes.append(Axis(size, count, width, stride, missing // 2 if same else 0))
    rows, columns = axes
    return rows, columns


def has_windows(layer: TracedLayer) -> bool:
    """Whether a layer reads its input window by window."""
    return "strides" in layer.settings and layer.output.ndim == 3


Spans = tuple[tuple[int, int], tuple[int, int]]


def seen_in_photo(layers: Sequence[TracedLayer], spans: Spans) -> Spans:
    """The pixels (rows, columns), each (start, stop), that cells of the last layer's output depend on."""
    for layer in reversed(layers):
        if has_windows(layer):
            rows, columns = (axis.span(start, stop - start)
                             for axis, (start, stop) in zip(axes_of(layer), spans, strict=True))
            spans = rows, columns
    return spans


def place_in_photo(layers: Sequence[TracedLayer]) -> tuple[float, float]:
    """The middle (row, column) of the pixels that the followed cell of the first layer with one depends on."""
    last = next(n for n, layer in enumerate(layers, 1) if layer.cell)
    row, column = layers[last - 1].place
    (top, bottom), (left, right) = seen_in_photo(layers[:last], ((row, row + 1), (column, column + 1)))
    return (top + bottom - 1) / 2, (left + right - 1) / 2


def gather(layer: TracedLayer, border: float = -np.inf) -> np.ndarray:
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


def unread_share(layer: TracedLayer) -> float:
    """The share of the input's places that no window reads, 0 to 1."""
    return 1 - float(np.prod([(axis.size - axis.unread()) / axis.size for axis in axes_of(layer)]))


def runs(flags: np.ndarray) -> list[tuple[int, int]]:
    """Where booleans are true without a break: (start, stop) of each stretch."""
    edges = np.flatnonzero(np.diff(np.concatenate([[False], flags, [False]])))
    return [(int(start), int(stop)) for start, stop in zip(edges[::2], edges[1::2], strict=True)]


def grown(span: tuple[int, int], size: int, cells: int) -> tuple[int, int]:
    """A span widened evenly to `cells` cells, moved where it would leave 0 to `size`."""
    cells = min(cells, size)
    start = min(max((sum(span) - cells) // 2, 0), size - cells)
    return start, start + cells


def window(layer: TracedLayer, cell: tuple[int, int]) -> tuple[tuple[int, int], np.ndarray]:
    """Upper left pixel (row, column) of a cell's window and what it holds (height, width, inputs), zeros outside."""
    axes = axes_of(layer)
    top, left = (place * axis.stride - axis.padding for place, axis in zip(cell, axes, strict=True))
    rows, columns = (axis.width for axis in axes)
    padded = np.pad(layer.input, ((rows, rows), (columns, columns), (0, 0)))
    return (top, left), padded[top + rows : top + 2 * rows, left + columns : left + 2 * columns]


def axes_if(layer: TracedLayer, padding: str, counts: tuple[int, int]) -> tuple[Axis, Axis]:
    """The windows of a layer if its padding were this one and its output had `counts` rows and columns."""
    found = []
    for axis, count in zip(axes_of(layer), counts, strict=True):
        zeros = max((count - 1) * axis.stride + axis.width - axis.size, 0) if padding == "same" else 0
        found.append(Axis(axis.size, count, axis.width, axis.stride, zeros // 2))
    rows, columns = found
    return rows, columns


def beyond(axis: Axis) -> int:
    """How many cells past the end of the input the last window reaches."""
    return max((axis.count - 1) * axis.stride - axis.padding + axis.width - axis.size, 0)
