"""Four windows of a pooling for the reader's own hands: numbers to play with, and lines of Python to copy."""

from diagrams.blocks import Block
from diagrams.facts import Fact, both, decimal
from diagrams.traced import TracedLayer

PLAYED = 6  # cells in a row whose numbers can be read on a phone


def toy(pool: TracedLayer, block: Block, decimals: int) -> dict[str, Fact]:
    """Four windows to play with: their cells, and which rows and columns of these they cover.

    Where they are too many for a phone, smaller windows in the first of them.
    """
    places = [window for _, window in block.four().places()]
    found = [sorted({(int(window[way].start), int(window[way].stop)) for window in places}) for way in (0, 1)]
    spans = [own if own[-1][1] <= PLAYED else [(0, 2), (2, 4)] for own in found]
    cells = block.four().cells(pool.input[..., pool.channel])[: spans[0][-1][1], : spans[1][-1][1]]
    rows, columns = (both("spans", own, " ".join(f"{start}:{stop}" for start, stop in own)) for own in spans)
    lines = "; ".join(" ".join(decimal(each, decimals) for each in row) for row in cells)
    return {"toy": both("values", cells.tolist(), lines), "toy_rows": rows, "toy_columns": columns}


def numpy_lines(pool: TracedLayer, block: Block, decimals: int) -> str:
    """Python that pools four windows of the figure, the one in the text among them."""
    small, columns = block.four(), min(2, block.counts[1])
    rows = ["[" + ", ".join(f"{number:.{decimals}f}" for number in row) + "]"
            for row in small.cells(pool.input[..., pool.channel])]
    picks = [f"x[{down.start}:{down.stop}, {across.start}:{across.stop}].max()" for _, (down, across) in small.places()]
    lines = ["[" + ", ".join(picks[n : n + columns]) + "]" for n in range(0, len(picks), columns)]
    x, y = (f",\n{' ' * indent}".join(part) for part, indent in ((rows, 14), (lines, 5)))
    return f"import numpy as np\n\nx = np.array([{x}])\ny = [{y}]\nprint(np.array(y))"
