"""Whoever has no pointer reaches everything with Tab, and always sees where they are."""

import pytest

TABS = "posts/adam.html"
MOST = 1500  # stops: far more than any page has
NEXT = """() => {
  const stop = document.activeElement, ends = stop === document.body || 'reached' in stop.dataset
  if (!ends) stop.dataset.reached = ''
  return ends
}"""
SEEN = """() => {
  const stop = document.activeElement
  const shown = [stop, ...(stop.labels ?? []), (stop.matches('input') && stop.nextElementSibling) || stop]
  return shown.some((each) => {
    const box = each.getBoundingClientRect()
    return box.width && box.height && box.right > 0 && box.bottom > 0 && box.left < innerWidth && box.top < innerHeight
  })
}"""
NAME = "() => document.activeElement.outerHTML.slice(0, 100)"
MISSED = """() => {
  const groups = new Set([...document.querySelectorAll('[type=radio][data-reached]')].map(({ name }) => name))
  return [...document.querySelectorAll('a[href], button, summary, input, select, textarea, [tabindex]')].filter(
    (each) => each.tabIndex >= 0 && !each.disabled && each.checkVisibility({ visibilityProperty: true })
      && !('reached' in each.dataset) && !groups.has(each.name)).map((each) => each.outerHTML.slice(0, 100))
}"""
SLIDES = 300  # milliseconds: the drawer
EMPTY = "md-search__scrollwrap"  # the theme's list of results, which can be scrolled by key when there are any


@pytest.mark.parametrize("width", [390, 1280])
@pytest.mark.parametrize("path", ["index.html", "en/posts/relu.html", TABS, "en/glossary.html", "explorer.html"])
def test_every_stop_is_reached_and_seen(visit, path, width):
    page, unseen = visit(path, width=width), []
    page.wait_for_load_state("networkidle")
    for _ in range(MOST):
        page.keyboard.press("Tab")
        if page.evaluate(NEXT):
            break
        if not page.evaluate(SEEN):
            page.wait_for_timeout(SLIDES)
            unseen += [] if page.evaluate(SEEN) else [page.evaluate(NAME)]
    assert [stop for stop in unseen if EMPTY not in stop] == []
    assert page.evaluate(MISSED) == []
