"""How the script trains: its own `model_train`, run up to where it would begin, on as many photos as there were."""

import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np

from diagrams import script, weightfile
from diagrams.network import Network
from diagrams.probes.passes import NotInThisNetwork, Result

SAMPLES = 100


class Rehearsal:
    """Stands in for the model, and keeps what training is asked to do."""

    def to_json(self) -> str:
        return ""

    def compile(self, optimizer: Any, **settings: Any) -> None:
        self.optimizer = optimizer

    def fit(self, photos: Any, epochs: int, **settings: Any) -> None:
        self.photos, self.epochs = photos, epochs

    def save(self, path: Path) -> None:
        """There is nothing to save."""

    def rate(self, step: int) -> float:
        """The learning rate of a step, counted from 0."""
        self.optimizer.iterations.assign(step)
        return float(self.optimizer.learning_rate)


def rehearsed() -> Rehearsal:
    """The training of the script as it stands, with the number of photos that the card tells."""
    counts = [each["training after augmentation"] for each in weightfile.read_card()["photos"].values()]
    source: Any = script.load(script.NETWORK)
    rehearsal = Rehearsal()
    source.build_model = lambda *_: rehearsal
    x, y = np.zeros((sum(counts), 1, 1, 3), np.uint8), np.zeros((sum(counts), len(counts)), np.float32)
    with tempfile.TemporaryDirectory() as folder:
        source.model_train(x, y, (x[:1], y[:1]), Path(folder) / "model.keras")
    return rehearsal


def pace(network: Network, photo: np.ndarray) -> Result:
    """The batches and the learning rate of a whole training.

    `batches` (steps of an epoch,) are the photos in each; `epochs` (1,); `rates` (n,) at the steps `at` (n,), the
    first, the last and the highest among them.
    """
    try:
        training = rehearsed()
        batches = np.array([len(batch) for batch in training.photos.batches])
    except Exception as error:
        raise NotInThisNetwork(f"the script's model_train cannot be followed: {error}") from error
    rates = sampled(training.rate, training.epochs * len(batches) - 1)
    return Result(-1, {"batches": batches, "epochs": np.array([training.epochs]), "at": np.array(sorted(rates)),
                       "rates": np.array([rates[step] for step in sorted(rates)])})


def sampled(rate: Callable[[int], float], last: int) -> dict[int, float]:
    """A rate at steps from 0 to the last, {step: rate}; closer and closer around the highest, until all are there."""
    found: dict[int, float] = {}
    at = np.array([0, last])
    while not found or at[-1] - at[0] >= len(at):
        at = np.unique(np.linspace(at[0], at[-1], SAMPLES).round().astype(int))
        found |= {int(step): rate(int(step)) for step in at}
        best = int(np.argmax([found[step] for step in at]))
        at = at[max(best - 1, 0) : best + 2]
    return found


PROBES = (pace,)
