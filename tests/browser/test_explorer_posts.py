"""The explorer on posts: nothing of it is fetched before a reader opens it, and then it shows the post's own layer."""

import json
import re

import pytest

from diagrams.build.files import ROOT
from tests.browser.explorers import STATE, TOLD

INVITED = sorted(path.name.split(".")[0] for path in (ROOT / "docs" / "posts").glob("*.en.md")
                 if re.search(r"^\{\{ explorer \}\} \S", path.read_text(encoding="utf-8"), re.M))
PATHS = [f"{folder}posts/{name}.html" for name, folder in zip(INVITED, ["", "en/"] * len(INVITED), strict=False)]


def test_posts_about_layers_invite_in_both_languages(site):
    assert len(INVITED) == 6
    for name in INVITED:
        for folder in ("", "en/"):
            html = (site / folder / "posts" / f"{name}.html").read_text(encoding="utf-8")
            assert len(re.findall(r'<cnn-explorer [^>]*layer="\w+-\d+"', html)) == 1
            assert "modulepreload" not in html


@pytest.mark.parametrize("path", PATHS)
def test_it_opens_at_the_layer_of_the_post(visit, address, manifest, path):
    page, asked, heard = visit(), [], []
    page.on("request", lambda request: asked.append(request.url))
    page.on("console", lambda message: heard.append(message.text))
    page.on("pageerror", lambda error: heard.append(str(error)))
    page.goto(address + path)
    page.locator("cnn-explorer button").scroll_into_view_if_needed()
    page.wait_for_load_state("networkidle")
    assert not [url for url in asked if re.search(r"/explorer/|/pixels/.*\.(json|bin)$", url)]
    page.locator("cnn-explorer button").click()
    page.wait_for_function("() => document.querySelector('.explorer-told')?.textContent")
    kind, nth = page.locator("cnn-explorer").get_attribute("layer").split("-")
    alone = [layer["kind"] for layer in manifest["layers"]].count(kind) == 1
    assert page.locator(".explorer-title").inner_text().startswith(f"{kind} ·" if alone else f"{kind} {nth} ·")
    line = next(layer["line"] for layer in manifest["layers"] if (layer["kind"], str(layer["nth"])) == (kind, nth))
    post = json.loads((ROOT / "docs/figures" / path.split("/")[-1][:-5] / "post.json").read_text(encoding="utf-8"))
    assert line in post["lines"]
    page.wait_for_function("() => document.querySelector('.explorer-state').textContent")
    assert page.evaluate("document.documentElement.scrollWidth") == 390
    assert heard == []


def test_its_link_leads_to_the_page_of_the_explorer(ready, visit, address):
    page = visit("en/posts/relu.html", permissions=["clipboard-read", "clipboard-write"])
    page.locator("cnn-explorer button").click()
    page.get_by_role("button", name="Copy a link").click()
    page.locator("text=Copied.").wait_for()
    told, link = page.locator(TOLD).inner_text(), page.evaluate("navigator.clipboard.readText()")
    assert link.startswith(f"{address}en/explorer.html?")
    assert ready(link=link).locator(TOLD).inner_text() == told


def test_without_javascript_nobody_is_invited(visit):
    page = visit(PATHS[0], java_script_enabled=False)
    assert page.locator("cnn-explorer").count() == 1
    assert not page.locator("cnn-explorer").is_visible()


def test_where_it_cannot_come_that_is_told(visit, address):
    page = visit()
    page.context.route("**/explorer/*.js", lambda route: route.abort())
    page.goto(address + "en/posts/relu.html")
    page.locator("cnn-explorer button").click()
    page.get_by_text("It cannot run here.").wait_for()


def test_where_its_network_cannot_come_that_is_told(visit, address):
    page = visit()
    page.context.route("**/assets/pixels/*.json", lambda route: route.abort())
    page.goto(address + "en/posts/relu.html")
    page.locator("cnn-explorer button").click()
    page.wait_for_function("() => document.querySelector('.explorer-state')?.textContent")
    assert "cannot run" in page.locator(STATE).inner_text()
