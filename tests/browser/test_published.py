"""The published folder is read from a root, below a path, and from a disk."""

import functools
import shutil
import threading
import zipfile
from http.server import ThreadingHTTPServer
from pathlib import Path

import pytest

from diagrams.site.output import offline
from tests.browser.conftest import POSTS, Handler

ENGLISH = next(post for post in POSTS if post.startswith("en/"))
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
