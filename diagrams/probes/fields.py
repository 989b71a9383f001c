"""What the numbers of feature maps depend on: which pixels move them, and what other photos make of them."""

import numpy as np

from diagrams import trace
from diagrams.network import Network
from diagrams.probes.passes import NotInThisNetwork, Result
from diagrams.probes.photos import load_samples

SEED = 0


def moving_pixels(network: Network, photo: np.ndarray) -> Result:
    """How strongly each pixel moves the followed cell of every convolution and pooling that has one.

    Both arrays are (layers, height, width): the largest gradient among a pixel's colours, without its sign.
    `followed` is that of the followed filter's number, `mixed` that of a random mix of all filters' numbers in the
    cell, which is zero only where none of them moves.
    """
    import tensorflow as tf

    found = trace.followed(network, trace.run_layers(network, photo))
    last = max((place for place, (_, cell) in enumerate(found) if cell), default=None)
    if last is None:
        raise NotInThisNetwork("the network has no feature maps with the followed cell")
    random, flow, numbers = np.random.default_rng(SEED), tf.constant(photo[None]), []
    with tf.GradientTape(persistent=True) as tape:
        tape.watch(flow)
        pixels = flow
        for layer, kind, (channel, cell) in zip(network.model.layers[: last + 1], network.kinds, found, strict=False):
            flow = layer(flow)
            if kind in trace.WINDOWED and cell:
                there = flow[0, cell[0], cell[1]]
                numbers.append((there[channel], tf.reduce_sum(there * random.normal(size=there.shape))))
    gradients = [[np.abs(tape.gradient(number, pixels))[0].max(axis=-1) for number in each]
                 for each in zip(*numbers, strict=True)]
    return Result(last, dict(zip(("followed", "mixed"), map(np.stack, gradients), strict=True)))


def sample_maps(network: Network, photo: np.ndarray) -> Result:
    """The followed map of the last convolution for every sample photo: (photos, rows, columns)."""
    places = [place for place, kind in enumerate(network.kinds) if kind == "Conv2D"]
    if not places:
        raise NotInThisNetwork("the network has no Conv2D layer")
    channel, _ = trace.followed(network, trace.run_layers(network, photo))[places[-1]]
    maps = load_samples(network)
    for layer in network.model.layers[: places[-1] + 1]:
        maps = layer(maps)
    return Result(places[-1], {"values": np.asarray(maps)[..., channel]})


PROBES = (moving_pixels, sample_maps)
