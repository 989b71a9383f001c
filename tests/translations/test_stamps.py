"""A section is in step as long as neither side has moved since someone said that both say the same."""

import json
import shutil
import subprocess
import sys

import pytest

from diagrams.translations import stamps
from tests.translations.conftest import ROOT

JA, EN = "docs/posts/relu.ja.md", "docs/posts/relu.en.md"
FORMULA = "posts/relu#formula"


def out_of_step(project):
    return {step.name: step for step in stamps.steps(project) if not step.in_step}


def run(project, *command):
    """The command line, in a process of its own, in the copy."""
    return subprocess.run([sys.executable, "-m", "diagrams.translations", *command], cwd=project,
                          capture_output=True, text=True, check=False)


def test_this_project_is_in_step():
    assert [step.told() for step in out_of_step(ROOT).values()] == []


@pytest.mark.parametrize(("path", "old", "new"), [
    (EN, "No exponential, no division, nothing", "No exponential,\nno division,\n  nothing"),
    (JA, "値ひとつにつき、比較が一回。", "値ひとつにつき、\n比較が一回。"),
])
def test_wrapping_lines_in_another_way_moves_nothing(project, edit, path, old, new):
    edit(path, old, new)
    assert not out_of_step(project)


@pytest.mark.parametrize(("path", "old", "new", "name", "moved"), [
    (EN, "nothing to learn", "nothing learnt", FORMULA, ("en",)),
    (JA, "比較が一回", "比較一回", FORMULA, ("ja",)),
    (JA, "## 数式 {", "## 式 {", FORMULA, ("ja",)),
    (JA, "description: ", "description: ここでは", "posts/relu#head", ("ja",)),
    (EN, "{{ relu.feature_maps }}, {{ relu.shape }}", "{{ relu.shape }}, {{ relu.feature_maps }}",
     "posts/relu#question", ("en",)),
    ("diagrams/posts/relu.py", 'ja="ReLUの前"', 'ja="前"', "diagrams/posts/relu#one_map", ("ja",)),
    ("diagrams/site/blocks.py", "Some layers are", "There are", "diagrams/site/blocks#WARNINGS", ("en",)),
    ("docs/assets/site.js", '"Note"', '"Remark"', "docs/assets/site#words", ("en",)),
])
def test_the_side_that_moved_is_named(project, edit, path, old, new, name, moved):
    edit(path, old, new)
    steps = out_of_step(project)
    assert {key: step.moved for key, step in steps.items()} == {name: moved}
    assert ("the Japanese has moved" if moved == ("ja",) else "the English has moved") in steps[name].told()


def test_both_sides_can_move(project, edit):
    edit(EN, "nothing to learn", "nothing learnt")
    edit(JA, "比較が一回", "比較一回")
    assert out_of_step(project)[FORMULA].moved == ("ja", "en")
    assert run(project, "stamp", FORMULA).returncode == 0
    assert not out_of_step(project)


def test_an_edit_that_is_taken_back_moves_nothing(project, edit):
    edit(EN, "nothing to learn", "nothing learnt")
    edit(EN, "nothing learnt", "nothing to learn")
    assert not out_of_step(project)


def test_one_side_alone_is_stamped_only_when_somebody_says_it_was_the_wording(project, edit):
    edit(EN, "nothing to learn", "nothing learnt")
    refused = run(project, "stamp", FORMULA)
    assert refused.returncode == 2
    assert refused.stderr == (f"{FORMULA}: only the English has moved. Change the Japanese too, or say "
                              "--only-wording when it means the same as before\n")
    assert out_of_step(project)
    assert run(project, "stamp", "--only-wording", FORMULA).returncode == 0
    assert not out_of_step(project)


@pytest.mark.parametrize(("path", "old", "new", "reason"), [
    (EN, "## The formula { #formula }", "", "section #formula is in Japanese only"),
    ("docs/assets/site.js", '{ ja: "注", en: "Note" }', '{ ja: "注" }', "site.js: not a pair"),
    ("diagrams/posts/relu.py", 'en="before ReLU"', 'en="ReLUの前"', "one_map: Japanese in English text: の前"),
])
def test_nothing_is_stamped_while_one_language_lacks_what_the_other_has(project, edit, path, old, new, reason):
    edit(path, old, new)
    refused = run(project, "stamp", "posts/relu#question")
    assert refused.returncode == 2
    assert reason in refused.stderr


def test_only_the_wording_is_no_word_for_what_moved_in_both(project, edit):
    edit(EN, "nothing to learn", "nothing learnt")
    edit(JA, "比較が一回", "比較一回")
    refused = run(project, "stamp", "--only-wording", FORMULA)
    assert refused.returncode == 2
    assert "--only-wording is for one language that has moved alone; here both have" in refused.stderr


def test_a_lock_file_in_conflict_is_named(project, edit):
    edit(stamps.LOCK, "{\n", "<<<<<<< HEAD\n{\n")
    said = run(project)
    assert said.returncode == 2
    assert said.stderr.startswith("docs/translations.json holds something else than stamps: ")
    assert len(said.stderr.splitlines()) == 1


def test_a_page_is_stamped_whole_or_not_at_all(project, edit):
    (project / stamps.LOCK).write_text(json.dumps({}))
    assert run(project, "stamp", "posts/relu").returncode == 0
    edit(EN, "nothing to learn", "nothing learnt")
    edit(EN, "A question", "The question")
    edit(JA, "## 問い", "## 最初の問い")
    before = (project / stamps.LOCK).read_text()
    assert run(project, "stamp", "posts/relu").returncode == 2
    assert (project / stamps.LOCK).read_text() == before


def test_a_renamed_section_is_recognised(project, edit):
    for path in (JA, EN):
        edit(path, "{ #formula }", "{ #equation }")
    step, = out_of_step(project).values()
    assert (step.name, step.renamed_from) == ("posts/relu#equation", FORMULA)


def test_a_renamed_page_is_recognised_and_stamped_anew(project):
    for language in ("ja", "en"):
        (project / f"docs/posts/relu.{language}.md").rename(project / f"docs/posts/rectifier.{language}.md")
    steps = out_of_step(project)
    assert steps.keys() == {f"posts/rectifier#{key}" for key in (name.partition("#")[2] for name in steps)}
    assert all(step.renamed_from.startswith("posts/relu#") for step in steps.values())
    assert run(project, "stamp", "posts/rectifier").returncode == 0
    assert not out_of_step(project)
    assert not [name for name in stamps.read(project) if name.startswith("posts/relu#")]


def test_what_is_gone_is_said_and_can_be_dropped(project):
    for language in ("ja", "en"):
        path = project / f"docs/posts/relu.{language}.md"
        text = path.read_text("utf-8")
        start, end = (text.index(f"{{ #{key} }}") for key in ("formula", "numpy"))
        path.write_text(text[:text.rindex("\n", 0, start)] + text[text.rindex("\n", 0, end):], "utf-8")
    assert "stamped, but it is gone" in out_of_step(project)[FORMULA].told()
    assert run(project, "stamp", FORMULA).returncode == 0
    assert not out_of_step(project)


def test_status_shows_the_sentences_that_moved(project, edit):
    git = ["git", "-c", "user.name=x", "-c", "user.email=x@example.org"]
    for command in (["init", "-q"], ["add", "docs/posts"], ["commit", "-qm", "x"]):
        subprocess.run([*git, *command], cwd=project, check=True)
    edit(EN, "One comparison per value, and that is all.", "Nothing more.")
    said = run(project, "status", "posts/relu")
    assert said.returncode == 1
    assert "- One comparison per value, and that is all." in said.stdout
    assert "+ Nothing more." in said.stdout
    assert "nothing to learn" not in said.stdout


def test_status_works_without_a_history(project, edit):
    edit(EN, "One comparison per value, and that is all.", "Nothing more.")
    said = run(project)
    assert "- (a sentence that the history does not show)" in said.stdout
    assert "+ Nothing more." in said.stdout


def test_an_unknown_name_is_answered_with_those_there_are(project):
    said = run(project, "stamp", "posts/rleu")
    assert said.returncode == 2
    assert "no such page or section" in said.stderr
    assert "posts/relu" in said.stderr


def test_a_section_that_is_behind_is_known_to_the_site(project, edit):
    edit(JA, "比較が一回", "比較一回")
    assert stamps.notices(project) == {("posts/relu", "en"): {"formula": "newer"}}
    edit(EN, "nothing to learn", "nothing learnt")
    assert stamps.notices(project) == {("posts/relu", language): {"formula": "both"} for language in ("ja", "en")}
    shutil.rmtree(project / "docs/posts")
    assert stamps.notices(project) == {}
