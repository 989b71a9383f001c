"""What the network answers when photos are not scaled as in training, and when they come one at a time."""

import numpy as np

from diagrams.network import Network
from diagrams.probes.passes import Result, answers
from diagrams.probes.photos import load_samples


def other_scales(network: Network, photo: np.ndarray) -> Result:
    """The answers to all sample photos: in one batch, one by one, divided by 255 instead of 256, and not divided.

    `together`, `alone`, `by_255` and `undivided`, each (photos, labels).
    """
    photos = load_samples(network)
    return Result(len(network.kinds) - 1, {
        "together": answers(network, photos),
        "alone": np.concatenate([answers(network, each[None]) for each in photos]),
        "by_255": answers(network, photos * np.float32(256 / 255)), "undivided": answers(network, photos * 256)})


PROBES = (other_scales,)
