"""The kernels of a filter, one for each channel it reads: R, G and B of a photo."""

import numpy as np

from diagrams.draw.canvas import MARGIN, Canvas
from diagrams.draw.palette import CHANNELS, SOFT
from diagrams.draw.scale import Scale
from diagrams.draw.sheet import GROUND, Box, sheet
from diagrams.facts import share
from diagrams.language import Say

WIDEST = 60  # pixels for a filter's kernels in a row


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


def frame_kernels(canvas: Canvas, box: Box, channels: int, across: int, gap: int) -> None:
    """Frame the kernels of one filter in the colours of their channels; `across` and `gap` as in its tile."""
    unit = box.width / (channels * (across + gap) - gap)
    for n, (_, color) in enumerate(channel_marks(channels)):
        canvas.rectangle(box.x + n * (across + gap) * unit, box.y, across * unit, box.height, stroke=color,
                         thickness=0.9)


def sheet_of_filters(canvas: Canvas, y: float, filters: np.ndarray, scale: Scale) -> list[Box]:
    """Filters (height, width, channels, n), four in a row, their kernels framed; returns where each one lies."""
    channels, pixel = filters.shape[2], max(1, round(24 / filters.shape[1]))
    tiles = in_a_row(filters, scale, pixel, 2)
    boxes = sheet(canvas, MARGIN, y, canvas.width - 2 * MARGIN, tiles, 4, gap=7)
    for box in boxes:
        frame_kernels(canvas, box, channels, pixel * filters.shape[1], 2)
    return boxes


def channel_key(canvas: Canvas, x: float, y: float, channels: int) -> None:
    """Which frame colour is which channel, 12 px high."""
    for letter, color in channel_marks(channels)[:3]:
        canvas.rectangle(x, y, 12, 12, stroke=color, thickness=1.4)
        canvas.text(x + 17, y + 10.5, letter, size=12, color=color)
        x += 38


def moves(before: np.ndarray, after: np.ndarray) -> np.ndarray:
    """How far training moved each filter, as a part of its size at the start: (filters,)."""
    moved, size = (np.sqrt((filters**2).sum(axis=(0, 1, 2))) for filters in (after - before, before))
    return moved / np.maximum(size, 1e-12)


def pairs(canvas: Canvas, say: Say, x: float, y: float, before: np.ndarray, after: np.ndarray, scale: Scale,
          followed: int) -> None:
    """A column of filters (height, width, inputs, n): before, after, and how far each moved; 25 px for each."""
    channels, pixel = before.shape[2], max(1, 18 // before.shape[1])
    across = pixel * before.shape[1]
    wide = min(channels * (across + 2), WIDEST)
    for left, name, kernels in ((x, say(ja="最初", en="start"), before),
                                (x + wide + 11, say(ja="いま", en="now"), after)):
        canvas.text(left + wide / 2, y - 5, name, size=10, color=SOFT, anchor="middle")
        for row, tile in enumerate(in_a_row(kernels, scale, pixel, 2)):
            [box] = sheet(canvas, left, y + row * 25, wide, tile[None], 1, gap=1)
            frame_kernels(canvas, box, channels, across, 2)
    canvas.text(x + 166, y - 5, say(ja="移動", en="moved"), size=10, color=SOFT, anchor="end")
    for row, part in enumerate(moves(before, after)):
        middle = y + row * 25 + 10
        canvas.arrow((x + wide, middle), (x + wide + 10, middle))
        canvas.text(x + 166, middle, say.fact(share(part)), size=11, anchor="end", middle=True)
        if row == followed:
            canvas.window(x - 2, middle - 12, 2 * wide + 15, 24)
