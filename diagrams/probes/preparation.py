"""What the scripts make of photos before the network sees them: parts, variations, look-alikes, epochs.

Sample photos go through the very functions of `augment_images.py`; of its steps, `prepare` is the order.
"""

import inspect
import io
from collections.abc import Iterable
from types import ModuleType

import numpy as np
from PIL import Image, ImageOps

from diagrams import samples, script, subject
from diagrams.experiments import studies
from diagrams.experiments.photos import Photos
from diagrams.network import Network
from diagrams.probes.passes import NotInThisNetwork, Result

COPIES = 4  # of each training photo of the largest label
EPOCHS = 11  # shown; with the photo itself, three rows of four
STRIP = 32  # one part in so many is cut off a photo's left side
CUTS = 25  # percent of the width, at most


def preparation() -> ModuleType:
    """The script as a module."""
    return script.load(samples.PREPARATION)


def opened(known: list[samples.Sample], size: int) -> list[Image.Image]:
    """Photos as the script reads them."""
    prepare = preparation()
    return [prepare.smaller(prepare.open_photo(sample.path), size) for sample in known]


def free_samples() -> list[samples.Sample]:
    return [sample for sample in samples.credited_samples() if sample.is_free]


def as_pixels(images: Iterable[Image.Image]) -> np.ndarray:
    """Images as (n, size, size, 3) float32 in [0, 1), as the network gets photos."""
    return np.stack([np.asarray(image) for image in images]).astype(np.float32) / 256


def dealt(network: Network, photo: np.ndarray) -> Result:
    """The free sample photos, split and then augmented.

    `photos` (n, size, size, 3); `part` (n,) is the place of each one's part in the script's `parts`. `copies`
    (m, size, size, 3) are the variations to train on, and `original` (m,) tells which photo each is made from.
    `held_out` (2,) are the shares that the script holds out for validation and test.
    """
    prepare, random, size, known = preparation(), np.random.default_rng(0), network.image_size, free_samples()
    photos, labels = opened(known, size), [sample.label for sample in known]
    indices = prepare.split(prepare.groups_of_lookalikes(photos), labels, random)
    part = [next(n for n, name in enumerate(prepare.parts) if i in indices[name]) for i in range(len(photos))]
    original = prepare.originals_to_augment(indices["train"], labels, COPIES)
    copies = [prepare.augment(photos[i], random, size) for i in original]
    return Result(-1, {"photos": as_pixels(prepare.fit(each, size) for each in photos), "part": np.array(part),
                       "copies": as_pixels(copies), "original": np.array(original),
                       "held_out": np.array([prepare.held_out[name] for name in prepare.parts[1:]])})


def siblings(network: Network, photo: np.ndarray) -> Result:
    """Variations of the free sample photos, and which the experiment on leaks would hold back in either order.

    `copies` (photos, copies, size, size, 3), `augment_first` and `split_first` (photos, copies) booleans, and
    `share` (1,), the part that is to be held back.
    """
    prepare, random, size, many = preparation(), np.random.default_rng(0), network.image_size, studies.STUDIES["leak"]
    copies = [prepare.augment(each, random, size) for each in opened(free_samples(), size) for _ in range(many.copies)]
    pixels = as_pixels(copies).reshape(-1, many.copies, size, size, 3)
    original, copy = np.indices(pixels.shape[:2]).reshape(2, -1)
    number, label = np.arange(len(copies)), np.zeros(len(copies), int)
    given = Photos(("",), number, label, original, copy, number[:0], label[:0])
    ways = {way.__name__: np.isin(number, way(given, 0).x_validation).reshape(pixels.shape[:2])
            for way in (studies.augment_first, studies.split_first)}
    return Result(-1, {"copies": pixels, "share": np.array([studies.HELD_BACK]), **ways})


def lookalikes(network: Network, photo: np.ndarray) -> Result:
    """The hash that finds look-alikes: of a free sample photo, of three changed copies, and of the next sample.

    The copies: saved at half the size as a poor JPEG, without a strip at its left, mirrored; then, of the others,
    the free one that differs least. `pictures` (5, size, size, 3), `greys` (5, 9, 9) uint8, `bits` (5, 2, 8, 8)
    booleans; `pairs` how many bits differ between any two samples, `cuts` (percent,) between the photo and the photo
    without so much of its left; `limit` (1,), up to which photos count as alike.
    """
    prepare, size, known = preparation(), network.image_size, free_samples()
    every = opened(samples.credited_samples(), size)
    others = opened(known, size)
    chosen = others.pop(known.index(subject.choose_photo(known, size)))

    def differing(one: Image.Image, other: Image.Image) -> int:
        return int(np.bitwise_count(prepare.fingerprint(one) ^ prepare.fingerprint(other)).sum())

    def without_left(part: float) -> Image.Image:
        return chosen.crop((round(part * chosen.width), 0, *chosen.size))

    nearest = min(others, key=lambda other: differing(chosen, other))
    shown = [chosen, saved_poorly(chosen), without_left(1 / STRIP), ImageOps.mirror(chosen), nearest]
    bits = [np.unpackbits(prepare.fingerprint(each).view(np.uint8)).reshape(2, 8, 8) for each in shown]
    greys = [np.asarray(each.convert("L").resize((9, 9), Image.Resampling.BOX)) for each in shown]
    limit = inspect.signature(prepare.groups_of_lookalikes).parameters["most_differing_bits"].default
    pairs = [differing(one, other) for n, one in enumerate(every) for other in every[:n]]
    cuts = [differing(chosen, without_left(percent / 100)) for percent in range(1, CUTS + 1)]
    return Result(-1, {"pictures": as_pixels(prepare.fit(each, size) for each in shown), "greys": np.stack(greys),
                       "bits": np.stack(bits).astype(bool), "pairs": np.array(pairs), "cuts": np.array(cuts),
                       "limit": np.array([limit])})


def saved_poorly(photo: Image.Image) -> Image.Image:
    """A photo at half its size, saved as a JPEG of low quality and opened again."""
    file = io.BytesIO()
    photo.reduce(2).save(file, "JPEG", quality=40)
    return Image.open(file)


def each_epoch(network: Network, photo: np.ndarray) -> Result:
    """What training would be shown of the followed photo in one epoch after another: (epochs, size, size, 3)."""
    made = getattr(network.source, "Photos", None)
    if not made:
        raise NotInThisNetwork("the script no longer has Photos, which vary in each epoch")
    answers = np.zeros((1, len(network.source.labels)))
    photos = made(np.rint(photo[None] * 256).astype(np.uint8), answers, network.source.seed)
    seen = []
    for epoch in range(min(EPOCHS, network.source.epochs)):
        photos.mix(epoch)
        seen.append(photos[0][0][0])
    return Result(-1, {"pictures": np.stack(seen)})


PROBES = (dealt, siblings, lookalikes, each_epoch)
