"""A window times a kernel in numbers: three grids for each channel, their sums, and the sum of all."""

from collections.abc import Sequence

import numpy as np

from diagrams.draw.canvas import MARGIN, WIDTH, Canvas, Point
from diagrams.draw.kernels import channel_marks
from diagrams.draw.palette import INK, SOFT, Color
from diagrams.draw.scale import Scale, grey
from diagrams.facts import Fact, decimal
from diagrams.language import Say

LEFT, RIGHT = MARGIN, WIDTH - MARGIN
MOST_IN_NUMBERS = 3  # columns of a kernel that fit a phone in numbers; wider ones are drawn in colours
SIGNS = 16  # pixels between two grids


def channel_rows(canvas: Canvas, say: Say, y: float, window: np.ndarray, kernel: np.ndarray, decimals: int) -> float:
    """One row for each channel: window times kernel, both (height, width, channels), and the sum of the products.

    Returns where the rows end.
    """
    products, (lefts, cells) = window * kernel, columns_of(kernel.shape[1])
    scale = Scale.of(kernel, products)
    names = (say(ja="写真", en="photo"), say(ja="カーネル", en="kernel"), say(ja="積", en="products"))
    for left, cell, name in zip(lefts, cells, names, strict=True):
        canvas.text(left + cell[0] * kernel.shape[1] / 2, y - 8, name, size=11, color=SOFT, anchor="middle")
    step = kernel.shape[0] * cells[0][1] + 34
    for n, mark in enumerate(channel_marks(kernel.shape[2])):
        grids = [(window[..., n], None), (kernel[..., n], scale), (products[..., n], scale)]
        one_channel(canvas, say, y + n * step, mark, grids, (lefts, cells), decimals)
    end = y + kernel.shape[2] * step - 34
    canvas.scale(LEFT + SIGNS, end + 8, 110, scale, decimals=2)
    return end + 26


def columns_of(width: int) -> tuple[list[float], list[Point]]:
    """Where photo, kernel and products begin, and the size of their cells, for kernels of this width."""
    cells: list[Point] = [(30, 22), (34, 22), (34, 22)] if width <= MOST_IN_NUMBERS else [(98 / width, 98 / width)] * 3
    used = SIGNS + width * sum(cell[0] for cell in cells) + 2 * SIGNS
    lefts, x = [], LEFT + SIGNS + (RIGHT - LEFT - used) / 2
    for cell in cells:
        lefts.append(x)
        x += width * cell[0] + SIGNS
    return lefts, cells


def one_channel(canvas: Canvas, say: Say, y: float, mark: tuple[str, str],
                grids: Sequence[tuple[np.ndarray, Scale | None]], columns: tuple[list[float], list[Point]],
                decimals: int) -> None:
    """The three grids of one channel, framed in its colour, and the sum of the last one below it."""
    (letter, color), (lefts, cells) = mark, columns
    for (values, scale), left, cell in zip(grids, lefts, cells, strict=True):
        grid(canvas, left, y, values, scale, cell, decimals, color)
    rows, across = values.shape
    end, middle, below = left + cell[0] * across, y + cell[1] * rows / 2, y + cell[1] * rows
    canvas.text(lefts[0] - 10, middle, letter, size=14, color=color, anchor="middle", middle=True)
    for left, sign in zip(lefts[1:], "×=", strict=True):
        canvas.text(left - SIGNS / 2, middle, sign, size=13, anchor="middle", middle=True)
    canvas.text(end - 60, below + 16, say(ja="合計", en="sum"), size=11, color=SOFT, anchor="end", middle=True)
    chip(canvas, end - 54, below + 6, 54, decimal(values.sum(), decimals), color)


def grid(canvas: Canvas, x: float, y: float, values: np.ndarray, scale: Scale | None, cell: Point, decimals: int,
         color: Color) -> None:
    """Numbers in cells, framed; only their colours where the cells are too narrow. Without a scale: part of a photo."""
    colors, (rows, across) = None if scale is None else scale.rgb(values), values.shape
    if across <= MOST_IN_NUMBERS:
        canvas.numbers(x, y, values, cell=cell, rgb=colors, decimals=decimals, size=10)
    else:
        canvas.pixels(x, y, cell[0] * across, cell[1] * rows, grey(values) if colors is None else colors)
    canvas.rectangle(x, y, cell[0] * across, cell[1] * rows, stroke=color, thickness=1.8, above=3)


def chip(canvas: Canvas, x: float, y: float, width: float, text: str, color: Color) -> None:
    """A number in a small frame, 20 px high."""
    canvas.rectangle(x, y, width, 20, stroke=color, thickness=1.8)
    canvas.text(x + width / 2, y + 10, text, size=11, anchor="middle", middle=True)


def total(canvas: Canvas, say: Say, y: float, sums: np.ndarray, bias: float | None, result: float,
          decimals: int) -> float:
    """The sum of each channel, plus the bias, is what Keras gives, outlined at the right; returns the line's end."""
    added = [] if bias is None else [((say(ja="バイアス", en="bias"), SOFT), bias)]
    parts = [*zip(channel_marks(len(sums)), sums, strict=True), *added, (("Keras", INK), result)]
    step = (RIGHT - LEFT + SIGNS) / len(parts)
    for n, ((name, color), number) in enumerate(parts):
        x, wide = LEFT + n * step, step - SIGNS
        canvas.text(x + wide / 2, y, name, size=11, color=color, anchor="middle")
        chip(canvas, x, y + 6, wide, decimal(number, decimals), color)
        if n:
            sign = "=" if n == len(parts) - 1 else "+"
            canvas.text(x - SIGNS / 2, y + 16, sign, size=13, anchor="middle", middle=True)
    canvas.window(x, y + 6, wide, 20)
    canvas.arrow((x + wide / 2, y + 28), (x + wide / 2, y + 53))
    canvas.text(LEFT, y + 42, say(ja="表示だけ丸めています。計算は全桁です。",
                                  en="Rounded for display only, not in the sum."), size=10, color=SOFT)
    return y + 26


def told_of_sum(say: Say, bias: float | None, **known: Fact) -> tuple[str, str]:
    """The title and the description of the arithmetic: what is added up, with a bias or without."""
    begun = say(ja="写真の小さな窓とカーネルを、R・G・Bごとに同じ位置どうし掛けます。",
                en="A small window of the photo times a kernel, place by place in R, G and B.")
    if bias is None:
        return (say(ja="{n}個の積を足すと、{result}になります", en="{n} products add up to {result}", **known),
                say(ja="{begun}{n}個の積を足した{result}が、特徴マップのひとつのセルになります。",
                    en="{begun} All {n} products together give {result}, one cell of the feature map.", begun=begun,
                    **known))
    return (say(ja="{n}個の積とバイアスを足すと、{result}になります", en="{n} products and a bias add up to {result}",
                **known),
            say(ja="{begun}{n}個の積にバイアスを足した{result}が、特徴マップのひとつのセルになります。",
                en="{begun} All {n} products plus the bias give {result}, one cell of the feature map.", begun=begun,
                **known))


def table_of_products(say: Say, window: np.ndarray, kernel: np.ndarray, bias: float | None, result: float,
                      decimals: int) -> list[tuple[str, ...]]:
    """Every product as a row, then each channel's sum, the bias if there is one, and the result; a header row first."""
    products = window * kernel
    rows: list[tuple[str, ...]] = [
        (say(ja="チャンネル", en="channel"), say(ja="位置", en="place"),
         say(ja="写真", en="photo"), say(ja="カーネル", en="kernel"), say(ja="積", en="product"))]
    for n, (letter, _) in enumerate(channel_marks(kernel.shape[2])):
        rows += [(letter, f"{row + 1}, {column + 1}",
                  *(decimal(one[row, column, n], decimals) for one in (window, kernel, products)))
                 for row, column in np.ndindex(kernel.shape[:2])]
        rows.append((letter, say(ja="合計", en="sum"), "", "", decimal(products[..., n].sum(), decimals)))
    if bias is not None:
        rows.append((say(ja="バイアス", en="bias"), "", "", "", decimal(bias, decimals)))
    return [*rows, ("Keras", "", "", "", decimal(result, decimals))]
