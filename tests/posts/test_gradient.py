"""Every number of the gradient post, computed again: path by path, by hand, and as a build reads it."""

import re
from itertools import pairwise

import numpy as np
import pytest

from diagrams.facts import decimal, significant
from diagrams.inputs import Probe, Until
from diagrams.language import Say
from diagrams.posts import gradient as post
from diagrams.windows import axes_of, gather


@pytest.fixture(scope="module")
def probe(resolve):
    return resolve(Probe("gradient_path"))


@pytest.fixture(scope="module")
def layers(resolve):
    """All layers of the network."""
    return resolve(Until("Softmax"))


@pytest.fixture(scope="module")
def facts(arguments):
    return post.facts(**arguments(post.facts))


@pytest.fixture(scope="module")
def back(layers, probe):
    """The gradient of the loss with respect to the input of each layer from the last convolution on, by hand."""
    first = max(n for n, layer in enumerate(layers) if layer.kind == "Conv2D") + 1
    arriving = layers[-1].output.astype(float)
    arriving[probe["truth"][0]] -= 1
    found = {len(layers) - 1: arriving}
    for n in range(len(layers) - 2, first - 1, -1):
        arriving = BACK[layers[n].kind](layers[n], arriving)
        found[n] = arriving
    return found


def won(pool, arriving) -> np.ndarray:
    """Each window's gradient given to the first of its largest cells."""
    given, windows, (rows, columns) = np.zeros(pool.input.shape), gather(pool), axes_of(pool)
    for row, column, channel in np.ndindex(arriving.shape):
        down, across = divmod(int(windows[row, column, channel].argmax()), columns.width)
        place = row * rows.stride - rows.padding + down, column * columns.stride - columns.padding + across
        given[(*place, channel)] += arriving[row, column, channel]
    return given


BACK = {
    "Dense": lambda layer, arriving: layer.kernel.astype(float) @ arriving,
    "ReLU": lambda layer, arriving: np.where(layer.input > 0, arriving, 0),
    "Dropout": lambda layer, arriving: arriving,
    "Flatten": lambda layer, arriving: arriving.reshape(layer.input.shape),
    "MaxPooling2D": won,
}


def met_by(conv, weight) -> np.ndarray:
    """The input that a weight (row, column, channel, filter) meets at each cell of its map."""
    row, column, channel, _ = weight
    return gather(conv, border=0)[:, :, channel, row * conv.kernel.shape[1] + column].astype(float)


# The path, and all paths


def test_the_gradient_by_hand(back, layers, probe):
    n = min(back)
    by_hand = (back[n][..., probe["weight"][-1]] * met_by(layers[n - 1], probe["weight"])).sum()
    assert probe["gradient"][0] == pytest.approx(by_hand, rel=1e-3)
    assert probe["summed"][0] == pytest.approx(by_hand, rel=1e-3)


def test_every_open_path_one_by_one(layers, probe, facts):
    """All products of input, first dense weight, second dense weight, and p - y."""
    one, two = (layer for layer in layers if layer.kind == "Dense")
    pool, conv = ([layer for layer in layers if layer.kind == kind][-1] for kind in ("MaxPooling2D", "Conv2D"))
    numbers = np.arange(1, pool.output.size + 1).reshape(pool.output.shape)  # of the inputs of the first dense layer
    at = won(pool, numbers)[..., probe["weight"][-1]].astype(int)
    live = (conv.output[..., probe["weight"][-1]] > 0) & (at > 0)
    met = met_by(conv, probe["weight"])[live]
    units, inputs = np.flatnonzero(two.input > 0), at[live][met != 0] - 1
    missed = layers[-1].output - np.eye(len(layers[-1].output))[probe["truth"][0]]
    products = np.einsum("c,cu,uk,k->cuk", met[met != 0], one.kernel[np.ix_(inputs, units)].astype(float),
                         two.kernel[units].astype(float), missed)
    assert facts["open"].value == products.size
    assert facts["all"].value == conv.output[..., 0].size * one.kernel.shape[1] * two.kernel.shape[1]
    assert facts["up"].value == pytest.approx(products[products > 0].sum(), rel=1e-4)
    assert facts["down"].value == pytest.approx(products[products < 0].sum(), rel=1e-4)
    assert facts["unsigned"].value == pytest.approx(np.abs(products).sum(), rel=1e-4)
    assert np.isclose(products, probe["factors"].prod(), rtol=1e-4).any()


def test_each_factor_is_the_largest_that_leads_on(layers, probe):
    steps = list(zip(probe["kinds"], probe["numbers"], probe["factors"], probe["places"], strict=True))
    above = layers[-1].output - np.eye(len(layers[-1].output))[probe["truth"][0]]
    assert steps[0][2] == pytest.approx(above[np.abs(above).argmax()], abs=1e-6)
    for (_, _, _, (end, *_)), (kind, number, factor, place) in pairwise(steps):
        layer = next(each for each in layers if (each.kind, each.nth) == (kind, number))
        if kind == "Dense":
            choice = np.abs(layer.kernel[:, end]) * (layer.input != 0)
            if number == 1:  # only the map of the filter that the posts follow leads on
                maps = [each for each in layers if each.output.ndim == 3][-1].output.shape
                choice = choice.reshape(maps)[..., probe["weight"][-1]]
            assert abs(factor) == choice.max()
            assert layer.kernel[place[0], end] == factor
        elif kind == "Conv2D":
            assert factor == met_by(layer, probe["weight"])[tuple(steps[-2][3][:2])]
            window = gather(layer, border=0)[tuple(steps[-2][3][:2])]
            assert abs(factor) == np.abs(window).max()
            assert layer.kernel[tuple(probe["weight"])] == probe["values"][-1]
        else:
            assert factor == 1
            assert layer.input[tuple(place[place >= 0])] > 0


def test_the_weight_is_one_of_the_followed_filter(layers, probe):
    assert probe["weight"][-1] == [layer for layer in layers if layer.kind == "Conv2D"][-1].channel


def test_the_rungs_show_the_products_and_the_title_both_ends(texts, probe, facts):
    shown = texts(post.path)
    for product in probe["factors"].cumprod()[[0, 1, -1]]:
        assert significant(product) in shown
    title = " ".join(shown[:3])
    for fact in (facts["open"], facts["product"], facts["gradient"]):
        assert fact.text["en"] in title
    for name in ("up", "down"):
        assert facts[name].text["en"] in shown


def test_the_formula_gives_the_product(facts):
    *terms, product = [float(number.replace("−", "-"))
                       for number in re.findall(r"[−\d.]+", facts["chain"].text["en"])]
    assert np.prod(terms) == pytest.approx(product, rel=2e-3)
    assert significant(product) == facts["product"].text["en"]


def test_the_numpy_lines_print_the_products_of_the_figure(printed, facts, probe):
    out = [float(line) for line in printed(facts["numpy"].value).split()]
    np.testing.assert_allclose(out, probe["factors"].cumprod(), rtol=5e-4)
    assert significant(out[-1]) == facts["product"].text["en"]


# Nudging


def test_a_nudged_weight_gives_these_losses(layers, probe, resolve):
    """The map with the weight changed, and then only those layers that come after it, by hand."""
    found = resolve(Probe("nudges"))
    start = max(n for n, layer in enumerate(layers) if layer.kind == "Conv2D")
    met, channel = met_by(layers[start], probe["weight"]), probe["weight"][-1]
    offsets = [-found["sizes"][1], found["sizes"][1], found["offsets"][0], found["offsets"][-1]]
    for offset, loss in zip(offsets, [*found["losses"][1], found["curve"][0], found["curve"][-1]], strict=True):
        flow = layers[start].output.astype(float)
        flow[..., channel] += offset * met
        for layer in layers[start + 1:]:
            flow = forward(layer, flow)
        assert loss == pytest.approx(-np.log(flow[probe["truth"][0]]), abs=1e-5)


def forward(layer, flow: np.ndarray) -> np.ndarray:
    """What one of the last layers gives."""
    if layer.kind == "MaxPooling2D":
        rows, columns = axes_of(layer)
        return np.array([[flow[slice(*rows.span(row)), slice(*columns.span(column))].max(axis=(0, 1))
                          for column in range(columns.count)] for row in range(rows.count)])
    return {"ReLU": lambda: np.maximum(flow, 0), "Dropout": lambda: flow, "Flatten": flow.ravel,
            "Dense": lambda: flow @ layer.kernel + layer.bias,
            "Softmax": lambda: np.exp(flow - flow.max()) / np.exp(flow - flow.max()).sum()}[layer.kind]()


def test_the_nearest_nudge_comes_close_to_the_gradient(facts, resolve):
    probe = resolve(Probe("nudges"))
    assert facts["slope"].value == pytest.approx(facts["gradient"].value, rel=0.05)
    slopes = [(above - below) / 2 / size
              for (below, above), size in zip(probe["losses"].tolist(), probe["sizes"].tolist(), strict=True)]
    assert facts["slope"].value == min(slopes, key=lambda slope: abs(slope - facts["gradient"].value))
    assert (facts["largest"].text["en"], facts["largest_slope"].value) == ("1", pytest.approx(slopes[0]))
    assert (facts["smallest"].text["en"], facts["smallest_slope"].value) == ("0.0000001", pytest.approx(slopes[-1]))


def test_the_quotient_gives_the_slope(facts):
    above, below, size = re.fullmatch(r"\\frac\{([\d.]+) - ([\d.]+)\}\{2 \\times ([\d.]+)\}",
                                      facts["quotient"].text["en"]).groups()
    digits = 2e-8 / (2 * float(size))  # what is lost in the eighth digit
    assert (float(above) - float(below)) / 2 / float(size) == pytest.approx(facts["slope"].value, abs=digits)


def test_the_table_of_nudges(say, arguments):
    given = arguments(post.nudged)
    rows = post.nudged(say, **given).table
    for (size, below, above, slope, _), losses in zip(rows[1:], given["probe"]["losses"], strict=True):
        assert (below, above) == tuple(significant(loss, 8) for loss in losses)
        assert slope == significant((float(losses[1]) - float(losses[0])) / 2 / float(size))


# Zeros and sizes


def test_zeros_by_hand_behind_the_last_convolution(back, layers, resolve):
    found = resolve(Probe("gradients"))
    given = {(kind, number): row for kind, number, row in zip(found["kinds"], found["numbers"], found["zeros"],
                                                               strict=True)}
    for n in back:
        giver = next(layer for layer in reversed(layers[:n]) if layer.kind not in ("Dropout", "Flatten"))
        if layers[n].kind in ("Dropout", "Flatten"):
            continue
        gone, row = back[n] == 0, given[giver.kind, giver.nth]
        assert row.sum() == pytest.approx(gone.sum(), abs=3)  # a sum of many products may round to zero
        if layers[n].kind == "ReLU":
            assert row[1] == (gone & (back[n + 1] != 0)).sum()
        if layers[n].kind == "MaxPooling2D":
            read = np.outer(*(axis.read() for axis in axes_of(layers[n])))
            assert row[3] == (~read).sum() * gone.shape[-1]
            assert row[2] == pytest.approx((gone & read[..., None]).sum(), abs=3)


def test_the_map_of_the_path_by_hand(back, probe, resolve, facts):
    found = resolve(Probe("gradients"))
    last = found[f"map_{len(found['map_kinds']) - 1}"]
    by_hand = back[min(back)][..., probe["weight"][-1]]
    np.testing.assert_allclose(last, by_hand, atol=1e-6)
    assert facts["alive"].value == np.count_nonzero(by_hand)
    assert facts["cells"].value == by_hand.size


def test_the_gradient_of_a_dense_kernel_is_input_times_gradient(back, layers, resolve):
    found = resolve(Probe("gradients"))
    place = max(n for n, layer in enumerate(layers) if layer.kind == "Dense")
    sizes = np.abs(np.outer(layers[place].input, back[place + 1])).ravel()
    mean, low, high, zero = found["spread"][list(found["kernel_kinds"]).index("Dense") - 1 +
                                            layers[place].nth]
    assert mean == pytest.approx(sizes.mean(), rel=1e-4)
    assert zero == pytest.approx((sizes == 0).mean())
    assert (low, high) == pytest.approx(np.quantile(sizes[sizes > 0], (0.05, 0.95)), rel=1e-3)


def test_the_bars_add_up(say, arguments):
    given = arguments(post.zeros)
    drawn = post.zeros(say, **given)
    total = given["probe"]["zeros"].sum(axis=1) / given["probe"]["sizes"]
    assert len(drawn.table) == len(total) + 1
    assert (total <= 1).all()
    assert (given["probe"]["zeros"] >= 0).all()


# Other networks


@pytest.mark.parametrize(("gradient", "said"), [(0.2, "shrink"), (-0.2, "grow"), (0.0, "asks nothing")])
def test_the_sign_says_which_way(gradient, said):
    assert said in post.direction(gradient).text.en


def test_a_path_that_is_shut_carries_nothing(arguments, say):
    given = arguments(post.path)
    shut = given["probe"] | {"factors": given["probe"]["factors"] * 0, "gradient": np.zeros(1), "summed": np.zeros(1),
                             "unsigned": np.zeros(1)}
    drawn = post.path(say, **given | {"probe": shut})
    assert drawn.title.startswith(("This path is shut", "この経路は閉じて"))
    assert post.off_by(0.1, 0).text.en == "–"
    assert post.whole(shut)["left_share"].text.en == "0%"


def test_layers_without_any_gradient_are_not_compared():
    probe = {"spread": np.zeros((2, 4)), "kernel_kinds": np.array(["Conv2D", "Dense"]), "kernel_numbers": [1, 1]}
    assert post.told_of_sizes(probe)["sizes"].text.en == "The gradients of weights differ in size"


@pytest.mark.parametrize(("ratio", "text"), [(14556, "about 15,000 times"), (3.44, "about 3.4 times")])
def test_how_many_times_as_large(ratio, text):
    probe = {"spread": np.array([[ratio, 0, 0, 0], [1.0, 0, 0, 0]]), "kernel_kinds": np.array(["Conv2D", "Dense"]),
             "kernel_numbers": [1, 1]}
    assert f"{text} as large in Conv2D as in Dense" in post.told_of_sizes(probe)["sizes"].text.en


@pytest.mark.parametrize(("x", "text"), [(-0.40473, "−0.4047"), (0.0012336, "0.001234"), (12345.6, "12346"), (0, "0"),
                                         (0.99996, "1.000"), (1.5e-9, "0.000000001500")])
def test_significant_digits(x, text):
    assert significant(x) == text


def test_a_title_names_the_layer_with_most_zeros(facts, resolve):
    found = resolve(Probe("gradients"))
    shares = found["zeros"].sum(axis=1) / found["sizes"]
    assert facts["worst_share"].value == shares.max()
    assert post.zeros(Say("en"), found).title.startswith(f"After {facts['worst'].text.en}, ")


def test_a_loss_in_digits(facts, probe):
    assert facts["loss"].text["en"] == decimal(-np.log(probe["values"][0]), 4)
