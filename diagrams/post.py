"""What a post module says about itself."""

from dataclasses import dataclass

from diagrams.inputs import Every, Layer, Line


@dataclass(frozen=True)
class Post:
    """One post; `explains` names the layers, or the lines, of the script that it lights.

    `number` is its place in the series, None for what stands beside the series.
    """

    number: int | None
    explains: tuple[Layer | Every | Line, ...] = ()
    first_published: str | None = None
