"""What a post module says about itself."""

from dataclasses import dataclass

from diagrams.inputs import Every, Layer


@dataclass(frozen=True)
class Post:
    """One post of the series; `explains` names the layers whose lines of the script it lights."""

    number: int
    explains: tuple[Layer | Every, ...]
    first_published: str | None = None
