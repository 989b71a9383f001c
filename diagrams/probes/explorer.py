"""What a network in the browser needs and no figure does: normalizations, and what is too large to send unasked."""

import keras
import numpy as np

from diagrams import weightfile
from diagrams.network import Network
from diagrams.probes.passes import Result
from diagrams.probes.photos import load_samples


def normalizations(network: Network, photo: np.ndarray) -> Result:
    """For the layer n of each kind BatchNormalization, per channel: `n.mean`, `n.spread`, `n.gamma`, `n.beta`.

    It gives (x - mean) / spread x gamma + beta.
    """
    found: dict[str, np.ndarray] = {}
    for n, (kind, layer) in enumerate(zip(network.kinds, network.model.layers, strict=True)):
        if kind == "BatchNormalization":
            found |= {f"{n}.{name}": array.astype(np.float32) for name, array in normalization(layer).items()}
    return Result(len(network.kinds) - 1, found)


def normalization(layer: keras.layers.BatchNormalization) -> dict[str, np.ndarray]:
    """What one normalization computes with; gamma is one and beta zero where it has none."""
    mean, variance = (np.asarray(each, np.float64) for each in (layer.moving_mean, layer.moving_variance))
    gamma, beta = (np.full_like(mean, plain) if each is None else np.asarray(each)
                   for each, plain in ((layer.gamma, 1), (layer.beta, 0)))
    return {"mean": mean, "spread": np.sqrt(variance + layer.epsilon), "gamma": gamma, "beta": beta}


def given_samples(network: Network, photo: np.ndarray) -> Result:
    """For each Dense layer n whose kernel is large: what it gives for every sample photo, (photos, units)."""
    flow, found = load_samples(network), {}
    for n, (kind, layer) in enumerate(zip(network.kinds, network.model.layers, strict=True)):
        flow = layer(flow)
        if kind == "Dense" and np.prod(layer.kernel.shape) >= weightfile.LARGE:
            found[str(n)] = np.asarray(flow)
    return Result(len(network.kinds) - 1, found)


PROBES = (normalizations, given_samples)
