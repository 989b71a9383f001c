"""Post 7: what is one number of a convolution?"""

import numpy as np

from diagrams.draw import WIDTH, Canvas, Drawing, Scale
from diagrams.draw.kernels import channel_marks, frame_kernels, in_a_row
from diagrams.draw.palette import INK, LINE, PAPER, SOFT
from diagrams.draw.scale import grey
from diagrams.draw.sheet import reduced, sheet
from diagrams.draw.reads import axes_if, beyond, block_around, window
from diagrams.facts import Fact, code, count, decimal, share, shape, value, word
from diagrams.inputs import Layer, Photo, Probe
from diagrams.post import Post

POST = Post(number=7, explains=(Layer("Conv2D"),))

LEFT, RIGHT = 8, WIDTH - 8
SIDE, GAP = 100, 20  # of the pictures that show where
MOST_IN_NUMBERS = 3  # columns of a kernel that fit a phone in numbers; wider ones are drawn in colours


def products(conv) -> np.ndarray:
    """Photo times kernel for the followed cell: (height, width, inputs)."""
    return window(conv, conv.cell)[1] * conv.kernel[..., conv.channel]


def bias_of(conv) -> float:
    """The bias of the followed filter; zero where the layer has none."""
    return 0.0 if conv.bias is None else float(conv.bias[conv.channel])


def result_of(conv) -> float:
    """What Keras gives for the followed filter and cell."""
    return float(conv.output[(*conv.cell, conv.channel)])


def decimals_for(*arrays) -> int:
    """As many decimals as fit the cells: three for numbers below ten."""
    return 3 if max(np.abs(array).max() for array in arrays) < 9.9995 else 1


# One number and its whole arithmetic


def arithmetic(say, conv=Layer("Conv2D")) -> Drawing:
    """Photo times kernel, channel by channel; the sums and the bias add up to one cell of the map."""
    numbers, result = products(conv), result_of(conv)
    places = decimals_for(window(conv, conv.cell)[1], numbers, conv.kernel, result, bias_of(conv))
    canvas = Canvas(say, say(ja="{n}個の積とバイアスを足すと、{result}になる",
                             en="{n} products and a bias add up to {result}",
                             n=count(numbers.size), result=value(result, places)))
    bottom = locator(canvas, say, conv, canvas.y)
    bottom = channel_rows(canvas, say, conv, bottom + 30, places)
    bottom = total(canvas, say, conv, bottom + 26, places)
    bottom = landing(canvas, say, conv, bottom + 30)
    return canvas.drawing(bottom + 8, say(
        ja="写真の小さな窓とカーネルを、R・G・Bごとに同じ位置どうし掛け、{n}個の積をすべて足してバイアスを加えます。"
           "答えの{result}が、特徴マップのひとつのセルになります。",
        en="A small window of the photo times a kernel, place by place in R, G and B; all {n} products and the bias "
           "are added. The result, {result}, becomes one cell of the feature map.",
        n=count(numbers.size), result=value(result, places)), table_of(say, conv, places))


def locator(canvas, say, conv, y) -> float:
    """The photo, and the crop around the window, enlarged; returns where they end."""
    block = block_around(conv)
    (top, bottom), (left, right) = block.spans
    crop, x = conv.input[top:bottom, left:right], LEFT + SIDE + GAP
    unit = SIDE / max(crop.shape[:2])
    (row, column), (rows, columns) = window(conv, conv.cell)[0], conv.kernel.shape[:2]
    place = whole(canvas, LEFT, y, conv.input, block.spans)
    canvas.pixels(x, y, crop.shape[1] * unit, crop.shape[0] * unit, crop)
    canvas.window(x + (column - left) * unit, y + (row - top) * unit, columns * unit, rows * unit)
    canvas.enlarges(place, (x, y + SIDE / 2))
    caption(canvas, x + SIDE + 10, y, say(ja="写真", en="the photo"), say.fact(shape(conv.input.shape)),
            say(ja="枠：{size}の窓", en="frame: {size} window", size=shape((rows, columns))),
            say(ja="その数値を下に", en="in numbers below"))
    return y + SIDE


def whole(canvas, x, y, picture, spans) -> tuple[float, float]:
    """A whole picture with the place of a crop outlined; returns the middle of the outline's right side."""
    (top, bottom), (left, right) = spans
    unit = SIDE / max(picture.shape[:2])
    canvas.pixels(x, y, picture.shape[1] * unit, picture.shape[0] * unit, reduced(picture, 2 * SIDE))
    canvas.window(x + left * unit, y + top * unit, (right - left) * unit, (bottom - top) * unit)
    return x + right * unit, y + (top + bottom) / 2 * unit


def caption(canvas, x, y, *lines) -> None:
    """A few short lines beside a picture."""
    for n, line in enumerate(lines):
        canvas.text(x, y + 12 + 17 * n, line, size=11, color=SOFT if n else INK)


def channel_rows(canvas, say, conv, y, places) -> float:
    """One row for each channel: photo times kernel equals products, and their sum; returns where they end."""
    kernel, held, terms = conv.kernel[..., conv.channel], window(conv, conv.cell)[1], products(conv)
    scale, (lefts, cells) = Scale.of(kernel, terms), columns_of(kernel.shape[1])
    names = (say(ja="写真", en="photo"), say(ja="カーネル", en="kernel"), say(ja="積", en="products"))
    step = kernel.shape[0] * cells[0][1] + 34
    for left, cell, name in zip(lefts, cells, names, strict=True):
        canvas.text(left + cell[0] * kernel.shape[1] / 2, y - 8, name, size=11, color=SOFT, anchor="middle")
    for n, mark in enumerate(channel_marks(kernel.shape[2])):
        grids = [(held[..., n], None), (kernel[..., n], scale), (terms[..., n], scale)]
        one_channel(canvas, say, y + n * step, mark, grids, (lefts, cells), places)
    end = y + kernel.shape[2] * step - 34
    canvas.scale(lefts[0], end + 8, 110, scale, decimals=2)
    return end + 26


def columns_of(width: int) -> tuple[list[float], list[tuple[float, float]]]:
    """Where photo, kernel and products begin, and the size of their cells, for kernels of this width."""
    in_numbers = width <= MOST_IN_NUMBERS
    cells = [(30, 22), (34, 22), (34, 22)] if in_numbers else [(98 / width, 98 / width)] * 3
    lefts, x = [], LEFT + 16 + (326 - 32 - width * sum(cell[0] for cell in cells)) / 2
    for cell in cells:
        lefts.append(x)
        x += width * cell[0] + 16
    return lefts, cells


def one_channel(canvas, say, y, mark, grids, columns, places) -> None:
    """The three grids of one channel, framed in its colour, and the sum of the last one below it."""
    (letter, color), (lefts, cells) = mark, columns
    for (values, scale), left, (wide, high) in zip(grids, lefts, cells, strict=True):
        grid(canvas, left, y, values, scale, (wide, high), places)
        rows, across = values.shape
        canvas.rectangle(left, y, wide * across, high * rows, stroke=color, thickness=1.8, above=3)
        end = left + wide * across
    middle = y + high * rows / 2
    canvas.text(lefts[0] - 10, middle, letter, size=14, color=color, anchor="middle", middle=True)
    for left, sign in zip(lefts[1:], "×=", strict=True):
        canvas.text(left - 8, middle, sign, size=13, anchor="middle", middle=True)
    canvas.text(end - 60, y + high * rows + 16, say(ja="合計", en="sum"), size=11, color=SOFT, anchor="end", middle=True)
    chip(canvas, end - 54, y + high * rows + 6, 54, decimal(grids[2][0].sum(), places), color)


def grid(canvas, x, y, values, scale, cell, places) -> None:
    """Numbers in cells; where these would be too narrow, only the colours. Without a scale: parts of a photo."""
    colors = scale and scale.rgb(values)
    if values.shape[1] <= MOST_IN_NUMBERS:
        canvas.numbers(x, y, values, cell=cell, rgb=colors, decimals=places, size=10)
    else:
        colors = grey(values) if colors is None else colors
        canvas.pixels(x, y, cell[0] * values.shape[1], cell[1] * values.shape[0], colors)


def chip(canvas, x, y, width, text, color) -> None:
    """A number in a small frame, 20 px high."""
    canvas.rectangle(x, y, width, 20, stroke=color, thickness=1.8)
    canvas.text(x + width / 2, y + 10, text, size=11, anchor="middle", middle=True)


def total(canvas, say, conv, y, places) -> float:
    """The sum of each channel plus the bias equals what Keras gives; returns where the line ends."""
    marks = [*channel_marks(conv.input.shape[-1]), (say(ja="バイアス", en="bias"), SOFT)]
    numbers = [*products(conv).sum(axis=(0, 1)), bias_of(conv), result_of(conv)]
    step = (RIGHT - LEFT + 16) / len(numbers)
    for n, ((name, color), number) in enumerate(zip([*marks, ("Keras", INK)], numbers, strict=True)):
        x = LEFT + n * step
        canvas.text(x + (step - 16) / 2, y, name, size=11, color=color, anchor="middle")
        chip(canvas, x, y + 6, step - 16, decimal(number, places), color)
        if n:
            canvas.text(x - 8, y + 16, "=" if n == len(marks) else "+", size=13, anchor="middle", middle=True)
    canvas.window(x, y + 6, step - 16, 20)
    canvas.arrow((x + (step - 16) / 2, y + 28), (x + (step - 16) / 2, y + 53))
    canvas.text(LEFT, y + 42, say(ja="表示だけ丸めています。計算は全桁です。",
                                  en="Rounded for display only, not in the sum."), size=10, color=SOFT)
    return y + 26


def landing(canvas, say, conv, y) -> float:
    """The number's cell in a crop of the feature map, and that crop on the whole map; returns where they end."""
    block, feature_map, x = block_around(conv), conv.output[..., conv.channel], RIGHT - SIDE
    scale = Scale.of(feature_map, keep=0.995)
    cells = block.results(feature_map)
    unit = SIDE / max(cells.shape)
    spans = tuple((first, first + n) for first, n in zip(block.first, block.counts, strict=True))
    place = whole(canvas, x - GAP - SIDE, y, scale.rgb(feature_map), spans)
    canvas.pixels(x, y, cells.shape[1] * unit, cells.shape[0] * unit, scale.rgb(cells))
    canvas.window(x + block.spot[1] * unit, y + block.spot[0] * unit, unit, unit)
    canvas.enlarges(place, (x, y + SIDE / 2))
    caption(canvas, LEFT, y, say(ja="特徴マップ", en="the feature map"), say.fact(shape(feature_map.shape)),
            say(ja="{n}番目のフィルタ", en="of filter {n}", n=count(conv.channel + 1)),
            say(ja="枠：この数のセル", en="frame: this number"))
    canvas.scale(LEFT, y + SIDE - 26, 110, scale, decimals=2, clipped=scale.clips(feature_map))
    return y + SIDE


def table_of(say, conv, places) -> list[tuple[str, ...]]:
    """Every product of the figure as a row, then the sums, the bias and the result."""
    kernel, held, terms = conv.kernel[..., conv.channel], window(conv, conv.cell)[1], products(conv)
    rows = [(say(ja="チャンネル", en="channel"), say(ja="窓の中の位置（行, 列）", en="place in the window (row, column)"),
             say(ja="写真", en="photo"), say(ja="カーネル", en="kernel"), say(ja="積", en="product"))]
    for n, (letter, _) in enumerate(channel_marks(kernel.shape[2])):
        rows += [(letter, f"{row + 1}, {column + 1}",
                  *(decimal(values[row, column, n], places) for values in (held, kernel, terms)))
                 for row, column in np.ndindex(kernel.shape[:2])]
        rows.append((letter, say(ja="合計", en="sum"), "", "", decimal(terms[..., n].sum(), places)))
    rows.append((say(ja="バイアス", en="bias"), "", "", "", decimal(bias_of(conv), places)))
    return [*rows, (say(ja="答え", en="result"), "", "", "", decimal(result_of(conv), places))]


# The same filter at every place


def sliding(say, conv=Layer("Conv2D")) -> Drawing:
    """Four steps of the window over a crop of the photo, and the cells of the map that are filled by then."""
    block, feature_map = block_around(conv), conv.output[..., conv.channel]
    canvas = Canvas(say, say(ja="同じ{n}個の重みを、{places}か所で使い回す", en="The same {n} weights serve {places} places",
                             n=count(conv.kernel[..., 0].size), places=count(feature_map.size)))
    cells = block.results(feature_map)
    scale, unit = Scale.of(cells), (SIDE - 6) / max(stop - start for start, stop in block.spans)
    y, rows = canvas.y + 8, [(say(ja="セル（行, 列）", en="cell (row, column)"),
                               say(ja="窓の左上のピクセル（行, 列）", en="upper left pixel of the window (row, column)"),
                               say(ja="値", en="value"))]
    canvas.text(LEFT, y, say(ja="写真と窓", en="photo and window"), size=11, color=SOFT)
    canvas.text(LEFT + SIDE + 24, y, say(ja="特徴マップ", en="feature map"), size=11, color=SOFT)
    for step in steps_of(block):
        rows.append(one_step(canvas, say, conv, step, y + 8, unit, scale))
        y += SIDE + 2
    canvas.scale(LEFT + SIDE + 24, y + 8, 110, scale, decimals=2)
    return canvas.drawing(y + 40, say(
        ja="写真の上を窓が左から右へ、上から下へと動き、止まるたびに特徴マップのセルがひとつ埋まります。",
        en="A window moves over the photo from left to right and from top to bottom; each stop fills one cell of the "
           "feature map."), rows)


def steps_of(block) -> list[int]:
    """Which windows of a block are shown: the first two in the followed cell's row, that cell, and the very last."""
    rows, columns = block.counts
    start, last = block.spot[0] * columns, rows * columns - 1
    return sorted({start, min(start + 1, last), start + block.spot[1], last})


def one_step(canvas, say, conv, step, y, unit, scale) -> tuple[str, ...]:
    """The window at one stop, the cells filled so far, and the value in words; returns them as a table's row."""
    block, feature_map = block_around(conv), conv.output[..., conv.channel]
    (top, bottom), (left, right) = block.spans
    row, column = divmod(step, block.counts[1])
    number = block.results(feature_map)[row, column]
    corner, held = window(conv, (block.first[0] + row, block.first[1] + column))
    x, wide = LEFT + SIDE + 24, unit * (right - left)
    canvas.pixels(LEFT, y, wide, unit * (bottom - top), conv.input[top:bottom, left:right])
    canvas.window(LEFT + (corner[1] - left) * unit, y + (corner[0] - top) * unit,
                  held.shape[1] * unit, held.shape[0] * unit)
    middle = y + unit * (bottom - top) / 2
    canvas.arrow((LEFT + wide + 4, middle), (x - 4, middle))
    fill_cells(canvas, x, middle - unit * block.counts[0] / 2, block.results(feature_map), step, unit, scale)
    canvas.text(x + wide + 4, middle - 10, say(ja="{row}行目、{column}列目", en="row {row}, column {column}",
                                               row=count(block.first[0] + row + 1),
                                               column=count(block.first[1] + column + 1)), size=11, color=SOFT)
    canvas.text(x + wide + 4, middle + 10, decimal(number, 3), size=15)
    return (f"{block.first[0] + row + 1}, {block.first[1] + column + 1}", f"{corner[0] + 1}, {corner[1] + 1}",
            decimal(number, 3))


def fill_cells(canvas, x, y, cells, last, unit, scale) -> None:
    """The cells of a block up to the `last`, which is outlined; those to come are empty."""
    colors = scale.rgb(np.where(np.arange(cells.size).reshape(cells.shape) <= last, cells, 0))
    canvas.pixels(x, y, cells.shape[1] * unit, cells.shape[0] * unit, colors)
    for n in range(last + 1, cells.size):
        row, column = divmod(n, cells.shape[1])
        canvas.rectangle(x + column * unit, y + row * unit, unit, unit, fill=PAPER, stroke=LINE, thickness=0.6)
    row, column = divmod(last, cells.shape[1])
    canvas.window(x + column * unit, y + row * unit, unit, unit)


# All filters, all maps


def filters(say, conv=Layer("Conv2D")) -> Drawing:
    """All kernels of all filters on one scale, the followed filter outlined."""
    kernel = conv.kernel
    canvas = Canvas(say, say(ja="{n}個のフィルタは{weights}個の重み。そのうち{negative}が負",
                             en="{n} filters, {weights} weights, {negative} of them negative",
                             n=count(kernel.shape[-1]), weights=count(kernel.size), negative=share((kernel < 0).mean())))
    scale = Scale.of(kernel)
    pixel = max(1, round(24 / kernel.shape[1]))
    boxes = sheet(canvas, LEFT, canvas.y, RIGHT - LEFT, in_a_row(kernel, scale, pixel, 2), 4, gap=7)
    for box in boxes:
        frame_kernels(canvas, box, kernel.shape[2], pixel * kernel.shape[1], 2)
    outline(canvas, boxes[conv.channel])
    y = legend(canvas, say, boxes[-1].y + boxes[-1].height + 16, kernel.shape[2])
    canvas.scale(RIGHT - 130, boxes[-1].y + boxes[-1].height + 14, 130, scale, decimals=2)
    return canvas.drawing(y, say(
        ja="最初の畳み込み層の全フィルタ。それぞれがR・G・Bのカーネルを一枚ずつ持ち、太い枠は追いかけているフィルタです。",
        en="All filters of the first convolution, each with one kernel for R, G and B. "
           "The double frame marks the filter we follow."))


def outline(canvas, box) -> None:
    """Mark the followed one of many."""
    canvas.window(box.x - 2.5, box.y - 2.5, box.width + 5, box.height + 5)


def legend(canvas, say, y, channels) -> float:
    """Which frame colour is which channel, and what the double frame means; returns where the text ends."""
    x = LEFT
    for letter, color in channel_marks(channels)[:3]:
        canvas.rectangle(x, y, 12, 12, stroke=color, thickness=1.4)
        canvas.text(x + 17, y + 10.5, letter, size=12, color=color)
        x += 38
    canvas.text(LEFT, y + 30, say(ja="二重の枠：追いかけるフィルタ", en="double frame: the filter we follow"),
                size=11, color=SOFT)
    return y + 40


def maps(say, conv=Layer("Conv2D")) -> Drawing:
    """The photo, and the map that each filter makes of it, in the order of the filters."""
    found = np.moveaxis(conv.output, -1, 0)
    canvas = Canvas(say, say(ja="写真1枚から、特徴マップが{n}枚".replace("1", "{one}"),
                             en="{one} photo in, {n} feature maps out", one=count(1), n=count(len(found))))
    side, scale = 76, Scale.of(found, keep=0.995)
    high, y = side * conv.input.shape[0] / conv.input.shape[1], canvas.y
    canvas.pixels(LEFT + 5, y, side, high, reduced(conv.input, 2 * side))
    canvas.text(LEFT + side + 14, y + 14, say.fact(shape(conv.input.shape)), size=12)
    canvas.arrow((LEFT + side + 20, y + 22), (LEFT + side + 20, y + 42))
    canvas.text(LEFT + side + 14, y + 58, say.fact(shape(conv.output.shape)), size=12)
    canvas.scale(RIGHT - 130, y + high - 26, 130, scale, clipped=scale.clips(found))
    tiles = np.stack([scale.rgb(reduced(one, 2 * side)) for one in found])
    boxes = sheet(canvas, LEFT, y + high + 10, RIGHT - LEFT, tiles, 4, gap=5)
    outline(canvas, boxes[conv.channel])
    return canvas.drawing(boxes[-1].y + boxes[-1].height + 14, say(
        ja="一枚の写真から最初の畳み込み層が作る全特徴マップを、フィルタと同じ順に並べました。二重の枠は追いかけているマップです。",
        en="All feature maps that the first convolution makes of one photo, in the order of the filters. "
           "The double frame marks the map we follow."))


# What training did


def moves(before: np.ndarray, after: np.ndarray) -> np.ndarray:
    """How far training moved each filter, as a part of its size at the start: (filters,)."""
    sizes = [np.sqrt((filters ** 2).sum(axis=(0, 1, 2))) for filters in (after - before, before)]
    return sizes[0] / np.maximum(sizes[1], 1e-12)


def training(say, conv=Layer("Conv2D"), start=Probe("initial_filters")) -> Drawing:
    """Every filter as training found it and as training left it, on one scale."""
    before, after = start["kernel"], conv.kernel
    moved = moves(before, after)
    canvas = Canvas(say, say(ja="訓練はフィルタを、最初の大きさの{low}から{high}だけ動かした",
                             en="Training moved each filter by {low} to {high} of its initial size",
                             low=share(moved.min()), high=share(moved.max())))
    scale, half, columns = Scale.of(before, after), -(-len(moved) // 2), 2
    for n in range(columns):
        part = slice(n * half, (n + 1) * half)
        followed = conv.channel - part.start
        pairs(canvas, say, LEFT + n * 176, canvas.y + 14, (before[..., part], after[..., part], moved[part]), scale,
              followed if 0 <= followed < half else None)
    y = canvas.y + 24 + half * 25
    end = legend(canvas, say, y, after.shape[2])
    canvas.scale(RIGHT - 130, y - 2, 130, scale, decimals=2)
    return canvas.drawing(end, say(
        ja="同じフィルタの訓練前と訓練後。横の数は、動いた距離が最初の大きさの何割かを表します。",
        en="The same filters before and after training. The number says how far each one moved, relative to its size "
           "at the start."))


def pairs(canvas, say, x, y, filters_and_moves, scale, followed) -> None:
    """A column of filters: before, after, and how far each moved; 25 px for each."""
    before, after, moved = filters_and_moves
    channels, across = before.shape[2], max(1, round(18 / before.shape[1])) * before.shape[1]
    wide = channels * (across + 2)
    names = say(ja="訓練前", en="before"), say(ja="訓練後", en="after"), say(ja="移動", en="moved")
    for n, (name, kernels) in enumerate(zip(names, (before, after), strict=False)):
        left = x + n * (wide + 11)
        canvas.text(left + wide / 2, y - 5, name, size=10, color=SOFT, anchor="middle")
        tiles = in_a_row(kernels, scale, across // kernels.shape[1], 2)
        for row, tile in enumerate(tiles):
            [box] = sheet(canvas, left, y + row * 25, wide, tile[None], 1, gap=1)
            frame_kernels(canvas, box, channels, across, 2)
            if n and row == followed:
                canvas.window(x - 2, y + row * 25 - 2, 2 * wide + 15, 24)
    canvas.text(x + 166, y - 5, names[2], size=10, color=SOFT, anchor="end")
    for row, part in enumerate(moved):
        canvas.arrow((x + wide, y + row * 25 + 10), (x + wide + 10, y + row * 25 + 10))
        canvas.text(x + 166, y + row * 25 + 10, say.fact(share(part)), size=11, anchor="end", middle=True)


# The border


def border(say, conv=Layer("Conv2D"), both=Probe("both_paddings")) -> Drawing:
    """The last window of each padding at the photo's lower right corner, and the numbers of the maps there."""
    maps_there = {name: both[f"photo_{name}"][..., conv.channel] for name in ("same", "valid")}
    axes = {name: axes_if(conv, name, one.shape) for name, one in maps_there.items()}
    sizes = {name: shape(one.shape) for name, one in maps_there.items()}
    canvas = Canvas(say, say(ja="sameは写真の外の{zero}も読んで{same}、validは読まずに{valid}",
                             en="same reads zeros outside and gives {same}; valid stays inside: {valid}",
                             zero=count(0), **sizes))
    y, columns = canvas.y + 10, {"same": LEFT, "valid": LEFT + 170}
    unit = 130 / max(min(max(5, axis.width), axis.size) + beyond(axis) for axis in axes["same"])
    for name, x in columns.items():
        canvas.text(x, y, f"{name} → {say.fact(sizes[name])}", size=12)
        last_window(canvas, say, conv, axes[name], (x, y + 10), unit)
    place_of_corner(canvas, conv, RIGHT - 56, y + 10)
    end = corner_numbers(canvas, say, maps_there, axes, columns, y + 188)
    return canvas.drawing(end, say(
        ja="写真の右下の角にある最後の窓と、その周りの特徴マップの値。斜線のセルは、写真の外の{zero}も読んで計算されました。",
        en="The last window at the lower right corner of the photo, and the values of the feature map there. "
           "Hatched cells were computed from zeros outside the photo, too.", zero=count(0)))


def last_window(canvas, say, conv, axes, place, unit) -> None:
    """The lower right corner of the photo, the zeros beyond it that are read, and the last window over both."""
    (x, y), (rows, columns) = place, [min(max(5, axis.width), axis.size) for axis in axes]
    canvas.pixels(x, y, columns * unit, rows * unit, conv.input[-rows:, -columns:])
    below, right = (beyond(axis) for axis in axes)
    for left, top, zeros in ((columns, 0, (rows, right)), (0, rows, (below, columns + right))):
        canvas.numbers(x + left * unit, y + top * unit, np.zeros(zeros), cell=(unit, unit), decimals=0, size=10,
                       faded=np.ones(zeros, bool))
    corner = [shown - axis.size + (axis.count - 1) * axis.stride - axis.padding
              for shown, axis in zip((rows, columns), axes, strict=True)]
    canvas.window(x + corner[1] * unit, y + corner[0] * unit, axes[1].width * unit, axes[0].width * unit)
    inside = pixels_inside(axes)
    zeros = axes[0].width * axes[1].width - inside
    canvas.text(x, y + 148, say(ja="窓の中：写真{n}、{zero}が{m}個", en="window: {n} pixels, {m} zeros",
                                n=count(inside), m=count(zeros), zero=count(0)), size=11, color=SOFT)


def pixels_inside(axes) -> int:
    """How many pixels of the photo the last window holds; the other places of the window hold zeros."""
    rows, columns = (axis.width - beyond(axis) for axis in axes)
    return rows * columns


def place_of_corner(canvas, conv, x, y) -> None:
    """The whole photo, small, with its lower right corner outlined."""
    rows, columns = (min(max(5, width), size) for width, size in zip(conv.kernel.shape, conv.input.shape[:2]))
    unit = 56 / conv.input.shape[1]
    canvas.pixels(x, y, 56, unit * conv.input.shape[0], reduced(conv.input, 112))
    canvas.window(x + 56 - columns * unit, y + unit * (conv.input.shape[0] - rows), columns * unit, rows * unit)


def corner_numbers(canvas, say, maps_there, axes, columns, y) -> float:
    """The last cells of both maps, equal cells side by side, those that read zeros hatched; returns their end."""
    reach = [-(-beyond(axis) // axis.stride) for axis in axes["same"]]
    many = max(4, max(reach) + 2)
    parts = {"same": maps_there["same"][-many:, -many:],
             "valid": maps_there["valid"][-(many - reach[0]):, -(many - reach[1]):]}
    scale, cell = Scale.of(*parts.values()), (144 / many, 24)
    for name, x in columns.items():
        part = parts[name]
        rows, across = np.indices(part.shape)
        hatched = (rows >= many - reach[0]) | (across >= many - reach[1])
        canvas.numbers(x, y, part, cell=cell, rgb=scale.rgb(part), size=10, faded=hatched)
        canvas.window(x + (part.shape[1] - 1) * cell[0], y + (part.shape[0] - 1) * cell[1], *cell)
    y += many * cell[1] + 12
    canvas.scale(columns["valid"], y, 120, scale, decimals=2)
    canvas.text(LEFT, y + 9, say(ja="斜線：外の{zero}も読んだセル", en="hatched: read zeros outside", zero=count(0)),
                size=11, color=SOFT)
    return y + 34


# The kernel is not flipped


def turned(say, conv=Layer("Conv2D"), probe=Probe("impulse")) -> Drawing:
    """What the followed filter answers to one bright pixel, beside its kernel: the same numbers, half a turn apart."""
    kernel, answer = conv.kernel[..., conv.channel], np.moveaxis(probe["answer"][..., conv.channel], 0, -1)
    equal = int(np.isclose(answer[::-1, ::-1], kernel, atol=1e-6).sum())
    canvas = Canvas(say, say(ja="光る点に返るのは、半回転したカーネルの{n}個の数", n=count(equal),
                             en="A bright dot returns all {n} numbers of the kernel, turned by half a turn"))
    scale, y, size = Scale.of(kernel), canvas.y + 22, kernel.shape[:2]
    cell = (33, 22) if size[1] <= MOST_IN_NUMBERS else (99 / size[1], 99 / size[1])
    lefts = LEFT + 20, RIGHT - 20 - 2 * cell[0] * size[1], RIGHT - cell[0] * size[1]
    names = say(ja="光る点", en="bright dot"), say(ja="返ってきた数", en="answer"), say(ja="カーネル", en="kernel")
    for left, wide, name in zip(lefts, (70, cell[0] * size[1], cell[0] * size[1]), names, strict=True):
        canvas.text(left + wide / 2, y - 8, name, size=11, color=SOFT, anchor="middle")
    step = max(70, cell[1] * size[0]) + 14
    for n, mark in enumerate(channel_marks(kernel.shape[2])):
        dot = probe["dot"][n, ..., n]
        one_dot(canvas, y + n * step, mark, (dot, answer[..., n], kernel[..., n]), lefts, cell, scale)
    end = y + kernel.shape[2] * step
    canvas.scale(RIGHT - 120, end, 120, scale, decimals=2)
    canvas.text(LEFT, end + 9, say(ja="二重の枠：同じ数", en="double frame: the same number"), size=11, color=SOFT)
    return canvas.drawing(end + 32, say(
        ja="一点だけが光る画像をこのフィルタに通すと、カーネルが半回転して返ってきます。バイアスは除いてあります。",
        en="An image with a single bright dot, sent through the filter, returns its kernel turned by half a turn. "
           "The bias is left out."))


def one_dot(canvas, y, mark, grids, lefts, cell, scale) -> None:
    """One channel: the dot, the answer and the kernel, the first number of the kernel framed in both."""
    (letter, color), (dot, answer, kernel) = mark, grids
    unit, (rows, columns) = 70 / max(dot.shape), kernel.shape
    high = cell[1] * rows
    canvas.text(LEFT + 6, y + high / 2, letter, size=14, color=color, anchor="middle", middle=True)
    canvas.pixels(lefts[0], y, dot.shape[1] * unit, dot.shape[0] * unit, grey(dot))
    canvas.rectangle(lefts[0], y, dot.shape[1] * unit, dot.shape[0] * unit, stroke=color, thickness=1.8)
    canvas.arrow((lefts[0] + dot.shape[1] * unit + 4, y + high / 2), (lefts[1] - 4, y + high / 2))
    for left, values, corner in ((lefts[1], answer, (rows - 1, columns - 1)), (lefts[2], kernel, (0, 0))):
        grid(canvas, left, y, values, scale, cell, 2)
        canvas.rectangle(left, y, cell[0] * columns, high, stroke=color, thickness=1.8, above=3)
        canvas.window(left + corner[1] * cell[0], y + corner[0] * cell[1], *cell)


FIGURES = (arithmetic, sliding, filters, maps, training, border, turned)
