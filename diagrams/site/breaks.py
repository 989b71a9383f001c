"""Japanese headings are broken between phrases, in every browser."""

from html import escape
from xml.etree.ElementTree import Element

from markdown import Extension, Markdown
from markdown.treeprocessors import Treeprocessor

from diagrams.phrases import phrases

SHORT = {"h1", "h2", "h3", "h4", "summary", "th"}
AFTER_CONTENTS = 4  # the table of contents has taken the headings by then


class Breaks(Extension):
    """Marks places for line breaks in a page of this `language`; whoever renders a page sets it before."""

    language = ""

    def extendMarkdown(self, md: Markdown) -> None:
        """Take part in the rendering of one page."""
        if self.language == "ja":
            md.treeprocessors.register(BetweenPhrases(), "breaks", AFTER_CONTENTS)


class BetweenPhrases(Treeprocessor):
    """Puts <wbr> between the phrases of headings and other short lines."""

    def run(self, root: Element) -> None:
        """Change the elements of a page in place."""
        for element in root.iter():
            if element.tag in SHORT:
                mark(element)


def breakable(text: str, language: str) -> str:
    """A short line as HTML that can be broken between its phrases."""
    return "<wbr>".join(map(escape, phrases(text, language))) if language == "ja" else escape(text)


def mark(element: Element) -> None:
    """Put the marks into an element's own text; code and links in it stay as they are."""
    children = list(element)
    element.text, marks = marked(element.text)
    element[:] = marks
    for child in children:
        child.tail, marks = marked(child.tail)
        element.extend([child, *marks])


def marked(text: str | None) -> tuple[str, list[Element]]:
    """A text as its first phrase, and a <wbr> before each of the others."""
    first, *others = phrases(text or "", "ja") or [""]
    marks = []
    for phrase in others:
        mark = Element("wbr")
        mark.tail = phrase
        marks.append(mark)
    return first, marks
