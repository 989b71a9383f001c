"""Every number of the post on fit, counted again from the card, the script and the results."""

import math
import re
from types import SimpleNamespace

import numpy as np
import pytest

from diagrams import script
from diagrams.draw.counts import squares
from diagrams.draw.reported import signed
from diagrams.inputs import Card, Experiment, Layer, Probe
from diagrams.language import Say
from diagrams.posts import fit as post
from diagrams.probes import training
from diagrams.probes.passes import NotInThisNetwork
from tests.drawings import assert_apart, assert_inside, boxes_of, words_of

ENDS = ("reported", "again", "plain", "validation")


@pytest.fixture(scope="module")
def card(resolve):
    return resolve(Card())


@pytest.fixture(scope="module")
def pace(resolve):
    return resolve(Probe("pace"))


@pytest.fixture(scope="module")
def runs(resolve):
    return resolve(Experiment("fit"))


@pytest.fixture(scope="module")
def grown(resolve):
    return resolve(Experiment("filters"))


@pytest.fixture(scope="module")
def facts(arguments):
    return post.facts(**arguments(post.facts))


@pytest.fixture(scope="module")
def source():
    return script.load(script.NETWORK)


# Steps


def test_the_steps_are_counted_as_the_script_makes_them(facts, card, source):
    photos = sum(label["training after augmentation"] for label in card["photos"].values())
    batches = max(1, round(photos / source.batch_size))
    assert facts["photos"].value == photos
    assert facts["originals"].value == sum(label["training"] for label in card["photos"].values())
    assert facts["batches"].value == batches
    assert facts["last_batch"].value == photos - (batches - 1) * source.batch_size
    assert facts["steps"].value == batches * source.epochs
    assert facts["seen"].value == photos * source.epochs
    assert facts["exact"].value == pytest.approx(photos / source.batch_size)


def test_the_learning_rate_follows_its_formula(pace, facts, source):
    steps = source.epochs * len(pace["batches"])
    warm_up = min(1000, steps // 10)
    for step, rate in zip(pace["at"], pace["rates"], strict=True):
        if step <= warm_up:
            wanted = source.learning_rate * step / warm_up
        else:
            wanted = source.learning_rate * (1 + math.cos(math.pi * (step - warm_up) / (steps - warm_up))) / 2
        assert rate == pytest.approx(wanted, rel=1e-3, abs=1e-9)
    assert (pace["at"][0], pace["at"][-1]) == (0, steps - 1)
    assert facts["highest_at"].value == warm_up
    assert float(facts["highest_rate"].text.en) == pytest.approx(source.learning_rate)


def pace_of(rates, batches=(64, 64, 9), epochs=2) -> dict:
    return {"at": np.arange(len(rates)), "rates": np.array(rates), "batches": np.array(batches),
            "epochs": np.array([epochs])}


@pytest.mark.parametrize(("rates", "title", "first"), [
    ([0, 1e-3, 2e-3, 5e-4], "From 0, the learning rate climbs to 0.002 in 2 steps; it ends at 0.0005",
     "The very first step has a learning rate of exactly zero: the first batch moves nothing."),
    ([1e-3] * 4, "The learning rate is 0.001 from the first step to the last",
     "The first step has a learning rate of 0.001."),
    ([0.1, 0.033333, 0], "The learning rate begins at 0.1 and ends at 0",
     "The first step has a learning rate of 0.1."),
])
def test_other_learning_rates(say, rates, title, first):
    given = pace_of(rates)
    assert post.title_of_pace(Say("en"), given) == title
    assert post.first_step(given).text.en == first
    assert_readable(post.pace(say, given))


@pytest.mark.parametrize(("batches", "epochs"), [((64,), 1), ((8,) * 300, 5), ((64,) * 20_000, 300)])
def test_other_counts_are_drawn(say, batches, epochs):
    drawing = post.counts(say, pace_of([1], batches, epochs))
    assert_readable(drawing)
    assert f"{len(batches):,}" in words_of(drawing)


@pytest.mark.parametrize("n", [1, 2, 12, 64, 1201, 9999])
def test_as_many_squares_as_things(n):
    images = []
    canvas = SimpleNamespace(pixels=lambda *given: images.append(given[-1]), rectangle=lambda *_, **__: None)
    assert squares(canvas, 0, 0, n) <= 121
    unit = images[0].shape[1] // math.ceil(n**0.5)
    assert (images[0][::unit, ::unit, 0] < 0.9).sum() == n


def test_a_training_that_cannot_be_followed_is_refused(tmp_path, monkeypatch):
    text = script.published().replace("model.fit(", "model.learn(")
    (tmp_path / "creatures_cnn.py").write_text(text, encoding="utf-8")
    monkeypatch.setattr(script, "NETWORK", tmp_path / "creatures_cnn.py")
    with pytest.raises(NotInThisNetwork, match=r"the script's model_train cannot be followed: .*learn"):
        training.pace(None, None)


def test_a_learning_rate_that_stays(tmp_path, monkeypatch):
    text = script.published().replace("Adam(rate)", "Adam(0.003)").replace("epochs = 12", "epochs = 3")
    (tmp_path / "creatures_cnn.py").write_text(text, encoding="utf-8")
    monkeypatch.setattr(script, "NETWORK", tmp_path / "creatures_cnn.py")
    found = training.pace(None, None).arrays
    np.testing.assert_allclose(found["rates"], 0.003, rtol=1e-6)


# Losses


def ends_by_hand(runs) -> list[float]:
    """The mean over the seeds of each loss after the last epoch."""
    made = runs["runs"]
    lists = [[run["by epoch"]["loss"] for run in made],
             *([run["training loss measured again"][name] for run in made] for name in ("as varied", "as they are")),
             [run["by epoch"]["val_loss"] for run in made]]
    return [sum(values[-1] for values in each) / len(each) for each in lists]


def test_the_ends_of_the_losses(facts, runs):
    for name, wanted in zip(ENDS, ends_by_hand(runs), strict=True):
        assert facts[name].value == pytest.approx(wanted, abs=6e-4)


def test_the_changes_add_up_with_the_digits_shown(facts, texts):
    numbers = [float(facts[name].text.en.replace("−", "-")) for name in ENDS]
    told = [facts[name].text.en.replace("−", "-") for name in ("by_dropout", "by_variation", "by_new_photos")]
    changes = [float(text) for text in told]
    assert all(text[0] in "+-" or change == 0 for text, change in zip(told, changes, strict=True))
    for n, change in enumerate(changes):
        assert numbers[n] + change == pytest.approx(numbers[n + 1], abs=1e-9)
    shown = texts(post.steps)
    for change in changes:
        assert any(text.endswith(signed(change)) for text in shown)


def test_the_curves_are_means_and_what_is_reported_stands_in_the_middle_of_an_epoch(runs):
    drawing, made = post.losses(Say("en"), runs), runs["runs"]
    reported, again, validation = [line for axes in drawing.figure.axes[1:] for line in axes.get_lines()]
    np.testing.assert_allclose(reported.get_ydata(), np.mean([run["by epoch"]["loss"] for run in made], axis=0))
    np.testing.assert_allclose(reported.get_xdata(), np.arange(len(made[0]["by epoch"]["loss"])) + 0.5)
    np.testing.assert_allclose(again.get_ydata(), np.mean(
        [run["training loss measured again"]["as varied"] for run in made], axis=0))
    np.testing.assert_allclose(validation.get_ydata(), np.mean([run["by epoch"]["val_loss"] for run in made], axis=0))
    assert validation.get_xdata()[0] == 1
    assert len(drawing.table) == runs["size"]["epochs"] + 1


def test_how_it_began(facts, runs):
    starts = [run["training loss measured again"]["as varied"][0] for run in runs["runs"]]
    assert facts["before"].value == pytest.approx(sum(starts) / len(starts))
    assert facts["chance"].value == pytest.approx(math.log(facts["labels"].value))
    assert facts["before"].value == pytest.approx(facts["chance"].value, abs=0.1)


def test_the_numpy_lines_print_the_ends(printed, facts):
    *_, reported, again = printed(facts["numpy"].value).split()
    assert float(reported) == pytest.approx(facts["reported"].value, abs=1e-3)
    assert float(again) == pytest.approx(facts["again"].value, abs=1e-3)


def runs_of(reported, again, plain, validation) -> dict:
    """Results of a small experiment with these losses, (seeds, epochs) each, of those measured again from 0 on."""
    made = [{"by epoch": {"loss": one, "val_loss": four}, "new photos": {"per label": {"cats": 1, "dogs": 1}},
             "training loss measured again": {"as varied": two, "as they are": three}}
            for one, two, three, four in zip(reported, again, plain, validation, strict=True)]
    return {"runs": made, "size": {"epochs": len(reported[0]), "pixels": 9, "training photos": 60}}


@pytest.mark.parametrize(("runs", "compared"), [
    (runs_of([[1.5]], [[1.8, 1.2]], [[1.8, 1.1]], [[1.9]]), "Lower"),
    (runs_of([[1.5] * 30] * 2, [[1.5] * 31] * 2, [[1.5] * 31] * 2, [[1.5] * 30] * 2), "Not lower"),
    (runs_of([[20.0, 0.1]], [[1.8, 1.2, 0.4]], [[0, 0, 0]], [[1.9, 3]]), "Not lower")],
    ids=["one epoch", "all alike", "the wrong way round"])
def test_other_losses_are_drawn(say, runs, compared):
    assert post.facts_of_losses(runs)["compared"].text.en == compared
    for figure in (post.losses, post.steps):
        assert_readable(figure(say, runs))


# Filters


def test_how_far_the_filters_have_gone(facts, grown):
    parts = []
    for kernels in grown["arrays"].values():
        kernels = kernels.astype(float)
        for n in range(kernels.shape[-1]):
            far = [math.sqrt(((frame[..., n] - kernels[0][..., n]) ** 2).sum()) for frame in kernels]
            parts += [[one / far[-1] for one in far]] if far[-1] else []
    done = np.mean(parts, axis=0)
    half = next(n for n, part in enumerate(done) if part >= 0.5)
    assert (facts["film_half"].value, facts["film_epochs"].value) == (half, len(done) - 1)
    assert facts["film_part"].value == pytest.approx(done[half])


def test_the_filters_that_are_shown(say, grown, resolve):
    kernels, conv, start = post.kernels_of(grown), resolve(Layer("Conv2D")), resolve(Probe("initial_filters"))["kernel"]
    moved = [math.sqrt(((kernels[0, -1, ..., n] - kernels[0, 0, ..., n]) ** 2).sum()
                       / (kernels[0, 0, ..., n] ** 2).sum()) for n in range(kernels.shape[-1])]
    shown = post.shown_filters(kernels, conv, start)
    assert moved[shown[-1]] == min(moved)
    assert max(moved) in [moved[n] for n in shown[:2]]
    film = words_of(post.film(say, grown, conv, {"kernel": start}))
    assert any(say.fact(post.share(max(moved))) in text for text in film)


def test_the_followed_filter_is_shown_only_where_it_begins_alike(grown, resolve):
    kernels, conv, start = post.kernels_of(grown), resolve(Layer("Conv2D")), resolve(Probe("initial_filters"))["kernel"]
    alike, other, smaller = kernels[0, 0], kernels[0, 0] + 0.01, kernels[0, 0][..., :3]
    assert post.shown_filters(kernels, conv, alike)[0] == conv.channel
    assert "very same random numbers" in post.told_of_followed(kernels, conv, alike).text.en
    for begun in (other, smaller):
        assert not post.begins_alike(kernels, begun)
        assert "other random numbers" in post.told_of_followed(kernels, conv, begun).text.en
    assert post.begins_alike(kernels, start) == np.allclose(kernels[0, 0], start, atol=1e-3)


@pytest.mark.parametrize("shape", [(2, 3, 3, 3, 1), (41, 5, 5, 3, 4), (4, 1, 7, 1, 2)])
def test_other_kernels_are_drawn(say, resolve, shape):
    arrays = {"as published/0/kernels": np.random.default_rng(0).normal(size=shape).astype(np.float16)}
    conv = resolve(Layer("Conv2D"))
    assert_readable(post.film(say, {"arrays": arrays}, conv, {"kernel": conv.kernel}))


def test_filters_that_do_not_move_are_drawn(say, resolve):
    arrays, conv = {"as published/0/kernels": np.ones((3, 3, 3, 3, 2), np.float16)}, resolve(Layer("Conv2D"))
    assert_readable(post.film(say, {"arrays": arrays}, conv, {"kernel": conv.kernel}))


def assert_readable(drawing) -> None:
    boxes = boxes_of(drawing)
    assert_inside(drawing, boxes)
    assert_apart(boxes)


# The lines that the page quotes


def test_the_quoted_lines_are_those_of_the_script(facts):
    flat = re.sub(r"\s+", "", script.published()).replace('"', "'")
    for name in ("line", "schedule", "backup", "vary"):
        assert re.sub(r"\s+", "", facts[name].value) in flat
