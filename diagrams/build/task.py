"""What a worker is asked to make."""

from dataclasses import dataclass
from typing import Any

FACTS = "facts"
FIGURE, POSTER, SOCIAL = "svg", "pdf", "png"  # how the files of drawings end


@dataclass(frozen=True)
class Task:
    """One drawing in one language, or (language "") the facts of a post; `why` is "" when it is up to date.

    `notices` say on the drawing what `caveats` name.
    """

    post: str
    name: str
    language: str
    asks: dict[str, list[Any]]
    ingredients: dict[str, str]
    caveats: tuple[str, ...]
    notices: tuple[str, ...]
    why: str
    ending: str = FIGURE

    @property
    def kind(self) -> str:
        """FIGURE, POSTER, SOCIAL or FACTS."""
        return self.ending if self.language else FACTS

    @property
    def output(self) -> str:
        """The drawing's file below the figures folder; for facts the name of their record."""
        return f"{self.post}/{self.name}.{self.language}.{self.ending}" if self.language else f"{self.post}/{FACTS}"
