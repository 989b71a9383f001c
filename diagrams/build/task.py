"""What a worker is asked to make."""

from dataclasses import dataclass

FACTS = "facts"


@dataclass(frozen=True)
class Task:
    """One figure in one language, or (language "") the facts of a post; `why` is "" when it is up to date."""

    post: str
    name: str
    language: str
    asks: dict[str, list]
    ingredients: dict[str, str]
    caveats: tuple[str, ...]
    why: str

    @property
    def output(self) -> str:
        """The figure's file below the figures folder; for facts the name of their record."""
        return f"{self.post}/{self.name}.{self.language}.svg" if self.language else f"{self.post}/{FACTS}"
