"""Post 7: what is one number of a convolution?"""

import numpy as np

from diagrams.blocks import block_around
from diagrams.draw import WIDTH, Canvas, Drawing, Scale
from diagrams.draw.canvas import Point, text_width
from diagrams.draw.kernels import channel_key, channel_marks, moves, pairs, sheet_of_filters
from diagrams.draw.padding import (
    beyond_both,
    corner_numbers,
    description_of_border,
    last_window,
    pixels_inside,
    shown_at,
    table_of_last_cells,
    title_of_border,
    what_it_holds,
)
from diagrams.draw.palette import SOFT
from diagrams.draw.places import landing, locator, whole
from diagrams.draw.products import MOST_IN_NUMBERS, channel_rows, grid, table_of_products, told_of_sum, total
from diagrams.draw.scale import grey
from diagrams.draw.sheet import Box, reduced, sheet
from diagrams.draw.stops import MAP, STEP, one_stop, stops_of
from diagrams.draw.tables import table_of, table_of_cells, table_of_grids, written
from diagrams.facts import Fact, code, count, counted, decimal, listing, sentence, shape, share, steps, value, word
from diagrams.inputs import Layer, Probe
from diagrams.language import Say
from diagrams.post import Post
from diagrams.traced import TracedLayer
from diagrams.windows import axes_if, beyond, window

POST = Post(number=7, explains=(Layer("Conv2D", reads_photo=True),))

LEFT, RIGHT = 8, WIDTH - 8


def filter_of(conv: TracedLayer) -> np.ndarray:
    """The kernel of the followed filter: (height, width, inputs)."""
    return conv.kernel[..., conv.channel]


def map_of(conv: TracedLayer) -> np.ndarray:
    """The feature map of the followed filter: (rows, columns)."""
    return conv.output[..., conv.channel]


def terms_of(conv: TracedLayer) -> tuple[np.ndarray, float | None, float]:
    """Products of the followed cell (height, width, inputs), the bias if there is one, and what Keras gives."""
    bias = None if conv.bias is None else float(conv.bias[conv.channel])
    return window(conv, conv.place)[1] * filter_of(conv), bias, float(map_of(conv)[conv.place])


def decimals_of(conv: TracedLayer) -> int:
    """As many decimals as the cells of the arithmetic can hold: three for numbers below ten."""
    products, bias, result = terms_of(conv)
    held = window(conv, conv.place)[1], products, filter_of(conv), products.sum(axis=(0, 1)), bias or 0.0, result
    return 3 if max(np.abs(numbers).max() for numbers in held) < 9.9995 else 1


# One number and its whole arithmetic


def arithmetic(say: Say, conv: TracedLayer = Layer("Conv2D")) -> Drawing:
    """Photo times kernel, channel by channel; the sums, and the bias if any, add up to one cell of the map."""
    (products, bias, result), decimals = terms_of(conv), decimals_of(conv)
    title, description = told_of_sum(say, bias, n=count(products.size), result=value(result, decimals))
    canvas = Canvas(say, title)
    held, kernel = window(conv, conv.place)[1], filter_of(conv)
    table = table_of_products(say, held, kernel, bias, result, decimals)
    y = locator(canvas, say, conv, canvas.y)
    y = channel_rows(canvas, say, y + 30, held, kernel, decimals)
    y = total(canvas, say, y + 26, products.sum(axis=(0, 1)), bias, result, decimals)
    y = landing(canvas, say, conv, y + 30)
    return canvas.drawing(y + 8, description, table)


# The same filter at every place


def sliding(say: Say, conv: TracedLayer = Layer("Conv2D")) -> Drawing:
    """Four stops of the window in a crop of the photo, and the cells of the map that are filled by then."""
    block = block_around(conv)
    canvas = Canvas(say, say(ja="同じ{n}個の重みを、{places}で使い回します", en="The same {n} weights serve {places}",
                             n=count(filter_of(conv).size), places=places_of(conv)))
    scale, y = Scale.of(block.results(map_of(conv))), canvas.y + 8
    rows: list[tuple[str, ...]] = [(say(ja="セル（行, 列）", en="cell (row, col.)"),
                                    say(ja="窓の左上", en="window from"),
                                    say(ja="値", en="value"))]
    canvas.text(LEFT, y, say(ja="写真と窓", en="photo and window"), size=11, color=SOFT)
    canvas.text(MAP, y, say(ja="特徴マップ", en="feature map"), size=11, color=SOFT)
    for step in stops_of(block):
        rows.append(one_stop(canvas, say, conv, divmod(step, block.counts[1]), y + 10, scale))
        y += STEP
    canvas.scale(MAP, y + 8, 110, scale, decimals=2)
    return canvas.drawing(y + 38, say(
        ja="写真の上を窓が左から右へ、上から下へと動き、止まるたびに特徴マップのセルがひとつ埋まります。",
        en="A window moves over the photo from left to right and from top to bottom; each stop fills one cell of the "
           "feature map."), rows)


def places_of(conv: TracedLayer) -> Fact:
    """How many places the window stops at."""
    return counted(map_of(conv).size, ja="か所", one="place", many="places")


# All filters, all maps


def filters(say: Say, conv: TracedLayer = Layer("Conv2D")) -> Drawing:
    """All kernels of all filters on one scale, the followed filter outlined."""
    kernel, scale = conv.kernel, Scale.of(conv.kernel)
    canvas = Canvas(say, say(ja="{n}のフィルタ、{weights}個の重み。{negative}は負です",
                             en="{n}, {weights} weights, {negative} of them negative",
                             n=counted(kernel.shape[-1], ja="個", one="filter", many="filters"),
                             weights=count(kernel.size), negative=share((kernel < 0).mean())))
    boxes = sheet_of_filters(canvas, canvas.y, kernel, scale)
    outline(canvas, boxes[conv.channel])
    end = keys(canvas, say, boxes[-1].y + boxes[-1].height + 16, kernel.shape[2], scale)
    return canvas.drawing(end, say(
        ja="最初の畳み込み層の全フィルタ。それぞれがR・G・Bのカーネルを一枚ずつ持ち、二重の枠は追いかけているフィルタです。",
        en="All filters of the first convolution, each with one kernel for R, G and B. "
           "The double frame marks the filter we follow."))


def outline(canvas: Canvas, box: Box) -> None:
    """Mark the followed one of many."""
    canvas.window(box.x - 2.5, box.y - 2.5, box.width + 5, box.height + 5)


def keys(canvas: Canvas, say: Say, y: float, channels: int, scale: Scale) -> float:
    """What frames and colours mean; returns where the text ends."""
    channel_key(canvas, LEFT, y, channels)
    canvas.text(LEFT, y + 30, say(ja="二重の枠：追いかけるフィルタ", en="double frame: the filter we follow"),
                size=11, color=SOFT)
    canvas.scale(RIGHT - 130, y - 2, 130, scale, decimals=2)
    return y + 40


def maps(say: Say, conv: TracedLayer = Layer("Conv2D")) -> Drawing:
    """The photo, and the map that each filter makes of it, in the order of the filters."""
    found, side = np.moveaxis(conv.output, -1, 0), 76
    scale = Scale.of(found, keep=0.9)
    canvas = Canvas(say, say(ja="写真{one}枚から、特徴マップが{n}できます", en="{one} photo in, {n} out", one=count(1),
                             n=counted(len(found), ja="枚", one="feature map", many="feature maps")))
    high, x, y = side * conv.input.shape[0] / conv.input.shape[1], LEFT + side + 14, canvas.y
    canvas.pixels(LEFT + 5, y, side, high, reduced(conv.input, 2 * side))
    canvas.text(x, y + 14, say.fact(shape(conv.input.shape)), size=12)
    canvas.arrow((x + 6, y + 22), (x + 6, y + 42))
    canvas.text(x, y + 58, say.fact(shape(conv.output.shape)), size=12)
    canvas.scale(RIGHT - 130, y + high - 26, 130, scale, decimals=2, clipped=scale.clips(found))
    tiles = np.stack([scale.rgb(reduced(one, 2 * side)) for one in found])
    boxes = sheet(canvas, LEFT, y + high + 10, RIGHT - LEFT, tiles, 4, gap=5)
    outline(canvas, boxes[conv.channel])
    return canvas.drawing(boxes[-1].y + boxes[-1].height + 14, say(
        ja="一枚の写真から最初の畳み込み層が作る全特徴マップを、フィルタと同じ順に並べました。二重の枠は追いかけているマップです。",
        en="All feature maps that the first convolution makes of one photo, in the order of the filters. "
           "The double frame marks the map we follow."))


# What training did


def training(say: Say, conv: TracedLayer = Layer("Conv2D"),
             start: dict[str, np.ndarray] = Probe("initial_filters")) -> Drawing:
    """Every filter as it began and as it is now, on one scale."""
    before, after = start["kernel"], conv.kernel
    moved, half = moves(before, after), -(-after.shape[-1] // 2)
    canvas = Canvas(say, title_of_training(say, moved))
    scale, y = Scale.of(before, after), canvas.y + 14
    for n in range(min(2, moved.size)):
        part = slice(n * half, (n + 1) * half)
        pairs(canvas, say, LEFT + n * 176, y, before[..., part], after[..., part], scale, conv.channel - n * half)
    end = keys(canvas, say, y + 10 + half * 25, after.shape[2], scale)
    return canvas.drawing(end, say(
        ja="各フィルタの最初の姿と、いまの姿。横の数は、動いた距離が最初の大きさのどれだけにあたるかを表します。",
        en="Each filter as it began and as it is now. The number says how far it has moved, relative to its size at "
           "the start."), table_of((say(ja="フィルタ", en="filter"), say(ja="移動", en="moved")),
                                   [f"{n}" for n in range(1, moved.size + 1)],
                                   [say.fact(share(part)) for part in moved]))


def title_of_training(say: Say, moved: np.ndarray) -> str:
    """How far training moved the filters, if it did."""
    low, high = share(moved.min()), share(moved.max())
    if not moved.any():
        return say(ja="訓練の前なので、フィルタはまだ動いていません", en="Before training, no filter has moved")
    if low.text == high.text:
        return say(ja="訓練で、フィルタは最初の大きさの{high}動きました",
                   en="Moved in training: {high} of the initial size", high=high)
    return say(ja="訓練で、フィルタは最初の大きさの{low}〜{high}動きました",
               en="Training moved each filter by {low} to {high} of its initial size", low=low, high=high)


# The border


def border(say: Say, conv: TracedLayer = Layer("Conv2D"),
           paddings: dict[str, np.ndarray] = Probe("both_paddings")) -> Drawing:
    """The last window of each padding at the photo's lower right corner, and the numbers of the maps there."""
    there = {name: paddings[f"photo_{name}"][..., conv.channel] for name in ("same", "valid")}
    axes = {name: axes_if(conv, name, one.shape) for name, one in there.items()}
    canvas = Canvas(say, title_of_border(say, conv, there, beyond_both(axes["same"])))
    y, lefts, corner = canvas.y + 10, {"same": LEFT, "valid": LEFT + 170}, shown_at(*axes.values())
    unit = min(20, 130 / max(n + beyond(axis) for n, axis in zip(corner, axes["same"], strict=True)))
    for name, x in lefts.items():
        canvas.text(x, y, f"{name} → {say.fact(shape(there[name].shape))}", size=12)
        last_window(canvas, conv.input, axes[name], corner, x, y + 10, unit)
        held = what_it_holds(say, axes[name])
        canvas.text(x, y + 158, held, size=11 if text_width(held, 11) <= 162 else 10, color=SOFT)
    rows, columns = ((size - n, size) for n, size in zip(corner, conv.input.shape[:2], strict=True))
    whole(canvas, RIGHT - 56, y + 10, 56, conv.input, (rows, columns))
    canvas.text(LEFT, y + 188, say(ja="特徴マップの、その角の値", en="the feature map at that corner"), size=11,
                color=SOFT)
    end, scale = corner_numbers(canvas, there, axes, lefts, y + 196)
    canvas.scale(lefts["valid"], end + 12, 120, scale, decimals=2)
    if beyond_both(axes["same"]):
        canvas.text(LEFT, end + 21, say(ja="線の外側：{zero}も読んだセル", en="outside the line: uses zeros",
                                        zero=count(0)), size=11, color=SOFT)
    return canvas.drawing(end + 46, description_of_border(say, beyond_both(axes["same"])),
                          table_of_last_cells(say, there, axes))


# The kernel is not flipped


def turned(say: Say, conv: TracedLayer = Layer("Conv2D"), probe: dict[str, np.ndarray] = Probe("impulse")) -> Drawing:
    """What the followed filter answers to one bright pixel, beside its kernel: the same numbers, half a turn apart."""
    kernel, answer = filter_of(conv), np.moveaxis(probe["answer"][..., conv.channel], 0, -1)
    canvas = Canvas(say, say(ja="光る点を入れると、フィルタの{n}個の重みが半回転して返ります",
                             en="A bright dot returns the filter's {n} weights, turned by half a turn",
                             n=count(np.isclose(answer[::-1, ::-1], kernel, atol=1e-6).sum())))
    scale, y, (rows, columns) = Scale.of(kernel), canvas.y + 22, kernel.shape[:2]
    cell = (33, 22) if columns <= MOST_IN_NUMBERS else (99 / columns, 99 / columns)
    wide = cell[0] * columns
    lefts, widths = (LEFT + 20, RIGHT - 20 - 2 * wide, RIGHT - wide), (70, wide, wide)
    names = say(ja="光る点", en="bright dot"), say(ja="返る数", en="answer"), say(ja="カーネル", en="kernel")
    for left, width, name in zip(lefts, widths, names, strict=True):
        canvas.text(left + width / 2, y - 8, name, size=11, color=SOFT, anchor="middle")
    band = max(70, cell[1] * rows)
    for n, mark in enumerate(channel_marks(kernel.shape[2])):
        grids = probe["dot"][n, ..., n], answer[..., n], kernel[..., n]
        one_dot(canvas, y + n * (band + 14) + band / 2, mark, grids, lefts, cell, scale)
    end = y + kernel.shape[2] * (band + 14)
    canvas.scale(RIGHT - 120, end, 120, scale, decimals=2)
    canvas.text(LEFT, end + 9, say(ja="二重の枠：同じ数", en="double frame: the same number"), size=11, color=SOFT)
    return canvas.drawing(end + 32, say(
        ja="一点だけが光る画像をこのフィルタに通すと、カーネルが半回転して返ってきます。バイアスは足していません。",
        en="An image with a single bright dot, sent through the filter, returns its kernel turned by half a turn. "
           "No bias is added."), table_of_grids(say(ja="チャンネル", en="channel"), {
               letter: table_of_cells(say, [(name, written(values[..., n], 2))
                                            for name, values in zip(names[1:], (answer, kernel), strict=True)])
               for n, (letter, _) in enumerate(channel_marks(kernel.shape[2]))}))


def one_dot(canvas: Canvas, middle: float, mark: tuple[str, str], grids: tuple[np.ndarray, np.ndarray, np.ndarray],
            lefts: tuple[float, float, float], cell: Point, scale: Scale) -> None:
    """One channel: the dot, the answer and the kernel, the first number of the kernel framed in both."""
    (letter, color), (dot, answer, kernel) = mark, grids
    (rows, columns), unit = kernel.shape, min(24, 70 / max(dot.shape))
    high, wide = dot.shape[0] * unit, dot.shape[1] * unit
    x, y = lefts[0] + (70 - wide) / 2, middle - cell[1] * rows / 2
    canvas.text(LEFT + 6, middle, letter, size=14, color=color, anchor="middle", middle=True)
    canvas.pixels(x, middle - high / 2, wide, high, grey(dot))
    canvas.rectangle(x, middle - high / 2, wide, high, stroke=color, thickness=1.8)
    canvas.arrow((x + wide + 4, middle), (lefts[1] - 4, middle))
    for left, values, corner in ((lefts[1], answer, (rows - 1, columns - 1)), (lefts[2], kernel, (0, 0))):
        grid(canvas, left, y, values, scale, cell, 2, color)
        canvas.window(left + corner[1] * cell[0], y + corner[0] * cell[1], *cell)


FIGURES = (arithmetic, sliding, filters, maps, training, border, turned)


# Facts


def facts(conv: TracedLayer = Layer("Conv2D"), start: dict[str, np.ndarray] = Probe("initial_filters"),
          paddings: dict[str, np.ndarray] = Probe("both_paddings")) -> dict[str, Fact]:
    return {**facts_of_cell(conv), **facts_of_layer(conv), **facts_of_border(conv, paddings),
            "moved": told_of_moves(moves(start["kernel"], conv.kernel))}


def facts_of_cell(conv: TracedLayer) -> dict[str, Fact]:
    """About the one number that the post explains."""
    (products, bias, result), decimals = terms_of(conv), decimals_of(conv)
    return {
        "result": value(result, decimals), "bias_told": told_of_bias(bias, decimals),
        "row": count(conv.place[0] + 1), "column": count(conv.place[1] + 1), "filter": count(conv.channel + 1),
        "products": count(products.size), "per_channel": pixels(products[..., 0].size),
        "window": shape(products.shape[:2]), "filter_shape": shape(products.shape),
        "numpy": code(numpy_lines(window(conv, conv.place)[1], filter_of(conv), bias, result, decimals)),
        "below_zero": share((map_of(conv) < 0).mean()),
    }


def facts_of_layer(conv: TracedLayer) -> dict[str, Fact]:
    """Sizes and counts of the layer."""
    cells, padding = map_of(conv).size, conv.settings["padding"]
    biases = 0 if conv.bias is None else conv.bias.size
    return {
        "input": shape(conv.input.shape), "output": shape(conv.output.shape),
        "filters": count(conv.kernel.shape[-1]), "places": places_of(conv), "numbers_out": count(conv.output.size),
        "weights": count(conv.kernel.size), "biases": count(biases), "parameters": count(conv.kernel.size + biases),
        "multiply_adds": count(conv.kernel.size * cells),
        "line": code(conv.source),
        "padding": word(ja=padding, en=padding), "stride": steps(conv.settings["strides"]),
    }


def told_of_bias(bias: float | None, decimals: int) -> Fact:
    """What a bias is, and the followed filter's; or that this layer has none."""
    if bias is None:
        return word(ja="畳み込みの多くは、バイアスという定数をフィルタごとにひとつ加えます。"
                       "この層は`use_bias=False`で作られているので、バイアスがありません。",
                    en="Most convolutions also add a constant, the bias, one per filter; this layer was built with "
                       "`use_bias=False` and has none.")
    return sentence(ja="バイアスは、フィルタがひとつだけ持っている定数です。"
                       "ここでは{bias}です。「偏見」という意味のバイアスとは関係がありません。",
                    en="The bias is a constant, one per filter, here {bias}. It has nothing to do with prejudice.",
                    bias=value(bias, decimals))


def pixels(n: int) -> Fact:
    """A number of pixels."""
    return counted(n, ja="個", one="pixel", many="pixels")


def told_of_moves(moved: np.ndarray) -> Fact:
    """How far training moved the filters (filters,), if it did."""
    least, most = share(moved.min()), share(moved.max())
    if not moved.any():
        return word(ja="**まだ少しも動いていません**。この層はまだ訓練していないので、フィルタは最初の乱数のままです。",
                    en="**Not at all yet.** This layer has not been trained: its filters are still the random numbers "
                       "that they began as.")
    if least.text == most.text:
        return sentence(ja="最初の大きさの**{most}**だけ動きました。", en="By **{most}** of the initial size.",
                        most=most)
    return sentence(ja="最初の大きさと比べて、いちばん動かなかったフィルタは**{least}**、"
                       "いちばん動いた{n}番目のフィルタは**{most}**でした。",
                    en="The one that moved least went **{least}** of its initial size, and filter {n}, which moved "
                       "most, went **{most}**.", least=least, most=most, n=count(int(moved.argmax()) + 1))


def facts_of_border(conv: TracedLayer, paddings: dict[str, np.ndarray]) -> dict[str, Fact]:
    """Sizes with either padding, what the border reads, and the followed filter's answer to a white photo."""
    same, valid, white = (paddings[name] for name in ("photo_same", "photo_valid", "white_same"))
    axes, white = axes_if(conv, "same", same.shape[:2]), white[..., conv.channel]
    inside = pixels_inside(axes)
    whole_windows = [sum(stop - start == axis.width for start, stop in map(axis.span, range(axis.count)))
                     for axis in axes]
    return {
        "same": shape(same.shape), "valid": shape(valid.shape),
        "corner_pixels": pixels(inside), "corner_zeros": count(axes[0].width * axes[1].width - inside),
        "border_cells": share(1 - np.prod(whole_windows) / white.size),
        "white_middle": value(white[white.shape[0] // 2, white.shape[1] // 2]), "white_corner": value(white[-1, -1]),
    }


def numpy_lines(held: np.ndarray, kernel: np.ndarray, bias: float | None, result: float, decimals: int) -> str:
    """Python with the real numbers in it that prints the result; channel by channel, so that it is easy to read."""
    levels = np.rint(held * 256)
    exact = np.array_equal(levels / 256, held)
    photo = listing(levels if exact else held, 0 if exact else 6)
    for places in range(4, 9):
        sum_of_rounded = (held * np.round(kernel.astype(float), places)).sum() + round(bias or 0.0, places)
        if decimal(sum_of_rounded, decimals) == decimal(result, decimals):
            break
    given, added = ([], "") if bias is None else ([f"bias = {bias:.{places}f}"], " + bias")
    return "\n".join(["import numpy as np", f"photo = np.array({photo}){' / 256' if exact else ''}",
                      f"kernel = np.array({listing(kernel, places)})", *given,
                      f'print(f"{{(photo * kernel).sum(){added}:.{decimals}f}}")'])
