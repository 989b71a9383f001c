"""Numbers that a figure writes into cells, as rows that can be read aloud and copied."""

from collections.abc import Mapping, Sequence

import numpy as np

from diagrams.facts import exact, learning_rate
from diagrams.language import Say

RATES = 10  # rows of a learning rate, about

Rows = list[tuple[str, ...]]


def written(values: np.ndarray, decimals: int) -> np.ndarray:
    """Every number of a grid as a text with fixed decimals; an exact zero as 0."""
    return np.array([exact(float(number), decimals) for number in np.ravel(values)], object).reshape(np.shape(values))


def table_of_cells(say: Say, columns: Sequence[tuple[str, np.ndarray]], first: tuple[int, int] = (0, 0)) -> Rows:
    """A row for each cell of grids of one size: its place, counted from one, and what each of them holds there.

    `columns` are the name and the texts of each grid; `first` is the place of their first cell in the map, counted from
    zero.
    """
    head = (say(ja="行", en="row"), say(ja="列", en="column"), *(name for name, _ in columns))
    return [head, *((f"{first[0] + row + 1}", f"{first[1] + column + 1}",
                     *(str(grid[row, column]) for _, grid in columns))
                    for row, column in np.ndindex(columns[0][1].shape))]


def table_of_grids(name: str, tables: Mapping[str, Rows]) -> Rows:
    """Tables with equal heads as one, each row beginning with the key of its table under `name`."""
    heads = [rows[0] for rows in tables.values()]
    return [(name, *heads[0]), *((key, *row) for key, rows in tables.items() for row in rows[1:])]


def table_of(heads: tuple[str, ...], *columns: Sequence[str]) -> Rows:
    """Columns of equal length as rows, under their heads."""
    return [heads, *zip(*columns, strict=True)]


def table_of_rates(head: tuple[str, str], at: np.ndarray, rates: np.ndarray) -> Rows:
    """A learning rate at about evenly spaced ones of the steps `at`, the highest among them, with two digits."""
    wanted = np.linspace(at[0], at[-1], RATES)
    chosen = np.unique([*np.abs(at[None] - wanted[:, None]).argmin(axis=1), rates.argmax()])
    return table_of(head, [f"{at[n]:,}" for n in chosen],
                    [learning_rate(rates[n]).text.en for n in chosen])
