"""What the first Dense layer behind a Flatten makes of its numbers when all of them change places."""

import keras
import numpy as np

from diagrams.network import Network
from diagrams.probes.passes import NotInThisNetwork, Result, position

SEED = 0  # of the shuffle


def shuffled_ribbon(network: Network, photo: np.ndarray) -> Result:
    """What the first Dense layer behind the Flatten gives when the numbers that reach it are shuffled.

    `order` (values,) says which number stands where after the shuffle. What Keras gives (units,): `plain` without it,
    `shuffled` with the rows of the weights shuffled alike, `astray` with the weights as they are.
    """
    first = position(network, "Flatten")
    place = next((n for n in range(first, len(network.kinds)) if network.kinds[n] == "Dense"), None)
    if place is None:
        raise NotInThisNetwork("the network has no Dense layer behind its Flatten")
    flow = photo[None]
    for layer in network.model.layers[:place]:
        flow = layer(flow)
    ribbon, dense = np.asarray(flow), network.model.layers[place]
    order = np.random.default_rng(SEED).permutation(ribbon.shape[1])
    sums = {"plain": dense(ribbon), "shuffled": with_rows(dense, order)(ribbon[:, order]),
            "astray": dense(ribbon[:, order])}
    return Result(place, {"order": order} | {name: np.asarray(each)[0] for name, each in sums.items()})


def with_rows(dense: keras.layers.Dense, order: np.ndarray) -> keras.layers.Dense:
    """The same layer with the rows of its weights in this order."""
    kernel, *bias = dense.get_weights()
    copy = keras.layers.Dense.from_config(dense.get_config())
    copy.build((None, len(order)))
    copy.set_weights([kernel[order], *bias])
    return copy


PROBES = (shuffled_ribbon,)
