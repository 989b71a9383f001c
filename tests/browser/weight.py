"""How much a first visit to a page asks for: requests and compressed bytes, as a phone far away sees them."""

import gzip
import io
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

from playwright.sync_api import Browser, BrowserContext, CDPSession, Page

from tests.browser.conftest import Handler

TEXT = {".html", ".css", ".js", ".json", ".svg", ".xml", ".txt", ".ipynb", ".py", ".webmanifest"}
PHONE = {"width": 390, "height": 800}
SLOW = {"offline": False, "latency": 150, "downloadThroughput": 1.6e6 / 8, "uploadThroughput": 750e3 / 8}
SLOW_PROCESSOR = 4
WATCH = """window.seen = {paint: 0, moved: 0}
new PerformanceObserver(list => list.getEntries().forEach(entry => { seen.paint = entry.startTime }))
  .observe({type: 'largest-contentful-paint', buffered: true})
new PerformanceObserver(list => list.getEntries().forEach(entry => { seen.moved += entry.value }))
  .observe({type: 'layout-shift', buffered: true})"""
ARRIVED = """() => [...performance.getEntriesByType('navigation'), ...performance.getEntriesByType('resource')].map(
  ({name, responseEnd}) => [name, responseEnd])"""


@cache
def compressed(path: str, _: float) -> bytes:
    return gzip.compress(Path(path).read_bytes(), 6, mtime=0)


class Compressing(Handler):
    """A plain web server that compresses text, as any host does."""

    def send_head(self):
        path = Path(self.translate_path(self.path))
        if path.suffix not in TEXT or not path.is_file():
            return super().send_head()
        body = compressed(str(path), path.stat().st_mtime)
        self.send_response(200)
        for name, value in (("Content-Type", self.guess_type(str(path))), ("Content-Encoding", "gzip"),
                            ("Content-Length", len(body))):
            self.send_header(name, str(value))
        self.end_headers()
        return io.BytesIO(body)


@dataclass
class Visit:
    """What one visit asked for: {address: bytes}, and what came of it."""

    got: dict[str, int] = field(default_factory=dict)
    failed: list[str] = field(default_factory=list)
    paint: float = 0
    moved: float = 0
    before_paint: int = 0

    @property
    def total(self) -> int:
        return sum(self.got.values())


def phone(browser: Browser, slow: bool) -> tuple[BrowserContext, Page, CDPSession]:
    """A new page on a phone, and what it is watched with; a slow one is slowed down."""
    context = browser.new_context(viewport=PHONE, device_scale_factor=2)
    page = context.new_page()
    session = context.new_cdp_session(page)
    session.send("Network.enable")
    if slow:
        session.send("Network.emulateNetworkConditions", SLOW)
        session.send("Emulation.setCPUThrottlingRate", {"rate": SLOW_PROCESSOR})
    return context, page, session


def visited(browser: Browser, address: str, slow: bool = False) -> Visit:
    """Visit a page for the first time, scroll nowhere, and wait until it is quiet."""
    context, page, session = phone(browser, slow)
    visit, names = Visit(), {}
    page.add_init_script(WATCH)
    session.on("Network.requestWillBeSent", lambda event: names.update({event["requestId"]: event["request"]["url"]}))
    session.on("Network.loadingFinished", lambda event: add(visit, names.get(event["requestId"], ""), event))
    session.on("Network.loadingFailed", lambda event: visit.failed.append(names.get(event["requestId"], "")))
    page.on("response", lambda answer: visit.failed.append(answer.url) if answer.status >= 400 else None)
    page.goto(address)
    page.wait_for_load_state("networkidle")
    page.wait_for_timeout(300)
    seen, arrived = page.evaluate("window.seen"), page.evaluate(ARRIVED)
    visit.paint, visit.moved = seen["paint"], seen["moved"]
    visit.before_paint = sum(visit.got.get(name, 0) for name, end in arrived if end <= visit.paint)
    context.close()
    return visit


def add(visit: Visit, name: str, event: dict):
    """Remember how many bytes came for an address, headers included."""
    if name.startswith("http"):
        visit.got[name] = visit.got.get(name, 0) + int(event["encodedDataLength"])
