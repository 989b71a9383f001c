"""What the network answers to photos: to the samples, and to the followed one when it is moved or covered."""

import numpy as np

from diagrams import evaluation, samples
from diagrams.network import Network
from diagrams.probes.passes import Result, answers, position

SQUARE = 5  # the grey square's side is this part of the photo's
PLACES = 11  # of the square, down and across
GREY = 0.5


def shifted_answers(network: Network, photo: np.ndarray) -> Result:
    """The photo moved right by 0, 1, 2, ... pixels: the answers, and the first pooling of the first two.

    `answers` is (shifts, labels); `before` and `pooled` are (2, height, width, channels), the input and
    the output of the first pooling for the photo as it is and moved by one pixel; `last_photo` the photo
    moved furthest.
    """
    pool = position(network, "MaxPooling2D")
    reach = min(16, photo.shape[1] // 4)
    photos = np.stack([move_right(photo, shift) for shift in range(reach + 1)])
    shares = answers(network, photos)
    before = photos[:2]
    for layer in network.model.layers[:pool]:
        before = layer(before)
    pooled = np.asarray(network.model.layers[pool](before))
    return Result(len(network.kinds) - 1, {"answers": shares, "before": np.asarray(before), "pooled": pooled,
                                           "last_photo": photos[-1]})


def move_right(photo: np.ndarray, pixels: int) -> np.ndarray:
    """The photo moved right; its left column fills the gap."""
    return np.concatenate([np.repeat(photo[:, :1], pixels, axis=1), photo], axis=1)[:, : photo.shape[1]]


def sample_answers(network: Network, photo: np.ndarray) -> Result:
    """What the network answers to every sample photo, in the order of their credits: (photos, labels)."""
    return Result(len(network.kinds) - 1, {"probabilities": answers(network, load_samples(network))})


def load_samples(network: Network) -> np.ndarray:
    """All sample photos in the order of their credits: (photos, size, size, 3)."""
    return np.stack([samples.load_photo(sample.path, network.image_size) for sample in samples.credited_samples()])


def occlusion(network: Network, photo: np.ndarray) -> Result:
    """Answers while a grey square covers one place after another: of the followed photo, and of the nearest miss.

    `photos` (photos, size, size, 3) and their labels, as places in the labels, `truth` (photos,). `whole` (photos,
    labels) are the answers to all of a photo; `covered` (photos, places, places, labels) those with the square's
    upper left corner at the pixels `starts` (places,), down and across; `side` (1,) is the square's, in pixels.
    """
    side = max(1, photo.shape[0] // SQUARE)
    starts = np.rint(np.linspace(0, photo.shape[0] - side, PLACES)).astype(int)
    photos, truth = followed_and_missed(network, photo)
    covered = np.stack([answers_under(network, each, starts, side) for each in photos])
    return Result(len(network.kinds) - 1, {"photos": photos, "truth": truth, "whole": answers(network, photos),
                                           "covered": covered, "starts": starts, "side": np.array([side])})


def followed_and_missed(network: Network, photo: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """The followed photo, and of the free samples with a wrong answer the one whose label comes nearest to winning.

    Where nobody said what the followed photo shows, its answer counts as its label.
    """
    known, pixels = samples.credited_samples(), load_samples(network)
    found, truth = answers(network, pixels), sample_labels(network)
    same = [np.array_equal(each, photo) for each in pixels]
    missed = [n for n, sample in enumerate(known)
              if sample.is_free and not same[n] and truth[n] not in (-1, found[n].argmax())]
    chosen = sorted(missed, key=lambda n: -found[n, truth[n]])[:1]
    return (np.stack([photo, *pixels[chosen]]),
            np.array([label_of(network, photo), *(truth[n] for n in chosen)]))


def sample_labels(network: Network) -> list[int]:
    """The label of every sample photo as a place in the network's labels; -1 where it is none of them."""
    labels = network.source.labels
    return [labels.index(sample.label) if sample.label in labels else -1 for sample in samples.credited_samples()]


def label_of(network: Network, photo: np.ndarray) -> int:
    """The place of the followed photo's label; of the network's answer, where nobody said what the photo shows."""
    for label, pixels in zip(sample_labels(network), load_samples(network), strict=True):
        if label >= 0 and np.array_equal(pixels, photo):
            return label
    return int(answers(network, photo[None]).argmax())


def answers_under(network: Network, photo: np.ndarray, starts: np.ndarray, side: int) -> np.ndarray:
    """The answers with the grey square at each place: (places, places, labels)."""
    rows = []
    for top in starts:
        batch = np.repeat(photo[None], len(starts), axis=0)
        for one, left in zip(batch, starts, strict=True):
            one[top : top + side, left : left + side] = GREY
        rows.append(answers(network, batch))
    return np.stack(rows)


def what_is_left(network: Network, photo: np.ndarray) -> Result:
    """The followed photo as the card's accuracies saw test photos, by the name of what is left: (size, size, 3)."""
    return Result(-1, {name: left[0] for name, left in evaluation.covered(photo[None]).items()})


PROBES = (shifted_answers, sample_answers, occlusion, what_is_left)
