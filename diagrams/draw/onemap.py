"""A few maps in numbers: what the window holds in each, times the kernel for this map, and the sum of the products."""

from dataclasses import dataclass

import numpy as np

from diagrams.draw.canvas import MARGIN, Canvas
from diagrams.draw.palette import SOFT
from diagrams.draw.products import columns_of, one_channel
from diagrams.draw.scale import Scale
from diagrams.facts import Fact, count, decimal, sentence, value
from diagrams.language import Say


@dataclass(frozen=True)
class OneMap:
    """A map, counted from 0, why it is shown, what the window holds and the kernel, both (height, width).

    `place` is a cell of the window (row, column) to be marked.
    """

    number: int
    role: str
    held: np.ndarray
    kernel: np.ndarray
    place: tuple[int, int] | None


def map_name(n: int) -> Fact:
    """A map by its place in the stack, counted from 0."""
    return sentence(ja="{n}枚目", en="map {n}", n=count(n + 1))


def draw_maps(canvas: Canvas, say: Say, y: float, maps: list[OneMap], decimals: int) -> float:
    """The maps one below the other, and the scale that they share; returns where they end."""
    products = [one.held * one.kernel for one in maps]
    scale = Scale.of(*products, *(part for one in maps for part in (one.held, one.kernel)))
    rows, width = maps[0].kernel.shape
    lefts, cells = columns_of(width)
    for left, cell, name in zip(lefts, cells, names_of_grids(say), strict=True):
        canvas.text(left + cell[0] * width / 2, y, name, size=11, color=SOFT, anchor="middle")
    for one, product in zip(maps, products, strict=True):
        canvas.text(MARGIN, y + 20, one.role, size=11)
        grids = [(values, scale) for values in (one.held, one.kernel, product)]
        one_channel(canvas, say, y + 28, (f"{one.number + 1}", SOFT), grids, (lefts, cells), decimals)
        if one.place:
            canvas.window(lefts[0] + one.place[1] * cells[0][0], y + 28 + one.place[0] * cells[0][1], *cells[0])
        y += rows * cells[0][1] + 62
    canvas.scale(lefts[0], y - 18, 110, scale, decimals=2)
    return y + 8


def names_of_grids(say: Say) -> tuple[str, str, str]:
    """What stands above the three grids."""
    return say(ja="特徴マップ", en="map"), say(ja="カーネル", en="kernel"), say(ja="積", en="products")


def title_of_maps(say: Say, maps: list[OneMap], decimals: int) -> str:
    """What the products of one map, or of the first two, add up to."""
    told = {"n": count(maps[0].kernel.size)}
    for n, one in enumerate(maps):
        told |= {f"map{n}": map_name(one.number), f"sum{n}": value((one.held * one.kernel).sum(), decimals)}
    if len(maps) == 1:
        return say(ja="{map0}の特徴マップの積{n}個を足すと、{sum0}です",
                   en="The {n} products of {map0} add up to {sum0}", **told)
    return say(ja="積{n}個を足すと、{map0}の特徴マップでは{sum0}、{map1}では{sum1}です",
               en="The {n} products of {map0} add up to {sum0}, those of {map1} to {sum1}", **told)


def table_of_maps(say: Say, maps: list[OneMap], decimals: int) -> list[tuple[str, ...]]:
    """Every product as a row, and the sum of each map's; a header row first."""
    rows: list[tuple[str, ...]] = [
        (say(ja="特徴マップの番号", en="number of the map"), say(ja="位置", en="place"), *names_of_grids(say))]
    for one in maps:
        products = one.held * one.kernel
        rows += [(f"{one.number + 1}", f"{row + 1}, {column + 1}",
                  *(decimal(float(each[row, column]), decimals) for each in (one.held, one.kernel, products)))
                 for row, column in np.ndindex(products.shape)]
        rows.append((f"{one.number + 1}", say(ja="合計", en="sum"), "", "", decimal(products.sum(), decimals)))
    return rows
