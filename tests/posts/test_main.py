"""Every number of the post on the whole script, found again; and its figures for other labels and photos."""

from dataclasses import replace
from functools import reduce

import keras
import numpy as np
import pytest
from PIL import Image

from diagrams import samples, script
from diagrams.build import modules, publish
from diagrams.draw import Canvas, Scale
from diagrams.draw.pipeline import Pipeline, fold
from diagrams.draw.thumbnails import of_maps, of_values, smaller
from diagrams.facts import share
from diagrams.inputs import Card, Labels, Photo, Probe, Samples
from diagrams.language import Say
from diagrams.posts import main as post
from tests.by_hand import by_hand
from tests.drawings import assert_apart, assert_inside, boxes_of, words_of

CLOSE = {"rtol": 1e-3, "atol": 1e-5}


@pytest.fixture(scope="module")
def facts(arguments):
    return post.facts(**arguments(post.facts))


@pytest.fixture(scope="module")
def layers(resolve):
    return resolve(post.WHOLE)


@pytest.fixture(scope="module")
def photo(resolve):
    return resolve(Photo())


@pytest.fixture(scope="module")
def labels(resolve):
    return resolve(Labels())


def through(layers, pixels: np.ndarray) -> np.ndarray:
    """The network's answer to a photo, computed in NumPy, layer by layer."""
    return reduce(lambda flow, layer: by_hand(replace(layer, input=flow)), layers, pixels)


def images_of(drawing) -> list[np.ndarray]:
    """The colours of every picture on a drawing, (rows, columns, 3) from 0 to 255."""
    return [np.asarray(image.get_array()) for image in drawing.figure.axes[0].images]


# The whole network


def test_every_step_gets_what_the_one_before_gave(layers, photo):
    given = [photo.pixels, *(layer.output for layer in layers)]
    for before, layer in zip(given, layers, strict=False):
        np.testing.assert_array_equal(before, layer.input)


def test_the_pipeline_tells_every_shape_and_count(say, arguments, layers, photo):
    drawing = post.pipeline(say, **arguments(post.pipeline))
    shown, counts = words_of(drawing), [photo.pixels.size]
    for layer in layers:
        assert layer.kind in shown
        if not np.array_equal(layer.input, layer.output):
            counts.append(layer.output.size)
            if layer.output.ndim > 1:
                assert "×".join(map(str, layer.output.shape)) in shown
    assert [text for text in shown if text in {f"{number:,}" for number in counts}] == [f"{n:,}" for n in counts]
    assert len(drawing.table) == len(layers) + 2
    for row, layer in zip(drawing.table[2:], layers, strict=True):
        assert row[2] == f"{np.prod(layer.output.shape):,}"


def coarse(values: np.ndarray, size: int) -> np.ndarray:
    """The mean of squares, so many each way; where they reach beyond the edge, the edge counts again."""
    factor = -(-len(values) // size)
    nearest = np.minimum(np.arange(size * factor), len(values) - 1)
    return np.array([[values[np.ix_(nearest[row : row + factor], nearest[column : column + factor])].mean()
                      for column in range(0, size * factor, factor)] for row in range(0, size * factor, factor)])


@pytest.mark.parametrize(("channels", "size"), [(3, 8), (40, 8), (5, 100), (64, 3)])
def test_a_row_shows_the_followed_map_first_and_tells_how_many_do_not_fit(channels, size):
    canvas, maps = Canvas(Say("en"), "title"), np.random.default_rng(0).normal(size=(size, size, channels))
    rows = Pipeline(canvas, Say("en"), 0, Scale(2.0), 100)
    rows.maps("layer", maps, channels - 1)
    drawing = canvas.drawing(200, "description.")
    images, more = images_of(drawing), [text for text in words_of(drawing) if text.startswith("+")]
    order = [channels - 1, *range(channels - 1)]
    for n, image in enumerate(images):
        assert len(image) == -(-size // 2)
        expected = np.rint(Scale(2.0).rgb(coarse(maps[..., order[n]], len(image))) * 255)
        assert np.abs(image.astype(int) - expected).max() <= 1
    assert more == ([f"+{channels - len(images)}"] if len(images) < channels else [])
    assert rows.leaves_out == bool(more)


def test_the_photo_comes_with_its_channels(arguments, photo):
    whole, *planes = images_of(post.pipeline(Say("en"), **arguments(post.pipeline)))[:4]
    np.testing.assert_array_equal(whole, np.rint(photo.pixels * 255).astype(np.uint8))
    for n, plane in enumerate(planes):
        expected = coarse(photo.pixels[..., n], len(plane))[..., None]
        assert np.abs(plane.astype(int) - np.rint(255 * expected)).max() <= 1


def test_the_answers_by_hand(facts, texts, layers, photo, labels):
    parts = through(layers, photo.pixels)
    np.testing.assert_allclose(parts, layers[-1].output, **CLOSE)
    assert facts["answer"].text.en == labels[parts.argmax()]
    assert facts["answer_share"].value == pytest.approx(parts.max(), abs=1e-4)
    shown = texts(post.pipeline)
    assert all(share(part).text.en in shown for part in layers[-1].output)


@pytest.mark.parametrize(("size", "room", "high", "most"), [(6, 210, 24, 9), (512, 210, 24, 9), (33_856, 210, 24, 9),
                                                            (1, 210, 24, 9), (97, 210, 24, 9), (100_003, 30, 90, 2)])
def test_folded_values_are_all_there_in_their_order(size, room, high, most):
    values = np.arange(1.0, size + 1)
    folded, unit = fold(values, room, high, most)
    np.testing.assert_array_equal(folded.ravel()[:size], values)
    assert not folded.ravel()[size:].any()
    assert unit <= most
    assert folded.shape[1] * unit <= room + 1e-6
    assert folded.shape[0] * unit <= 2.1 * high


# The pictures of the home page


def test_each_line_has_the_picture_of_its_step(arguments, layers, photo):
    drawing = post.lines(Say("en"), **arguments(post.lines))
    first, *pictures, last = images_of(drawing)
    assert len(pictures) + 2 == len(layers) + 1 == len(drawing.table) - 1
    np.testing.assert_array_equal(first, np.rint(photo.pixels * 255).astype(np.uint8))
    scale = post.scale_of(layers)
    for picture, layer in zip(pictures, layers, strict=False):
        if layer.output.ndim == 3:
            wanted = scale.rgb(layer.output[..., layer.channel])
            np.testing.assert_array_equal(picture, np.rint(wanted * 255))
    dark = (last.sum(axis=-1) < 300).sum(axis=1)[::3]
    assert dark.argmax() == layers[-1].output.argmax()
    np.testing.assert_allclose(dark / 20, layers[-1].output, atol=0.051)


def test_the_lines_of_its_steps_are_known_in_their_order(manifest):
    found = publish.lines(modules.markers(post.lines).values(), manifest)
    source = script.published().splitlines()
    assert found[1:] == [layer["line"] for layer in manifest["layers"]]
    assert "Input(" in source[found[0] - 1]


@pytest.mark.parametrize(("size", "wanted"), [(24, 24), (100, 100), (150, 75), (300, 100)])
def test_large_photos_and_maps_become_smaller_alike(size, wanted):
    photo, maps = np.ones((size, size, 3)), np.ones((size // 2, size // 2, 4))
    assert smaller(photo, size).shape[:2] == (wanted, wanted)
    assert of_maps(maps, 0, Scale(1.0), size).shape[0] == -(-(size // 2) * wanted // size)


def test_pictures_of_values_stay_small():
    for size in (1, 6, 512, 33_856, 1_000_000):
        rows, columns = of_values(np.ones(size), Scale(1.0)).shape[:2]
        assert rows <= 150
        assert columns <= rows


# A photo as numbers


def test_the_pixel_is_that_of_the_file(facts, photo, layers):
    preparation = script.load(samples.PREPARATION)
    fitted = preparation.fit(Image.open(samples.FOLDER / photo.name).convert("RGB"), photo.pixels.shape[0])
    red, green, blue = fitted.getpixel((facts["column"].value - 1, facts["row"].value - 1))
    assert [facts[name].value for name in ("red", "green", "blue")] == [red, green, blue]
    assert facts["red_scaled"].value == red / 256
    (top, bottom), (left, right) = post.crop_of(photo, layers)
    assert (facts["row"].value - 1, facts["column"].value - 1) == ((top + bottom - 1) // 2, (left + right - 1) // 2)


def test_the_figure_shows_the_pixels_whole_and_divided(texts, photo, layers):
    spans, shown = post.crop_of(photo, layers), texts(post.levels)
    for level in post.levels_of(photo, spans).ravel():
        assert f"{level}" in shown
        assert f"{level / 256:.3f}" in shown


def test_without_a_followed_cell_the_middle_is_shown(photo, layers):
    spans = post.crop_of(photo, [replace(layer, cell=None) for layer in layers])
    assert spans == tuple(((size - 2) // 2, (size - 2) // 2 + 3) for size in photo.pixels.shape[:2])


# Rows


def test_the_rows_are_those_of_keras(facts, labels):
    row = keras.utils.to_categorical([facts["place"].value], len(labels))[0]
    assert [float(number) for number in facts["one_hot"].value.split(", ")] == row.tolist()
    assert labels[facts["place"].value] == facts["label"].text.en


def test_the_ones_stand_at_the_labels_of_their_photos(arguments, labels):
    given = arguments(post.rows)
    drawing = post.rows(Say("en"), **given)
    table = drawing.table[1:]
    known = {photo.name: photo.label for photo in given["samples"]}
    for name, kind, *numbers in table:
        if kind == "label":
            assert numbers.index("1") == labels.index(known[name])
            assert sorted(numbers) == ["0"] * (len(labels) - 1) + ["1"]
        else:
            place = [photo.name for photo in given["samples"]].index(name)
            answer = given["probe"]["probabilities"][place]
            np.testing.assert_allclose([float(n) for n in numbers], answer, atol=0.0051)
    shown = [labels.index(known[name]) for name, kind, *_ in table if kind == "label"]
    assert shown == sorted({labels.index(label) for label in known.values() if label in labels})


@pytest.mark.parametrize("others", [("dogs", "newts"), ("a", "b", "c"), tuple("abcdefghijklmnopqrst")])
def test_rows_hold_other_labels(say, resolve, others):
    known = resolve(Samples())
    found = np.full((len(known), len(others)), 1 / len(others))
    drawing = post.rows(say, known, {"probabilities": found}, others)
    boxes = boxes_of(drawing)
    assert_inside(drawing, boxes)
    assert_apart(boxes)
    shown = {row[0] for row in drawing.table[1:]}
    assert shown == ({"dogs_shepherd.jpg"} if "dogs" in others else {photo.name for photo in known})
    assert any("–" in row for row in drawing.table) == ("dogs" not in others)


def test_a_cross_marks_wrong_answers_only(resolve, labels):
    [dog] = [photo for photo in resolve(Samples()) if photo.label == "dogs"]
    marked = []
    for answer in (0, 1):
        parts = np.eye(len(labels))[[(labels.index("dogs") + answer) % len(labels)]]
        drawing = post.rows(Say("en"), (dog,), {"probabilities": parts}, labels)
        marked.append(("the answer is wrong" in words_of(drawing), len(drawing.figure.axes[0].lines)))
    assert marked == [(False, 0), (True, 4)]  # two strokes on the photo, two in the key


def test_a_photo_that_nobody_named_counts_as_its_answer(photo, layers, labels):
    nameless = replace(photo, label="")
    assert post.known_label(nameless, layers, labels) == labels[layers[-1].output.argmax()]
    assert post.known_label(photo, layers, labels) == (photo.label if photo.label in labels else
                                                       post.known_label(nameless, layers, labels))


# Other scales, batches


def test_the_answers_on_another_scale_by_hand(resolve, layers):
    probe, last = resolve(Probe("other_scales")), resolve(Samples())[-1]
    for name, factor in (("together", 1), ("by_255", 256 / 255), ("undivided", 256)):
        scaled = last.pixels * factor
        np.testing.assert_allclose(probe[name][-1], through(layers, scaled), rtol=1e-3, atol=1e-4)


def test_what_becomes_of_the_samples_is_counted(facts, resolve):
    probe = resolve(Probe("other_scales"))
    for name, other in (("raw_changes", "undivided"), ("top_changes", "by_255")):
        changed = [max(range(len(one)), key=one.__getitem__) != max(range(len(two)), key=two.__getitem__)
                   for one, two in zip(probe["together"].tolist(), probe[other].tolist(), strict=True)]
        assert facts[name].value == sum(changed)
    moves = 100 * np.abs(probe["by_255"] - probe["together"]).max()
    assert moves <= facts["top_moves"].value < moves + 0.1
    assert np.abs(probe["alone"] - probe["together"]).max() <= facts["alone_differs"].value < 1e-4
    largest = list(map(max, probe["undivided"].tolist()))
    assert facts["raw_sureness"].value == pytest.approx(sum(largest) / facts["samples"].value)


def test_batches_are_those_of_the_card(facts, resolve, photo, labels):
    card = resolve(Card())
    assert facts["photos"].value == sum(part["training after augmentation"] for part in card["photos"].values())
    pixels = np.broadcast_to(np.zeros((), np.float32), (facts["photos"].value, *photo.pixels.shape))
    assert facts["as_floats"].value == pixels.nbytes == 4 * facts["as_bytes"].value
    assert facts["batch_shape"].value == [card["training"]["batch size"], *photo.pixels.shape]
    assert facts["batch_answers"].value == [card["training"]["batch size"], len(labels)]


@pytest.mark.parametrize(("size", "told"), [(9_223_200_000, "9.2 GB"), (1_500_000, "1.5 MB"), (1e9, "1.0 GB")])
def test_bytes_in_words(size, told):
    assert post.memory(size).text.en == told


def test_the_lines_to_copy(printed, facts):
    first, row = printed(facts["numpy"].value).splitlines()
    scaled = [facts[f"{name}_scaled"].value for name in ("red", "green", "blue")]
    assert [float(number) for number in first.strip("[]").split()] == np.round(scaled, 3).tolist()
    assert [float(number) for number in row.strip("[]").split()] == list(map(float, facts["one_hot"].value.split(", ")))


def test_the_lines_explained_are_those_of_the_script(facts):
    source = script.published()
    for name in ("read", "train", "test", "seed", "input"):
        assert facts[f"line_{name}"].text.en in source
    assert facts["line_scale"].text.en.replace("'", '"') in source
