"""One local page with every figure and every fact that differs, before and after side by side."""

import base64
import json
from collections.abc import Iterator
from html import escape
from pathlib import Path

from diagrams.build import files, webfonts
from diagrams.language import LANGUAGES

BEFORE = files.CACHE / "before"
PAGE = files.ROOT / "report.html"
NONE = "—"
STYLE = """
body { max-width: 1100px; margin: 2rem auto; padding: 0 1rem; color: #24272d; background: #fcfaf5;
  font-family: system-ui, sans-serif; }
h2 { margin-top: 3rem; font-size: 1rem; }
table { border-collapse: collapse; }
td, th { padding: 0.2rem 0.8rem; border-bottom: 1px solid #cdc7bb; text-align: left; }
.pair { display: flex; flex-wrap: wrap; gap: 1rem; }
.pair > div { flex: 1 1 370px; max-width: 700px; }
.side { color: #575c65; font-size: 0.8rem; }
embed { width: 100%; height: 30rem; }
"""


def keep(figures: Path) -> None:
    """Keep the figures as they are before a build changes some; links do, for files are replaced, never changed."""
    kept, now = ({Path(path).relative_to(top): Path(path) for path in files.walk(top)} for top in (BEFORE, figures))
    same = {name for name in kept.keys() & now.keys() if now[name].samefile(kept[name])}
    for name in kept.keys() - same:
        kept[name].unlink()
    files.drop_empty(BEFORE)
    for name in now.keys() - same:
        files.link(now[name], BEFORE / name)


def write(before: Path, after: Path, page: Path = PAGE) -> str:
    """Write the page; returns what it shows, in one line. Raises FileNotFoundError when there is nothing before."""
    if not before.is_dir():
        raise FileNotFoundError(f"{before}: no figures to compare with; --against takes a copy of docs/figures")
    figures, facts = list(changed_figures(before, after)), list(changed_facts(before, after))
    body = "".join([*tables(facts), *(pair(name, before, after) for name in figures)])
    told = f"{len(figures)} figures and {len(facts)} facts differ"
    page.write_text(
        f'<!doctype html><meta charset="utf-8"><title>What changed</title><style>{STYLE}{fonts(after)}</style>'
        f"<h1>{told}</h1><p>{escape(str(before))} and {escape(str(after))}</p>{body}", encoding="utf-8")
    return told


def fonts(figures: Path) -> str:
    """The fonts of the figures, from where they were built."""
    return webfonts.faces(lambda name: (figures / "fonts" / name).resolve().as_uri())


def changed_figures(before: Path, after: Path) -> Iterator[str]:
    """Names of the drawings and posters that one of the two folders lacks, or that are not the same; sorted."""
    names = {str(path.relative_to(folder)) for folder in (before, after) for kind in ("svg", "pdf")
             for path in folder.glob(f"*/*.{kind}")}
    yield from sorted(name for name in names if content(before / name) != content(after / name))


def content(path: Path) -> bytes:
    return path.read_bytes() if path.is_file() else b""


def changed_facts(before: Path, after: Path) -> Iterator[tuple[str, dict[str, str], dict[str, str]]]:
    """(post.name, what it said, what it says) of every fact that is not told as it was."""
    old, new = facts_of(before), facts_of(after)
    for name in sorted(old | new):
        if old.get(name) != new.get(name):
            yield name, old.get(name, {}), new.get(name, {})


def facts_of(figures: Path) -> dict[str, dict[str, str]]:
    """{post.name: {language: as it is written}} of all facts."""
    return {f"{path.parent.name}.{name}": {language: fact[language] for language in LANGUAGES}
            for path in sorted(figures.glob("*/post.json"))
            for name, fact in json.loads(path.read_bytes())["facts"].items()}


def tables(facts: list[tuple[str, dict[str, str], dict[str, str]]]) -> Iterator[str]:
    """The facts that differ, a row for each language where the languages do not write them alike."""
    rows = [(name, told, old.get(language, NONE), new.get(language, NONE))
            for name, old, new in facts for told, language in languages(old, new)]
    if rows:
        cells = "".join("<tr>" + "".join(f"<td>{escape(cell)}</td>" for cell in row) + "</tr>" for row in rows)
        yield f"<h2>Facts</h2><table><tr><th>Fact<th>Language<th>Before<th>After</tr>{cells}</table>"


def languages(old: dict[str, str], new: dict[str, str]) -> list[tuple[str, str]]:
    """(what to call it, language) of each way in which a fact is written; one where all languages write it alike."""
    alike = all(len({*fact.values()}) < 2 for fact in (old, new))
    return [(", ".join(LANGUAGES), LANGUAGES[0])] if alike else [(language, language) for language in LANGUAGES]


def pair(name: str, before: Path, after: Path) -> str:
    """One drawing, before and after."""
    sides = "".join(f'<div><p class="side">{side}</p><div>{shown(folder / name)}</div></div>'
                    for side, folder in (("before", before), ("after", after)))
    return f'<h2>{escape(name)}</h2><div class="pair">{sides}</div>'


def shown(path: Path) -> str:
    """One drawing in a tree of its own, for those of before and after use the same ids; or one poster."""
    data = content(path)
    if not data or path.suffix == ".svg":
        return f'<template shadowrootmode="open">{data.decode() or NONE}</template>'
    return f'<embed type="application/pdf" src="data:application/pdf;base64,{base64.b64encode(data).decode()}">'
