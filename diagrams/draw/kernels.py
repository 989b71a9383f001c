"""The kernels of a filter, one for each channel it reads: R, G and B of a photo."""

import numpy as np

from diagrams.draw.palette import CHANNELS, SOFT
from diagrams.draw.scale import Scale
from diagrams.draw.sheet import GROUND


def channel_marks(count: int) -> list[tuple[str, str]]:
    """(letter, colour) of each input channel: R, G, B for a photo, else plain numbers."""
    if count == len(CHANNELS):
        return list(CHANNELS.items())
    return [(f"{n}", SOFT) for n in range(1, count + 1)]


def in_a_row(filters: np.ndarray, scale: Scale, pixel: int, gap: int) -> np.ndarray:
    """Filters (height, width, channels, n) as tiles (n, rows, columns, 3): each one's kernels side by side."""
    height, width, channels, count = filters.shape
    across = pixel * width
    tiles = np.empty((count, height * pixel, channels * (across + gap) - gap, 3))
    tiles[:] = GROUND
    for channel in range(channels):
        colors = scale.rgb(np.moveaxis(filters[:, :, channel], -1, 0))
        left = channel * (across + gap)
        tiles[:, :, left : left + across] = colors.repeat(pixel, axis=1).repeat(pixel, axis=2)
    return tiles


def frame_kernels(canvas, box, channels: int, across: int, gap: int) -> None:
    """Frame the kernels of one filter in the colours of their channels; `across` and `gap` as in its tile."""
    unit = box.width / (channels * (across + gap) - gap)
    for n, (_, color) in enumerate(channel_marks(channels)):
        canvas.rectangle(box.x + n * (across + gap) * unit, box.y, across * unit, box.height, stroke=color,
                         thickness=0.9)
