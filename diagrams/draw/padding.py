"""The lower right corner of a photo, where a layer's padding shows."""

from collections.abc import Mapping

import numpy as np

from diagrams.draw.canvas import Canvas
from diagrams.draw.palette import DARK, LIGHT, LINE
from diagrams.draw.places import picture
from diagrams.draw.scale import Scale
from diagrams.draw.tables import Rows, table_of_cells, table_of_grids, written
from diagrams.facts import count, counted, shape
from diagrams.language import Say
from diagrams.traced import TracedLayer
from diagrams.windows import Axis, beyond

SHOWN = 5  # pixels of the photo at its corner, each way
MOST_IN_NUMBERS = 5  # cells of the map, each way; more are drawn in colours


def first_of_last(axis: Axis) -> int:
    """The input cell at which the last window begins."""
    return (axis.count - 1) * axis.stride - axis.padding


def shown_at(*axes_of_paddings: tuple[Axis, Axis]) -> tuple[int, int]:
    """Rows and columns of the photo that its corner must show: the last windows and a little more."""
    rows, columns = (min(max(SHOWN, *(axis.size - first_of_last(axis) for axis in both)), both[0].size)
                     for both in zip(*axes_of_paddings, strict=True))
    return rows, columns


def last_window(canvas: Canvas, photo: np.ndarray, axes: tuple[Axis, Axis], shown: tuple[int, int], x: float, y: float,
                unit: float) -> None:
    """The corner of the photo, the zeros beyond it that are read, and the last window; `unit` px a pixel."""
    (rows, columns), (below, right) = shown, (beyond(axis) for axis in axes)
    picture(canvas, x, y, columns * unit, rows * unit, photo[-rows:, -columns:])
    for top, left, zeros in ((0, columns, (rows, right)), (rows, 0, (below, columns + right))):
        for row, column in np.ndindex(zeros):
            place = x + (left + column) * unit, y + (top + row) * unit
            canvas.rectangle(*place, unit, unit, stroke=LINE, thickness=0.8, above=1.2)
            if unit >= 14:
                canvas.text(place[0] + unit / 2, place[1] + unit / 2, "0", size=11, anchor="middle", middle=True)
    top, left = (many - axis.size + first_of_last(axis) for many, axis in zip(shown, axes, strict=True))
    canvas.window(x + left * unit, y + top * unit, axes[1].width * unit, axes[0].width * unit)


def what_it_holds(say: Say, axes: tuple[Axis, Axis]) -> str:
    """How many pixels and how many zeros the last window holds."""
    inside = pixels_inside(axes)
    zeros = axes[0].width * axes[1].width - inside
    if not zeros:
        return say(ja="窓の中：ピクセル{n}個", en="in the window: {n} px", n=count(inside))
    return say(ja="窓の中：ピクセル{n}個、{zero}が{m}", en="in the window: {n} px, {m}", n=count(inside), zero=count(0),
               m=counted(zeros, ja="個", one="zero", many="zeros"))


def pixels_inside(axes: tuple[Axis, Axis]) -> int:
    """How many pixels of the photo the last window holds; its other places hold zeros."""
    rows, columns = (axis.width - beyond(axis) for axis in axes)
    return rows * columns


def reach_of(axes: dict[str, tuple[Axis, Axis]]) -> tuple[list[int], int]:
    """How many of a map's last cells read zeros, down and across, and how many are shown each way."""
    reach = [-(-beyond(axis) // axis.stride) for axis in axes["same"]]
    return reach, max(4, max(reach) + 2)


def parts_of(maps: dict[str, np.ndarray], axes: dict[str, tuple[Axis, Axis]]) -> dict[str, np.ndarray]:
    """The last cells of the map for each padding: as many as are shown, without those that the other does not have."""
    (down, across), many = reach_of(axes)
    return {"same": maps["same"][-many:, -many:], "valid": maps["valid"][-(many - down):, -(many - across):]}


def table_of_last_cells(say: Say, maps: dict[str, np.ndarray], axes: dict[str, tuple[Axis, Axis]]) -> Rows:
    """The same numbers as rows, each with its place in its map."""
    parts, value = parts_of(maps, axes), say(ja="値", en="value")
    return table_of_grids("padding", {name: table_of_cells(say, [(value, written(part, 2))], (
        maps[name].shape[0] - part.shape[0], maps[name].shape[1] - part.shape[1])) for name, part in parts.items()})


def corner_numbers(canvas: Canvas, maps: dict[str, np.ndarray], axes: dict[str, tuple[Axis, Axis]],
                   lefts: Mapping[str, float], y: float) -> tuple[float, Scale]:
    """The last cells of the map for each padding, equal cells at equal places; returns their end and their scale.

    A line sets apart the cells that read zeros.
    """
    (reach, many), parts = reach_of(axes), parts_of(maps, axes)
    scale, cell = Scale.of(*parts.values()), (144 / many, 24)
    for name, x in lefts.items():
        rows, columns = parts[name].shape
        if many <= MOST_IN_NUMBERS:
            canvas.numbers(x, y, parts[name], cell=cell, rgb=scale.rgb(parts[name]), size=10)
        else:
            canvas.pixels(x, y, columns * cell[0], rows * cell[1], scale.rgb(parts[name]))
        canvas.window(x + (columns - 1) * cell[0], y + (rows - 1) * cell[1], *cell)
    if any(reach):
        x_inner, y_inner = lefts["same"] + (many - reach[1]) * cell[0], y + (many - reach[0]) * cell[1]
        for color, thickness in ((LIGHT, 4), (DARK, 2)):
            canvas.line([x_inner, x_inner, lefts["same"]], [y, y_inner, y_inner], color=color, thickness=thickness,
                        above=3)
    return y + many * cell[1], scale


def beyond_both(axes: tuple[Axis, Axis]) -> int:
    """How far the last window reaches past the photo, rows and columns together."""
    return sum(beyond(axis) for axis in axes)


def title_of_border(say: Say, conv: TracedLayer, there: dict[str, np.ndarray], outside: int) -> str:
    """What the paddings do to the size of the map; nothing where no window leaves the photo."""
    sizes = {name: shape(one.shape) for name, one in there.items()}
    if not outside:
        return say(ja="{window}の窓は写真からはみ出さず、どちらでも{same}です", window=shape(conv.kernel.shape[:2]),
                   en="A {window} window never leaves the photo: {same} either way", **sizes)
    return say(ja="sameは写真の外の{zero}も読んで{same}、validは読まずに{valid}です",
               en="same reads zeros outside and gives {same}; valid stays inside: {valid}", zero=count(0), **sizes)


def description_of_border(say: Say, outside: int) -> str:
    """What the border's figure shows; the line only where it is drawn."""
    shown = say(ja="写真の右下の角にある最後の窓と、その角の特徴マップの値。",
                en="The last window at the lower right corner of the photo, and the values of the feature map there.")
    if not outside:
        return shown
    return say(ja="{shown}線の外側のセルは、写真の外の{zero}も読んで計算されました。",
               en="{shown} Cells outside the line were computed from zeros outside the photo, too.", shown=shown,
               zero=count(0))
