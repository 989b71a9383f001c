"""Searching, as a reader does: the questions of two tables, every name of a term, passages of the posts."""

import csv
import html
import json
import re
from collections import defaultdict
from pathlib import Path

import pytest

from diagrams.site.glossary import read
from tests.browser.conftest import DOCS

HERE = Path(__file__).parent
SCRIPT = (HERE / "search.js").read_text(encoding="utf-8")
FOLDERS = {"ja": "", "en": "en/"}
BLOCK_TAG = re.compile(r"</?(?:p|li|ul|ol|pre|div)\b[^>]*>")
TAG = re.compile(r"<[^>]+>")
LETTERS = {"ja": 12, "en": 30}
READY = """() => document.querySelector(".md-search-result__meta").textContent ===
    JSON.parse(document.querySelector("#__config").textContent).translations["search.result.placeholder"]"""
both_languages = pytest.mark.parametrize("language", FOLDERS)


def table(language: str) -> list[tuple[str, str]]:
    """Questions, each with the page that must come first."""
    with open(HERE / f"questions.{language}.tsv", encoding="utf-8", newline="") as file:
        return [(row["question"], row["page"]) for row in csv.DictReader(file, delimiter="\t")]


def location(page: str, language: str) -> str:
    """Where a page named in a table lies in the site."""
    return f"{FOLDERS[language]}{page if (DOCS / f'{page}.ja.md').exists() else f'posts/{page}'}.html"


def names_of_terms() -> list[tuple[str, str]]:
    """Every name of a term with the post that explains it, where it is there and the name means nothing else."""
    posts = defaultdict(set)
    for term in read(DOCS):
        for name in {*term.spellings("ja"), *term.spellings("en"), term.reading, *term.avoid}:
            posts[name].add(term.post)
    return [(name, post) for name, (post, *others) in posts.items()
            if not others and (DOCS / f"posts/{post}.ja.md").exists()]


def passages(site: Path, language: str) -> list[tuple[str, str]]:
    """Passages from the middle of every section of a post that no other page has."""
    index = json.loads((site / FOLDERS[language] / "search/pages.json").read_text(encoding="utf-8"))
    texts = defaultdict(str)
    for entry in index["docs"]:
        texts[entry["location"].partition("#")[0]] += f" {readable(entry['title'])} {readable(entry['text'])}"
    found = []
    for entry in index["docs"]:
        page, text = entry["location"].partition("#")[0], readable(entry["text"])
        passage = re.sub(r"^\W+|\W+$", "", middle(text, LETTERS[language]))
        if page.startswith("posts/") and passage and [p for p in texts if passage in texts[p]] == [page]:
            found.append((passage, page.removeprefix("posts/").removesuffix(".html")))
    return found


def readable(text: str) -> str:
    """A text of the index without its tags."""
    return " ".join(html.unescape(TAG.sub("", BLOCK_TAG.sub(" ", text))).split())


def middle(text: str, letters: int) -> str:
    """About so many letters from the middle of a text, in whole words where it has blanks."""
    start = max(0, len(text) - letters) // 2
    return text[start:start + letters].partition(" ")[2].rpartition(" ")[0] or text[start:start + letters]


@pytest.fixture
def dialog(visit):
    """Open a page with its search, ready to be typed into; first, let a test prepare the page."""
    def opened(path, address, prepare=lambda page: None):
        page = visit(width=1280, bypass_csp=True)  # the test runs a script of its own in the page
        prepare(page)
        page.goto(address + path)
        page.locator("input.md-search__input").click()
        page.wait_for_function(READY)
        page.add_script_tag(content=SCRIPT)
        return page

    return opened


def wrong(page, questions, language, address) -> list[str]:
    """A line for each question whose first page is not the one that it should be, or that leaves the language."""
    answers = page.evaluate("questions => typeAll(questions)", [question for question, _ in questions])
    lines = []
    for (question, expected), answer in zip(questions, answers, strict=True):
        found = [re.sub(r"[?#].*", "", link).removeprefix(address) for link in answer["links"]]
        strangers = [link for link in found if link.startswith("en/") != (language == "en")]
        if found[:1] != [location(expected, language)] or strangers:
            lines.append(f"{question}: {found}, not {expected}")
    return lines


@both_languages
def test_a_question_of_the_table_finds_its_page_first_and_only_its_language(dialog, address, language):
    page = dialog(location("index", language), address)
    assert wrong(page, table(language), language, address) == []


@both_languages
def test_every_name_of_a_term_finds_the_post_that_explains_it(dialog, address, language):
    page = dialog(location("relu", language), address)
    assert wrong(page, names_of_terms(), language, address) == []


@both_languages
def test_a_passage_of_a_post_finds_it(dialog, site, address, language):
    found = passages(site, language)
    assert len(found) > 20
    assert wrong(dialog(location("index", language), address), found, language, address) == []


def test_japanese_is_told_apart_where_the_browser_cannot(dialog, address):
    """Older browsers know no words, only scripts."""
    def without_segmenter(page):
        page.route("**/search/text.js", lambda route: route.fulfill(
            body=f"Intl.Segmenter = undefined; {route.fetch().text()}", content_type="text/javascript"))

    page = dialog("index.html", address, without_segmenter)
    questions = [("ストライドとは何ですか", "conv2d"), ("なぜReLUを使うのか", "relu"), ("再現率の平均", "evaluate")]
    assert wrong(page, questions, "ja", address) == []


@both_languages
def test_a_key_press_is_answered_within_100_ms(dialog, address, language):
    times = dialog(location("index", language), address).evaluate(
        "questions => pressKeys(questions)", [question for question, _ in table(language)[::12]])
    assert times[len(times) * 95 // 100] <= 100


@pytest.mark.parametrize(("path", "question", "target", "word"), [
    ("posts/relu.html", "コンボリューション", "posts/conv2d.html", "畳み込み"),
    ("en/posts/relu.html", "convolving", "en/posts/conv2d.html", "convolution"),
    ("en/index.html", "confusion matrices", "en/posts/evaluate.html", "confusion"),
])
def test_enter_opens_the_best_place_with_what_was_found_marked(dialog, address, path, question, target, word):
    page = dialog(path, address)
    page.evaluate("question => type(question)", question)
    assert word in page.locator(".md-search-result mark").first.text_content().lower()
    page.locator("input.md-search__input").press("Enter")
    page.wait_for_url(f"{address}{target}?h=*")
    mark = page.locator("article mark[data-md-highlight]").first
    mark.wait_for(state="attached")
    assert word in mark.text_content().lower()


def test_the_dialog_counts_pages_and_says_when_there_are_none(dialog, address):
    page = dialog("en/index.html", address)
    said = page.locator(".md-search-result__meta")
    links = page.evaluate("type('convolution')")["links"]
    counted = int(said.text_content().removesuffix(" matching documents"))
    assert counted >= len(links) > 1  # the list grows as the reader scrolls
    assert page.evaluate("type('qwertz')")["links"] == []
    assert said.text_content() == "No matching documents"


def test_the_page_for_what_was_not_found_searches_too(dialog, address):
    assert wrong(dialog("404.html", address), [("畳み込み", "conv2d")], "ja", address) == []


@pytest.mark.parametrize("question", ["<b>&amp;", "()[]{}|\\^$.*+?/", "・ー", "「」", " ", "\U0001f431", "a" * 2000])
def test_nothing_that_can_be_typed_stops_the_search(dialog, address, question):
    page = dialog("index.html", address)
    page.evaluate("question => typeAll([question + ' ', '畳み込み'])", question)
    assert wrong(page, [("畳み込み", "conv2d")], "ja", address) == []
