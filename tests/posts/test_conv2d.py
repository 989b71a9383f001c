"""Every number of the Conv2D post, computed again; and its figures for other networks."""

import re
from types import SimpleNamespace

import numpy as np
import pytest

from diagrams import caveats
from diagrams.facts import count, decimal, share
from diagrams.inputs import Layer, Probe, TracedLayer
from diagrams.language import Say
from diagrams.posts import conv2d as post
from tests.drawings import assert_apart, assert_inside, boxes_of, words_of

NUMBER = re.compile(r"−?\d+\.\d+")


@pytest.fixture(scope="module")
def conv(resolve):
    return resolve(Layer("Conv2D"))


@pytest.fixture(scope="module")
def facts(arguments):
    return post.facts(**arguments(post.facts))


def zeros_before(size, outputs, width, stride, padding):
    """How many zeros TensorFlow adds above or left."""
    return max((outputs - 1) * stride + width - size, 0) // 2 if padding == "same" else 0


def one_cell(photo, kernel, bias, row, column, stride, padding, outputs):
    """One output of one filter (height, width, inputs), a product at a time: (products, result)."""
    tops = [place * step - zeros_before(size, many, width, step, padding)
            for place, step, size, many, width in zip((row, column), stride, photo.shape, outputs, kernel.shape,
                                                      strict=False)]
    products = np.zeros(kernel.shape)
    for i, j, m in np.ndindex(kernel.shape):
        y, x = tops[0] + i, tops[1] + j
        if 0 <= y < photo.shape[0] and 0 <= x < photo.shape[1]:
            products[i, j, m] = float(photo[y, x, m]) * float(kernel[i, j, m])
    return products, products.sum() + bias


def by_hand(conv, row, column):
    """(products, result) of the followed filter at any cell of a traced layer."""
    bias = 0.0 if conv.bias is None else float(conv.bias[conv.channel])
    return one_cell(conv.input, conv.kernel[..., conv.channel], bias, row, column, conv.settings["strides"],
                    conv.settings["padding"], conv.output.shape[:2])


def test_keras_computes_what_the_post_says(conv):
    """Corners, edges and inner cells; float32 sums in another order may differ in the last digits."""
    last_row, last_column = (size - 1 for size in conv.output.shape[:2])
    for row, column in [conv.cell, (0, 0), (0, last_column), (last_row, last_column), (last_row // 2, 0)]:
        assert conv.output[row, column, conv.channel] == pytest.approx(by_hand(conv, row, column)[1], abs=2e-6)


def test_the_arithmetic_shows_every_number(texts, conv):
    products, result = by_hand(conv, *conv.cell)
    (top, left), held = post.window(conv, conv.cell)
    height, width = held.shape[:2]
    np.testing.assert_array_equal(held, conv.input[top : top + height, left : left + width])
    sums = [products[..., n].sum() for n in range(products.shape[2])]
    numbers = [*held.ravel(), *conv.kernel[..., conv.channel].ravel(), *products.ravel(), *sums, *sums,
               conv.bias[conv.channel], result]
    expected = sorted(decimal(number, 3) for number in numbers)
    assert sorted(word for word in texts(post.arithmetic) if re.fullmatch(r"−?\d\.\d\d\d", word)) == expected


def test_the_table_of_the_arithmetic_adds_up(say, conv):
    table = post.arithmetic(say, conv).table
    products, result = by_hand(conv, *conv.cell)
    shown = [decimal(number, 3) for n in range(products.shape[2])
             for number in [*products[..., n].ravel(), products[..., n].sum()]]
    assert [row[-1] for row in table[1:]] == [*shown, decimal(conv.bias[conv.channel], 3), decimal(result, 3)]


def test_the_window_slides_to_the_cells_it_names(texts, conv):
    text = " ".join(texts(post.sliding))
    places = re.findall(r"(\d+)行目、(\d+)列目 (\S+)|row (\d+), column (\d+) (\S+)", text)
    assert len(places) >= 2
    for found in places:
        row, column, number = (part for part in found if part)
        assert number == decimal(by_hand(conv, int(row) - 1, int(column) - 1)[1], 3)


def test_titles_count_filters_weights_and_maps(say, conv):
    kernel = conv.kernel
    title = post.filters(say, conv).title
    for fact in (count(kernel.shape[3]), count(kernel.size), share(sum(w < 0 for w in kernel.ravel()) / kernel.size)):
        assert fact.text[say.language] in title
    assert str(conv.output.shape[2]) in post.maps(say, conv).title


def test_every_filter_says_how_far_it_moved(texts, conv, resolve):
    start = resolve(Probe("initial_filters"))["kernel"]
    expected = [share(np.linalg.norm(conv.kernel[..., n] - start[..., n]) / np.linalg.norm(start[..., n])).text.en
                for n in range(conv.kernel.shape[3])]
    assert [word for word in texts(post.training) if word.endswith("%")] == expected


def test_the_numbers_at_the_border(texts, conv, resolve):
    there = resolve(Probe("both_paddings"))
    expected = []
    for padding in ("same", "valid"):
        found = there[f"photo_{padding}"]
        rows, columns = found.shape[:2]
        for row, column in np.ndindex(found.shape[:2]):
            if row >= rows - 4 and column >= columns - 4:
                result = one_cell(conv.input, conv.kernel[..., conv.channel], float(conv.bias[conv.channel]), row,
                                  column, conv.settings["strides"], padding, (rows, columns))[1]
                assert found[row, column, conv.channel] == pytest.approx(result, abs=2e-6)
                expected.append(decimal(found[row, column, conv.channel]))
    shown = [word for word in texts(post.border) if NUMBER.fullmatch(word)]
    assert set(shown) - set(expected) <= {decimal(s * float(shown[-1]), 2) for s in (-1, 1)}  # the ends of the scale
    assert {f"{size[0]}×{size[1]}" for size in (there["photo_same"].shape, there["photo_valid"].shape)} <= set(
        re.findall(r"\d+×\d+", " ".join(texts(post.border))))


def test_a_bright_dot_returns_the_kernel_turned(texts, conv, resolve):
    answer = resolve(Probe("impulse"))["answer"]
    for n in range(conv.kernel.shape[2]):
        np.testing.assert_allclose(answer[n, ::-1, ::-1], conv.kernel[:, :, n], atol=1e-6)
    kernel = conv.kernel[..., conv.channel]
    shown = [word for word in texts(post.turned) if re.fullmatch(r"−?\d\.\d\d", word)]
    for number in {decimal(weight) for weight in kernel.ravel()}:
        assert shown.count(number) >= 2 * [decimal(weight) for weight in kernel.ravel()].count(number)


def test_the_facts_count_right(facts, conv):
    height, width, inputs, filters = conv.kernel.shape
    cells = conv.output.shape[0] * conv.output.shape[1]
    assert facts["products"].value == height * width * inputs
    assert facts["parameters"].value == height * width * inputs * filters + filters
    assert facts["multiply_adds"].value == height * width * inputs * filters * cells
    assert facts["result"].text.en == decimal(by_hand(conv, *conv.cell)[1], 3)
    assert (facts["row"].value, facts["column"].value) == (conv.cell[0] + 1, conv.cell[1] + 1)


def test_the_facts_of_the_border(facts, conv, resolve):
    white = np.full_like(conv.input, 255 / 256)
    outputs = resolve(Probe("both_paddings"))["white_same"].shape[:2]
    kernel, bias = conv.kernel[..., conv.channel], float(conv.bias[conv.channel])
    stride = conv.settings["strides"]

    def answer(row, column):
        return one_cell(white, kernel, bias, row, column, stride, "same", outputs)

    ones = np.ones_like(white), np.ones_like(kernel)
    marked = [np.count_nonzero(one_cell(*ones, 0, row, column, stride, "same", outputs)[0]) < kernel.size
              for row, column in np.ndindex(outputs)]
    assert facts["border_cells"].value == pytest.approx(np.mean(marked))
    assert facts["white_corner"].value == pytest.approx(answer(outputs[0] - 1, outputs[1] - 1)[1], abs=2e-6)
    assert facts["white_middle"].value == pytest.approx(answer(outputs[0] // 2, outputs[1] // 2)[1], abs=2e-6)


def test_the_numpy_lines_print_what_keras_gives(printed, facts, conv):
    out = printed(facts["numpy"].value)
    assert out.strip() == facts["result"].text.en.replace("−", "-")
    assert max(map(len, facts["numpy"].value.splitlines())) <= 72  # fits the page


def network_like(size=40, kernel=(3, 3), filters=8, stride=1, padding="same", bias=True, cell=None):
    """A traced convolution and its probes for other settings, with seeded weights, made without Keras."""
    random = np.random.default_rng(0)
    photo = (random.integers(0, 256, (size, size, 3)) / 256).astype(np.float32)
    weights = random.normal(0, 0.2, (*kernel, 3, filters)).astype(np.float32)
    biases = random.normal(0, 0.1, filters).astype(np.float32) if bias else None
    strides = (stride, stride)
    same, valid, white = (convolved(image, weights, biases, strides, padding_of)
                          for image, padding_of in ((photo, "same"), (photo, "valid"),
                                                    (np.full_like(photo, 255 / 256), "same")))
    output = same if padding == "same" else valid
    settings = {"padding": padding, "strides": list(strides), "kernel_size": list(kernel), "filters": filters}
    middle = tuple(n // 2 for n in output.shape[:2])
    traced = TracedLayer("Conv2D", 1, 1, "Conv2D(...)", True, settings, filters // 2, cell or middle, photo, output,
                         weights, biases)
    dot = np.zeros((3, 2 * kernel[0] - 1, 2 * kernel[1] - 1, 3), np.float32)
    dot[np.arange(3), kernel[0] - 1, kernel[1] - 1, np.arange(3)] = 1
    answer = np.moveaxis(weights[::-1, ::-1], 2, 0)
    return SimpleNamespace(
        conv=traced, start={"kernel": weights * 0.9}, probe={"dot": dot, "answer": answer},
        paddings={"photo_same": same, "photo_valid": valid, "white_same": white})


def convolved(photo, weights, biases, strides, padding):
    """All cells of all filters: (rows, columns, filters)."""
    height, width = weights.shape[:2]
    counts = [-(-size // step) if padding == "same" else (size - wide) // step + 1
              for size, wide, step in zip(photo.shape, (height, width), strides, strict=False)]
    before = [zeros_before(size, many, wide, step, padding)
              for size, many, wide, step in zip(photo.shape, counts, (height, width), strides, strict=False)]
    padded = np.pad(photo, ((before[0], height), (before[1], width), (0, 0)))
    views = np.lib.stride_tricks.sliding_window_view(padded, (height, width), axis=(0, 1))
    views = views[:: strides[0], :: strides[1]][: counts[0], : counts[1]]
    return np.einsum("rcmij,ijmo->rco", views, weights) + (0 if biases is None else biases)


OTHERS = {
    "kernel 1x1": {"kernel": (1, 1)}, "kernel 5x5": {"kernel": (5, 5)}, "kernel 7x7": {"kernel": (7, 7)},
    "kernel 11x11": {"kernel": (11, 11)}, "kernel 1x5": {"kernel": (1, 5)}, "kernel 5x1": {"kernel": (5, 1)},
    "kernel 4x4, stride 2": {"kernel": (4, 4), "stride": 2}, "kernel 5x5, stride 2": {"stride": 2, "kernel": (5, 5)},
    "valid": {"padding": "valid"}, "one filter": {"filters": 1, "cell": (0, 0)}, "64 filters": {"filters": 64},
    "tiny photo": {"size": 4, "filters": 2, "cell": (2, 2)},
    "small photo": {"size": 12, "filters": 5}, "large photo": {"size": 224, "filters": 4},
    "no bias": {"bias": False, "cell": (39, 39)},
}


@pytest.fixture(params=OTHERS.values(), ids=OTHERS)
def other(request):
    return network_like(**request.param)


@pytest.mark.parametrize("figure", post.FIGURES, ids=lambda figure: figure.__name__)
def test_figures_hold_other_networks(figure, other, say):
    names = figure.__code__.co_varnames[1 : figure.__code__.co_argcount]
    drawing = figure(say, **{name: getattr(other, name) for name in names})
    boxes = boxes_of(drawing)
    assert_inside(drawing, boxes)
    assert_apart(boxes)


def test_facts_hold_other_networks(printed, other):
    facts = post.facts(other.conv, other.start, other.paddings)
    result = by_hand(other.conv, *other.conv.cell)[1]
    assert facts["result"].value == pytest.approx(result, abs=1e-4)
    out = printed(facts["numpy"].value)
    assert out.strip() == facts["result"].text.en.replace("−", "-")


@pytest.mark.parametrize(("moved", "told", "title"), [
    ([0.0, 0.0], "**Not at all yet.** This layer has not been trained", "Before training, no filter has moved"),
    ([0.25, 0.5, 0.125], "least went **12%** of its initial size, and filter 2, which moved most, went **50%**",
     "Training moved each filter by 12% to 50% of its initial size"),
    ([0.541, 0.543], "By **54%** of the initial size.", "Moved in training: 54% of the initial size"),
    ([0.3], "By **30%** of the initial size.", "Moved in training: 30% of the initial size"),
])
def test_the_post_says_how_far_the_filters_moved(moved, told, title):
    assert told in post.told_of_moves(np.array(moved)).text.en
    assert post.title_of_training(Say("en"), np.array(moved)) == title


def test_an_untrained_layer_has_not_moved(say):
    other = network_like()
    assert "0%" in words_of(post.training(say, other.conv, {"kernel": other.conv.kernel}))
    told = post.facts(other.conv, {"kernel": other.conv.kernel}, other.paddings)["moved"].text
    assert "まだ訓練していない" in told.ja
    assert "has not been trained" in told.en


def test_one_filter_fills_one_column():
    other = network_like(filters=1)
    assert words_of(post.training(Say("en"), other.conv, other.start)).count("now") == 1
    assert post.filters(Say("en"), other.conv).title.startswith("1 filter, ")
    assert post.maps(Say("en"), other.conv).title == "1 photo in, 1 feature map out"


@pytest.mark.parametrize("bias", [True, False])
def test_a_bias_is_told_of_where_there_is_one(bias):
    other = network_like(bias=bias)
    drawing, facts = post.arithmetic(Say("en"), other.conv), post.facts(other.conv, other.start, other.paddings)
    for told in (drawing.title, drawing.description, facts["numpy"].value):
        assert ("bias" in told) == bias
    assert ("bias" in words_of(drawing)) == bias
    assert [row[0] for row in drawing.table].count("bias") == bias
    assert ("use_bias=False" in facts["bias_told"].text.en) != bias
    assert ("use_bias=False" in facts["bias_told"].text.ja) != bias
    if bias:
        assert decimal(other.conv.bias[other.conv.channel], 3) in facts["bias_told"].text.en


@pytest.mark.parametrize(("kernel", "line", "zeros"), [((1, 1), False, "1 px"), ((1, 2), True, "1 px, 1 zero"),
                                                       ((3, 3), True, "4 px, 5 zeros")])
def test_the_border_tells_of_zeros_where_there_are_some(kernel, line, zeros):
    other = network_like(kernel=kernel)
    drawing = post.border(Say("en"), other.conv, other.paddings)
    assert ("outside the line" in drawing.description) == line
    assert ("outside the line: uses zeros" in words_of(drawing)) == line
    assert f"in the window: {zeros}" in words_of(drawing)


def test_one_thing_is_not_counted_as_many():
    other = network_like(size=12, kernel=(12, 12), padding="valid", cell=(0, 0))
    facts = post.facts(other.conv, other.start, other.paddings)
    assert facts["places"].text.en == "1 place"
    assert facts["per_channel"].text.en == "144 pixels"
    other = network_like(kernel=(1, 1))
    facts = post.facts(other.conv, other.start, other.paddings)
    assert (facts["per_channel"].text.en, facts["corner_pixels"].text.en) == ("1 pixel", "1 pixel")


def test_an_untrained_network_says_so(conv):
    assert "make train" in " ".join(words_of(post.arithmetic(caveats.say("en", ["untrained"]), conv)))
