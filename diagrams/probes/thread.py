"""The one number that all posts follow, step by step, and what becomes of the answer without it."""

import numpy as np

from diagrams import trace
from diagrams.network import Network
from diagrams.probes.passes import NotInThisNetwork, Result, last_softmax, position
from diagrams.probes.paths import run

NOWHERE = -1


def thread(network: Network, photo: np.ndarray) -> Result:
    """Where the followed number is after each step, and the answers when it alone is set to zero there.

    `places` (steps, 3) are row, column and map, or -1, -1 and the unit; all -1 where nothing is followed yet.
    `without` (steps, labels) are probabilities; `parameters` (steps,) count what each step has learned or keeps.
    """
    last_softmax(network)
    position(network, "Conv2D")
    layers, flows = network.model.layers, [after for _, after in trace.run_layers(network, photo)]
    places = places_of(network, photo, flows)
    if not any(len(place) == 3 for place in places):
        raise NotInThisNetwork("the network has no feature maps with the followed cell")
    without = []
    for n, (place, flow) in enumerate(zip(places, flows, strict=True), 1):
        changed = flow.copy()
        changed[place or ()] = 0 if place else flow
        without.append(np.asarray(run(layers[n:], changed[None]))[0])
    return Result(len(layers) - 1, {
        "places": np.array([(NOWHERE,) * (3 - len(place)) + place for place in places]),
        "without": np.stack(without), "parameters": np.array([layer.count_params() for layer in layers])})


def places_of(network: Network, photo: np.ndarray, flows: list[np.ndarray]) -> list[tuple[int, ...]]:
    """(row, column, map) or (unit,) of the followed number after each step; () where there is none yet."""
    found: list[tuple[int, ...]] = []
    before = photo
    pairs = list(zip([photo, *flows], flows, strict=False))
    for flow, kind, (channel, cell) in zip(flows, network.kinds, trace.followed(network, pairs), strict=True):
        place = (*cell, channel) if cell else (channel,) if flow.ndim == 1 else ()
        if kind == "Flatten" and found and len(found[-1]) == 3:
            place = (int(np.ravel_multi_index(found[-1], before.shape)),)
        found.append(place)
        before = flow
    return found


PROBES = (thread,)
