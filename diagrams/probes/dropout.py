"""What Dropout does in training, when chance switches values off: its masks, and the answers given under them."""

import keras
import numpy as np

from diagrams.network import Network
from diagrams.probes.passes import Result, answers, position

SHOWN, MASKS, PASSES = 3, 1000, 200
BATCH = 50  # masks or passes at once


def dropped(network: Network, photo: np.ndarray) -> Result:
    """The first Dropout as in training: `masked` (3, ...) is what it hands on under three masks, `kept` what they keep.

    `means` (masks, channels) is the mean of each map, or unit, under many more.
    """
    place = position(network, "Dropout")
    layer, values = network.model.layers[place], through(network.model.layers[:place], photo[None])
    dropout, batch = seeded(layer, place), np.repeat(values, BATCH, axis=0)
    masked = np.asarray(dropout(batch[:SHOWN], training=True))
    kept = np.asarray(seeded(layer, place)(np.ones_like(batch[:SHOWN]), training=True)) != 0
    inside = tuple(range(1, values.ndim - 1))
    means = [np.asarray(dropout(batch, training=True)).mean(axis=inside) for _ in range(MASKS // BATCH)]
    return Result(place, {"masked": masked, "kept": kept, "means": np.concatenate(means)})


def through(layers: list[keras.Layer], flow: np.ndarray) -> np.ndarray:
    """What layers make of a batch, in inference."""
    for layer in layers:
        flow = layer(flow)
    return np.asarray(flow)


def seeded(layer: keras.layers.Dropout, seed: int) -> keras.layers.Dropout:
    """The same Dropout, its masks drawn from a seed."""
    return type(layer).from_config(layer.get_config() | {"seed": seed})


def unsteady_answers(network: Network, photo: np.ndarray) -> Result:
    """Answers with dropout on: `every` (passes, labels) with all Dropouts, `alone` (Dropouts, passes, labels) with one.

    `steady` (labels,) are those of inference.
    """
    steady, first = answers(network, photo[None])[0], position(network, "Dropout")
    places = [place for place, kind in enumerate(network.kinds) if place >= first and kind == "Dropout"]
    alone = np.stack([answers_with(network, photo, [place]) for place in places])
    every = alone[0] if len(places) == 1 else answers_with(network, photo, places)
    return Result(len(network.kinds) - 1, {"steady": steady, "every": every, "alone": alone})


def answers_with(network: Network, photo: np.ndarray, places: list[int]) -> np.ndarray:
    """The answers of many passes in which the Dropouts at these places work as in training: (passes, labels)."""
    layers = network.model.layers
    begun = np.repeat(through(layers[: places[0]], photo[None]), BATCH, axis=0)
    dropouts, found = {place: seeded(layers[place], place) for place in places}, []
    for _ in range(PASSES // BATCH):
        flow = begun
        for place in range(places[0], len(layers)):
            flow = dropouts[place](flow, training=True) if place in dropouts else layers[place](flow)
        found.append(np.asarray(flow))
    return np.concatenate(found)


PROBES = (dropped, unsteady_answers)
