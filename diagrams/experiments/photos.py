"""Few and small photos for experiments, taken from the .npz that the script trains on."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np

from diagrams import release

CHUNK = 1024


@dataclass(frozen=True)
class Photos:
    """Photos to train on, x (n, size, size, 3) uint8, y (n,) places in `labels`, and photos to measure on.

    `original` (n,) tells which photo of its label each one is made from, `copy` (n,) which variation of it.
    """

    labels: tuple[str, ...]
    x: np.ndarray
    y: np.ndarray
    original: np.ndarray
    copy: np.ndarray
    x_validation: np.ndarray
    y_validation: np.ndarray

    def only(self, chosen: np.ndarray) -> "Photos":
        """The same with a part of the training photos: a mask or indices."""
        return replace(self, x=self.x[chosen], y=self.y[chosen], original=self.original[chosen],
                       copy=self.copy[chosen])

    def repeated(self, n: int) -> "Photos":
        """n training photos, over and over the same if need be."""
        return self.only(np.arange(n) * len(self.x) // n)


Change = Callable[[Photos, int], Photos]


def smaller(photos: np.ndarray, size: int) -> np.ndarray:
    """Photos (n, s, s, 3) uint8 scaled down to (n, size, size, 3) by averaging whole blocks of pixels."""
    block = photos.shape[1] // size
    if block < 2:
        return photos
    result = np.empty((len(photos), size, size, 3), np.uint8)
    for start in range(0, len(photos), CHUNK):
        part = photos[start : start + CHUNK, : size * block, : size * block].astype(np.float32)
        result[start : start + CHUNK] = part.reshape(-1, size, block, size, block, 3).mean(axis=(2, 4)).round()
    return result


def originals_of(answers: np.ndarray, originals: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """(which photo of its label, which copy of it) for each training photo: they take turns within a label."""
    turn = np.zeros(len(answers), int)
    for label in np.unique(answers):
        turn[answers == label] = np.arange((answers == label).sum())
    return turn % originals[answers], turn // originals[answers]


def read(data: Path, size: int, originals: int, copies: int) -> Photos:
    """`originals` photos of each label, or as many as every label has, and `copies` variations of each.

    Raises ValueError when the file does not hold what `augment_images.py` writes, or too few variations.
    """
    with release.opened(data) as arrays:
        y = arrays["y_train"].astype(int)
        original, copy = originals_of(y, arrays["originals"])
        chosen = np.flatnonzero((original < min(originals, arrays["originals"].min())) & (copy < copies))
        photos = Photos(tuple(arrays["labels"].tolist()), smaller(arrays["x_train"][chosen], size), y[chosen],
                        original[chosen], copy[chosen], smaller(arrays["x_validation"], size),
                        arrays["y_validation"].astype(int))
    if len(np.unique(photos.copy)) < copies or len(set(np.bincount(photos.y))) > 1:
        raise ValueError(f"{data}: this experiment needs {copies} variations of each photo; "
                         f"docs/script/augment_images.py --copies {copies} makes them")
    return photos
