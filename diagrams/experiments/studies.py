"""The experiments: each a question, and trainings that differ in what it asks about."""

from collections.abc import Callable
from dataclasses import dataclass, replace

import keras
import numpy as np

from diagrams import network
from diagrams.experiments.photos import Change, Photos
from diagrams.experiments.training import Layers, Variation, fresh

HELD_BACK = 0.2
ALWAYS_THE_SAME = {"photos = np.array([vary(photo, random) for photo in photos])": "pass"}
NO_WARM_UP = {"warm_up = min(1000, steps // 10)": "warm_up = 0", "0.0, steps - warm_up": "learning_rate, steps"}


@dataclass(frozen=True)
class Study:
    """A question, its variations by name, and how small the trainings are.

    `size` in pixels, `originals` photos per label at most, `copies` variations of each, `epochs` over all of them.
    `keep`: "convolutions" keeps their weights at the end, "first kernels" those of the first one after each epoch;
    "losses" measures the training loss again after each epoch; "silent" counts silent channels before the first one.
    `lines`: instead of variations, every statement of the script is left out in turn.
    """

    question: str
    variations: dict[str, Variation]
    size: int = 33
    originals: int = 300
    copies: int = 3
    epochs: int = 4
    seeds: int = 3
    keep: str = ""
    lines: bool = False


def of_kind(kind: str, change: Callable[[keras.Layer], list[keras.Layer]]) -> Layers:
    """Change each layer of a kind into a list of layers, and keep the others."""
    def changed(layers: list[keras.Layer]) -> list[keras.Layer]:
        return [new for layer in layers
                for new in (change(layer) if network.kind_of(layer) == kind else [fresh(layer)])]
    return changed


def average_pooling(pool: keras.Layer) -> list[keras.Layer]:
    return [keras.layers.AveragePooling2D(pool.pool_size, pool.strides, pool.padding)]


def strides_for_pooling(layers: list[keras.Layer]) -> list[keras.Layer]:
    """Leave out each pooling; the convolution before it takes its steps instead."""
    made: list[keras.Layer] = []
    for layer in layers:
        if network.kind_of(layer) == "MaxPooling2D":
            last = max(i for i, new in enumerate(made) if isinstance(new, keras.layers.Conv2D))
            made[last] = fresh(made[last], strides=layer.strides)
        else:
            made.append(fresh(layer))
    return made


def initialised(initializer: str) -> Layers:
    """Start every kernel but that of the last layer from numbers drawn in another way."""
    def changed(layers: list[keras.Layer]) -> list[keras.Layer]:
        last = [layer for layer in layers if layer.weights][-1]
        return [fresh(layer, **({"kernel_initializer": initializer} if layer.weights and layer is not last else {}))
                for layer in layers]
    return changed


def dropout(rate: float) -> Variation:
    return Variation(layers=of_kind("Dropout", lambda layer: [fresh(layer, rate=rate)] if rate else []))


def first_originals(share: int) -> Change:
    """One in `share` of the photos, each as much more often as there are fewer of them."""
    def changed(photos: Photos, seed: int) -> Photos:
        most = photos.original.max() + 1
        return photos.only(photos.original < most // share).repeated(len(photos.x))
    return changed


def held_back(photos: Photos, chosen: np.ndarray) -> Photos:
    """Some of the training photos, a mask, made the ones to measure on."""
    return replace(photos.only(~chosen), x_validation=photos.x[chosen], y_validation=photos.y[chosen])


def augment_first(photos: Photos, seed: int) -> Photos:
    """A fifth of all variations to measure on, whatever photos they were made from."""
    return held_back(photos, np.random.default_rng(seed).random(len(photos.x)) < HELD_BACK)


def split_first(photos: Photos, seed: int) -> Photos:
    """All variations of a fifth of the photos to measure on."""
    picked = np.random.default_rng(seed).random((len(photos.labels), photos.original.max() + 1)) < HELD_BACK
    return held_back(photos, picked[photos.y, photos.original])


def few_copies(n: int) -> Change:
    """The first n variations of each photo, shown as often as all of them would be."""
    def changed(photos: Photos, seed: int) -> Photos:
        return photos.only(photos.copy < n).repeated(len(photos.x))
    return changed


LEAK = Study("What does it cost to augment before the split?",
             {way: Variation(edits=ALWAYS_THE_SAME, photos=photos)  # once and for all, as it was done in 2019
              for way, photos in (("split first", split_first), ("augment first", augment_first))},
             originals=100, copies=6, epochs=25)
RATES = {"none": dropout(0), "as published": Variation(), "half everywhere": dropout(0.5)}
DROPOUT = Study("How much dropout?", RATES, epochs=5)
FEW = Study("Does dropout help where photos are few?",
            {name: replace(variation, edits=ALWAYS_THE_SAME) for name, variation in RATES.items()},
            originals=100, copies=1, epochs=40)
POOLING = Study("Maximum, average, or a stride?",
                {"maximum": Variation(), "average": Variation(layers=of_kind("MaxPooling2D", average_pooling)),
                 "stride": Variation(layers=strides_for_pooling)}, epochs=5)
RELU = Study("What is the network worth without ReLU?",
             {"with": Variation(), "without": Variation(layers=of_kind("ReLU", lambda layer: []))}, epochs=8)
SILENT = Study("Why do channels fall silent?",
               {f"{name}{told}": Variation(edits=edits, layers=initialised(initializer))
                for told, edits in (("", {}), (", no warm-up", NO_WARM_UP))
                for name, initializer in (("Glorot", "glorot_uniform"), ("He", "he_normal"))}, keep="silent")
DATA = Study("Would more photos help?",
             {f"1/{share}": Variation(edits=ALWAYS_THE_SAME, photos=first_originals(share)) for share in (8, 4, 2)}
             | {"all": Variation(edits=ALWAYS_THE_SAME)}, originals=700, copies=1, epochs=7)
COPIES = Study("How many variations of a photo?",
               {str(n): Variation(photos=few_copies(n)) for n in (1, 2, 4, 8)}, originals=150, copies=8, epochs=3)
VARIATION = Study("Does it help to vary each photo anew?",
                  {"anew each time": Variation(), "always the same": Variation(edits=ALWAYS_THE_SAME)},
                  originals=150, copies=1, epochs=40)
SEEDS = Study("What is law, what is luck?", {"as published": Variation()},
              size=50, originals=500, copies=3, epochs=6, keep="convolutions")
FILTERS = Study("How do filters grow?", {"as published": Variation()}, keep="first kernels", epochs=12)
FIT = Study("What happens in an epoch?", {"as published": Variation()}, keep="losses", epochs=12)
LINES = Study("What happens without this line?", {}, size=20, originals=300, copies=1, epochs=10, lines=True)

STUDIES = {name.lower(): study for name, study in dict(globals()).items() if isinstance(study, Study)}
