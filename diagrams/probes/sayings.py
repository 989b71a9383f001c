"""What people say of such networks, put to the test: photos moved, photos in pieces, a photo won back from a ReLU."""

from collections.abc import Callable
from typing import Any

import keras
import numpy as np

from diagrams import evaluation
from diagrams.network import Network
from diagrams.probes.passes import Result, answers, last_softmax
from diagrams.probes.photos import load_samples, move_right, sample_labels

REACH = 8  # pixels of the largest shift
GRIDS = (2, 4, 10)  # pieces of a photo, down and across
AFFINE = ("Conv2D", "BatchNormalization", "Dropout")  # without a bend, in inference
STEPS, ENOUGH = 300, 1e-24  # of the search for a photo: how many at most, and what part of the first error will do


# Moved


def moved_maps(network: Network, photo: np.ndarray) -> Result:
    """How far all sample photos change when they move right by 0, 1, 2, ... pixels, on average: (shifts,) each.

    `pixels` themselves, `pooled` what the last MaxPooling2D makes of them (left out where there is none), and the
    `answers`. One is how far two different photos are apart there, on average.
    """
    last_softmax(network)
    photos = load_samples(network)
    moved = [[move_right(each, shift) for each in photos] for shift in range(min(REACH, photo.shape[1] // 4) + 1)]
    stages = [lists_of(network, np.stack(some)) for some in moved]
    return Result(len(network.kinds) - 1, {
        name: np.array([distance(some[name], stages[0][name]) for some in stages]) / (apart(stages[0][name]) or 1)
        for name in stages[0]})


def lists_of(network: Network, photos: np.ndarray) -> dict[str, np.ndarray]:
    """What photos are at some places of the network, each as one long list: (photos, numbers) in float64."""
    found, flow = {"pixels": photos}, photos
    for kind, layer in zip(network.kinds, network.model.layers, strict=True):
        flow = layer(flow)
        if kind == "MaxPooling2D":
            found["pooled"] = flow
    found["answers"] = flow
    return {name: np.asarray(each, float).reshape(len(photos), -1) for name, each in found.items()}


def distance(one: np.ndarray, other: np.ndarray) -> float:
    """How far lists (n, numbers) are apart, pair by pair, on average."""
    return float(np.linalg.norm(one - other, axis=1).mean())


def apart(lists: np.ndarray) -> float:
    """How far two different of these lists are apart, on average."""
    pairs = [np.linalg.norm(one - other) for n, one in enumerate(lists) for other in lists[:n]]
    return float(np.mean(pairs))


# In pieces


def photo_in_pieces(network: Network, photo: np.ndarray) -> Result:
    """The answers to photos as they are, without colour, and cut into pieces that have changed places.

    `pictures` (ways, size, size, 3) and `followed` (ways, labels) belong to the followed photo, `answers` (ways,
    photos, labels) to all samples, and their labels, as places in the labels, are `truth` (photos,), -1 for others.
    `grids` (ways - 2,): how many pieces the last ones have, down and across.
    """
    photos = np.concatenate([photo[None], load_samples(network)])
    ways = [photos, evaluation.covered(photos)["no colour"]]
    ways += [np.stack([in_pieces(each, grid, seed) for seed, each in enumerate(photos)]) for grid in GRIDS]
    found = np.stack([answers(network, each) for each in ways])
    return Result(len(network.kinds) - 1, {"pictures": np.stack([each[0] for each in ways]), "followed": found[:, 0],
                                           "answers": found[:, 1:], "grids": np.array(GRIDS),
                                           "truth": np.array(sample_labels(network))})


def in_pieces(photo: np.ndarray, grid: int, seed: int) -> np.ndarray:
    """A photo of which no square piece, `grid` down and across, is where it was; what is left over stays."""
    side, shuffled = len(photo) // grid, photo.copy()
    for new, old in enumerate(all_moved(grid * grid, seed)):
        (to_row, to_column), (row, column) = (np.multiply(divmod(place, grid), side) for place in (new, old))
        shuffled[to_row : to_row + side, to_column : to_column + side] = photo[row : row + side, column : column + side]
    return shuffled


def all_moved(n: int, seed: int) -> np.ndarray:
    """An order of 0 to n - 1, drawn at random, in which nothing is at its own place."""
    random = np.random.default_rng(seed)
    while True:
        order = random.permutation(n)
        if (order != np.arange(n)).all():
            return order


# Won back


def photo_behind_relu(network: Network, photo: np.ndarray) -> Result:
    """The photo, computed from nothing but the numbers that the first ReLU hands on: `photo` (size, size, 3).

    Every number above zero says what a weighted sum of pixels is; the pixels that come nearest to all of these sums
    are looked for from an all-grey photo on. Empty where more than weighted sums lies before the ReLU.
    """
    relu = network.kinds.index("ReLU") if "ReLU" in network.kinds else 0
    before = set(network.kinds[:relu])
    if "Conv2D" not in before or not before <= set(AFFINE):
        return Result(-1, {})
    flow = photo[None]
    for layer in network.model.layers[: relu + 1]:
        flow = layer(flow)
    start = np.full((1, *photo.shape), 0.5)
    return Result(relu, {"photo": won_back(in_double(network.model.layers[:relu]), np.asarray(flow, float), start)[0]})


def in_double(layers: list[keras.Layer]) -> keras.Sequential:
    """The same layers one after the other, in float64."""
    copies = [type(layer).from_config(layer.get_config() | {"dtype": "float64"}) for layer in layers]
    model = keras.Sequential([keras.Input(layers[0].input.shape[1:], dtype="float64"), *copies])
    model.set_weights([weight for layer in layers for weight in layer.get_weights()])
    return model


def won_back(sums: Callable[[np.ndarray], Any], handed_on: np.ndarray, start: np.ndarray) -> np.ndarray:
    """The photo (1, size, size, 3) whose `sums` come nearest to what was handed on, wherever that is not zero.

    By conjugate gradients: each step goes all the way along one direction, and no later one spoils it.
    """
    import tensorflow as tf

    known, flow = handed_on > 0, tf.constant(start)
    with tf.GradientTape(persistent=True) as tape:
        tape.watch(flow)
        at_start = sums(flow)

    def back(errors: np.ndarray) -> np.ndarray:
        return tape.gradient(at_start, flow, output_gradients=tf.constant(known * errors)).numpy()

    found, zero = start.copy(), sums(np.zeros_like(start)).numpy()
    rest = back(handed_on - at_start.numpy())
    way, size = rest.copy(), (rest**2).sum()
    enough = size * ENOUGH
    for _ in range(STEPS):
        if size <= enough:
            break
        bent = back(sums(way).numpy() - zero)
        far = size / (way * bent).sum()
        found, rest = found + far * way, rest - far * bent
        way, size = rest + (rest**2).sum() / size * way, (rest**2).sum()
    return found


PROBES = (moved_maps, photo_in_pieces, photo_behind_relu)
