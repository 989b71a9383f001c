"""Strokes for pooling: windows in numbers with their winners, and how few of them a shift leaves."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from diagrams.blocks import Block
from diagrams.draw.canvas import MARGIN, WIDTH, Canvas, text_width
from diagrams.draw.palette import DARK, LINE, MAT, SOFT, STRIPES, ink_on
from diagrams.draw.places import whole
from diagrams.draw.scale import Scale
from diagrams.draw.tables import Rows, table_of_cells, written
from diagrams.facts import exact
from diagrams.language import Say
from diagrams.traced import TracedLayer, TracedPhoto
from diagrams.windows import seen_in_photo

ARROW = 18
SPOT = "#a8326c"  # the accent, but alike in both schemes: it lies on cells that are light in both


def decimals_for(values: np.ndarray) -> int:
    """Decimals that leave about three digits of the largest value."""
    largest = float(np.abs(values).max(initial=0))
    return 3 if largest < 1 else 2 if largest < 10 else 1 if largest < 100 else 0


def cell_size(canvas: Canvas, block: Block) -> float:
    """Pixels per cell when a block and its results stand side by side; 30 at most."""
    _, (left, right) = block.spans
    across = right - left + block.counts[1]
    return min((canvas.width - 2 * MARGIN - ARROW) / across, 30)


def value_grid(canvas: Canvas, x: float, y: float, values: np.ndarray, strong: np.ndarray, scale: Scale, size: float,
               decimals: int, *, striped: bool = True) -> None:
    """Values (rows, columns) as squares of `size`; `strong` (booleans) are coloured with an edge, the rest is pale.

    Where the numbers do not fit, every cell is coloured and has none.
    """
    colors, texts = scale.rgb(values), [exact(number, decimals) for number in values.ravel()]
    legible = max(text_width(text, 10) for text in texts) <= size
    if not legible:
        canvas.pixels(x, y, size * values.shape[1], size * values.shape[0], colors)
    for place, text in zip(np.ndindex(values.shape), texts, strict=True):
        left, top, color = x + place[1] * size, y + place[0] * size, tuple(colors[place])
        if strong[place]:
            canvas.rectangle(left, top, size, size, fill=color, stroke=DARK, thickness=1.6, above=2.4)
        elif legible:
            canvas.rectangle(left, top, size, size, fill=MAT, stroke=STRIPES, thickness=0,
                             hatch="//" if striped else None, above=1.2)
        if legible:
            canvas.text(left + size / 2, top + size / 2, text, size=10, anchor="middle", middle=True,
                        color=ink_on(color) if strong[place] else DARK)


def window_borders(canvas: Canvas, x: float, y: float, block: Block, size: float) -> None:
    """The windows of a block, drawn over its cells; the one that the text computes in the accent colour."""
    for place, (rows, columns) in block.places():
        is_spot = tuple(np.add(block.first, place)) == block.spot
        canvas.rectangle(x + columns.start * size, y + rows.start * size, (columns.stop - columns.start) * size,
                         (rows.stop - rows.start) * size, stroke=SPOT if is_spot else DARK,
                         thickness=2.6 if is_spot else 1, above=3.2 if is_spot else 3)


@dataclass(frozen=True)
class Step:
    """A block of windows and its results: `before` and `after` are whole maps, `marked` some results."""

    block: Block
    before: np.ndarray
    after: np.ndarray
    marked: np.ndarray | None = None


def pooling_step(canvas: Canvas, y: float, step: Step, scale: Scale, name: str) -> float:
    """Cells -> results, side by side, `name` above if it fits; marked ones get a double stroke; returns the height."""
    block, cells, results = step.block, step.block.cells(step.before), step.block.results(step.after)
    size, decimals = cell_size(canvas, block), decimals_for(cells)
    height = cells.shape[0] * size
    right, low = MARGIN + cells.shape[1] * size + ARROW, y + (height - results.shape[0] * size) / 2
    value_grid(canvas, MARGIN, y, cells, block.winners(step.before), scale, size, decimals)
    window_borders(canvas, MARGIN, y, block, size)
    canvas.arrow((right - ARROW + 3, y + height / 2), (right - 3, y + height / 2))
    if text_width(name, 11) <= results.shape[1] * size + ARROW and low - y >= 12:
        middle = min(right + results.shape[1] * size / 2, canvas.width - MARGIN - text_width(name, 11) / 2)
        canvas.text(middle, low - 9, name, size=11, anchor="middle", color=SOFT)
    strong = results != 0 if step.marked is None else step.marked
    value_grid(canvas, right, low, results, strong, scale, size, decimals, striped=False)
    if step.marked is None:
        row, column = np.subtract(block.spot, block.first)
        canvas.rectangle(right + column * size, low + row * size, size, size, stroke=SPOT, thickness=2.6, above=3.2)
    for row, column in np.argwhere(step.marked) if step.marked is not None else ():
        canvas.window(right + column * size, low + row * size, size, size)
    return height


def crop_locator(canvas: Canvas, say: Say, layers: Sequence[TracedLayer], block: Block, photo: TracedPhoto) -> float:
    """Where the crop lies in the photo and in the map; returns where they end."""
    size, y, values = 84, canvas.y, layers[-1].input[..., layers[-1].channel]
    whole(canvas, MARGIN, y, size, photo.pixels, seen_in_photo(layers[:-1], block.spans))
    whole(canvas, MARGIN + size + 12, y, size, Scale.of(values).rgb(values), block.spans)
    canvas.paragraph(2 * size + 32, y + 12, say(
        ja="写真と、プーリングに入る特徴マップ。二重の枠の中を、下に拡大しました。",
        en="The photo, and the map that the pooling reads. Below, what is inside the double frame."),
        size=11, color=SOFT)
    return y + size


def table_of_results(say: Say, block: Block, before: np.ndarray, pooled: np.ndarray) -> Rows:
    """The results of a block's windows for the photo as it is, and for the photo moved: (2, rows, columns) each."""
    names = say(ja="元の写真から", en="photo as it is"), say(ja="ずらした写真から", en="photo moved")
    return table_of_cells(say, [(name, written(block.results(values), decimals_for(block.cells(cells))))
                                for name, cells, values in zip(names, before, pooled, strict=True)], block.first)


def pooling_key(canvas: Canvas, say: Say, y: float, scale: Scale) -> None:
    """What the marks mean, and the scale; 42 px high."""
    orange = tuple(scale.rgb(np.full(1, scale.limit / 2))[0])
    marks: tuple[tuple[float, float, dict[str, Any], str], ...] = (
        (MARGIN, y, {"fill": orange, "stroke": DARK}, say(ja="窓の最大値（残る）", en="largest: kept")),
        (150, y, {"fill": MAT, "stroke": LINE, "hatch": "//"}, say(ja="捨てられる値", en="the rest: dropped")),
        (MARGIN, y + 20, {"stroke": SPOT, "thickness": 2.6}, say(ja="本文で計算する窓", en="computed in the text")),
        (150, y + 20, {}, say(ja="ずらしても同じ値", en="same value")))
    for x, top, style, name in marks:
        canvas.rectangle(x, top, 14, 14, **style)
        canvas.text(x + 20, top + 7, name, size=11, middle=True)
    canvas.window(150, y + 20, 14, 14)
    canvas.scale(268, y + 4, WIDTH - MARGIN - 268, scale, decimals=2)
