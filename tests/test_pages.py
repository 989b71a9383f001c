"""The two languages of every page say the same, and no page states a number by itself."""

import re
from itertools import zip_longest
from pathlib import Path

import pytest

DOCS = Path(__file__).parent.parent / "docs"
JAPANESE = sorted(DOCS.rglob("*.ja.md"))
PAGES = sorted(DOCS.rglob("*.md"))

HEADING = re.compile(r"^(#{1,6}) +(.*?)(?: *\{ *#([\w-]+) *\})?$", re.M)
FIGURE = re.compile(r"^[ \t]*!\[[^\]]*\]\(([^)]+)\)", re.M)
BRACES = re.compile(r"\{\{ *([\w.]+) *\}\}")
FENCE = re.compile(r"^[ \t]*(`{3,}|~{3,})(.*?)^[ \t]*\1[ \t]*$", re.M | re.S)
MATH = re.compile(r"\$\$.+?\$\$|\$[^$\n]+\$", re.S)
NOT_PROSE = (FENCE, re.compile(r"`[^`\n]+`"), MATH, BRACES, re.compile(r"\]\([^)]*\)"),
             re.compile(r"\{[^{}\n]*\}"), re.compile(r"https?://\S+"), re.compile(r"\[\^[\w-]+\]"),
             re.compile(r"^  boost: [\d.]+$", re.M))
NAMES = ("Conv2D", "MaxPooling2D", "CC BY 4.0")
DATE = re.compile(r"\d{4}年(\d{1,2}月(\d{1,2}日)?)?|\b(\d{1,2} )?([A-Z][a-z]+ )?(19|20)\d{2}\b")


def name(path):
    return path.relative_to(DOCS).as_posix()


def prose(text):
    """What a reader reads as words: without code, formulas, facts, addresses, ids, names and dates."""
    for pattern in NOT_PROSE:
        text = pattern.sub(" ", text)
    for allowed in NAMES:
        text = text.replace(allowed, " ")
    return re.sub(r"^ *\d+\. ", "", DATE.sub(" ", text), flags=re.M)


def code(text):
    """Fenced code without its comments and strings, which are in the language of the page."""
    return [re.sub(r"#.*|\"[^\"\n]*\"", "", fence[0]) for fence in FENCE.finditer(text)]


@pytest.fixture(params=JAPANESE, ids=name)
def pair(request):
    other = request.param.with_name(request.param.name.replace(".ja.md", ".en.md"))
    return request.param.read_text(encoding="utf-8"), other.read_text(encoding="utf-8")


def test_there_are_pages():
    assert JAPANESE


def test_every_page_is_in_both_languages():
    languages = {language: {name(path)[:-len(".ja.md")] for path in DOCS.rglob(f"*.{language}.md")}
                 for language in ("ja", "en")}
    assert languages["ja"] == languages["en"]
    assert len(PAGES) == 2 * len(JAPANESE)


def test_both_have_the_same_sections(pair):
    ja, en = ([(len(level), key) for level, _, key in HEADING.findall(FENCE.sub("", text))] for text in pair)
    assert ja == en
    assert all(key for _, key in ja), "a heading has no id"
    assert len(set(ja)) == len(ja)


def test_both_show_the_same_figures_in_the_same_order(pair):
    ja, en = (FIGURE.findall(text) for text in pair)
    assert ja == en


def test_both_state_the_same_facts(pair):
    ja, en = (sorted(set(BRACES.findall(text))) for text in pair)
    assert ja == en


def test_both_have_the_same_code(pair):
    for ja, en in zip_longest(*map(code, pair)):
        assert ja == en


def test_both_have_the_same_predictions(pair):
    ja, en = (len(re.findall(r"^[ \t]*\?\?\? question", text, re.M)) for text in pair)
    assert ja == en


@pytest.mark.parametrize("path", PAGES, ids=name)
def test_a_page_has_title_and_description(path):
    head = path.read_text(encoding="utf-8").split("---")[1]
    assert re.search(r"^title: \S", head, re.M)
    assert re.search(r"^description: \S", head, re.M)


@pytest.mark.parametrize("path", PAGES, ids=name)
def test_every_number_in_prose_is_a_fact(path):
    lines = prose(path.read_text(encoding="utf-8")).splitlines()
    assert [line.strip() for line in lines if re.search(r"[0-9０-９]", line)] == []


@pytest.mark.parametrize(("text", "found"), [
    ("It has 32 maps.", True), ("３２枚", True), ("# Layer 2 { #two-2 }", True), ("Conv2D", False),
    ("`32`", False), ("$x_1$", False), ("{{ a.b2 }}", False), ("[x](a1.md)", False), ("1. first", False),
    ("2019年11月12日", False), ("12 November 2019", False), ("```\n3\n```", False), ("it's $5 and 6", True),
])
def test_digits_are_seen_where_they_are_prose(text, found):
    assert bool(re.search(r"[0-9０-９]", prose(text))) == found
