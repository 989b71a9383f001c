"""What axe-core has to say about a page."""

import os
from pathlib import Path

import pytest
from playwright.sync_api import Page

AXE = Path(__file__).parent / "node_modules" / "axe-core" / "axe.min.js"
FOUND = """async rules => (await axe.run(document, { resultTypes: ["violations"],
    ...(rules.length ? { runOnly: rules } : {}) })).violations.flatMap(
  ({ id, nodes }) => nodes.map(({ target }) => `${id}: ${target.join(" ")}`))"""


def source() -> str:
    """The source of axe; without it the test is skipped, or fails where REQUIRE_NODE=1."""
    if not AXE.is_file():
        refuse = pytest.fail if os.environ.get("REQUIRE_NODE") == "1" else pytest.skip
        refuse("no axe-core: make tests/browser/node_modules/.package-lock.json")
    return AXE.read_text(encoding="utf-8")


def violations(page: Page, *rules: str) -> list[str]:
    """"rule: element" for everything on a page that breaks one of these rules, or any of axe's."""
    page.evaluate(f"{source()}; undefined")
    return page.evaluate(FOUND, list(rules))
