"""A page runs and loads nothing but its own, whatever gets into it, and remembers nothing but the scheme."""

import functools
import re
import threading
from contextlib import contextmanager
from http.server import ThreadingHTTPServer
from pathlib import Path
from typing import ClassVar

import pytest

from tests.browser.conftest import PAGES, POSTS, Handler

ENGLISH = next(post for post in POSTS if post.startswith("en/") and "relu" in post)
WATCH = ("window.refused = []; window.owned = false; document.addEventListener('securitypolicyviolation',"
         " event => refused.push(event.effectiveDirective))")
INTO_THE_PAGE = [
    "<script>RUNS</script>",
    "<script type=module>RUNS</script>",
    "<script src='data:text/javascript,RUNS'></script>",
    "<script src='ELSEWHERE/a.js'></script>",
    "<img src=x: onerror='RUNS'>",
    "<svg onload='RUNS'></svg>",
    "<details open ontoggle='RUNS'><summary>a</summary></details>",
    "<iframe srcdoc='<script>parent.RUNS</script>'></iframe>",
    "<iframe src='ELSEWHERE/'></iframe>",
    "<object type='text/html' data='ELSEWHERE/'></object>",
    "<embed type='text/html' src='ELSEWHERE/'>",
    "<base href='ELSEWHERE/'>",
    "<link rel=stylesheet href='ELSEWHERE/a.css'>",
    "<style>body { background: url(ELSEWHERE/) }</style>",
    "<p style='background: url(ELSEWHERE/)'>a</p>",
    "<img src='ELSEWHERE/a.png'>",
    "<video src='ELSEWHERE/a.mp4'></video>",
]
BY_A_SCRIPT = [
    "eval('RUNS')", "new Function('RUNS')()", "setTimeout('RUNS')",
    "Object.assign(document.body.appendChild(document.createElement('a')), {href: 'javascript:RUNS'}).click()",
    "document.body.insertAdjacentHTML('beforeend', '<img src=x: onerror=\"RUNS\">')",
    "fetch('ELSEWHERE/')", "navigator.sendBeacon('ELSEWHERE/', 'a')",
    "new WebSocket('ws://HOST/')",
    "new Worker(URL.createObjectURL(new Blob(['1'])))",
    "import('data:text/javascript,RUNS')",
]
TYPED = ["<img src=x: onerror='window.owned=true'>", "\"><script>window.owned=true</script>",
         "</script><svg onload=owned=1>"]
MOVED = "document.baseURI.startsWith(location.origin) === false"
KEPT = """async () => [...Object.keys(localStorage), ...Object.keys(sessionStorage), document.cookie,
  ...(await indexedDB.databases()).map(({name}) => name), ...await caches.keys()].filter(Boolean)"""


class Altered(Handler):
    """The site with something put into its pages."""

    changes: ClassVar[list[tuple[str, str]]] = []
    script = ""

    def do_GET(self):
        path = Path(self.translate_path(self.path))
        body = path.read_bytes() if path.is_file() else self.script.encode()
        for old, new in self.changes if path.suffix == ".html" else ():
            body = re.sub(old.encode(), lambda _, new=new: new.encode(), body, count=1)
        self.send_response(200)
        self.send_header("Content-Type", self.guess_type(str(path)))
        self.end_headers()
        self.wfile.write(body)


class Witness(Handler):
    """Another host, which writes down what it is asked for."""

    asked: ClassVar[list[str]] = []

    def do_GET(self):
        self.asked.append(self.path)
        self.send_response(200)
        self.send_header("Access-Control-Allow-Origin", "*")
        self.end_headers()

    do_POST = do_HEAD = do_OPTIONS = do_GET


@contextmanager
def served(handler) -> str:
    """The host and port of a server."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()


@pytest.fixture(scope="module")
def hosts(site) -> tuple[str, str]:
    """The host of the altered site, and another one."""
    with served(functools.partial(Altered, directory=site)) as ours, served(Witness) as elsewhere:
        yield ours, elsewhere


@pytest.fixture
def altered(visit, hosts):
    """Open a post with something put into it, in its text or as its last script; returns the page and what another
    host is asked for.
    """
    ours, elsewhere = hosts

    def meant(harm):
        harm = harm.replace("ELSEWHERE", f"http://{elsewhere}").replace("HOST", elsewhere)
        return harm.replace("RUNS", "owned = true")

    def opened(harm="", script="", lawless=False):
        Altered.script, Witness.asked[:] = meant(script), []
        Altered.changes[:] = [("</article>", f"{meant(harm)}</article>"),
                              ("</body>", '<script src="/harm.js"></script></body>')]
        if lawless:
            Altered.changes.append(('<meta http-equiv="Content-Security-Policy"[^>]*>', ""))
        page = visit()
        page.add_init_script(WATCH)
        page.goto(f"http://{ours}/{ENGLISH}")
        page.wait_for_load_state("networkidle")
        return page, Witness.asked

    return opened


@pytest.mark.parametrize("harm", INTO_THE_PAGE)
def test_what_gets_into_a_page_neither_runs_nor_loads(altered, harm):
    page, asked = altered(harm)
    assert page.evaluate("window.owned") is False
    assert asked == []


@pytest.mark.parametrize("harm", BY_A_SCRIPT)
def test_not_even_a_script_of_the_site_can_run_a_text_or_ask_another_host(altered, harm):
    page, asked = altered(script=harm)
    assert page.evaluate("window.owned") is False
    assert page.evaluate("refused.length") > 0
    assert asked == []


@pytest.mark.parametrize("harm", INTO_THE_PAGE)
def test_without_the_policy_it_would(altered, harm):
    page, asked = altered(harm, lawless=True)
    assert page.evaluate("window.owned") or asked or page.evaluate(MOVED)


@pytest.mark.parametrize("words", TYPED)
def test_what_is_typed_or_stands_in_an_address_stays_text(visit, address, words):
    page = visit()
    page.add_init_script(WATCH)
    page.goto(f"{address}{ENGLISH}?h={words}#{words}")
    page.locator("label.md-header__button[for=__search]").click()
    page.locator("input.md-search__input").fill(f"ReLU {words}")
    page.keyboard.press("End")
    page.locator(".md-search-result__meta", has_text=re.compile("match|No")).wait_for()
    assert page.evaluate("window.owned") is False
    assert page.evaluate("refused") == []
    assert page.locator(".md-search-result__list img, .md-search-result__list script").count() == 0


@pytest.mark.parametrize("path", PAGES)
def test_every_page_states_its_policy_before_all_else(site, path):
    html = (site / path).read_text()
    policy = re.search(r'<meta http-equiv="Content-Security-Policy" content="([^"]*)"', html)
    assert policy
    assert policy.start() < min(html.index("<link"), html.index("<script"))
    scripts = re.search("script-src ([^;]*)", policy[1])[1]
    assert "unsafe-inline" not in policy[1]
    assert "'unsafe-eval'" not in policy[1]
    assert set(re.sub("'sha256-[^']*'", "", scripts).split()) == {"'self'", "'wasm-unsafe-eval'"}


def test_the_theme_writes_few_scripts_into_its_pages(site):
    texts = {re.sub(r'URL\("[^"]*"', "", text) for page in site.rglob("*.html")
             for text in re.findall("<script>(.*?)</script>", page.read_text(), re.S)}
    assert len(texts) == 3


def test_the_header_allows_what_every_page_needs(site):
    [header] = {line.split(": ", 1)[1] for line in (site / "_headers").read_text().splitlines()
                if "Content-Security-Policy" in line}
    assert header in (site / ".htaccess").read_text()
    assert len(header) < 1900
    allowed = set(header.replace(";", "").split())
    for page in site.rglob("*.html"):
        own = re.search(r'Security-Policy" content="([^"]*)"', page.read_text())[1]
        assert set(own.replace(";", "").split()) <= allowed


def test_nothing_of_the_reader_is_kept_but_the_scheme(visit, address):
    page = visit("en/index.html")
    page.locator("label.md-header__button[for=__search]").click()
    page.locator("input.md-search__input").fill("pooling")
    page.keyboard.press("End")
    page.locator(".md-search-result__item a").first.click()
    page.wait_for_url("**/posts/*")
    page.locator("article details summary").first.click()
    page.locator("label[for^=__palette]:visible").first.click()
    page.locator("a.language-switch").click()
    page.wait_for_load_state("networkidle")
    [key] = page.evaluate(KEPT)
    assert key.endswith(".__palette")
    assert page.context.cookies() == []
