"""What single layers let through backwards: the gradient of a ReLU, and of a tie in a pooling window."""

import keras
import numpy as np

from diagrams.network import Network
from diagrams.probes.passes import Result, position


def relu_gradient(network: Network, photo: np.ndarray) -> Result:
    """The gradient of the sum of all outputs of the first ReLU with respect to its inputs."""
    import tensorflow as tf

    place = position(network, "ReLU")
    before = photo[None]
    for layer in network.model.layers[:place]:
        before = layer(before)
    before = tf.convert_to_tensor(np.concatenate([np.asarray(before), np.zeros_like(before)]))
    with tf.GradientTape() as tape:
        tape.watch(before)
        total = tf.reduce_sum(network.model.layers[place](before))
    gradient = np.asarray(tape.gradient(total, before))
    return Result(place, {"before": np.asarray(before)[0], "gradient": gradient[0], "gradient_at_zero": gradient[1]})


def tied_pooling(network: Network, photo: np.ndarray) -> Result:
    """Which cells of one window full of equal values get the gradient of its maximum: (height, width)."""
    import tensorflow as tf

    place = position(network, "MaxPooling2D")
    alone = keras.layers.MaxPooling2D(network.model.layers[place].pool_size)  # whatever the padding: no other window
    window = tf.ones((1, *alone.pool_size, 1))
    with tf.GradientTape() as tape:
        tape.watch(window)
        total = tf.reduce_sum(alone(window))
    return Result(place, {"gradient": np.asarray(tape.gradient(total, window))[0, ..., 0]})


PROBES = (relu_gradient, tied_pooling)
