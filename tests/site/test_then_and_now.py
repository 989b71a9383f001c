"""Every piece of code on the page about 2019 does today what the page says."""

import json
import re
import subprocess
import sys
from pathlib import Path

import pytest

from diagrams.language import LANGUAGES
from diagrams.translations import markdown
from tests.project import environment

DOCS = Path(__file__).parent.parent.parent / "docs"
BLOCK = re.compile(r'^```(?:python title="(?P<title>[^"\n]+)"|\{ \.text \.no-copy \})\n(?P<body>.*?)^```$', re.M | re.S)
RUN = Path(__file__).parent / "run_pieces.py"
TITLES = {"ja": ("2019年", "いま"), "en": ("2019", "today")}


def pieces(language: str) -> list[tuple[str, str, str, str]]:
    """(section, title, code, what it says) of every piece of code on the page, in order."""
    found = []
    for section in markdown.sections(markdown.read(DOCS / f"then_and_now.{language}.md")):
        for block in BLOCK.finditer(section.text):
            if block["title"]:
                found.append([section.key, block["title"], block["body"], ""])
            else:
                found[-1][3] = block["body"]
    return [tuple(piece) for piece in found]


PIECES = pieces("en")


@pytest.fixture(scope="module")
def said(tmp_path_factory) -> list[str]:
    """What every piece says, run in the order of the page in a process that has done nothing else."""
    done = subprocess.run([sys.executable, str(RUN)], input=json.dumps([code for _, _, code, _ in PIECES]),
                          cwd=tmp_path_factory.mktemp("then"), env=environment(), capture_output=True, text=True,
                          check=False)
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


@pytest.mark.parametrize("n", range(len(PIECES)), ids=[f"{key}-{title}" for key, title, _, _ in PIECES])
def test_a_piece_of_code_says_what_the_page_says(said, n):
    assert said[n].split() == PIECES[n][3].split()


def test_every_line_of_the_table_is_shown_failing_and_mended():
    page = markdown.read(DOCS / "then_and_now.en.md")
    linked = re.findall(r"^\| \[`[^`]+`\]\(#([\w-]+)\)", page, re.M)
    shown = {key: [title for of, title, _, _ in PIECES if of == key] for key, *_ in PIECES}
    assert linked == [key for key in shown if key != "unchanged"]
    assert all(shown[key] == [*TITLES["en"]] for key in linked)


def test_what_fails_without_a_warning_is_an_error_or_told():
    """A piece of 2019 without words would show nothing that has changed."""
    assert all(told for _, title, _, told in PIECES if title == TITLES["en"][0])


@pytest.mark.parametrize("language", LANGUAGES)
def test_both_pages_show_the_same(language):
    then, now = TITLES[language]
    told = [(key, {then: "2019", now: "today"}[title], code, words) for key, title, code, words in pieces(language)]
    assert told == PIECES
