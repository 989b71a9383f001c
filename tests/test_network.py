"""What Keras returned, computed again by hand in NumPy."""

from itertools import pairwise

import numpy as np
import pytest

from diagrams.inputs import Every, Layer, Until
from tests.by_hand import CLOSE, by_hand


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
