"""What probes have in common: what they return, and ways through the network."""

from dataclasses import dataclass

import keras
import numpy as np

from diagrams.inputs import ordinal
from diagrams.network import Network

Weights = tuple[np.ndarray, np.ndarray]  # kernel, bias


class NotInThisNetwork(ValueError):
    """The network has no layer of the kind that a probe needs."""


@dataclass(frozen=True)
class Result:
    """Named arrays, and the position of the last layer that took part."""

    last: int
    arrays: dict[str, np.ndarray]


def position(network: Network, kind: str, nth: int = 1) -> int:
    """Where the nth layer of a kind is in the model."""
    places = [place for place, name in enumerate(network.kinds) if name == kind]
    if len(places) < nth:
        raise NotInThisNetwork(f"the network has no {kind if nth == 1 else f'{ordinal(nth)} {kind}'} layer")
    return places[nth - 1]


def answers(network: Network, photos: np.ndarray) -> np.ndarray:
    """The probabilities that the network gives each label, in inference: (photos, labels)."""
    return np.asarray(last_softmax(network)(logits(network, photos)))


def logits(network: Network, photos: np.ndarray) -> np.ndarray:
    """What the network's last layer, a softmax, makes probabilities of, in inference: (photos, labels)."""
    last_softmax(network)
    for layer in network.model.layers[:-1]:
        photos = layer(photos)
    return np.asarray(photos)


def last_softmax(network: Network) -> keras.Layer:
    """The network's last layer, which must make probabilities."""
    if network.kinds[-1] != "Softmax":
        raise NotInThisNetwork(f"the network ends in a {network.kinds[-1]} layer: its answers are no probabilities")
    return network.model.layers[-1]


def weights_of(layer: keras.Layer) -> Weights:
    """The kernel and the bias of a convolution; zeros where it has no bias."""
    kernel, *bias = layer.get_weights()
    return kernel, bias[0] if bias else np.zeros(kernel.shape[-1], np.float32)


def convolve(layer: keras.Layer, images: np.ndarray, padding: str, name: str = "the first Conv2D") -> np.ndarray:
    """Keras's convolution of a batch with a layer's kernel and bias, at a chosen padding."""
    kernel, bias = weights_of(layer)
    if padding == "valid" and min(np.subtract(images.shape[1:3], kernel.shape[:2])) < 0:
        raise NotInThisNetwork(f"without padding, the {layer.kernel_size} kernel of {name} is larger than what it "
                               "reads")
    return np.asarray(keras.ops.conv(images, kernel, strides=layer.strides, padding=padding)) + bias
