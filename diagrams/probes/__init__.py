"""Experiments on the network that take a few forward or backward passes: what would happen if ...

Each probe is a function `(network, photo) -> Result`, listed in its module's `PROBES`; figures ask for it by name.
"""

from collections.abc import Callable

import numpy as np

from diagrams.inputs import Entry
from diagrams.network import Network
from diagrams.probes import (
    adam,
    backward,
    convolution,
    dropout,
    explorer,
    fields,
    gradient,
    loss,
    photos,
    preparation,
    sayings,
    scaling,
    scores,
    thread,
    training,
    vectors,
)
from diagrams.probes.passes import NotInThisNetwork, Result
from diagrams.trace import Store

PROBES: tuple[Callable[[Network, np.ndarray], Result], ...] = (
    *adam.PROBES, *backward.PROBES, *convolution.PROBES, *dropout.PROBES, *explorer.PROBES, *fields.PROBES,
    *gradient.PROBES, *loss.PROBES, *photos.PROBES, *preparation.PROBES, *sayings.PROBES, *scaling.PROBES,
    *scores.PROBES, *thread.PROBES, *training.PROBES, *vectors.PROBES)


def run_all(network: Network, photo: np.ndarray, store: Store) -> dict[str, Entry]:
    """The manifest's entry of every probe; one that this network cannot serve says why."""
    entries: dict[str, Entry] = {}
    for probe in PROBES:
        try:
            result = probe(network, photo)
        except NotInThisNetwork as error:
            entries[probe.__name__] = {"missing": str(error)}
            continue
        entries[probe.__name__] = {
            "trained": network.is_trained_up_to(result.last),
            "arrays": {name: store.put(array) for name, array in result.arrays.items()},
        }
    return entries
