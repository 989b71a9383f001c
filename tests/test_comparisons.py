"""What is said of trainings that differ in one thing."""

import pytest

from diagrams.comparisons import facts_of_trainings, named
from diagrams.facts import word

NAMES = {"a": word(ja="あ", en="an a")}


def runs_of(**variations) -> dict:
    """Results of an experiment: the accuracies on validation photos after the last of two epochs, seed by seed."""
    made = [{"variation": name, "seed": seed, "by epoch": {"accuracy": [0, end / 2], "val_accuracy": [1, end]}}
            for name, ends in variations.items() for seed, end in enumerate(ends)]
    return {"runs": made, "size": {"epochs": 2, "training photos": 60, "pixels": 9}}


def test_a_variation_without_a_name_is_called_what_the_experiment_calls_it():
    assert [name.text.en for name in named(runs_of(a=[0.5], b=[0.5]), NAMES).values()] == ["an a", "b"]


def test_best_worst_and_ends_are_means_over_seeds_after_the_last_epoch():
    told = facts_of_trainings(runs_of(a=[0.2, 0.4], b=[0.5, 0.7]), NAMES)
    assert (told["best"].text.en, told["best_share"].text.en) == ("b", "60%")
    assert (told["worst"].text.en, told["worst_share"].text.en) == ("an a", "30%")
    assert told["ends"].text.ja == "「あ」30%、「b」60%"
    assert told["seen"].text.en == "“an a” 15%, “b” 30%"
    assert (told["seeds"].value, told["choices"].value, told["epochs"].value) == (2, 2, 2)


@pytest.mark.parametrize(("b", "is_clear"), [([0.5, 0.9], True), ([0.4, 0.9], False), ([0.3, 0.9], False)])
def test_the_best_is_clear_only_where_no_seed_of_the_others_reaches_it(b, is_clear):
    told = facts_of_trainings(runs_of(a=[0.2, 0.4], b=b), NAMES)["clear"].text
    assert ("overlap" not in told.en) == is_clear
    assert ("重なって" not in told.ja) == is_clear
