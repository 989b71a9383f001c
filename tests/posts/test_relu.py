"""Every number of the ReLU post, computed again."""

import re

import numpy as np
import pytest

from diagrams.facts import decimal
from diagrams.inputs import Every, Layer, Probe
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
    assert facts["zeros"].value + np.count_nonzero(relu.output) == facts["values"].value


def test_the_numpy_lines_print_the_numbers_of_the_figure(printed, facts, relu):
    _, after, _ = post.crops(relu)
    out = printed(facts["numpy"].value)
    numbers = [float(number) for number in re.findall(r"-?\d+\.?\d*", out)]
    np.testing.assert_allclose(numbers, after.ravel(), atol=0.000501)
