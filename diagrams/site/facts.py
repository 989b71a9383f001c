"""Facts in the text: {{ relu.zero_share }} becomes the computed value, as the page's language writes it."""

import re
from difflib import get_close_matches
from typing import Any

from diagrams.site.page import Page

ALONE = r"^(?P<indent>[ \t]*)\{\{ *(?P<alone>[\w.]+) *\}\}[ \t]*$"
FACT = re.compile(ALONE + r"|\{\{ *(?P<name>[\w.]+) *\}\}", re.M)


def fill(markdown: str, page: Page) -> str:
    """Replace every fact; a fact of several lines that stands alone keeps the indent of its line."""
    known = {f"{slug}.{name}": fact for slug, post in page.posts.items() for name, fact in post.facts.items()}

    def put(match: re.Match[str]) -> str:
        name = match["name"] or match["alone"]
        text = known[name][page.language] if name in known else unknown(name, known, page)
        indent = match["indent"] or ""
        return "\n".join(indent + line if line else line for line in text.split("\n"))

    return FACT.sub(put, markdown)


def unknown(name: str, known: dict[str, Any], page: Page) -> str:
    """Report a fact that no post states, with the nearest names there are."""
    near = get_close_matches(name, known, n=3, cutoff=0.4)
    hint = f"nearest: {', '.join(near)}" if near else "no post states one like it; run make figures"
    return page.mistake(f"unknown fact {name} ({hint})")
