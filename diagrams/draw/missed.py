"""What is left of a probability when one number is taken away: a row for each step at which that is done."""

from dataclasses import dataclass

from diagrams.draw.canvas import MARGIN, Canvas, fitted
from diagrams.draw.palette import ACCENT, INK, LINE, SOFT
from diagrams.facts import count, share
from diagrams.language import Say

NAME, TOLD, OF = 126, 168, 222  # right ends of the name, of the number, and of how many there are, in pixels
ROW, FIRST, PERCENT = 19, 232, 38  # height of a row, where the bars begin, what a percentage takes


@dataclass(frozen=True)
class Missed:
    """A step: its name, the number that is taken away there, of how many, and the probability that is left."""

    name: str
    told: str
    values: int
    part: float


def draw_missed(canvas: Canvas, say: Say, y: float, rows: list[Missed], whole: float) -> float:
    """All rows; the line across the bars is at the probability of the `whole`. Returns where they end."""
    heads = ((say(ja="数", en="number"), TOLD), (say(ja="数の個数", en="of"), OF),
             (say(ja="残る確率", en="left"), right(canvas)))
    canvas.text(MARGIN, y + 10, say(ja="ゼロにする場所", en="set to zero after"), size=11, color=SOFT)
    for name, x in heads:
        canvas.text(x, y + 10, name, size=11, color=SOFT, anchor="end")
    canvas.line([MARGIN, canvas.width - MARGIN], [y + 15, y + 15])
    unit = right(canvas) - PERCENT - FIRST
    for n, row in enumerate(rows):
        base = y + 30 + n * ROW
        canvas.text(MARGIN, base, fitted(row.name, 11, NAME - MARGIN), size=11)
        canvas.text(TOLD, base, row.told, size=11, color=ACCENT, anchor="end")
        canvas.text(OF, base, say.fact(count(row.values)), size=11, color=SOFT, anchor="end")
        canvas.rectangle(FIRST, base - 9, unit, 9, stroke=LINE, thickness=0.6)
        canvas.rectangle(FIRST, base - 9, max(unit * row.part, 0.6), 9, fill=SOFT)
        canvas.text(right(canvas), base, say.fact(share(row.part)), size=11, color=INK, anchor="end")
    end = y + 32 + (len(rows) - 1) * ROW
    canvas.line([FIRST + unit * whole] * 2, [y + 17, end], color=ACCENT, thickness=1.6, above=3)
    return end


def right(canvas: Canvas) -> float:
    """Where rows end."""
    return canvas.width - MARGIN


def table_of_missed(say: Say, rows: list[Missed]) -> list[tuple[str, ...]]:
    """The same as a table with a header row."""
    return [(say(ja="ゼロにする場所", en="set to zero after"), say(ja="数", en="number"), say(ja="数の個数", en="of"),
             say(ja="残る確率", en="probability left")),
            *((row.name, row.told, f"{row.values:,}", say.fact(share(row.part))) for row in rows)]
