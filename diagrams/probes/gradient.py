"""The gradient of the loss: over one path to a weight, over all, where it is zero, and what nudging the weight says."""

from collections.abc import Collection, Sequence

import keras
import numpy as np
import tensorflow as tf

from diagrams.network import Network
from diagrams.probes import compiled, paths
from diagrams.probes.passes import Result, weights_of
from diagrams.probes.photos import label_of

NUDGES = 10.0 ** -np.arange(8)
CURVE = 41  # weights for which the loss is computed again
NOTHING = np.zeros(0)  # arrives behind the last layer, which is a softmax and asks for nothing
HANDED_ON = ("Dropout", "Flatten")  # layers whose outputs have the gradient of their inputs, number by number


def gradient_path(network: Network, photo: np.ndarray) -> Result:
    """One path from the loss to a weight of the last convolution, and what all paths add up to.

    By steps, first the softmax with the loss, last the convolution: `kinds`, `numbers` (which of its kind), `factors`,
    `values` and `places` (steps, 3), -1 where a place has fewer. `choice_0`, ... are what there was to choose from, as
    pictures (n,) or (rows, columns), `picked_0`, ... where in that (1,) or (2,), and `zero_0`, ... which inputs are
    zero. `gradient`, `summed` and `unsigned` (1,): the weight's gradient as TensorFlow gives it, and what all paths add
    up to with their signs and without. `counts` (1 + dense layers, 2): cells, and units, through which paths go, and
    all that there are.
    """
    compiled.settings(network)
    path = paths.find(network, photo)
    summed, unsigned, counts = paths.all_paths(network, path)
    kinds, numbers = kinds_and_numbers(network, [step.position for step in path.steps])
    arrays = {
        "kinds": kinds, "numbers": numbers,
        "factors": np.array([step.factor for step in path.steps]),
        "values": np.array([step.value for step in path.steps]),
        "places": np.array([(*step.place, *[-1] * (3 - len(step.place))) for step in path.steps]),
        "weight": np.array(path.weight), "truth": np.array([path.truth]), "loss": loss_at(network, path, [0.0]),
        "gradient": whole_gradient(network, path)[path.weight][None], "summed": np.array([summed]),
        "unsigned": np.array([unsigned]), "counts": counts}
    for n, step in enumerate(path.steps):
        arrays |= {f"{name}_{n}": array for name, array in choice(network, path, step).items()}
    return Result(len(network.kinds) - 1, arrays)


def choice(network: Network, path: paths.Path, step: paths.Step) -> dict[str, np.ndarray]:
    """What a step of the path chose from, as a picture; nothing where it had no choice."""
    kind, before = network.kinds[step.position], path.flows[step.position][0]
    if kind == "MaxPooling2D":
        return window_of(network.model.layers[step.position], before, path, step)
    if kind == "Conv2D":
        return {"choice": step.factors[..., step.place[-1]], "picked": np.array(step.place[:2])}
    if kind not in ("Softmax", "Dense"):
        return {}
    maps = [flow.shape[1:] for flow in path.flows[: step.position] if flow.ndim == 4][-1]
    if kind == "Dense" and np.prod(maps) == before.size:
        *place, channel = np.unravel_index(step.place[0], maps)
        factors, values = (each.reshape(maps)[..., channel] for each in (step.factors, before))
        return {"choice": factors, "zero": values == 0, "picked": np.array(place)}
    values = path.flows[-1][0] if kind == "Softmax" else before
    return {"choice": step.factors, "zero": values == 0, "picked": np.array(step.place)}


def window_of(pool: keras.layers.MaxPooling2D, before: np.ndarray, path: paths.Path,
              step: paths.Step) -> dict[str, np.ndarray]:
    """The values of one map among which a pooling window chose."""
    above = path.steps[path.steps.index(step) - 1].place
    mean = keras.layers.AveragePooling2D(pool.pool_size, pool.strides, pool.padding)
    rows, columns = np.nonzero(paths.row(mean, before[None], above)[..., above[-1]])
    window = np.s_[rows.min() : rows.max() + 1, columns.min() : columns.max() + 1, above[-1]]
    return {"choice": before[window], "picked": np.subtract(step.place[:2], (rows.min(), columns.min()))}


def whole_gradient(network: Network, path: paths.Path) -> np.ndarray:
    """The gradient of the loss with respect to the last convolution's kernel: (height, width, inputs, filters)."""
    layers = network.model.layers[path.last:]
    with tf.GradientTape() as tape:
        loss = paths.losses_of(paths.run(layers, path.flows[path.last]), [path.truth])
    return np.asarray(tape.gradient(loss, layers[0].kernel))


def loss_at(network: Network, path: paths.Path, offsets: Sequence[float] | np.ndarray) -> np.ndarray:
    """The loss when the path's weight is changed by each offset and all others stay: (offsets,) float32."""
    conv, *rest = network.model.layers[path.last:]
    kernel, bias = weights_of(conv)
    filters = np.repeat(kernel[..., path.channel, None], len(offsets), axis=-1)
    filters[path.weight[:3]] += np.asarray(offsets, np.float32)
    maps = keras.ops.conv(path.flows[path.last], filters, conv.strides, conv.padding, dilation_rate=conv.dilation_rate)
    flows = np.repeat(path.flows[path.last + 1], len(offsets), axis=0)
    flows[..., path.channel] = np.moveaxis(np.asarray(maps)[0], -1, 0) + bias[path.channel]
    return np.asarray(paths.losses_of(paths.run(rest, flows), [path.truth] * len(offsets)))


def nudges(network: Network, photo: np.ndarray) -> Result:
    """The path's weight nudged by `sizes` (n,): `losses` (n, 2) below and above it, all float32.

    `curve` (places,) is the loss at `offsets` (places,) from the weight, out to the largest weight of its layer.
    """
    compiled.settings(network)
    path = paths.find(network, photo)
    reach = np.abs(network.model.layers[path.last].get_weights()[0]).max()
    offsets = np.linspace(-reach, reach, CURVE)
    losses = loss_at(network, path, np.stack([-NUDGES, NUDGES], axis=1).ravel())
    return Result(len(network.kinds) - 1, {"sizes": NUDGES, "losses": losses.reshape(-1, 2), "offsets": offsets,
                                           "curve": loss_at(network, path, offsets)})


def gradients(network: Network, photo: np.ndarray) -> Result:
    """The gradient of the loss with respect to what each layer gives, and to each kernel.

    By layers, from the answer back to the photo, those left out that hand every number on: `kinds`, `numbers` (which of
    its kind), `sizes`, and `zeros` (layers, 4): how many numbers of the gradient are zero because none arrives, because
    a ReLU is shut, a pooling window chose another cell, or no window reads the cell. `map_0`, ... are the gradient of
    the path's map after layers of `map_kinds` and `map_numbers`, from the last pooling back to the last convolution.
    For the kernels of `kernel_kinds`, `kernel_numbers`, `spread` (kernels, 4) has the sizes of their gradients: the
    mean, the 5th and the 95th percentile of those not zero, and the share of zeros.
    """
    compiled.settings(network)
    path, (by_layer, by_kernel) = paths.find(network, photo), both_gradients(network, photo)
    readers = [n for n, kind in enumerate(network.kinds) if kind not in HANDED_ON][:0:-1]
    givers = [max(n for n in range(reader) if network.kinds[n] not in HANDED_ON) for reader in readers]
    zeros = [reasons(network.model.layers[n], network.kinds[n], path.flows[n], by_layer[n],
                     by_layer.get(n + 1, NOTHING)) for n in readers]
    maps = [n for n in givers if n >= path.last and path.flows[n + 1].ndim == 4]
    names, map_names, kernel_names = (kinds_and_numbers(network, found) for found in (givers, maps, by_kernel))
    return Result(len(network.kinds) - 1, {
        "kinds": names[0], "numbers": names[1], "sizes": np.array([by_layer[n].size for n in readers]),
        "zeros": np.array(zeros), "map_kinds": map_names[0], "map_numbers": map_names[1],
        **{f"map_{n}": by_layer[giver + 1][0, ..., path.channel] for n, giver in enumerate(maps)},
        "kernel_kinds": kernel_names[0], "kernel_numbers": kernel_names[1],
        "spread": np.array([spread(np.abs(each)) for each in by_kernel.values()])})


def kinds_and_numbers(network: Network, positions: Collection[int]) -> tuple[np.ndarray, np.ndarray]:
    """The kind of each layer, and which of its kind it is."""
    kinds = [network.kinds[n] for n in positions]
    return np.array(kinds), np.array([network.kinds[: n + 1].count(kind)
                                      for n, kind in zip(positions, kinds, strict=True)])


def both_gradients(network: Network, photo: np.ndarray) -> tuple[dict[int, np.ndarray], dict[int, np.ndarray]]:
    """The gradient with respect to what each layer reads, (1, ...), and to its kernel, by the layer's position."""
    layers, flows, truth = network.model.layers, {0: tf.constant(photo[None])}, [label_of(network, photo)]
    kernels = {n: layer.kernel for n, layer in enumerate(layers) if hasattr(layer, "kernel")}
    with tf.GradientTape() as tape:
        for n, layer in enumerate(layers):
            tape.watch(flows[n])
            flows[n + 1] = layer(flows[n])
        loss = paths.losses_of(flows.pop(len(layers)), truth)
    by_layer, by_kernel = ({n: np.asarray(each) for n, each in found.items()}
                           for found in tape.gradient(loss, (flows, kernels)))
    return by_layer, by_kernel


def reasons(layer: keras.Layer, kind: str, before: np.ndarray, gradient: np.ndarray, arriving: np.ndarray) -> list[int]:
    """Why numbers of the gradient are zero where this layer reads: none arrives, it is shut, it lost, it is unread."""
    zero, shut, lost, unread = gradient == 0, 0, 0, 0
    if kind == "ReLU":
        shut = int(np.count_nonzero(zero & (arriving != 0)))
    if kind == "MaxPooling2D":
        mean = keras.layers.AveragePooling2D(layer.pool_size, layer.strides, layer.padding)
        live, read = (paths.passed_back(mean, before, each) > 0 for each in (np.abs(arriving), np.ones_like(arriving)))
        lost, unread = int(np.count_nonzero(zero & live)), int(np.count_nonzero(~read))
    return [int(np.count_nonzero(zero)) - shut - lost - unread, shut, lost, unread]


def spread(sizes: np.ndarray) -> tuple[float, float, float, float]:
    """Mean, 5th and 95th percentile of what is not zero, and the share of zeros."""
    found = sizes[sizes > 0]
    low, high = np.quantile(found, (0.05, 0.95)) if found.size else (0, 0)
    return float(sizes.mean()), float(low), float(high), 1 - found.size / sizes.size


PROBES = (gradient_path, nudges, gradients)
