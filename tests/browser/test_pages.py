"""Every page, in both languages and schemes, as a browser shows it."""

import pytest

from tests.browser.conftest import PAGES, POSTS, SCHEMES

WALK = "async () => { for (let y = 0; y < document.body.scrollHeight; y += 600) {" \
       " scrollTo(0, y); await new Promise(done => setTimeout(done, 30)) } }"
OUTSIDE = """() => [...document.querySelectorAll('.diagram > svg')].flatMap(svg => {
  const box = svg.getBoundingClientRect()
  return [...svg.querySelectorAll('text')].filter(text => {
    const own = text.getBoundingClientRect()
    return own.width && (own.left < box.left - 1 || own.right > box.right + 1
      || own.top < box.top - 1 || own.bottom > box.bottom + 1)
  }).map(text => svg.closest('figure').id + ': ' + text.textContent)
})"""
INKS = """() => [...document.querySelectorAll('.diagram .fill-ink, .diagram .fill-soft')].map(
  ink => getComputedStyle(ink).fill)"""
BROKEN = """() => [...document.querySelectorAll('article img')].filter(
  image => !image.naturalWidth).map(image => image.src)"""
FOLLOWED = "scheme => document.body.dataset.mdColorScheme === scheme"
PAPER = "() => getComputedStyle(document.body).backgroundColor"


def luminance(colour):
    parts = [int(part) / 255 for part in colour.removeprefix("rgb(").rstrip(")").split(",")]
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one, other):
    darker, lighter = sorted([luminance(one), luminance(other)])
    return (lighter + 0.05) / (darker + 0.05)


@pytest.mark.parametrize("scheme", SCHEMES)
@pytest.mark.parametrize("path", [*PAGES, "404.html"])
def test_a_page_is_quiet_and_asks_no_other_host(visit, address, path, scheme):
    page = visit(scheme=scheme, width=1280)
    heard, asked = [], []
    page.on("console", lambda message: heard.append(message.text))
    page.on("pageerror", lambda error: heard.append(str(error)))
    page.on("requestfailed", lambda request: heard.append(request.url))
    page.on("response", lambda answer: heard.append(answer.url) if answer.status >= 400 else None)
    page.on("request", lambda request: asked.append(request.url))
    page.goto(address + path)
    page.evaluate(WALK)
    page.wait_for_load_state("networkidle")
    assert heard == []
    assert asked
    assert [url for url in asked if not url.startswith((address, "data:", "blob:"))] == []


@pytest.mark.parametrize("path", [*PAGES, "404.html"])
def test_a_phone_never_scrolls_sideways(visit, path):
    page = visit(path)
    page.evaluate("() => document.querySelectorAll('details').forEach(fold => { fold.open = true })")
    assert page.evaluate("document.documentElement.scrollWidth") == 390


@pytest.mark.parametrize("path", POSTS)
def test_the_text_of_a_figure_stays_inside_its_box(visit, path):
    page = visit(path)
    page.evaluate("document.fonts.ready")
    assert page.evaluate("document.querySelectorAll('.diagram > svg text').length")
    assert page.evaluate("document.fonts.check('12px \"Figure Sans\"')")
    assert page.evaluate(OUTSIDE) == []


@pytest.mark.parametrize("path", POSTS)
def test_the_ink_of_figures_follows_the_scheme_and_can_be_read(visit, path):
    page, seen = visit(path), {}
    for scheme in SCHEMES:
        page.emulate_media(color_scheme=scheme)
        page.wait_for_function(FOLLOWED, arg={"light": "default", "dark": "slate"}[scheme])
        paper, seen[scheme] = page.evaluate(PAPER), set(page.evaluate(INKS))
        assert min(contrast(ink, paper) for ink in seen[scheme]) >= 4.5
    assert seen["light"].isdisjoint(seen["dark"])


@pytest.mark.parametrize("path", POSTS)
def test_pictures_load_and_nothing_jumps(visit, address, path):
    page = visit()
    page.add_init_script("window.jumps = []; new PerformanceObserver(list => jumps.push("
                         "...list.getEntries().map(jump => jump.value)))"
                         ".observe({type: 'layout-shift', buffered: true})")
    page.goto(address + path)
    page.evaluate(WALK)
    page.wait_for_load_state("networkidle")
    assert page.evaluate(BROKEN) == []
    assert sum(page.evaluate("jumps")) < 0.02


@pytest.mark.parametrize("path", POSTS)
def test_a_post_works_without_javascript(visit, path):
    page = visit(path, java_script_enabled=False)
    assert page.locator(".diagram > svg").count()
    assert page.locator(".diagram > svg").first.bounding_box()["height"] > 50
    fold = page.locator("article details").first
    inside = fold.locator(":scope > :not(summary)").first
    assert not inside.is_visible()
    fold.locator(":scope > summary").click()
    assert inside.is_visible()


def test_what_the_theme_leaves_nameless_has_a_name(visit):
    page = visit(POSTS[0])
    assert page.locator(".md-search[role=dialog]").get_attribute("aria-label")
    page.evaluate("document.querySelector('article').insertAdjacentHTML('beforeend',"
                  " '<a class=\"md-annotation__index\" href=\"#top\"></a>')")
    assert page.locator("a.md-annotation__index[aria-label]").last.get_attribute("aria-label")


def test_print_is_dark_on_light_without_what_paper_cannot_use(visit):
    page = visit(POSTS[0], scheme="dark")
    page.emulate_media(media="print")
    assert page.evaluate(PAPER) == "rgb(255, 255, 255)"
    assert min(contrast(ink, "rgb(255, 255, 255)") for ink in page.evaluate(INKS)) >= 4.5
    assert not page.locator(".md-header").is_visible()
    assert page.locator("article h1").is_visible()
