"""Parity beside the pages: scripts in the browser, the page for what was not found, figures, the site's settings."""

import re
from collections.abc import Iterator
from itertools import zip_longest
from pathlib import Path
from typing import Any

import yaml

from diagrams.language import LANGUAGES, OTHER
from diagrams.translations import words
from diagrams.translations.pairs import FIELD, NAMED, SCRIPT_COMMENT, SCRIPT_PAIR

ALONE = re.compile(rf"""[^\n]*{words.JAPANESE.pattern}[^\n]*|\b(?:ja|en): ["`][^\n]*""")


def problems(root: Path) -> list[str]:
    """One line for each thing that one language has and the other has not."""
    return [*scripts(root), *not_found_page(root), *figures(root), *settings(root)]


def scripts(root: Path) -> Iterator[str]:
    """Words of the scripts in the browser: they stand in pairs {ja: ..., en: ...}, and nowhere else."""
    for path in sorted((root / "docs").rglob("*.js")):
        text = SCRIPT_COMMENT.sub("", path.read_text("utf-8"))
        for pair in SCRIPT_PAIR.finditer(text):
            if words.japanese_in(pair["en"]) or words.is_untranslated(FIELD.sub("", pair["ja"])):
                yield f"{path.relative_to(root)}: in the wrong language: {pair[0]}"
        rest = SCRIPT_PAIR.sub("", text)
        for found in ALONE.finditer(rest):
            yield f"{path.relative_to(root)}: not a pair {{ja: ..., en: ...}}: {found[0].strip()[:60]}"


def not_found_page(root: Path) -> Iterator[str]:
    """The one page that holds both languages."""
    path = root / "diagrams/site/theme/404.html"
    if not path.is_file():
        return
    found = dict(re.findall(r'<section lang="(\w+)">(.*?)</section>', path.read_text("utf-8"), re.S))
    tags = [re.sub(r"h[12]", "h", " ".join(re.findall(r"<(\w+)", found.get(language, "")))) for language in LANGUAGES]
    if not all(tags) or tags[0] != tags[1]:
        yield "404.html: its two sections do not hold the same elements"
    for ja, en in zip_longest(*(found.get(language, "").splitlines() for language in LANGUAGES), fillvalue=""):
        if words.japanese_in(en) or words.is_untranslated(re.sub(r"\{\{.*?\}\}", "", ja)):
            yield f"404.html: in the wrong language: {(ja if words.is_untranslated(ja) else en).strip()[:60]}"


def figures(root: Path) -> Iterator[str]:
    """Drawn figures, and the language of what they say."""
    for path in sorted((root / "docs/figures").glob("*/*.svg")):
        name, language = path.stem.rpartition(".")[::2]
        place = f"figures/{path.parent.name}/{name}"
        if language not in LANGUAGES or not path.with_name(f"{name}.{OTHER[language]}.svg").is_file():
            yield f"{place}: drawn in {NAMED.get(language, 'no language')} only"
            continue
        said = re.findall(r"<(?:title|desc|text)\b[^>]*>(.*?)</", path.read_text("utf-8"), re.S)
        if language == "en" and (found := next(filter(None, map(words.japanese_in, said)), "")):
            yield f"{place}: Japanese in the English figure: {found}"
        if language == "ja" and any(words.is_untranslated(text) for text in said[:2]):
            yield f"{place}: no Japanese in title or description of the Japanese figure"
    for path in sorted((root / "diagrams/site/theme/partials").glob("*.html")):
        if found := words.japanese_in(re.sub(r"\{#.*?#\}", "", path.read_text("utf-8"), flags=re.S)):
            yield f"{path.relative_to(root)}: Japanese in what both languages share: {found}"


class Settings(yaml.SafeLoader):
    """Reads mkdocs.yml; what is taken from elsewhere, like !ENV, is nothing here."""


Settings.add_multi_constructor("!", lambda *_: None)
Settings.add_multi_constructor("tag:yaml.org,2002:python/", lambda *_: None)


def settings(root: Path) -> Iterator[str]:
    """What mkdocs.yml says in one language only."""
    content = yaml.load((root / "mkdocs.yml").read_text("utf-8"), Settings)
    for entry in content.get("nav", ()):
        if not isinstance(entry, str):
            yield f"mkdocs.yml: a nav entry takes its title from the page, in both languages: {entry}"
    i18n = next(plugin["i18n"] for plugin in content["plugins"] if isinstance(plugin, dict) and "i18n" in plugin)
    english: dict[str, Any] = next((language for language in i18n["languages"] if language["locale"] == "en"), {})
    for name in ("site_name", "site_description", "copyright"):
        if not english.get(name):
            yield f"mkdocs.yml: no English {name}"
    names = toggles(english)
    if len(names) != len(toggles(content)) or not all(names):
        yield "mkdocs.yml: not every button of the palette has an English name"
    if found := words.japanese_in(str({**english, "name": ""})):
        yield f"mkdocs.yml: Japanese among the English settings: {found}"


def toggles(content: dict[str, Any]) -> list[str]:
    """The names of the buttons that change the colours."""
    return [palette.get("toggle", {}).get("name", "") for palette in content.get("theme", {}).get("palette", ())]
