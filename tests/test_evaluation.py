"""How good a network is, computed again by hand."""

import keras
import numpy as np
import pytest

from diagrams import evaluation, network

LABELS = ["ants", "bees", "wasps", "flies"]
TRUTH = np.array([0, 0, 0, 0, 1, 1, 3, 3, 3])
FOUND = np.array([0, 0, 0, 1, 1, 3, 2, 3, 0])
CLOSE = {"rtol": 1e-5, "atol": 1e-6}  # float32 sums of up to 1,000 pixels, added in another order


@pytest.fixture
def photos():
    """Seven photos of noise, 12 x 12."""
    return np.random.default_rng(0).random((7, 12, 12, 3), dtype=np.float32)


def small_network(filters: int = 4) -> keras.Sequential:
    """Two convolutions with ReLUs and a softmax, with random weights."""
    keras.utils.set_random_seed(1)
    return keras.Sequential([
        keras.Input((12, 12, 3)), keras.layers.Conv2D(filters, 3), keras.layers.ReLU(), keras.layers.Dropout(0.5),
        keras.layers.Conv2D(5, 3, strides=4), keras.layers.Activation("relu"), keras.layers.Flatten(),
        keras.layers.Dense(4), keras.layers.Activation("softmax")])


def convolution(x: np.ndarray, layer: keras.Layer, stride: int = 1) -> np.ndarray:
    """A 3 x 3 convolution without padding, in float64."""
    kernel, bias = (array.astype(np.float64) for array in layer.get_weights())
    windows = np.lib.stride_tricks.sliding_window_view(x.astype(np.float64), (3, 3), axis=(1, 2))
    return np.einsum("nrcihw,hwio->nrco", windows[:, ::stride, ::stride], kernel) + bias


def by_hand(model: keras.Sequential, photos: np.ndarray) -> tuple[list[np.ndarray], np.ndarray]:
    """What both ReLUs of the small network give, and the places of its answers."""
    first, second, last = (layer for layer in model.layers if layer.weights)
    one = np.maximum(convolution(photos, first), 0)
    two = np.maximum(convolution(one, second, stride=4), 0)
    kernel, bias = last.get_weights()
    return [one, two], (two.reshape(len(photos), -1) @ kernel + bias).argmax(axis=1)


def test_photos_and_answers_come_in_the_order_of_the_labels(tmp_path):
    rng = np.random.default_rng(0)
    stored = rng.integers(0, 256, (4, 6, 6, 3), dtype=np.uint8)
    np.savez(tmp_path / "data.npz", labels=np.array(["bees", "ants"]), x_test=stored,
             y_test=np.array([0, 1, 1, 0], np.uint8))
    photos, truth = evaluation.test_photos(tmp_path / "data.npz", ["ants", "bees"])
    assert truth.tolist() == [1, 0, 0, 1]
    assert photos.dtype == np.float32
    np.testing.assert_array_equal(photos * 256, stored)
    assert photos.max() < 1


def test_answers_are_the_most_likely_labels(photos):
    model = small_network()
    many = np.concatenate([photos * brightness for brightness in np.linspace(0.1, 1, 20, dtype=np.float32)])
    assert len(many) > evaluation.BATCH
    np.testing.assert_array_equal(evaluation.answers(model, many), by_hand(model, many)[1])


def test_confusion_counts_every_photo_once():
    counts = evaluation.confusion(FOUND, TRUTH, LABELS)
    assert counts == {"ants": {"ants": 3, "bees": 1, "wasps": 0, "flies": 0},
                      "bees": {"ants": 0, "bees": 1, "wasps": 0, "flies": 1},
                      "wasps": {"ants": 0, "bees": 0, "wasps": 0, "flies": 0},
                      "flies": {"ants": 1, "bees": 0, "wasps": 1, "flies": 1}}


def test_confusion_of_many_photos_adds_up():
    rng = np.random.default_rng(0)
    found, truth = rng.integers(0, 4, (2, 500))
    counts = np.array([list(row.values()) for row in evaluation.confusion(found, truth, LABELS).values()])
    np.testing.assert_array_equal(counts.sum(axis=1), np.bincount(truth, minlength=4))
    np.testing.assert_array_equal(counts.sum(axis=0), np.bincount(found, minlength=4))
    assert counts.trace() == (found == truth).sum()


def test_accuracy_leaves_out_a_label_without_photos():
    found = evaluation.accuracy(FOUND, TRUTH, LABELS)
    assert found["per label"] == {"ants": 0.75, "bees": 0.5, "flies": 0.3333}
    assert found["balanced"] == round((0.75 + 0.5 + 1 / 3) / 3, 4)
    assert found["all photos"] == round(5 / 9, 4)


def test_every_right_and_every_wrong_answer():
    assert evaluation.accuracy(TRUTH, TRUTH, LABELS)["balanced"] == 1
    assert evaluation.accuracy((TRUTH + 1) % 4, TRUTH, LABELS) == {
        "balanced": 0, "all photos": 0, "per label": {"ants": 0, "bees": 0, "flies": 0}}


def with_weights(model: keras.Sequential, position: int, channel: int, kernel: float, bias: float) -> None:
    """Give one filter of one layer all the same weights."""
    layer = model.layers[position]
    kernels, biases = layer.get_weights()
    kernels[..., channel], biases[channel] = kernel, bias
    layer.set_weights([kernels, biases])


def test_silent_channels_are_those_that_no_photo_wakes(photos):
    model = small_network()
    with_weights(model, 0, 1, -1.0, 0.0)  # silent on every photo, for photos are never negative
    brightest = sorted(photo[row : row + 3, column : column + 3].sum() for photo in photos
                       for row in range(10) for column in range(10))
    with_weights(model, 0, 2, 1.0, -sum(brightest[-2:]) / 2)  # awake at one place of one photo only
    with_weights(model, 3, 4, 0.0, 0.0)
    maps = by_hand(model, photos)[0]
    silent = [int((one.max(axis=(0, 1, 2)) == 0).sum()) for one in maps]
    assert (maps[0][..., 2] > 0).sum() == 1
    assert silent[0] == 1
    assert silent[1] >= 1
    assert evaluation.silent_channels(model, photos) == {"ReLU 1": [silent[0], 4], "ReLU 2": [silent[1], 5]}


def test_a_channel_that_wakes_in_a_later_batch_is_not_silent(photos):
    model = small_network()
    with_weights(model, 0, 0, 1.0, -1.0)
    dark = np.zeros((evaluation.BATCH, 12, 12, 3), np.float32)
    alone = evaluation.silent_channels(model, dark)["ReLU 1"][0]
    after = evaluation.silent_channels(model, np.concatenate([dark, photos, dark]))["ReLU 1"][0]
    assert after < alone


def test_relus_inside_other_layers_are_counted_once_separated(photos):
    model = keras.Sequential([keras.Input((12, 12, 3)), keras.layers.Conv2D(3, 3, activation="relu"),
                              keras.layers.Flatten(), keras.layers.Dense(6, activation="relu")])
    found = evaluation.silent_channels(network.with_separate_activations(model), photos)
    assert {name: channels for name, (_, channels) in found.items()} == {"ReLU 1": 3, "ReLU 2": 6}


@pytest.mark.parametrize("size", [12, 16, 31, 72, 100, 101])
def test_the_middle_has_half_of_the_area_within_rounding(size):
    mask = evaluation.middle(size)
    assert mask.shape == (size, size, 1)
    side = int(mask.sum() ** 0.5)
    assert side * side == mask.sum()
    assert abs(side - size * 0.5**0.5) <= 1  # a pixel more or less on each side keeps it in the centre
    np.testing.assert_array_equal(mask, mask[::-1])
    np.testing.assert_array_equal(mask, mask.transpose(1, 0, 2))
    assert mask[size // 2, size // 2]
    rows = np.flatnonzero(mask.any(axis=(1, 2)))
    assert len(rows) == rows[-1] - rows[0] + 1 == side


def test_mean_colours_are_those_of_the_masked_pixels(photos):
    mask = evaluation.middle(12)
    expected = [photo[mask[..., 0]].astype(np.float64).mean(axis=0) for photo in photos]
    np.testing.assert_allclose(evaluation.mean_colour(photos, mask)[:, 0, 0], expected, **CLOSE)


def inside(row: int, column: int, size: int = 12) -> bool:
    edge = round(size * (1 - 0.5**0.5) / 2)
    return edge <= row < size - edge and edge <= column < size - edge


def test_covered_photos_pixel_by_pixel(photos):
    before = photos.copy()
    left = evaluation.covered(photos)
    assert list(left) == ["whole photo", "border only", "middle only", "no colour", "colour of the border only"]
    places = [(row, column) for row in range(12) for column in range(12)]
    for n, photo in enumerate(before.astype(np.float64)):
        middle = np.mean([photo[place] for place in places if inside(*place)], axis=0)
        border = np.mean([photo[place] for place in places if not inside(*place)], axis=0)
        for place in places:
            brightness = 0.299 * photo[place][0] + 0.587 * photo[place][1] + 0.114 * photo[place][2]
            expected = {"whole photo": photo[place], "border only": border if inside(*place) else photo[place],
                        "middle only": photo[place] if inside(*place) else middle,
                        "no colour": [brightness] * 3, "colour of the border only": border}
            for name, colour in expected.items():
                np.testing.assert_allclose(left[name][n][place], colour, **CLOSE, err_msg=f"{name} at {place}")
    np.testing.assert_array_equal(photos, before)
    for name, covered in left.items():
        assert covered.shape == photos.shape, name
        assert covered.dtype == np.float32, name


def test_what_is_needed_is_the_accuracy_on_what_is_left(photos):
    model = small_network()
    truth = np.array([0, 1, 2, 3, 0, 1, 2])
    before = photos.copy()
    found = evaluation.what_is_needed(model, photos, truth, LABELS)
    left = evaluation.covered(photos)
    assert list(found) == list(left)
    for name, covered in left.items():
        answers = by_hand(model, covered)[1]
        shares = [np.mean(answers[truth == i] == i) for i in range(4)]
        assert found[name]["balanced"] == pytest.approx(np.mean(shares), abs=1e-4)
        assert found[name]["all photos"] == pytest.approx(np.mean(answers == truth), abs=1e-4)
    np.testing.assert_array_equal(photos, before)
