"""Changing the language, as a reader does."""

import pytest

from tests.browser.conftest import PAGES, in_the_other_language

SECOND = "() => document.querySelectorAll('article :is(h1, h2)[id]')[1].id"
TOP = "id => document.getElementById(id).getBoundingClientRect().top"


def click(switch):
    switch.click()


def press_enter(switch):
    switch.focus()
    switch.press("Enter")


def section_in_the_other_language(page, path, take):
    """Go to the second section, change the language, and return the section."""
    section = page.evaluate(SECOND)
    page.goto(page.url.partition("#")[0] + f"#{section}")
    with page.expect_navigation():
        take(page.locator("a.language-switch"))
    assert page.url.endswith(f"{in_the_other_language(path)}#{section}")
    return section


@pytest.mark.parametrize(("path", "take"), [(path, click) for path in PAGES] + [(PAGES[0], press_enter)])
def test_the_switch_keeps_page_and_section(visit, path, take):
    page = visit(path)
    section = section_in_the_other_language(page, path, take)
    page.wait_for_load_state("load")
    assert page.evaluate("document.documentElement.lang") == ("ja" if path.startswith("en/") else "en")
    assert 0 <= page.evaluate(TOP, section) < 800


def test_the_switch_works_from_a_folder_on_disk(visit, site):
    page = visit("posts/relu.html", base=f"{site.as_uri()}/")
    section_in_the_other_language(page, "posts/relu.html", click)


@pytest.mark.parametrize(("language", "home"), [("ja", "index.html"), ("en", "en/index.html")])
@pytest.mark.parametrize("javascript", [True, False])
def test_whoever_is_lost_finds_the_start_in_either_language(visit, address, language, home, javascript):
    page = visit("404.html", java_script_enabled=javascript)
    page.locator(f"a.language-switch[hreflang={language}]").click()
    assert page.url.partition("#")[0] == address + home


def test_nobody_is_led_away_from_the_link_they_followed(visit, address):
    page = visit("posts/relu.html", locale="en-US")
    page.locator("a.language-switch").click()
    page.goto(f"{address}posts/conv2d.html#formula")
    page.wait_for_load_state("networkidle")
    assert page.url == f"{address}posts/conv2d.html#formula"
