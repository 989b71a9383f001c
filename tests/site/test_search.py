"""One search index per language."""

import json

import pytest

from diagrams.site.search import INDEX, search_here, split_index

CONFIG = '<script id="__config" type="application/json">{"annotate": null, "base": "../..", "x": ""}</script>'


@pytest.fixture
def site(tmp_path):
    docs = [{"location": location, "title": location} for location in (
        "index.html", "posts/relu.html#top", "en/index.html", "en/posts/relu.html#top")]
    (tmp_path / "search").mkdir()
    (tmp_path / INDEX).write_text(json.dumps({"config": {"lang": ["en"]}, "docs": docs}))
    return tmp_path


def locations(path):
    return [entry["location"] for entry in json.loads(path.read_text())["docs"]]


def test_each_language_gets_its_own_pages(site):
    split_index(site)
    assert locations(site / INDEX) == ["index.html", "posts/relu.html#top"]
    assert locations(site / "en" / INDEX) == ["index.html", "posts/relu.html#top"]
    titles = [entry["title"] for entry in json.loads((site / "en" / INDEX).read_text())["docs"]]
    assert titles == ["en/index.html", "en/posts/relu.html#top"]


def test_both_indexes_keep_the_settings(site):
    split_index(site)
    assert json.loads((site / "en" / INDEX).read_text())["config"] == {"lang": ["en"]}


@pytest.mark.parametrize(("url", "base"), [("en/index.html", "."), ("en/posts/relu.html", "..")])
def test_a_page_searches_from_the_folder_of_its_language(url, base):
    assert f'"base": "{base}", "x"' in search_here(CONFIG, url)


def test_a_changed_theme_is_noticed():
    with pytest.raises(ValueError, match="has the theme changed"):
        search_here("<html></html>", "en/index.html")
