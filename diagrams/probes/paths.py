"""Ways from the loss back to a weight of the last convolution: one step, one whole path, and all paths added up.

Everything in inference: dropout hands on what it gets.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import keras
import numpy as np
import tensorflow as tf

from diagrams import subject
from diagrams.network import Network
from diagrams.probes.passes import NotInThisNetwork, position
from diagrams.probes.photos import label_of


@dataclass(frozen=True)
class Step:
    """One layer on the way back: by what it multiplies the gradient, and the input at which the way goes on.

    `factors` has the shape of what the layer reads (for the convolution: of the filter), `place` is in it, and `value`
    is what stands there (for the softmax: the probability; for the convolution: the weight).
    """

    position: int
    factors: np.ndarray
    place: tuple[int, ...]
    value: float

    @property
    def factor(self) -> float:
        return float(self.factors[self.place])


@dataclass(frozen=True)
class Path:
    """Steps from the softmax with the loss to the last convolution, and the filter of that.

    `flows` is what each layer reads, and last what the network answers: (1, ...) each; `truth` the label's place.
    """

    steps: list[Step]
    channel: int
    flows: list[np.ndarray]
    truth: int

    @property
    def last(self) -> int:
        """Where the last convolution is in the model."""
        return self.steps[-1].position

    @property
    def weight(self) -> tuple[int, ...]:
        """The weight at the path's end: row, column, input, filter."""
        return *self.steps[-1].place, self.channel


def losses_of(answers: tf.Tensor, truth: Sequence[int] | np.ndarray) -> tf.Tensor:
    """Categorical cross-entropy, as Keras trains with it, of each photo; `truth` are places of labels."""
    return keras.losses.categorical_crossentropy(keras.utils.to_categorical(truth, answers.shape[-1]), answers)


def run(layers: list[keras.Layer], flow: np.ndarray | tf.Tensor) -> tf.Tensor:
    """What the last of some layers gives."""
    for layer in layers:
        flow = layer(flow)
    return flow


def find(network: Network, photo: np.ndarray) -> Path:
    """The path that takes, at every layer, the largest factor among the inputs that are not zero.

    Of the last convolution's maps it may only enter the followed one, unless nothing leads there.
    """
    if network.kinds[-1] != "Softmax":
        raise NotInThisNetwork(f"the network ends in a {network.kinds[-1]} layer: its answers are no probabilities")
    position(network, "Conv2D")
    last = max(n for n, kind in enumerate(network.kinds) if kind == "Conv2D")
    layers, flows = network.model.layers, [photo[None]]
    for layer in layers:
        flows.append(np.asarray(layer(flows[-1])))
    masks = reached(layers[last + 1:], flows[last + 1:], subject.choose_channel(flows[last + 1][0]))
    truth = label_of(network, photo)
    steps = [first_step(network, flows, truth, masks[-1])]
    for n in range(len(layers) - 2, last, -1):
        factors = row(layers[n], flows[n], steps[-1].place)
        steps.append(chosen(n, factors, flows[n][0], masks[n - last - 1]))
    cell = steps[-1].place
    factors = under_weights(layers[last], flows[last], cell)
    kernel = layers[last].get_weights()[0][..., cell[-1]]
    steps.append(chosen(last, factors, kernel, np.ones(kernel.shape, bool)))
    return Path(steps, cell[-1], flows, truth)


def reached(layers: list[keras.Layer], flows: list[np.ndarray], channel: int) -> list[np.ndarray]:
    """Where what each layer reads, flows[n], depends on one map of the first: booleans."""
    mask = np.zeros(flows[0].shape, np.float32)
    mask[..., channel] = 1
    masks = [mask]
    for layer, after in zip(layers, flows[1:], strict=True):
        if mask.shape != after.shape:
            mask = np.ones_like(after) if hasattr(layer, "kernel") else np.asarray(layer(mask))
        masks.append(mask)
    return [each[0] > 0 for each in masks[:-1]]


def first_step(network: Network, flows: list[np.ndarray], truth: int, mask: np.ndarray) -> Step:
    """From the loss to a logit: what softmax and cross-entropy together multiply by; its value is the probability."""
    logits = tf.constant(flows[-2])
    with tf.GradientTape() as tape:
        tape.watch(logits)
        loss = losses_of(network.model.layers[-1](logits), [truth])
    factors = np.asarray(tape.gradient(loss, logits))[0]
    first = chosen(len(network.kinds) - 1, factors, np.ones_like(factors), mask)
    return replace(first, value=float(flows[-1][0][first.place]))


def row(layer: keras.Layer, before: np.ndarray, place: tuple[int, ...]) -> np.ndarray:
    """How one output of a layer depends on each of its inputs: the shape of an input, without the batch axis."""
    flow = tf.constant(before)
    with tf.GradientTape() as tape:
        tape.watch(flow)
        output = layer(flow)[(0, *place)]
    return np.asarray(tape.gradient(output, flow))[0]


def under_weights(layer: keras.Layer, before: np.ndarray, cell: tuple[int, ...]) -> np.ndarray:
    """The inputs that the weights of a filter meet at one cell (row, column, filter): (height, width, inputs)."""
    with tf.GradientTape() as tape:
        output = layer(before)[(0, *cell)]
    return np.asarray(tape.gradient(output, layer.kernel))[..., cell[-1]]


def under_weight(layer: keras.Layer, before: np.ndarray, weight: tuple[int, ...]) -> np.ndarray:
    """The input that one weight (row, column, input, filter) meets at each cell of its map: (photos, rows, columns)."""
    kernel, *bias = layer.get_weights()
    alone = np.zeros_like(kernel)
    alone[weight] = 1
    found, _ = layer.stateless_call([alone, *map(np.zeros_like, bias)], [], before)
    return np.asarray(found)[..., weight[-1]]


def chosen(n: int, factors: np.ndarray, values: np.ndarray, mask: np.ndarray) -> Step:
    """The step to the largest factor whose input is not zero, within the mask if anything leads there."""
    sizes = np.abs(factors) * (values != 0)
    inside = sizes * mask
    place = np.unravel_index((inside if inside.any() else sizes).argmax(), sizes.shape)
    return Step(n, factors, tuple(map(int, place)), float(values[place]))


def passed_back(layer: keras.Layer, before: np.ndarray, carried: np.ndarray) -> np.ndarray:
    """What a layer without weights makes of the gradient that reaches its outputs: (1, ...), as it reads."""
    flow = tf.constant(before)
    with tf.GradientTape() as tape:
        tape.watch(flow)
        output = layer(flow)
    return np.asarray(tape.gradient(output, flow, output_gradients=tf.constant(carried)))


def all_paths(network: Network, path: Path) -> tuple[float, float, np.ndarray]:
    """What all paths to the weight add up to, what they would without their signs, and how many there are.

    A path goes through one cell of the weight's map and one unit of each dense layer: the counts are (open, all) of the
    cells and of the units of each such layer, (1 + layers, 2). Open are those that hand some of the gradient on.
    """
    layers = network.model.layers
    counts: list[tuple[int, int]] = []
    signed = path.steps[0].factors[None]
    plain = np.abs(signed)
    for n in range(len(layers) - 2, path.last, -1):
        if hasattr(layers[n], "kernel"):
            counts.insert(0, (int(np.count_nonzero(plain)), plain.size))
            kernel = layers[n].get_weights()[0].T
            signed, plain = signed @ kernel, plain @ np.abs(kernel)
        else:
            signed, plain = (passed_back(layers[n], path.flows[n], each) for each in (signed, plain))
            plain = np.abs(plain)
    met = under_weight(layers[path.last], path.flows[path.last], path.weight)[0]
    signed, plain = signed[0, ..., path.channel] * met, plain[0, ..., path.channel] * np.abs(met)
    cells = np.count_nonzero(plain), plain.size
    return float(signed.sum()), float(plain.sum()), np.array([cells, *counts])
