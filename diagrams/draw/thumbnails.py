"""What each line of the script makes of the photo, in small pictures with little in them: for the site's home page."""

import numpy as np

from diagrams.draw.canvas import MARGIN, WIDTH, Canvas, fitted
from diagrams.draw.palette import DARK, LINE, MAT
from diagrams.draw.pipeline import fold
from diagrams.draw.scale import Scale
from diagrams.draw.sheet import reduced

MOST = 100  # pixels of a picture, each way
TALL, WIDE, DOT = 72, 18, 12  # of values without places, as pixels of a figure, and of one of them
BAR, LONGEST = 3, 20  # rows of pixels for an answer, columns for a probability of one
SIDE, ROW = 26, 32  # of a picture in the figure, height of a row


def of_maps(maps: np.ndarray, followed: int, scale: Scale, largest: int) -> np.ndarray:
    """The followed of some maps (rows, columns, maps) in colours; `largest` is the photo's longer side in pixels."""
    return scale.rgb(smaller(maps[..., followed], largest))


def smaller(values: np.ndarray, largest: int) -> np.ndarray:
    """A map or photo (rows, columns, ...), averaged as much as a photo of `largest` pixels needs it."""
    return reduced(values, values.shape[1] / max(1, round(largest / MOST)))


def of_values(values: np.ndarray, scale: Scale) -> np.ndarray:
    """Values without places (n,) as a tall block in colours; where there are very many, only some of them."""
    folded, _ = fold(values, WIDE, TALL, DOT)
    step = max(1, round(len(folded) / MOST))
    return scale.rgb(folded[::step, ::step])


def of_answers(parts: np.ndarray) -> np.ndarray:
    """Probabilities (labels,) as bars of dark pixels, one below the other: (rows, columns, 3)."""
    filled = np.arange(LONGEST) < np.maximum(np.rint(parts * LONGEST), 1)[:, None]
    lines = np.zeros((len(parts), BAR, LONGEST), bool)
    lines[:, :-1] = filled[:, None]
    colors = [tuple(int(color[n : n + 2], 16) / 255 for n in (1, 3, 5)) for color in (MAT, DARK)]
    return np.array(colors)[lines.reshape(-1, LONGEST).astype(int)]


def draw_lines(canvas: Canvas, y: float, lines: list[tuple[str, np.ndarray]]) -> float:
    """Lines of a script, each with its picture (rows, columns, 3), one below the other; returns where they end."""
    for source, image in lines:
        unit = SIDE / max(image.shape[:2])
        wide, high = image.shape[1] * unit, image.shape[0] * unit
        left, top = MARGIN + (SIDE - wide) / 2, y + (SIDE - high) / 2
        canvas.pixels(left, top, wide, high, image)
        canvas.rectangle(left, top, wide, high, stroke=LINE, thickness=0.6)
        canvas.text(MARGIN + SIDE + 12, y + SIDE / 2, fitted(source, 11, WIDTH - 2 * MARGIN - SIDE - 12), size=11,
                    middle=True)
        y += ROW
    return y
