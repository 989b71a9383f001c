"""Does each thing exist in both languages? One line for each that does not."""

import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import yaml

from diagrams.language import LANGUAGES
from diagrams.translations import elsewhere, markdown, words
from diagrams.translations.markdown import Section
from diagrams.translations.pairs import NAMED, page_files

MUST_HAVE = ("title", "description")


def problems(root: Path) -> list[str]:
    """One line for each thing that one language has and the other has not; [] when the two are level."""
    return [*missing_pages(root), *pages(root), *elsewhere.problems(root)]


def missing_pages(root: Path) -> Iterator[str]:
    """Pages that exist in one language only, or in none by name."""
    for page, files in page_files(root).items():
        for language in set(LANGUAGES) - set(files):
            yield f"{page}: there is no {NAMED[language]} page docs/{page}.{language}.md"
    for path in sorted((root / "docs").rglob("*.md")):
        if not path.name.endswith(tuple(f".{language}.md" for language in LANGUAGES)):
            yield f"{path.relative_to(root)}: name it {path.stem}.ja.md, and write {path.stem}.en.md beside it"


def pages(root: Path) -> Iterator[str]:
    """What differs between the two versions of each page."""
    names = words.names_in_code(root / "docs/script")
    for page, files in page_files(root).items():
        texts = {language: path.read_text("utf-8") for language, path in files.items()}
        for language, text in texts.items():
            yield from (f"docs/{page}.{language}.md{problem}" for problem in one_page(text, language, names))
        if len(texts) == len(LANGUAGES):
            yield from (f"{page}{problem}" for problem in both_pages(texts))


def one_page(text: str, language: str, names: set[str]) -> Iterator[str]:
    """What is wrong with one version of a page by itself."""
    for name in MUST_HAVE:
        if not isinstance(front_matter(text).get(name), str):
            yield f": no {name} at its top"
    keys = Counter()
    for section in markdown.sections(text):
        keys[section.key] += 1
        if not section.key:
            yield f":{section.line}: heading without an id; write {{ #id }} behind it, the same in both languages"
        elif keys[section.key] == 2:
            yield f":{section.line}: a second section #{section.key}"
        yield from foreign(section, language, names)


def front_matter(text: str) -> dict:
    """The settings at a page's top."""
    found = markdown.FRONT.match(text)
    return (yaml.safe_load(found[1]) or {}) if found else {}


def foreign(section: Section, language: str, names: set[str]) -> Iterator[str]:
    """Words in the wrong language."""
    text = section.text
    if section.key == "head":
        text = "\n\n".join(value for value in front_matter(text).values() if isinstance(value, str))
    for paragraph in re.split(r"\n\s*\n", markdown.prose(text)):
        if language == "en" and (found := words.japanese_in(paragraph)):
            yield f"#{section.key}: Japanese in English text: {found}"
        if language == "ja" and words.is_untranslated(paragraph):
            yield f"#{section.key}: no Japanese in: {' '.join(paragraph.split())[:60]}"
        elif language == "ja" and (found := words.english_in(paragraph, names)):
            yield f'#{section.key}: English without <span lang="en">: {found}'


def both_pages(texts: dict[str, str]) -> Iterator[str]:
    """What one version of a page has and the other has not."""
    heads = {language: front_matter(text).keys() for language, text in texts.items()}
    yield from only_in_one("#head", "setting", *([*heads[language]] for language in LANGUAGES))
    sections = {language: {section.key: section for section in markdown.sections(text)}
                for language, text in texts.items()}
    ja, en = ([*sections[language]] for language in LANGUAGES)
    missing = [*only_in_one("", "section", [f"#{key}" for key in ja], [f"#{key}" for key in en])]
    yield from missing
    if not missing and ja != en:
        yield f": the sections stand in another order from #{next(a for a, b in zip(ja, en, strict=True) if a != b)} on"
    for key in (key for key in ja if key in en):
        yield from both_sections(sections["ja"][key], sections["en"][key])


def both_sections(ja: Section, en: Section) -> Iterator[str]:
    """What one version of a section has and the other has not."""
    if ja.level != en.level:
        yield f"#{ja.key}: the heading has level {ja.level} in Japanese, {en.level} in English"
    if ja.key == "head":
        return
    for kind, (mine, yours) in zip_parts(ja, en).items():
        different = [*only_in_one(f"#{ja.key}", kind, mine, yours)]
        yield from different
        if not different and mine != yours:
            yield f"#{ja.key}: the {kind}s stand in another order"


def zip_parts(ja: Section, en: Section) -> dict[str, tuple[list[str], list[str]]]:
    """{kind: (what the Japanese section has, what the English one has)}."""
    mine, yours = markdown.parts(ja.text), markdown.parts(en.text)
    return {kind: (mine[kind], yours[kind]) for kind in mine}


def only_in_one(place: str, kind: str, ja: list[str], en: list[str]) -> Iterator[str]:
    """A line for each thing that is more often in one language than in the other."""
    for language, mine, other in (("ja", ja, en), ("en", en, ja)):
        for thing, times in (Counter(mine) - Counter(other)).items():
            told = " ".join(thing.split())
            name = f"{kind} {told}" if len(told) < 80 else f"{kind} {told[:77]}..."
            more = f" {times} times more" if times > 1 else ""
            yield f"{place}: {name} is{more} in {NAMED[language]} only"
