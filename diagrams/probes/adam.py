"""Real steps of the script's optimizer: of the weight that the gradient's path ends at, and of others, on all samples.

Everything in inference: dropout hands on what it gets, so that every step can be repeated.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import takewhile

import keras
import numpy as np
import tensorflow as tf

from diagrams.network import Network, kind_of
from diagrams.probes import compiled, paths
from diagrams.probes.passes import NotInThisNetwork, Result
from diagrams.probes.photos import load_samples, sample_labels

SHOWN = ("name", "learning_rate", "beta_1", "beta_2", "epsilon")  # settings of Adam that figures can show
STEPS, RATES = 5, 200  # steps of the ledger, pieces of the schedule
MAP_BY_MAP = ("ReLU", "MaxPooling2D", "AveragePooling2D", "Dropout")  # layers that treat every map on its own
PUSH, SLICE_RATE, SLICE_STEPS, GRID = 0.1, 0.01, 24, 13  # of the descent over two parameters


def scripts_adam(network: Network) -> keras.optimizers.Adam:
    """The optimizer that the script makes."""
    found = keras.optimizers.get(compiled.settings(network)["optimizer"])
    if type(found) is not keras.optimizers.Adam:
        raise NotInThisNetwork(f"the script trains with {type(found).__name__}, not with Adam")
    usual = keras.optimizers.Adam().get_config()
    for name, setting in found.get_config().items():
        if name not in SHOWN and setting != usual[name]:
            raise NotInThisNetwork(f"the script's Adam has {name}={setting}, which figures cannot show")
    return found


def rate_at(optimizer: keras.optimizers.Optimizer) -> Callable[[int], float]:
    """The learning rate as a function of the number of steps taken."""
    rate = optimizer.get_config()["learning_rate"]
    if not isinstance(rate, dict):
        return lambda step: rate
    schedule = keras.optimizers.schedules.deserialize(rate)
    return lambda step: float(schedule(step))


def learning_rates(network: Network, photo: np.ndarray) -> Result:
    """The script's learning rate over its training: `steps` and `rates` (n,), `epochs` and `peak` (1,).

    `peak` is the step with the largest rate, the first one.
    """
    source, rate = network.source, rate_at(scripts_adam(network))
    per_epoch = max(1, round(compiled.training_photos() / source.batch_size))
    steps = np.unique(np.linspace(0, source.epochs * per_epoch, RATES + 1).astype(int))
    top = int(np.argmax([rate(int(step)) for step in steps]))
    near = np.arange(steps[max(top - 1, 0)], steps[min(top + 1, len(steps) - 1)] + 1)
    peak = int(near[np.argmax([rate(int(step)) for step in near])])
    steps = np.unique([*steps, peak])
    return Result(-1, {"steps": steps, "rates": np.array([rate(int(step)) for step in steps]),
                       "epochs": np.array([source.epochs]), "peak": np.array([peak])})


def labelled_samples(network: Network) -> tuple[np.ndarray, np.ndarray]:
    """The sample photos that show something the network has a label for, and the places of their labels."""
    truth = np.array(sample_labels(network))
    if not (truth >= 0).any():
        raise NotInThisNetwork("the network has no label for any of the sample photos")
    return load_samples(network)[truth >= 0], truth[truth >= 0]


def adam_steps(network: Network, photo: np.ndarray) -> Result:
    """The first steps of training with all labelled samples as one batch, at the largest rate of the schedule.

    Of the weight (row, column, input, filter) at the end of the gradient's path: `gradients` (steps,) and `weights`
    (steps + 1,) before and after each step; `losses` (steps + 1,). `first_gradients` and `first_steps` (n,) are those
    of all weights of its kernel in the first step. `settings` (4,): rate, the two betas, epsilon. `photos` (1,).
    `parameters` (2,): all that are trained, and those whose first gradient is zero.
    """
    usual, found = scripts_adam(network).get_config(), learning_rates(network, photo).arrays
    rate = found["rates"].max()
    optimizer = keras.optimizers.Adam(rate, usual["beta_1"], usual["beta_2"], usual["epsilon"])
    path, (photos, truth) = paths.find(network, photo), labelled_samples(network)
    model = keras.models.clone_model(network.model)
    model.set_weights(network.model.get_weights())
    conv = model.layers[path.last]
    kernels, gradients, losses, zeros = conv.get_weights()[:1], [], [], []
    for _ in range(STEPS):
        loss, found = descend(model, optimizer, photos, truth)
        losses.append(loss)
        zeros.append(sum(int(tf.math.count_nonzero(each == 0)) for each in found.values()))
        gradients.append(np.asarray(found[conv.kernel.path]))
        kernels.append(conv.get_weights()[0])
    losses.append(float(mean_loss(model, photos, truth)))
    return Result(len(network.kinds) - 1, {
        "gradients": np.array([each[path.weight] for each in gradients]),
        "weights": np.array([each[path.weight] for each in kernels]), "losses": np.array(losses),
        "first_gradients": gradients[0].ravel(), "first_steps": (kernels[1] - kernels[0]).ravel(),
        "settings": np.array([rate, *(usual[name] for name in SHOWN[2:])]), "weight": np.array(path.weight),
        "photos": np.array([len(photos)]),
        "parameters": np.array([sum(np.prod(each.shape) for each in model.trainable_variables), zeros[0]])})


def mean_loss(model: keras.Model, photos: np.ndarray, truth: np.ndarray) -> tf.Tensor:
    """The mean loss of some photos."""
    return tf.reduce_mean(paths.losses_of(paths.run(model.layers, photos), truth))


def descend(model: keras.Model, optimizer: keras.optimizers.Optimizer, photos: np.ndarray,
            truth: np.ndarray) -> tuple[float, dict[str, np.ndarray]]:
    """One step of training; returns the loss before it, and the gradient of each variable by its path."""
    with tf.GradientTape() as tape:
        loss = mean_loss(model, photos, truth)
    found = tape.gradient(loss, model.trainable_variables)
    optimizer.apply(found, model.trainable_variables)
    return float(loss), {each.path: gradient for each, gradient in zip(model.trainable_variables, found, strict=True)}


@dataclass(frozen=True)
class Slice:
    """The mean loss of some photos while two parameters of one filter change and all others stay.

    `alone` (photos, rows, columns, 1) is the filter's map, `moves` (2, photos, rows, columns, 1) what each parameter
    adds to it when it grows by one. Layers of `thin` treat every map on its own, so only this one goes through them
    again; `others` (photos, rows, columns, maps) is what they give, and `rest` the layers after them.
    """

    alone: np.ndarray
    moves: np.ndarray
    thin: list[keras.Layer]
    others: np.ndarray
    channel: int
    rest: list[keras.Layer]
    truth: np.ndarray

    def losses(self, places: np.ndarray | tf.Tensor) -> tf.Tensor:
        """The loss at each place (n, 2), changes of the two parameters: (n,)."""
        maps = self.alone + tf.tensordot(tf.cast(places, tf.float32), tf.constant(self.moves), 1)
        moved = paths.run(self.thin, tf.reshape(maps, (-1, *self.alone.shape[1:])))
        is_moved = tf.one_hot(self.channel, self.others.shape[-1])
        answers = paths.run(self.rest, tf.tile(self.others, (len(places), 1, 1, 1)) * (1 - is_moved) + moved * is_moved)
        each = paths.losses_of(answers, np.tile(self.truth, len(places)))
        return tf.reduce_mean(tf.reshape(each, (len(places), -1)), axis=1)

    def gradients(self, places: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """The loss at each place, and its gradient there: (n,), (n, 2)."""
        places = tf.constant(places, tf.float32)
        with tf.GradientTape() as tape:
            tape.watch(places)
            losses = self.losses(places)
        return np.asarray(losses), np.asarray(tape.gradient(losses, places))


def sliced(network: Network, photo: np.ndarray) -> tuple[Slice, tuple[int, ...]]:
    """The loss of all labelled samples over the weight at the path's end and another parameter of its filter.

    That is the one whose gradient is the largest: (row, column, input) of a weight, () for the bias.
    """
    path, (photos, truth) = paths.find(network, photo), labelled_samples(network)
    read, conv = np.asarray(paths.run(network.model.layers[: path.last], photos)), network.model.layers[path.last]
    rest = network.model.layers[path.last + 1:]
    with tf.GradientTape() as tape:
        before = conv(read)
        loss = tf.reduce_mean(paths.losses_of(paths.run(rest, before), truth))
    kernel, *bias = (np.abs(each)[..., path.channel] for each in tape.gradient(loss, conv.trainable_variables))
    kernel[path.weight[:3]] = -1
    other = tuple(map(int, np.unravel_index(kernel.argmax(), kernel.shape)))
    other = () if bias and bias[0] > kernel.max() else other
    moves = [paths.under_weight(conv, read, (*place, path.channel)) if place else np.ones(before.shape[:3], np.float32)
             for place in (path.weight[:3], other)]
    thin = [*takewhile(lambda layer: kind_of(layer) in MAP_BY_MAP, rest)]
    return Slice(np.asarray(before)[..., [path.channel]], np.stack(moves)[..., None], thin,
                 np.asarray(paths.run(thin, before)), path.channel, rest[len(thin):], truth), other


def descent(network: Network, photo: np.ndarray) -> Result:
    """SGD, momentum and Adam going down from one place, two parameters moving and all others staying.

    The parameters are those of `sliced`; `other` is the second one's place. The start is uphill from the network by
    `push` (1,) in both. Adam's rate is SLICE_RATE; that of the two others makes their first step as long as Adam's:
    `rates` (3,), `momentum` (1,). `places` (steps + 1, 3, 2) are changes of the parameters, `losses` (steps + 1, 3);
    `grid_losses` (rows, columns) those at changes `across` (columns,) of the first and `up` (rows,) of the second, and
    `here` (1,) without any change.
    """
    usual, (found, other) = scripts_adam(network).get_config(), sliced(network, photo)
    here, slope = found.gradients(np.zeros((1, 2)))
    start = PUSH * np.where(slope[0] < 0, -1, 1)
    length = SLICE_RATE * np.sqrt(2) / (np.linalg.norm(found.gradients(start[None])[1]) or 1)
    adam = keras.optimizers.Adam(SLICE_RATE, usual["beta_1"], usual["beta_2"], usual["epsilon"])
    optimizers = keras.optimizers.SGD(length), keras.optimizers.SGD(length, momentum=usual["beta_1"]), adam
    places, losses = run_down(found, optimizers, start)
    low, high = places.min(axis=(0, 1)), places.max(axis=(0, 1))
    room = np.maximum(0.12 * (high - low), 0.01 * PUSH)
    across, up = (np.linspace(low[n] - room[n], high[n] + room[n], GRID) for n in (0, 1))
    grid = [found.losses(np.stack([across, np.full(GRID, each)], axis=1)) for each in up]
    return Result(len(network.kinds) - 1, {
        "rates": np.array([length, length, SLICE_RATE]), "momentum": np.array([usual["beta_1"]]),
        "push": np.array([PUSH]), "places": places,
        "losses": losses, "across": across, "up": up, "grid_losses": np.stack(grid), "here": here,
        "other": np.array(other, int)})


def run_down(found: Slice, optimizers: Sequence[keras.optimizers.Optimizer],
             start: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Where each optimizer is before each step and at the end, and the losses there."""
    variables = [tf.Variable(start, dtype=tf.float32) for _ in optimizers]
    places, losses = [], []
    for step in range(SLICE_STEPS + 1):
        places.append(np.stack([np.asarray(each) for each in variables]))
        loss, gradients = found.gradients(places[-1])
        losses.append(loss)
        for optimizer, variable, gradient in zip(optimizers, variables, gradients, strict=True):
            if step < SLICE_STEPS:
                optimizer.apply([tf.constant(gradient)], [variable])
    return np.stack(places), np.stack(losses)


PROBES = (learning_rates, adam_steps, descent)
