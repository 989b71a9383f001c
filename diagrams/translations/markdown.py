"""Pages as sections, and what stands in a section beside its words: code, figures, links, facts, questions."""

import re
from dataclasses import dataclass
from functools import cache
from itertools import zip_longest
from pathlib import Path
from typing import Any

import yaml

NEWLINE = "\n"
HEADING = re.compile(r"^(#{1,6}) +(?P<title>.*?)(?: *\{ *#(?P<id>[\w-]+) *\})? *$", re.M)
ID = re.compile(r"(?<=\S) *\{ *#[\w-]+ *\} *$", re.M)
FRONT = re.compile(r"\A---\n(.*?\n)---(?:\n|\Z)", re.S)
COMMENT = re.compile(r"<!--.*?-->", re.S)
FENCE = re.compile(r"^[ \t]*(`{3,}|~{3,})(.*?)^[ \t]*\1[ \t]*$", re.M | re.S)
FORMULA = re.compile(r"\$\$.+?\$\$|\$[^$\n]+\$", re.S)
INLINE_CODE = re.compile(r"`[^`\n]+`")
FIGURE = re.compile(r"^[ \t]*!\[[^\]]*\]\(([^)]+)\)", re.M)
LINK = re.compile(r"""(?<!\\)\]\(\s*<?([^)\s>]+)>?[^)]*\)|^ {0,3}\[[^\]^]+\]:\s*(\S+)|(?:href|src)=["']([^"']+)"""
                  r"|<(https?:[^>]+)>", re.M)
FACT = re.compile(r"\{\{ *([\w.]+) *\}\}")
QUESTION = re.compile(r"^[ \t]*(?:!!!|\?\?\?\+?) ?question\b", re.M)
BOX = re.compile(r"^[ \t]*(?:!!!|\?\?\?\+?) ?(?!question\b)(\w+)", re.M)
ROW = re.compile(r"^[ \t]*\|[^\n]*\|", re.M)
UNREAD = re.compile(r"^(?:#{1,6}[^#\s][^\n]*|[ \t]+#{1,6} [^\n]*|[^\n]*<h[1-6]\b[^\n]*)$"
                    r"|^(?![ \t]*$|[ \t]*\|)[^\n]+\n(?:=+|-+)[ \t]*$", re.M)
CODE_COMMENT = re.compile(r"(?<!\S)#(?= ).*")
STRING = re.compile(r""""[^"\n]*"|'[^'\n]*'""")
FOOTNOTE = re.compile(r"\[\^([\w-]+)\]")
FOREIGN = re.compile(r'<(\w+) lang="\w+">.*?</\1>', re.S)
NOT_PROSE = (FENCE, INLINE_CODE, FORMULA, FACT, re.compile(r"\]\([^)]*\)"), re.compile(r"\{[^{}\n]*\}"),
             re.compile(r"https?://\S+"), FOOTNOTE, re.compile(r"^ *(?:!!!|\?\?\?\+?) \w+", re.M))


class Unreadable(ValueError):
    """A file cannot be read as what it should be; the message names it and says why, in one line."""


@dataclass(frozen=True)
class Section:
    """A heading and what follows it up to the next; `line` counts from 1 in its page."""

    key: str
    level: int
    text: str
    line: int


def blank(text: str, *patterns: re.Pattern[str]) -> str:
    """The text with what the patterns match turned into blanks, every line in its place."""
    for pattern in patterns:
        text = pattern.sub(lambda match: re.sub(r"[^\n]", " ", match[0]), text)
    return text


def prose(text: str) -> str:
    """What a reader reads as words: without code, formulas, facts, addresses and ids; lines stay where they are."""
    return blank(text, *NOT_PROSE)


def read(path: Path) -> str:
    """A page's text."""
    return path.read_text("utf-8-sig")


@cache
def front_matter(page: str) -> dict[str, Any]:
    """The settings at a page's top; {} where there are none. Raises Unreadable."""
    found = FRONT.match(page)
    try:
        settings = yaml.safe_load(found[1]) if found else {}
    except yaml.YAMLError as error:
        raise Unreadable(f"the settings at its top are no YAML: {' '.join(str(error).split())}") from error
    if not isinstance(settings or {}, dict):
        raise Unreadable("the settings at its top are no names with values")
    return settings or {}


def headings(page: str) -> list[re.Match[str]]:
    """Every heading of a page that stands outside of code and comments."""
    return list(HEADING.finditer(blank(page, FRONT, FENCE, COMMENT)))


def sections(page: str) -> list[Section]:
    """A page's Markdown as sections; what stands above the first heading is the section "head".

    A heading without an id has the key ""; the text leaves the id out.
    """
    found = headings(page)
    starts = [0, *(heading.start() for heading in found)]
    ends = [*starts[1:], len(page)]
    keys = [("head", 0), *((heading["id"] or "", len(heading[1])) for heading in found)]
    return [Section(key, level, ID.sub("", page[start:end], count=1), page.count("\n", 0, start) + 1)
            for (key, level), start, end in zip(keys, starts, ends, strict=True)]


def unread(page: str) -> list[str]:
    """A line for each heading that only Markdown would see."""
    plain = blank(page, FRONT, FENCE, COMMENT)
    return [f":{plain.count(NEWLINE, 0, found.start()) + 1}: write this heading as ## Title {{ #id }}: "
            f"{found[0].split(NEWLINE)[0].strip()[:60]}" for found in UNREAD.finditer(plain)]


def code_blocks(text: str) -> list[str]:
    """Fenced code without its comments, which are in the language of the page."""
    return [CODE_COMMENT.sub("", fence[0]) for fence in FENCE.finditer(text)]


def same_code(ja: str, en: str) -> bool:
    """Whether two pieces of code differ at most in strings that are Japanese on the Japanese side."""
    strings = zip_longest(STRING.findall(ja), STRING.findall(en), fillvalue="")
    return STRING.sub("", ja) == STRING.sub("", en) and all(a == b or not a.isascii() for a, b in strings)


def parts(text: str) -> dict[str, list[str]]:
    """What both languages of a section must share, by kind, in the order of the text."""
    words = blank(text, FENCE)
    return {
        "figure": FIGURE.findall(words),
        "code": code_blocks(text),
        "formula": sorted(re.sub(r"\\text\{[^}]*\}|\s", "", formula) for formula in FORMULA.findall(words)),
        "question": QUESTION.findall(words),
        "box": BOX.findall(words),
        "link": sorted({"".join(found) for found in LINK.findall(blank(words, FIGURE))}),
        "inline code": sorted(set(INLINE_CODE.findall(words))),
        "table": [str(row.count("|")) for row in ROW.findall(words)],
        "fact": sorted(set(FACT.findall(text))),
        "footnote": sorted(set(FOOTNOTE.findall(words))),
    }
