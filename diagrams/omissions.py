"""What became of the script without a statement: the runs of the experiment "lines", one outcome for each."""

from dataclasses import dataclass
from itertools import groupby
from typing import Any

import numpy as np


@dataclass(frozen=True)
class Outcome:
    """The script without a statement, the nth of this text, or (text "") the whole one.

    `error` is what it ends with when it fails; `lost` that it runs to its end and saves no network;
    `changes_nothing` that every answer is the same; `accuracies` are balanced, 0 to 1, one for each seed tried.
    """

    text: str
    nth: int
    error: str
    lost: bool
    changes_nothing: bool
    accuracies: tuple[float, ...]

    def verdict(self, whole: "Outcome") -> str:
        """"error", "lost", "same", or how the accuracies compare with those of the whole script: "lower" or "higher"
        when those of all seeds are, else "alike"."""
        for verdict, holds in (("error", self.error), ("lost", self.lost), ("same", self.changes_nothing)):
            if holds:
                return verdict
        if max(self.accuracies) < min(whole.accuracies):
            return "lower"
        return "higher" if min(self.accuracies) > max(whole.accuracies) else "alike"

    @property
    def mean(self) -> float:
        return float(np.mean(self.accuracies))


def outcomes(runs: list[dict[str, Any]]) -> dict[tuple[str, int], Outcome]:
    """The outcome of every statement by its text and which of that text it is; ("", 0) is the whole script."""
    def key(run: dict[str, Any]) -> tuple[str, int]:
        return run["variation"], run["nth"]

    return {(text, nth): Outcome(text, nth, *of_runs(list(some)))
            for (text, nth), some in groupby(sorted(runs, key=key), key)}


def of_runs(runs: list[dict[str, Any]]) -> tuple[str, bool, bool, tuple[float, ...]]:
    """The error, whether nothing was saved, whether nothing changed, and the accuracies of all seeds tried."""
    errors = [run["error"] for run in runs if "error" in run]
    return (errors[0] if errors else "", any("nothing saved" in run for run in runs),
            any(run["changes nothing"] for run in runs),
            tuple(run["accuracy"] for run in runs if "accuracy" in run))
