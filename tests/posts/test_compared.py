"""Figures that compare trainings show what the experiments found."""

import numpy as np
import pytest

from diagrams.facts import share
from diagrams.inputs import Experiment
from diagrams.language import Say
from diagrams.posts import dropout, maxpooling2d, more, relu

FIGURES = [("dropout", dropout.rates), ("few", dropout.few), ("relu", relu.trained), ("pooling", maxpooling2d.trained),
           ("variation", more.anew)]
names_and_figures = pytest.mark.parametrize(("name", "figure"), FIGURES)


@names_and_figures
def test_the_curves_are_the_means_of_the_results(resolve, name, figure):
    runs = resolve(Experiment(name))
    drawing, variations = figure(Say("en"), runs), list(dict.fromkeys(run["variation"] for run in runs["runs"]))
    lines = [line.get_ydata() for axes in drawing.figure.axes[1:] for line in axes.get_lines()]
    wanted = [np.mean([run["by epoch"][key] for run in runs["runs"] if run["variation"] == variation], axis=0)
              for variation in variations for key in ("accuracy", "val_accuracy")]
    np.testing.assert_allclose(lines, wanted)
    for row, variation in zip(drawing.table[1:], variations, strict=True):
        ends = [run["by epoch"]["val_accuracy"][-1] for run in runs["runs"] if run["variation"] == variation]
        assert row[2] == share(sum(ends) / len(ends)).text.en


@pytest.mark.parametrize(("post", "name"), [(relu, "relu"), (maxpooling2d, "pooling")])
def test_the_facts_of_a_comparison_are_those_of_its_experiment(resolve, arguments, post, name):
    told, runs = post.facts(**arguments(post.facts)), resolve(Experiment(name))
    ends = {}
    for run in runs["runs"]:
        ends.setdefault(run["variation"], []).append(run["by epoch"]["val_accuracy"][-1])
    best = max(ends, key=lambda variation: sum(ends[variation]))
    assert told["trained_best_share"].value == pytest.approx(np.mean(ends[best]))
    assert told["trained_best"].text.en == post.TRAINED[best].text.en
    assert told["trained_photos"].value == runs["size"]["training photos"]
