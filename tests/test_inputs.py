"""What a figure may ask for besides layers: lines of the script, the sample photos."""

import pytest

from diagrams import samples, script
from diagrams.build import publish
from diagrams.inputs import Line, MissingLayer, Samples

SOURCE = '''"""Words."""
def main():
  model = build()
  if model:
    model.fit(load(
        "photos"))
  return model
'''


def test_statements_are_found_by_what_they_call():
    assert script.calls_in(SOURCE) == [
        {"line": 3, "source": "model = build()", "calls": ["build"]},
        {"line": 5, "source": "model.fit(load('photos'))", "calls": ["fit", "load"]}]


def test_a_line_is_the_first_that_calls_a_name(resolve, manifest):
    source = script.NETWORK.read_text(encoding="utf-8").splitlines()
    line = Line("evaluate").entries(manifest)["line"]
    assert ".evaluate(" in source[line - 1]
    assert not any(".evaluate(" in each for each in source[: line - 1])
    assert ".evaluate(" in resolve(Line("evaluate"))


def test_a_line_that_is_gone_is_named(manifest):
    with pytest.raises(MissingLayer, match="no longer calls levitate"):
        Line("levitate").entries(manifest)


def test_all_samples_with_their_credits(resolve):
    known = samples.credited_samples()
    found = resolve(Samples())
    assert [(photo.name, photo.label, photo.author, photo.is_free) for photo in found] == [
        (sample.path.name, sample.label, sample.author, sample.is_free) for sample in known]
    assert {photo.pixels.shape for photo in found} == {found[0].pixels.shape}


def test_a_figure_carries_the_licence_of_a_photo_with_conditions():
    assert publish.licence(["CC0-1.0", "Public domain"]) == publish.LICENCE
    assert publish.licence(["CC0-1.0", "CC-BY-SA-4.0"]) == "CC-BY-SA-4.0"
