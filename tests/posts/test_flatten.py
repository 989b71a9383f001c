"""Every number of the post on Flatten, counted again; and its figures for other stacks of maps."""

import re
from itertools import pairwise
from types import SimpleNamespace

import numpy as np
import pytest

from diagrams.draw.ribbon import fitting_decimals
from diagrams.draw.stack import Stack
from diagrams.draw.wrapped import line_length
from diagrams.facts import decimal
from diagrams.inputs import Every, Probe, Until
from diagrams.language import Say
from diagrams.posts import flatten as post
from tests.drawings import assert_apart, assert_inside, boxes_of, words_of


@pytest.fixture(scope="module")
def layers(resolve):
    return resolve(Until("Flatten"))


@pytest.fixture(scope="module")
def probe(resolve):
    return resolve(Probe("shuffled_ribbon"))


@pytest.fixture(scope="module")
def facts(arguments):
    return post.facts(**arguments(post.facts))


def unrolled(maps: np.ndarray) -> list[tuple[int, int, int]]:
    """Where each number of the ribbon comes from, in plain loops: cell by cell, in each cell map by map."""
    rows, columns, many = maps.shape
    return [(row, column, n) for row in range(rows) for column in range(columns) for n in range(many)]


def test_keras_unrolls_the_maps_cell_by_cell(layers):
    flatten = layers[-1]
    assert [flatten.input[place] for place in unrolled(flatten.input)] == flatten.output.tolist()


def test_the_place_is_the_followed_cell(layers, facts):
    stack, before = Stack.of(layers), layers[-2]
    assert stack.place == (*before.cell, before.channel)
    assert facts["value"].value == before.output[stack.place] == layers[-1].output[facts["index"].value]
    assert unrolled(stack.values)[facts["index"].value] == stack.place
    assert tuple(facts[name].value for name in ("row", "column", "map")) == tuple(n + 1 for n in stack.place)


def test_the_arithmetic_of_the_index(facts, layers):
    formula, index = facts["arithmetic"].text.en.replace("{,}", "").replace(r"\times", "*"), facts["index"].value
    left, _, right = formula.partition("=")
    assert eval(left) == int(right) == index
    maps, columns = layers[-1].input.shape[2], layers[-1].input.shape[1]
    assert divmod(index, maps) == (facts["cells_before"].value, facts["map_from_zero"].value)
    assert divmod(facts["cells_before"].value, columns) == (facts["row_from_zero"].value,
                                                            facts["column_from_zero"].value)


def test_the_figure_of_the_index_shows_its_arithmetic(texts, facts, layers):
    shown, (_, columns, maps) = texts(post.index), layers[-1].input.shape
    row, column, n = (facts[f"{name}_from_zero"].value for name in ("row", "column", "map"))
    cells, index = facts["cells_before"].value, facts["index"].text.en
    for line in (f"{row} × {columns} + {column} = {cells}", f"{cells} × {maps} + {n} = {index}",
                 f"{index} ÷ {maps} = {cells}", f"{cells} ÷ {columns} = {row}"):
        assert line in shown
    assert sum(text.endswith((f"remainder {n}", f"余り {n}")) for text in shown) >= 1


def test_the_corner_shows_the_numbers_of_the_maps(say, layers, texts):
    stack = Stack.of(layers)
    table = post.corner(say, layers).table[1:]
    assert len(table) == stack.corner.size
    for row, column, n, number, index in table:
        place = int(row) - 1, int(column) - 1, int(n) - 1
        assert number == decimal(layers[-1].input[place], 3)
        assert unrolled(layers[-1].input)[int(index.replace(",", ""))] == place
    assert str(stack.place[2] + 1) in {row[2] for row in table}
    shown = texts(post.corner)
    for number in stack.corner[stack.corner != 0]:
        assert shown.count(decimal(number, 2)) >= 2  # in its map and on the ribbon


def test_neighbours_are_as_far_apart_as_the_title_says(texts, layers):
    maps, places = layers[-1].input, unrolled(layers[-1].input)
    here = places.index((1, 1, 1))
    right, below = places.index((1, 2, 1)) - here, places.index((2, 1, 1)) - here
    shown = " ".join(texts(post.corner))
    assert {f"{right:,}", f"{below:,}"} <= set(re.findall(r"[\d,]*\d", shown))
    assert places.index((1, 1, 2)) - here == 1
    assert maps.shape[2] == right


def test_one_map_is_spread_over_the_whole_ribbon(texts, layers, facts):
    maps, n = layers[-1].input, facts["map"].value - 1
    found = [index for index, place in enumerate(unrolled(maps)) if place[2] == n]
    assert {b - a for a, b in pairwise(found)} == {maps.shape[2]}
    assert {str(len(found)), str(maps.shape[2])} <= set(re.findall(r"\d+", " ".join(texts(post.ribbon)[:3])))


def test_shuffled_numbers_and_weights_give_the_same_sums(resolve, layers, probe, facts):
    dense, ribbon, order = resolve(Every("Dense"))[0], layers[-1].output, probe["order"]
    assert sorted(order.tolist()) == list(range(len(ribbon)))
    assert (order != np.arange(len(ribbon))).mean() > 0.9
    sums = ribbon.astype(np.float64) @ dense.kernel + dense.bias
    mixed = ribbon[order].astype(np.float64) @ dense.kernel[order] + dense.bias
    wrong = ribbon[order].astype(np.float64) @ dense.kernel + dense.bias
    np.testing.assert_allclose(probe["plain"], sums, atol=1e-4)
    np.testing.assert_allclose(probe["shuffled"], mixed, atol=1e-4)
    np.testing.assert_allclose(probe["astray"], wrong, atol=1e-4)
    np.testing.assert_allclose(dense.output, probe["plain"], atol=1e-4)
    assert np.abs(probe["plain"] - probe["shuffled"]).max() <= facts["difference"].value < 1e-4
    assert facts["astray"].value == pytest.approx(np.abs(wrong - sums).max(), abs=1e-3)
    assert facts["astray"].value > 100 * facts["difference"].value


def test_the_weights_of_the_next_layer(facts, resolve, layers):
    dense = resolve(Every("Dense"))[0]
    assert facts["weights"].value == dense.kernel.size
    assert facts["weights_of_means"].value == dense.kernel.shape[1] * layers[-1].input.shape[2]
    assert facts["mean"].value == pytest.approx(sum(layers[-1].input[..., facts["map"].value - 1].ravel().tolist())
                                                / facts["cells"].value)


def test_the_numpy_lines_find_the_number(printed, facts):
    number, divisions, same = printed(facts["numpy"].value).splitlines()
    assert decimal(float(number), 3) == facts["value"].text.en
    assert divisions == (f"({facts['cells_before'].value}, {facts['map_from_zero'].value}) "
                         f"({facts['row_from_zero'].value}, {facts['column_from_zero'].value})")
    assert same == "True"


# Other stacks of maps


def layers_like(sizes, cell=None, channel=0) -> list:
    """A layer that gives maps of these sizes, or a vector, and the Flatten that reads them."""
    maps = np.random.default_rng(0).normal(size=sizes).astype(np.float32)
    return [SimpleNamespace(cell=cell, channel=channel, output=maps),
            SimpleNamespace(input=maps, output=maps.ravel(), source="model.add(Flatten())")]


def probe_like(layers, units=9) -> dict[str, np.ndarray]:
    order = np.random.default_rng(1).permutation(layers[-1].output.size)
    sums = np.random.default_rng(2).normal(size=units)
    return {"order": order, "plain": sums, "shuffled": sums + 1e-6, "astray": sums + 1}


OTHERS = {
    "one row": ((1, 7, 4), (0, 6), 3), "one column": ((6, 1, 4), (5, 0), 0), "one map": ((9, 9, 1), (8, 8), 0),
    "one cell": ((1, 1, 12), (0, 0), 11), "one number": ((1, 1, 1), (0, 0), 0), "two of all": ((2, 2, 2), (1, 1), 1),
    "many maps": ((3, 3, 512), (1, 2), 511), "large maps": ((60, 60, 3), (59, 0), 2), "a vector": ((40,), None, 0),
    "no followed cell": ((5, 6, 7), None, 0),
}


@pytest.fixture(params=OTHERS.values(), ids=OTHERS)
def others(request):
    return layers_like(*request.param)


@pytest.mark.parametrize("figure", post.FIGURES, ids=lambda figure: figure.__name__)
def test_figures_hold_other_stacks(figure, others, say):
    given = {"layers": others, "probe": probe_like(others)}
    names = figure.__code__.co_varnames[1 : figure.__code__.co_argcount]
    assert_legible(figure(say, **{name: given[name] for name in names}))


@pytest.mark.parametrize("units", [1, 6, 509, 4096])
def test_any_number_of_sums_can_be_drawn(say, units):
    layers = layers_like((4, 5, 6), (0, 0))
    assert_legible(post.shuffled(say, layers, probe_like(layers, units)))


def assert_legible(drawing) -> None:
    boxes = boxes_of(drawing)
    assert_inside(drawing, boxes)
    assert_apart(boxes)


def test_facts_hold_other_stacks(printed, others):
    told = post.facts(others, probe_like(others))
    maps = others[-1].input if others[-1].input.ndim == 3 else others[-1].input[None, None]
    place = tuple(told[f"{name}_from_zero"].value for name in ("row", "column", "map"))
    assert unrolled(maps)[told["index"].value] == place
    assert told["value"].value == maps[place]
    assert printed(told["numpy"].value).splitlines()[2] == "True"


def test_the_corner_holds_the_place(others):
    stack = Stack.of(others)
    step = tuple(np.subtract(stack.place, stack.starts))
    assert stack.corner[step] == stack.values[stack.place]


def test_without_a_followed_cell_the_largest_number_is_shown():
    layers = layers_like((5, 6, 7))
    stack = Stack.of(layers)
    assert stack.values[stack.place] == layers[-1].input.max()
    assert "largest" in post.told_of_choice(stack).text.en
    assert "double frame: the largest number; striped: zero" in words_of(post.corner(Say("en"), layers))


@pytest.mark.parametrize(("sizes", "title", "told"), [
    ((3, 4, 5), "the cell to the right is 5 places away, the one below 20", "Side by side: **5 places**. One below"),
    ((1, 4, 1), "the cell to the right is 1 place away", "Side by side: **1 place**. One below the other there are"),
    ((3, 1, 5), "the cell below is 5 places away", "One below the other: **5 places**. Side by side there are none"),
    ((1, 1, 5), "the ribbon is their 5 numbers in order", "has no neighbours"),
])
def test_neighbours_are_told_of_where_there_are_some(sizes, title, told):
    stack = Stack.of(layers_like(sizes, (0, 0)))
    assert post.title_of_corner(Say("en"), stack).endswith(title)
    assert told in post.told_of_neighbours(stack).text.en


def test_the_corner_shows_maps_that_hold_something():
    layers = layers_like((2, 2, 9), (0, 0), 4)
    layers[-1].input[..., 5:] = 0
    assert Stack.of(layers).starts == (0, 0, 2)


@pytest.mark.parametrize(("values", "decimals"), [([0.25, 1.5], 2), ([-0.25], 1), ([123.4], 0)])
def test_numbers_have_as_many_decimals_as_fit(values, decimals):
    assert fitting_decimals(np.array(values), 24) == decimals


@pytest.mark.parametrize(("sizes", "length"), [((23, 23, 64), 192), ((11, 11, 5), 25), ((1, 1, 512), 512),
                                               ((10, 10, 1), 10)])
def test_a_line_of_the_wrapped_ribbon_holds_whole_cells(sizes, length):
    assert line_length(Stack(np.zeros(sizes), (0, 0, 0), True)) == length
