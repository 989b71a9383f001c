"""Does each thing exist in both languages? One line for each that does not."""

import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from diagrams.language import LANGUAGES
from diagrams.translations import elsewhere, markdown, pairs, words
from diagrams.translations.markdown import Section, Unreadable
from diagrams.translations.pairs import NAMED, page_files

MUST_HAVE = ("title", "description")


def problems(root: Path) -> list[str]:
    """One line for each thing that one language has and the other has not; [] when the two are level."""
    found: list[str] = []
    for look in (missing_pages, of_pages, said, elsewhere.problems):
        try:
            found += look(root)
        except Unreadable as error:
            found.append(str(error))
    return found


def missing_pages(root: Path) -> Iterator[str]:
    """Pages that exist in one language only, or in none by name."""
    for page, files in page_files(root).items():
        for language in set(LANGUAGES) - set(files):
            yield f"{page}: there is no {NAMED[language]} page docs/{page}.{language}.md"
    for path in sorted((root / "docs").rglob("*.md")):
        if not path.name.endswith(tuple(f".{language}.md" for language in LANGUAGES)):
            yield f"{path.relative_to(root)}: name it {path.stem}.ja.md, and write {path.stem}.en.md beside it"


def of_pages(root: Path) -> Iterator[str]:
    """What differs between the two versions of each page."""
    names = words.names_in_code(root / "docs/script")
    for page, files in page_files(root).items():
        texts = {language: markdown.read(path) for language, path in files.items()}
        for language, text in texts.items():
            try:
                yield from (f"docs/{page}.{language}.md{problem}" for problem in one_page(text, language, names))
            except Unreadable as error:
                yield f"docs/{page}.{language}.md: {error}"
                break
        else:
            if len(texts) == len(LANGUAGES):
                yield from (f"{page}{problem}" for problem in both_pages(texts))


def one_page(text: str, language: str, names: set[str]) -> Iterator[str]:
    """What is wrong with one version of a page by itself."""
    for name in MUST_HAVE:
        if not isinstance(markdown.front_matter(text).get(name), str):
            yield f": no {name} at its top"
    yield from markdown.unread(text)
    keys: Counter[str] = Counter()
    for section in markdown.sections(text):
        keys[section.key] += 1
        if not section.key:
            yield f":{section.line}: heading without an id; write {{ #id }} behind it, the same in both languages"
        elif keys[section.key] == 2:
            yield f":{section.line}: a second section #{section.key}"
        yield from foreign(section, language, names)


def said(root: Path) -> Iterator[str]:
    """What figures, the site and the glossary say in the wrong language."""
    for pair in (*pairs.of_code(root), *pairs.of_glossary(root)):
        if found := words.japanese_in(pair.texts["en"]):
            yield f"{pair.name}: Japanese in English text: {found}"
        for text in pair.texts["ja"].split("\n\n"):
            if words.is_untranslated(pairs.FIELD.sub("", text)) and text != pair.texts["en"].split("\n\n")[0]:
                yield f"{pair.name}: no Japanese in: {' '.join(text.split())[:60]}"


def foreign(section: Section, language: str, names: set[str]) -> Iterator[str]:
    """Words in the wrong language."""
    text = section.text
    if section.key == "head":
        texts = [value for value in markdown.front_matter(text).values() if isinstance(value, str)]
        text = "\n\n".join([*texts, markdown.FRONT.sub("", text)])
    if language == "en" and (found := words.japanese_in(section.text)):
        yield f"#{section.key}: Japanese in English text: {found}"
    for paragraph in re.split(r"\n\s*\n", markdown.prose(text)):
        if language == "ja" and words.is_untranslated(paragraph):
            yield f"#{section.key}: no Japanese in: {' '.join(paragraph.split())[:60]}"
        elif language == "ja" and (found := words.english_in(paragraph, names)):
            yield f'#{section.key}: English without <span lang="en">: {found}'


def both_pages(texts: dict[str, str]) -> Iterator[str]:
    """What one version of a page has and the other has not."""
    heads = {language: markdown.front_matter(text).keys() for language, text in texts.items()}
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
    mine, yours = markdown.parts(ja.text), markdown.parts(en.text)
    codes = zip(mine["code"], yours["code"], strict=False)
    yours["code"][:len(mine["code"])] = [a if markdown.same_code(a, b) else b for a, b in codes]
    for kind in mine:
        different = [*only_in_one(f"#{ja.key}", kind, mine[kind], yours[kind])]
        yield from different
        if not different and mine[kind] != yours[kind]:
            yield f"#{ja.key}: the {kind}s stand in another order"


def only_in_one(place: str, kind: str, ja: list[str], en: list[str]) -> Iterator[str]:
    """A line for each thing that is more often in one language than in the other."""
    for language, mine, other in (("ja", ja, en), ("en", en, ja)):
        for thing, times in (Counter(mine) - Counter(other)).items():
            told = " ".join(thing.split())
            name = f"{kind} {told}" if len(told) < 80 else f"{kind} {told[:77]}..."
            more = f" {times} times more" if times > 1 else ""
            yield f"{place}: {name} is{more} in {NAMED[language]} only"
