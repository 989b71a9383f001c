"""What a figure writes into cells can be read as a table, in the order of reading and with places counted from one."""

import numpy as np
import pytest

from diagrams.draw.tables import table_of, table_of_cells, table_of_grids, table_of_rates, written
from diagrams.language import Say

SAY = Say("en")


def test_a_row_for_each_cell():
    grid = np.array([[0.5, -0.0004], [2, 3]])
    columns = [("in", written(grid, 3)), ("out", written(grid > 0, 0))]
    assert table_of_cells(SAY, columns, first=(4, 9)) == [
        ("row", "column", "in", "out"), ("5", "10", "0.500", "1"), ("5", "11", "0.000", "0"),
        ("6", "10", "2.000", "1"), ("6", "11", "3.000", "1")]
    assert written(np.zeros((1, 1)), 3).tolist() == [["0"]]


def test_tables_with_equal_heads_become_one():
    assert table_of_grids("channel", {"R": [("a",), ("1",)], "G": [("a",), ("2",)]}) == [
        ("channel", "a"), ("R", "1"), ("G", "2")]


def test_columns_must_be_of_equal_length():
    assert table_of(("a", "b"), ["1", "2"], ["3", "4"]) == [("a", "b"), ("1", "3"), ("2", "4")]
    with pytest.raises(ValueError, match="shorter"):
        table_of(("a", "b"), ["1", "2"], ["3"])


def test_the_highest_rate_is_among_those_of_the_table():
    at = np.unique([*range(0, 1000, 100), *range(115, 130), 999])  # crowded around the highest
    rates = 1e-3 * np.minimum(at / 123, 1) - 1e-6 * at
    rows = table_of_rates(("step", "rate"), at, rates)
    assert [row[0] for row in rows] == [
        "step", "0", "115", "123", "200", "300", "400", "600", "700", "800", "900", "999"]
    assert ("123", "0.00088") in rows
