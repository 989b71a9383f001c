"""Small pieces of photos, all that a number sees: those with the largest numbers, and others drawn at random."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from diagrams.draw.canvas import MARGIN, Canvas, fitted
from diagrams.draw.palette import SOFT
from diagrams.draw.sheet import reduced, sheet
from diagrams.facts import Fact, decimal, value
from diagrams.labels import label_name
from diagrams.language import Say
from diagrams.traced import TracedLayer, TracedPhoto
from diagrams.windows import seen_in_photo

SHOWN, SEED = 12, 0
ROW, FOOT = 6, 36  # patches in a row, pixels below each for its number and label
WIDEST = 52  # pixels of a patch on the figure


@dataclass(frozen=True)
class Patch:
    """A piece of a photo (rows, columns, 3), the number that a filter makes of it, and which photo it is from."""

    pixels: np.ndarray
    value: float
    photo: int


Place = tuple[int, int, int]  # of a number: photo, row and column


class Views:
    """What each number of a map sees: `layers` lead from the photo to the map, of these rows and columns."""

    def __init__(self, layers: Sequence[TracedLayer], sizes: tuple[int, int]) -> None:
        self.spans = [[seen_in_photo(layers, ((at, at + 1), (at, at + 1)))[way] for at in range(size)]
                      for way, size in enumerate(sizes)]

    def of(self, place: Place) -> tuple[slice, slice]:
        """The pixels that a number depends on."""
        rows, columns = (slice(*spans[at]) for spans, at in zip(self.spans, place[1:], strict=True))
        return rows, columns

    def widest(self) -> list[np.ndarray]:
        """Which rows and which columns of the map see as much as any: nothing of what they see is cut off."""
        sizes = [np.ptp(spans, axis=1) for spans in self.spans]
        return [each == each.max() for each in sizes]

    def overlap(self, one: Place, other: Place) -> bool:
        """Whether two numbers see a pixel in common."""
        return one[0] == other[0] and all(max(a.start, b.start) < min(a.stop, b.stop)
                                          for a, b in zip(self.of(one), self.of(other), strict=True))


def chosen_patches(layers: Sequence[TracedLayer], photos: Sequence[TracedPhoto],
                   values: np.ndarray) -> tuple[list[Patch], list[Patch]]:
    """The patches with the largest values (photos, rows, columns), no two overlapping; as many at random places."""
    views = Views(layers, values.shape[1:])
    taken: list[Place] = []
    rows, columns = views.widest()
    places = [place for place in np.ndindex(values.shape) if rows[place[1]] and columns[place[2]]]
    for place in sorted(places, key=lambda place: -values[place]):
        if len(taken) < SHOWN and not any(views.overlap(place, other) for other in taken):
            taken.append(place)
    drawn = np.random.default_rng(SEED).choice(len(places), len(taken), replace=False)
    strong, rest = ([Patch(photos[place[0]].pixels[views.of(place)], float(values[place]), place[0]) for place in some]
                    for some in (taken, [places[n] for n in drawn]))
    return strong, rest


def ranges(strong: list[Patch], drawn: list[Patch]) -> dict[str, Fact]:
    """Between what and what the values of the patches lie."""
    return {f"{name}_{end}": value(pick(patch.value for patch in some))
            for name, some in (("strong", strong), ("drawn", drawn)) for end, pick in (("low", min), ("high", max))}


def draw_patches(canvas: Canvas, say: Say, y: float, patches: list[Patch], labels: list[str],
                 decimals: int = 2) -> float:
    """The patches row by row, as their photos' `labels` say; returns where they end."""
    pitch = (canvas.width - 2 * MARGIN) / ROW
    for first in range(0, len(patches), ROW):
        row = patches[first : first + ROW]
        tiles = np.stack([reduced(patch.pixels, 2 * WIDEST) for patch in row])
        boxes = sheet(canvas, MARGIN, y, pitch * len(row), tiles, len(row), gap=pitch - WIDEST)
        for patch, box in zip(row, boxes, strict=True):
            middle, end = box.x + box.width / 2, box.y + box.height
            canvas.text(middle, end + 16, decimal(patch.value, decimals), size=12, anchor="middle")
            name = say.fact(label_name(labels[patch.photo]))
            canvas.text(middle, end + 29, fitted(name, 10, pitch - 2), size=10, color=SOFT, anchor="middle")
        y = boxes[-1].y + boxes[-1].height + FOOT
    return y


def table_of_patches(say: Say, strong: list[Patch], drawn: list[Patch], labels: list[str]) -> list[tuple[str, ...]]:
    """All patches with what their photos show and their values; a header row first."""
    head = say(ja="選び方", en="chosen"), say(ja="写真", en="photo"), say(ja="値", en="value")
    return [head, *((how, say.fact(label_name(labels[patch.photo])), decimal(patch.value))
                    for how, some in ((say(ja="大きい順", en="largest"), strong), (say(ja="乱数", en="random"), drawn))
                    for patch in some)]
