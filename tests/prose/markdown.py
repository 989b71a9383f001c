"""A page as plain Markdown: what textlint and cspell would take for words is gone, every line stays in its place."""

import re

from diagrams.translations.markdown import FENCE, FORMULA, FRONT, INLINE_CODE

NUMBER, CODE = "100", "`code`"
FACT = r"\{\{[^}\n]*\}\}"
SPOKEN_IN_FRONT = re.compile(r"^(title|description): (\"?)(.*)\2$")
INDENTED = re.compile(r"^ {4}.*$", re.M)

STAND_INS = (
    (FENCE, ""),
    (INLINE_CODE, CODE),
    (FORMULA, CODE),
    (re.compile(rf"^[ \t]*(?:!\[.*\]\(.*\)|{FACT})[ \t]*$|(?<=。){FACT}$", re.M), ""),
    (re.compile(FACT), NUMBER),
    (re.compile(r"[ \t]*\{ ?[:#.][^{}\n]*\}|</?[a-z][^>]*>|^ {4}", re.M), ""),
    (re.compile(r"\[([^\]\n]*)\]\([^)\n]*\)"), r"\1"),
    (re.compile(r"^(?:(?:!!!|\?\?\?\+?) \w+|===) \"(.*)\"$", re.M), r"# \1"),
)


def plain(page: str) -> str:
    """The words of a page. Facts are numbers; the title of a box is a heading, since its text follows it at once."""
    text = FRONT.sub(lambda match: front(match[0]), page)
    for pattern, stand_in in STAND_INS:
        text = pattern.sub(lambda match, given=stand_in: match.expand(given) + "\n" * match[0].count("\n"), text)
    return text


def without_code(text: str) -> str:
    """A README without its indented code. In a page, what is indented is the text of a box."""
    return INDENTED.sub("", text)


def front(matter: str) -> str:
    """Title and description of a page, each on its line."""
    found = (SPOKEN_IN_FRONT.match(line) for line in matter.split("\n"))
    return "\n".join(("# " if match[1] == "title" else "") + match[3] if match else "" for match in found)
