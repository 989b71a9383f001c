"""What a figure function returns."""

from dataclasses import dataclass

from matplotlib.figure import Figure


@dataclass(frozen=True)
class Drawing:
    """A finished figure in one language.

    `title` is the message, `description` says in two sentences at most what is shown, for those who
    cannot see it. `table`, where numbers are the message: a header row, then rows, all strings. `top` is where
    the title ends, in pixels from above.
    """

    figure: Figure
    title: str
    description: str
    table: tuple[tuple[str, ...], ...] | None = None
    top: float = 0
