"""What machines read of a finished site: links, feeds, previews, articles."""

import json
import re
from xml.etree import ElementTree

import pytest

from diagrams.site import publish
from diagrams.site.output import links

HOME = "https://example.org/cnn/"
ATOM = "{http://www.w3.org/2005/Atom}"
PAGE = '<h1 id="top">a</h1><h2 id="two words">b</h2>'


@pytest.fixture(scope="module")
def published(site_project, tmp_path_factory):
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("SITE_URL", HOME)
        folder = tmp_path_factory.mktemp("output") / "site"
        publish.publish(site_project, folder)
    return folder


@pytest.mark.parametrize(("link", "fault"), [
    ("b.html", ""), ("b.html#top", ""), ("b.html#two%20words", ""), ("#top", ""), ("sub/", ""),
    ("https://a.example", ""),
    ("c.html", "c.html leads nowhere"), ("b.html#no", "b.html#no leads nowhere"), ("#no", "#no leads nowhere"),
    ("../b.html", "../b.html leads nowhere"),
])
def test_links_that_lead_nowhere_are_named(tmp_path, link, fault):
    (tmp_path / "sub").mkdir()
    for name in ("b.html", "sub/index.html"):
        (tmp_path / name).write_text(PAGE)
    (tmp_path / "a.html").write_text(f'{PAGE}<a href="{link}">x</a>')
    assert links.faults(tmp_path) == ([f"a.html: {fault}"] if fault else [])


def test_an_id_that_is_there_twice_is_named(tmp_path):
    (tmp_path / "a.html").write_text(PAGE + PAGE)
    assert "a.html: id top is there twice" in links.faults(tmp_path)


@pytest.mark.parametrize(("folder", "language", "title"), [("", "ja", "relu この特徴マップ"),
                                                          ("en/", "en", "relu This feature map")])
def test_each_language_has_a_feed_of_its_posts(published, folder, language, title):
    feed = ElementTree.parse(published / folder / "feed.xml").getroot()
    assert feed.get("{http://www.w3.org/XML/1998/namespace}lang") == language
    [entry] = feed.findall(f"{ATOM}entry")
    assert entry.findtext(f"{ATOM}title") == title
    assert entry.find(f"{ATOM}link").get("href") == f"{HOME}{folder}posts/relu.html"
    assert entry.findtext(f"{ATOM}summary").startswith(title.removeprefix("relu "))
    home = (published / folder / "index.html").read_text()
    assert f'type="application/atom+xml" href="{HOME}{folder}feed.xml"' in home


def test_a_post_is_an_article_with_dates_and_licence(published):
    html = (published / "en/posts/relu.html").read_text()
    [text] = re.findall('<script type="application/ld.json">(.*?)</script>', html)
    article = json.loads(text)
    assert article["@type"] == "TechArticle"
    assert article["headline"] == "relu This feature map"
    assert article["datePublished"] == "2019-11-12"
    assert article["dateModified"] >= article["datePublished"] or article["dateModified"].startswith("1980")
    assert article["license"].endswith("/by/4.0/")
    assert article["url"] == f"{HOME}en/posts/relu.html"
    assert '<meta property="og:title" content="relu This feature map">' in html
    assert "ld+json" not in (published / "en/index.html").read_text()
