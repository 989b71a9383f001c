"""What machines read of a finished site: links, feeds, previews, articles."""

import io
import json
import re
from xml.etree import ElementTree

import numpy as np
import pytest
from PIL import Image

from diagrams.draw import Canvas, Scale
from diagrams.draw.social import to_social
from diagrams.language import Say
from diagrams.site import publish
from diagrams.site.output import described, links
from diagrams.site.output.pages import BuiltPage

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


@pytest.mark.parametrize(("where", "text", "fault"), [
    ("sub/a.html", '<a href="{0}">', ""), ("sub/a.html", '<a href="{0}b.html#top">', ""),
    ("sub/a.html", '<a href="{0}#top">', ""), ("sub/a.html", '<a href="{0}#nope">', "{0}#nope"),
    ("a.html", '<a href="{0}?h=b#nope">', "{0}?h=b#nope"), ("404.html", '<script src="//cdn.example/x.js">', ""),
    ("sub/a.html", '<link rel="canonical" href="{0}c.html">', "{0}c.html"),
    ("a.html", '<meta property="og:image" content="{0}no.png">', "{0}no.png"),
    ("a.html", '<meta name="description" content="{0}no.png">', ""),
    ("a.html", '<a href="https://example.org/other/">', ""),
    ("feed.xml", '<feed><id>{0}</id><link href="{0}b.html"/></feed>', ""),
    ("feed.xml", '<feed><ns0:id>{0}c.html</ns0:id></feed>', "{0}c.html"),
    ("en/feed.xml", '<feed><link href="{0}en/b.html" /></feed>', "{0}en/b.html"),
    ("sitemap.xml", "<url><loc>{0}b.html</loc></url><url><loc>{0}c.html</loc></url>", "{0}c.html"),
    ("404.html", '<a href="/cnn/b.html#top">x</a><a href="/cnn/">x</a>', ""),
    ("404.html", '<a href="/cnn/c.html">x</a>', "/cnn/c.html"), ("404.html", '<a href="/b.html">x</a>', "/b.html"),
])
def test_links_by_the_whole_address_that_lead_nowhere_are_named(tmp_path, where, text, fault):
    for name in ("sub", "en"):
        (tmp_path / name).mkdir()
    for name in ("b.html", "index.html"):
        (tmp_path / name).write_text(PAGE)
    (tmp_path / where).write_text(text.format(HOME))
    assert links.faults(tmp_path, HOME) == ([f"{where}: {fault.format(HOME)} leads nowhere"] if fault else [])


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


def test_a_post_that_names_no_date_was_published_when_it_was_written():
    page = BuiltPage("en/posts/relu.html", "en", "ReLU", "A site", "What it does", None)
    assert '"datePublished": "2020"' in described.article(page, "2020", "2021", "")
    assert '"dateModified": "2021"' in described.article(page, "2020", "2021", "")
    assert "datePublished" not in described.article(page, None, "2021", ""), "without git nobody knows"


def picture_of(published, page):
    """The picture that other sites show of a link to a page."""
    [address] = re.findall('<meta property="og:image" content="(.*?)">', (published / page).read_text())
    return Image.open(published / address.removeprefix(HOME))


def test_a_link_to_a_page_is_shown_with_a_picture_in_its_language(published):
    pages = ("posts/relu.html", "en/posts/relu.html", "index.html", "en/index.html")
    pictures = [picture_of(published, page) for page in pages]
    assert {picture.size for picture in pictures} == {(1200, 630)}
    assert len({picture.tobytes() for picture in pictures}) == len(pages)
    assert all(re.fullmatch(r"\w+\.(ja|en)\.[0-9a-f]{10}\.png", path.name) for path in (published / "social").iterdir())


def test_a_picture_for_links_shows_the_first_figure_and_its_message():
    say, values = Say("en"), np.linspace(-1, 1, 64).reshape(8, 8)
    pictures = []
    for title, sign in (("One", 1), ("Another", 1), ("One", -1)):
        canvas = Canvas(say, title)
        canvas.map(8, canvas.y, 340, sign * values, Scale(1.0))
        pictures.append(np.asarray(Image.open(io.BytesIO(to_social(canvas.drawing(400, title), say))).convert("RGB")))
    first, other_message, other_map = (picture.astype(int) for picture in pictures)
    halves = np.s_[:, :600], np.s_[:, 600:]
    apart = [[np.abs(first[half] - other[half]).mean() for half in halves] for other in (other_message, other_map)]
    assert np.greater(apart, 0.5).tolist() == [[True, False], [False, True]], apart
