"""How good a network is on photos it was not trained on, and what it looks at."""

from pathlib import Path
from typing import Any

import keras
import numpy as np

from diagrams import network

BATCH = 64
TENTHS = 10
BRIGHTNESS = np.array([0.299, 0.587, 0.114], np.float32)  # of red, green, blue: ITU-R BT.601


def test_photos(data: Path, labels: list[str]) -> tuple[np.ndarray, np.ndarray]:
    """(photos float32 (n, size, size, 3) in [0, 1), answers (n,) as places in `labels`) from an .npz."""
    with np.load(data, allow_pickle=False) as arrays:
        place = np.array([labels.index(str(name)) for name in arrays["labels"]])
        return arrays["x_test"].astype(np.float32) / 256, place[arrays["y_test"]]


def answers(model: keras.Model, photos: np.ndarray) -> np.ndarray:
    """The place of the label that the model finds most likely for each photo: (n,)."""
    return model.predict(photos, batch_size=BATCH, verbose=0).argmax(axis=1)


def confusion(found: np.ndarray, truth: np.ndarray, labels: list[str]) -> dict[str, dict[str, int]]:
    """How many photos of each label got which answer: {truth: {answer: photos}}."""
    return {label: {answer: int(((truth == i) & (found == j)).sum()) for j, answer in enumerate(labels)}
            for i, label in enumerate(labels)}


def accuracy(found: np.ndarray, truth: np.ndarray, labels: list[str]) -> dict[str, Any]:
    """Share of right answers per label that has photos, their mean, and the share over all photos."""
    per_label = {label: round(float((found[truth == i] == i).mean()), 4)
                 for i, label in enumerate(labels) if (truth == i).any()}
    return {"balanced": round(float(np.mean(list(per_label.values()))), 4),
            "all photos": round(float((found == truth).mean()), 4), "per label": per_label}


def by_probability(model: keras.Model, photos: np.ndarray, truth: np.ndarray) -> list[dict[str, Any]]:
    """The photos in groups by the probability of their first answer, a tenth wide; groups without photos left out.

    Each: {"mean probability": 0 to 1, "photos": how many, "right": how many of these}.
    """
    parts = model.predict(photos, batch_size=BATCH, verbose=0)
    said, right = parts.max(axis=1), parts.argmax(axis=1) == truth
    group = np.minimum((said * TENTHS).astype(int), TENTHS - 1)
    return [{"mean probability": round(float(said[group == n].mean()), 4), "photos": int((group == n).sum()),
             "right": int(right[group == n].sum())} for n in range(TENTHS) if (group == n).any()]


def silent_channels(model: keras.Sequential, photos: np.ndarray) -> dict[str, list[int]]:
    """For each ReLU: [channels that are zero on every photo, channels]."""
    highest: dict[str, np.ndarray] = {}
    for start in range(0, len(photos), BATCH):
        flow, seen = photos[start : start + BATCH], 0
        for layer in model.layers:
            flow = np.asarray(layer(flow))
            if network.kind_of(layer) == "ReLU":
                seen += 1
                top = flow.max(axis=tuple(range(flow.ndim - 1)))
                highest[f"ReLU {seen}"] = np.maximum(highest.get(f"ReLU {seen}", 0), top)
    return {name: [int((top == 0).sum()), len(top)] for name, top in highest.items()}


def middle(size: int) -> np.ndarray:
    """A mask (size, size, 1): True in the centred square that has half of a photo's area."""
    edge = round(size * (1 - 0.5**0.5) / 2)
    mask = np.zeros((size, size, 1), bool)
    mask[edge : size - edge, edge : size - edge] = True
    return mask


def mean_colour(photos: np.ndarray, mask: np.ndarray) -> np.ndarray:
    """The mean colour of each photo where the mask is True: (n, 1, 1, 3)."""
    return photos.mean(axis=(1, 2), keepdims=True, where=mask)


def covered(photos: np.ndarray) -> dict[str, np.ndarray]:
    """The photos (n, size, size, 3) with something taken away, by the name of what is left.

    An animal mostly stands in the middle: whoever still knows it from the border knows its surroundings.
    """
    inner = middle(photos.shape[1])
    ground = mean_colour(photos, ~inner)
    return {
        "whole photo": photos,
        "border only": np.where(inner, ground, photos),
        "middle only": np.where(inner, photos, mean_colour(photos, inner)),
        "no colour": np.broadcast_to(photos @ BRIGHTNESS[:, None], photos.shape),
        "colour of the border only": np.broadcast_to(ground, photos.shape),
    }


def what_is_needed(model: keras.Model, photos: np.ndarray, truth: np.ndarray,
                   labels: list[str]) -> dict[str, dict[str, Any]]:
    """The accuracy on what `covered` leaves of the photos."""
    return {name: accuracy(answers(model, left), truth, labels) for name, left in covered(photos).items()}
