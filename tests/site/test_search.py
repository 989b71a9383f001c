"""What each language searches in, and that its pages search there."""

import json

import pytest

from diagrams.site.glossary import Term
from diagrams.site.search import INDEX, prepare, search_with_ours

CONFIG = ('<script id="__config" type="application/json">{"base": "%s", '
          '"search": "%s/assets/javascripts/workers/search.1234.min.js", "x": ""}</script>')
GLOSSARY = [
    Term("filter", "filter", "フィルタ", "ふぃるた", {}, avoid=["フィルター"], post="relu"),
    Term("unit", "unit", "ユニット", "ゆにっと", {}, {"en": ["neuron"], "ja": ["ニューロン"]}, false_friends=["単位"]),
]


@pytest.fixture
def site(tmp_path):
    locations = ("index.html", "posts/relu.html", "posts/relu.html#top", "en/index.html", "en/posts/relu.html#top")
    for location in locations:
        path = tmp_path / location.partition("#")[0]
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text('<meta name="description" content="Is 1 &lt; 2? It&#39;s.">' if "relu" in location else "")
    for folder in ("search", "assets/javascripts/workers", "assets/javascripts/lunr/min"):
        (tmp_path / folder).mkdir(parents=True)
    docs = [{"location": location, "title": location, "text": "<p>text</p>"} for location in locations]
    (tmp_path / INDEX).write_text(json.dumps({"config": {"lang": ["en"]}, "docs": docs}))
    prepare(tmp_path, GLOSSARY)
    return tmp_path


def index(site, folder=""):
    return json.loads((site / folder / "search/pages.json").read_text())


def test_each_language_gets_its_own_pages(site):
    assert [entry["location"] for entry in index(site)["docs"]] == [
        "index.html", "posts/relu.html", "posts/relu.html#top"]
    assert [entry["location"] for entry in index(site, "en")["docs"]] == ["index.html", "posts/relu.html#top"]
    assert index(site, "en")["docs"][1]["title"] == "en/posts/relu.html#top"


def test_what_every_page_fetches_is_small_and_says_where_the_rest_is(site):
    for folder in ("", "en/"):
        content = json.loads((site / folder / INDEX).read_text())
        assert content["docs"] == []
        assert (site / "assets/search" / content["config"]["pages"]).resolve() == site / folder / "search/pages.json"


def test_a_page_is_found_by_its_description_too(site):
    home, page, section = index(site)["docs"]
    assert page["text"] == "<p>Is 1 &lt; 2? It's.</p> <p>text</p>"
    assert home["text"] == section["text"] == "<p>text</p>"


def test_a_term_is_asked_for_in_many_ways_and_said_in_one_language(site):
    filters, units = index(site)["terms"]
    assert filters == {"names": ["filter", "ふぃるた", "フィルタ"], "avoid": ["フィルター"], "friends": [],
                       "say": ["フィルタ"], "page": "posts/relu.html"}
    assert units["friends"] == ["単位"]
    assert units["page"] is None
    assert index(site, "en")["terms"][1]["say"] == ["unit", "neuron"]


def test_what_the_theme_would_search_with_is_gone(site):
    assert list((site / "assets/javascripts").iterdir()) == []


@pytest.mark.parametrize(("url", "language", "base", "top"), [
    ("posts/relu.html", "ja", "..", ".."),
    ("en/index.html", "en", ".", ".."),
    ("en/posts/relu.html", "en", "..", "../.."),
])
def test_a_page_searches_in_the_folder_of_its_language(url, language, base, top):
    html = search_with_ours(CONFIG % (top, top), url, language)
    assert f'"base": "{base}", "search": "{top}/assets/search/worker.js", "x"' in html


@pytest.mark.parametrize("html", ["<html></html>", CONFIG.replace("workers", "x"), CONFIG.replace("base", "x")])
def test_a_changed_theme_is_noticed(html):
    with pytest.raises(ValueError, match="has the theme changed"):
        search_with_ours(html, "en/index.html", "en")
