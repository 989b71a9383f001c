"""Every number of the page about more photos, computed again from the experiments' results."""

import numpy as np
import pytest

from diagrams.experiments import studies
from diagrams.experiments.photos import Photos
from diagrams.facts import share
from diagrams.inputs import Experiment
from diagrams.language import Say
from diagrams.posts import more as post
from tests.drawings import assert_apart, assert_inside, boxes_of


def ends(runs: dict, key: str) -> dict[str, list[float]]:
    """Variation -> what its runs ended with."""
    found = {}
    for run in runs["runs"]:
        found.setdefault(run["variation"], []).append(run["by epoch"][key][-1])
    return found


@pytest.fixture
def facts(arguments):
    return post.facts(**arguments(post.facts))


def test_the_number_of_photos_is_that_part_of_all(resolve):
    runs = resolve(Experiment("data"))
    told = {name: fact.value for name, fact in post.amounts(runs).items()}
    assert told["all"] == runs["size"]["originals"]
    labels = len(runs["runs"][0]["new photos"]["per label"])
    label, original = np.divmod(np.arange(told["all"]), told["all"] // labels)
    given = Photos(tuple("abcdef"[:labels]), np.zeros((len(label), 1)), label, original, 0 * label, None, None)
    for n in (2, 4, 8):  # what the experiment itself leaves in
        left = studies.first_originals(n)(given, 0)
        assert told[f"1/{n}"] == len(set(zip(left.y, left.original, strict=True)))


def test_dots_are_results_and_lines_their_means(resolve):
    runs = resolve(Experiment("data"))
    drawing = post.photos(Say("en"), runs)
    axes, = drawing.figure.axes[1:]
    lines = [line.get_ydata() for line in axes.get_lines()]
    for (mean, dots), key in zip((lines[:2], lines[2:]), ("accuracy", "val_accuracy"), strict=True):
        found = list(ends(runs, key).values())
        np.testing.assert_allclose(dots, np.ravel(found))
        np.testing.assert_allclose(mean, np.mean(found, axis=1))
    for row, each in zip(drawing.table[1:], ends(runs, "val_accuracy").values(), strict=True):
        assert row[2] == share(np.mean(each)).text.en


def test_the_last_doubling_is_the_difference_of_two_means(resolve, facts):
    found = ends(resolve(Experiment("data")), "val_accuracy")
    gain = 100 * (sum(found["all"]) / len(found["all"]) - sum(found["1/2"]) / len(found["1/2"]))
    assert facts["photos_doubled"].value == pytest.approx(gain)
    written = facts["photos_sum"].text.en.replace("\u2212", "-")
    assert written.endswith(f"= {gain:.2f}")
    assert all(f"{100 * each:.2f}" in written for each in (*found["all"], *found["1/2"]))


def test_the_ends_of_the_curve_are_told(resolve, facts):
    found = ends(resolve(Experiment("data")), "val_accuracy")
    assert facts["photos_fewest_share"].text.en == share(np.mean(found["1/8"])).text.en
    assert facts["photos_most_share"].text.en == share(np.mean(found["all"])).text.en


def runs_with(parts: list[str], values: list[float]) -> dict:
    made = [{"variation": part, "seed": seed, "by epoch": {"accuracy": [value], "val_accuracy": [1 - value]},
             "new photos": {"per label": {"a": 0, "b": 0}}}
            for part, value in zip(parts, values, strict=True) for seed in range(2)]
    return {"runs": made, "size": {"originals": 2000, "epochs": 1}}


@pytest.mark.parametrize("runs", [
    runs_with(["all"], [0.5]), runs_with(["1/2", "all"], [0, 1]), runs_with(["1/16", "1/8", "1/4", "1/2", "all"],
                                                                           [0.1, 0.1, 0.1, 0.1, 0.1])],
    ids=["one size", "from nothing to everything", "many sizes"])
def test_other_results_are_drawn(say, runs):
    drawing = post.photos(say, runs)
    boxes = boxes_of(drawing)
    assert_inside(drawing, boxes)
    assert_apart(boxes)


def test_each_number_of_pictures_ends_as_its_trainings_did(say, arguments, facts):
    found, drawing = ends(arguments(post.copies)["runs"], "val_accuracy"), post.copies(say, **arguments(post.copies))
    assert [row[0] for row in drawing.table[1:]] == list(found) == ["1", "2", "4", "8"]
    assert [row[2] for row in drawing.table[1:]] == [share(np.mean(each)).text.en for each in found.values()]
    assert facts["copies_most_share"].value == pytest.approx(sum(found["8"]) / 3)
    assert facts["copies_fewest_share"].value == pytest.approx(sum(found["1"]) / 3)
    assert_inside(drawing, boxes_of(drawing))
