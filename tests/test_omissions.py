"""What is said of the script without a line."""

import pytest

from diagrams.omissions import outcomes


def trained(variation: str, nth: int, *accuracies: float, same: bool = False) -> list[dict]:
    return [{"variation": variation, "nth": nth, "seed": seed, "accuracy": accuracy, "changes nothing": same}
            for seed, accuracy in enumerate(accuracies)]


WHOLE = trained("", 0, 0.5, 0.6, 0.55)


def verdict(*runs: dict) -> str:
    found = outcomes([*WHOLE, *runs])
    return found[runs[0]["variation"], runs[0]["nth"]].verdict(found["", 0])


@pytest.mark.parametrize(("accuracies", "told"), [
    ((0.49, 0.3, 0.2), "lower"), ((0.5, 0.3, 0.2), "alike"), ((0.61, 0.7, 0.9), "higher"), ((0.6, 0.7, 0.9), "alike")])
def test_only_what_all_seeds_show_is_called_lower_or_higher(accuracies, told):
    assert verdict(*trained("a = 1", 1, *accuracies)) == told


def test_an_error_and_the_very_same_answers():
    assert verdict(*trained("a = 1", 1, 0.5, same=True)) == "same"
    assert verdict({"variation": "a = 1", "nth": 1, "seed": 0, "error": "NameError: a", "changes nothing": False}) == (
        "error")


def test_what_saves_nothing_is_not_called_the_same():
    run = {"variation": "a = 1", "nth": 1, "seed": 0, "nothing saved": True, "changes nothing": False}
    assert verdict(run) == "lost"


def test_an_error_with_a_later_seed_counts_too():
    failed = {"variation": "a = 1", "nth": 1, "seed": 2, "error": "ValueError: b", "changes nothing": False}
    assert verdict(*trained("a = 1", 1, 0.5, 0.5), failed) == "error"


def test_lines_with_the_same_text_are_told_apart():
    found = outcomes([*WHOLE, *trained("a = 1", 2, 0.1), *trained("a = 1", 1, 0.9)])
    assert (found["a = 1", 1].mean, found["a = 1", 2].mean) == (0.9, 0.1)
