"""What a figure writes into cells can be read as a table, in the order of reading and with places counted from one."""

import numpy as np
import pytest

from diagrams.draw.tables import table_of, table_of_cells, table_of_grids, table_of_rates
from diagrams.language import Say

SAY = Say("en")


def test_a_row_for_each_cell():
    grid = np.array([[0.5, -0.0004], [2, 3]])
    assert table_of_cells(SAY, [("in", grid, 3), ("out", grid > 0, 0)], first=(4, 9)) == [
        ("row", "column", "in", "out"), ("5", "10", "0.500", "1"), ("5", "11", "0.000", "0"),
        ("6", "10", "2.000", "1"), ("6", "11", "3.000", "1")]


def test_tables_with_equal_heads_become_one():
    assert table_of_grids("channel", {"R": [("a",), ("1",)], "G": [("a",), ("2",)]}) == [
        ("channel", "a"), ("R", "1"), ("G", "2")]


def test_columns_must_be_of_equal_length():
    assert table_of(("a", "b"), ["1", "2"], ["3", "4"]) == [("a", "b"), ("1", "3"), ("2", "4")]
    with pytest.raises(ValueError, match="shorter"):
        table_of(("a", "b"), ["1", "2"], ["3"])


def test_the_highest_rate_is_among_those_of_the_table():
    at, rates = np.arange(1000), 1e-3 * np.minimum(np.arange(1000) / 123, 1) - 1e-6 * np.arange(1000)
    rows = table_of_rates(SAY, at, rates)
    assert rows[0] == ("step", "learning rate")
    assert (f"{rates.argmax()}", f"{rates.max():.5f}") in rows
    assert rows[1][0] == "0"
    assert rows[-1][0] == "999"
