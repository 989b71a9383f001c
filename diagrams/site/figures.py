"""Figures in the text: ![](../figures/relu/one_map.svg) becomes the drawing itself."""

import re
import xml.etree.ElementTree as ElementTree
from html import escape
from pathlib import Path
from typing import Any

from diagrams.site.page import Page
from diagrams.site.pixels import Pixels

SVG = "http://www.w3.org/2000/svg"
IMAGE = re.compile(r"^([ \t]*)!\[[^\]]*\]\((?:\.\./|\./)*figures/([\w-]+)/([\w-]+)\.svg\)[ \t]*$", re.M)
REFERENCE = re.compile(r"url\(#([^)]+)\)")
LICENCE = "CC BY 4.0"


def fill(markdown: str, page: Page, pixels: Pixels) -> str:
    """Replace every figure that stands alone on a line."""
    def put(match: re.Match[str]) -> str:
        indent, slug, name = match.groups()
        path = page.docs / "figures" / slug / f"{name}.{page.language}.svg"
        if not path.is_file():
            return indent + page.mistake(f"no figure {slug}/{name} in {page.language}; run make figures")
        return f"\n{indent}{page.place(figure(path, slug, name, page, pixels))}\n"

    return IMAGE.sub(put, markdown)


def figure(path: Path, slug: str, name: str, page: Page, pixels: Pixels) -> str:
    """One figure with what belongs to it: the drawing, its table, its licence and a link that saves it."""
    known = page.posts[slug].figures.get(name, {}) if slug in page.posts else {}
    drawing = ElementTree.fromstring(path.read_text(encoding="utf-8"))
    pixels.move_out(drawing, page)
    own_ids(drawing, f"{slug}-{name}")
    svg = ElementTree.tostring(drawing, encoding="unicode")
    notes = caveat_notes(known, page) + licence_note(known) + table(known, page)
    notes += save_link(slug, name, page)
    return (f'<figure id="figure-{name}" class="diagram" data-search-exclude>{svg}'
            f"<figcaption>{notes}</figcaption></figure>")


def own_ids(drawing: ElementTree.Element, prefix: str) -> None:
    """Make the ids of a drawing unique on its page, its references with them, and name it by its title."""
    for tag in ("title", "desc"):
        for element in drawing.findall(f"{{{SVG}}}{tag}"):
            element.set("id", tag)
    drawing.set("aria-labelledby", "title desc")
    known = {element.attrib["id"] for element in drawing.iter() if "id" in element.attrib}
    for element in drawing.iter():
        for attribute, value in element.items():
            element.set(attribute, own_id(attribute, value, known, prefix))


def own_id(attribute: str, value: str, known: set[str], prefix: str) -> str:
    """One attribute's value with the ids in it made unique."""
    if attribute == "id":
        return f"{prefix}-{value}"
    if attribute.startswith("aria-"):
        return " ".join(f"{prefix}-{word}" if word in known else word for word in value.split(" "))
    if attribute.endswith("href") and value[:1] == "#":
        return f"#{prefix}-{value[1:]}"
    return REFERENCE.sub(rf"url(#{prefix}-\1)", value)


def caveat_notes(known: dict[str, Any], page: Page) -> str:
    """Visible words on a figure that shows layers before training, or another network than today's."""
    words = {"untrained": page.say(ja="未訓練の層を含む", en="includes untrained layers"),
             "outdated": page.say(ja="前のネットワークで測定", en="measured with an earlier network")}
    return "".join(f'<span class="caveat">{words[caveat]}</span>' for caveat in known.get("caveats", ()))


def licence_note(known: dict[str, Any]) -> str:
    """The licence of a figure, where it is not the one of all the others."""
    licence = known.get("licence") or LICENCE
    return f'<span class="licence">{escape(licence)}</span>' if licence != LICENCE else ""


def save_link(slug: str, name: str, page: Page) -> str:
    """The link that saves the figure as a file; without scripts it opens it."""
    label = page.say(ja="図を保存（SVG）", en="Save figure (SVG)")
    return f'<a href="{page.link(f"figures/{slug}/{name}.svg")}" data-save="{slug}-{name}.svg">{label}</a>'


def table(known: dict[str, Any], page: Page) -> str:
    """The figure's numbers as a table that opens on demand."""
    rows = (known.get("table") or {}).get(page.language)
    if not rows:
        return ""
    summary = page.say(ja="表で見る", en="As a table")
    title = known.get("title", {}).get(page.language, summary)
    return f'<details class="as-table"><summary>{summary}</summary>{html_table(rows, title)}</details>'


def html_table(rows: list[list[str]], label: str) -> str:
    """Rows as a table that scrolls in its own box; the first row is the header."""
    head, *lines = ["".join(cell_of(cell, is_head and cell != "") for cell in row)
                    for is_head, row in zip([True] + [False] * (len(rows) - 1), rows, strict=True)]
    body = "".join(f"<tr>{line}</tr>" for line in lines)
    return (f'<div class="table-box" role="region" aria-label="{escape(label)}" tabindex="0">'
            f'<table class="plain"><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table></div>')


def cell_of(content: object, is_head: bool) -> str:
    tag = "th" if is_head else "td"
    return f"<{tag}>{escape(str(content))}</{tag}>"
