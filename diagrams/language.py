"""Two languages, always both: a forgotten translation is an error where it is written."""

from dataclasses import dataclass
from typing import Protocol

LANGUAGES = ("ja", "en")
OTHER = dict(zip(LANGUAGES, reversed(LANGUAGES), strict=True))


@dataclass(frozen=True, kw_only=True)
class Text:
    """The same thing said in Japanese and in English."""

    ja: str
    en: str

    def __post_init__(self) -> None:
        for language in LANGUAGES:
            if not getattr(self, language):
                raise ValueError(f"this text has no {language}: {self}")

    def __getitem__(self, language: str) -> str:
        return getattr(self, language)

    def as_dict(self) -> dict[str, str]:
        return {language: self[language] for language in LANGUAGES}


class Written(Protocol):
    """What knows how each language writes it, as a fact does."""

    @property
    def text(self) -> Text: ...


Told = str | Written


@dataclass(frozen=True)
class Say:
    """Says things in one language; a figure is drawn once with each.

    `notices` tell what its reader must know before anything else, each in a line.
    """

    language: str
    notices: tuple[str, ...] = ()

    def __call__(self, *, ja: str, en: str, **facts: Told) -> str:
        """Fill facts into the template of this language: say(ja="{n}個", en="{n} cells", n=count(4))."""
        template = Text(ja=ja, en=en)[self.language]
        return template.format(**{name: self.fact(fact) for name, fact in facts.items()})

    def fact(self, fact: Told) -> str:
        """A fact, or a plain string, as it is written in this language."""
        return fact if isinstance(fact, str) else fact.text[self.language]
