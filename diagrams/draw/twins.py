"""How alike the filters of several networks are: each filter of the first beside its nearest in the others."""

from dataclasses import dataclass

import numpy as np

from diagrams.draw.canvas import MARGIN, Canvas
from diagrams.draw.kernels import frame_kernels, in_a_row
from diagrams.draw.palette import SOFT
from diagrams.draw.scale import Scale
from diagrams.draw.sheet import sheet
from diagrams.facts import decimal

ROW = 34


@dataclass(frozen=True)
class Twin:
    """A filter of the first network, and in each other one its nearest (places), with their cosines, -1 to 1."""

    place: int
    nearest: tuple[int, ...]
    cosines: tuple[float, ...]

    @property
    def mean(self) -> float:
        return sum(self.cosines) / len(self.cosines)


def cosines(one: np.ndarray, other: np.ndarray) -> np.ndarray:
    """How alike two sets of filters (height, width, inputs, n) are, each with each: (n, m), -1 to 1."""
    rows = [filters.reshape(-1, filters.shape[-1]) for filters in (one, other)]
    first, second = (flat / np.maximum(np.sqrt((flat**2).sum(axis=0)), 1e-12) for flat in rows)
    return first.T @ second


def twins(kernels: list[np.ndarray]) -> list[Twin]:
    """For each filter of the first kernel (height, width, inputs, n) its nearest in the others, most alike first."""
    tables = [cosines(kernels[0], other) for other in kernels[1:]]
    found = [Twin(place, tuple(int(table[place].argmax()) for table in tables),
                  tuple(float(table[place].max()) for table in tables)) for place in range(kernels[0].shape[-1])]
    return sorted(found, key=lambda twin: -twin.mean)


def alikeness(kernels: list[np.ndarray]) -> float:
    """The mean cosine of each filter, or map, of the first (..., n) with the nearest in each of the others."""
    return float(np.mean([twin.mean for twin in twins(kernels)]))


def random_filters(shape: tuple[int, ...], networks: int) -> list[np.ndarray]:
    """Filters that nobody trained: random numbers, for so many networks."""
    random = np.random.default_rng(0)
    return [random.normal(size=shape) for _ in range(networks)]


def draw_twins(canvas: Canvas, y: float, kernels: list[np.ndarray], shown: list[Twin], names: list[str]) -> float:
    """A row for each: the filter, its nearest ones, their cosines; the networks' names above. Returns the end."""
    scale, channels = Scale.of(*kernels), kernels[0].shape[2]
    width = min(25 * channels, (canvas.width - 2 * MARGIN) / len(kernels) - 48)
    step = (canvas.width - 2 * MARGIN - width) / (len(kernels) - 1)
    for n, name in enumerate(names):
        canvas.text(MARGIN + n * step + width / 2, y, name, size=11, color=SOFT, anchor="middle")
    for row, twin in enumerate(shown):
        top = y + 8 + row * ROW
        for n, place in enumerate((twin.place, *twin.nearest)):
            one_filter(canvas, MARGIN + n * step, top, width, kernels[n][..., place : place + 1], scale)
            if n:
                canvas.text(MARGIN + n * step - 6, top + 15, decimal(twin.cosines[n - 1], 2), size=11, anchor="end",
                            middle=True)
    return y + 8 + len(shown) * ROW


def one_filter(canvas: Canvas, x: float, y: float, width: float, kernel: np.ndarray, scale: Scale) -> None:
    """The kernels of one filter (height, width, inputs, 1) in a row."""
    pixel = max(1, round(24 / kernel.shape[1]))
    [box] = sheet(canvas, x, y, width, in_a_row(kernel, scale, pixel, 2), 1, gap=1)
    frame_kernels(canvas, box, kernel.shape[2], pixel * kernel.shape[1], 2)
