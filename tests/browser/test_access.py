"""The explorer for everyone: axe finds nothing, phones and forced colours show all of it, and nothing is left over."""

import os

import pytest

from tests.browser import photos
from tests.browser.access import violations
from tests.browser.conftest import SCHEMES
from tests.browser.explorers import TOLD, choose

FOCUSED = "() => document.activeElement.closest('[class^=explorer-]')?.className.split(' ')[0]"
REOPEN = """async times => {
  const wait = milliseconds => new Promise(done => setTimeout(done, milliseconds))
  for (let n = 0; n < times; n += 1) {
    const explorer = document.querySelector("cnn-explorer"), place = explorer.parentNode
    explorer.remove()
    await wait(0)
    place.prepend(explorer)
    while (!document.querySelector(".explorer-answers li")) await wait(20)
  }
}"""
PAUSE = 1000  # milliseconds, until nothing waits any more to be told
LATER = ".explorer-later > button"


@pytest.mark.parametrize("path", ["explorer.html", "en/explorer.html"])
@pytest.mark.parametrize("scheme", SCHEMES)
def test_axe_finds_nothing(ready, path, scheme):
    page = ready(path, scheme=scheme)
    page.locator(".explorer-panel > .as-table summary").click()
    for opener in page.locator(LATER).all():
        opener.click()
    page.locator(".explorer-patches canvas").wait_for()
    assert violations(page) == []


def test_axe_finds_nothing_with_an_own_photo_and_where_there_are_no_places(ready, layers, tmp_path):
    page = ready()
    choose(page, layers, "Softmax")
    (tmp_path / "mine.png").write_bytes(photos.LOSSLESS["portrait.png"]())
    page.locator(".explorer-own input").set_input_files(tmp_path / "mine.png")
    page.locator(".explorer-whole button").first.wait_for()
    assert violations(page) == []


def test_a_phone_shows_all_of_it(ready):
    page = ready(has_touch=True)
    for opener in page.locator(LATER).all():
        opener.tap()
    page.locator(".explorer-patches canvas").wait_for()
    page.locator(".explorer-guesses button").first.tap()
    page.locator(".explorer-patches canvas").nth(3).wait_for()
    assert page.evaluate("document.documentElement.scrollWidth") == 390
    small = page.locator(".explorer-body button, .explorer-steps label").evaluate_all(
        "all => all.filter(each => each.offsetHeight && each.offsetHeight < 24).map(each => each.textContent)")
    assert small == []


def test_forced_colours_keep_frames_bars_and_maps(ready):
    page = ready(forced_colors="active")
    frame = page.locator("[role=application] .explorer-frame")
    assert frame.evaluate("frame => getComputedStyle(frame).outlineColor") == "rgb(0, 0, 0)"
    bar = page.locator(".explorer-answers i").first
    assert "gradient" in bar.evaluate("bar => getComputedStyle(bar).backgroundImage")
    scale = page.locator(".explorer-scale i")
    assert "gradient" in scale.evaluate("scale => getComputedStyle(scale).backgroundImage")


def test_nothing_moves_where_less_motion_is_wanted(ready):
    page = ready(reduced_motion="reduce")
    assert page.evaluate("() => document.querySelector('cnn-explorer').getAnimations({ subtree: true }).length") == 0


def test_everything_is_reached_by_key(ready):
    """The page's own order, from the first photo to the last button."""
    page = ready()
    page.locator(".explorer-photos input:checked").focus()
    reached = []
    for _ in range(10):
        reached.append(page.evaluate(FOCUSED))
        page.keyboard.press("Tab")
    wanted = ["photos", "own", "steps", "slide", "framed", "sums", "panel", "link", "later"]
    places = [reached.index(f"explorer-{name}") for name in wanted]
    assert places == sorted(places)


def test_nothing_is_left_after_many_openings(ready):
    """How many: TIMES, or a few. Elements, listeners and workers are as many as after the first one."""
    page = ready()
    told, session = page.locator(TOLD).inner_text(), page.context.new_cdp_session(page)

    def counts(times):
        page.evaluate(REOPEN, times)
        page.wait_for_timeout(PAUSE)
        session.send("HeapProfiler.collectGarbage")
        found = session.send("Memory.getDOMCounters")
        return found["nodes"], found["jsEventListeners"], len(page.workers)

    before = counts(1)
    after = counts(int(os.environ.get("TIMES", "10")))
    assert all(now <= 1.02 * then for now, then in zip(after, before, strict=True)), f"{before} -> {after}"
    assert page.locator(TOLD).inner_text() == told
    assert page.locator(".explorer-body").count() == 1
