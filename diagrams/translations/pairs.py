"""Everything the project says twice: sections of pages, entries of the glossary, what figures, site and scripts say."""

import ast
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import yaml

from diagrams.language import LANGUAGES
from diagrams.translations import markdown
from diagrams.translations.markdown import Unreadable
from diagrams.translations.words import JAPANESE, is_untranslated

GLOSSARY = "docs/glossary.yml"
NAMED = dict(zip(LANGUAGES, ("Japanese", "English"), strict=True))
FIELD = re.compile(r"\{[^{}]*\}")
SCRIPT_COMMENT = re.compile(r"/\*.*?\*/|(?<!:)//[^\n]*", re.S)
SCRIPT_PAIR = re.compile(r"""\{\s*ja: (["`])(?P<ja>[^"`]+)\1,\s*en: (["`])(?P<en>[^"`]+)\3,?\s*\}""")


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
        texts = {language: {section.key: section.text for section in markdown.sections(markdown.read(path))}
                 for language, path in files.items()}
        sources = {language: path.relative_to(root).as_posix() for language, path in files.items()}
        if len(files) == len(LANGUAGES):
            for key in texts["ja"].keys() & texts["en"].keys():
                yield Pair(f"{page}#{key}", {language: texts[language][key] for language in LANGUAGES}, sources)


def of_glossary(root: Path) -> Iterator[Pair]:
    """Terms of the glossary with their sentences. Raises Unreadable."""
    path = root / GLOSSARY
    for key, texts in glossary_texts(path.read_text("utf-8") if path.is_file() else "").items():
        yield Pair(f"glossary#{key}", texts, dict.fromkeys(LANGUAGES, GLOSSARY))


@cache
def glossary_texts(source: str) -> dict[str, dict[str, str]]:
    """{id: {language: the term and its sentence}} of the glossary's data. Raises Unreadable."""
    found = {}
    for entry in yaml.safe_load(source) or []:
        try:
            found[entry["id"]] = {language: f"{entry[language]}\n\n{entry['says'][language]}" for language in LANGUAGES}
        except (KeyError, TypeError) as error:
            raise Unreadable(f"{GLOSSARY}: the term {entry.get('id', entry)} lacks {error}") from error
    return found


def of_code(root: Path) -> Iterator[Pair]:
    """Functions and constants of the code that say something in both languages. Raises Unreadable."""
    for path in sorted((root / "diagrams").rglob("*.py")):
        source = path.relative_to(root).as_posix()
        try:
            texts = code_texts(path.read_text("utf-8-sig"))
        except SyntaxError as error:
            raise Unreadable(f"{source}, line {error.lineno}: {error.msg}") from error
        for key, said in texts.items():
            yield Pair(f"{source.removesuffix('.py')}#{key}", said, dict.fromkeys(LANGUAGES, source))


@cache
def code_texts(source: str) -> dict[str, dict[str, str]]:
    """{name of a function or constant: {language: what it says}}, of those that say something in words."""
    said: dict[str, list[dict[str, str]]] = {}
    for node in ast.parse(source).body:
        said.setdefault(name_of(node), []).extend(said_in(node))
    spoken = {name: [one for one in texts if any(map(has_words, one.values()))] for name, texts in said.items()}
    return {name: {language: "\n\n".join(one[language] for one in texts) for language in LANGUAGES}
            for name, texts in spoken.items() if texts}


def name_of(node: ast.stmt) -> str:
    """A function's or a constant's name."""
    targets = getattr(node, "targets", [getattr(node, "target", None)])
    return getattr(node, "name", ast.unparse(targets[0]) if targets[0] else "code")


def said_in(tree: ast.AST) -> Iterator[dict[str, str]]:
    """What a piece of code says: values of `ja=` and `en=` (or `one=` and `many=`), or of a dictionary's "ja", "en"."""
    for node in ast.walk(tree):
        values = {}
        if isinstance(node, ast.Call):
            values = {keyword.arg: [keyword.value] for keyword in node.keywords}
            if {"one", "many"} <= values.keys():
                values["en"] = values["one"] + values["many"]
        if isinstance(node, ast.Dict):
            values = {getattr(key, "value", None): [value] for key, value in zip(node.keys, node.values, strict=True)}
        if values.keys() >= {*LANGUAGES}:
            yield {language: "\n".join(map(strings_in, values[language])) for language in LANGUAGES}


def strings_in(tree: ast.AST) -> str:
    """All strings of an expression, in whichever way they are put together, with what is put into them."""
    if isinstance(tree, ast.FormattedValue):
        return f"{{{ast.unparse(tree.value)}}}"
    if isinstance(tree, ast.JoinedStr):
        return "".join(map(strings_in, tree.values))
    if isinstance(tree, ast.Constant):
        return tree.value if isinstance(tree.value, str) else ""
    return "\n".join(filter(None, map(strings_in, ast.iter_child_nodes(tree))))


def has_words(text: str) -> bool:
    """Whether something is said, beside names of fields and signs."""
    return bool(JAPANESE.search(text)) or is_untranslated(FIELD.sub("", text))


def of_scripts(root: Path) -> Iterator[Pair]:
    """Scripts in the browser that say something in both languages."""
    for path in sorted((root / "docs").rglob("*.js")):
        source = path.relative_to(root).as_posix()
        for key, said in script_texts(path.read_text("utf-8")).items():
            yield Pair(f"{source.removesuffix('.js')}#{key}", said, dict.fromkeys(LANGUAGES, source))


def script_texts(source: str) -> dict[str, dict[str, str]]:
    """{"words": {language: all that a script in the browser says}}; {} where it says nothing."""
    found = [*SCRIPT_PAIR.finditer(SCRIPT_COMMENT.sub("", source))]
    said = {language: "\n\n".join(pair[language] for pair in found) for language in LANGUAGES}
    return {"words": said} if found else {}


def read(root: Path) -> dict[str, Pair]:
    """Everything that the project in `root` says twice, by name. Raises Unreadable."""
    found = [*of_pages(root), *of_glossary(root), *of_code(root), *of_scripts(root)]
    return {pair.name: pair for pair in sorted(found, key=lambda pair: pair.name)}
