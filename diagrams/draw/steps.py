"""The steps of a network as data, and how they share a sheet."""

from dataclasses import dataclass, replace

import numpy as np

from diagrams.draw.thread import TURN
from diagrams.facts import decimal

WRITTEN, LOW, LABEL = 40, 28, 24  # what is written of a step, its least, a number in the lane: how high
FLAT, FEW, DIGITS = 22, 8, 20  # of values without places: about how high; how many in digits, how high then
BAR, MORE, LEAST = 15, 26, 4  # height of an answer, what "+28" takes, least gap between steps
ROWS = (4, 3, 2, 1)  # of all maps: the more rows, the larger the maps


@dataclass(frozen=True)
class Step:
    """A layer: what is written of it, its output (rows, columns, maps) or (values,), and the followed place in that.

    `place` is empty where nothing is followed yet; `is_same` says that it hands on every number as it is.
    """

    name: str
    code: str
    deed: str
    values: np.ndarray
    place: tuple[int, ...]
    parameters: int
    is_same: bool

    @property
    def number(self) -> float | None:
        return float(self.values[self.place]) if self.place else None

    @property
    def told(self) -> str:
        """The followed number in digits; nothing without one."""
        return "" if self.number is None else told_number(self.number)


def told_number(number: float) -> str:
    """A number in digits; a zero is bare."""
    return decimal(number, 3 if abs(number) < 100 else 1) if number else "0"


@dataclass(frozen=True)
class Plan:
    """Where things stand: columns as (left, width) in pixels, `beside` when what is written has one of its own.

    `large` and `small` are pixels for a cell of the followed map, and of all maps with what separates them; `rows` is
    how many rows of these at most, `gap` what separates two steps, `dots` how many dots a pixel has at most.
    """

    text: tuple[float, float]
    lane: tuple[float, float]
    sheet: tuple[float, float]
    large: float
    small: float
    rows: int
    gap: float
    dots: float
    beside: bool

    def grid(self, maps: np.ndarray) -> tuple[int, int]:
        """How many maps in a row, and how many of all are shown."""
        step, wanted = maps.shape[1] * self.small, maps.shape[2]
        across = max(1, int(self.sheet[1] / step + 0.01))
        if wanted <= across * self.rows:
            return min(across, wanted), wanted
        return across, max(1, across * self.rows - int(np.ceil(MORE / step)))

    def picture(self, step: Step) -> float:
        """How high the pictures of a step are."""
        if step.is_same:
            return 0
        if step.values.ndim == 1:
            return self.flat(step)[2] + 2 * TURN
        across, shown = self.grid(step.values)
        small = -(-shown // across) * step.values.shape[0] * self.small + 2
        return max(small, step.values.shape[0] * self.large + (0 if self.beside else LABEL - WRITTEN))

    def flat(self, step: Step) -> tuple[np.ndarray, float, float]:
        """Values without places, line by line: (lines, columns), how wide one is, and how high all are."""
        if len(step.values) <= FEW:
            return step.values[None], self.sheet[1] / len(step.values), DIGITS
        lines = max(1, round((FLAT * len(step.values) / self.sheet[1]) ** 0.5))
        across = -(-len(step.values) // lines)
        size = self.sheet[1] / across
        return np.pad(step.values, (0, lines * across - len(step.values))).reshape(lines, across), size, size * lines

    def height(self, step: Step) -> float:
        """How high a step is."""
        if self.beside:
            return max(LOW if step.is_same else WRITTEN, self.picture(step))
        return WRITTEN + self.picture(step)

    def needs(self, steps: list[Step]) -> float:
        """How high steps are, one below the other, the last with its answers."""
        return sum(map(self.height, steps[:-1])) + max(WRITTEN, BAR * steps[-1].values.size)

    def shows_all(self, steps: list[Step]) -> bool:
        """Whether every map of every step is shown."""
        return all(self.grid(maps)[1] == maps.shape[2] for maps in maps_of(steps))

    def fitted(self, steps: list[Step], room: float) -> "Plan":
        """The plan with all maps, as large as fit, and gaps that fill the room; small maps if none fit."""
        plans = [self.with_rows(steps, rows) for rows in ROWS]
        best = next((plan for plan in plans if plan.needs(steps) + LEAST * len(steps) <= room), plans[-1])
        return replace(best, gap=max(LEAST, min((room - best.needs(steps)) / len(steps), WRITTEN)))

    def with_rows(self, steps: list[Step], rows: int) -> "Plan":
        """The plan with so many rows of all maps, as large as all of them fit, and a followed map no higher."""
        small = min(self.sheet[1] / (-(-maps.shape[2] // rows) * maps.shape[1]) for maps in maps_of(steps))
        small = min(small, self.large)
        return replace(self, small=small, large=min(self.large, rows * small), rows=rows)


def maps_of(steps: list[Step]) -> list[np.ndarray]:
    """The maps (rows, columns, maps) of those steps that give some."""
    return [step.values for step in steps if step.values.ndim == 3]
