"""Pairs of shares on one axis, a row for each run: what would be reported, what is true, and the gap between them."""

from collections.abc import Callable
from dataclasses import dataclass

from diagrams.draw.canvas import MARGIN, Canvas
from diagrams.draw.palette import ACCENT, INK, LINE, PAPER, SOFT, Color
from diagrams.facts import MINUS, share
from diagrams.language import Say

SIDE, ROW, HEAD, GAP = 48, 24, 26, 48  # width of a row's name, heights of a row and a heading, width of a gap's number
NUMBER = 36  # width of a share beside its dot


@dataclass(frozen=True)
class Run:
    """One training: its name, the share right that would be reported, and the share right that is true."""

    name: str
    reported: float
    honest: float

    @property
    def gap(self) -> float:
        """How far the report is above the truth, in percentage points."""
        return 100 * (self.reported - self.honest)


def points(gap: float) -> str:
    """A difference with its sign: +24.1, −3.0, 0.0."""
    return f"{'+' if round(gap, 1) > 0 else MINUS if round(gap, 1) < 0 else ''}{abs(gap):.1f}"


def draw_dumbbells(canvas: Canvas, say: Say, y: float, groups: list[tuple[str, list[Run]]], chance: float) -> float:
    """All runs below the heading of their group; the axis begins at pure chance; returns where they end."""
    left, right = MARGIN + SIDE + NUMBER, canvas.width - MARGIN - GAP - NUMBER
    values = [value for _, runs in groups for run in runs for value in (run.reported, run.honest)]
    low, high = min(chance, *values), next(mark for mark in (0.5, 0.75, 1.0) if mark >= max(chance, *values))

    def place(value: float) -> float:
        return left + (value - low) / (high - low) * (right - left)

    marks = [chance, *(mark for mark in (0.25, 0.5, 0.75, 1.0) if chance + 0.15 < mark <= high)]
    for name, runs in groups:
        canvas.text(MARGIN, y + 16, name, size=13)
        y += HEAD
        for mark in marks:
            canvas.line([place(mark)] * 2, [y, y + ROW * len(runs)], color=SOFT if mark == chance else LINE,
                        thickness=0.8, dashed=mark == chance, above=0.5)
        for run in runs:
            one_run(canvas, say, y + ROW / 2, run, place)
            y += ROW
        y += 8
    for mark in marks:
        canvas.text(place(mark), y + 6, say.fact(share(mark)), size=10, color=SOFT, anchor="middle")
    return y + 12


def one_run(canvas: Canvas, say: Say, y: float, run: Run, place: Callable[[float], float]) -> None:
    """A filled dot for the report, a hollow one for the truth, their numbers outside, the gap at the right."""
    honest, reported = place(run.honest), place(run.reported)
    canvas.text(MARGIN + 6, y, run.name, size=11, color=SOFT, middle=True)
    canvas.line([honest, reported], [y, y], color=ACCENT if run.gap > 0 else SOFT, thickness=5, above=2)
    for x, value, fill in ((honest, run.honest, PAPER), (reported, run.reported, INK)):
        dot(canvas, x, y, fill)
        outside = x < max(honest, reported) or (x == honest == reported and fill == PAPER)
        canvas.text(x + (-9 if outside else 9), y, say.fact(share(value)), size=11, middle=True,
                    anchor="end" if outside else "start", color=SOFT if fill == PAPER else INK)
    canvas.text(canvas.width - MARGIN, y, points(run.gap), size=13, anchor="end", middle=True,
                color=ACCENT if run.gap > 0 else SOFT)


def dot(canvas: Canvas, x: float, y: float, fill: Color) -> None:
    """A small circle."""
    canvas.page.plot([x], [y], marker="o", markersize=9, markerfacecolor=fill, markeredgecolor=INK,
                     markeredgewidth=1.6, zorder=3, clip_on=False)


def dumbbell_key(canvas: Canvas, say: Say, y: float, reported: str, honest: str) -> float:
    """What the dots, the line and the dashed mark mean; returns where it ends."""
    for row, (fill, told) in enumerate(((INK, reported), (PAPER, honest))):
        dot(canvas, MARGIN + 10, y + 8 + 17 * row, fill)
        canvas.text(MARGIN + 24, y + 12 + 17 * row, told, size=11, color=SOFT)
    canvas.line([MARGIN + 4, MARGIN + 16], [y + 42, y + 42], color=ACCENT, thickness=5)
    canvas.text(MARGIN + 24, y + 46, say(ja="差：よく見せすぎた分（ポイント）", en="flattery, in points"), size=11,
                color=SOFT)
    canvas.line([MARGIN + 222, MARGIN + 240], [y + 42, y + 42], color=SOFT, dashed=True)
    canvas.text(MARGIN + 246, y + 46, say(ja="当てずっぽう", en="pure chance"), size=11, color=SOFT)
    return y + 52
