"""The network at work, as it was traced: its layers with what they got and gave, and the photos."""

from dataclasses import dataclass, field
from typing import Any

import numpy as np


@dataclass(frozen=True)
class TracedLayer:
    """One layer as it worked on the photo.

    `input` and `output` are float32 without the batch axis: (height, width, channels) or (units,).
    `kernel` is (height, width, inputs, filters) or (inputs, units), empty where there is none; `bias` is (filters,) or
    (units,), None where there is none.
    `channel` and `cell` (row, column) are the filter and the place that all posts follow; `cell` is
    None where the layer has no places or does not read the followed one. `line` counts from 1, and
    `source` is the script's statement on it.
    """

    kind: str
    nth: int
    line: int
    source: str
    trained: bool
    settings: dict[str, Any]
    channel: int
    cell: tuple[int, int] | None
    input: np.ndarray = field(repr=False)
    output: np.ndarray = field(repr=False)
    kernel: np.ndarray = field(repr=False, default_factory=lambda: np.zeros(0))
    bias: np.ndarray | None = field(repr=False, default=None)

    @property
    def place(self) -> tuple[int, int]:
        """The followed cell of a layer that has one, as all have that are asked for with `maps`."""
        if self.cell is None:
            raise ValueError(f"the {self.kind} layer has no followed cell")
        return self.cell


@dataclass(frozen=True)
class TracedPhoto:
    """A photo as the network gets it: pixels (size, size, 3) float32 in [0, 1); `label` is "" where nobody said.

    `is_free` says that its licence sets no condition.
    """

    name: str
    label: str
    licence: str
    author: str
    is_free: bool
    pixels: np.ndarray = field(repr=False)
