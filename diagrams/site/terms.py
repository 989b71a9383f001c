"""Terms in the text: where a post first uses one, it leads to the glossary."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from re import Match
from xml.etree.ElementTree import Element

from markdown import Extension, Markdown
from markdown.treeprocessors import Treeprocessor

from diagrams.site.glossary import Term
from diagrams.site.page import Page

LETTERS = ("A-Za-z0-9_-", "ァ-ヺー", "一-龠々")
VERB = "(?!ま[しすせ]|付け)"
RUNNING = {"p", "li"}
LEFT_ALONE = {"h1", "h2", "h3", "h4", "h5", "h6", "a", "code", "pre", "summary", "figure", "table", "script", "svg"}
LEFT_ALONE_CLASSES = {"arithmatex", "admonition-title"}
AFTER_RELPATH = -10  # MkDocs has checked the links by then, and leaves ours as they are


class Terms(Extension):
    """Links first uses on `page`, if it is a post; whoever renders a page sets it before."""

    glossary: Sequence[Term] = ()
    page: Page | None = None

    def extendMarkdown(self, md: Markdown) -> None:
        """Take part in the rendering of one page."""
        if self.glossary and self.page and self.page.post:
            md.treeprocessors.register(FirstUses(self.glossary, self.page), "terms", AFTER_RELPATH)


@dataclass
class Text:
    """Running text: what stands at the start of `parent`, or in it after a `child`."""

    parent: Element
    child: Element | None
    aside: bool

    def read(self) -> str:
        """The text itself."""
        return (self.parent.text if self.child is None else self.child.tail) or ""

    def put(self, before: str, links: list[Element]) -> None:
        """Replace the text by a shorter one and links with their tails."""
        if self.child is None:
            self.parent.text, place = before, 0
        else:
            self.child.tail, place = before, list(self.parent).index(self.child) + 1
        self.parent[place:place] = links


class FirstUses(Treeprocessor):
    """Links each term once: where it is plain to see, or else where it is in a box."""

    def __init__(self, glossary: Sequence[Term], page: Page) -> None:
        super().__init__()
        self.page = page
        self.left = {term.id for term in glossary if term.link}
        self.spelled = [(spelling, term) for term in glossary for spelling in term.spellings(page.language)]
        self.spelled.sort(key=lambda pair: -len(pair[0]))

    def run(self, root: Element) -> None:
        """Change the elements of a page in place."""
        whole = "\n".join(text.read() for text in texts(root)).lower()
        spelled = [(spelling, term) for spelling, term in self.spelled if may_be_in(whole, spelling)]
        self.found = [term for _, term in spelled]
        self.pattern = re.compile("|".join(f"({word(spelling, self.page.language)})" for spelling, _ in spelled))
        for text in sorted(texts(root) if spelled else (), key=lambda text: text.aside):
            words = text.read()
            firsts = [match for match in self.pattern.finditer(words) if self.is_first(match)]
            ends = [match.start() for match in firsts[1:]] + [len(words)]
            if firsts:
                links = [self.link(match, words[match.end():end]) for match, end in zip(firsts, ends, strict=True)]
                text.put(words[:firsts[0].start()], links)

    def term(self, match: Match[str]) -> Term:
        """The term that was found."""
        return self.found[match.groups().index(match[0])]

    def is_first(self, match: Match[str]) -> bool:
        """Whether a term is still to be linked; from now on it is not."""
        term = self.term(match).id
        first = term in self.left
        self.left.discard(term)
        return first

    def link(self, match: Match[str], tail: str) -> Element:
        """A term as a link to what the glossary says of it."""
        target = self.page.link(f"glossary.html#{self.term(match).id}")
        link = Element("a", {"class": "term", "href": target})
        link.text, link.tail = match[0], tail
        return link


def texts(element: Element, running: bool = False, aside: bool = False) -> Iterator[Text]:
    """The running text below an element, in its order; what is in boxes is `aside`."""
    classes = set(element.get("class", "").split())
    if element.tag in LEFT_ALONE or classes & LEFT_ALONE_CLASSES:
        return
    running = running or element.tag in RUNNING
    aside = aside or element.tag == "details" or "admonition" in classes
    if running and element.text:
        yield Text(element, None, aside)
    for child in element:
        yield from texts(child, running, aside)
        if running and child.tail:
            yield Text(element, child, aside)


def may_be_in(text: str, spelling: str) -> bool:
    """Whether a text in small letters may hold a spelling, of which the last letter may change in the plural."""
    return all(part[:-1].lower() in text for part in spelling.split())


def word(spelling: str, language: str) -> str:
    """Pattern for a spelling that is no part of a longer word; capital letters alone are an abbreviation."""
    before = "".join(f"(?<![{kind}])" for kind in LETTERS if re.match(f"[{kind}]", spelling))
    after = "".join(f"(?![{kind}])" for kind in LETTERS if re.search(f"[{kind}]$", spelling)) or VERB
    parts = r"\s+".join(map(re.escape, spelling.split()))
    body = plural(parts) if language == "en" else parts
    return before + (body if spelling.isupper() else f"(?i:{body})") + after


def plural(english: str) -> str:
    """Pattern for an English noun, also in its plural."""
    if re.search("[^aeiou]y$", english):
        return f"{english[:-1]}(?:y|ies)"
    return english + ("(?:es)?" if re.search("(s|x|ch|sh)$", english) else "s?")
