"""What Keras makes of the answers when it knows the label: the loss, and its gradient."""

import keras
import numpy as np

from diagrams.network import Network
from diagrams.probes.passes import Result, last_softmax, logits
from diagrams.probes.photos import load_samples

HOPELESS = 200.0  # logits by which a wrong label leads: float32 has no probability so small


def loss_of_photo(network: Network, photo: np.ndarray) -> Result:
    """The followed photo's `losses` (labels,), if the one or the other label were right.

    `gradients` (labels, labels) are those of each with respect to the logits, row by row.
    """
    import tensorflow as tf

    scores = logits(network, photo[None])
    right = np.eye(scores.shape[1], dtype=np.float32)
    repeated = tf.convert_to_tensor(scores.repeat(len(right), axis=0))
    with tf.GradientTape() as tape:
        tape.watch(repeated)
        losses = keras.losses.categorical_crossentropy(right, last_softmax(network)(repeated))
    return Result(len(network.kinds) - 1, {"losses": np.asarray(losses),
                                           "gradients": np.asarray(tape.gradient(losses, repeated))})


def sample_losses(network: Network, photo: np.ndarray) -> Result:
    """The same losses of every sample photo, in the order of their credits: (photos, labels)."""
    scores = logits(network, load_samples(network))
    right = np.eye(scores.shape[1], dtype=np.float32)
    repeated = last_softmax(network)(scores.repeat(len(right), axis=0))
    losses = keras.losses.categorical_crossentropy(np.tile(right, (len(scores), 1)), repeated)
    return Result(len(network.kinds) - 1, {"losses": np.asarray(losses).reshape(scores.shape)})


def hopeless_loss(network: Network, photo: np.ndarray) -> Result:
    """The loss when a wrong label leaves the right one nothing: (1,) each.

    `lead` is that of the wrong label, in logits; `part` what float32 holds of the right one's probability. `kept` is
    Keras's loss of the last layer's output, `clipped` that of the same probabilities as mere numbers.
    """
    labels = network.model.output_shape[-1]
    wrong, right = np.eye(labels, dtype=np.float32)[[0, -1]]
    answer = last_softmax(network)((HOPELESS * wrong)[None])
    return Result(len(network.kinds) - 1, {
        "lead": np.array([HOPELESS]), "part": np.asarray(answer)[:, -1],
        "kept": np.asarray(keras.losses.categorical_crossentropy(right[None], answer)),
        "clipped": np.asarray(keras.losses.categorical_crossentropy(right[None], np.asarray(answer)))})


PROBES = (loss_of_photo, sample_losses, hopeless_loss)
