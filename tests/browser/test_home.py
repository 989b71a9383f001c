"""The home page: the script and the photo's way through the network light each other, and lead to the posts."""

import pytest

from tests.browser.conftest import SCHEMES
from tests.browser.test_pages import BROKEN, WALK, contrast

HOMES = ["index.html", "en/index.html"]
LIT = "() => [...document.querySelectorAll('.map .lit')].map(part => [part.closest('.pipeline') ? 'step' : 'line'," \
      " part.dataset.line])"
STEPS = "() => [...document.querySelectorAll('.pipeline > li')].map(step => {" \
        " const box = step.querySelector('img').getBoundingClientRect();" \
        " return [box.width, box.height, step.querySelector('.what').textContent.split(' ').pop()] })"
MOVING = "() => [...document.querySelectorAll('.map, .map *')].map(part => getComputedStyle(part))" \
         ".filter(style => style.animationName !== 'none' || style.transitionDuration !== '0s').length"
INKS = """() => [...document.querySelectorAll('.map .row')].filter(row => row.checkVisibility()).flatMap(row => {
  const ground = getComputedStyle(row).backgroundColor
  const paper = getComputedStyle(row.closest('.script')).backgroundColor
  return [...row.querySelectorAll('.post, .code span')].map(
    text => [getComputedStyle(text).color, ground === 'rgba(0, 0, 0, 0)' ? paper : ground])
})"""


@pytest.fixture(params=HOMES)
def home(request, visit):
    """A page of the home in either language."""
    return lambda **settings: visit(request.param, **settings)


def lines(page) -> list[str]:
    """The lines that have a step in the strip."""
    found = page.locator(".pipeline [data-line]").evaluate_all("steps => steps.map(step => step.dataset.line)")
    return list(dict.fromkeys(found))


def lit(page) -> set[tuple[str, str]]:
    """What is lit: ("step" or "line", line)."""
    return {tuple(part) for part in page.evaluate(LIT)}


def test_pointing_at_a_line_lights_its_step_and_the_other_way_round(home):
    page = home(width=1280)
    for line in lines(page)[1::5]:
        for place in (".script", ".pipeline"):
            page.locator(f"{place} [data-line='{line}']").first.hover()
            assert lit(page) == {("step", line), ("line", line)}
    page.mouse.move(5, 5)
    assert lit(page) == set()


def test_focusing_a_line_lights_its_step_and_the_other_way_round(home):
    page = home(width=1280)
    links = page.locator(".script a[data-line]").evaluate_all("links => links.map(link => link.dataset.line)")
    line = next(line for line in links if line in lines(page))
    for place in (".script", ".pipeline"):
        page.locator(f"{place} a[data-line='{line}']").first.focus()
        assert lit(page) == {("step", line), ("line", line)}
    page.locator("a.language-switch").focus()
    assert lit(page) == set()


def test_the_strip_is_one_stop_for_the_keyboard_and_arrows_go_through_it(home):
    page = home(width=1280)
    steps = page.locator(".pipeline a")
    steps.first.focus()
    page.keyboard.press("Shift+Tab")
    page.keyboard.press("Tab")
    for number in range(steps.count()):
        assert steps.nth(number).evaluate("step => step === document.activeElement")
        line = steps.nth(number).get_attribute("data-line")
        assert ("line", line) in lit(page)
        assert page.locator(f".script [data-line='{line}']").first.is_visible()
        page.keyboard.press("ArrowRight")
    assert steps.last.evaluate("step => step === document.activeElement")
    page.keyboard.press("Tab")
    assert not page.evaluate("document.activeElement.closest('.pipeline')")
    page.keyboard.press("Shift+Tab")
    assert steps.last.evaluate("step => step === document.activeElement")


def test_the_followed_line_comes_into_view_below_the_strip(home):
    page = home(width=1280)
    page.locator(".pipeline a").first.focus()
    for _ in range(page.locator(".pipeline a").count()):
        page.keyboard.press("ArrowRight")
    for _ in range(page.locator(".pipeline a").count()):
        line = page.evaluate("document.activeElement.dataset.line")
        top = page.locator(f".script [data-line='{line}']").first.bounding_box()["y"]
        strip = page.locator(".strip").bounding_box()
        assert strip["y"] + strip["height"] <= top + 1 < 800
        page.keyboard.press("ArrowLeft")


def test_enter_opens_the_post_of_a_step(home):
    page = home(width=1280)
    step = page.locator(".pipeline a").first
    target = step.evaluate("step => step.href")
    step.press("Enter")
    page.wait_for_url(target)
    assert page.locator("article h1").is_visible()


@pytest.mark.parametrize("javascript", [True, False])
def test_every_line_and_step_leads_to_a_page_that_exists(home, javascript):
    page = home(java_script_enabled=javascript)
    targets = {link.evaluate("link => link.href") for link in page.locator(".map a[href]").all()}
    assert len(targets) > 4
    for target in targets:
        assert page.request.get(target).ok


def test_without_javascript_lines_and_steps_are_plain_links(home):
    page = home(java_script_enabled=False, width=1280)
    link = page.locator(".pipeline a").nth(1)
    target = link.evaluate("link => link.href")
    link.click()
    assert page.url == target


def test_steps_are_as_large_as_they_are_beside_the_photo(home):
    for width in (390, 1280):
        (across, down, shape), *steps = home(width=width).evaluate(STEPS)
        pixels = [int(side) for side in shape.split("×")[:2]]
        for wide, high, size in steps:
            if "×" in size:
                rows, columns = (int(side) for side in size.split("×")[:2])
                assert wide / across == pytest.approx(columns / pixels[1], abs=0.03)
                assert high / down == pytest.approx(rows / pixels[0], abs=0.03)


def test_the_strip_stays_in_sight_where_there_is_room(home):
    page = home(width=1280)
    page.locator(".pipeline a, .pipeline span").last.scroll_into_view_if_needed()
    page.locator(".script [data-line]").last.scroll_into_view_if_needed()
    box = page.locator(".strip").bounding_box()
    assert 0 <= box["y"] < 100


def test_pictures_are_silent_and_steps_have_names(home):
    page = home()
    assert page.locator(".map img:not([alt=''])").count() == 0
    for step in page.locator(".pipeline a").all():
        assert step.text_content().strip()


def test_pictures_load_and_nothing_jumps(visit, address):
    page = visit()
    page.add_init_script("window.jumps = []; new PerformanceObserver(list => jumps.push("
                         "...list.getEntries().map(jump => jump.value)))"
                         ".observe({type: 'layout-shift', buffered: true})")
    page.goto(address + HOMES[1])
    page.evaluate(WALK)
    page.wait_for_load_state("networkidle")
    assert page.evaluate(BROKEN) == []
    assert sum(page.evaluate("jumps")) < 0.02


@pytest.mark.parametrize("scheme", SCHEMES)
def test_the_script_can_be_read_lit_or_not(home, scheme):
    page = home(scheme=scheme, width=1280)
    for place in ("a.language-switch", ".script a[data-line]"):
        page.locator(place).first.hover()
        assert min(contrast(ink, ground) for ink, ground in page.evaluate(INKS)) >= 4.5


def test_with_forced_colours_what_is_lit_has_an_outline(home):
    page = home(width=1280, forced_colors="active")
    line = lines(page)[0]
    page.locator(f".script [data-line='{line}']").first.hover()
    for part in page.locator(f".map [data-line='{line}']").all():
        assert part.evaluate("part => getComputedStyle(part).outlineStyle") == "solid"


def test_nothing_moves_for_those_who_want_no_motion(home):
    page = home(width=1280, reduced_motion="reduce")
    assert page.evaluate(MOVING) == 0


def test_all_pages_can_be_found_in_the_menu_of_a_phone(home):
    page = home()
    page.locator("label.md-header__button[for=__drawer]").click()
    entries = page.locator(".md-sidebar--primary .md-nav__link[href]")
    entries.last.wait_for(state="visible")
    assert entries.count() > 4
