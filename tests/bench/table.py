"""What a benchmark found, as a table."""

from collections.abc import Iterable

from rich.console import Console
from rich.table import Table

Found = tuple[str, float, float, str]  # what, how much it took, the most that is good enough, what else to say of it


def show(title: str, found: Iterable[Found]) -> int:
    """Print a row each, red where it took too much; returns the exit code."""
    table, found = Table(title, "found", "at most", ""), list(found)
    for what, took, most, more in found:
        table.add_row(what, f"{took:.2f}", f"{most:g}", more, style="red" if took > most else "")
    Console().print(table)
    return 1 if any(took > most for _, took, most, _ in found) else 0
