"""Every number of the page on lines left out, counted again."""

import json
from collections import defaultdict

import pytest

from diagrams.experiments import results
from diagrams.posts import without as post


@pytest.fixture(scope="module")
def facts(arguments):
    return post.facts(**arguments(post.facts))


@pytest.fixture(scope="module")
def runs():
    """(text, nth) -> its runs."""
    found = defaultdict(list)
    for run in json.loads(results.path_of("lines").read_bytes())["runs"]:
        found[run["variation"], run["nth"]].append(run)
    return found


def test_every_line_is_counted_once(facts, runs):
    kinds = ("error", "lost", "same", "alike", "lower", "higher")
    assert facts["statements"].value == len(runs) - 1 == sum(facts[kind].value for kind in kinds)
    assert facts["error"].value == sum("error" in some[-1] for some in runs.values())
    assert facts["lost"].value == sum("nothing saved" in some[0] for some in runs.values())
    assert facts["same"].value == sum(some[0]["changes nothing"] for some in runs.values())


def test_the_worst_line_is_the_worst(facts, runs):
    means = {text: sum(run["accuracy"] for run in some) / len(some)
             for (text, nth), some in runs.items() if nth and "accuracy" in some[-1]}
    assert facts["worst_mean"].value == pytest.approx(min(means.values()))
    assert means[facts["worst"].value] == min(means.values())


def test_the_squares_are_as_many_as_the_lines(texts, facts):
    signs = [text for text in texts(post.overview) if text in set("×∅↓≈↑=")]
    kinds = sum(facts[kind].value > 0 for kind in ("error", "lost", "same", "alike", "lower", "higher"))
    assert len(signs) == facts["statements"].value + kinds


def test_every_line_that_trains_has_its_row_the_worst_first(say, arguments, facts):
    _, *rows = post.trained(say, **arguments(post.trained)).table
    assert len(rows) == sum(facts[kind].value for kind in ("alike", "lower", "higher"))
    assert rows[0][1] == facts["worst_mean"].text[say.language]
    assert len({name for name, _ in rows}) == len(rows)
