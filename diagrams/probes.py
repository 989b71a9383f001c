"""Experiments on the network that take one forward or backward pass: what would happen if ...

Each probe is a function `(network, photo) -> Result`; figures ask for it by name.
"""

from collections.abc import Callable
from dataclasses import dataclass

import keras
import numpy as np

from diagrams import evaluation, samples, weightfile
from diagrams.inputs import ordinal

SQUARE = 5  # the grey square's side is this part of the photo's
PLACES = 11  # of the square, down and across
GREY = 0.5


class NotInThisNetwork(ValueError):
    """The network has no layer of the kind that a probe needs."""


@dataclass(frozen=True)
class Result:
    """Named arrays, and the position of the last layer that took part."""

    last: int
    arrays: dict[str, np.ndarray]


def position(network, kind: str, nth: int = 1) -> int:
    """Where the nth layer of a kind is in the model."""
    places = [place for place, name in enumerate(network.kinds) if name == kind]
    if len(places) < nth:
        raise NotInThisNetwork(f"the network has no {kind if nth == 1 else f'{ordinal(nth)} {kind}'} layer")
    return places[nth - 1]


def answers(network, photos: np.ndarray) -> np.ndarray:
    """The probabilities that the network gives each label, in inference: (photos, labels)."""
    if network.kinds[-1] != "Softmax":
        raise NotInThisNetwork(f"the network ends in a {network.kinds[-1]} layer: its answers are no probabilities")
    for layer in network.model.layers:
        photos = layer(photos)
    return np.asarray(photos)


def weights_of(layer) -> tuple[np.ndarray, np.ndarray]:
    """The kernel and the bias of a convolution; zeros where it has no bias."""
    kernel, *bias = layer.get_weights()
    return kernel, bias[0] if bias else np.zeros(kernel.shape[-1], np.float32)


def convolve(layer, images: np.ndarray, padding: str, name: str = "the first Conv2D") -> np.ndarray:
    """Keras's convolution of a batch with a layer's kernel and bias, at a chosen padding."""
    kernel, bias = weights_of(layer)
    if padding == "valid" and min(np.subtract(images.shape[1:3], kernel.shape[:2])) < 0:
        raise NotInThisNetwork(f"without padding, the {layer.kernel_size} kernel of {name} is larger than what it "
                               "reads")
    return np.asarray(keras.ops.conv(images, kernel, strides=layer.strides, padding=padding)) + bias


def initial_filters(network, photo) -> Result:
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


def both_paddings(network, photo) -> Result:
    """The first convolution of the photo, and of an all-white one, with `same` and with `valid`."""
    first = position(network, "Conv2D")
    layer, white = network.model.layers[first], np.full_like(photo, 255 / 256)
    images = {"photo": photo[None], "white": white[None]}
    return Result(first, {f"{name}_{padding}": convolve(layer, image, padding)[0]
                          for name, image in images.items() for padding in ("same", "valid")})


def impulse(network, photo) -> Result:
    """What the first convolution makes of a single bright pixel: its kernel, turned by half a turn."""
    first = position(network, "Conv2D")
    layer = network.model.layers[first]
    rows, columns, inputs, _ = layer.get_weights()[0].shape
    dot = np.zeros((inputs, 2 * rows - 1, 2 * columns - 1, inputs), np.float32)
    for channel in range(inputs):
        dot[channel, rows - 1, columns - 1, channel] = 1
    answer = np.asarray(keras.ops.conv(dot, layer.get_weights()[0], strides=1, padding="valid"))
    return Result(first, {"dot": dot, "answer": answer})


def without_relu(network, photo) -> Result:
    """The first two convolutions with nothing between them, and one wider convolution that equals them."""
    first, second = position(network, "Conv2D"), position(network, "Conv2D", 2)
    one, two = network.model.layers[first], network.model.layers[second]
    in_two_steps = convolve(two, convolve(one, photo[None], "valid"), "valid", "the 2nd Conv2D")
    kernel, bias = merged(weights_of(one), weights_of(two), one.strides)
    strides = tuple(first * second for first, second in zip(one.strides, two.strides, strict=True))
    in_one = np.asarray(keras.ops.conv(photo[None], kernel, strides=strides, padding="valid")) + bias
    return Result(second, {"in_two_steps": in_two_steps[0], "in_one": in_one[0], "kernel": kernel, "bias": bias})


def merged(one, two, strides) -> tuple[np.ndarray, np.ndarray]:
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


def relu_gradient(network, photo) -> Result:
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


def tied_pooling(network, photo) -> Result:
    """Which cells of one window full of equal values get the gradient of its maximum: (height, width)."""
    import tensorflow as tf

    place = position(network, "MaxPooling2D")
    alone = keras.layers.MaxPooling2D(network.model.layers[place].pool_size)  # whatever the padding: no other window
    window = tf.ones((1, *alone.pool_size, 1))
    with tf.GradientTape() as tape:
        tape.watch(window)
        total = tf.reduce_sum(alone(window))
    return Result(place, {"gradient": np.asarray(tape.gradient(total, window))[0, ..., 0]})


def shifted_answers(network, photo) -> Result:
    """The photo moved right by 0, 1, 2, ... pixels: the answers, and the first pooling of the first two.

    `answers` is (shifts, labels); `before` and `pooled` are (2, height, width, channels), the input and
    the output of the first pooling for the photo as it is and moved by one pixel; `last_photo` the photo
    moved furthest.
    """
    pool = position(network, "MaxPooling2D")
    reach = min(16, photo.shape[1] // 4)
    photos = np.stack([move_right(photo, shift) for shift in range(reach + 1)])
    shares = answers(network, photos)
    before = photos[:2]
    for layer in network.model.layers[:pool]:
        before = layer(before)
    pooled = np.asarray(network.model.layers[pool](before))
    return Result(len(network.kinds) - 1, {"answers": shares, "before": np.asarray(before), "pooled": pooled,
                                           "last_photo": photos[-1]})


def move_right(photo: np.ndarray, pixels: int) -> np.ndarray:
    """The photo moved right; its left column fills the gap."""
    return np.concatenate([np.repeat(photo[:, :1], pixels, axis=1), photo], axis=1)[:, : photo.shape[1]]


def sample_answers(network, photo) -> Result:
    """What the network answers to every sample photo, in the order of their credits: (photos, labels)."""
    return Result(len(network.kinds) - 1, {"probabilities": answers(network, load_samples(network))})


def load_samples(network) -> np.ndarray:
    """All sample photos in the order of their credits: (photos, size, size, 3)."""
    return np.stack([samples.load_photo(sample.path, network.image_size) for sample in samples.credited_samples()])


def occlusion(network, photo) -> Result:
    """Answers while a grey square covers one place after another: of the followed photo, and of the nearest miss.

    `photos` (photos, size, size, 3) and their labels, as places in the labels, `truth` (photos,). `whole` (photos,
    labels) are the answers to all of a photo; `covered` (photos, places, places, labels) those with the square's
    upper left corner at the pixels `starts` (places,), down and across; `side` (1,) is the square's, in pixels.
    """
    side = max(1, photo.shape[0] // SQUARE)
    starts = np.rint(np.linspace(0, photo.shape[0] - side, PLACES)).astype(int)
    photos, truth = followed_and_missed(network, photo)
    covered = np.stack([answers_under(network, each, starts, side) for each in photos])
    return Result(len(network.kinds) - 1, {"photos": photos, "truth": truth, "whole": answers(network, photos),
                                           "covered": covered, "starts": starts, "side": np.array([side])})


def followed_and_missed(network, photo) -> tuple[np.ndarray, np.ndarray]:
    """The followed photo, and of the free samples with a wrong answer the one whose label comes nearest to winning.

    Where nobody said what the followed photo shows, its answer counts as its label.
    """
    labels, known, pixels = network.source.labels, samples.credited_samples(), load_samples(network)
    found, own = answers(network, pixels), int(answers(network, photo[None]).argmax())
    truth = [labels.index(sample.label) if sample.label in labels else -1 for sample in known]
    same = [np.array_equal(each, photo) for each in pixels]
    missed = [n for n, sample in enumerate(known)
              if sample.is_free and not same[n] and truth[n] not in (-1, found[n].argmax())]
    chosen = sorted(missed, key=lambda n: -found[n, truth[n]])[:1]
    followed = next((truth[n] for n in range(len(known)) if same[n] and truth[n] >= 0), own)
    return np.stack([photo, *pixels[chosen]]), np.array([followed, *(truth[n] for n in chosen)])


def answers_under(network, photo: np.ndarray, starts: np.ndarray, side: int) -> np.ndarray:
    """The answers with the grey square at each place: (places, places, labels)."""
    rows = []
    for top in starts:
        batch = np.repeat(photo[None], len(starts), axis=0)
        for one, left in zip(batch, starts, strict=True):
            one[top : top + side, left : left + side] = GREY
        rows.append(answers(network, batch))
    return np.stack(rows)


def what_is_left(network, photo) -> Result:
    """The followed photo as the card's accuracies saw test photos, by the name of what is left: (size, size, 3)."""
    return Result(-1, {name: left[0] for name, left in evaluation.covered(photo[None]).items()})


PROBES: tuple[Callable, ...] = (initial_filters, both_paddings, impulse, without_relu, relu_gradient,
                                tied_pooling, shifted_answers, sample_answers, occlusion, what_is_left)


def run_all(network, photo, store) -> dict[str, dict]:
    """The manifest's entry of every probe; one that this network cannot serve says why."""
    entries = {}
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
