"""What sayings about a network are measured by: views, sums, accuracies, answers; all numbers without words."""

from collections.abc import Sequence
from itertools import product
from typing import Any

import numpy as np

from diagrams.draw.leak import Order
from diagrams.draw.loads import Load
from diagrams.traced import TracedLayer, TracedPhoto
from diagrams.windows import gather, has_windows, seen_in_photo

LEVELS = 256  # of brightness in an image file


def sureness(empty: dict[str, np.ndarray]) -> float:
    """The mean probability of the first answer to noise."""
    return float(empty["noise"].max(axis=1).mean(dtype=float))


def view_of(layers: Sequence[TracedLayer], photo: TracedPhoto) -> tuple[tuple[int, int], float | None]:
    """What a number in the middle of the last maps sees of the photo: rows and columns, and its share of the area."""
    maps = [layer for layer in layers if layer.output.ndim == 3]
    if not any(map(has_windows, maps)):
        return (0, 0), None
    rows, columns = ((size // 2, size // 2 + 1) for size in maps[-1].output.shape[:2])
    (top, bottom), (left, right) = seen_in_photo(maps, (rows, columns))
    sizes = bottom - top, right - left
    return sizes, float(np.prod(sizes) / np.prod(photo.pixels.shape[:2]))


def loads_of(layers: Sequence[TracedLayer]) -> list[Load]:
    return [Load.of(layer) for layer in layers if layer.kernel.size]


def convolution_of(layers: Sequence[TracedLayer]) -> TracedLayer | None:
    """The first convolution; None where there is none."""
    return next((layer for layer in layers if layer.kind == "Conv2D"), None)


def sums_of(conv: TracedLayer, kernel: np.ndarray) -> np.ndarray:
    """What a convolution would give with this kernel: (rows, columns, filters)."""
    held = gather(conv, border=0.0).astype(float)
    sums = held.reshape(*held.shape[:2], -1) @ np.moveaxis(kernel, 2, 0).reshape(-1, kernel.shape[-1])
    return sums if conv.bias is None else sums + conv.bias


def flip_of(layers: Sequence[TracedLayer]) -> float | None:
    """The share of the first convolution's numbers that a flipped kernel gives as well; None where none can differ."""
    conv = convolution_of(layers)
    if conv is None or np.prod(conv.kernel.shape[:2]) == 1:
        return None
    return float(np.isclose(sums_of(conv, conv.kernel[::-1, ::-1]), conv.output, rtol=1e-3, atol=1e-5).mean())


def rights_of(card: dict[str, Any]) -> tuple[float, float, float, float]:
    """Balanced accuracies on test photos: whole, without their middle, without colour; and pure chance."""
    found = card["accuracy on what is left of the test photos"]
    return (*(found[name]["balanced"] for name in ("whole photo", "border only", "no colour")),
            1 / len(card["answers on test photos"]))


def honest_of(leak: dict[str, Any], order: str) -> tuple[float, float, float]:
    """What one would report and what is true, means over the seeds, for one order of the steps; and pure chance."""
    found = Order.of(leak, order)
    return (float(found.reported.mean()), float(found.honest.mean()),
            1 / len(leak["runs"][0]["new photos"]["per label"]))


def pairs_of(*experiments: dict[str, Any]) -> list[tuple[float, float]]:
    """Balanced accuracies of every training with the script's dropout beside every one without, by experiment."""
    return [pair for runs in experiments for pair in product(*(
        [run["new photos"]["balanced"] for run in runs["runs"] if run["variation"] == name]
        for name in ("as published", "none")))]


def same_level(found: np.ndarray, photo: TracedPhoto) -> np.ndarray:
    """Which numbers of a photo are the same in an image file: booleans."""
    return np.rint(found * LEVELS) == np.rint(photo.pixels * LEVELS)


def first_answers(cut: dict[str, np.ndarray]) -> dict[str, np.ndarray]:
    """The probability of the first answer to each sample photo, for right answers and wrong ones."""
    whole, truth = cut["answers"][0], cut["truth"]
    right = whole.argmax(axis=1) == truth
    return {"right": whole.max(axis=1)[right], "wrong": whole.max(axis=1)[~right & (truth >= 0)]}


def kept_of(probe: dict[str, np.ndarray]) -> list[int]:
    """How many sample photos keep their first answer, in each of the ways."""
    first = probe["answers"].argmax(axis=-1)
    return (first == first[0]).sum(axis=1).tolist()


def lead_left(part: float, whole: float, chance: float) -> float | None:
    """What a share of right answers keeps of the lead that the whole has over pure chance; None without a lead."""
    return (part - chance) / (whole - chance) if whole > chance else None
