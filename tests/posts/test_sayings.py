"""Every number of the page on sayings, measured again in another way; and what its verdicts make of odd numbers."""

from dataclasses import replace
from functools import reduce
from itertools import combinations, product

import keras
import numpy as np
import pytest

import diagrams.network
from diagrams.draw import measured
from diagrams.draw.claims import Claim, wilson
from diagrams.facts import share, word
from diagrams.inputs import Card, Experiment, Labels, Photo, Probe, Samples, Until
from diagrams.posts import sayings as post
from diagrams.probes import sayings as probes
from tests.by_hand import by_hand, windows

CLOSE = {"rtol": 1e-3, "atol": 1e-5}


@pytest.fixture(scope="module")
def layers(resolve):
    return resolve(Until("Softmax"))


@pytest.fixture(scope="module")
def facts(arguments):
    return post.facts(**arguments(post.facts))


@pytest.fixture(scope="module")
def parts(arguments):
    given = arguments(post.overview)
    return {name: claim.part for name, claim in post.claims_of(*given.values()).items()}


def through(layers, photo: np.ndarray) -> list[np.ndarray]:
    """What every layer makes of a photo, in NumPy."""
    return reduce(lambda flows, layer: [*flows, by_hand(replace(layer, input=flows[-1]))], layers, [photo])[1:]


# The figure of all sayings


def test_every_saying_has_a_number_and_the_verdict_that_follows_from_it(facts, parts):
    assert len(parts) == 10
    for name, part in parts.items():
        verdict = facts[f"{name}_verdict"].text.en
        if part is None:
            assert verdict == "not measured"
        else:
            assert 0 <= part <= 1
            assert verdict == ("false" if part <= 0.1 else "true" if part >= 0.9 else "half true")
    told = [facts[f"many_{verdict}"].value for verdict in ("true", "half", "false", "absent")]
    assert sum(told) == len(parts)
    assert told[0] == sum(facts[f"{name}_verdict"].text.en == "true" for name in parts)


@pytest.mark.parametrize(("part", "verdict", "number"), [
    (0, "false", "0%"), (0.1, "false", "10%"), (0.11, "half", "11%"), (0.9, "true", "90%"), (1, "true", "100%"),
    (None, "absent", "–")])
def test_verdicts(part, verdict, number):
    claim = Claim(word(ja="あ", en="a"), part)
    assert (claim.verdict, claim.number.text.en) == (verdict, number)


def test_the_overview_shows_all_sayings_and_their_numbers(texts, parts, say):
    shown = texts(post.overview)
    for name, part in parts.items():
        assert say.fact(post.SAYINGS[name]) in shown
        assert say.fact(share(part)) in shown


# One by one


def test_a_shift_measured_in_another_way(resolve, parts):
    """The pixels in NumPy; the pooled maps and the answers as Keras predicts them."""
    moved, network = resolve(Probe("moved_maps")), diagrams.network.load()
    reach = len(moved["pixels"]) - 1
    photos = np.stack([photo.pixels for photo in resolve(Samples())])
    after = np.concatenate([photos[:, :, :1].repeat(reach, axis=2), photos[:, :, :-reach]], axis=2)
    last = max((n for n, kind in enumerate(network.kinds) if kind == "MaxPooling2D"), default=None)
    ways = {"pixels": lambda x: x, "answers": network.model.predict}
    if last is not None:
        ways["pooled"] = keras.Model(network.model.inputs, network.model.layers[last].output).predict
    assert set(ways) == set(moved)
    for name, way in ways.items():
        before, then = (way(each).reshape(len(photos), -1).astype(float) for each in (photos, after))
        apart = np.mean([np.sqrt(((one - other) ** 2).sum()) for one, other in combinations(before, 2)])
        gone = np.mean([np.sqrt(((one - other) ** 2).sum()) for one, other in zip(before, then, strict=True)])
        assert (moved[name][0], moved[name][-1]) == (0, pytest.approx(gone / apart, rel=1e-4))
    assert parts["shift"] == (pytest.approx(1 - moved["pooled"][1]) if "pooled" in moved else None)


def test_distances_of_lists():
    lists = np.array([[0.0, 0], [3, 4], [0, 8]])
    assert probes.apart(lists) == pytest.approx((5 + 8 + 5) / 3)
    assert probes.distance(lists, lists[[1, 0, 2]]) == pytest.approx(10 / 3)


def test_noise_gets_its_first_answer(resolve, facts, parts):
    answers = resolve(Probe("nothing_to_see"))["noise"]
    mean, chance = sum(max(each) for each in answers) / len(answers), 1 / answers.shape[1]
    assert facts["sure_mean"].value == pytest.approx(mean)
    assert parts["sure"] == pytest.approx(1 - (mean - chance) / (1 - chance), abs=1e-6)


def test_the_samples_by_their_answers(resolve, facts):
    labels, probabilities = resolve(Labels()), resolve(Probe("sample_answers"))["probabilities"]
    found = {True: [], False: []}
    for photo, answers in zip(resolve(Samples()), probabilities, strict=True):
        found[labels[answers.argmax()] == photo.label].append(answers.max())
    for some in found.values():
        assert f"({len(some)}), {share(np.mean(some)).text.en} on average" in facts["samples_told"].text.en


def test_what_a_number_sees_by_changing_the_photo(resolve, layers, parts):
    """A number in the middle of the last maps does not move when what lies outside its field does; inside it does."""
    some = [layer for layer in layers if layer.output.ndim == 3]
    photo = resolve(Photo()).pixels.astype(float)
    middle = tuple(size // 2 for size in some[-1].output.shape[:2])
    (rows, columns), _ = measured.view_of(layers, resolve(Photo()))
    assert parts["view"] == pytest.approx(rows * columns / photo[..., 0].size)
    noise = np.random.default_rng(0).random(photo.shape)
    spans = measured.seen_in_photo(some, tuple((at, at + 1) for at in middle))
    inside = np.zeros(photo.shape, bool)
    inside[slice(*spans[0]), slice(*spans[1])] = True
    assert inside[..., 0].sum() == rows * columns
    before, outside, within = (through(some, each)[-1][middle] for each in
                               (photo, np.where(inside, photo, noise), np.where(inside, noise, photo)))
    np.testing.assert_array_equal(before, outside)
    assert not np.array_equal(before, within)


def test_the_work_of_the_convolutions(layers, parts):
    work = {kind: sum(layer.kernel.size * np.prod(layer.output.shape[:-1]) for layer in layers if layer.kind == kind)
            for kind in ("Conv2D", "Dense")}
    assert parts["work"] == pytest.approx(work["Conv2D"] / sum(work.values()))


def test_what_is_lost_without_the_middle_and_without_colour(resolve, facts, parts):
    found = resolve(Card())["accuracy on what is left of the test photos"]
    chance = 1 / len(resolve(Labels()))
    whole, border, grey = (found[name]["balanced"] - chance for name in ("whole photo", "border only", "no colour"))
    assert parts["object"] == pytest.approx(1 - border / whole)
    assert parts["colour"] == pytest.approx(grey / whole)
    assert facts["border_low"].value < found["border only"]["all photos"] < facts["border_high"].value


def test_the_numpy_lines_print_what_is_left(printed, facts, parts):
    whole, border, grey = map(float, printed(facts["numpy"].value).strip("[]\n").split())
    assert (whole, 1 - border, grey) == pytest.approx((1, parts["object"], parts["colour"]), abs=0.0006)


def test_the_formulas_say_what_they_show(facts):
    for name in ("sure", "object", "honest", "colour"):
        formula = facts[f"{name}_sum"].text.en.replace(r"\frac{", "(").replace("}{", ")/(").replace("}", ")")
        left, result = formula.split(" = ")
        assert eval(left) == pytest.approx(float(result), abs=0.0011)


def test_wilsons_ends_are_as_far_from_the_share_as_luck_allows():
    for end in wilson(0.3, 50):
        assert abs(0.3 - end) == pytest.approx(1.96 * np.sqrt(end * (1 - end) / 50))


def test_the_leak(resolve, facts, parts):
    runs = [run for run in resolve(Experiment("leak"))["runs"] if run["variation"] == "augment first"]
    reported, true = (sum(values) / len(runs) for values in
                      ([run["held back"] for run in runs], [run["new photos"]["balanced"] for run in runs]))
    assert (facts["reported"].value, facts["honest"].value) == pytest.approx((reported, true))
    assert parts["honest"] == pytest.approx((true - 1 / 6) / (reported - 1 / 6))


def test_what_is_said_of_test_photos_is_what_the_post_on_evaluation_counts(facts, resolve):
    groups = resolve(Card())["test photos by probability"]
    photos = sum(group["photos"] for group in groups)
    assert facts["test_hit"].value == pytest.approx(sum(group["right"] for group in groups) / photos)
    said = sum(group["mean probability"] * group["photos"] for group in groups)
    assert facts["test_said"].value == pytest.approx(said / photos)


def test_dropout_against_none(resolve, facts, parts):
    all_won, pairs = 0, 0
    for prefix, name in (("", "dropout"), ("few_", "few")):
        by_name = {}
        for run in resolve(Experiment(name))["runs"]:
            by_name.setdefault(run["variation"], []).append(run["new photos"]["balanced"])
        contests = list(product(by_name["as published"], by_name["none"]))
        won = sum(one > other for one, other in contests)
        assert (facts[f"{prefix}won"].value, facts[f"{prefix}each"].value) == (won, len(contests))
        assert facts[f"{prefix}with_dropout"].value == pytest.approx(np.mean(by_name["as published"]))
        all_won, pairs = all_won + won, pairs + len(contests)
    assert facts["pairs"].value == pairs
    assert parts["dropout"] == pytest.approx(all_won / pairs)


@pytest.mark.parametrize(("part", "whole", "left"), [(0.5, 0.9, 0.5), (0.1, 0.9, 0), (0.3, 0.1, None)])
def test_a_lead_over_chance(part, whole, left):
    assert measured.lead_left(part, whole, 0.1) == left


def test_a_flipped_kernel_by_hand(layers, parts, facts):
    conv = next(layer for layer in layers if layer.kind == "Conv2D")
    seen = windows(conv.input, conv.kernel.shape[:2], conv.settings["strides"], conv.settings["padding"])
    turned = np.rot90(conv.kernel, 2)
    sums = np.einsum("rchwi,hwio->rco", seen, turned.astype(float)) + conv.bias
    assert parts["flip"] == pytest.approx(np.isclose(sums, conv.output, rtol=1e-3, atol=1e-5).mean(), abs=1e-4)
    np.testing.assert_allclose(measured.sums_of(conv, conv.kernel), conv.output, **CLOSE)
    assert f"{sums[(*conv.cell, conv.channel)]:.3f}".replace("-", "−") in facts["flip_told"].text.en


def test_a_kernel_of_one_cell_has_nothing_to_flip(layers):
    conv = next(layer for layer in layers if layer.kind == "Conv2D")
    small = replace(conv, kernel=conv.kernel[:1, :1])
    assert measured.flip_of([small]) is None
    assert measured.flip_of([]) is None


# In pieces


@pytest.mark.parametrize(("size", "grid"), [(100, 4), (37, 10), (24, 2)])
def test_pieces_are_all_there_and_none_where_it_was(size, grid):
    photo = np.random.default_rng(1).random((size, size, 3))
    cut, side = probes.in_pieces(photo, grid, 0), size // grid

    def pieces(of) -> list[bytes]:
        return [of[row : row + side, column : column + side].tobytes()
                for row, column in product(range(0, side * grid, side), repeat=2)]

    assert sorted(pieces(cut)) == sorted(pieces(photo))
    assert all(one != other for one, other in zip(pieces(cut), pieces(photo), strict=True))
    np.testing.assert_array_equal(cut[side * grid :], photo[side * grid :])


def test_the_answer_to_a_photo_in_pieces_by_hand(resolve, layers):
    probe = resolve(Probe("photo_in_pieces"))
    np.testing.assert_allclose(probe["followed"][-1], through(layers, probe["pictures"][-1])[-1], **CLOSE)
    np.testing.assert_allclose(probe["followed"][0], layers[-1].output, **CLOSE)
    assert np.ptp(probe["pictures"][1], axis=-1).max() < 1e-6
    np.testing.assert_allclose(probe["answers"][0], resolve(Probe("sample_answers"))["probabilities"], **CLOSE)


def test_how_many_photos_keep_their_answer(resolve, facts, texts, say):
    answers = resolve(Probe("photo_in_pieces"))["answers"]
    kept = [sum(int(one.argmax()) == int(other.argmax()) for one, other in zip(way, answers[0], strict=True))
            for way in answers]
    assert kept[0] == facts["samples"].value
    assert facts["grey_kept"].value == kept[1]
    shown = texts(post.pieces)
    for n in kept[1:]:
        assert say(ja=f"{n}/{kept[0]}枚", en=f"{n} of {kept[0]}") in shown


# Won back


def test_the_photo_that_came_back_gives_the_same_numbers(resolve, layers):
    """What the ReLU hands on follows from it, by hand."""
    relu = next(n for n, layer in enumerate(layers) if layer.kind == "ReLU")
    found = resolve(Probe("photo_behind_relu"))["photo"]
    np.testing.assert_allclose(through(layers[: relu + 1], found)[-1], layers[relu].output, **CLOSE)
    assert not np.array_equal(found, resolve(Photo()).pixels)


def test_a_photo_that_no_number_speaks_of_stays_grey():
    """Two pixels, one sum of the first, cut to zero or not."""
    import tensorflow as tf

    def first_of(photo):
        return 2.0 * tf.convert_to_tensor(photo)[..., :1] + 1.0

    start = np.full((1, 1, 1, 2), 0.5)
    np.testing.assert_allclose(probes.won_back(first_of, np.full((1, 1, 1, 1), 1.4), start).ravel(), [0.2, 0.5])
    np.testing.assert_array_equal(probes.won_back(first_of, np.zeros((1, 1, 1, 1)), start), start)


def test_without_a_first_relu_behind_convolutions_nothing_is_claimed(say, layers, resolve):
    assert post.told_of_relu(layers, resolve(Photo()), {}) == post.NOT_BEHIND
    assert post.relu(say, layers, resolve(Photo()), {}).title == say.fact(post.NOT_BEHIND)
