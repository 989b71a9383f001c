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
from playwright.sync_api import Browser, sync_playwright

from diagrams.site.publish import publish

ROOT = Path(__file__).parent.parent.parent
DOCS = ROOT / "docs"
NAMES = sorted({path.relative_to(DOCS).as_posix().split(".")[0] for path in DOCS.rglob("*.md")})
PAGES = [f"{folder}{name}.html" for name in NAMES for folder in ("", "en/")]
POSTS = [page for page in PAGES if "posts/" in page]
SCHEMES = ("light", "dark")


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


@pytest.fixture
def visit(browser, address):
    """Open a page of the site, or first none, as a reader with these settings would."""
    contexts = []

    def visited(path="", *, scheme="light", width=390, base=address, **settings):
        window = {"width": width, "height": 800}
        context = browser.new_context(color_scheme=scheme, viewport=window, **settings)
        contexts.append(context)
        page = context.new_page()
        if path:
            page.goto(base + path)
        return page

    yield visited
    for context in contexts:
        context.close()
