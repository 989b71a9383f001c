"""How long does a reader with a slow phone wait? Times of this machine, with a browser that is slowed."""

import functools
import os
import shutil
import sys
import tempfile
import threading
from collections.abc import Callable
from http.server import ThreadingHTTPServer
from pathlib import Path

from playwright.sync_api import Browser, sync_playwright

from diagrams.site.publish import publish
from tests.bench.table import Found, show
from tests.browser.conftest import ROOT
from tests.browser.explorers import PAGE
from tests.browser.weight import Compressing, phone, visited

TIMES, AT_MOST = 3, 1.5  # seconds
PAINTED = ("index.html", "posts/main.html", "posts/review.html", "en/posts/conv2d.html", "en/posts/relu.html")
FIRST_MAP = """window.firstMap = 0  // the explorer is ready when it has that
const look = () => {
  const canvas = document.querySelector('cnn-explorer.ready .explorer-steps canvas')
  if (canvas) { window.firstMap = performance.now() } else { requestAnimationFrame(look) }
}
requestAnimationFrame(look)"""


class Fast(Compressing):
    """A web server that keeps its connections, as any host does."""

    protocol_version = "HTTP/1.1"


def painted(browser: Browser, address: str) -> float:
    """Seconds until the largest paint of a first visit."""
    visit = visited(browser, address, slow=True)
    assert visit.paint, address
    return visit.paint / 1000


def first_map(browser: Browser, address: str) -> float:
    """Seconds until a first visit shows the first feature map that was computed in the browser."""
    context, page, _ = phone(browser, slow=True)
    page.add_init_script(FIRST_MAP)
    page.goto(address, wait_until="commit")
    page.wait_for_function("() => window.firstMap", timeout=60_000)
    took = page.evaluate("window.firstMap")
    context.close()
    return took / 1000


def measured(site: Path) -> list[tuple[str, list[float]]]:
    """(what, seconds of each visit)."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), functools.partial(Fast, directory=site))
    server.handle_error = lambda *_: None  # a visit that ends may leave answers under way
    threading.Thread(target=server.serve_forever, daemon=True).start()
    wanted: list[tuple[str, Callable[[Browser, str], float], str]] = [
        *((f"{path}: largest paint", painted, path) for path in PAINTED), (f"{PAGE}: first map", first_map, PAGE)]
    with sync_playwright() as playwright:
        chromium = os.environ.get("CHROMIUM") or shutil.which("chromium")
        browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox", "--disable-gpu"])
        return [(what, [took(browser, f"http://127.0.0.1:{server.server_port}/{path}") for _ in range(TIMES)])
                for what, took, path in wanted]


def told(visits: tuple[str, list[float]]) -> Found:
    """The shortest visit, and all."""
    what, seconds = visits
    return what, min(seconds), AT_MOST, " ".join(f"{each:.2f}" for each in sorted(seconds))


def main() -> int:
    with tempfile.TemporaryDirectory() as folder:
        publish(ROOT, Path(folder) / "site")
        found = measured(Path(folder) / "site")
    return show("shortest of some first visits, seconds, 4 times slower, 1.6 Mb/s, 150 ms", map(told, found))


if __name__ == "__main__":
    sys.exit(main())
