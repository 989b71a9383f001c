"""The glossary: what docs/glossary.yml says of each term, and the page that lists them all."""

import re
from bisect import bisect
from dataclasses import dataclass, field
from functools import cache
from html import escape
from itertools import groupby
from pathlib import Path
from unicodedata import combining, name, normalize

import yaml

from diagrams.language import OTHER
from diagrams.site.notice import notice
from diagrams.site.page import Page
from diagrams.translations.words import PHRASE

ROWS = "あかさたなはまやらわ"
SMALL = str.maketrans("ぁぃぅぇぉっゃゅょゎ", "あいうえおつやゆよわ")
VOWELS = dict(zip("AIUEO", "あいうえお", strict=True))
KANA = re.compile("[ぁ-ゖァ-ヺー]+")


@dataclass(frozen=True)
class Term:
    """One term; the comment at the top of docs/glossary.yml says what each field means."""

    id: str
    en: str
    ja: str
    reading: str
    says: dict[str, str]
    also: dict[str, list[str]] = field(default_factory=dict)
    avoid: list[str] = field(default_factory=list)
    false_friends: list[str] = field(default_factory=list)
    post: str | None = None
    link: bool = True
    note: str = ""

    def name(self, language: str) -> str:
        """The term in one language."""
        return {"ja": self.ja, "en": self.en}[language]

    def spellings(self, language: str) -> list[str]:
        """All that may stand for the term in one language."""
        return [self.name(language), *self.also.get(language, [])]

    def key(self, language: str) -> str:
        """What the term is sorted by."""
        return {"ja": gojuon(self.reading), "en": self.en.lower()}[language]

    def letter(self, language: str) -> str:
        """What the term is looked up under: あ, か, さ, ... or A, B, C, ..."""
        return {"ja": ROWS[bisect(ROWS, self.reading[0]) - 1], "en": self.en[0].upper()}[language]


def gojuon(reading: str) -> str:
    """A reading as dictionaries sort it: without voicing marks and small kana, long vowels spelled out."""
    plain = "".join(kana for kana in normalize("NFD", reading) if not combining(kana)).translate(SMALL)
    return re.sub("(.)ー", lambda kana: kana[1] + VOWELS[name(kana[1])[-1]], plain)


def read(docs: Path) -> list[Term]:
    """All terms."""
    return terms_of((docs / "glossary.yml").read_text(encoding="utf-8"))


@cache
def terms_of(source: str) -> list[Term]:
    return [Term(**entry) for entry in yaml.safe_load(source)]


def block(page: Page) -> str:
    """All terms in the order of the page's language, under their letters, with links to the letters above."""
    terms = sorted(read(page.docs), key=lambda term: term.key(page.language))
    letters = [(letter, list(same)) for letter, same in groupby(terms, lambda term: term.letter(page.language))]
    links = "".join(f'<li><a href="#{anchor(letter)}">{letter}</a></li>' for letter, _ in letters)
    label = page.say(ja="五十音で探す", en="Find by letter")
    sections = "".join(section(letter, same, page) for letter, same in letters)
    return (f'<nav class="letters" aria-label="{label}" data-search-exclude><ul>{links}</ul></nav>'
            f'<div class="glossary">{sections}</div>')


def anchor(letter: str) -> str:
    """The id of a letter's heading: letter-k, letter-ka."""
    return f"letter-{name(letter).split()[-1].lower()}"


def section(letter: str, terms: list[Term], page: Page) -> str:
    """All terms of one letter; search finds the terms, not the letter."""
    heading = page.say(ja=f"{letter}行", en=letter)
    return (f'<h2 id="{anchor(letter)}" data-search-exclude>{heading}</h2>'
            + "".join(entry(term, page) for term in terms))


def entry(term: Term, page: Page) -> str:
    """One term: its names, what it is, and the post that explains it."""
    kind = page.notices.get(term.id)
    told = notice(kind, term.id, page) if kind else ""
    return (f'<section class="entry"><h3 id="{term.id}"><dfn>{escape(term.name(page.language))}</dfn>'
            f'<a class="headerlink" href="#{term.id}">¶</a></h3>'
            f'<p class="names" data-search-exclude>{names(term, page)}</p>'
            f'{told}<p class="says">{sentence(term, page)}</p>'
            f"{read_on(term, page)}</section>")


def sentence(term: Term, page: Page) -> str:
    """What a term is; English in a Japanese sentence is marked."""
    words, *rest = escape(term.says[page.language], quote=False).split("`")
    if page.language == "ja":
        words, rest[1::2] = marked(words), map(marked, rest[1::2])
    rest[::2] = (f"<code>{code}</code>" for code in rest[::2])
    return words + "".join(rest)


def marked(words: str) -> str:
    """Japanese words, with English ones marked as such."""
    return PHRASE.sub(r'<span lang="en">\g<0></span>', words)


def names(term: Term, page: Page) -> str:
    """How to read a term where kana alone do not say so, and the term in the other language."""
    other = OTHER[page.language]
    told = [] if page.language == "en" or KANA.fullmatch(term.ja) else [f"<span>{term.reading}</span>"]
    if term.ja != term.en:
        told.append(f'<span lang="{other}">{escape(term.name(other))}</span>')
    return " ".join(told)


def read_on(term: Term, page: Page) -> str:
    """The link to the post that explains a term, where there is one."""
    about = page.about(term.post)
    if not (term.post and about):
        return ""
    number = page.numbered(page.posts[term.post])
    return (f'<p class="read-on" data-search-exclude>{number} '
            f'<a href="{page.link(f"posts/{term.post}.html")}">{escape(about["title"])}</a></p>')
