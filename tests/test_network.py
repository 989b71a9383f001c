"""What Keras returned, computed again by hand in NumPy."""

from itertools import pairwise

import numpy as np
import pytest

from diagrams.inputs import Every, Layer, Until

CLOSE = {"rtol": 1e-4, "atol": 1e-5}  # float32 sums of up to 33,856 products, added in another order


def windows(values: np.ndarray, size: tuple[int, int], strides: tuple[int, int], padding: str) -> np.ndarray:
    """All windows of a map: (rows, columns, height, width, channels); `same` pads with zeros."""
    if padding == "same":
        pads = []
        for length, width, stride in zip(values.shape, size, strides, strict=False):
            total = max((-(-length // stride) - 1) * stride + width - length, 0)
            pads.append((total // 2, total - total // 2))
        values = np.pad(values, [*pads, (0, 0)])
    found = np.lib.stride_tricks.sliding_window_view(values, size, axis=(0, 1))[:: strides[0], :: strides[1]]
    return found.transpose(0, 1, 3, 4, 2)


def by_hand(layer) -> np.ndarray:
    """The output of a traced layer from its input, without Keras."""
    x = layer.input.astype(np.float64)
    match layer.kind:
        case "Conv2D":
            seen = windows(x, layer.kernel.shape[:2], layer.settings["strides"], layer.settings["padding"])
            return np.einsum("rchwi,hwio->rco", seen, layer.kernel.astype(np.float64)) + layer.bias
        case "ReLU":
            return np.where(x > 0, x, 0)
        case "MaxPooling2D":
            pools = windows(x, layer.settings["pool_size"], layer.settings["strides"], layer.settings["padding"])
            return pools.max(axis=(2, 3))
        case "Dropout":
            return x
        case "Flatten":
            return np.array([x[r, c, k] for r in range(x.shape[0]) for c in range(x.shape[1])
                             for k in range(x.shape[2])])
        case "Dense":
            return x @ layer.kernel.astype(np.float64) + layer.bias
        case "Softmax":
            powers = np.exp(x - x.max())
            return powers / powers.sum()
    raise AssertionError(f"no independent computation for {layer.kind}")


def test_every_layer_is_what_it_computes_by_hand(resolve):
    for layer in resolve(Until("Softmax")):
        np.testing.assert_allclose(by_hand(layer), layer.output, **CLOSE, err_msg=f"{layer.kind} {layer.nth}")


def test_each_layer_gets_what_the_one_before_gave(resolve):
    layers = resolve(Until("Softmax"))
    for before, after in pairwise(layers):
        np.testing.assert_array_equal(before.output, after.input)


def test_pooling_leaves_the_odd_row_and_column_unread(resolve):
    for pool in resolve(Every("MaxPooling2D")):
        expected = [size // pool.settings["pool_size"][0] for size in pool.input.shape[:2]]
        assert list(pool.output.shape[:2]) == expected


def test_the_network_is_trained_throughout(manifest):
    assert all(layer["trained"] for layer in manifest["layers"])


def test_the_followed_cell_is_the_largest_of_the_followed_map(resolve):
    conv = resolve(Layer("Conv2D"))
    inner = conv.output[1:-1, 1:-1, conv.channel]
    assert conv.output[(*conv.cell, conv.channel)] == inner.max()


@pytest.mark.parametrize("kind", ["Conv2D", "MaxPooling2D"])
def test_the_followed_cell_reads_the_cell_before_it(resolve, kind):
    layers = resolve(Until("MaxPooling2D"))
    for before, after in pairwise(layers):
        if after.kind != kind or before.cell is None:
            continue
        size = after.settings.get("kernel_size") or after.settings["pool_size"]
        offset = [(s - 1) // 2 if after.settings["padding"] == "same" else 0 for s in size]
        for place, cell, width, step, pad in zip(before.cell, after.cell, size, after.settings["strides"], offset,
                                                 strict=True):
            assert cell * step - pad <= place < cell * step - pad + width
