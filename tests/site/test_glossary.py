"""The glossary: what it says, and its page."""

import re
from collections import Counter
from pathlib import Path

import pytest

from diagrams.site import glossary
from diagrams.site.blocks import prepare
from diagrams.site.glossary import gojuon
from diagrams.site.pixels import Pixels

DOCS = Path(__file__).parent.parent.parent / "docs"
GLOSSARY = glossary.read(DOCS)
SERIES = {"data", "main", "conv2d", "relu", "maxpooling2d", "dropout", "conv2d_again", "flatten", "dense", "softmax",
          "loss", "gradient", "adam", "fit", "evaluate", "review"}
JAPANESE = re.compile("[ぁ-ヿ一-龠]")
NAMES = re.compile("`[^`]+`|F1|Conv2D|MaxPooling2D")


@pytest.fixture
def shown(docs, open_page):
    """Terms, language -> the glossary's page."""
    def built(entries, language="en"):
        (docs / "glossary.yml").write_text(entries, encoding="utf-8")
        page = open_page("glossary.md", language, {"en": "en/glossary.html", "ja": "glossary.html"}[language])
        return page.put_blocks(prepare("{{ glossary }}", page, Pixels()))

    return built


def yml(name, en, ja, reading, **more):
    """One term as the file has it."""
    lines = [f"- {{id: {name}, en: {en}, ja: {ja}, reading: {reading}, says: {{ja: これです。, en: This `it`.}}"]
    return ", ".join(lines + [f"{key}: {value}" for key, value in more.items()]) + "}\n"


def test_every_term_has_an_id_of_its_own_and_the_file_is_in_their_order():
    ids = [term.id for term in GLOSSARY]
    assert ids == sorted(set(ids))
    assert all(re.fullmatch("[a-z][a-z0-9]*(-[a-z0-9]+)*", name) for name in ids)


@pytest.mark.parametrize("term", GLOSSARY, ids=lambda term: term.id)
def test_every_term_is_told_in_both_languages_in_one_sentence_without_numbers(term):
    assert set(term.says) == {"ja", "en"}
    assert set(term.also) <= {"ja", "en"}
    assert re.fullmatch("[ぁ-ゖー]+", term.reading)
    assert JAPANESE.search(term.says["ja"])
    assert not JAPANESE.search(term.en + term.says["en"])
    assert re.fullmatch("[^。？！]+。", term.says["ja"])
    assert re.fullmatch(r"[^.?!]+\.", re.sub("`[^`]+`", "", term.says["en"]))
    assert not re.search("[0-9０-９]", NAMES.sub("", term.says["ja"] + term.says["en"]))
    assert term.post is None or term.post in SERIES


@pytest.mark.parametrize("language", ["ja", "en"])
def test_a_spelling_stands_for_one_term_only(language):
    spellings = Counter(spelling.lower() for term in GLOSSARY for spelling in term.spellings(language))
    assert [spelling for spelling, count in spellings.items() if count > 1] == []


def test_what_is_accepted_is_not_avoided():
    accepted = {spelling for term in GLOSSARY for spelling in term.spellings("ja")}
    assert accepted.isdisjoint(spelling for term in GLOSSARY for spelling in term.avoid)


def test_the_english_page_is_alphabetical(shown):
    html = shown(yml("relu", "ReLU", "ReLU", "れる") + yml("bias", "bias", "バイアス", "ばいあす")
                 + yml("recall", "recall", "再現率", "さいげんりつ"))
    assert re.findall(r'<h[23] id="([\w-]+)"', html) == ["letter-b", "bias", "letter-r", "recall", "relu"]
    assert re.findall(r'<a href="#(letter-\w)">(\w)</a>', html) == [("letter-b", "B"), ("letter-r", "R")]


def test_the_japanese_page_goes_by_readings(shown):
    html = shown(yml("window", "window", "窓", "まど") + yml("parameter", "parameter", "パラメータ", "ぱらめーた")
                 + yml("loss", "loss", "損失", "そんしつ") + yml("batch", "batch", "バッチ", "ばっち"), "ja")
    assert re.findall(r"<h2[^>]*>(.*?)</h2>", html) == ["さ行", "は行", "ま行"]
    assert re.findall(r'<h3 id="([\w-]+)"', html) == ["loss", "batch", "parameter", "window"]


def test_readings_are_sorted_as_in_a_dictionary():
    readings = ["ばいあす", "はいぱーぱらめーた", "ばっち", "ばっちさいず", "ぱらめーた", "はんか", "ふぃるた"]
    assert sorted(sorted(readings), key=gojuon) == readings


def test_the_other_language_stands_beside_a_term_and_its_reading_where_kana_do_not_say_it(shown):
    entries = yml("recall", "recall", "再現率", "さいげんりつ") + yml("bias", "bias", "バイアス", "ばいあす")
    html = shown(entries, "ja")
    assert '<p class="names" data-search-exclude><span>さいげんりつ</span> <span lang="en">recall</span></p>' in html
    assert '<p class="names" data-search-exclude><span lang="en">bias</span></p>' in html
    assert '<p class="names" data-search-exclude><span lang="ja">再現率</span></p>' in shown(entries)
    assert "This <code>it</code>." in shown(entries)


def test_a_post_is_named_where_it_has_a_page(shown, docs):
    entries = "".join(yml(name, name, "あ", "あ", post=post) for name, post in (("a", "relu"), ("b", "softmax")))
    entries += yml("c", "c", "い", "い")
    assert re.findall(r'(No. \d+) <a href="(posts/[^"]+)">(.*?)</a>', shown(entries)) == [
        ("No. 8", "posts/relu.html", "relu This feature map")]
    assert '第8回 <a href="posts/relu.html">relu この特徴マップ</a>' in shown(entries, "ja")
    (docs / "posts" / "relu.en.md").unlink()
    assert "posts/" not in shown(entries)


def test_mkdocs_hears_of_the_terms_ids(open_page):
    page = open_page("glossary.md", "en", "en/glossary.html")
    page.place('<h3 id="stride">x</h3><p class="id">y</p>')
    assert page.anchors() == {"stride"}
