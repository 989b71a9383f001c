"""Values of which chance switches some off: the same crop under several masks, and in inference."""

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from diagrams.blocks import nearest
from diagrams.draw.canvas import MARGIN, Canvas, text_width
from diagrams.draw.palette import DARK, LINE, MAT, SOFT, ink_on
from diagrams.draw.places import whole
from diagrams.draw.pooled import decimals_for
from diagrams.draw.scale import Scale
from diagrams.draw.tables import Rows, table_of_cells, written
from diagrams.facts import exact
from diagrams.language import Say
from diagrams.traced import TracedLayer
from diagrams.windows import Spans

CROP, ALIVE = 6, 0.5  # values of a crop each way; the part of them that should not be zero
CELL, NEXT, HEAD, LOCATOR = (27.5, 22), 177, 34, 84  # a cell, the next crop to the right, room above it, the whole map


@dataclass(frozen=True)
class Masked:
    """A traced Dropout, what it hands on under some masks, and what they keep: (masks, height, width, channels)."""

    layer: TracedLayer
    masked: np.ndarray
    kept: np.ndarray

    @property
    def map(self) -> np.ndarray:
        """The followed map on its way in: (rows, columns)."""
        return self.layer.input[..., self.layer.channel]

    @cached_property
    def spans(self) -> Spans:
        """The rows and columns, each (start, stop), of the crop nearest to the followed cell that is alive enough.

        Where no crop has so many values other than zero, it is the nearest of those with most.
        """
        sizes = [min(CROP, size) for size in self.map.shape]
        lively = np.lib.stride_tricks.sliding_window_view(self.map != 0, sizes).mean(axis=(2, 3))
        middle = [place - (size - 1) / 2 for place, size in zip(self.layer.place, sizes, strict=True)]
        first = nearest(lively >= min(ALIVE, lively.max()), middle)
        rows, columns = ((start, start + size) for start, size in zip(first, sizes, strict=True))
        return rows, columns

    @cached_property
    def spot(self) -> tuple[int, int]:
        """The followed cell if it lies in the crop and is not zero, else the largest value of the crop."""
        (top, bottom), (left, right) = self.spans
        cells = np.abs(self.map[top:bottom, left:right])
        row, column = (place - start for place, (start, _) in zip(self.layer.place, self.spans, strict=True))
        inside = 0 <= row < cells.shape[0] and 0 <= column < cells.shape[1]
        if not (inside and cells[row, column]):
            row, column = (int(place) for place in np.unravel_index(cells.argmax(), cells.shape))
        return top + row, left + column

    @property
    def crops(self) -> list[tuple[np.ndarray, np.ndarray]]:
        """(values, which are kept) of the crop under each mask, and last in inference: (rows, columns) each."""
        (top, bottom), (left, right) = self.spans
        cut = np.s_[..., top:bottom, left:right, self.layer.channel]
        inference = self.layer.output[cut]
        return [*zip(self.masked[cut], self.kept[cut], strict=True), (inference, np.ones(inference.shape, bool))]


def table_of_masks(say: Say, found: Masked) -> Rows:
    """Each value of the crop under each mask, × where it is switched off, and in inference."""
    (top, _), (left, _) = found.spans
    names = [say(ja="マスク{n}", en="mask {n}", n=f"{n}") for n in range(1, len(found.crops))]
    names.append(say(ja="推論", en="inference"))
    decimals = decimals_for(found.crops[-1][0])
    return table_of_cells(say, [(name, np.where(kept, written(values, decimals), "×")) for name, (values, kept) in
                                zip(names, found.crops, strict=True)], (top, left))


def draw_masks(canvas: Canvas, say: Say, y: float, found: Masked, names: list[str]) -> float:
    """The whole map, the crop under each mask and in inference, two in a row, and the key; returns where they end."""
    scale, spot = Scale.of(*(values for values, _ in found.crops)), np.subtract(found.spot, [s for s, _ in found.spans])
    decimals, tall = decimals_for(found.crops[-1][0]), CELL[1] * found.crops[0][0].shape[0]
    y = map_with_crop(canvas, say, y, found, scale)
    for n, ((values, kept), name) in enumerate(zip(found.crops, names, strict=True)):
        x, top = MARGIN + n % 2 * NEXT, y + n // 2 * (tall + HEAD) + HEAD
        canvas.text(x, top - 7, name, size=11)
        masked_grid(canvas, x, top, values, kept, scale, decimals)
        canvas.window(x + spot[1] * CELL[0], top + spot[0] * CELL[1], *CELL)
    end = top + tall + 14
    mask_key(canvas, say, end)
    canvas.scale(canvas.width - MARGIN - 120, end, 120, scale, decimals=2, clipped=scale.clips(found.map))
    return end + 36


def map_with_crop(canvas: Canvas, say: Say, y: float, found: Masked, scale: Scale) -> float:
    """The whole map with the crop in it; returns where it ends."""
    whole(canvas, MARGIN, y, LOCATOR, scale.rgb(found.map), found.spans)
    told = say(ja="追いかけている特徴マップが、最初のドロップアウトに入るところです。二重の枠の中を下に拡大しました。",
               en="The map that we follow, on its way into the first Dropout. Below, what is inside the double frame.")
    canvas.paragraph(MARGIN + LOCATOR + 14, y + 12, told, size=11, color=SOFT)
    return y + LOCATOR * found.map.shape[0] / max(found.map.shape)


def masked_grid(canvas: Canvas, x: float, y: float, values: np.ndarray, kept: np.ndarray, scale: Scale,
                decimals: int) -> None:
    """Values (rows, columns) in cells, crosses where `kept` says no; only colours where digits do not fit."""
    colors, (width, height) = scale.rgb(values), CELL
    legible = max(text_width(exact(number, decimals), 10) for number in values.ravel()) <= width
    for place, number in np.ndenumerate(values):
        left, top, color = x + place[1] * width, y + place[0] * height, tuple(colors[place])
        canvas.rectangle(left, top, width, height, fill=color if kept[place] else MAT, stroke=LINE, thickness=0.8,
                         above=1.2)
        if not kept[place]:
            cross(canvas, left + width / 2, top + height / 2, 6)
        elif legible:
            canvas.text(left + width / 2, top + height / 2, exact(number, decimals), size=10, color=ink_on(color),
                        anchor="middle", middle=True)


def cross(canvas: Canvas, x: float, y: float, reach: float) -> None:
    """Switched off."""
    for way in (1, -1):
        canvas.line([x - reach, x + reach], [y - reach * way, y + reach * way], color=DARK, thickness=1.2, above=2)


def mask_key(canvas: Canvas, say: Say, y: float) -> None:
    """What a cross and the frame are, in two rows."""
    canvas.rectangle(MARGIN, y, 14, 14, fill=MAT, stroke=LINE, thickness=0.8)
    cross(canvas, MARGIN + 7, y + 7, 4)
    canvas.text(MARGIN + 20, y + 11, say(ja="消えた値（ゼロになる）", en="switched off: zero"), size=11, color=SOFT)
    canvas.window(MARGIN, y + 20, 14, 14)
    canvas.text(MARGIN + 20, y + 31, say(ja="本文で計算する値", en="computed in the text"), size=11, color=SOFT)
