"""A filter as it grows: its kernels from epoch to epoch, like the pictures of a film."""

import numpy as np

from diagrams.draw.canvas import Canvas
from diagrams.draw.kernels import channel_marks, in_a_row
from diagrams.draw.scale import Scale
from diagrams.draw.sheet import GROUND

FRAME, GAP = 18, 3  # pixels of a frame, at most, and between two


def unit_of(width: int) -> int:
    """Pixels for each number of a kernel."""
    return max(1, FRAME // width)


def places(frames: np.ndarray) -> np.ndarray:
    """Where the middle of each frame is, in pixels from the left: frames (n, height, width, channels) -> (n,)."""
    wide = unit_of(frames.shape[2]) * frames.shape[2]
    return np.arange(len(frames)) * (wide + GAP) + wide / 2


def draw_film(canvas: Canvas, x: float, y: float, frames: np.ndarray, scale: Scale) -> float:
    """Frames (n, height, width, channels) side by side, a row for each channel with its letter; returns their end."""
    tiles = in_a_row(np.moveaxis(frames, 0, 2), scale, unit_of(frames.shape[2]), GAP)
    channels, tall, wide = tiles.shape[:3]
    image = np.empty((channels * (tall + GAP) - GAP, wide, 3))
    image[:] = GROUND
    for channel, (letter, color) in enumerate(channel_marks(channels)):
        top = channel * (tall + GAP)
        image[top : top + tall] = tiles[channel]
        canvas.text(x - 12, y + top + tall / 2, letter, size=11, color=color, anchor="middle", middle=True)
    canvas.pixels(x, y, wide, len(image), image)
    return y + len(image)
