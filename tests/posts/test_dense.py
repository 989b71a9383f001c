"""Every number of the post on Dense, computed again; and its figures for other networks and other answers."""

import re
from types import SimpleNamespace

import numpy as np
import pytest

from diagrams import caveats
from diagrams.draw.loads import Load, parts, told_of_convolutions, told_of_uses
from diagrams.draw.origins import Origins
from diagrams.draw.pulls import Pulls, decimals_of, separated, signed
from diagrams.draw.wrapped import columns_for
from diagrams.facts import count, decimal, share
from diagrams.inputs import Every, Labels, Layer, Photo, Until
from diagrams.labels import label_name
from diagrams.posts import dense as post
from tests.drawings import assert_apart, assert_inside, boxes_of, words_of


@pytest.fixture(scope="module")
def layers(resolve):
    return resolve(Until("Dense"))


@pytest.fixture(scope="module")
def denses(resolve):
    return resolve(Every("Dense"))


@pytest.fixture(scope="module")
def labels(resolve):
    return resolve(Labels())


@pytest.fixture(scope="module")
def facts(arguments):
    return post.facts(**arguments(post.facts))


@pytest.fixture(scope="module")
def terms(layers):
    """The products of the followed unit, one by one."""
    dense = layers[-1]
    return [float(x) * float(w) for x, w in zip(dense.input, dense.kernel[:, dense.channel], strict=True)]


# Weights and work


def weights_and_work(layers, denses) -> list[tuple[str, int, int]]:
    """(kind, weights, multiply-adds) of every layer that has any, counted number by number."""
    found = []
    for layer in layers[:-1]:
        if layer.kind == "Conv2D":
            height, width, inputs, filters = layer.kernel.shape
            rows, columns = layer.output.shape[:2]
            one = height * width * inputs * filters
            found.append(("Conv2D", one, one * rows * columns))
    return found + [("Dense", *(2 * [len(dense.input) * len(dense.output)])) for dense in denses]


def test_the_shares_of_weights_and_work(facts, layers, denses):
    known = weights_and_work(layers, denses)
    for name, place in (("weights_share", 1), ("work_share", 2)):
        of_dense = sum(row[place] for row in known if row[0] == "Dense") / sum(row[place] for row in known)
        assert facts[name].value == pytest.approx(of_dense)
        assert share(1 - of_dense).text.en in facts["verdict"].text.en


def test_the_bars_and_rows_show_every_layer(say, layers, denses):
    known, drawing = weights_and_work(layers, denses), post.loads(say, layers, denses)
    table, shown = drawing.table[1:], words_of(drawing)
    assert len(table) == len(known)
    for (_, held, _, uses, done, _), (_, weights, work) in zip(table, known, strict=True):
        assert (held, done) == (say.fact(count(weights)), say.fact(count(work)))
        assert uses == f"{work // weights:,}"
        assert {held, done, uses} <= set(shown)
    assert say.fact(share(facts_share(known, 1))) in drawing.title
    assert say.fact(share(facts_share(known, 2))) in drawing.title


def facts_share(known, place) -> float:
    return sum(row[place] for row in known if row[0] == "Dense") / sum(row[place] for row in known)


def test_the_numpy_lines_print_the_shares(printed, facts, layers, denses):
    known = weights_and_work(layers, denses)
    weights, work = ([float(number) for number in re.findall(r"[\d.]+", part)]
                     for part in printed(facts["numpy"].value).split("]")[:2])
    for found, place in ((weights, 1), (work, 2)):
        total = sum(row[place] for row in known)
        assert found == pytest.approx([100 * row[place] / total for row in known], abs=0.051)


def test_the_parameters_are_those_of_keras(facts, denses):
    sizes = [(len(dense.input) + 1) * len(dense.output) for dense in denses]
    assert facts["parameters"].value == sum(sizes)
    assert facts["sum_of_parameters"].value == sizes[0]
    formula = facts["sum_of_parameters"].text.en.replace("{,}", "").replace(r"\times", "*")
    left, _, right = formula.partition("=")
    assert eval(left) == int(right) == sizes[0]


# One unit


def test_the_sum_of_the_unit(facts, layers, terms):
    dense = layers[-1]
    bias = float(dense.bias[dense.channel])
    up, down = sum(term for term in terms if term > 0), sum(term for term in terms if term < 0)
    assert up + down + bias == pytest.approx(float(dense.output[dense.channel]), abs=1e-4)
    assert facts["sum"].text.en == (f"{decimal(up, 3)} − {decimal(-down, 3)} {'−' if bias < 0 else '+'} "
                                    f"{decimal(abs(bias), 3)} = {decimal(dense.output[dense.channel], 3)}")
    assert facts["ups"].value == sum(term > 0 for term in terms)
    assert facts["downs"].value == sum(term < 0 for term in terms)
    assert facts["zero_products"].value == sum(term == 0 for term in terms)
    assert dense.output[facts["unit"].value - 1] == max(dense.output)


def test_the_followed_number_is_that_of_the_posts_before(facts, resolve, layers, terms):
    flatten = resolve(Layer("Flatten"))
    before = layers[layers.index(next(layer for layer in layers if layer.kind == "Flatten")) - 1]
    (row, column), n = before.cell, before.channel
    assert [str(at + 1) for at in (row, column, n)] == re.findall(r"\d+", facts["origin"].text.en)
    index = (row * flatten.input.shape[1] + column) * flatten.input.shape[2] + n
    assert facts["number"].value == flatten.input[row, column, n]
    assert facts["product"].value == pytest.approx(terms[index])
    assert facts["stronger"].value == sum(abs(term) > abs(terms[index]) for term in terms)


def test_the_ledger_holds_the_strongest_of_either_kind(say, layers, terms):
    table = post.tug(say, layers).table[1:]
    maps = next(layer for layer in layers if layer.kind == "Flatten").input
    ordered = sorted(range(len(terms)), key=lambda n: terms[n])
    strong = {*ordered[:5], *ordered[-5:]}
    found = [np.ravel_multi_index([int(at) - 1 for at in row[:3]], maps.shape) for row in table]
    assert strong <= set(found)
    assert len(set(found) - strong) <= 1  # the followed one
    decimals = decimals_of(np.array(terms))
    for index, (*_, number, weight, product) in zip(found, table, strict=True):
        assert number == decimal(layers[-1].input[index], 3)
        assert weight == decimal(layers[-1].kernel[index, layers[-1].channel], decimals)
        assert product == decimal(terms[index], decimals)
    assert [row[-1] for row in table] == [decimal(terms[n], decimals) for n in sorted(found, key=lambda n: -terms[n])]


def test_how_little_the_shown_products_carry(facts, texts, terms):
    sizes = sorted(map(abs, terms), reverse=True)
    ordered = sorted(terms)
    shown = sum(map(abs, ordered[:5] + ordered[-5:])) / sum(sizes)
    assert facts["shown_part"].value == pytest.approx(shown)
    assert facts["shown_part"].text.en in " ".join(texts(post.tug))
    half = facts["half"].value
    assert sum(sizes[:half]) >= sum(sizes) / 2 > sum(sizes[: half - 1])


def test_places_that_push_and_pull(facts, say, layers, resolve, terms):
    maps = next(layer for layer in layers if layer.kind == "Flatten").input
    sums = np.zeros(maps.shape[:2])
    for index, term in enumerate(terms):
        sums[np.unravel_index(index, maps.shape)[:2]] += term
    assert (facts["places_up"].value, facts["places_down"].value) == ((sums > 0).sum(), (sums < 0).sum())
    title = post.places(say, layers, resolve(Photo())).title
    assert {str((sums > 0).sum()), str((sums < 0).sum())} <= set(re.findall(r"\d+", title))
    np.testing.assert_allclose(Origins.of_layers(layers).by_place(np.array(terms)), sums)


# All units, and the labels


def test_the_zeros_are_counted(facts, texts, denses):
    silent = sum(number <= 0 for number in denses[0].output)
    assert silent == sum(number == 0 for number in denses[1].input)
    assert f"{silent} end up at zero; {len(denses[0].output) - silent} remain" in facts["silent"].text.en
    assert str(silent) in texts(post.units)[0]


def test_every_logit_adds_up(say, denses, labels):
    last = denses[-1]
    table = post.scores(say, denses, labels).table[1:]
    for n, (label, row) in enumerate(zip(labels, table, strict=True)):
        products = [float(x) * float(w) for x, w in zip(last.input, last.kernel[:, n], strict=True)]
        up, down = sum(p for p in products if p > 0), sum(p for p in products if p < 0)
        assert up + down + float(last.bias[n]) == pytest.approx(float(last.output[n]), abs=1e-5)
        assert row == (say.fact(label_name(label)), *(decimal(x, 3) for x in (up, down, last.bias[n], last.output[n])))


def test_the_highest_logit_is_told(facts, denses, labels):
    last, marked = denses[-1], facts["marked"].value - 1
    assert facts["label"].text.en == labels[int(last.output.argmax())]
    assert facts["label_sum"].value == max(last.output)
    assert facts["marked_number"].value == max(last.input) == last.input[marked]
    adds = {label: float(last.input[marked]) * float(last.kernel[marked, n]) for n, label in enumerate(labels)}
    top, bottom = max(adds, key=adds.get), min(adds, key=adds.get)
    assert facts["spread"].text.en == (f"It adds {decimal(adds[top], 3)} to “{top}” and {decimal(adds[bottom], 3)} to "
                                       f"“{bottom}”.")


# Other networks


def dense_like(inputs, units, bias=True, seed=0, numbers=None) -> SimpleNamespace:
    """A Dense layer of seeded weights that nobody traced."""
    random = np.random.default_rng(seed)
    numbers = np.maximum(random.normal(size=inputs), 0) if numbers is None else numbers
    kernel, biases = random.normal(0, 0.3, (len(numbers), units)), random.normal(size=units) if bias else None
    output = numbers @ kernel + (0 if biases is None else biases)
    return SimpleNamespace(kind="Dense", nth=1, input=numbers, kernel=kernel, bias=biases, output=output, cell=None,
                           channel=int(output.argmax()), source="model.add(Dense(9))", settings={})


def network_like(maps, merged=False, hidden=12, units=3, bias=True, cell=(0, 0), scale=1.0) -> SimpleNamespace:
    """Maps of these sizes, a Flatten or an average over each map, and one or two Dense layers; no convolution."""
    values = scale * np.maximum(np.random.default_rng(1).normal(size=maps), 0)
    row = values.mean(axis=(0, 1)) if merged else values.ravel()
    none = {"kernel": np.empty(0), "bias": None, "settings": {}, "nth": 1}
    before = [SimpleNamespace(kind="ReLU", input=values, output=values, cell=cell, channel=0, **none),
              SimpleNamespace(kind="Flatten", input=values, output=row, cell=None, channel=0, **none)]
    first = dense_like(None, hidden or units, bias, numbers=row)
    denses = [first, dense_like(None, units, bias, 2, np.maximum(first.output, 0))] if hidden else [first]
    photo = SimpleNamespace(pixels=np.random.default_rng(3).uniform(size=(*maps[:2], 3)))
    return SimpleNamespace(layers=(*before, first), denses=tuple(denses), photo=photo,
                           labels=tuple(f"label {n}" for n in range(units)))


OTHERS = {
    "two layers": {"maps": (6, 5, 4)}, "one layer": {"maps": (6, 5, 4), "hidden": 0},
    "no bias": {"maps": (6, 5, 4), "bias": False}, "an average": {"maps": (6, 6, 9), "merged": True},
    "one cell": {"maps": (1, 1, 7)}, "one number": {"maps": (1, 1, 1)},
    "nothing followed": {"maps": (6, 6, 4), "cell": None}, "many labels": {"maps": (6, 6, 4), "units": 20},
    "two labels": {"maps": (6, 6, 4), "units": 2}, "large numbers": {"maps": (30, 30, 8), "scale": 500.0},
    "tiny numbers": {"maps": (6, 6, 4), "scale": 1e-5}, "nothing but zeros": {"maps": (6, 6, 4), "scale": 0.0},
    "many units": {"maps": (6, 6, 4), "hidden": 4096},
    "an average, nothing followed": {"maps": (6, 6, 9), "merged": True, "cell": None},
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


def test_facts_hold_other_networks(other):
    told, first = post.facts(other.layers, other.denses, other.labels), other.denses[0]
    assert told["sum"].value == max(first.output)
    assert told["ups"].value + told["downs"].value + told["zero_products"].value == first.input.size
    assert told["weights_share"].value == told["work_share"].value == 1
    assert "no convolutions" in told["verdict"].text.en
    assert "once" in told["uses"].text.en
    assert ("bias" in told["bias_told"].text.en) == (first.bias is None or "Last comes" in told["bias_told"].text.en)
    assert (" + " in told["sum_of_parameters"].text.en) == (first.bias is not None)


@pytest.mark.parametrize(("changes", "origin", "why"), [
    ({}, "row 1, column 1 of map 1", "since the first convolution"), ({"merged": True}, "map 1", "since the first"),
    ({"cell": None}, "row ", "the largest of all"), ({"cell": None, "merged": True}, "map ", "the largest of all")])
def test_the_number_to_look_at(changes, origin, why):
    other = network_like((6, 6, 9), **changes)
    told = post.facts(other.layers, other.denses, other.labels)
    assert told["origin"].text.en.startswith(origin)
    assert why in told["why"].text.en
    if "cell" in changes:
        assert told["number"].value == max(other.layers[-1].input)


def test_an_average_sees_everything_that_its_map_sees():
    told = post.facts(*(getattr(network_like((6, 5, 9), merged=True), name) for name in ("layers", "denses", "labels")))
    assert told["field"].value == [6, 5]
    assert told["places"].value == 1


@pytest.mark.parametrize(("hidden", "after", "told"), [
    (12, None, "[ReLU](relu.md) turns the negative ones into zero"), (0, None, "There is no other Dense layer"),
    (12, np.tanh, "When they reach the next layer, 0 of the 12 numbers are zero.")])
def test_zeros_are_told_of_as_they_come_about(hidden, after, told):
    other = network_like((6, 6, 4), hidden=hidden)
    if after:
        other.denses[1].input = after(other.denses[0].output)
    assert told in post.told_of_zeros(other.denses).text.en


@pytest.mark.parametrize(("loads", "uses", "verdict"), [
    ([("Conv2D", 90, 100), ("Dense", 10, 1)], "uses each of them 100 times", "yes, they hold 90%. By arithmetic: yes"),
    ([("Conv2D", 10, 100), ("Dense", 90, 1)], "uses each of them 100 times", "no, they hold 10%. By arithmetic: yes"),
    ([("Conv2D", 10, 1), ("Dense", 90, 1)], "Each weight is used once", "no, they hold 10%. By arithmetic: no"),
    ([("Dense", 90, 1)], "Each weight is used once", "no convolutions")])
def test_the_convolutions_are_judged_by_both(loads, uses, verdict):
    found = [Load(kind, 1, weights, times) for kind, weights, times in loads]
    assert uses in told_of_uses(max(found, key=lambda load: load.uses)).text.en
    assert verdict in told_of_convolutions(found).text.en
    assert parts(found, "work").sum() == pytest.approx(1)


def test_the_strongest_are_of_both_kinds_where_there_are_both():
    pulls = Pulls(np.array([1.0, 2, 3, 0, 4]), np.array([0.5, -1, 2, 7, -0.25]), None, 0.0)
    assert pulls.strongest(1).tolist() == [2, 1]
    assert sorted(pulls.strongest(5).tolist()) == [0, 1, 2, 4]
    assert (pulls.up, pulls.down) == (6.5, -3)
    assert pulls.part(pulls.strongest(1)) == pytest.approx(8 / 9.5)
    assert pulls.half() == 1


@pytest.mark.parametrize(("number", "shown", "apart"), [(1.5, "+1.50", "+ 1.50"), (-1.5, "−1.50", "− 1.50"),
                                                        (0.001, "0.00", "+ 0.00"), (-0.001, "0.00", "+ 0.00")])
def test_signs_are_shown(number, shown, apart):
    assert (signed(number, 2), separated(number, 2)) == (shown, apart)


@pytest.mark.parametrize(("cells", "columns"), [(512, 32), (6, 3), (1, 1), (9, 3), (4096, 64)])
def test_units_stand_in_a_block(cells, columns):
    assert columns_for(cells) == columns


def test_an_untrained_network_says_so(layers):
    assert "make train" in " ".join(words_of(post.tug(caveats.say("en", ["untrained"]), layers)))
