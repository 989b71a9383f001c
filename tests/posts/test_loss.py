"""Every number of the post on the loss, computed again; and its figures for other labels, answers and photos."""

import math
import re
from dataclasses import replace
from itertools import combinations, pairwise

import keras
import numpy as np
import pytest

from diagrams import network
from diagrams.draw.canvas import Canvas
from diagrams.draw.losses import LIST, Costed, draw_curve, fine_share, log_sum_exp
from diagrams.facts import decimal
from diagrams.inputs import Labels, Layer, Photo, Probe, Samples
from diagrams.labels import label_name, place_of
from diagrams.language import Say
from diagrams.posts import loss as post
from tests.drawings import assert_apart, assert_inside, boxes_of, words_of


@pytest.fixture(scope="module")
def last(resolve):
    return resolve(Layer("Softmax"))


@pytest.fixture(scope="module")
def labels(resolve):
    return resolve(Labels())


@pytest.fixture(scope="module")
def facts(arguments):
    return post.facts(**arguments(post.facts))


@pytest.fixture(scope="module")
def known(resolve, labels):
    """(photo, probabilities) of every sample whose label the network knows."""
    answers = resolve(Probe("sample_answers"))["probabilities"]
    return [(photo, parts) for photo, parts in zip(resolve(Samples()), answers, strict=True) if photo.label in labels]


@pytest.fixture(scope="module")
def right(resolve, labels):
    return labels.index(resolve(Photo()).label)


def loss_of(logits, right: int) -> float:
    """Cross-entropy from logits by another road: the logarithm of how the others compare with the right one."""
    return math.log(math.fsum(math.exp(float(other) - float(logits[right])) for other in logits))


# The curve


def test_every_sample_is_on_the_curve_with_its_loss(say, arguments, known, labels):
    drawing = post.curve(say, **arguments(post.curve))
    *rows, chance = drawing.table[1:]
    for row, (photo, parts) in zip(rows, known, strict=True):
        part = float(parts[labels.index(photo.label)])
        assert row == (say.fact(label_name(photo.label)), fine_share(part).text.en, decimal(-math.log(part), 3))
        assert {row[1], row[2]} <= set(words_of(drawing))
    assert chance[2] == decimal(math.log(len(labels)), 3)
    dearest = max(-math.log(parts[labels.index(photo.label)]) for photo, parts in known)
    assert f"{dearest:.2f}" in drawing.title
    assert f"{math.log(len(labels)):.2f}" in drawing.title


def test_wrong_answers_are_marked_in_words(say, arguments, known, labels):
    wrong = sum(labels[int(parts.argmax())] != photo.label for photo, parts in known)
    marked = [text for text in words_of(post.curve(say, **arguments(post.curve))) if "×" in text]
    assert len(marked) == wrong


def test_the_losses_of_the_samples_are_keras_own(resolve, known, facts, labels):
    """`compile` and `evaluate`, as the script does it."""
    model = network.load().model
    model.compile(loss="categorical_crossentropy", metrics=["accuracy"])
    photos = np.stack([photo.pixels for photo, _ in known])
    truth = keras.utils.to_categorical([labels.index(photo.label) for photo, _ in known], len(labels))
    loss, accuracy = model.evaluate(photos, truth, verbose=0)
    assert facts["mean"].value == pytest.approx(loss, rel=1e-4)
    assert facts["right"].value / facts["samples"].value == pytest.approx(accuracy)
    assert facts["typical"].value == pytest.approx(math.exp(-loss), rel=1e-4)


def test_photos_with_conditions_name_their_author(texts, resolve):
    shown = " ".join(texts(post.curve))
    for photo in resolve(Samples()):
        assert photo.is_free or (photo.author in shown and photo.licence in shown)


@pytest.mark.parametrize("seed", range(20))
def test_no_line_to_the_list_crosses_another(seed):
    random, name = np.random.default_rng(seed), label_name("x")
    losses = random.exponential(random.uniform(0.1, 20), random.integers(1, 16))
    canvas = Canvas(Say("en"), "x")
    draw_curve(canvas, Say("en"), canvas.y, [Costed(np.zeros((4, 4, 3)), name, float(loss)) for loss in losses])
    lines = [line.get_xydata() for line in canvas.page.lines if list(line.get_xdata())[1:] == [LIST - 4]]
    assert len(lines) == len(losses)
    for (start, end), (other, to) in combinations(lines, 2):
        upper, lower = ((start, end), (other, to)) if end[1] < to[1] else ((other, to), (start, end))
        x = max(upper[0][0], lower[0][0])
        heights = [a[1] + (x - a[0]) / (b[0] - a[0]) * (b[1] - a[1]) for a, b in (upper, lower)]
        assert heights[0] <= heights[1] + 1e-6


@pytest.mark.parametrize(("part", "text"), [(0.000875, "0.088%"), (0.0057, "0.57%"), (0.0842, "8.4%"), (1, "100%"),
                                            (0.0099999, "1.00%"), (9.4e-14, "<0.001%"), (0, "<0.001%")])
def test_small_shares_keep_two_digits(part, text):
    assert fine_share(part).text.en == text


# One loss


def test_the_loss_of_the_followed_photo(facts, last, right, resolve):
    assert facts["loss"].value == pytest.approx(-math.log(last.output[right]), rel=1e-5)
    assert facts["loss"].value == pytest.approx(loss_of(last.input, right))
    assert facts["keras"].value == pytest.approx(facts["loss"].value, rel=1e-5)
    assert facts["total"].value - facts["logit"].value == pytest.approx(facts["loss"].value)
    assert facts["largest"].value <= facts["total"].value <= facts["largest"].value + facts["chance"].value
    assert facts["gap"].text.en == f"{facts['total'].text.en} − {facts['logit'].text.en}"
    assert float(facts["part"].text.en) == pytest.approx(float(last.output[right]), rel=5e-3)


def test_every_gap_is_the_loss_if_that_label_were_right(say, arguments, last, resolve):
    drawing, found = post.gap(say, **arguments(post.gap)), resolve(Probe("loss_of_photo"))["losses"]
    for n, row in enumerate(drawing.table[1:]):
        assert row[1:] == (decimal(last.input[n], 3), decimal(loss_of(last.input, n), 3))
        assert set(row[1:]) <= set(words_of(drawing))
        assert found[n] == pytest.approx(loss_of(last.input, n), rel=1e-5)


@pytest.mark.parametrize("logits", [[0, 0], [1000, 1001], [-5000, 0, 3]])
def test_log_sum_exp_of_any_size(logits):
    top = max(logits)
    wanted = top + math.log(sum(math.exp(z - top) for z in logits))
    assert log_sum_exp(np.float32(logits)) == pytest.approx(wanted)


@pytest.mark.parametrize("factor", [1, 0.01, 30])
def test_the_numpy_lines_print_the_loss_and_the_gradient(printed, last, right, factor):
    logits = last.input * np.float32(factor)
    first, *rest = re.findall(r"-?\d+\.?\d*(?:e-\d+)?", printed(post.numpy_lines(logits, right)))
    assert first == f"{loss_of(logits, right):.3f}"
    parts = [math.exp(-loss_of(logits, n)) - (n == right) for n in range(len(logits))]
    np.testing.assert_allclose(list(map(float, rest)), parts, atol=0.00051)


def test_a_probability_keeps_three_digits():
    assert [post.precise(part).text.en for part in (0.59527, 0.000875143, 9.4e-14)] == ["0.595", "0.000875", "9.40e-14"]


# The mean, and accuracy


def test_the_mean_by_hand(facts, known, labels):
    losses = [-math.log(parts[labels.index(photo.label)]) for photo, parts in known]
    assert facts["sum_of_terms"].value == pytest.approx(losses, rel=1e-4, abs=1e-6)
    assert facts["sum"].value == pytest.approx(sum(losses), rel=1e-4)
    assert facts["mean"].value * facts["samples"].value == pytest.approx(facts["sum"].value)
    assert facts["dear_of_sum"].value == pytest.approx(max(losses) / sum(losses), rel=1e-4)
    assert facts["dear_loss"].value == pytest.approx(-math.log(facts["dear_part"].value), rel=1e-4)
    shown = re.findall(r"\d+\.\d{3}", facts["sum_of_terms"].text.en)
    assert [float(number) for number in shown[:-1]] == [round(loss, 3) for loss in facts["sum_of_terms"].value]
    less = sum(losses) / len(losses) < math.log(len(labels))
    assert ("no less" in facts["versus"].text.en) != less


@pytest.mark.parametrize(("mean", "told"), [
    (1.5, "That is 0.29 less than the 1.79 of pure chance."),
    (2, "That is no less than the 1.79 of pure chance; the difference is 0.21."),
])
def test_a_mean_is_compared_with_pure_chance(mean, told):
    assert post.versus(mean, math.log(6)).text.en == told


def test_between_which_losses_right_and_wrong_answers_lie(facts, labels):
    random = np.random.default_rng(0)
    for parts in random.dirichlet(np.full(len(labels), 0.7), 500):
        for n, part in enumerate(parts):
            if n == parts.argmax():
                assert -math.log(part) <= facts["chance"].value + 1e-9
            else:
                assert -math.log(part) >= facts["half"].value - 1e-9


def photos(*pairs) -> list[Costed]:
    """(loss, is wrong) as photos."""
    return [Costed(np.zeros((4, 4, 3)), label_name(f"{n}"), loss, is_wrong) for n, (loss, is_wrong) in enumerate(pairs)]


def test_the_dearest_right_answer_and_the_cheapest_wrong_one():
    shown = photos((0.1, False), (0.9, False), (1.4, True), (3.0, True))
    assert post.dearest_right(shown).text.en == ("The dearest of the right answers: a photo of “1”, where 41% were "
                                                 "enough for first place. It costs 0.900.")
    assert post.cheapest_wrong(shown).text.en == ("The cheapest of the wrong ones: a photo of “2”, whose label got "
                                                  "25%. It costs 1.400.")
    assert post.dearest_right(shown[2:]).text.en == "No answer is right."
    assert post.cheapest_wrong(shown[:2]).text.en == "No answer is wrong."


# Sure and wrong


def test_what_mistakes_cost_at_least(say, facts):
    table = post.sure(say).table[1:]
    for sure, row in zip(post.SURE, table, strict=True):
        assert float(row[0].rstrip("%")) / 100 == pytest.approx(sure)
        assert float(row[1].rstrip("%")) / 100 == pytest.approx(1 - sure)
        assert row[2:] == (decimal(math.log(1 / (1 - sure)), 3), decimal(math.log(1 / sure), 3))
    steps = [float(after[2]) - float(before[2]) for before, after in pairwise(table[1:])]
    assert steps == pytest.approx([facts["nine"].value] * 2, abs=0.002)
    assert facts["times"].value == pytest.approx(facts["sure_loss"].value / facts["unsure_loss"].value)


# The gradient


def test_the_gradient_is_that_of_finite_differences(resolve, last):
    found, step = resolve(Probe("loss_of_photo"))["gradients"], 1e-5
    for right, slopes in enumerate(found):
        for n, slope in enumerate(slopes):
            there, back = (last.input.astype(float) + way * step * np.eye(len(slopes))[n] for way in (1, -1))
            assert slope == pytest.approx((loss_of(there, right) - loss_of(back, right)) / (2 * step), abs=1e-6)
        assert math.fsum(map(float, slopes)) == pytest.approx(0, abs=1e-6)


def test_the_figure_of_the_gradient_shows_keras_gradient(say, arguments, resolve, right):
    drawing, found = post.gradient(say, **arguments(post.gradient)), resolve(Probe("loss_of_photo"))["gradients"][right]
    for n, row in enumerate(drawing.table[1:]):
        assert row[2] == f"{int(n == right)}"
        assert float(row[3].replace("−", "-")) == pytest.approx(found[n], abs=0.00051)
        assert set(row[1:]) <= set(words_of(drawing))
    assert decimal(found[right], 3) in drawing.title


def test_a_nudge_changes_the_loss_by_the_gradient(facts, last, right, resolve):
    found, nudged = resolve(Probe("loss_of_photo"))["gradients"][right], last.input.astype(float)
    nudged[right] += facts["nudge"].value
    change = loss_of(nudged, right) - loss_of(last.input, right)
    assert facts["change"].value == pytest.approx(change, abs=1e-9)
    assert facts["expected"].value == pytest.approx(facts["nudge"].value * float(found[right]), abs=1e-8)
    assert abs(change - facts["expected"].value) < facts["nudge"].value ** 2
    assert facts["others"].value == pytest.approx(math.fsum(map(float, np.delete(found, right))), abs=1e-6)


# A probability of zero


def test_keras_keeps_the_logits_when_it_trains_and_evaluates(facts, labels):
    logits, truth = np.zeros((1, len(labels)), np.float32), np.eye(len(labels), dtype=np.float32)[-1:]
    logits[0, 0] = facts["lead"].value
    model = keras.Sequential([keras.Input((len(labels),)),
                              keras.layers.Dense(len(labels), kernel_initializer="identity", activation="softmax")])
    model.compile(loss="categorical_crossentropy")
    assert np.asarray(model(logits))[0, -1] == float(facts["left"].text.en) == 0
    assert model.evaluate(logits, truth, verbose=0) == pytest.approx(facts["kept"].value)
    assert model.fit(logits, truth, verbose=0).history["loss"] == pytest.approx([facts["kept"].value])


def test_mere_probabilities_are_raised_first(facts):
    assert facts["clipped"].value == pytest.approx(-math.log(keras.config.epsilon()), rel=1e-5)
    assert float(facts["floor"].text.en) == pytest.approx(keras.config.epsilon())


# Other networks, other photos


def assert_readable(drawing):
    boxes = boxes_of(drawing)
    assert_inside(drawing, boxes)
    assert_apart(boxes)


LOGITS = {
    "all alike": [0, 0, 0, 0, 0, 0], "hopeless": [400, 0, 0, 0, 0, 0], "all negative": [-9, -8, -7, -6, -5, -4],
    "nearly certain": [0, 0, 0, 30, 0, 0], "two labels": [0.5, -0.5], "fourteen labels": np.arange(14) - 7,
}


@pytest.mark.parametrize("logits", LOGITS.values(), ids=LOGITS)
def test_figures_and_facts_hold_other_logits(say, arguments, last, labels, logits, printed):
    logits = np.float32(logits)
    names = (*labels, *"abcdefg", "a rather long label")[: len(logits)]
    losses = np.array([loss_of(logits, n) for n in range(len(logits))])
    parts = np.float32(np.exp(-losses))
    other = replace(last, input=logits, output=parts)
    given = arguments(post.facts) | {"softmax": other, "labels": names}
    given["probe"] = {"losses": np.tile(losses, (len(given["samples"]), 1))}
    given["keras"] = {"losses": losses, "gradients": parts - np.eye(len(parts))}
    for figure in (post.curve, post.gap, post.gradient):
        assert_readable(figure(say, **{name: given[name] for name in arguments(figure)}))
    told = post.facts(**given)
    place = place_of(given["photo"].label, names)
    assert told["loss"].value == pytest.approx(losses[parts.argmax() if place is None else place], rel=1e-5, abs=1e-6)
    assert printed(told["numpy"].value)


def test_labels_that_no_sample_has(say, arguments):
    given = arguments(post.facts)
    names = tuple("abcdef"[: len(given["labels"])])
    for figure in (post.curve, post.gap, post.gradient):
        drawing = figure(say, **arguments(figure) | {"labels": names})
        assert_readable(drawing)
        if figure is post.curve:
            assert len(drawing.table) == 3
            assert not any("CC-BY" in text for text in words_of(drawing))
    told = post.facts(**given | {"labels": names})
    answer = int(given["softmax"].output.argmax())
    assert told["label"].text.en == names[answer]
    assert "counts as its label" in told["told_label"].text.en
    assert "stands alone" in told["told_samples"].text.en
    assert (told["samples"].value, told["mean"].value) == (1, pytest.approx(told["loss"].value))


def test_the_frame_says_whether_the_label_is_known(say, arguments):
    given = arguments(post.gap)
    known, unknown = (" ".join(words_of(post.gap(say, **given | {"photo": replace(given["photo"], label=label)})))
                      for label in (given["labels"][0], ""))
    assert say(ja="写真の正解ラベル", en="the photo's label") in known
    assert say(ja="正解は分かりません", en="is not known") in unknown
