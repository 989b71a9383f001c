"""What an experiment says of a leak: accuracies on held-back pictures and on new photos, in two orders of steps."""

from dataclasses import dataclass
from typing import Any

import numpy as np

from diagrams.draw.canvas import MARGIN, Canvas
from diagrams.draw.curves import Curves, draw_curves
from diagrams.draw.dumbbells import points
from diagrams.draw.palette import SOFT
from diagrams.facts import Fact, both, counted, sentence, share, value
from diagrams.language import Say


@dataclass(frozen=True)
class Order:
    """The trainings with one order of the steps, seed by seed.

    `reported` (seeds,) is the accuracy on held-back pictures, `honest` that on new photos, `by_epoch` (seeds, epochs)
    the former after each epoch.
    """

    seeds: list[int]
    reported: np.ndarray
    honest: np.ndarray
    by_epoch: np.ndarray

    @classmethod
    def of(cls, found: dict[str, Any], variation: str) -> "Order":
        """From an experiment's results."""
        runs = sorted((run for run in found["runs"] if run["variation"] == variation), key=lambda run: run["seed"])
        return cls([run["seed"] for run in runs], np.array([run["held back"] for run in runs]),
                   np.array([run["new photos"]["balanced"] for run in runs]),
                   np.array([run["by epoch"]["val_accuracy"] for run in runs]))

    @property
    def gaps(self) -> np.ndarray:
        """How far each report lies above the truth, in percentage points: (seeds,)."""
        return 100 * (self.reported - self.honest)


@dataclass(frozen=True)
class Leak:
    """Both orders: augmented first, and split first."""

    first: Order
    split: Order

    @property
    def is_clear(self) -> bool:
        """Whether every seed's gap is larger with the augmentation first than any seed's with the split first."""
        return bool(self.first.gaps.min() > self.split.gaps.max())

    @property
    def apart(self) -> np.ndarray:
        """How far the reports of the two orders are apart after each epoch, in percentage points: (epochs,)."""
        return 100 * (self.first.by_epoch.mean(axis=0) - self.split.by_epoch.mean(axis=0))

    @property
    def early(self) -> int:
        """The epoch, from 1, that counts as early."""
        return max(1, len(self.apart) // 5)

    @property
    def grows(self) -> bool:
        """Whether the reports are further apart at the end than early on."""
        return bool(self.apart[-1] > max(self.apart[self.early - 1], 0))


def gap(x: float) -> Fact:
    """A difference in percentage points, with its sign."""
    return both("value", float(x), points(x))


def epochs(n: int) -> Fact:
    """A number of epochs."""
    return counted(n, ja="エポック", one="epoch", many="epochs")


def told_of_leak(leak: Leak) -> dict[str, Fact]:
    """Means over the seeds, and how the order moves the gap; how far apart the reports are early and at the end."""
    return {
        "reported": share(leak.first.reported.mean()), "honest": share(leak.first.honest.mean()),
        "split_reported": share(leak.split.reported.mean()), "split_honest": share(leak.split.honest.mean()),
        "gap": gap(leak.first.gaps.mean()), "split_gap": gap(leak.split.gaps.mean()),
        "excess": value(leak.first.gaps.mean() - leak.split.gaps.mean(), 1),
        "early": epochs(leak.early), "last": epochs(len(leak.apart)),
        "apart_early": value(leak.apart[leak.early - 1], 1), "apart": value(leak.apart[-1], 1),
    }


def title_of_leak(say: Say, leak: Leak) -> str:
    """What augmenting first adds to the report, if that can be told."""
    told = told_of_leak(leak)
    if not leak.is_clear:
        return say(ja="どちらを先にしても、差ははっきりしません", en="In either order: no clear difference", **told)
    if leak.first.gaps.mean() <= 0:
        return say(ja="データ拡張を先にすると、報告する数が{excess}ポイント上がります",
                   en="Augmenting first raises what one would report by {excess} points", **told)
    return say(ja="データ拡張を先にすると、本当は{honest}なのに{reported}と報告することになります",
               en="Augment first, and you would report {reported}; the truth is {honest}", **told)


def title_of_growth(say: Say, leak: Leak) -> str:
    """How far the two orders are apart at the end, and that it was less before, if it was."""
    told = told_of_leak(leak)
    if leak.grows:
        return say(ja="差は訓練とともに開き、{last}で{apart}ポイントになります",
                   en="The gap opens as training goes on: {apart} points after {last}", **told)
    return say(ja="{last}での差は{apart}ポイントです", en="After {last} they are {apart} points apart",
               **told)


def verdict(leak: Leak) -> Fact:
    """What the experiment says about the order of the steps."""
    if not leak.is_clear:
        return sentence(
            ja="ただし、このくらいの小さな訓練では、シードによる違いのほうが大きく、はっきりしたことは言えません。",
            en="In trainings as small as these, though, the seeds differ by more than that, and nothing can be said "
               "for sure.")
    return sentence(ja="どのシードで比べても、データ拡張が先のときのほうが、報告する数は実際よりもよく見えます。",
                    en="Whatever the seeds, the report flatters more when augmenting comes first.")


def told_of_growth(leak: Leak) -> Fact:
    """Whether the leak shows early, and at the end."""
    told = told_of_leak(leak)
    if leak.grows:
        return sentence(ja="いいえ。{early}のあと、ふたつの順序の差は{apart_early}ポイントでした。"
                           "それが{last}のあとには**{apart}ポイント**になっています。",
                        en="No. After {early}, the two orders are {apart_early} points apart; after {last}, "
                           "**{apart} points**.", **told)
    return sentence(ja="ここでは、はっきりしません。ふたつの順序の差は、{early}のあとで{apart_early}ポイント、"
                       "{last}のあとで{apart}ポイントです。",
                    en="Here, that cannot be told: the two orders are {apart_early} points apart after {early}, "
                       "and {apart} points after {last}.", **told)


def draw_growth(canvas: Canvas, say: Say, y: float, leak: Leak, names: list[str]) -> float:
    """The reports of both orders after each epoch, on average over the seeds; returns where they end."""
    lines = np.stack([order.by_epoch.mean(axis=0) for order in (leak.first, leak.split)], axis=1)
    top = float(np.ceil(10 * lines.max()) / 10)
    axes = draw_curves(canvas, y, 150, Curves(lines, names, (0,)), 0, top)
    ticks = np.unique(np.linspace(0, len(lines) - 1, 4).round().astype(int))
    levels = np.linspace(0, top, 3)
    axes.set(yticks=levels, yticklabels=[say.fact(share(level)) for level in levels], xticks=ticks,
             xticklabels=[f"{tick + 1}" for tick in ticks])
    canvas.text(MARGIN + 32, y + 182, say(ja="エポック", en="epoch"), size=11, color=SOFT)
    return y + 190
