"""Post 11: what changes when maps are the input?"""

import textwrap
from collections import Counter

import numpy as np

from diagrams.draw import WIDTH, Canvas, Drawing, Scale
from diagrams.draw.answers import credit
from diagrams.draw.costs import Cost, draw_costs, heads, meant_shares
from diagrams.draw.crops import channel_sums
from diagrams.draw.fields import fields_of, full_field, told_of_centre, told_of_view
from diagrams.draw.filters import draw_filters, filters_key
from diagrams.draw.frames import draw_fields, draw_reached, reach_key
from diagrams.draw.journey import layer_name
from diagrams.draw.onemap import OneMap, draw_maps, map_name, table_of_maps, title_of_maps
from diagrams.draw.palette import SOFT
from diagrams.draw.patches import chosen_patches, draw_patches, ranges, table_of_patches
from diagrams.draw.waterfall import Part, draw_sum, told_of_sum
from diagrams.facts import Fact, code, count, counted, decimal, listing, sentence, shape, share, value, word
from diagrams.inputs import Every, Maps, Photo, Probe, Samples, Until, Weighted
from diagrams.labels import label_name
from diagrams.language import Say
from diagrams.post import Post
from diagrams.traced import TracedLayer, TracedPhoto
from diagrams.windows import window

POST = Post(number=11, explains=(Every("Conv2D", since=2),))

LEFT, RIGHT = 8, WIDTH - 8
NAMED = 6  # maps that the waterfall shows one by one
LINE = 41  # characters of a list of numbers that fit a line of code on a phone


def terms_of(conv: TracedLayer) -> tuple[np.ndarray, float | None, float]:
    """What each map adds to the followed cell (inputs,), the bias if there is one, and what Keras gives."""
    bias = None if conv.bias is None else float(conv.bias[conv.channel])
    return channel_sums(conv), bias, float(conv.output[(*conv.place, conv.channel)])


def factors_of(conv: TracedLayer) -> tuple[np.ndarray, np.ndarray]:
    """What the followed cell's window holds, and the followed filter: both (height, width, inputs)."""
    return window(conv, conv.place)[1], conv.kernel[..., conv.channel]


def by_strength(sums: np.ndarray) -> list[int]:
    """The maps, those first that add or take away most."""
    return np.argsort(-np.abs(sums), kind="stable").tolist()


def decimals_of(conv: TracedLayer) -> int:
    """As many decimals as the cells of the arithmetic can hold: three for numbers below ten."""
    (sums, bias, result), (held, kernel) = terms_of(conv), factors_of(conv)
    return 3 if max(np.abs(numbers).max() for numbers in (held, kernel, sums, bias or 0.0, result)) < 9.9995 else 1


def place_in_window(layers: tuple[TracedLayer, ...]) -> tuple[int, int]:
    """Where in the window (row, column) the followed cell of the layer before lies; the middle if there is none."""
    corner, held = window(layers[-1], layers[-1].place)
    before = layers[-2].cell or np.add(corner, held.shape[:2]) // 2
    row, column = (int(at) for at in np.subtract(before, corner))
    return row, column


# One map, all maps


def shown_maps(say: Say, layers: tuple[TracedLayer, ...]) -> list[OneMap]:
    """The map that moves the sum most, and the one that was followed up to here."""
    (held, kernel), known = factors_of(layers[-1]), layers[-2].channel
    strongest = by_strength(channel_sums(layers[-1]))[0]
    roles = {known: say(ja="{map}：ここまで追いかけてきたマップ", en="{map}: the one that we have followed so far",
                        map=map_name(known)),
             strongest: say(ja="{map}：合計をいちばん大きく動かすマップ", en="{map}: it moves the sum most",
                            map=map_name(strongest))}
    return [OneMap(n, roles[n], held[..., n], kernel[..., n], place_in_window(layers) if n == known else None)
            for n in dict.fromkeys([strongest, known])]


def kernel_each(say: Say, layers: tuple[TracedLayer, ...] = Until("Conv2D", 2, maps=True)) -> Drawing:
    """Two of the maps: what the window holds, times the kernel for this map, and the sum of the products."""
    maps, decimals = shown_maps(say, layers), decimals_of(layers[-1])
    canvas = Canvas(say, title_of_maps(say, maps, decimals))
    y = draw_maps(canvas, say, canvas.y + 14, maps, decimals)
    canvas.text(RIGHT, y + 10, say(ja="二重の枠：追いかけているセル", en="double frame: the cell we follow"), size=11,
                color=SOFT, anchor="end")
    return canvas.drawing(y + 18, say(
        ja="特徴マップごとに、窓の中身と専用のカーネルを同じ位置どうし掛けて、積を足します。",
        en="For each map, what the window holds times the kernel for this map, place by place, and the sum of the "
           "products."), table_of_maps(say, maps, decimals))


def waterfall(say: Say, layers: tuple[TracedLayer, ...] = Until("Conv2D", 2, maps=True)) -> Drawing:
    """What each map adds to the followed cell, the strongest first; the bias; and what Keras gives."""
    conv, decimals = layers[-1], decimals_of(layers[-1])
    (sums, bias, result), scale = terms_of(conv), Scale.of(conv.input, keep=0.97)
    title, description = told_of_sum(say, len(sums), bias, value(result, decimals))
    canvas, order = Canvas(say, title), by_strength(sums)
    named = len(sums) if len(sums) <= NAMED + 1 else NAMED
    place = tuple(np.add(window(conv, conv.place)[0], place_in_window(layers)))
    parts = [Part(say.fact(map_name(n)), sums[n], scale.rgb(conv.input[..., n]), place) for n in order[:named]]
    y = draw_sum(canvas, say, canvas.y + 6, parts, sums[order[named:]], bias, result, decimals) + 12
    canvas.scale(LEFT, y, 120, scale, clipped=scale.clips(conv.input))
    canvas.paragraph(LEFT + 140, y + 8, say(ja="色は、小さな特徴マップの値です。数は表示だけ丸めています。",
                                            en="Colours: the small maps. Numbers are rounded for display only."),
                     size=10, color=SOFT)
    rows = [(f"{n + 1}", decimal(each, decimals)) for n, each in enumerate(sums)]
    rows += [] if bias is None else [(say(ja="バイアス", en="bias"), decimal(bias, decimals))]
    head = say(ja="特徴マップ", en="map"), say(ja="積の合計", en="sum of products")
    return canvas.drawing(y + 34, description, [head, *rows, ("Keras", decimal(result, decimals))])


def filters(say: Say, convs: tuple[TracedLayer, ...] = Every("Conv2D")) -> Drawing:
    """The followed filter of every convolution, weight by weight."""
    kernels = [conv.kernel[..., conv.channel] for conv in convs]
    scale = Scale.of(*kernels, keep=0.99)
    canvas = Canvas(say, say(ja="数ひとつに必要な積は、最初の畳み込みで{first}個、最後の畳み込みで{last}個です",
                             en="One number takes {first} products in the first convolution, {last} in the last",
                             first=count(kernels[0].size), last=count(kernels[-1].size)))
    rows = [(layer_name(say, conv), say.fact(shape(each.shape)), say.fact(count(each.size)))
            for conv, each in zip(convs, kernels, strict=True)]
    y = draw_filters(canvas, canvas.y, [(name, f"{sizes} = {size}") for name, sizes, size in rows], kernels, scale)
    end = filters_key(canvas, say, y, scale, clipped=any(map(scale.clips, kernels)))
    return canvas.drawing(end + 6, say(
        ja="各畳み込みで追いかけているフィルタの、すべての重み。カーネルは、読む特徴マップ一枚につきひとつあります。",
        en="All weights of the filter that we follow in each convolution. There is a kernel for each map that it "
           "reads."),
        [(say(ja="層", en="layer"), say(ja="フィルタの形状", en="shape of a filter"), say(ja="積", en="products")),
         *rows])


# What a number sees of the photo


def growing(say: Say, layers: tuple[TracedLayer, ...] = Maps(), photo: TracedPhoto = Photo()) -> Drawing:
    """The part of the photo that the followed cell of each layer depends on, as nested frames."""
    fields = fields_of(say, layers)
    canvas = Canvas(say, say(
        ja="層を通るごとに見える範囲は広がり、最後の数は{size}ピクセル、写真の{share}を見ます",
        en="Each layer sees more: in the end one number depends on {size} pixels, {share} of the photo",
        size=shape(fields[-1].sizes), share=share(fields[-1].part_of(photo.pixels))))
    y = draw_fields(canvas, say, canvas.y, photo.pixels, fields)
    return canvas.drawing(y + 10, say(
        ja="追いかけているセルが、写真のどこを見ているか。畳み込みやプーリングを通るたびに、枠が大きくなります。",
        en="What the cell that we follow sees of the photo. The frame grows with each convolution and pooling."),
        [(say(ja="層", en="layer"), say(ja="見える範囲（ピクセル）", en="pixels seen")),
         *((field.name, say.fact(shape(field.sizes))) for field in fields)])


def reached(say: Say, layers: tuple[TracedLayer, ...] = Maps(),
            moving: dict[str, np.ndarray] = Probe("moving_pixels")) -> Drawing:
    """The gradient of the followed number of each layer for every pixel: where it is zero, and where it is large."""
    fields = fields_of(say, layers)
    inside, outside = map(count, fields[-1].moved(moving["followed"][-1]))
    canvas = Canvas(say, say(
        ja="最後の数を実際に動かすのは、枠の中の{all}ピクセルのうち{n}ピクセル。枠の外では{outside}です",
        en="The last number is moved by {n} of the {all} pixels in its frame, and by {outside} outside",
        n=inside, outside=outside, all=count(int(np.prod(fields[-1].sizes)))))
    y = draw_reached(canvas, say, canvas.y, fields, moving["followed"], moving["mixed"])
    head = (say(ja="層", en="layer"), say(ja="枠の中のピクセル", en="pixels in the frame"),
            say(ja="勾配がゼロでない", en="gradient not zero"), say(ja="全フィルタでは", en="all filters together"))
    rows = [(field.name, f"{np.prod(field.sizes)}", *(f"{field.moved(moving[name][n])[0]}"
                                                      for name in ("followed", "mixed")))
            for n, field in enumerate(fields)]
    return canvas.drawing(reach_key(canvas, say, y) + 8, say(
        ja="写真のピクセルを少し変えたとき、追いかけている数がどれだけ変わるかを、層ごとに示しました。",
        en="For each layer, how much the number that we follow would change if a pixel of the photo did."),
        [head, *rows])


# What excites a filter, and what it all costs


def up_to_last(layers: tuple[TracedLayer, ...]) -> tuple[TracedLayer, ...]:
    """The layers from the photo to the last convolution."""
    return layers[: max(n for n, layer in enumerate(layers, 1) if layer.kind == "Conv2D")]


def patches(say: Say, layers: tuple[TracedLayer, ...] = Maps(), samples: tuple[TracedPhoto, ...] = Samples(),
            probe: dict[str, np.ndarray] = Probe("sample_maps")) -> Drawing:
    """The patches to which the followed filter of the last convolution gives the largest values; and random ones."""
    some = up_to_last(layers)
    strong, drawn = chosen_patches(some, samples, probe["values"])
    canvas = Canvas(say, say(
        ja="{filter}番目のフィルタの値：上の断片は{strong_low}〜{strong_high}、乱数で選んだ断片は{drawn_low}〜{drawn_high}",
        en="Filter {filter} answers {strong_low} to {strong_high} to the upper patches, {drawn_low} to {drawn_high} to "
           "random ones", filter=count(some[-1].channel + 1), **ranges(strong, drawn)))
    labels, y = [photo.label for photo in samples], canvas.y + 4
    for name, row in ((say(ja="値の大きい順", en="the largest values"), strong),
                      (say(ja="乱数で選んだもの", en="drawn at random"), drawn)):
        canvas.text(LEFT, y, name, color=SOFT)
        y = draw_patches(canvas, say, y + 6, row, labels) + 14
    y -= 14
    for n in sorted({patch.photo for patch in strong + drawn}):
        y += credit(canvas, say, y, samples[n])
    return canvas.drawing(y + 8, say(
        ja="サンプル写真から切り出した断片と、フィルタの値。上は値のいちばん大きいもの、下は乱数で選んだものです。",
        en="Patches of the sample photos, each with the filter's value. Above, those with the largest values; below, "
           "some drawn at random."), table_of_patches(say, strong, drawn, labels))


def costs_of(say: Say, weighted: tuple[TracedLayer, ...]) -> list[Cost]:
    """What every layer with weights costs; the message is about the convolutions after the first."""
    return [Cost.of(say, layer, layer.kind == "Conv2D" and layer.nth > 1) for layer in weighted]


def costs(say: Say, weighted: tuple[TracedLayer, ...] = Weighted()) -> Drawing:
    """Parameters and multiply-adds of every layer with weights as bars; those of later convolutions are filled."""
    found = costs_of(say, weighted)
    canvas = Canvas(say, say(
        ja="特徴マップを読む畳み込みは、パラメータでは全体の{parameters}、積和演算では{multiply_adds}です",
        en="The convolutions that read maps: {parameters} of the parameters, {multiply_adds} of the multiply-adds",
        **meant_shares(found)))
    y = draw_costs(canvas, say, canvas.y + 6, found)
    canvas.text(LEFT, y + 16, say(ja="塗った棒：特徴マップを読む畳み込み", en="filled: convolutions that read maps"),
                size=11, color=SOFT)
    rows = [(cost.name, *(say.fact(fact) for fact in (cost.sizes, *map(count, cost.numbers)))) for cost in found]
    return canvas.drawing(y + 26, say(
        ja="重みを持つ層ごとの、パラメータの数と、写真一枚あたりの積和演算の回数。",
        en="For each layer with weights, its number of parameters and its multiply-adds for one photo."),
        [(say(ja="層", en="layer"), say(ja="出力の形状", en="output"), *heads(say)), *rows])


FIGURES = (kernel_each, waterfall, filters, growing, reached, patches, costs)


# Facts


def facts(layers: tuple[TracedLayer, ...] = Until("Conv2D", 2, maps=True),
          convs: tuple[TracedLayer, ...] = Every("Conv2D"), maps: tuple[TracedLayer, ...] = Maps(),
          photo: TracedPhoto = Photo(), moving: dict[str, np.ndarray] = Probe("moving_pixels"),
          samples: tuple[TracedPhoto, ...] = Samples(), probe: dict[str, np.ndarray] = Probe("sample_maps"),
          weighted: tuple[TracedLayer, ...] = Weighted()) -> dict[str, Fact]:
    return {**facts_of_sum(layers, maps), **facts_of_filters(convs), **facts_of_view(maps, photo, moving),
            **facts_of_patches(up_to_last(maps), samples, probe["values"]), **facts_of_costs(weighted)}


def told_of_colours(kernels: int) -> Fact:
    """Why the kernels of a filter behind the first convolution are not shown as a colour."""
    if kernels > 3:
        return word(ja="画面の色は三つの光を混ぜて作るので、このカーネルの束を一枚の絵にするには、"
                       "重みを捨てるか、足してまとめてしまうしかありません。",
                    en="A screen mixes its colours from three, and whoever squeezes all these kernels into three has "
                       "to throw weights away or add some together.")
    if kernels == 1:
        return word(ja="カーネルがひとつだけなら、濃淡はあっても、色の混ぜようがありません。",
                    en="A single kernel has lighter and darker weights, but nothing to mix a colour from.")
    return word(ja="これだけ少なければ、混ぜて色を作れます。"
                   "でも、カーネルが掛けられるのは赤・緑・青ではなく特徴マップなので、その色は何も意味しません。",
                en="A few kernels could be mixed into one. But they are for feature maps, not for red, green and blue, "
                   "and the colour would mean nothing.")


def facts_of_sum(layers: tuple[TracedLayer, ...], maps: tuple[TracedLayer, ...]) -> dict[str, Fact]:
    """About the one number: what enters, what each map adds, what comes out."""
    conv, place, known, decimals = layers[-1], place_in_window(layers), layers[-2].channel, decimals_of(layers[-1])
    (sums, bias, result), (held, kernel) = terms_of(conv), factors_of(conv)
    entering, weight = (float(each[(*place, known)]) for each in (held, kernel))
    strongest = by_strength(sums)[0]
    return {
        "input": shape(conv.input.shape), "maps": count(len(sums)),
        "stack": counted(len(sums), ja="枚の特徴マップ", one="feature map", many="feature maps"),
        "kernels_each": counted(len(sums), ja="個", one="kernel", many="kernels"), "window": shape(kernel.shape[:2]),
        "products": count(kernel.size), "filter": count(conv.channel + 1), "row": count(conv.place[0] + 1),
        "column": count(conv.place[1] + 1), "result": value(result, decimals),
        "per_map": counted(kernel[..., 0].size, ja="個", one="number", many="numbers"),
        "known_map": count(known + 1), "entering": value(entering, decimals), "weight": value(weight, decimals),
        "product": value(entering * weight, decimals), "origin": told_of_origin(layers, entering),
        "strongest": count(strongest + 1), "strongest_sum": value(sums[strongest], decimals),
        "plus": count((sums > 0).sum()), "minus": count((sums < 0).sum()),
        "empty": count((held == 0).all(axis=(0, 1)).sum()), "colours": told_of_colours(len(sums)),
        "bias_told": told_of_bias(bias, decimals),
        "afterwards": told_of_next(maps[len(layers)] if len(maps) > len(layers) else None, result),
        "numpy": code(numpy_lines(conv, decimals)), "line": code(conv.source),
    }


def told_of_origin(layers: tuple[TracedLayer, ...], entering: float) -> Fact:
    """Where the number of the followed cell comes from; the first ReLU's is known from its post."""
    known = [layer for layer in layers[:-1] if (layer.kind, layer.nth) == ("ReLU", 1) and layer.cell]
    if known and float(known[0].output[(*known[0].place, known[0].channel)]) == entering:
        return word(ja="最初のReLUを通り抜けてきた、あの数です", en="the very number that the first ReLU handed on")
    return word(ja="ここまで追いかけてきたセルの、いまの値です", en="what has become of the cell that we follow")


def told_of_bias(bias: float | None, decimals: int) -> Fact:
    """The bias of the followed filter, or that there is none."""
    if bias is None:
        return word(ja="この層にはバイアスがありません。", en="This layer has no bias.")
    return sentence(ja="最後に加わるバイアスは{bias}です。特徴マップが何枚あっても、"
                       "バイアスはフィルタひとつにつきひとつだけです。",
                    en="Last comes the bias, {bias}. However many maps there are, a filter has just one.",
                    bias=value(bias, decimals))


def told_of_next(after: TracedLayer | None, result: float) -> Fact:
    """What the layer behind the convolution, if there is one among the maps, does with the number."""
    if after is None or after.kind != "ReLU":
        return word(ja="この数がどうなるかは、後に続く層しだいです。",
                    en="What becomes of it is up to the layers behind.")
    if result > 0:
        return word(ja="結果は正なので、次のReLUはそのまま通します。",
                    en="The result is positive, so the ReLU that comes next hands it on as it is.")
    return word(ja="結果は正ではないので、次のReLUでゼロになります。",
                en="The result is not positive, so the ReLU that comes next hands on a zero.")


def numpy_lines(conv: TracedLayer, decimals: int) -> str:
    """Python with the strongest map in full and the others' sums, that prints the map's sum and the result."""
    (sums, bias, result), factors = terms_of(conv), factors_of(conv)
    first = by_strength(sums)[0]
    wanted = decimal(sums[first], decimals), decimal(result, decimals)
    for places in range(4, 9):
        x, w = (each[..., [first]].astype(float).round(places) for each in factors)
        others = np.delete(sums, first).astype(float).round(places) + 0.0  # no minus before a zero
        sum_of_rounded = (x * w).sum() + others.sum() + round(bias or 0.0, places)
        if (decimal((x * w).sum(), decimals), decimal(sum_of_rounded, decimals)) == wanted:
            break
    rows = textwrap.indent(textwrap.fill(", ".join(f"{number:.{places}f}" for number in others), LINE), " " * 4)
    given, added = ([], "") if bias is None else ([f"bias = {bias:.{places}f}"], " + bias")
    return "\n".join(["import numpy as np", *(f"{name} = np.array({listing(each, places)})"
                                              for name, each in (("x", x), ("w", w))),
                      f"others = np.array([\n{rows}\n])", *given, "first = (x * w).sum()",
                      f'print(f"{{first:.{decimals}f}}")',
                      f'print(f"{{first + others.sum(){added}:.{decimals}f}}")'])


def facts_of_filters(convs: tuple[TracedLayer, ...]) -> dict[str, Fact]:
    """How many products one number takes in each convolution, and the kernels of the second."""
    sizes = [conv.kernel[..., 0].size for conv in convs]
    return {"convolutions": count(len(convs)), "first_products": count(sizes[0]),
            "products_each": in_a_row([count(size) for size in sizes]),
            "filters": count(convs[1].kernel.shape[-1]), "kernels": count(int(np.prod(convs[1].kernel.shape[2:]))),
            "filter_shape": shape(convs[1].kernel.shape[:3])}


def in_a_row(told: list[Fact]) -> Fact:
    """Facts one after the other: 27, 288, 576."""
    return word(ja="、".join(fact.text.ja for fact in told), en=", ".join(fact.text.en for fact in told))


def in_words(layer: TracedLayer) -> Fact:
    """A layer's kind, with its number where there was one of that kind before."""
    return word(ja=layer_name(Say("ja"), layer), en=layer_name(Say("en"), layer))


def facts_of_view(maps: tuple[TracedLayer, ...], photo: TracedPhoto, moving: dict[str, np.ndarray]) -> dict[str, Fact]:
    """What the followed cells see of the photo, and what of it really moves the last one."""
    fields, strength, mixed = fields_of(Say("en"), maps), moving["followed"][-1], moving["mixed"][-1]
    last, sizes = fields[-1], photo.pixels.shape[:2]
    return {"photo": shape(sizes), "fields": in_a_row([shape(field.sizes) for field in fields]),
            "field": shape(last.sizes), "field_share": share(last.part_of(photo.pixels)),
            "field_pixels": count(int(np.prod(last.sizes))), "view_told": told_of_view(last, full_field(maps), sizes),
            **dict(zip(("moved", "outside"), map(count, last.moved(strength)), strict=True)),
            "mixed": count(last.moved(mixed)[0]), "centre_told": told_of_centre(last.inside(strength))}


def facts_of_patches(layers: tuple[TracedLayer, ...], samples: tuple[TracedPhoto, ...],
                     values: np.ndarray) -> dict[str, Fact]:
    """About the patches: their size, where the strongest come from, and how their values compare."""
    strong, drawn = chosen_patches(layers, samples, values)
    sources = Counter(samples[patch.photo].label for patch in strong).most_common()
    told = [sentence(ja="{label}が{n}枚", en="{n} of {label}", label=label_name(label), n=count(n))
            for label, n in sources]
    return {**ranges(strong, drawn), "patch": shape(strong[0].pixels.shape[:2]), "patches": count(len(strong)),
            "samples": count(len(samples)), "sources": in_a_row(told), "positive": share((values > 0).mean()),
            "patch_filter": count(layers[-1].channel + 1), "patch_layer": in_words(layers[-1]),
            "rivals": count(sum(patch.value > strong[-1].value for patch in drawn))}


def facts_of_costs(weighted: tuple[TracedLayer, ...]) -> dict[str, Fact]:
    """Multiply-adds of single convolutions, and what part the later ones have of everything."""
    found, names = costs_of(Say("en"), weighted), [in_words(layer) for layer in weighted]
    first, second = [cost for cost, layer in zip(found, weighted, strict=True) if layer.kind == "Conv2D"][:2]
    most = max(range(len(found)), key=lambda n: found[n].multiply_adds)
    shares = meant_shares(found)
    return {"first_adds": count(first.multiply_adds), "second_adds": count(second.multiply_adds),
            "second_parameters": count(second.parameters), "later_parameters": shares["parameters"],
            "later_adds": shares["multiply_adds"], "busiest": names[most],
            "busiest_share": share(found[most].multiply_adds / sum(cost.multiply_adds for cost in found))}
