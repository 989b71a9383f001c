"""Search: an index per language with the glossary in it, read by docs/assets/search/worker.js."""

import json
import re
import shutil
from collections.abc import Sequence
from html import escape, unescape
from pathlib import Path
from typing import Any

from diagrams.site.glossary import Term

INDEX = "search/search_index.json"
WORKER = "assets/search/worker.js"
THEMES_SEARCH = [Path("assets/javascripts/lunr"), Path("assets/javascripts/workers")]
FOLDERS = {"ja": "", "en": "en/"}
BETWEEN_MARKED_WORDS = r"\s+"
CONFIG = r'(<script id="__config"[^>]*>[^<]*?'
BASE = re.compile(CONFIG + r'"base": ?")[^"]*')
THEMES_WORKER = re.compile(CONFIG + r'"search": ?"[^"]*?)assets/javascripts/workers/[^"]*')
DESCRIPTION = re.compile(r'<meta name="description" content="([^"]*)"')
LITTLE = ("意味 何 使う 使い方 役割 違い 理由 方法 場合 "
          "a an and are as at be by can could difference do does explain for from has have how i if in into is it its "
          "mean means meaning my of on or should that the their them there these this to use used was were what when "
          "where which who why will with you your")


def prepare(site: Path, glossary: Sequence[Term]) -> None:
    """Give each language an index of its own pages, and remove what the theme would search with."""
    docs = json.loads((site / INDEX).read_text(encoding="utf-8"))["docs"]
    for language, folder in FOLDERS.items():
        own = [entry for entry in docs if entry["location"].startswith(FOLDERS["en"]) == (language == "en")]
        entries = [described({**entry, "location": entry["location"].removeprefix(folder)}, site / folder)
                   for entry in own]
        write_index(site, site / folder / INDEX, entries, terms(glossary, language))
    for unused in THEMES_SEARCH:
        shutil.rmtree(site / unused, ignore_errors=True)


def described(entry: dict[str, Any], folder: Path) -> dict[str, Any]:
    """An entry of the index; that of a page as a whole gets the page's description."""
    if "#" in entry["location"]:
        return entry
    found = DESCRIPTION.search((folder / entry["location"]).read_text(encoding="utf-8"))
    about = f"<p>{escape(unescape(found[1]), quote=False)}</p> " if found else ""
    return {**entry, "text": about + entry["text"]}


def terms(glossary: Sequence[Term], language: str) -> list[dict[str, Any]]:
    """Each term: its names, others that readers may type, what pages of a language say, and where it is explained."""
    return [{"names": sorted({*term.spellings("ja"), *term.spellings("en"), term.reading}), "avoid": term.avoid,
             "friends": term.false_friends, "say": term.spellings(language),
             "page": term.post and f"posts/{term.post}.html"} for term in glossary]


def write_index(site: Path, path: Path, docs: list[dict[str, Any]], terms: list[dict[str, Any]]) -> None:
    """Write the index that every page fetches, and the pages that only a search fetches, both as compact JSON.

    The theme reads `separator` when it marks words on a page; our worker reads where the pages are, as seen from it.
    """
    here = path.relative_to(site).with_name("pages.json").as_posix()
    write_json(path, {"config": {"separator": BETWEEN_MARKED_WORDS, "pages": f"../../{here}"}, "docs": []})
    write_json(path.with_name("pages.json"), {"terms": terms, "little": LITTLE.split(), "docs": docs})


def write_json(path: Path, content: dict[str, Any]) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(content, ensure_ascii=False, separators=(",", ":")), encoding="utf-8")


def search_with_ours(html: str, url: str, language: str) -> str:
    """Let a page search with our worker, in the index of its language.

    Raises ValueError when the theme no longer says where its worker and its index are.
    """
    html, found = THEMES_WORKER.subn(rf"\g<1>{WORKER}", html)
    if language == "en":
        html, found_base = BASE.subn(rf"\g<1>{'/'.join(['..'] * (url.count('/') - 1)) or '.'}", html)
        found = found and found_base
    if not found:
        raise ValueError(f"{url} names no worker or no base for its search: has the theme changed?")
    return html
