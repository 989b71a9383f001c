"""Every page, in both languages and schemes, as a browser shows it."""

import json
from dataclasses import dataclass

import pytest
from playwright.sync_api import Page

from tests.browser.access import violations
from tests.browser.conftest import PAGES, POSTS, SCHEMES, in_the_other_language, new_page

WALK = "async () => { for (let y = 0; y < document.body.scrollHeight; y += 600) {" \
       " scrollTo(0, y); await new Promise(requestAnimationFrame) } }"
LOADED = "() => [...document.images].every(image => image.complete || !image.checkVisibility())"
OUTSIDE = """() => [...document.querySelectorAll('.diagram > svg')].flatMap(svg => {
  const box = svg.getBoundingClientRect()
  return [...svg.querySelectorAll('text')].filter(text => {
    const own = text.getBoundingClientRect()
    return own.width && (own.left < box.left - 1 || own.right > box.right + 1
      || own.top < box.top - 1 || own.bottom > box.bottom + 1)
  }).map(text => svg.closest('figure').id + ': ' + text.textContent)
})"""
INKS = """() => [...new Set([...document.querySelectorAll('.diagram .fill-ink, .diagram .fill-soft')].map(
  ink => getComputedStyle(ink).fill))]"""
JUMPS = "window.jumps = []; new PerformanceObserver(list => jumps.push(...list.getEntries().map(jump => jump.value)))" \
        ".observe({type: 'layout-shift', buffered: true})"
BROKEN = """() => [...document.querySelectorAll('article img')].filter(
  image => !image.naturalWidth).map(image => image.src)"""
FOLLOWED = "scheme => document.body.dataset.mdColorScheme === scheme"
THEMES = {"light": "default", "dark": "slate"}
PAPER = "() => getComputedStyle(document.body).backgroundColor"


def luminance(colour):
    parts = [int(part) / 255 for part in colour.removeprefix("rgb(").rstrip(")").split(",")]
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one, other):
    darker, lighter = sorted([luminance(one), luminance(other)])
    return (lighter + 0.05) / (darker + 0.05)


@dataclass(frozen=True)
class Opened:
    """A page that a phone has loaded and shown from top to end, what it has said since, and how far things jumped."""

    path: str
    page: Page
    heard: list[str]
    asked: list[str]
    jumps: float


def walk(page: Page):
    page.evaluate(WALK)
    page.wait_for_function(LOADED)


@pytest.fixture(scope="module")
def opened(request, browser, address) -> Opened:
    """A page that is opened once for all tests of it."""
    page, heard, asked = new_page(browser), [], []
    page.add_init_script(JUMPS)
    page.on("console", lambda message: heard.append(message.text))
    page.on("pageerror", lambda error: heard.append(str(error)))
    page.on("requestfailed", lambda failed: heard.append(failed.url))
    page.on("response", lambda answer: heard.append(answer.url) if answer.status >= 400 else None)
    page.on("request", lambda wanted: asked.append(wanted.url))
    page.goto(address + request.param)
    walk(page)
    yield Opened(request.param, page, heard, asked, sum(page.evaluate("jumps")))
    page.context.close()


every_page = pytest.mark.parametrize("opened", [*PAGES, "404.html"], indirect=True)
every_post = pytest.mark.parametrize("opened", POSTS, indirect=True)


@every_post
def test_nothing_jumps(opened):
    assert opened.jumps < 0.02


@every_post
def test_the_text_of_a_figure_stays_inside_its_box(opened):
    page = opened.page
    page.evaluate("document.fonts.ready")
    assert page.evaluate("document.querySelectorAll('.diagram > svg text').length")
    assert page.evaluate("document.fonts.check('12px \"Figure Sans\"')")
    assert page.evaluate(OUTSIDE) == []


@every_post
def test_the_ink_of_figures_follows_the_scheme_and_can_be_read(opened):
    page, seen = opened.page, {}
    for scheme in SCHEMES:
        page.emulate_media(color_scheme=scheme)
        page.wait_for_function(FOLLOWED, arg=THEMES[scheme])
        paper, seen[scheme] = page.evaluate(PAPER), set(page.evaluate(INKS))
        assert min(contrast(ink, paper) for ink in seen[scheme]) >= 4.5
    assert seen["light"].isdisjoint(seen["dark"])


@every_post
def test_the_pictures_of_every_tab_load(opened):
    for tab in opened.page.locator(".tabbed-labels label").all():
        tab.click()
        walk(opened.page)
    assert opened.page.evaluate(BROKEN) == []


@every_post
def test_the_notebook_of_a_post_can_be_saved(opened):
    link = opened.page.locator(".series a[download]")
    with opened.page.expect_download() as download:
        link.click()
    saved = download.value
    name = opened.path.rpartition("/")[2].removesuffix(".html")
    assert saved.suggested_filename == f"{name}.{'en' if opened.path.startswith('en/') else 'ja'}.ipynb"
    content = saved.path().read_bytes()
    assert json.loads(content)["nbformat"] == 4
    assert f"{-(-len(content) // 1000)} kB" in opened.page.locator(".series").inner_text()


@every_page
def test_a_phone_never_scrolls_sideways(opened):
    opened.page.evaluate("() => document.querySelectorAll('details').forEach(fold => { fold.open = true })")
    found = {}
    for width in (320, 390):
        opened.page.set_viewport_size({"width": width, "height": 800})
        found[width] = opened.page.evaluate("document.documentElement.scrollWidth")
    assert found == {320: 320, 390: 390}


@every_page
def test_on_paper_answers_are_unfolded_and_figures_are_there(opened):
    folds = "details => { details.open = false; return [...details.children].every(part => part.checkVisibility()) }"
    opened.page.emulate_media(media="print")
    answers, figures = opened.page.locator("details.question"), opened.page.locator(".diagram > svg")
    hidden = [n for n in range(answers.count()) if not answers.nth(n).evaluate(folds)]
    shown = [figures.nth(n).evaluate("figure => figure.getBoundingClientRect().height > 0")
             for n in range(figures.count()) if figures.nth(n).evaluate("figure => !figure.closest('.tabbed-block')")]
    furniture = [opened.page.locator(part).first.is_visible() for part in (".md-header", ".md-sidebar", ".md-footer")]
    opened.page.emulate_media(media="screen")
    assert hidden == []
    assert all(shown)
    assert not any(furniture)


@every_post
def test_with_forced_colours_figures_can_be_read(opened):
    found = {}
    for scheme in SCHEMES:
        opened.page.emulate_media(color_scheme=scheme, forced_colors="active")
        found[scheme] = opened.page.evaluate(PAPER), opened.page.evaluate(INKS)
    opened.page.emulate_media(color_scheme="light", forced_colors="none")
    assert min(contrast(ink, paper) for paper, inks in found.values() for ink in inks) >= 7


@every_page
def test_axe_finds_nothing(opened):
    found = []
    for scheme, rules in (("dark", ["color-contrast"]), ("light", [])):  # nothing else depends on the scheme
        opened.page.emulate_media(color_scheme=scheme)
        opened.page.wait_for_function(FOLLOWED, arg=THEMES[scheme])
        found += violations(opened.page, *rules)
    assert found == []


@every_page
def test_a_page_is_quiet_and_asks_no_other_host(opened, address):
    walk(opened.page)
    opened.page.wait_for_load_state("networkidle")
    assert opened.heard == []
    assert opened.asked
    assert [url for url in opened.asked if not url.startswith((address, "data:", "blob:"))] == []


@pytest.fixture(scope="module")
def plain(request, browser, address) -> Page:
    """A page that is opened once for all tests of it without JavaScript."""
    page = new_page(browser, java_script_enabled=False)
    page.goto(address + request.param)
    yield page
    page.context.close()


@pytest.mark.parametrize("plain", POSTS, indirect=True)
def test_a_post_works_without_javascript(plain):
    assert plain.locator(".diagram > svg").count()
    assert plain.locator(".diagram > svg").first.bounding_box()["height"] > 50
    fold = plain.locator("article details").first
    inside = fold.locator(":scope > :not(summary)").first
    assert not inside.is_visible()
    fold.locator(":scope > summary").click()
    assert inside.is_visible()


@pytest.mark.parametrize("plain", PAGES, indirect=True)
def test_the_switch_keeps_the_page_without_javascript(plain, address):
    path = plain.url.removeprefix(address)
    plain.locator("a.language-switch").click()
    assert plain.url == address + in_the_other_language(path)


def test_what_the_theme_leaves_nameless_has_a_name(visit):
    page = visit(POSTS[0])
    assert page.locator(".md-search[role=dialog]").get_attribute("aria-label")
    page.evaluate("document.querySelector('article').insertAdjacentHTML('beforeend',"
                  " '<a class=\"md-annotation__index\" href=\"#top\"></a>')")
    assert page.locator("a.md-annotation__index[aria-label]").last.get_attribute("aria-label")


@pytest.mark.parametrize("path", [POSTS[0], "index.html", "en/explorer.html", "glossary.html", "en/then_and_now.html"])
def test_print_is_dark_on_light_without_what_paper_cannot_use(visit, path):
    page = visit(path, scheme="dark")
    page.emulate_media(media="print")
    assert page.evaluate(PAPER) == "rgb(255, 255, 255)"
    inks = [*page.evaluate(INKS), page.locator("article h1").evaluate("title => getComputedStyle(title).color")]
    assert min(contrast(ink, "rgb(255, 255, 255)") for ink in inks) >= 4.5
    assert not page.locator(".md-header").is_visible()
    assert page.locator("article h1").is_visible()
