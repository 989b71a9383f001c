"""Every number of the ReLU post, computed again."""

import re
from dataclasses import replace

import numpy as np
import pytest

from diagrams.draw.silenced import BEGINNINGS, cause, matters, most_silent, silent_units
from diagrams.facts import decimal
from diagrams.inputs import Card, Every, Layer, Probe
from diagrams.language import Say
from diagrams.posts import relu as post


@pytest.fixture(scope="module")
def relu(resolve):
    return resolve(Layer("ReLU", maps=True))


@pytest.fixture(scope="module")
def facts(arguments):
    return post.facts(**arguments(post.facts))


def percent(part: float) -> str:
    """Written without the project's own formatting."""
    if part in (0, 1):
        return f"{part:.0%}"
    if not 0.0005 <= part < 0.9995:
        return "<0.1%" if part < 0.5 else ">99.9%"
    return f"{part:.0%}" if 0.1 <= part <= 0.985 else f"{part:.1%}"


def test_the_title_states_the_share_that_is_lost(texts, relu):
    followed = relu.input[..., relu.channel]
    assert percent(sum(x <= 0 for x in followed.ravel()) / followed.size) in " ".join(texts(post.one_map))


def test_the_grids_show_the_traced_numbers(texts, relu):
    before, after, (row, column) = post.crops(relu)
    size = len(before)
    np.testing.assert_array_equal(before, relu.input[row : row + size, column : column + size, relu.channel])
    np.testing.assert_array_equal(after, np.where(before > 0, before, 0))
    expected = [decimal(x, 3) for x in [*before.ravel(), *after[after > 0]]]
    shown = [text for text in texts(post.numbers) if re.fullmatch(r"−?\d+\.\d{3}", text)]
    for number in set(expected):
        assert shown.count(number) >= expected.count(number)


def test_the_crop_holds_the_followed_cell_and_both_signs(relu):
    before, _, (row, column) = post.crops(relu)
    assert 0 <= relu.cell[0] - row < len(before)
    assert 0 <= relu.cell[1] - column < len(before)
    assert before.min() < 0 < before.max()


def test_the_crop_is_written_as_the_figure_writes_it(facts, relu):
    before, _, _ = post.crops(relu)
    assert facts["crop"].text["en"].split(" ") == [decimal(number, 3) for number in before.ravel()]


def test_every_map_states_its_own_share(texts, relu):
    expected = [percent(float((relu.input[..., n] <= 0).mean())) for n in range(relu.input.shape[-1])]
    shown = [text for text in texts(post.all_maps) if re.fullmatch(r"[<>]?[\d.]+%", text)]
    assert shown == expected


def test_every_layer_states_its_own_share(texts, resolve):
    expected = [percent(float((relu.input <= 0).mean())) for relu in resolve(Every("ReLU"))]
    shown = [text for text in texts(post.layers) if re.fullmatch(r"[<>]?[\d.]+%", text)]
    assert shown == expected


def test_two_convolutions_without_relu_by_hand(resolve):
    """One output of the second convolution, summed term by term over both."""
    one, two, probe = resolve(Layer("Conv2D")), resolve(Layer("Conv2D", 2)), resolve(Probe("without_relu"))
    rows, columns = two.kernel.shape[:2]
    row, column = (size // 2 for size in probe["in_one"].shape[:2])
    inner = np.zeros((rows, columns, one.kernel.shape[-1]))
    for r in range(rows):
        for c in range(columns):
            window = one.input[row + r : row + r + one.kernel.shape[0], column + c : column + c + one.kernel.shape[1]]
            inner[r, c] = np.einsum("hwi,hwio->o", window.astype(float), one.kernel) + one.bias
    by_hand = (inner * two.kernel[..., two.channel]).sum() + two.bias[two.channel]
    assert probe["in_one"][row, column, two.channel] == pytest.approx(by_hand, rel=1e-4, abs=1e-5)
    assert probe["in_two_steps"][row, column, two.channel] == pytest.approx(by_hand, rel=1e-4, abs=1e-5)


def test_the_gradient_passes_where_the_value_is_positive(resolve, facts):
    probe = resolve(Probe("relu_gradient"))
    np.testing.assert_array_equal(probe["gradient"], (probe["before"] > 0).astype(np.float32))
    assert facts["gradient_at_zero"].value == 0


def test_the_facts_are_those_of_the_followed_cell(facts, relu):
    place = (*relu.cell, relu.channel)
    assert facts["before"].value == relu.input[place]
    assert facts["after"].value == max(0, relu.input[place])
    assert (facts["row"].value, facts["column"].value) == (relu.cell[0] + 1, relu.cell[1] + 1)
    assert facts["layer_zero_share"].value == pytest.approx(1 - np.count_nonzero(relu.output) / relu.output.size)


def test_the_numpy_lines_print_the_numbers_of_the_figure(printed, facts, relu):
    _, after, _ = post.crops(relu)
    out = printed(facts["numpy"].value)
    numbers = [float(number) for number in re.findall(r"-?\d+\.?\d*", out)]
    np.testing.assert_allclose(numbers, after.ravel(), atol=0.000501)


# Other networks


@pytest.mark.parametrize(("before", "said"), [
    (0.64, ("0.640", "finds it larger", "0.640")), (-0.64, ("−0.640", "finds it no larger", "0")),
    (0, ("0", "finds it no larger", "0"))])
def test_a_value_is_handed_on_if_it_is_larger_than_zero(before, said):
    assert tuple(fact.text.en for fact in post.passage(before, max(0, before)).values()) == said


@pytest.mark.parametrize(("x", "text"), [
    (-0.038, "−0.038"), (-0.0004, "−0.0004"), (0.00096, "0.001"), (3e-7, "0.0000003"), (0, "0"), (-12, "−12.000")])
def test_a_number_that_is_not_zero_is_not_written_as_zero(x, text):
    assert post.precise(x).text.en == text


@pytest.mark.parametrize(("shares", "title"), [
    ([0.2, 0.5, 0.4], "Across 3 maps, between 20% and 50% of the values are zero after ReLU"),
    ([0.3, 0.302], "In every map, 30% of the values are zero after ReLU"),
    ([0.3], "In every map, 30% of the values are zero after ReLU")])
def test_the_title_of_all_maps_has_two_ends_or_one(shares, title):
    assert post.title_of_all_maps(Say("en"), shares) == title


@pytest.mark.parametrize(("shares", "title"), [
    ([0.2, 0.5], "The network's 2 ReLUs set 20% to 50% of their values to zero"),
    ([0.3, 0.302], "Each of the network's 2 ReLUs sets 30% of its values to zero"),
    ([0.3], "The network's only ReLU sets 30% of its values to zero")])
def test_the_title_of_all_relus_has_two_ends_or_one(shares, title):
    assert post.title_of_layers(Say("en"), shares) == title


def test_the_only_relu_is_not_first_and_last():
    assert post.first_and_last([0.2, 0.3, 0.5]).text.en == \
        "After the first one, 20% of the values are zero, after the last one 50%."
    assert post.first_and_last([0.2]).text.en == "After it, 20% of the values are zero."


def test_silent_filters_are_those_of_the_card(facts, resolve):
    silent, tested = resolve(Card())["silent channels on test photos"]["ReLU 1"]
    assert f"{silent} of {tested}." in facts["silent_filters"].text.en
    assert f"{tested}個のフィルタ" in facts["silent_filters"].text.ja


def test_the_silent_channels_of_every_relu_are_those_of_the_card(facts, resolve):
    found = resolve(Card())["silent channels on test photos"].values()
    assert facts["silent_told"].text.en.endswith(": " + ", ".join(f"{some} of {all_}" for some, all_ in found) + ".")
    assert "、".join(f"{all_}個中{some}個" for some, all_ in found) in facts["silent_told"].text.ja
    assert "not been measured" in post.silent_everywhere({"silent channels on test photos": {}}).text.en


def test_a_card_of_a_network_without_relu_counts_no_silent_filters():
    assert "had no ReLU" in post.silent_filters({"silent channels on test photos": {}}).text.en


def test_the_only_map_is_one_map(arguments, relu):
    single = replace(relu, channel=0, input=relu.input[..., :1], output=relu.output[..., :1])
    told = post.facts(**arguments(post.facts) | {"relu": single})
    assert (told["feature_maps"].text.en, told["feature_maps"].text.ja) == ("1 feature map", "1枚の特徴マップ")


def test_lines_of_code_are_counted_where_every_layer_has_one(arguments):
    layers = arguments(post.two_steps)["layers"]
    assert post.title_of_two_steps(Say("en"), [replace(layer, line=7) for layer in layers]).startswith("1 line of code")
    assert post.title_of_two_steps(Say("en"), [replace(layer, line=0) for layer in layers]).startswith("The photo")


@pytest.mark.parametrize("less", [0, 1000])
def test_the_crop_counts_its_zeros(arguments, relu, less):
    """All of its numbers are positive, or none."""
    before = np.abs(relu.input) + 0.1 - less
    drawn = post.numbers(Say("en"), replace(relu, input=before, output=np.maximum(0, before)))
    size = post.crops(relu)[0].size
    assert drawn.title == f"ReLU hands on {size if less else 0} of these {size} numbers as zero and changes no other"


def test_silent_units_are_counted_in_the_results_themselves(arguments):
    runs = arguments(post.silenced)["runs"]
    lost = {name: sum(run["silent"][name][0] for run in runs["runs"]) for name in runs["runs"][0]["silent"]}
    relu = most_silent(runs)
    assert lost[relu] == max(lost.values())
    found, units = silent_units(runs)
    assert sum(map(sum, found.values())) == lost[relu]
    assert units == 512
    for run in runs["runs"]:
        assert run["silent"][relu][0] in found[run["variation"]]


def test_what_leaves_units_silent_shows_every_seed(say, arguments):
    runs = arguments(post.silenced)["runs"]
    before, after = ([[run[when][most_silent(runs)][0] for run in runs["runs"] if run["variation"] == variation]
                      for variation in BEGINNINGS] for when in ("silent before training", "silent"))
    drawing = post.silenced(say, runs)
    cells = [[int(cell) for cell in row[1:]] for row in drawing.table[1:]]
    assert [row[::2] for row in cells] == before
    assert [row[1::2] for row in cells] == after
    lines = drawing.figure.axes[0].lines
    zero = min(line.get_xdata()[0] for line in lines if line.get_linestyle() == "-")
    dots = [line.get_xdata() for line in lines if line.get_linestyle() == "None" and len(line.get_xdata()) == 3]
    drawn = [values for pair in zip(before, after, strict=True) for values in pair]
    ratios = [(x - zero) / value for xs, values in zip(dots, drawn, strict=True)
              for x, value in zip(xs, values, strict=True) if value]
    assert ratios == pytest.approx([ratios[0]] * len(ratios))


@pytest.mark.parametrize(("script", "he", "none", "neither", "said"), [
    ([9, 8], [1, 2], [20, 30], [12, 13], "Both play"), ([9, 8], [1, 8], [20, 30], [18, 19], "the warm-up."),
    ([9, 8], [1, 2], [9, 30], [2, 3], "the start."), ([9, 8], [9, 9], [1, 2], [3, 4], "neither"),
    ([9, 8], [1, 2], [20, 30], [25, 26], "the warm-up."),
])
def test_a_cause_is_named_only_where_no_seed_speaks_against_it(script, he, none, neither, said):
    assert said in cause(dict(zip(BEGINNINGS, (script, he, none, neither), strict=True))).value


@pytest.mark.parametrize(("he", "none", "said", "unsaid"), [
    ([0.5, 0.6], [0.3, 0.41], "every seed ended a little above", "ended lower."),
    ([0.5, 0.42], [0.1, 0.2], "Without the warm-up, every seed ended lower.", "above"),
    ([0.3, 0.6], [0.3, 0.41], "did not clearly end lower", "above"),
])
def test_whether_it_matters_is_told_seed_by_seed(he, none, said, unsaid):
    told = matters({"Glorot": [0.4, 0.45], "He": he, "Glorot, no warm-up": none}).value
    assert said in told
    assert unsaid not in told.replace("not clearly end lower", "")
