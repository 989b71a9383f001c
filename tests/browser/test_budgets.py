"""What a first visit costs, in bytes and requests, over a plain server that compresses."""

import functools
import re
import threading
from http.server import ThreadingHTTPServer

import pytest

from diagrams.site import cost
from tests.browser.conftest import POSTS
from tests.browser.weight import Compressing, visited

BEFORE_PAINT, FIRST_VIEW, REQUESTS, WHOLE_SITE = 180_000, 300_000, 40, 25_000_000
MEASURED = ("index.html", "posts/relu.html", "en/posts/conv2d.html")


@pytest.fixture(scope="module")
def server(site) -> str:
    server = ThreadingHTTPServer(("127.0.0.1", 0), functools.partial(Compressing, directory=site))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}/"
    server.shutdown()
    server.server_close()


@pytest.mark.parametrize("path", POSTS)
def test_a_first_visit_keeps_to_its_budget(browser, server, path):
    visit = visited(browser, server + path)
    assert visit.failed == []
    assert [url for url in visit.got if not url.startswith(server)] == []
    assert visit.moved < 0.02
    assert len(visit.got) <= REQUESTS
    assert visit.total <= FIRST_VIEW


@pytest.mark.parametrize("path", ["posts/relu.html", "en/posts/conv2d.html"])
def test_the_arithmetic_of_costs_counts_what_a_browser_asks_for(browser, server, site, path):
    counted, visit = cost.of_post(site / path), visited(browser, server + path)
    headers = 1000 * len(visit.got)
    assert counted.page + counted.shared <= visit.total + headers
    assert visit.total <= counted.page + counted.shared + counted.later + headers


def test_the_published_folder_says_what_many_readers_cost(site):
    told = (site / cost.FILE).read_text(encoding="utf-8")
    one, many = re.search(r"1,000,000 readers: (\S+) GB = ([\d,]+) x 1,000,000 / 1,000,000,000", told).groups()[::-1]
    assert told.startswith(f"a post, the mean of {len(POSTS)} ")
    assert f"{int(one.replace(',', '')) / 1000:,.0f}" == many


def test_the_arithmetic_of_costs_adds_up():
    printed = cost.told([cost.Post(10, 100, 1), cost.Post(30, 100, 3)], readers=1_000_000, more=2, price=5)
    assert "166 bytes = 100 + 3 x (20 + 2)" in printed
    assert printed.endswith("readers: 0.166 GB = 166 x 1,000,000 / 1,000,000,000\nat 5 per GB: 0.83")
    assert cost.told([cost.Post(10, 100, 0)], 10**9, 0, 2).endswith("at 2 per GB: 220")


@pytest.mark.parametrize("path", ["index.html", *POSTS])
def test_little_comes_before_the_largest_paint_on_a_slow_phone(browser, server, site, path):
    """Where all that is asked for at once is little, nothing need be measured."""
    counted = cost.of_post(site / path)
    if path in MEASURED or counted.page + counted.shared > BEFORE_PAINT:
        visit = visited(browser, server + path, slow=True)
        assert 0 < visit.before_paint <= BEFORE_PAINT
        assert visit.moved < 0.02


def test_the_whole_site_without_the_large_weights_keeps_to_its_budget(site):
    weights = set((site / "assets/pixels").glob("*.bin"))
    assert sum(path.stat().st_size for path in site.rglob("*") if path.is_file() and path not in weights) <= WHOLE_SITE
