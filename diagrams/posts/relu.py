"""Post 8: what does ReLU throw away, and why?"""

from typing import Any

import numpy as np

from diagrams.comparisons import facts_of_trainings, named
from diagrams.draw import WIDTH, Canvas, Drawing, Scale
from diagrams.draw.compared import draw_compared
from diagrams.draw.cuts import crops, graph, histogram, striped
from diagrams.draw.epochs import at_the_end
from diagrams.draw.journey import ROW, draw_journey, stops_of
from diagrams.draw.palette import LINE, SOFT
from diagrams.draw.silenced import draw_silenced, facts_of_silenced
from diagrams.draw.tables import table_of, table_of_cells, written
from diagrams.facts import Fact, both, code, count, counted, decimal, sentence, shape, share, value, word
from diagrams.inputs import Card, Every, Experiment, Layer, Photo, Probe, Until, lines_of_code
from diagrams.language import Say
from diagrams.post import Post
from diagrams.traced import TracedLayer, TracedPhoto
from diagrams.windows import place_in_photo

POST = Post(number=8, explains=(Every("ReLU"),), first_published="2019-11-12")

TRAINED = {"with": word(ja="ReLUあり", en="with ReLU"), "without": word(ja="ReLUなし", en="without ReLU")}
HALF = 166
RIGHT = WIDTH - 8 - HALF


def zero_share(values: np.ndarray) -> float:
    """The share of exact zeros, 0 to 1."""
    return float((values == 0).mean())


def one_map(say: Say, relu: TracedLayer = Layer("ReLU", maps=True)) -> Drawing:
    before, after = relu.input[..., relu.channel], relu.output[..., relu.channel]
    lost = share(zero_share(after))
    canvas = Canvas(say, say(ja="ReLUを通ると、この特徴マップの値の{lost}がゼロになります",
                             en="After ReLU, {lost} of this feature map is zero", lost=lost))
    scale, top = Scale.of(before, keep=0.995), canvas.y + 12
    canvas.text(8, top, say(ja="ReLUの前", en="before ReLU"), color=SOFT)
    canvas.text(RIGHT, top, say(ja="後（斜線はゼロの所）", en="after: stripes = zero"), color=SOFT)
    canvas.map(8, top + 8, HALF, before, scale)
    height = HALF * before.shape[0] / before.shape[1]
    canvas.pixels(RIGHT, top + 8, HALF, height, striped(after, scale, after == 0))
    canvas.rectangle(RIGHT, top + 8, HALF, height, stroke=LINE, thickness=0.8)
    canvas.arrow((8 + HALF + 1, top + 8 + height / 2), (RIGHT - 1, top + 8 + height / 2))
    canvas.scale(8, top + height + 18, HALF, scale, clipped=scale.clips(before))
    return canvas.drawing(top + height + 48, say(
        ja="最初のReLUの前と後の特徴マップ。負の値だけがゼロになり、正の値はそのまま残ります。",
        en="A feature map before and after the first ReLU. Only negative values become zero; positive ones stay."))


def numbers(say: Say, relu: TracedLayer = Layer("ReLU", maps=True)) -> Drawing:
    before, after, (row, column) = crops(relu)
    gone = count((after == 0).sum())
    canvas = Canvas(say, say(ja="ReLUを通ると、{all}個の数のうち{gone}個がゼロになり、ほかは変わりません",
                             en="ReLU hands on {gone} of these {all} numbers as zero and changes no other",
                             all=count(before.size), gone=gone))
    scale, top = Scale.of(before), canvas.y + 12
    cell = (HALF / before.shape[1], 28)
    tall = cell[1] * len(before)
    canvas.text(8, top, say(ja="入る数", en="numbers in"), color=SOFT)
    canvas.text(RIGHT, top, say(ja="出る数", en="numbers out"), color=SOFT)
    canvas.numbers(8, top + 8, before, cell=cell, rgb=scale.rgb(before), decimals=3, size=11)
    canvas.numbers(RIGHT, top + 8, after, cell=cell, rgb=scale.rgb(after), decimals=3, size=11, faded=after == 0)
    canvas.arrow((8 + HALF + 1, top + 8 + tall / 2), (RIGHT - 1, top + 8 + tall / 2))
    followed = relu.place[0] - row, relu.place[1] - column
    y = top + tall + 28
    if min(followed) >= 0 and all(np.less(followed, before.shape)):
        for left in (8, RIGHT):
            canvas.window(left + followed[1] * cell[0], top + 8 + followed[0] * cell[1], *cell)
        y = canvas.paragraph(8, y, say(ja="二重の枠は、記事を通して追いかけているセルです。",
                                       en="The double frame is the cell that all posts follow."), size=11, color=SOFT)
    graph(canvas, say, before.ravel(), y + 4)
    return canvas.drawing(y + 190, say(
        ja="特徴マップの一部の数と、ReLUを通った後の数。下はReLUのグラフで、点は上の数です。",
        en="A crop of the feature map in numbers, and the same after ReLU. Below, the graph of ReLU with these "
           "numbers on it."),
        table_of_cells(say, [(say(ja="入る数", en="number in"), written(before, 3)),
                             (say(ja="出る数", en="number out"), written(after, 3))], (row, column)))


def two_steps(say: Say, photo: TracedPhoto = Photo(),
              layers: tuple[TracedLayer, ...] = Until("ReLU", maps=True)) -> Drawing:
    """Photo -> ... -> Conv2D -> ReLU, each with the followed cell: one filter's way through the first lines."""
    canvas = Canvas(say, title_of_two_steps(say, layers))
    found = [layer.output[..., layer.channel] for layer in layers]
    scale = Scale.of(*found, keep=0.995)
    if len(layers) < ROW:
        end = large_steps(canvas, say, photo, layers, found, scale)
    else:
        end = draw_journey(canvas, canvas.y + 4, stops_of(say, photo, layers, found, scale)) + 8
    canvas.scale(123, end, 104, scale, clipped=any(map(scale.clips, found)))
    return canvas.drawing(end + 32, say(
        ja="写真から最初のReLUまで、各層で追いかけている特徴マップ。小さな枠は、追いかけているセルです。",
        en="From the photo to the first ReLU: the feature map that we follow in each layer. The small frame is the "
           "cell we follow."))


def title_of_two_steps(say: Say, layers: tuple[TracedLayer, ...]) -> str:
    """What becomes of the photo, and in how many lines of code where the script has a line for each layer."""
    if not all(layer.line for layer in layers):
        return say(ja="写真が特徴マップになり、負の値が消えます",
                   en="The photo becomes a map, and its negatives vanish")
    return say(ja="{lines}のコードで、写真が特徴マップになり、負の値が消えます",
               en="{lines} of code: the photo becomes a map, and its negatives vanish",
               lines=counted(lines_of_code(layers), ja="行", one="line", many="lines"))


def large_steps(canvas: Canvas, say: Say, photo: TracedPhoto, layers: tuple[TracedLayer, ...], found: list[np.ndarray],
                scale: Scale) -> float:
    """The photo and the map of each layer (rows, columns) side by side, with the cell's value; returns their end."""
    gap, top = 15, canvas.y + 12
    size = (WIDTH - 16 - gap * len(layers)) / (len(layers) + 1)
    pictures = [(say(ja="写真", en="photo"), photo.pixels, place_in_photo(layers))]
    pictures += [(layer.kind, scale.rgb(values), layer.place) for layer, values in zip(layers, found, strict=True)]
    for place, (name, rgb, cell) in enumerate(pictures):
        left, one = 8 + place * (size + gap), size / rgb.shape[1]
        canvas.text(left, top, name, color=SOFT)
        canvas.pixels(left, top + 8, size, one * rgb.shape[0], rgb)
        canvas.rectangle(left, top + 8, size, one * rgb.shape[0], stroke=LINE, thickness=0.8)
        canvas.window(left + (cell[1] - 2.5) * one, top + 8 + (cell[0] - 2.5) * one, 6 * one, 6 * one)
        if place:
            canvas.arrow((left - gap + 1, top + 8 + size / 2), (left - 1, top + 8 + size / 2))
    for place, layer in enumerate(layers, 1):
        canvas.text(8 + place * (size + gap) + size / 2, top + size + 26,
                    decimal(layer.output[(*layer.place, layer.channel)], 3), anchor="middle", size=11)
    canvas.text(8, top + size + 26, say(ja="追うセルの値：", en="our cell:"), size=11, color=SOFT)
    return top + size + 38


def all_maps(say: Say, relu: TracedLayer = Layer("ReLU", maps=True)) -> Drawing:
    """Every map of the layer in pairs, before and after, with its share of zeros; (rows, columns, maps)."""
    shares = (relu.output == 0).mean(axis=(0, 1))
    canvas = Canvas(say, title_of_all_maps(say, shares))
    pairs, gap = 4, 8
    size = (WIDTH - 16 - (pairs - 1) * gap) / pairs / 2
    canvas.text(8, canvas.y + 8, say(ja="それぞれ左がReLUの前、右が後", en="each pair: left before ReLU, right after"),
                size=11, color=SOFT)
    scale, top = Scale.of(relu.input, keep=0.9), canvas.y + 16
    tall = size * relu.output.shape[0] / relu.output.shape[1]
    for n, zero in enumerate(shares):
        x, y = 8 + n % pairs * (2 * size + gap), top + n // pairs * (tall + 20)
        canvas.pixels(x, y, size, tall, scale.rgb(relu.input[..., n]))
        canvas.pixels(x + size, y, size, tall, scale.rgb(relu.output[..., n]))
        canvas.line([x + size, x + size], [y, y + tall], color=LINE)
        canvas.rectangle(x, y, 2 * size, tall, stroke=LINE, thickness=0.8)
        if n == relu.channel:
            canvas.window(x, y, 2 * size, tall)
        canvas.text(x + size, y + tall + 13, say.fact(share(zero)), size=10, anchor="middle", color=SOFT)
    end = top + -(-len(shares) // pairs) * (tall + 20) + 8
    canvas.scale(8, end, HALF, scale, clipped=scale.clips(relu.input))
    canvas.paragraph(HALF + 28, end + 9, say(ja="二重の枠：追いかけている特徴マップ",
                                             en="double frame: the map we follow"), size=11, color=SOFT)
    return canvas.drawing(end + 34, say(
        ja="最初のReLUの前と後の、すべての特徴マップと、ゼロになった割合。二重の枠は、追いかけている特徴マップです。",
        en="All feature maps before and after the first ReLU, each with its share of zeros. The double frame marks "
           "the map we follow."),
        table_of((say(ja="特徴マップ", en="feature map"), say(ja="ゼロになった割合", en="share of zeros")),
                 [f"{n}" for n in range(1, len(shares) + 1)], [say.fact(share(zero)) for zero in shares]))


def title_of_all_maps(say: Say, shares: np.ndarray) -> str:
    """From where to where the shares of zeros of the maps reach."""
    low, high = share(min(shares)), share(max(shares))
    if low.text == high.text:
        return say(ja="どの特徴マップでも、値の{low}がゼロになります",
                   en="In every map, {low} of the values are zero after ReLU", low=low)
    return say(ja="ゼロになる割合は、{n}枚の特徴マップごとに{low}から{high}まで違います",
               en="Across {n} maps, between {low} and {high} of the values are zero after ReLU",
               n=count(len(shares)), low=low, high=high)


def layers(say: Say, relus: tuple[TracedLayer, ...] = Every("ReLU")) -> Drawing:
    """For each ReLU of the network: a histogram of what goes in, the cut part blue, and the share of zeros."""
    shares = [zero_share(relu.output) for relu in relus]
    canvas = Canvas(say, title_of_layers(say, shares))
    top, step = canvas.y + 4, 74
    for place, (relu, zero) in enumerate(zip(relus, shares, strict=True)):
        y = top + place * step
        canvas.text(8, y + 14, say(ja="{n}番目", en="no. {n}", n=count(place + 1)), size=12)
        canvas.text(8, y + 30, say.fact(shape(relu.output.shape)), size=10, color=SOFT)
        canvas.text(WIDTH - 8, y + 24, say.fact(share(zero)), size=15, anchor="end")
        histogram(canvas, relu.input, y)
    end = top + len(relus) * step + 26
    canvas.text(185, end - 8, say(ja="入る値（青い側がゼロになる）",
                                  en="value going in (the blue side becomes zero)"),
                size=10, color=SOFT, anchor="middle")
    table = [("ReLU", say(ja="形状", en="shape"), say(ja="ゼロの割合", en="zeros"))]
    table += [(say.fact(count(n + 1)), say.fact(shape(relu.output.shape)), say.fact(share(zero)))
              for n, (relu, zero) in enumerate(zip(relus, shares, strict=True))]
    return canvas.drawing(end, say(
        ja="各ReLUに入る値のヒストグラムと、ゼロになる割合。",
        en="A histogram of the values entering each ReLU, and the share that becomes zero."), table)


def title_of_layers(say: Say, shares: list[float]) -> str:
    """From where to where the shares of zeros of the network's ReLUs reach."""
    found = {"n": count(len(shares)), "low": share(min(shares)), "high": share(max(shares))}
    if len(shares) == 1:
        return say(ja="ネットワークにただひとつのReLUは、値の{low}をゼロにします",
                   en="The network's only ReLU sets {low} of its values to zero", **found)
    if found["low"].text == found["high"].text:
        return say(ja="{n}か所のReLUは、どれも値の{low}をゼロにします",
                   en="Each of the network's {n} ReLUs sets {low} of its values to zero", **found)
    return say(ja="{n}か所のReLUは、それぞれ値の{low}から{high}をゼロにします",
               en="The network's {n} ReLUs set {low} to {high} of their values to zero", **found)


def collapse(say: Say, probe: dict[str, np.ndarray] = Probe("without_relu"),
             second: TracedLayer = Layer("Conv2D", 2)) -> Drawing:
    """Two convolutions with nothing between them beside the one wider convolution that equals them."""
    two, one = (probe[name][..., second.channel] for name in ("in_two_steps", "in_one"))
    off = float(np.abs(probe["in_two_steps"] - probe["in_one"]).max())
    sizes = {"large": shape(probe["kernel"].shape[:2])}
    canvas = Canvas(say, say(ja="間に何もなければ、畳み込みふたつは{large}の畳み込みひとつと同じです",
                             en="With nothing between them, two convolutions are just one with a {large} kernel",
                             **sizes))
    scale, top = Scale.of(two, keep=0.995), canvas.y + 12
    tall = HALF * two.shape[0] / two.shape[1]
    canvas.text(8, top, say(ja="ふたつ続けて", en="two in a row"), color=SOFT)
    canvas.text(RIGHT, top, say(ja="{large}をひとつだけ", en="just one, {large}", **sizes), color=SOFT)
    canvas.map(8, top + 8, HALF, two, scale)
    canvas.map(RIGHT, top + 8, HALF, one, scale)
    canvas.text(WIDTH / 2, top + 12 + tall / 2, "=", size=14, anchor="middle")
    canvas.scale(8, top + tall + 18, HALF, scale, clipped=scale.clips(two))
    canvas.text(WIDTH - 8, top + tall + 30, say(ja="最大の差：{off}", en="largest difference {off}",
                                                off=decimal(at_most(off), 6)), size=11, color=SOFT, anchor="end")
    return canvas.drawing(top + tall + 48, say(
        ja="左は間に何も挟まずに畳み込みを続けた結果、右は合成したカーネルで一度に畳み込んだ結果です。",
        en="Left, two convolutions in a row with nothing between them; right, one convolution with the merged "
           "kernel."))


def at_most(difference: float) -> float:
    """A difference rounded up to the sixth decimal."""
    return float(np.ceil(1e6 * difference) / 1e6)


def gradient(say: Say, probe: dict[str, np.ndarray] = Probe("relu_gradient"),
             relu: TracedLayer = Layer("ReLU", maps=True)) -> Drawing:
    """Where the gradient passes the first ReLU, and where it is stopped."""
    before, mask = (probe[name][..., relu.channel] for name in ("before", "gradient"))
    canvas = Canvas(say, say(ja="学習の信号も、{share}のセルで止まります",
                             en="The learning signal, too, is stopped at {share} of the cells",
                             share=share(zero_share(mask))))
    scale, top = Scale.of(before, keep=0.995), canvas.y + 12
    tall = HALF * before.shape[0] / before.shape[1]
    canvas.text(8, top, say(ja="ReLUに入る値", en="values entering ReLU"), color=SOFT)
    canvas.text(RIGHT, top, say(ja="勾配（黒い所で止まる）", en="gradient (dark: stopped)"), color=SOFT)
    canvas.map(8, top + 8, HALF, before, scale)
    canvas.pixels(RIGHT, top + 8, HALF, tall, np.repeat(0.2 + 0.78 * mask[..., None], 3, axis=-1))
    canvas.rectangle(RIGHT, top + 8, HALF, tall, stroke=LINE, thickness=0.8)
    canvas.scale(8, top + tall + 18, HALF, scale, clipped=scale.clips(before))
    return canvas.drawing(top + tall + 48, say(
        ja="左はReLUに入る値、右は逆伝播でReLUを通る勾配。入る値が負のセルでは勾配がゼロになります。",
        en="Left, the values entering ReLU; right, the gradient that passes back. It is zero where the value was "
           "negative."))


def trained(say: Say, runs: dict[str, Any] = Experiment("relu")) -> Drawing:
    """Short trainings with and without ReLU."""
    ends = {name: share(end) for name, end in at_the_end(runs, "val_accuracy").items()}
    return draw_compared(say, runs, named(runs, TRAINED), say(
        ja="{epochs}エポックの訓練の後、新しい写真の正解率は、ReLUありで{with}、ReLUなしで{without}です",
        en="After {epochs} epochs, {with} of new photos right with ReLU, {without} without",
        epochs=count(runs["size"]["epochs"]), **ends))


def silenced(say: Say, runs: dict[str, Any] = Experiment("silent")) -> Drawing:
    """Units that fall silent in short trainings that begin in different ways."""
    return draw_silenced(say, runs)


FIGURES = (one_map, numbers, two_steps, all_maps, layers, collapse, trained, gradient, silenced)


def facts(relu: TracedLayer = Layer("ReLU", maps=True), relus: tuple[TracedLayer, ...] = Every("ReLU"),
          merged: dict[str, np.ndarray] = Probe("without_relu"),
          backward: dict[str, np.ndarray] = Probe("relu_gradient"), card: dict[str, Any] = Card(),
          runs: dict[str, Any] = Experiment("relu"),
          beginnings: dict[str, Any] = Experiment("silent")) -> dict[str, Fact]:
    before, after, _ = crops(relu)
    shares = (relu.output == 0).mean(axis=(0, 1))
    return {
        "zero_share": share(zero_share(relu.output[..., relu.channel])),
        "layer_zero_share": share(zero_share(relu.output)),
        "fewest_zeros": share(shares.min()), "most_zeros": share(shares.max()),
        "feature_maps": counted(len(shares), ja="枚の特徴マップ", one="feature map", many="feature maps"),
        "maps": count(len(shares)), "shape": shape(relu.output.shape),
        "silent_maps": count((relu.output == 0).all(axis=(0, 1)).sum()), "silent_filters": silent_filters(card),
        "silent_told": silent_everywhere(card),
        "relus": count(len(relus)), "first_and_last": first_and_last([zero_share(each.output) for each in relus]),
        "filter": count(relu.channel + 1), "row": count(relu.place[0] + 1), "column": count(relu.place[1] + 1),
        **passage(relu.input[(*relu.place, relu.channel)], relu.output[(*relu.place, relu.channel)]),
        "lowest": precise(before.min()), "lowest_after": precise(after.flat[before.argmin()]),
        "crop": both("values", before.ravel().tolist(), " ".join(decimal(each, 3) for each in before.flat)),
        "crop_values": count(before.size), "crop_zeros": count((after == 0).sum()),
        "merged_kernel": shape(merged["kernel"].shape[:2]),
        "merged_difference": value(at_most(np.abs(merged["in_two_steps"] - merged["in_one"]).max()), 6),
        "line": code(relu.source),
        "gradient_at_zero": value(backward["gradient_at_zero"].max(), 0),
        "numpy": code(numpy_lines(before)),
        **{f"trained_{name}": fact for name, fact in facts_of_trainings(runs, TRAINED).items()},
        **{f"silenced_{name}": fact for name, fact in facts_of_silenced(beginnings).items()},
    }


def precise(x: float) -> Fact:
    """A number with three decimals, or with as many as show that it is not zero; zero itself is written 0."""
    if x == 0:
        return count(0)
    decimals = 3
    while not round(float(x), decimals):
        decimals += 1
    return value(x, decimals)


def passage(before: float, after: float) -> dict[str, Fact]:
    """What one number meets in ReLU: the number itself, how it compares with zero, and what is handed on."""
    compared = (word(ja="ゼロより大きいので、そのまま", en="finds it larger") if before > 0 else
                word(ja="ゼロより大きくないので、代わりに", en="finds it no larger"))
    return {"before": precise(before), "compared": compared, "after": precise(after)}


def first_and_last(shares: list[float]) -> Fact:
    """What the network's first and last ReLU do, of those with these shares of zeros."""
    first, last = share(shares[0]), share(shares[-1])
    if len(shares) == 1:
        return sentence(ja="このReLUから出る値は、{first}がゼロです。", en="After it, {first} of the values are zero.",
                        first=first)
    return sentence(ja="ゼロになった値の割合は、最初のReLUの後で{first}、最後のReLUの後で{last}です。",
                    en="After the first one, {first} of the values are zero, after the last one {last}.", first=first,
                    last=last)


def silent_filters(card: dict[str, Any]) -> Fact:
    """How many filters of the first ReLU answered to no test photo, if the network of the card had that ReLU."""
    found = card["silent channels on test photos"].get("ReLU 1")
    if not found:
        return word(ja="テストデータのどの写真にも反応しないフィルタがあるかどうかは、まだ調べていません。"
                       "最後に訓練したネットワークには、ReLUがありませんでした。",
                    en="Whether a filter stays silent on every single test photo has not been measured yet: the "
                       "network that was trained last had no ReLU.")
    silent, tested = map(count, found)
    return sentence(ja="この層の{tested}個のフィルタのうち、"
                       "テストデータのどの写真にも反応しなかったものは{silent}個でした。",
                    en="Filters of this layer that stayed silent on every single test photo: {silent} of {tested}.",
                    silent=silent, tested=tested)


def silent_everywhere(card: dict[str, Any]) -> Fact:
    """How many channels of each ReLU answered to no test photo, from the first to the last."""
    found = card["silent channels on test photos"].values()
    each = [sentence(ja="{tested}個中{silent}個", en="{silent} of {tested}", silent=count(silent), tested=count(tested))
            for silent, tested in found]
    if not each:
        return word(ja="テストデータのどの写真に対してもゼロしか出さないチャンネルがあるかどうかは、"
                       "まだ調べていません。",
                    en="Whether any channel gives nothing but zeros on all test photos has not been measured yet.")
    return sentence(ja="テストデータのどの写真に対してもゼロしか出さないチャンネル"
                       "（全結合層の後ではユニット）を数えると、手前のReLUから順に、{each}でした。",
                    en="Channels (units, behind a dense layer) that gave nothing but zeros on every single test photo, "
                       "from the first ReLU to the last: {each}.", each=word(ja="、".join(one.text.ja for one in each),
                                                  en=", ".join(one.text.en for one in each)))


def numpy_lines(before: np.ndarray) -> str:
    """Python that applies ReLU to the crop of the figure and prints it."""
    rounded = np.round(before.astype(float), 3) + 0.0  # no minus before a zero
    rows = ",\n".join("    [" + ", ".join(f"{number:.3f}" for number in row) + "]" for row in rounded)
    return f"import numpy as np\n\nx = np.array([\n{rows},\n])\nprint(np.maximum(0, x))"
