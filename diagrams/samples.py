"""The sample photos: the only photos ever shown, read exactly as photos were read for training."""

import csv
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from diagrams import script

FOLDER = script.FOLDER.parent / "samples"
PREPARATION = script.FOLDER / "augment_images.py"
FREE_LICENCES = ("CC0-1.0", "Public domain")


@dataclass(frozen=True)
class Sample:
    """One photo with its credits; `label` is the class it shows, or "" when nobody said."""

    path: Path
    label: str
    licence: str
    author: str

    @property
    def is_free(self) -> bool:
        """Whether the licence sets no condition."""
        return self.licence in FREE_LICENCES


def credited_samples() -> list[Sample]:
    """All sample photos, in the order of their credits."""
    with open(FOLDER / "CREDITS.tsv", encoding="utf-8", newline="") as file:
        return [Sample(FOLDER / row["file"], row["class"], row["licence"], row["author"])
                for row in csv.DictReader(file, delimiter="\t")]


def own_sample(path: Path) -> Sample:
    """A photo of the reader's own."""
    return Sample(path, "", "own photo", "")


def load_photo(path: Path, size: int) -> np.ndarray:
    """Return the middle square of a photo as (size, size, 3) float32 in [0, 1).

    Raises ValueError with one line that names the photo and the reason when it cannot be read.
    """
    preparation = script.load(PREPARATION)
    return np.asarray(preparation.fit(preparation.open_photo(path), size), dtype=np.float32) / 256
