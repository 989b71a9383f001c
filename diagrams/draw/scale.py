"""One stated scale per figure: from a value to its colour."""

from dataclasses import dataclass

import numpy as np

from diagrams.draw.palette import GREY, SIGNED


@dataclass(frozen=True)
class Scale:
    """Blue below zero, neutral at zero, orange above; ends at ±limit, what lies beyond is clipped."""

    limit: float

    @classmethod
    def of(cls, *arrays: np.ndarray, keep: float = 1.0) -> "Scale":
        """A scale for these arrays; `keep` < 1 lets that share of the values decide and clips the rest."""
        magnitudes = np.abs(np.concatenate([np.ravel(array) for array in arrays]))
        limit = float(np.quantile(magnitudes, keep))
        return cls(limit or float(magnitudes.max()) or 1.0)

    def rgb(self, values: np.ndarray) -> np.ndarray:
        """Colours, shape (..., 3) in [0, 1]."""
        return SIGNED(np.clip(np.asarray(values) / self.limit, -1, 1) / 2 + 0.5)[..., :3]

    def clips(self, values: np.ndarray) -> bool:
        """Whether some values lie beyond the ends."""
        return bool(np.abs(values).max(initial=0) > self.limit * (1 + 1e-6))


def grey(values: np.ndarray) -> np.ndarray:
    """Grey levels for values in [0, 1], shape (..., 3)."""
    return GREY(np.clip(values, 0, 1))[..., :3]
