"""The published folder is read from a root, below a path, and from a disk."""

import functools
import json
import re
import shutil
import threading
import xml.etree.ElementTree as ElementTree
import zipfile
from http.server import ThreadingHTTPServer
from pathlib import Path
from urllib.parse import urlsplit
from urllib.request import url2pathname

import pytest

from diagrams.site.output import offline
from diagrams.site.output.shared import IMAGE
from tests.browser.conftest import POSTS, ROOT, Handler

ENGLISH = next(post for post in POSTS if post.startswith("en/"))
ARTICLE = re.compile('<script type="application/ld.json">(.*?)</script>')
RESULT = ".md-search-result__item a"


@pytest.fixture(scope="module")
def served(site, tmp_path_factory) -> str:
    """The address of a plain web server whose folder holds the site some levels down."""
    root = tmp_path_factory.mktemp("server")
    (root / "some").mkdir()
    (root / "some" / "where").symlink_to(site)
    server = ThreadingHTTPServer(("127.0.0.1", 0), functools.partial(Handler, directory=root))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}/some/where/"
    server.shutdown()
    server.server_close()


@pytest.fixture(scope="module")
def unpacked(site, tmp_path_factory) -> str:
    """The address on the disk of what the zip holds."""
    folder = tmp_path_factory.mktemp("disk")
    shutil.copytree(site, folder / "site")
    offline.write(folder / "site", folder / "offline.zip", 1_600_000_000)
    with zipfile.ZipFile(folder / "offline.zip") as archive:
        archive.extractall(folder / "read here")
    return f"{Path(folder).as_uri()}/read%20here/offline/"


@pytest.fixture(params=["root", "below a path", "disk"])
def base(request):
    return request.getfixturevalue({"root": "address", "below a path": "served", "disk": "unpacked"}[request.param])


@pytest.mark.parametrize("post", POSTS)
def test_every_post_is_an_article_with_dates(site, post):
    [article] = [json.loads(text) for text in ARTICLE.findall((site / post).read_text(encoding="utf-8"))]
    if "datePublished" not in article and not (ROOT / ".git").exists():
        pytest.skip("without git nobody knows when a post was written")
    assert re.fullmatch(r"20\d\d-\d\d-\d\d(T[\d:]{8}\+00:00)?", article["datePublished"])
    assert article["datePublished"] <= article["dateModified"]


@pytest.mark.parametrize("where", ["address", "served"])
def test_a_saved_figure_holds_its_maps(visit, request, where):
    page = visit("en/posts/relu.html", base=request.getfixturevalue(where))
    with page.expect_download() as download:
        page.locator("#figure-all_maps a[data-save]").click()
    assert download.value.suggested_filename == "relu-all_maps.svg"
    saved, drawn = (ElementTree.parse(path).getroot() for path in (
        download.value.path(), ROOT / "docs/figures/relu/all_maps.en.svg"))
    assert [image.get("href") for image in saved.iter(IMAGE)] == [image.get("href") for image in drawn.iter(IMAGE)]
    assert "".join(saved.itertext()).split() == "".join(drawn.itertext()).split()


def test_a_figure_that_cannot_be_made_whole_is_opened(visit):
    page = visit("en/posts/relu.html")
    page.route("**/assets/pixels/*.svg", lambda route: route.abort())
    page.locator("#figure-all_maps a[data-save]").click()
    page.wait_for_url("**/figures/relu/all_maps.svg")


def test_figures_on_a_disk_hold_their_maps(unpacked):
    folder = Path(url2pathname(urlsplit(unpacked).path))
    figures = sorted(folder.rglob("figures/*/*.svg"))
    assert figures
    for path in figures:
        assert all(image.get("href").startswith("data:") for image in ElementTree.parse(path).iter(IMAGE)), path


def test_the_style_page_shows_figures_with_their_maps(visit):
    page = visit("en/posts/style.html")
    picture = page.locator('.gallery img[alt^="Across"]').first
    picture.scroll_into_view_if_needed()
    page.wait_for_function("picture => picture.src.startsWith('blob:') && picture.complete",
                           arg=picture.element_handle())
    assert picture.evaluate("picture => picture.naturalWidth") > 0


def find(page, words: str):
    """Type words into the search."""
    page.locator("label.md-header__button[for=__search]").click()
    page.locator("input.md-search__input").fill(words)
    page.keyboard.press("End")
    page.locator(RESULT).first.wait_for()


@pytest.mark.parametrize(("path", "words"), [("index.html", "プーリング"), (ENGLISH, "pooling")])
def test_search_finds_pages_in_the_language_of_the_page(visit, base, path, words):
    page = visit(path, base=base)
    find(page, words)
    page.locator(RESULT).first.click()
    page.wait_for_url(f"{base}{'en/' if path == ENGLISH else ''}posts/*")
    assert page.locator("article h1").is_visible()
    assert page.locator("html").get_attribute("lang") == ("en" if path == ENGLISH else "ja")


def test_the_switch_leads_to_the_other_language_and_back(visit, base):
    page = visit(ENGLISH, base=base)
    page.locator("a.language-switch").click()
    page.wait_for_url(base + ENGLISH.removeprefix("en/"))
    page.locator("a.language-switch").click()
    page.wait_for_url(base + ENGLISH)


def test_a_post_is_whole(visit, base):
    page = visit(base=base)
    failed = []
    page.on("requestfailed", lambda request: failed.append(request.url))
    page.on("response", lambda answer: failed.append(answer.url) if answer.status >= 400 else None)
    page.goto(base + ENGLISH)
    page.wait_for_load_state("networkidle")
    assert failed == []
    assert page.locator(".diagram > svg").first.bounding_box()["height"] > 50
    assert page.evaluate("document.fonts.check('12px \"Figure Sans\"')")
    assert page.evaluate("document.body.dataset.mdColorScheme") == "default"
