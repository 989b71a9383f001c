"""Search: one index per language, so that a page finds pages in its own language only."""

import json
import re
from pathlib import Path

INDEX = "search/search_index.json"
BASE = re.compile(r'(<script id="__config"[^>]*>[^<]*?"base": ?")[^"]*')


def split_index(site: Path, language: str = "en"):
    """Move the entries of one language's folder into an index of its own, there."""
    index = json.loads((site / INDEX).read_text(encoding="utf-8"))
    prefix = f"{language}/"
    own = [entry for entry in index["docs"] if entry["location"].startswith(prefix)]
    others = [entry for entry in index["docs"] if not entry["location"].startswith(prefix)]
    inside = [{**entry, "location": entry["location"].removeprefix(prefix)} for entry in own]
    write_index(site / INDEX, {**index, "docs": others})
    write_index(site / language / INDEX, {**index, "docs": inside})


def write_index(path: Path, index: dict):
    """Write an index as compact JSON."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(index, ensure_ascii=False, separators=(",", ":")), encoding="utf-8")


def search_here(html: str, url: str, language: str = "en") -> str:
    """Point the search of a page in this language's folder at the index there.

    Raises ValueError when the theme no longer says where its index is.
    """
    base = "/".join([".."] * (url.count("/") - 1)) or "."
    html, found = BASE.subn(rf"\g<1>{base}", html)
    if not found:
        raise ValueError(f"{language} page {url} names no base for its search: has the theme changed?")
    return html
