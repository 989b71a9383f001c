"""Numbers that a figure writes into cells, as rows that can be read aloud and copied."""

from collections.abc import Mapping, Sequence

import numpy as np

from diagrams.facts import decimal, significant
from diagrams.language import Say

RATES = 10  # rows of a learning rate, about

Rows = list[tuple[str, ...]]
Columns = Sequence[tuple[str, np.ndarray, int]]  # what it is, the grid (rows, columns), the decimals of its numbers


def table_of_cells(say: Say, columns: Columns, first: tuple[int, int] = (0, 0)) -> Rows:
    """A row for each cell of grids of one size: its place, counted from one, and what each grid holds there.

    `first` is the place of the grids' first cell in their map, counted from zero.
    """
    head = (say(ja="行", en="row"), say(ja="列", en="column"), *(name for name, _, _ in columns))
    shape = np.shape(columns[0][1])
    return [head, *((f"{first[0] + row + 1}", f"{first[1] + column + 1}",
                     *(decimal(float(grid[row, column]), decimals) for _, grid, decimals in columns))
                    for row, column in np.ndindex(shape))]


def table_of_grids(name: str, tables: Mapping[str, Rows]) -> Rows:
    """Tables with equal heads as one, each row beginning with the key of its table under `name`."""
    heads = [rows[0] for rows in tables.values()]
    return [(name, *heads[0]), *((key, *row) for key, rows in tables.items() for row in rows[1:])]


def table_of(heads: tuple[str, ...], *columns: Sequence[str]) -> Rows:
    """Columns of equal length as rows, under their heads."""
    return [heads, *zip(*columns, strict=True)]


def table_of_rates(say: Say, at: np.ndarray, rates: np.ndarray) -> Rows:
    """A learning rate at some of the steps `at`, the highest among them, with two digits that count."""
    chosen = np.unique([*np.linspace(0, len(at) - 1, RATES).round().astype(int), rates.argmax()])
    return table_of((say(ja="ステップ", en="step"), say(ja="学習率", en="learning rate")),
                    [f"{at[n]:,}" for n in chosen], [significant(rates[n], 2) for n in chosen])
