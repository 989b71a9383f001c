"""Every number of the pooling post, computed again without the project's own window arithmetic."""

import re
from dataclasses import replace
from itertools import pairwise
from types import SimpleNamespace

import numpy as np
import pytest

from diagrams.blocks import lively_block
from diagrams.draw.crops import unread_boxes
from diagrams.draw.curves import apart
from diagrams.draw.played import toy
from diagrams.facts import MINUS, decimal
from diagrams.inputs import Every, Labels, Layer, Photo, Probe, Until
from diagrams.language import Say
from diagrams.posts import maxpooling2d as post
from diagrams.windows import axes_of, gather, grown, runs, seen_in_photo, unread_share
from tests.drawings import words_of


@pytest.fixture(scope="module")
def pool(resolve):
    return resolve(Layer("MaxPooling2D"))


@pytest.fixture(scope="module")
def layers(resolve):
    return resolve(Until("MaxPooling2D"))


@pytest.fixture(scope="module")
def shift(resolve):
    return resolve(Probe("shifted_answers"))


@pytest.fixture(scope="module")
def facts(arguments):
    return post.facts(**arguments(post.facts))


def pooled_by_hand(values: np.ndarray, sizes, strides, padding: str) -> np.ndarray:
    """Max pooling in plain loops: (rows, columns, channels) -> what Keras documents."""
    starts = []
    for size, width, stride in zip(values.shape[:2], sizes, strides, strict=True):
        if padding == "same":
            places = -(-size // stride)
            before = max((places - 1) * stride + width - size, 0) // 2
        else:
            places, before = (size - width) // stride + 1, 0
        starts.append([place * stride - before for place in range(places)])
    out = np.empty((len(starts[0]), len(starts[1]), values.shape[2]), values.dtype)
    for row, top in enumerate(starts[0]):
        for column, left in enumerate(starts[1]):
            window = values[max(top, 0) : top + sizes[0], max(left, 0) : left + sizes[1]]
            out[row, column] = window.reshape(-1, values.shape[2]).max(axis=0)
    return out


def pooling(values: np.ndarray, width, stride, padding="valid", **told) -> SimpleNamespace:
    """A max pooling that nobody traced, of these values; sizes as (down, across)."""
    settings = {"pool_size": list(width), "strides": list(stride), "padding": padding}
    return SimpleNamespace(kind="MaxPooling2D", nth=1, channel=0, cell=None, settings=settings, input=values,
                           output=pooled_by_hand(values, width, stride, padding), **told)


def of_layer(pool) -> tuple:
    return pool.settings["pool_size"], pool.settings["strides"], pool.settings["padding"]


def test_pooling_by_hand_is_what_keras_gave(resolve):
    for pool in resolve(Every("MaxPooling2D")):
        np.testing.assert_array_equal(pooled_by_hand(pool.input, *of_layer(pool)), pool.output)


def test_pooling_of_the_moved_photo_by_hand(pool, shift):
    np.testing.assert_array_equal(shift["before"][0], pool.input)
    for before, pooled in zip(shift["before"], shift["pooled"], strict=True):
        np.testing.assert_array_equal(pooled_by_hand(before, *of_layer(pool)), pooled)


@pytest.mark.parametrize("padding", ["valid", "same"])
@pytest.mark.parametrize(("size", "width", "stride"), [((8, 8), 2, 2), ((7, 9), 2, 2), ((7, 8), 3, 2), ((5, 5), 3, 3),
                                                       ((6, 7), 3, 1), ((2, 2), 2, 2), ((9, 8), 2, 3)])
def test_windows_of_any_pooling(padding, size, width, stride):
    """What `gather` collects has the maxima that the loops find; what no window reads changes nothing."""
    values = np.random.default_rng(0).normal(size=(*size, 2)).astype(np.float32)
    layer = pooling(values, (width, width), (stride, stride), padding)
    output = layer.output
    np.testing.assert_array_equal(gather(layer).max(axis=-1), output)
    read = np.zeros(size, bool)
    for place in np.ndindex(output.shape[:2]):
        (top, bottom), (left, right) = (axis.span(step) for axis, step in zip(axes_of(layer), place, strict=True))
        read[top:bottom, left:right] = True
    assert unread_share(layer) == pytest.approx((~read).mean())
    values[~read] = 99
    np.testing.assert_array_equal(pooled_by_hand(values, (width, width), (stride, stride), padding), output)


def block_by_hand(pool) -> tuple[np.ndarray, np.ndarray]:
    """The followed map's crop of the figure, and its results, cut by plain slicing."""
    block = lively_block(pool)
    (top, bottom), (left, right) = block.spans
    (row, column), (rows, columns) = block.first, block.counts
    return (pool.input[top:bottom, left:right, pool.channel],
            pool.output[row : row + rows, column : column + columns, pool.channel])


def digits_of(values: np.ndarray, decimals: int) -> list[str]:
    return ["0" if value == 0 else f"{value:.{decimals}f}" for value in values.ravel()]


def test_the_grids_show_the_crops_and_their_maxima(texts, pool, shift):
    """Every number of the figure, crop by crop, in reading order."""
    block, shown = lively_block(pool), texts(post.winners)
    (top, bottom), (left, right) = block.spans
    (row, column), (rows, columns) = block.first, block.counts
    for before, pooled in zip(shift["before"], shift["pooled"], strict=True):
        cells = before[top:bottom, left:right, pool.channel]
        results = pooled[row : row + rows, column : column + columns, pool.channel]
        decimals = post.decimals_for(cells)
        for grid in (digits_of(cells, decimals), digits_of(results, decimals)):
            assert any(shown[n : n + len(grid)] == grid for n in range(len(shown)))


def test_the_title_counts_the_survivors(texts, pool, shift, facts):
    block = lively_block(pool)
    (row, column), (rows, columns) = block.first, block.counts
    one, two = (each[row : row + rows, column : column + columns, pool.channel] for each in shift["pooled"])
    kept = sum(value != 0 for value in one.ravel())
    same = sum(a != 0 and abs(a - b) <= 1e-5 * abs(b) + 1e-7 for a, b in zip(one.ravel(), two.ravel(), strict=True))
    assert (facts["crop_kept"].value, facts["crop_same"].value) == (kept, same)
    numbers = re.findall(r"\d+", " ".join(texts(post.winners)[:3]))
    assert {str(kept), str(same)} <= set(numbers)


def test_the_spot_has_a_winner(pool, facts):
    block = lively_block(pool)
    (top, bottom), (left, right) = (axis.span(place) for axis, place in zip(axes_of(pool), block.spot, strict=True))
    window = pool.input[top:bottom, left:right, pool.channel]
    assert facts["winner"].value == window.max() == pool.output[(*block.spot, pool.channel)] == facts["keras"].value
    np.testing.assert_array_equal(facts["window"].value, window.ravel())
    assert all(first <= place < first + n
               for place, first, n in zip(block.spot, block.first, block.counts, strict=True))


def test_the_numpy_lines_print_the_pooled_numbers(printed, facts, pool):
    out = printed(facts["numpy"].value)
    numbers = [float(number) for number in re.findall(r"-?\d+\.?\d*", out)]
    cells, results = block_by_hand(pool)
    decimals = post.decimals_for(cells)
    rounded = [float(f"{value:.{decimals}f}") for value in results.ravel()]
    assert set(numbers) <= set(rounded)
    assert float(facts["winner"].text.en) in numbers
    assert len(facts["numpy"].value.splitlines()) <= 14


def windows_of_toy(facts):
    """The numbers to play with (rows, columns), and the largest of each of their windows."""
    values = np.array([row.split() for row in facts["toy"].text["en"].replace(MINUS, "-").split(";")], float)
    spans = [[tuple(map(int, span.split(":"))) for span in facts[f"toy_{way}"].text["en"].split()]
             for way in ("rows", "columns")]
    return values, [[values[slice(*down), slice(*across)].max() for across in spans[1]] for down in spans[0]]


def test_the_numbers_to_play_with_are_those_of_the_numpy_lines(printed, facts):
    largest = np.array(windows_of_toy(facts)[1])
    printed_numbers = [float(number) for number in re.findall(r"-?[\d.]+", printed(facts["numpy"].value))]
    assert printed_numbers == pytest.approx(largest.ravel().tolist())


@pytest.mark.parametrize(("size", "window", "stride", "padding", "cells"), [
    (30, 2, 2, "valid", 4), (30, 3, 2, "valid", 5), (30, 3, 1, "same", 4), (30, 3, 3, "valid", 6),
    (30, 22, 22, "valid", 4), (30, 5, 5, "valid", 4), (30, 2, 4, "valid", 6), (6, 6, 1, "valid", 6),
])
def test_what_is_to_be_played_with_fits_a_phone(size, window, stride, padding, cells):
    values = np.random.default_rng(0).normal(0, 1, (size, size, 1))
    count = -(-size // stride) if padding == "same" else (size - window) // stride + 1
    pool = SimpleNamespace(input=values, output=np.zeros((count, count, 1)), channel=0, cell=None, settings={
        "pool_size": (window, window), "strides": (stride, stride), "padding": padding})
    played, largest = windows_of_toy(toy(pool, lively_block(pool), 3))
    assert played.shape == (cells, cells)
    assert np.isin(played, values.round(3)).all()
    if window < 5 or cells == size:
        seen = gather(pool).max(axis=-1)[..., 0].round(3)
        assert np.isin(largest, seen).all()


def test_survivors_over_the_whole_layer(facts, shift):
    one, two = (each.ravel().tolist() for each in shift["pooled"])
    alive = [(a, b) for a, b in zip(one, two, strict=True) if a != 0]
    same = sum(abs(a - b) <= 1e-5 * abs(b) + 1e-7 for a, b in alive)
    assert facts["alive"].value == len(alive)
    assert facts["same"].value == same
    assert facts["same_share"].value == pytest.approx(same / max(len(alive), 1))
    near = sum(abs(b - a) <= np.float32(0.1) * abs(np.float32(a)) for a, b in alive)
    assert facts["near_share"].value == pytest.approx(near / max(len(alive), 1), abs=1e-3)
    assert facts["same_share"].value <= facts["near_share"].value


def test_noise_keeps_as_much_as_stated(facts, pool):
    """Independent values, pooled and pooled again one column further."""
    rows, columns = pool.settings["pool_size"]
    noise = np.random.default_rng(0).random((rows, columns + 1, 200_000))
    same = noise[:, 1:].max(axis=(0, 1)) == noise[:, :-1].max(axis=(0, 1))
    assert facts["noise_share"].value == pytest.approx(same.mean(), abs=0.005)


def test_the_values_before_the_pooling_moved_with_the_photo(facts, shift):
    one, two = shift["before"]
    moved = np.abs(two[:, 1:] - one[:, :-1]) <= 1e-6 + 1e-5 * np.abs(one[:, :-1])
    assert facts["followed_share"].value == pytest.approx(moved[one[:, :-1] != 0].mean())


def test_survivors_below_zero_count_as_well_and_none_at_all_is_no_error():
    values = -1 - np.arange(16, dtype=np.float32).reshape(4, 4, 1)
    pool = pooling(values, (2, 2), (2, 2))
    shift = {"before": np.stack([values, values]), "pooled": np.stack([pool.output, pool.output * 1.05])}
    told = post.survival(pool, shift)
    assert (told["alive"].value, told["same"].value, told["near_share"].value) == (4, 0, 1)
    nothing = {name: np.zeros_like(each) for name, each in shift.items()}
    told = post.survival(pooling(values * 0, (2, 2), (2, 2)), nothing)
    assert (told["alive"].value, told["followed_share"].value, told["same_share"].value) == (0, 0, 0)


@pytest.mark.parametrize("below", [0, 100], ids=["above zero", "below zero"])
def test_the_largest_of_each_window_is_marked(below):
    values = np.random.default_rng(0).permutation(64).reshape(8, 8, 1) + 1.0 - below
    pool = pooling(values, (2, 2), (2, 2))
    block = lively_block(pool)
    marked = block.winners(values[..., 0])
    assert sorted(block.cells(values[..., 0])[marked]) == sorted(block.results(pool.output[..., 0]).ravel())
    assert not lively_block(pooling(values * 0, (2, 2), (2, 2))).winners(values[..., 0] * 0).any()


def test_ties_counted_one_by_one(facts, pool):
    (rows, columns), (down, across), padding = of_layer(pool)
    if padding != "valid":
        pytest.skip("counted here for windows inside the map only")
    tied = zero = positive = 0
    for row, column, channel in np.ndindex(pool.output.shape):
        top, left = row * down, column * across
        window = pool.input[top : top + rows, left : left + columns, channel].ravel()
        winners = int((window == window.max()).sum())
        tied += winners > 1
        zero += bool((window == 0).all())
        positive += bool(winners > 1 and window.max() > 0)
    assert facts["windows"].value == pool.output.size
    assert (facts["tied"].value, facts["zero_windows"].value, facts["tied_positive"].value) == (tied, zero, positive)


@pytest.mark.parametrize(("values", "told"), [
    ([[-1, -1], [-1, -1]], (1, 0, 0)), ([[0, 0], [0, 0]], (1, 1, 0)), ([[2, 0], [0, 2]], (1, 0, 1)),
    ([[0, -1], [-1, 0]], (1, 0, 0)), ([[0, 3], [0, 0]], (0, 0, 0))])
def test_ties_of_zero_and_above_are_told_apart(values, told):
    """(ties, windows of zeros only, ties above zero)."""
    found = post.ties(pooling(np.array(values, np.float32)[..., None], (2, 2), (2, 2)), np.ones(4))
    assert tuple(found[name].value for name in ("tied", "zero_windows", "tied_positive")) == told


def test_what_lies_beyond_the_border_is_no_part_of_a_window():
    found = post.ties(pooling(np.zeros((3, 3, 1), np.float32), (2, 2), (2, 2), "same"), np.ones(4))
    assert (found["zero_windows"].value, found["tied"].value) == (4, 3)


def test_a_tie_sends_its_whole_gradient_on(facts, resolve):
    gradient = resolve(Probe("tied_pooling"))["gradient"]
    assert gradient.sum() == pytest.approx(1)
    assert facts["tie_receivers"].value == len([value for value in gradient.ravel() if value])
    assert facts["tie_cells"].value == gradient.size


def test_what_goes_in_and_comes_out(facts, pool, resolve):
    assert facts["values_before"].value == np.prod(pool.input.shape)
    assert facts["values_after"].value == np.prod(pool.output.shape)
    assert facts["photo_values"].value == resolve(Photo()).pixels.size
    assert facts["kept_share"].value == pytest.approx(facts["values_after"].value / facts["values_before"].value)
    assert facts["parameters"].value == 0
    assert facts["maps"].value == pool.input.shape[-1] == pool.output.shape[-1]


def test_rows_and_columns_never_read(facts, texts, resolve):
    """Change what is beyond the last window: nothing comes out differently; the figure counts the same rows."""
    pools, shown = resolve(Every("MaxPooling2D")), texts(post.unread)
    unread = {direction: [not_read(pool, direction) for pool in pools] for direction in (0, 1)}
    stated = [int(re.search(r"\d+$", text)[0]) for text in shown if re.match("読まれない行|rows never read", text)]
    assert stated == unread[0]
    if any(unread[0] + unread[1]):
        worst = max(range(len(pools)), key=lambda n: unread_share(pools[n]))
        told = "Unread rows: {}, unread columns: {}".format(*(unread[direction][worst] for direction in (0, 1)))
        assert told in facts["leftover"].text.en


def not_read(pool, direction: int) -> int:
    """Rows (0) or columns (1) beyond the last window, by hand."""
    if pool.settings["padding"] == "same":
        return 0
    ends = [place * pool.settings["strides"][direction] + pool.settings["pool_size"][direction]
            for place in range(pool.output.shape[direction])]
    return pool.input.shape[direction] - max(ends)


def test_what_is_left_over_is_said_only_where_something_is():
    values = np.zeros((8, 7, 1), np.float32)
    for width, stride, padding in (((2, 2), (2, 2), "same"), ((2, 3), (2, 2), "valid"), ((3, 3), (1, 1), "valid")):
        whole = pooling(values, width, stride, padding)
        assert post.leftover(whole).text.en == "Every row and column is in some window."
        assert "striped" not in " ".join(post.told_of_unread(Say("en"), whole)).lower()
    pool = pooling(values, (2, 2), (2, 2))
    assert post.leftover(pool).text.en == ("Number 1 turns 8×7 into 4×3. Unread rows: 0, unread columns: 1, "
                                           "together 14% of the area.")
    title, description = post.told_of_unread(Say("en"), pool)
    assert title == "In MaxPooling2D, 14% of the area is in no window"
    assert "Striped" in description


def test_gaps_between_windows_are_striped_as_well():
    """The boxes cover each cell that no window reads, and cover it once."""
    pool = pooling(np.zeros((9, 8, 1), np.float32), (2, 1), (3, 2))
    stripes = np.zeros(pool.input.shape[:2], int)
    for left, top, wide, high in unread_boxes(*(axis.read() for axis in axes_of(pool))):
        stripes[top : top + high, left : left + wide] += 1
    assert stripes.max() == 1
    assert stripes.mean() == pytest.approx(unread_share(pool))
    assert runs(np.array([True, False, True, True])) == [(0, 1), (2, 4)]


def test_the_recalled_sum_is_the_convolution(texts, resolve):
    conv = resolve(Layer("Conv2D"))
    (top, left), shown = conv.cell, texts(post.recall)
    axes, total = axes_of(conv), 0.0
    for channel in range(conv.input.shape[-1]):
        part = 0.0
        for row, column in np.ndindex(conv.kernel.shape[:2]):
            y, x = (place * axis.stride - axis.padding + step
                    for place, axis, step in zip((top, left), axes, (row, column), strict=True))
            if 0 <= y < conv.input.shape[0] and 0 <= x < conv.input.shape[1]:
                part += float(conv.input[y, x, channel]) * float(conv.kernel[row, column, channel, conv.channel])
        assert decimal(part, 3) in shown
        total += part
    result = float(conv.output[(*conv.cell, conv.channel)])
    assert total + float(conv.bias[conv.channel]) == pytest.approx(result, abs=1e-4)
    assert decimal(result, 3) in shown


def test_a_convolution_without_bias_is_recalled_without_one(say, resolve):
    conv = resolve(Layer("Conv2D"))
    without = replace(conv, bias=None, output=conv.output - conv.bias)
    for each, said in ((conv, True), (without, False)):
        drawing = post.recall(say, each)
        shown = [*words_of(drawing), drawing.description]
        assert any(re.search("バイアス|bias", text) for text in shown) == said
        assert decimal(each.output[(*conv.cell, conv.channel)], 3) in shown


@pytest.mark.parametrize(("lines", "title"), [
    ((4, 5, 6), "In 3 lines of code, the 48 numbers of a photo become 8"),
    ((4, 4, 4), "In 1 line of code, the 48 numbers of a photo become 8"),
    ((4, 0, 0), "The 48 numbers of a photo become 8")], ids=["lines", "one line", "a loop"])
def test_the_way_counts_lines_only_where_it_can(lines, title):
    layers = [SimpleNamespace(line=line, output=np.zeros((2, 2, 2))) for line in lines]
    photo = SimpleNamespace(pixels=np.zeros((4, 4, 3)))
    assert post.title_of_the_way(Say("en"), layers, photo) == title


@pytest.mark.parametrize("function", [post.stacks, post.whole_way], ids=["stacks", "whole_way"])
def test_shapes_and_counts_on_the_way(texts, layers, function):
    steps = layers if function is post.whole_way else post.stages(layers)
    shown = texts(function)
    for layer in steps:
        rows, columns, maps = layer.output.shape
        assert any(layer.kind in text and (layer.nth == 1 or f"{layer.nth}" in text) for text in shown)
        assert f"{rows}×{columns}×{maps}" in shown
        assert f"{rows * columns * maps:,}" in shown


def test_what_a_cell_sees_of_the_photo(facts, layers):
    """Follow a change of one pixel forwards: the cells it can reach are those whose view holds it."""
    row = layers[-1].output.shape[0] // 2
    view = seen_in_photo(layers, ((row, row + 1), (row, row + 1)))[0]
    size = 1
    for layer in reversed([layer for layer in layers if "strides" in layer.settings]):
        width = (layer.settings.get("kernel_size") or layer.settings.get("pool_size"))[0]
        size = (size - 1) * layer.settings["strides"][0] + width
    assert view[1] - view[0] == size
    assert facts["view_after"].value == [size, size]
    assert facts["apart_after"].value == np.prod([layer.settings["strides"][0] for layer in layers
                                                  if "strides" in layer.settings])


@pytest.mark.parametrize(("stride", "pool", "told"), [
    ((1, 1), (11, 11), ("5×5", "14×14", "1", "11")), ((1, 1), (22, 22), ("5×5", "24×24", "1", "22")),
    ((1, 2), (2, 2), ("5×5", "6×7", "1×2", "2×4"))], ids=["large", "the whole map", "not square"])
def test_views_are_those_of_a_cell_in_the_middle(stride, pool, told):
    """Windows of three cells, padded, again three, with this stride, then a pooling: before and after it."""
    layers, size, kernel = [], (24, 24), (3, 3)
    for name, width, step, padding in (("kernel_size", kernel, (1, 1), "same"), ("pool_size", kernel, stride, "valid"),
                                       ("pool_size", pool, pool, "valid")):
        before, short = size, 0 if padding == "same" else 1
        size = tuple((many - short * wide) // down + short for many, wide, down in zip(size, width, step, strict=True))
        layers.append(SimpleNamespace(input=np.zeros((*before, 1)), output=np.zeros((*size, 1)),
                                      settings={name: width, "strides": step, "padding": padding}))
    found = post.views(layers)
    assert tuple(found[name].text.en for name in ("view_before", "view_after", "apart_before", "apart_after")) == told


def test_the_answers_drawn_are_those_of_the_probe(shift, resolve, arguments):
    answers, labels = shift["answers"], resolve(Labels())
    np.testing.assert_allclose(answers.sum(axis=1), 1, atol=1e-5)
    figure = post.answers(Say("en"), **arguments(post.answers))
    lines = [line.get_ydata() for axes in figure.figure.axes for line in axes.get_lines()
             if len(line.get_ydata()) == len(answers) > 1]
    np.testing.assert_allclose(np.array(lines).T, answers)
    assert figure.table[0][1:] == labels
    assert len(figure.table) == len(answers) + 1


def test_the_answer_facts(facts, shift, resolve):
    answers, labels = shift["answers"], list(resolve(Labels()))
    mover = max(range(len(labels)), key=lambda n: answers[:, n].max() - answers[:, n].min())
    assert facts["mover"].text.en == labels[mover]
    assert facts["low"].value == pytest.approx(answers[:, mover].min())
    assert facts["high"].value == pytest.approx(answers[:, mover].max())
    tops = [int(row.argmax()) for row in answers]
    assert facts["answer"].text.en == labels[tops[0]]
    assert facts["answer_changes"].value == sum(a != b for a, b in pairwise(tops))


def test_names_at_the_ends_of_lines_keep_apart():
    places = apart([100.0, 101.0, 20.0, 99.0], 14)
    assert sorted(range(4), key=places.__getitem__) == [2, 3, 0, 1]
    ordered = sorted(places)
    assert all(b - a >= 14 for a, b in pairwise(ordered))


def test_a_grown_span_stays_inside():
    assert grown((4, 7), 100, 9) == (1, 10)
    assert grown((0, 3), 100, 9) == (0, 9)
    assert grown((97, 100), 100, 9) == (91, 100)
    assert grown((1, 4), 5, 9) == (0, 5)
