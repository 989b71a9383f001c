"""The walk of CONTRIBUTING.md, word for word: a post is one module, one page in each language, one line."""

import json
import re
import shutil

import numpy as np
import pytest

from diagrams.build.tracing import ROOT
from diagrams.inputs import Layer
from tests.project import Project

WALK = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
FILE = re.compile(r'^```\w+ title="(.+?)"\n(.*?)^```$', re.M | re.S)
COMMANDS = re.search(r"^```console\n(.*?)^```$", WALK, re.M | re.S)[1].splitlines()


@pytest.fixture(scope="module")
def walked(tmp_path_factory, manifest):
    """The project after the walk, and what each of its commands did."""
    project = Project.copy(tmp_path_factory.mktemp("walk") / "project", ())
    assert project.build().returncode == 0
    shutil.copytree(ROOT / "tests", project.folder / "tests", ignore=shutil.ignore_patterns("node_modules"))
    for name, text in FILE.findall(WALK):
        path = project.folder / name
        if path.exists():
            project.edit(path, "  - glossary.md\n", f"{text}  - glossary.md\n")
        else:
            path.write_text(text, encoding="utf-8")
    return project, [project.run(*command.removeprefix("python ").split()) for command in COMMANDS]


def test_every_command_succeeds(walked):
    said = "\n".join(done.stdout + done.stderr for done in walked[1])
    assert [done.returncode for done in walked[1]] == [0] * len(COMMANDS), said


def test_its_test_ran(walked):
    assert any("tests/posts/test_brightest.py" in " ".join(done.args) and done.stdout.startswith(".")
               for done in walked[1])


def test_only_the_new_figure_is_drawn(walked):
    assert sorted(re.findall(r"\] (\S+)$", walked[1][0].stderr, re.M)) == [
        "brightest/facts", "brightest/winner.en.svg", "brightest/winner.ja.svg"]


def test_the_page_tells_the_mean_and_shows_the_figure_in_both_languages(walked, resolve):
    mean = max(np.mean(each) for each in np.moveaxis(resolve(Layer("ReLU")).output, -1, 0))
    for folder in ("", "en/"):
        page = (walked[0].folder / "site" / folder / "posts/brightest.html").read_text(encoding="utf-8")
        assert f"<strong>{mean:.3f}</strong>" in page
        assert "<svg" in page


def test_its_types_are_strict(walked):
    done = walked[0].run("-m", "mypy", "--config-file", str(ROOT / "pyproject.toml"))
    assert done.returncode == 0, done.stdout


def test_both_languages_are_in_step(walked):
    done = walked[0].run("-m", "diagrams.translations")
    assert "brightest" not in done.stdout
    assert json.loads((walked[0].folder / "docs/translations.json").read_text(encoding="utf-8"))
