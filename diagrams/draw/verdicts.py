"""What became of many trials: a square for each, and the accuracies of those that came to an answer."""

from dataclasses import dataclass

from diagrams.draw.canvas import MARGIN, Canvas, fitted
from diagrams.draw.palette import ACCENT, DARK, LIGHT, MAT, NEGATIVE, POSITIVE, RIGHT, SOFT
from diagrams.facts import share

SIGNS = {"error": ("×", DARK, LIGHT), "lost": ("∅", DARK, LIGHT), "lower": ("↓", NEGATIVE, LIGHT),
         "alike": ("≈", RIGHT, DARK), "higher": ("↑", POSITIVE, LIGHT), "same": ("=", MAT, DARK)}
SQUARE, ROW = 19, 18


@dataclass(frozen=True)
class Trial:
    """What was tried, and the accuracies that came of it, 0 to 1."""

    name: str
    verdict: str
    accuracies: tuple[float, ...]


def draw_squares(canvas: Canvas, y: float, verdicts: list[str]) -> float:
    """A square with its sign for each verdict, row by row; returns where they end."""
    across = int((canvas.width - 2 * MARGIN) // SQUARE)
    for n, verdict in enumerate(verdicts):
        square(canvas, MARGIN + n % across * SQUARE, y + n // across * SQUARE, verdict)
    return y + -(-len(verdicts) // across) * SQUARE


def square(canvas: Canvas, x: float, y: float, verdict: str) -> None:
    """One verdict: colour and sign."""
    sign, fill, ink = SIGNS[verdict]
    canvas.rectangle(x, y, SQUARE - 2, SQUARE - 2, fill=fill, stroke=DARK if fill == MAT else "none", thickness=0.8)
    canvas.text(x + SQUARE / 2 - 1, y + SQUARE / 2 - 1, sign, size=12, color=ink, anchor="middle", middle=True)


def verdicts_key(canvas: Canvas, y: float, told: dict[str, str]) -> float:
    """One line for each verdict: its square and what it means; returns where they end."""
    for n, (verdict, text) in enumerate(told.items()):
        square(canvas, MARGIN, y + n * 23, verdict)
        canvas.text(MARGIN + SQUARE + 6, y + n * 23 + SQUARE / 2 - 1, text, size=12, middle=True)
    return y + len(told) * 23


def draw_trials(canvas: Canvas, y: float, trials: list[Trial], whole: tuple[float, ...], chance: float) -> float:
    """A row for each trial: its name and a dot for each accuracy; dashed, those of the whole, and mere chance."""
    left = 0.56 * canvas.width
    high = max(chance, *whole, *(accuracy for trial in trials for accuracy in trial.accuracies))
    unit, end = (canvas.width - MARGIN - 10 - left) / high, y + len(trials) * ROW
    for accuracy, color in ((chance, SOFT), *((accuracy, ACCENT) for accuracy in whole)):
        canvas.line([left + accuracy * unit] * 2, [y, end], color=color, dashed=True, above=2)
    for accuracy, color in ((0, SOFT), (chance, SOFT), (sum(whole) / len(whole), ACCENT)):
        canvas.text(left + accuracy * unit, end + 13, canvas.say.fact(share(accuracy)), size=10, color=color,
                    anchor="middle")
    for n, trial in enumerate(trials):
        middle = y + (n + 0.5) * ROW
        canvas.text(MARGIN, middle, fitted(trial.name, 10, left - MARGIN - 14), size=10, middle=True)
        canvas.line([left, canvas.width - MARGIN], [middle, middle], above=1)
        color = {"lower": NEGATIVE, "higher": POSITIVE}.get(trial.verdict, SOFT)
        canvas.page.plot([left + accuracy * unit for accuracy in trial.accuracies], [middle] * len(trial.accuracies),
                         "o", markersize=5, color=color, zorder=3, alpha=0.8, clip_on=False)
    return end + 13
