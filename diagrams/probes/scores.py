"""What the last layer, the softmax, makes of scores: of raised ones, and of pictures that show nothing."""

import numpy as np

from diagrams.network import Network
from diagrams.probes.passes import Result, answers, last_softmax, logits
from diagrams.probes.photos import load_samples

RAISES = (0, 10, 1000)
SEEDS, SHOWN = 25, 2  # of each kind of noise: how many pictures, and how many of them are shown
SQUARES = 10  # of one colour each, down and across


def raised_logits(network: Network, photo: np.ndarray) -> Result:
    """The followed photo's logits with the same number added to each: `raises` (n,).

    `logits` and, as Keras answers, `probabilities` are (n, labels). `largest` (1,) is the largest logit of any sample.
    """
    raised = logits(network, photo[None]) + np.array(RAISES, np.float32)[:, None]
    return Result(len(network.kinds) - 1, {
        "raises": np.array(RAISES), "logits": raised, "probabilities": np.asarray(last_softmax(network)(raised)),
        "largest": logits(network, load_samples(network)).max()[None]})


def nothing_to_see(network: Network, photo: np.ndarray) -> Result:
    """The answers to plain and to random pictures, kind by kind: (pictures, labels); and as `..._pictures` a few."""
    kinds = pictures_of_nothing(photo.shape[0])
    found = {f"{kind}_pictures": pictures[:SHOWN] for kind, pictures in kinds.items()}
    return Result(len(network.kinds) - 1, found | {kind: answers(network, pictures)
                                                   for kind, pictures in kinds.items()})


def pictures_of_nothing(size: int) -> dict[str, np.ndarray]:
    """Pictures without anything in them, by kind: (pictures, size, size, 3) in [0, 1)."""
    plain, side = np.ones((1, size, size, 3), np.float32), -(-size // SQUARES)
    noise = np.stack([random_colours(seed, size) for seed in range(SEEDS)])
    squares = np.stack([random_colours(seed, SQUARES) for seed in range(SEEDS)])
    enlarged = squares.repeat(side, axis=1).repeat(side, axis=2)[:, :size, :size]
    return {"grey": 0.5 * plain, "black": 0 * plain, "noise": noise, "squares": enlarged}


def random_colours(seed: int, size: int) -> np.ndarray:
    """Levels of red, green and blue, all equally likely, as a photo has them: (size, size, 3)."""
    return np.random.default_rng(seed).integers(0, 256, (size, size, 3)).astype(np.float32) / 256


PROBES = (raised_logits, nothing_to_see)
