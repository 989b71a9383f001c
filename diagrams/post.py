"""What a post module says about itself."""

from dataclasses import dataclass

from diagrams.inputs import Every, Layer, Line


@dataclass(frozen=True)
class Post:
    """One post of the series; `explains` names the layers, or the lines, of the script that it lights."""

    number: int
    explains: tuple[Layer | Every | Line, ...]
    first_published: str | None = None
