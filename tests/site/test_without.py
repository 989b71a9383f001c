"""The script with what happens without each of its lines."""

import json
import re
from html import unescape

import pytest

from diagrams.experiments import results
from diagrams.site.without import block
from tests.site.conftest import SCRIPT


def run(variation: str, nth: int = 1, **what) -> dict:
    return {"variation": variation, "nth": nth, "seed": 0, "changes nothing": False} | what


RUNS = [run("", 0, accuracy=0.5), run("", 0, accuracy=0.6), run("import keras", error="NameError: <keras>"),
        run("model = keras.Sequential()", **{"accuracy": 0.5, "changes nothing": True}),
        run("model.add(Layer(3))", accuracy=0.25), run("model.add(Layer(4))", accuracy=0.5),
        run("build_model()", **{"nothing saved": True})]


@pytest.fixture
def html(open_page, tmp_path, monkeypatch):
    monkeypatch.setattr(results, "FOLDER", tmp_path)
    (tmp_path / "lines.json").write_text(json.dumps({"runs": RUNS}))
    return lambda language: block(open_page("posts/without.md", language, "posts/without.html"))


@pytest.mark.parametrize("language", ["ja", "en"])
def test_all_lines_are_there_in_their_order(html, language):
    text = "".join(re.findall(r"<code>(.*?)</code>", html(language), re.S))
    assert unescape(re.sub("<[^>]+>", "", text)) == SCRIPT.removeprefix('"""Words."""\n')


def test_each_line_that_was_left_out_says_what_happened(html):
    opened = re.findall(r'<details class="(\w+)"><summary>.*?<span class="verdict">(.*?)</span></summary>'
                        r"<p>(.*?)</p></details>", html("en"), re.S)
    assert opened == [
        ("error", "× error", 'It stops. <samp lang="en">NameError: &lt;keras&gt;</samp>'),
        ("same", "= same", "Not a single answer changes."),
        ("lower", "↓ 25%", "Accuracy, seed by seed: 25% (with all lines: 50% to 60%)."),
        ("alike", "≈ 50%", "Accuracy, seed by seed: 50% (with all lines: 50% to 60%)."),
        ("lost", "∅ lost", "No error: it runs to its end. But the trained network is saved nowhere.")]


def test_without_results_the_page_says_how_to_get_them(open_page, tmp_path, monkeypatch, mistakes):
    monkeypatch.setattr(results, "FOLDER", tmp_path)
    assert "python -m diagrams.experiments lines" in block(open_page("posts/without.md"))
    assert mistakes
