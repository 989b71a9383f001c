"""Everything the project says twice: sections of pages, entries of the glossary, and what figures and the site say."""

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import yaml

from diagrams.language import LANGUAGES
from diagrams.translations import markdown
from diagrams.translations.words import JAPANESE

GLOSSARY = "docs/glossary.yml"
NAMED = {"ja": "Japanese", "en": "English"}
OTHER = {"ja": "en", "en": "ja"}


@dataclass(frozen=True)
class Pair:
    """One thing in both languages; `name` is PAGE#section, `files` are the sources, from the project's folder."""

    name: str
    texts: dict[str, str]
    files: dict[str, str]

    @property
    def page(self) -> str:
        return self.name.partition("#")[0]


def page_files(root: Path) -> dict[str, dict[str, Path]]:
    """{page: {language: file}}; posts/relu -> docs/posts/relu.ja.md and docs/posts/relu.en.md, those that exist."""
    found: dict[str, dict[str, Path]] = {}
    for language in LANGUAGES:
        for path in sorted((root / "docs").rglob(f"*.{language}.md")):
            name = path.relative_to(root / "docs").as_posix().removesuffix(f".{language}.md")
            found.setdefault(name, {})[language] = path
    return found


def of_pages(root: Path) -> Iterator[Pair]:
    """Sections that both versions of a page have."""
    for page, files in page_files(root).items():
        texts = {language: {section.key: section.text for section in markdown.sections(path.read_text("utf-8"))}
                 for language, path in files.items()}
        sources = {language: path.relative_to(root).as_posix() for language, path in files.items()}
        if len(files) == len(LANGUAGES):
            for key in texts["ja"].keys() & texts["en"].keys():
                yield Pair(f"{page}#{key}", {language: texts[language][key] for language in LANGUAGES}, sources)


def of_glossary(root: Path) -> Iterator[Pair]:
    """Terms of the glossary with their sentences."""
    path = root / GLOSSARY
    for key, texts in glossary_texts(path.read_text("utf-8") if path.is_file() else "").items():
        yield Pair(f"glossary#{key}", texts, dict.fromkeys(LANGUAGES, GLOSSARY))


def glossary_texts(source: str) -> dict[str, dict[str, str]]:
    """{id: {language: the term and its sentence}} of the glossary's data."""
    return {entry["id"]: {language: f"{entry[language]}\n\n{entry['says'][language]}" for language in LANGUAGES}
            for entry in yaml.safe_load(source) or []}


def said_in(tree: ast.AST) -> dict[str, list[str]]:
    """What a piece of code says in each language: values of `ja=` and `en=`, or of a dictionary's "ja" and "en"."""
    said = {language: [] for language in LANGUAGES}
    for node in ast.walk(tree):
        values = {}
        if isinstance(node, ast.Call):
            values = {keyword.arg: keyword.value for keyword in node.keywords}
        if isinstance(node, ast.Dict):
            values = {getattr(key, "value", None): value for key, value in zip(node.keys, node.values, strict=True)}
        for language in LANGUAGES:
            if values.keys() >= set(LANGUAGES):
                said[language].append(strings_in(values[language]))
    return said


def of_code(root: Path) -> Iterator[Pair]:
    """Functions and constants of the code that say something in both languages."""
    for path in sorted((root / "diagrams").rglob("*.py")):
        source = path.relative_to(root).as_posix()
        for key, texts in code_texts(path.read_text("utf-8")).items():
            yield Pair(f"{source.removesuffix('.py')}#{key}", texts, dict.fromkeys(LANGUAGES, source))


def strings_in(tree: ast.AST) -> str:
    """All strings of an expression, in whichever way they are put together."""
    return "\n".join(node.value for node in ast.walk(tree) if isinstance(node, ast.Constant)
                     and isinstance(node.value, str))


def code_texts(source: str) -> dict[str, dict[str, str]]:
    """{name of a function or constant: {language: what it says}}, of those that say something."""
    said = {name_of(node): said_in(node) for node in ast.parse(source).body}
    return {name: {language: "\n\n".join(texts[language]) for language in LANGUAGES}
            for name, texts in said.items() if JAPANESE.search("".join(texts["ja"]))}


def name_of(node: ast.stmt) -> str:
    """A function's or a constant's name."""
    if isinstance(node, ast.Assign):
        return ast.unparse(node.targets[0])
    return getattr(node, "name", "code")


def read(root: Path) -> dict[str, Pair]:
    """Everything that the project in `root` says twice, by name."""
    found = [*of_pages(root), *of_glossary(root), *of_code(root)]
    return {pair.name: pair for pair in sorted(found, key=lambda pair: pair.name)}
