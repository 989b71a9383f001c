"""The whole network on one sheet: a row for each step, its maps beside one another, all at one scale."""

import numpy as np

from diagrams.draw.canvas import MARGIN, WIDTH, Canvas, fitted, text_width
from diagrams.draw.journey import sizes_in_words
from diagrams.draw.kernels import channel_marks
from diagrams.draw.palette import ACCENT, INK, LINE, SOFT
from diagrams.draw.scale import Scale, grey
from diagrams.draw.sheet import SHARP, reduced
from diagrams.facts import share
from diagrams.language import Say

LEFT, RIGHT = MARGIN, WIDTH - MARGIN
NAME, VALUES = 88, 44  # how wide the names are, and the numbers of values
PICTURE, ROOM = LEFT + NAME, RIGHT - LEFT - NAME - VALUES
HIGH, LOW, GAP, APART = 43, 25, 13, 3  # of the photo, least of a row, between rows, between maps
LINES, DOT, BAR = 24, 9, 17  # most height of values without places, most width of one, height of an answer
MORE = 25  # what "+28" takes


def fold(values: np.ndarray, room: float, high: float, most: float) -> tuple[np.ndarray, float]:
    """Values (n,) written line by line into a field at most `room` x `high` pixels: (lines, columns), pixels of each.

    What the last line lacks is zero.
    """
    size = min(most, (room * high / len(values)) ** 0.5)
    across = min(max(int(room / size), 1), len(values))
    across = next((n for n in range(across, across // 2, -1) if len(values) % n == 0), across)
    return np.pad(values, (0, -len(values) % across)).reshape(-1, across), size


class Pipeline:
    """Rows one below the other, each begun by an arrow from the one above; `y` is where the last one ends.

    `leaves_out` says that some row has more maps than fit.
    """

    def __init__(self, canvas: Canvas, say: Say, y: float, scale: Scale, largest: int) -> None:
        """`largest` is the longer side of the photo, in pixels of its own."""
        self.canvas, self.say, self.y, self.scale, self.unit = canvas, say, y, scale, HIGH / largest
        self.above: float | None = None
        self.leaves_out = False

    def row(self, name: str, sizes: tuple[int, ...], high: float) -> float:
        """The name of a step, the shape and number of its values, and the arrow; returns where its picture begins."""
        tall = max(high, LOW)
        top, (size, values) = self.y + GAP + (tall - high) / 2, sizes_in_words(sizes)
        middle = top + high / 2
        if self.above:
            self.canvas.arrow((PICTURE + 5, self.above + 2), (PICTURE + 5, top - 1.5), thickness=1.2)
        has_places = len(sizes) > 1
        self.canvas.text(LEFT, middle + (-2 if has_places else 4), fitted(name, 11.5, NAME - 6), size=11.5)
        if has_places:
            self.canvas.text(LEFT, middle + 11, size, size=10, color=SOFT)
        self.canvas.text(RIGHT, middle + 4, values, size=11, anchor="end")
        self.y, self.above = self.y + GAP + tall, top + high
        return top

    def pictures(self, name: str, sizes: tuple[int, ...], images: list[np.ndarray]) -> list[float]:
        """Pictures (rows, columns, 3) of these sizes, or coarser, as many as fit, the first in a strong frame; returns
        the middle of each."""
        wide, high = sizes[1] * self.unit, sizes[0] * self.unit
        y, step = self.row(name, sizes, high), wide + APART
        fits = int((ROOM + APART) // step)
        if fits < len(images):
            fits, self.leaves_out = max(1, int((ROOM - MORE) // step)), True
            self.canvas.text(PICTURE + fits * step + 1, y + high / 2, f"+{len(images) - fits}", size=10, color=SOFT,
                             middle=True)
        for n, image in enumerate(images[:fits]):
            self.canvas.pixels(PICTURE + n * step, y, wide, high, image)
            self.canvas.rectangle(PICTURE + n * step, y, wide, high, stroke=LINE if n else INK,
                                  thickness=0.6 if n else 1.6)
        return [PICTURE + n * step + wide / 2 for n in range(min(fits, len(images)))]

    def photo(self, name: str, pixels: np.ndarray) -> None:
        """The photo (rows, columns, 3), and each of its channels in grey."""
        planes = [grey(self.small(pixels[..., n])) for n in range(3)]
        _, *middles = self.pictures(name, pixels.shape, [pixels, *planes])
        for x, (letter, color) in zip(middles, channel_marks(3), strict=True):
            self.canvas.text(x, self.y + 12, letter, size=10, color=color, anchor="middle")
        self.y += 4

    def maps(self, name: str, maps: np.ndarray, followed: int) -> None:
        """Maps (rows, columns, channels), the followed one first."""
        order = [followed, *(n for n in range(maps.shape[-1]) if n != followed)]
        self.pictures(name, maps.shape, [self.scale.rgb(self.small(maps[..., n])) for n in order])

    def small(self, values: np.ndarray) -> np.ndarray:
        """A map (rows, columns), as coarse as it may be."""
        return reduced(values, SHARP * self.unit * values.shape[1])

    def values(self, name: str, values: np.ndarray) -> None:
        """Values without places, as small squares, line by line."""
        folded, size = fold(values, ROOM, LINES, DOT)
        wide, high = folded.shape[1] * size, folded.shape[0] * size
        y = self.row(name, values.shape, high)
        self.canvas.pixels(PICTURE, y, wide, high, self.scale.rgb(folded))
        self.canvas.rectangle(PICTURE, y, wide, high, stroke=LINE, thickness=0.8)

    def unchanged(self, name: str) -> None:
        """A step that hands on what it gets, in a single line."""
        told = self.say(ja="どの数もそのまま渡します", en="hands on every number as it is")
        self.y += GAP + 7
        self.canvas.text(LEFT, self.y, fitted(name, 11.5, NAME - 6), size=11.5, color=SOFT)
        self.canvas.text(PICTURE + 14, self.y, told, size=10, color=SOFT)

    def answers(self, name: str, names: list[str], parts: np.ndarray) -> None:
        """The probability of each label (labels,) as a bar; the largest in the accent colour."""
        y = self.row(name, parts.shape, len(names) * BAR)
        side = min(max(text_width(each, 11) for each in names), 74) + 8
        left, room = PICTURE + side, ROOM - side - 36
        for n, (each, part) in enumerate(zip(names, parts, strict=True)):
            middle, is_first = y + (n + 0.5) * BAR, n == parts.argmax()
            self.canvas.text(PICTURE, middle, fitted(each, 11, side - 6), size=11, middle=True)
            self.canvas.rectangle(left, middle - 4, max(room * part, 0.8), 8, fill=ACCENT if is_first else SOFT)
            self.canvas.text(left + room * part + 5, middle, self.say.fact(share(part)), size=11, middle=True,
                             color=INK if is_first else SOFT)
