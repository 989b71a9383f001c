"""Every number of the softmax post, computed again; and its figures for other labels and other logits."""

import math
import re
from dataclasses import replace
from functools import reduce

import keras
import numpy as np
import pytest

from diagrams import network
from diagrams.draw.scores import ends_of
from diagrams.facts import MINUS, at_most, decimal, share, subtraction
from diagrams.inputs import Labels, Layer, Photo, Probe, Samples, Until
from diagrams.labels import place_of
from diagrams.language import Say
from diagrams.posts import softmax as post
from diagrams.probes.scores import pictures_of_nothing
from tests.by_hand import by_hand
from tests.drawings import assert_apart, assert_inside, boxes_of, words_of

CLOSE = {"rtol": 1e-3, "atol": 1e-5}


@pytest.fixture(scope="module")
def last(resolve):
    return resolve(Layer("Softmax"))


@pytest.fixture(scope="module")
def labels(resolve):
    return resolve(Labels())


@pytest.fixture(scope="module")
def empty(resolve):
    return resolve(Probe("nothing_to_see"))


@pytest.fixture(scope="module")
def raises(resolve):
    return resolve(Probe("raised_logits"))


@pytest.fixture(scope="module")
def facts(arguments):
    return post.facts(**arguments(post.facts))


def probabilities(logits) -> list[float]:
    """Softmax by another road: each label's share is one over the sum of how the others compare with it."""
    return [1 / sum(math.exp(other - own) for other in map(float, logits)) for own in map(float, logits)]


def column(drawing, n: int) -> list[str]:
    """A column of a figure's table without its name."""
    return [row[n] for row in drawing.table[1:]]


# One photo


def test_every_step_of_every_label(say, arguments, last):
    drawing = post.steps(say, **arguments(post.steps))
    highest = max(map(float, last.input))
    wanted = [last.input, [z - highest for z in map(float, last.input)],
              [math.exp(z - highest) for z in map(float, last.input)], probabilities(last.input)]
    for n, numbers in enumerate(wanted, 1):
        assert column(drawing, n) == [decimal(number, 3) for number in numbers]
        assert set(column(drawing, n)) <= set(words_of(drawing))
    np.testing.assert_allclose(last.output, probabilities(last.input), **CLOSE)
    for number in (last.input.max(), sum(wanted[2])):
        assert any(decimal(number, 3) in text for text in words_of(drawing))
    assert share(last.output.max()).text.en in drawing.title


def test_the_arithmetic_of_the_runner_up(facts, last, labels):
    (second, low), (first, high) = sorted(zip(labels, map(float, last.input), strict=True), key=lambda one: one[1])[-2:]
    assert (facts["answer"].text.en, facts["second"].text.en) == (first, second)
    assert facts["power"].value == pytest.approx(math.exp(low - high))
    assert facts["sum"].value == pytest.approx(sum(math.exp(z - high) for z in last.input))
    assert facts["power"].value / facts["sum"].value == pytest.approx(facts["second_part"].value)
    assert facts["answer_part"].value == pytest.approx(1 / facts["sum"].value)
    assert facts["times"].text.en == f"{math.exp(high - low):.2f} times"
    assert facts["subtraction"].text.en.split(" − ") == [decimal(low, 3), decimal(high, 3)]


@pytest.mark.parametrize(("lead", "text"), [(0, "1.00 times"), (1, "2.72 times"), (7, "1,096 times"),
                                            (20, "485.2 million times"), (900, "more than a billion times")])
def test_a_lead_becomes_a_factor(lead, text):
    assert post.times(lead).text.en == text


@pytest.mark.parametrize(("one", "other", "text"), [(2, 3, "2.000 − 3.000"), (-2, -1, "−2.000 − (−1.000)"),
                                                    (1, -0.0001, "1.000 − 0.000")])
def test_a_negative_number_is_subtracted_in_brackets(one, other, text):
    assert subtraction(one, other).text.en == text


@pytest.mark.parametrize("factor", [1, 0.01, 40])
def test_the_numpy_lines_print_the_probabilities(printed, last, factor):
    out = printed(post.numpy_lines(last.input * np.float32(factor)))
    numbers = [float(number) for number in re.findall(r"\d\.?\d*(?:e-\d+)?", out)]
    np.testing.assert_allclose(numbers, probabilities(last.input * factor), atol=0.00051)


def test_the_numbers_to_play_with_give_the_answer_of_keras(facts, last, labels):
    logits = [float(text.replace(MINUS, "-")) for text in facts["logits"].text["en"].split(" ")]
    np.testing.assert_allclose(probabilities(logits), last.output, atol=1e-5)
    assert facts["names"].text["en"].split("; ") == list(labels)
    assert len(facts["names"].text["ja"].split("; ")) == len(labels)


# The same number added to all


def test_keras_answers_raised_logits_as_it_answers_the_real_ones(raises, last, facts):
    assert raises["raises"][0] == 0
    np.testing.assert_array_equal(raises["logits"][0], last.input)
    for more, logits, found in zip(raises["raises"], raises["logits"], raises["probabilities"], strict=True):
        np.testing.assert_allclose(logits, last.input.astype(float) + more, atol=1e-4)
        np.testing.assert_allclose(found, probabilities(logits), rtol=1e-5)
    off = max(abs(float(a) - float(b)) for a, b in zip(*raises["probabilities"][:2], strict=True))
    assert off <= facts["difference"].value <= 10 * off + 1e-12
    assert facts["more"].value == raises["raises"][1] == 10


def test_both_halves_of_the_figure_end_in_the_same_numbers(say, raises, labels):
    drawing = post.raised(say, raises, labels)
    assert column(drawing, 2) == column(drawing, 4) == [decimal(p, 3) for p in raises["probabilities"][0]]
    gaps = [float(after.replace("−", "-")) - float(before.replace("−", "-"))
            for before, after in zip(column(drawing, 1), column(drawing, 3), strict=True)]
    assert gaps == pytest.approx([10] * len(gaps), abs=0.0011)


@pytest.mark.parametrize(("x", "text"), [(1.79e-7, "0.0000002"), (0.001, "0.001"), (0.0042, "0.005"), (0, "0")])
def test_a_difference_is_rounded_up(x, text):
    assert at_most(x).text.en == text


# Nothing to see


def test_pictures_of_nothing_are_the_same_every_time_and_hold_what_they_say():
    one, two = pictures_of_nothing(37), pictures_of_nothing(37)
    for kind in post.KINDS:
        np.testing.assert_array_equal(one[kind], two[kind])
        assert one[kind].shape[1:] == (37, 37, 3)
        assert one[kind].dtype == np.float32
    assert (one["grey"] == 0.5).all()
    assert not one["black"].any()
    assert (one["noise"] * 256 % 1 == 0).all()
    assert one["noise"].max() < 1
    assert len(np.unique(one["noise"].reshape(len(one["noise"]), -1), axis=0)) == len(one["noise"])
    assert one["noise"].mean() == pytest.approx(0.5, abs=0.01)
    assert np.ptp(one["squares"][:, :4, :4], axis=(1, 2)).max() == 0
    assert np.ptp(one["squares"], axis=(1, 2)).min() > 0.5


def test_the_answer_to_noise_by_hand(resolve, empty):
    photo = np.random.default_rng(1).integers(0, 256, resolve(Photo()).pixels.shape).astype(np.float32) / 256
    np.testing.assert_array_equal(empty["noise_pictures"][1], photo)
    answer = reduce(lambda flow, layer: by_hand(replace(layer, input=flow)), resolve(Until("Softmax")), photo)
    np.testing.assert_allclose(empty["noise"][1], answer, **CLOSE)


def test_every_picture_and_its_answers_are_in_the_figure(say, empty, labels):
    drawing = post.nothing(say, empty, labels)
    shown = [parts for kind in post.KINDS for parts in empty[kind][: len(empty[f"{kind}_pictures"])]]
    assert [list(row[1:]) for row in drawing.table[1:]] == [[say.fact(share(part)) for part in parts]
                                                            for parts in shown]
    assert share(max(parts.max() for parts in shown)).text.en in drawing.title
    for kind in ("noise", "squares"):
        first = empty[kind].max(axis=1)
        ends = [share(end).text.en for end in (first.min(), first.max())]
        assert any(all(end in text for end in ends) for text in words_of(drawing))


def test_the_answers_to_nothing_are_counted(facts, empty, labels):
    for kind in ("noise", "squares"):
        answers = [labels[int(np.argmax(parts))] for parts in empty[kind]]
        most = max(labels, key=answers.count)
        assert facts[f"{kind}_told"].text.en.startswith(
            f"“{most}” came first for {answers.count(most)} of {len(answers)}, ")
        assert facts[f"{kind}_pictures"].value == len(answers)
    assert facts["grey_told"].text.en == (
        f"“{labels[int(empty['grey'][0].argmax())]}” ({share(empty['grey'][0].max()).text.en})")
    off = max(abs(math.fsum(map(float, parts)) - 1) for kind in post.KINDS for parts in empty[kind])
    assert off <= facts["sums_off"].value < 1e-5
    assert facts["pictures"].value == sum(len(empty[kind]) for kind in post.KINDS)


# Temperature


def test_every_temperature_by_hand(say, arguments, last):
    drawing = post.temperature(say, **arguments(post.temperature))
    for n, t in enumerate(post.TEMPERATURES, 1):
        wanted = probabilities([z / t for z in map(float, last.input)])
        assert column(drawing, n) == [say.fact(share(part)) for part in wanted]
    assert column(drawing, 1 + post.TEMPERATURES.index(1)) == [say.fact(share(p)) for p in last.output]


def test_the_order_is_the_same_at_every_temperature_and_the_answer_fades(last, facts):
    found = post.warmed(last.input)
    for parts in found.values():
        np.testing.assert_array_equal(parts.argsort(), last.input.argsort())
    assert np.all(np.diff([parts.max() for parts in found.values()]) < 0)
    assert facts["cold_share"].value > facts["answer_share"].value > facts["hot_share"].value > facts["even"].value


# Too much for exp


def test_exp_is_infinite_from_where_the_page_says(facts):
    limit = facts["too_large"].value
    with np.errstate(over="ignore"):
        assert np.exp(np.float32(limit)) == np.inf
    assert np.exp(np.float32(facts["not_yet"].value)) < np.inf
    assert facts["not_yet"].value < math.log(np.finfo(np.float32).max) < limit


def test_without_the_subtraction_nothing_is_a_number(say, raises, labels, facts):
    drawing = post.overflow(say, raises, labels)
    assert set(column(drawing, 2)) == {"∞"}
    assert set(column(drawing, 3)) == {"NaN"}
    assert column(drawing, 4) == [decimal(p, 3) for p in raises["probabilities"][2]]
    np.testing.assert_allclose(raises["probabilities"][2], raises["probabilities"][0],
                               atol=facts["far_difference"].value)


@pytest.mark.parametrize(("x", "text"), [(np.inf, "∞"), (np.nan, "NaN"), (-3.5, "−3.500"), (5.2e21, "5e+21")])
def test_numbers_of_any_size(x, text):
    assert post.plain(x) == text


def test_the_largest_logit_of_the_samples(facts, resolve):
    model = network.load().model
    scores = keras.Model(model.inputs[0], model.layers[-2].output)
    photos = np.stack([photo.pixels for photo in resolve(Samples())])
    assert np.asarray(scores(photos)).max() == pytest.approx(facts["largest"].value, rel=1e-5)


# Other networks


LOGITS = {
    "all alike": [0, 0, 0, 0, 0, 0], "one above": [0, 0, 0, 0, 0, 400], "all negative": [-9, -8, -7, -6, -5, -4],
    "very large": [1234.5, -1234.5, 0, 1, 2, 3], "two labels": [0.5, -0.5], "fourteen labels": np.arange(14) - 7,
}


@pytest.mark.parametrize("logits", LOGITS.values(), ids=LOGITS)
def test_figures_hold_other_logits(say, last, labels, resolve, logits):
    logits = np.float32(logits)
    names = (*labels, *"abcdefg", "a rather long label")[: len(logits)]
    other = replace(last, input=logits, output=np.float32(probabilities(np.clip(logits, -300, 300))))
    raised = {"raises": np.array([0, 10, 1000]), "logits": logits + np.float32([[0], [10], [1000]]),
              "probabilities": np.tile(other.output, (3, 1)), "largest": logits.max()[None]}
    for drawing in (post.steps(say, resolve(Photo()), other, names), post.raised(say, raised, names),
                    post.temperature(say, resolve(Photo()), other, names), post.overflow(say, raised, names)):
        boxes = boxes_of(drawing)
        assert_inside(drawing, boxes)
        assert_apart(boxes)
    assert post.one_number(other, names)["sum"].value >= 1
    assert post.of_raises(raised)["difference"].text.en == "0"


def test_a_photo_whose_label_is_unknown_has_no_frame(say, arguments):
    given = arguments(post.steps)
    known, unknown = (words_of(post.steps(say, **given | {"photo": replace(given["photo"], label=label)}))
                      for label in (given["labels"][0], ""))
    frame = say(ja="二重の枠", en="Double frame")
    assert [any(frame in text for text in shown) for shown in (known, unknown)] == [True, False]
    assert place_of("", given["labels"]) is None
    assert place_of(given["labels"][-1], given["labels"]) == len(given["labels"]) - 1


@pytest.mark.parametrize(("values", "ends"), [([0, 0], (0, 1)), ([2, 5], (0, 5)), ([-2, -1], (-2, 0)),
                                              ([-2, 5], (-2, 5))])
def test_a_scale_holds_zero(values, ends):
    assert ends_of(np.array(values)) == ends


def test_one_answer_or_several_to_nothing():
    parts = np.array([[0.2, 0.8], [0.6, 0.4], [0.3, 0.7]])
    assert post.told_of(parts[:1], ("a", "b")).text.en == "“b” (80%)"
    assert post.told_of(parts, ("a", "b")).text.en == \
        "“b” came first for 2 of 3, and whatever came first got between 60% and 80%"


def test_the_title_of_nothing_names_the_surest(labels, empty):
    sure = {name: np.full_like(values, 1 / len(labels)) for name, values in empty.items() if name in post.KINDS}
    sure["squares"][1] = np.eye(len(labels))[2]
    assert post.nothing(Say("en"), empty | sure, labels).title == \
        f"There is nothing to see, yet “{labels[2]}” gets 100%"
