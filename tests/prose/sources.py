"""Everything that is checked: pages, what figures and scripts say, the sentences of the glossary, the README."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from tests.prose import markdown, quoted

LANGUAGES = ("ja", "en")
GLOSSARY = Path("docs", "glossary.yml")
JAPANESE_PART = "## 日本語で\n"


@dataclass(frozen=True)
class Source:
    """What a file (from the project's folder) says in one language, as Markdown with every line in its place."""

    path: Path
    language: str
    text: str


def read(root: Path) -> list[Source]:
    """Everything that the project in `root` says."""
    return [Source(path.relative_to(root), language, text) for language in LANGUAGES
            for path, text in (*pages(root, language), *code(root, language), *glossary(root, language),
                               *readme(root, language))]


def pages(root: Path, language: str) -> Iterator[tuple[Path, str]]:
    for path in sorted((root / "docs").rglob(f"*.{language}.md")):
        yield path, markdown.plain(path.read_text("utf-8"))


def code(root: Path, language: str) -> Iterator[tuple[Path, str]]:
    for path in sorted((root / "diagrams").rglob("*.py")):
        yield path, quoted.in_code(path.read_text("utf-8"), language)
    for path in sorted((root / "docs").rglob("*.js")):
        yield path, quoted.in_script(path.read_text("utf-8"), language)


def glossary(root: Path, language: str) -> Iterator[tuple[Path, str]]:
    yield root / GLOSSARY, quoted.in_glossary(terms(root), language)


def terms(root: Path) -> str:
    """The glossary as it is written."""
    return (root / GLOSSARY).read_text("utf-8")


def readme(root: Path, language: str) -> Iterator[tuple[Path, str]]:
    """The README is in English, with a part in Japanese at its end."""
    path = root / "README.md"
    if path.is_file():
        english, heading, japanese = path.read_text("utf-8").partition(JAPANESE_PART)
        text = "\n" * english.count("\n") + heading + japanese if language == "ja" else english
        yield path, markdown.plain(markdown.without_code(text))
