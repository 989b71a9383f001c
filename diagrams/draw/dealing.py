"""Photos and variations of them as small pictures, dealt to the parts that a network is trained and tested on."""

import numpy as np

from diagrams.draw.canvas import MARGIN, Canvas
from diagrams.draw.palette import ACCENT, LINE, SOFT
from diagrams.draw.sheet import reduced
from diagrams.facts import Fact, count
from diagrams.language import Say

GAP = 2  # between two pictures

Part = tuple[float, np.ndarray, float]  # where it begins, the photos in it, the width of a photo


def picture(canvas: Canvas, x: float, y: float, side: float, rgb: np.ndarray) -> None:
    """One small photo (rows, columns, 3)."""
    canvas.pixels(x, y, side, side, reduced(rgb, 2 * side))
    canvas.rectangle(x, y, side, side, stroke=LINE, thickness=0.6)


def draw_held_back(canvas: Canvas, y: float, copies: np.ndarray, held: np.ndarray) -> float:
    """Variations (photos, copies, size, size, 3), a column for each photo; those held back, booleans, in a frame.

    A bar below marks the photos that have variations on either side. Returns where they end.
    """
    photos, many = held.shape
    step = (canvas.width - 2 * MARGIN) / photos
    side = min(step - 4, 34)
    for photo, copy in np.ndindex(photos, many):
        x, top = MARGIN + photo * step + (step - side) / 2, y + copy * (side + 4)
        picture(canvas, x, top, side, copies[photo, copy])
        if held[photo, copy]:
            canvas.window(x, top, side, side)
    end = y + many * (side + 4)
    for photo in np.flatnonzero(mixed(held)):
        canvas.rectangle(MARGIN + photo * step + (step - side) / 2, end + 2, side, 5, fill=ACCENT)
    return end + 10


def mixed(held: np.ndarray) -> np.ndarray:
    """Which photos have variations on both sides: (photos,) booleans."""
    return np.any(held, axis=1) & ~np.all(held, axis=1)


def with_sibling(held: np.ndarray) -> int:
    """How many of the variations held back have another one of the same photo in training."""
    return int(held[mixed(held)].sum())


def told_of_siblings(probe: dict[str, np.ndarray]) -> dict[str, Fact]:
    """How many pictures are held back, and how many of them have a sibling in training."""
    return {"held": count(probe["augment_first"].sum()), "caught": count(with_sibling(probe["augment_first"]))}


def draw_parts(canvas: Canvas, y: float, photos: np.ndarray, part: np.ndarray, parts: int) -> tuple[float, list[Part]]:
    """A row of photos, and below it the same ones by part, joined by lines.

    Returns where the lower row ends, and for each part (left, the photos in it, the width of a photo).
    """
    room, slots = canvas.width - 2 * MARGIN, [max((part == n).sum(), 1) for n in range(parts)]
    step = min((room - 22 * (parts - 1)) / sum(slots), 40)
    upper, side, lower = (room - step * len(photos)) / 2 + MARGIN, step - GAP, y + step + 44
    lefts: list[Part] = []
    left: float = MARGIN
    for n in range(parts):
        members = np.flatnonzero(part == n)
        lefts.append((left, members, step))
        for place, photo in enumerate(members):
            x, above = left + place * step, upper + photo * step
            picture(canvas, above, y, side, photos[photo])
            picture(canvas, x, lower, side, photos[photo])
            canvas.line([above + side / 2, x + side / 2], [y + side + 2, lower - 2], color=SOFT, thickness=0.9)
        left += slots[n] * step + 22
    return lower + side, lefts


def draw_columns(canvas: Canvas, x: float, y: float, step: float, members: np.ndarray, copies: np.ndarray,
                 original: np.ndarray) -> float:
    """The variations of each photo in a column below it; returns where the longest one ends."""
    end = y
    for place, photo in enumerate(members):
        for n, rgb in enumerate(copies[original == photo]):
            picture(canvas, x + place * step, y + n * step, step - GAP, rgb)
            end = max(end, y + (n + 1) * step)
    return end


def held_back_key(canvas: Canvas, say: Say, y: float) -> float:
    """What the frame and the bar mean; returns where it ends."""
    canvas.window(MARGIN + 2, y + 2, 12, 12)
    canvas.text(MARGIN + 24, y + 12, say(ja="取り分けた写真", en="held back to measure on"), size=11, color=SOFT)
    canvas.rectangle(MARGIN, y + 24, 16, 5, fill=ACCENT)
    canvas.text(MARGIN + 24, y + 31, say(ja="訓練にも測定にも同じ写真から作ったものがある",
                                         en="variations of this photo are on both sides"), size=11, color=SOFT)
    return y + 38
