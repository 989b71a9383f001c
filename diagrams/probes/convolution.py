"""What the first convolutions do: before training, at the border, to a dot, and with nothing between them."""

import keras
import numpy as np

from diagrams import weightfile
from diagrams.network import Network
from diagrams.probes.passes import Result, Weights, convolve, position, weights_of


def initial_filters(network: Network, photo: np.ndarray) -> Result:
    """The first convolution's kernel as training found it: (height, width, inputs, filters).

    It is what the training's seed made once the layers before it had drawn from it; without trained weights it has
    not changed since.
    """
    first = position(network, "Conv2D")
    layer = network.model.layers[first]
    if not network.fitted[first]:
        return Result(first, {"kernel": layer.get_weights()[0]})
    keras.utils.set_random_seed(weightfile.read_card()["training"]["seed"])
    *_, fresh = (type(each).from_config(each.get_config()) for each in network.model.layers[: first + 1])
    fresh.build(layer.input.shape)
    return Result(first, {"kernel": fresh.get_weights()[0]})


def both_paddings(network: Network, photo: np.ndarray) -> Result:
    """The first convolution of the photo, and of an all-white one, with `same` and with `valid`."""
    first = position(network, "Conv2D")
    layer, white = network.model.layers[first], np.full_like(photo, 255 / 256)
    images = {"photo": photo[None], "white": white[None]}
    return Result(first, {f"{name}_{padding}": convolve(layer, image, padding)[0]
                          for name, image in images.items() for padding in ("same", "valid")})


def impulse(network: Network, photo: np.ndarray) -> Result:
    """What the first convolution makes of a single bright pixel: its kernel, turned by half a turn."""
    first = position(network, "Conv2D")
    layer = network.model.layers[first]
    rows, columns, inputs, _ = layer.get_weights()[0].shape
    dot = np.zeros((inputs, 2 * rows - 1, 2 * columns - 1, inputs), np.float32)
    for channel in range(inputs):
        dot[channel, rows - 1, columns - 1, channel] = 1
    answer = np.asarray(keras.ops.conv(dot, layer.get_weights()[0], strides=1, padding="valid"))
    return Result(first, {"dot": dot, "answer": answer})


def without_relu(network: Network, photo: np.ndarray) -> Result:
    """The first two convolutions with nothing between them, and one wider convolution that equals them."""
    first, second = position(network, "Conv2D"), position(network, "Conv2D", 2)
    one, two = network.model.layers[first], network.model.layers[second]
    in_two_steps = convolve(two, convolve(one, photo[None], "valid"), "valid", "the 2nd Conv2D")
    kernel, bias = merged(weights_of(one), weights_of(two), one.strides)
    strides = tuple(first * second for first, second in zip(one.strides, two.strides, strict=True))
    in_one = np.asarray(keras.ops.conv(photo[None], kernel, strides=strides, padding="valid")) + bias
    return Result(second, {"in_two_steps": in_two_steps[0], "in_one": in_one[0], "kernel": kernel, "bias": bias})


def merged(one: Weights, two: Weights, strides: tuple[int, int]) -> Weights:
    """The kernel and bias of the one convolution that two in a row amount to, (kernel, bias) each.

    `strides` are those of the first: its neighbouring outputs are so many pixels apart.
    """
    (kernel1, bias1), (kernel2, bias2), (down, across) = one, two, strides
    (rows1, columns1), (rows2, columns2) = kernel1.shape[:2], kernel2.shape[:2]
    kernel = np.zeros((rows1 + (rows2 - 1) * down, columns1 + (columns2 - 1) * across,
                       kernel1.shape[2], kernel2.shape[3]))
    for row, column in np.ndindex(rows2, columns2):
        step = np.einsum("rcim,mo->rcio", kernel1.astype(np.float64), kernel2[row, column])
        kernel[row * down : row * down + rows1, column * across : column * across + columns1] += step
    bias = bias2 + bias1 @ kernel2.sum(axis=(0, 1))
    return kernel.astype(np.float32), bias.astype(np.float32)


PROBES = (initial_filters, both_paddings, impulse, without_relu)
