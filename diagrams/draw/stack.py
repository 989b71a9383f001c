"""The feature maps that become one ribbon, and where on it each of their numbers stands."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from diagrams.traced import TracedLayer

CORNER = (2, 2, 3)  # rows, columns and maps of a corner, at most


@dataclass(frozen=True)
class Stack:
    """Feature maps (rows, columns, maps) that become one ribbon, and the place in them to look at.

    `is_followed` says that it is the cell of all posts; it is the place of the largest value where that cell is lost.
    """

    values: np.ndarray
    place: tuple[int, int, int]
    is_followed: bool

    @classmethod
    def of(cls, layers: Sequence[TracedLayer]) -> "Stack":
        """What the last of these layers reads; numbers that stand in a row already are maps of one cell."""
        *before, flatten = layers
        values = flatten.input if flatten.input.ndim == 3 else flatten.input[None, None]
        cell = before[-1].cell if before else None
        if cell:
            return cls(values, (*cell, before[-1].channel), True)
        row, column, n = np.unravel_index(values.argmax(), values.shape)
        return cls(values, (int(row), int(column), int(n)), False)

    @cached_property
    def starts(self) -> tuple[int, int, int]:
        """Where the corner begins: at the place, unless that is too close to an end; its maps hold the fewest zeros."""
        sizes = zip(self.place, self.values.shape, CORNER, strict=True)
        row, column, last = (min(place, max(size - most, 0)) for place, size, most in sizes)
        cells = self.values[row : row + CORNER[0], column : column + CORNER[1]]
        first = max(range(last, max(self.place[2] - CORNER[2], -1), -1),
                    key=lambda start: np.count_nonzero(cells[..., start : start + CORNER[2]]))
        return row, column, first

    @cached_property
    def corner(self) -> np.ndarray:
        """The values of the corner: (rows, columns, maps)."""
        return self.values[tuple(slice(start, start + most) for start, most in zip(self.starts, CORNER, strict=True))]

    def index(self, place: tuple[int, int, int]) -> int:
        """Where on the ribbon a (row, column, map) stands, counted from zero."""
        _, columns, maps = self.values.shape
        return (place[0] * columns + place[1]) * maps + place[2]

    def apart(self, axis: int) -> int:
        """How many places on the ribbon lie between neighbours below (0), to the right (1) or in the next map (2)."""
        return int(np.prod(self.values.shape[axis + 1 :], dtype=int))

    def has_neighbour(self, axis: int) -> bool:
        return self.values.shape[axis] > 1
