"""No page states a number by itself: every one is a fact."""

import re
from pathlib import Path

import pytest

from diagrams.translations import markdown

DOCS = Path(__file__).parent.parent / "docs"
PAGES = sorted(DOCS.rglob("*.md"))

BOOST = re.compile(r"^  boost: [\d.]+$", re.M)
NAMES = ("Conv2D", "MaxPooling2D", "CC BY 4.0")
DATE = re.compile(r"\d{4}年(\d{1,2}月(\d{1,2}日)?)?|\b(\d{1,2} )?([A-Z][a-z]+ )?(19|20)\d{2}\b")


def words(text):
    """What a reader reads as words, without names, dates and the numbers of a list."""
    text = markdown.prose(markdown.blank(text, BOOST))
    for allowed in NAMES:
        text = text.replace(allowed, " ")
    return re.sub(r"^ *\d+\. ", "", DATE.sub(" ", text), flags=re.M)


@pytest.mark.parametrize("path", PAGES, ids=lambda path: path.relative_to(DOCS).as_posix())
def test_every_number_in_prose_is_a_fact(path):
    lines = words(path.read_text(encoding="utf-8")).splitlines()
    assert [line.strip() for line in lines if re.search(r"[0-9０-９]", line)] == []


@pytest.mark.parametrize(("text", "found"), [
    ("It has 32 maps.", True), ("３２枚", True), ("# Layer 2 { #two-2 }", True), ("Conv2D", False),
    ("`32`", False), ("$x_1$", False), ("{{ a.b2 }}", False), ("[x](a1.md)", False), ("1. first", False),
    ("2019年11月12日", False), ("12 November 2019", False), ("```\n3\n```", False), ("it's $5 and 6", True),
])
def test_digits_are_seen_where_they_are_prose(text, found):
    assert bool(re.search(r"[0-9０-９]", words(text))) == found
