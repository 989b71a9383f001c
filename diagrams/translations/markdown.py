"""Pages as sections, and what stands in a section beside its words: code, figures, links, facts, questions."""

import re
from dataclasses import dataclass

HEADING = re.compile(r"^(#{1,6}) +(?P<title>.*?)(?: *\{ *#(?P<id>[\w-]+) *\})? *$", re.M)
ID = re.compile(r"(?<=\S) *\{ *#[\w-]+ *\} *$", re.M)
FRONT = re.compile(r"\A---\n(.*?\n)---\n", re.S)
FENCE = re.compile(r"^[ \t]*(`{3,}|~{3,})(.*?)^[ \t]*\1[ \t]*$", re.M | re.S)
FORMULA = re.compile(r"\$\$.+?\$\$|\$[^$\n]+\$", re.S)
INLINE_CODE = re.compile(r"`[^`\n]+`")
FIGURE = re.compile(r"^[ \t]*!\[[^\]]*\]\(([^)]+)\)", re.M)
LINK = re.compile(r"(?<!\\)\]\(([^)\s]+)\)")
FACT = re.compile(r"\{\{ *([\w.]+) *\}\}")
QUESTION = re.compile(r"^[ \t]*\?\?\?\+? question\b", re.M)
BOX = re.compile(r"^[ \t]*(?:!!!|\?\?\?\+?) (?!question\b)(\w+)", re.M)
FOOTNOTE = re.compile(r"\[\^([\w-]+)\]")
FOREIGN = re.compile(r'<(\w+) lang="\w+">.*?</\1>', re.S)
NOT_PROSE = (FENCE, INLINE_CODE, FORMULA, FACT, re.compile(r"\]\([^)]*\)"), re.compile(r"\{[^{}\n]*\}"),
             re.compile(r"https?://\S+"), FOOTNOTE, re.compile(r"^ *(?:!!!|\?\?\?\+?) \w+", re.M))


@dataclass(frozen=True)
class Section:
    """A heading and what follows it up to the next; `line` counts from 1 in its page."""

    key: str
    level: int
    text: str
    line: int


def blank(text: str, *patterns: re.Pattern) -> str:
    """The text with what the patterns match turned into blanks, every line in its place."""
    for pattern in patterns:
        text = pattern.sub(lambda match: re.sub(r"[^\n]", " ", match[0]), text)
    return text


def prose(text: str) -> str:
    """What a reader reads as words: without code, formulas, facts, addresses and ids; lines stay where they are."""
    return blank(text, *NOT_PROSE)


def sections(page: str) -> list[Section]:
    """A page's Markdown as sections; what stands above the first heading is the section "head".

    A heading without an id has the key ""; the text leaves the id out.
    """
    headings = list(HEADING.finditer(blank(page, FRONT, FENCE)))
    starts = [0, *(heading.start() for heading in headings)]
    ends = [*starts[1:], len(page)]
    keys = [("head", 0), *((heading["id"] or "", len(heading[1])) for heading in headings)]
    return [Section(key, level, ID.sub("", page[start:end], count=1), page.count("\n", 0, start) + 1)
            for (key, level), start, end in zip(keys, starts, ends, strict=True)]


def code_blocks(text: str) -> list[str]:
    """Fenced code without its comments and strings, which are in the language of the page."""
    return [re.sub(r"#.*|\"[^\"\n]*\"", "", fence[0]) for fence in FENCE.finditer(text)]


def parts(text: str) -> dict[str, list[str]]:
    """What both languages of a section must share, by kind, in the order of the text."""
    words = blank(text, FENCE)
    return {
        "figure": FIGURE.findall(words),
        "code": code_blocks(text),
        "formula": sorted(re.sub(r"\\text\{[^}]*\}|\s", "", formula) for formula in FORMULA.findall(words)),
        "question": QUESTION.findall(words),
        "box": BOX.findall(words),
        "link": sorted(set(LINK.findall(blank(words, FIGURE)))),
        "inline code": sorted(set(INLINE_CODE.findall(words))),
        "fact": sorted(set(FACT.findall(text))),
        "footnote": sorted(set(FOOTNOTE.findall(words))),
    }
