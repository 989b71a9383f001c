"""The real site, built once and served on this machine, in a real browser."""

import functools
import os
import shutil
import subprocess
import sys
import threading
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, sync_playwright

from diagrams.inputs import traced_layer
from diagrams.site.publish import publish
from tests.browser.explorers import PAGE

ROOT = Path(__file__).parent.parent.parent
DOCS = ROOT / "docs"
NAMES = sorted({path.relative_to(DOCS).as_posix().split(".")[0] for path in DOCS.rglob("*.md")})
PAGES = [f"{folder}{name}.html" for name in NAMES for folder in ("", "en/")]
POSTS = [page for page in PAGES if "posts/" in page]
SCHEMES = ("light", "dark")


def in_the_other_language(path: str) -> str:
    """The path of the same page in the other language."""
    return path.removeprefix("en/") if path.startswith("en/") else f"en/{path}"


class Handler(SimpleHTTPRequestHandler):
    """A file server that keeps quiet."""

    def log_message(self, *_):
        """Say nothing."""


@pytest.fixture(scope="session")
def browser() -> Browser:
    """Chromium; without one the tests are skipped, or fail where REQUIRE_BROWSER=1."""
    path = os.environ.get("CHROMIUM") or shutil.which("chromium")
    if not path:
        refuse = pytest.fail if os.environ.get("REQUIRE_BROWSER") == "1" else pytest.skip
        refuse("no Chromium: install it, or name it in CHROMIUM=/path/to/chromium")
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=path, args=["--no-sandbox", "--disable-gpu"])
        yield chromium
        chromium.close()


@pytest.fixture(scope="session")
def site(tmp_path_factory) -> Path:
    """The published folder, from figures that are up to date."""
    subprocess.run([sys.executable, "build_figures.py"], cwd=ROOT, check=True)
    folder = tmp_path_factory.mktemp("published") / "site"
    publish(ROOT, folder)
    return folder


@pytest.fixture(scope="session")
def address(site) -> str:
    """Where the site is served, with a slash at the end."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), functools.partial(Handler, directory=site))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}/"
    server.shutdown()
    server.server_close()


def new_page(browser: Browser, *, scheme="light", width=390, **settings) -> Page:
    """An empty page of a reader with these settings."""
    window = {"width": width, "height": 800}
    return browser.new_context(color_scheme=scheme, viewport=window, **settings).new_page()


@pytest.fixture
def visit(browser, address):
    """Open a page of the site, or first none, as a reader with these settings would."""
    pages = []

    def visited(path="", *, base=address, **settings):
        page = new_page(browser, **settings)
        pages.append(page)
        if path:
            page.goto(base + path)
        return page

    yield visited
    for page in pages:
        for routed in (page, page.context):
            routed.unroute_all(behavior="ignoreErrors")  # what is being answered need not be answered any more
        page.context.close()


@pytest.fixture(scope="module")
def layers(manifest, store):
    """The layers as traced on the followed photo."""
    return [traced_layer(entry, store) for entry in manifest["layers"]]


@pytest.fixture(scope="module")
def shared(browser) -> Page:
    """One page of an ordinary reader for many tests: what the browser keeps from one visit to the next stays."""
    page = new_page(browser)
    yield page
    page.context.close()


@pytest.fixture
def ready(visit, shared, address):
    """The page with the explorer at work, or what a link leads to: the shared one, or for a `first_visit`, or for a
    reader with settings of their own, another. `before` may prepare that.
    """
    def opened(path=PAGE, *, before=None, link="", first_visit=False, **settings):
        page = visit(**settings) if first_visit or before or settings else shared
        if before:
            before(page)
        page.goto(link or address + path)
        page.locator("cnn-explorer.ready").wait_for()
        page.wait_for_function("() => Boolean(document.querySelector('.explorer-state').textContent"
                               " && document.querySelector('.explorer-answers li'))")
        return page

    return opened
