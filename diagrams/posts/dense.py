"""Post 13: how do so many numbers become so few?"""

import numpy as np

from diagrams.draw import WIDTH, Canvas, Drawing, Scale
from diagrams.draw.loads import (
    Load,
    draw_bars,
    draw_rows,
    numpy_lines,
    part_of,
    table_of_loads,
    told_of_convolutions,
    told_of_uses,
)
from diagrams.draw.origins import HALF, Origins, draw_by_place, draw_fields, triangle
from diagrams.draw.palette import SOFT
from diagrams.draw.pulls import Pulls, decimals_of, draw_ledger, draw_tug, separated, table_of_products, terms
from diagrams.draw.units import Score, draw_scores, draw_units, table_of_scores
from diagrams.facts import Fact, both, code, count, decimal, sentence, shape, share, value, word
from diagrams.inputs import Every, Labels, Photo, Until
from diagrams.labels import label_name
from diagrams.language import Say, Told
from diagrams.post import Post
from diagrams.traced import TracedLayer, TracedPhoto

POST = Post(number=13, explains=(Every("Dense"),))

LEFT, RIGHT = 8, WIDTH - 8
SHOWN, FEW = 5, 3  # products in numbers, of those that push up and of those that pull down: of a unit, of a label


# Where the weights are, and where the work


def loads_of(layers: tuple[TracedLayer, ...], denses: tuple[TracedLayer, ...]) -> list[Load]:
    """Every layer with a kernel; behind the first Dense layer, all of them are Dense."""
    return [Load.of(layer) for layer in (*layers, *denses[1:]) if layer.kernel.size]


def loads(say: Say, layers: tuple[TracedLayer, ...] = Until("Dense"),
          denses: tuple[TracedLayer, ...] = Every("Dense")) -> Drawing:
    """Two aligned bars: the share of each layer in the weights, and in the arithmetic."""
    found = loads_of(layers, denses)
    told = {of: part_of(found, "Dense", of) for of in ("weights", "work")}
    canvas = Canvas(say, say(ja="Denseは、重みの{weights}を持ち、計算の{work}を受け持っています",
                             en="Dense holds {weights} of the weights and does {work} of the arithmetic", **told))
    y = draw_rows(canvas, say, draw_bars(canvas, say, canvas.y + 4, found) + 10, found)
    return canvas.drawing(y + 6, say(
        ja="上の棒は重み、下の棒は写真一枚の積和演算を、層ごとに分けたもの。線が同じ層をつないでいます。",
        en="The upper bar divides the weights among the layers, the lower one the multiply-adds for one photo. "
           "Lines join what belongs to the same layer."), table_of_loads(say, found))


# One unit


def unit_of(layers: tuple[TracedLayer, ...]) -> tuple[Pulls, Origins, dict[int, tuple[str, ...]]]:
    """The followed unit, where its numbers come from, and the products to show: its strongest and the followed one."""
    pulls, origins = Pulls.of(layers[-1], layers[-1].channel), Origins.of_layers(layers)
    shown = {*pulls.strongest(SHOWN).tolist(), origins.followed}
    columns = 3 if origins.has_places else 1
    return pulls, origins, {n: tuple(f"{at + 1}" for at in origins.place(n)[-columns:])
                            for n in sorted(shown, key=lambda n: -pulls.products[n])}


def heads_of(say: Say, origins: Origins) -> tuple[str, ...]:
    """What says where a number comes from."""
    heads = say(ja="行", en="row"), say(ja="列", en="col."), say(ja="マップ", en="map")
    return heads if origins.has_places else heads[-1:]


def digits(pulls: Pulls) -> int:
    """Decimals of a sum: three, unless it is large."""
    return min(decimals_of(np.array([pulls.up, pulls.down, pulls.result])), 3)


def tug(say: Say, layers: tuple[TracedLayer, ...] = Until("Dense")) -> Drawing:
    """One unit: everything that pushes it up, everything that pulls it down, and the strongest products."""
    pulls, origins, rows = unit_of(layers)
    chosen, title = pulls.strongest(SHOWN), title_of_tug(say, pulls)
    canvas = Canvas(say, title)
    y = draw_tug(canvas, say, canvas.y + 2, pulls, chosen, digits(pulls))
    told = {"n": count(len(chosen)), "part": share(pulls.part(chosen))}
    dark = say(ja="濃い所：両側からいちばん強いものを選んだ{n}個の積（下の表）。押し引きの全体の{part}にあたります。",
               en="Dark: the strongest of either kind, {n} products, listed below. They do {part} of all pushing and "
                  "pulling.", **told)
    y = canvas.paragraph(LEFT, y + 16, dark, size=11, color=SOFT)
    y = draw_ledger(canvas, say, y + 2, rows, heads_of(say, origins), pulls, origins.followed)
    canvas.text(LEFT, y + 16, frame_of(say, origins), size=10, color=SOFT)
    return canvas.drawing(y + 24, say(
        ja="ユニットひとつの和。正の積の合計、負の積の合計、そしていちばん強い積を並べました。",
        en="The sum of one unit: all products above zero, all below, and the strongest of them in numbers."),
        table_of_products(say, rows, heads_of(say, origins), pulls))


def title_of_tug(say: Say, pulls: Pulls) -> str:
    """What is pushed up and pulled down, and what is left."""
    told = told_of_sum(pulls)
    if pulls.bias is None:
        return say(ja="押し上げる{up}、引き下げる{down}。残るのは{result}です",
                   en="{up} up, {down} down: what is left is {result}", **told)
    return say(ja="押し上げる{up}、引き下げる{down}、バイアス{bias}。残るのは{result}です",
               en="{up} up, {down} down, bias {bias}: what is left is {result}", **told)


def told_of_sum(pulls: Pulls) -> dict[str, Fact]:
    """The parts of a sum, what is pulled down without its sign."""
    decimals = digits(pulls)
    return {"up": value(pulls.up, decimals), "down": value(-pulls.down, decimals),
            "bias": value(pulls.bias or 0, decimals), "result": value(pulls.result, decimals)}


def frame_of(say: Say, origins: Origins) -> str:
    """What the double frame marks."""
    if origins.is_followed:
        return say(ja="二重の枠：追いかけている数。表示だけ丸めています",
                   en="double frame: what we follow; rounded for display only")
    return say(ja="二重の枠：いちばん大きい数。表示だけ丸めています",
               en="double frame: the largest number; rounded for display only")


def places(say: Say, layers: tuple[TracedLayer, ...] = Until("Dense"), photo: TracedPhoto = Photo()) -> Drawing:
    """The strongest products drawn back on the photo, and the sum of all products at each place of the maps."""
    pulls, origins, _ = unit_of(layers)
    sums, chosen, told = origins.by_place(pulls.products), pulls.strongest(SHOWN), told_of_places(pulls, origins)
    canvas, scale = Canvas(say, title_of_places(say, origins, told)), Scale.of(sums)
    y = canvas.y + 10
    strongest = say(ja="両側でいちばん強い積（計{shown}個）", en="strongest of either kind: {shown}", **told)
    canvas.text(LEFT, y, strongest, size=11)
    canvas.text(RIGHT - HALF, y, say(ja="場所ごとの、積の合計", en="all products, place by place"), size=11)
    draw_by_place(canvas, y + 8, origins, pulls.products, scale)
    y = draw_fields(canvas, y + 8, photo.pixels, origins, pulls.products, chosen) + 18
    for x, is_up, name in ((LEFT + 5, True, say(ja="押し上げる", en="pushes up")),
                           (LEFT + 92, False, say(ja="引き下げる", en="pulls down"))):
        triangle(canvas, x, y - 4, is_up)
        canvas.text(x + 9, y, name, size=11)
    frames = say(ja="枠：その数が見ている範囲", en="frames: what the number sees")
    canvas.text(LEFT, y + 16, frames, size=10, color=SOFT)
    canvas.scale(RIGHT - HALF, y - 9, HALF, scale, decimals=max(decimals_of(sums) - 1, 0))
    return canvas.drawing(y + 26, say(
        ja="左は、いちばん強い積のもとになった数が写真のどこを見ているか。右は、特徴マップの場所ごとに積をすべて足したものです。",
        en="Left, what the numbers behind the strongest products see of the photo. Right, all products added up at "
           "each place of the maps."))


def told_of_places(pulls: Pulls, origins: Origins) -> dict[str, Fact]:
    """How many places push up and pull down, and what the shown products weigh."""
    sums, chosen = origins.by_place(pulls.products), pulls.strongest(SHOWN)
    return {"places": count(sums.size), "places_up": count((sums > 0).sum()), "places_down": count((sums < 0).sum()),
            "shown": count(len(chosen)), "shown_part": share(pulls.part(chosen)), "half": count(pulls.half())}


def title_of_places(say: Say, origins: Origins, told: dict[str, Fact]) -> str:
    """How many places push up and how many pull down, where the numbers come from several."""
    if origins.has_places:
        return say(ja="{places}か所のうち、{places_up}か所はこのユニットを押し上げ、{places_down}か所は引き下げます",
                   en="Of {places} places, {places_up} push this unit up and {places_down} pull it down", **told)
    return say(ja="このユニットが読む数は、どれも写真の同じ範囲を見ています",
               en="The numbers that this unit reads all see the same part of the photo")


# All units, and the labels


def handed_on(denses: tuple[TracedLayer, ...]) -> np.ndarray:
    """What of the units of the first Dense layer reaches the next one: (units,); the sums if there is no next one."""
    return denses[1].input if len(denses) > 1 else denses[0].output


def units(say: Say, denses: tuple[TracedLayer, ...] = Every("Dense")) -> Drawing:
    """The sums of the first Dense layer, and what of them reaches the next one; zeros striped."""
    sums, after = denses[0].output, handed_on(denses)
    canvas, scale = Canvas(say, title_of_units(say, denses)), Scale.of(sums, keep=0.995)
    y = canvas.y + 10
    canvas.text(LEFT, y, say(ja="{n}個の和", en="{n} sums", n=count(sums.size)), size=11)
    end = draw_units(canvas, LEFT, y + 8, sums, scale, denses[0].channel)
    if len(denses) > 1:
        canvas.text(RIGHT - HALF, y, say(ja="次のDenseに届く数", en="what reaches the next Dense"), size=11)
        draw_units(canvas, RIGHT - HALF, y + 8, after, scale, denses[0].channel)
        canvas.arrow((LEFT + HALF + 2, (y + 8 + end) / 2), (RIGHT - HALF - 2, (y + 8 + end) / 2))
    frame = say(ja="二重の枠：{n}番目のユニット、斜線：ゼロ", en="double frame: unit {n}; striped: zero",
                n=count(denses[0].channel + 1))
    canvas.text(LEFT, end + 20, frame, size=10, color=SOFT)
    canvas.scale(RIGHT - 110, end + 12, 110, scale, decimals=2 if scale.limit < 100 else 0, clipped=scale.clips(sums))
    return canvas.drawing(end + 42, say(
        ja="最初の全結合層のユニットを順に並べ、その和を色で表しました。",
        en="The units of the first Dense layer in order, their sums as colours."))


def title_of_units(say: Say, denses: tuple[TracedLayer, ...]) -> str:
    """How many units hand on a zero, if there is a layer to hand something to."""
    told = {"n": count(handed_on(denses).size), "zeros": count((handed_on(denses) == 0).sum())}
    if len(denses) > 1:
        return say(ja="{n}個のユニットのうち{zeros}個が、次の層にゼロを渡します",
                   en="{zeros} of {n} units hand a zero to the next layer", **told)
    return say(ja="全結合層はひとつだけで、{n}個の和がそのままロジットです",
               en="There is only one Dense layer: its {n} sums are the logits", **told)


def marked_of(denses: tuple[TracedLayer, ...]) -> int:
    """The number to look at among those that the last Dense layer reads: the largest."""
    return int(denses[-1].input.argmax())


def scores_of(say: Say, denses: tuple[TracedLayer, ...], labels: tuple[str, ...]) -> list[Score]:
    """What makes the logit of each label."""
    return [Score(say.fact(label_name(label)), Pulls.of(denses[-1], n), marked_of(denses))
            for n, label in enumerate(labels)]


def scores(say: Say, denses: tuple[TracedLayer, ...] = Every("Dense"), labels: tuple[str, ...] = Labels()) -> Drawing:
    """For each label, what its logit is made of; for the highest one, the strongest units in numbers."""
    found = scores_of(say, denses, labels)
    best = max(found, key=lambda score: score.pulls.result)
    decimals = min(digits(score.pulls) for score in found)
    told: dict[str, Told] = {"label": best.name, "result": value(best.pulls.result, decimals),
                             "n": count(best.marked + 1)}
    canvas = Canvas(say, say(ja="いちばん高いのは「{label}」で、ロジットは{result}です",
                             en="“{label}” comes out highest, with a logit of {result}", **told))
    y = draw_scores(canvas, canvas.y + 8, found, decimals) + 6
    key = say(ja="濃い所：{n}番、白い印：ロジット", en="dark: no. {n}; white marker: the logit", **told)
    canvas.text(LEFT, y, key, size=10, color=SOFT)
    rows: dict[int, tuple[str, ...]] = {
        n: (f"{n + 1}",) for n in sorted({*best.pulls.strongest(FEW).tolist(), best.marked},
                                         key=lambda n: -best.pulls.products[n])}
    y += 26
    canvas.text(LEFT, y, say(ja="「{label}」にいちばん強く効く積", en="the strongest products of “{label}”", **told))
    y = draw_ledger(canvas, say, y + 10, rows, (say(ja="番号", en="no."),), best.pulls, best.marked)
    rounded = say(ja="二重の枠：入る数の中でいちばん大きい{n}番。表示だけ丸めています",
                  en="double frame: no. {n}, the largest number; rounded for display only", **told)
    canvas.text(LEFT, y + 16, rounded, size=10, color=SOFT)
    return canvas.drawing(y + 24, say(
        ja="ラベルごとに、押し上げる積の合計、引き下げる積の合計、バイアスを足してロジットにします。",
        en="For each label, all products that push up, all that pull down, and the bias add up to its logit."),
        table_of_scores(say, found, decimals))


FIGURES = (loads, tug, places, units, scores)


# Facts


def facts(layers: tuple[TracedLayer, ...] = Until("Dense"), denses: tuple[TracedLayer, ...] = Every("Dense"),
          labels: tuple[str, ...] = Labels()) -> dict[str, Fact]:
    pulls, origins, _ = unit_of(layers)
    return {**facts_of_loads(layers, denses), **facts_of_sizes(denses), **facts_of_unit(pulls, layers[-1].channel),
            **facts_of_followed(pulls, origins), **told_of_places(pulls, origins), **facts_of_labels(denses, labels),
            "silent": told_of_zeros(denses), "line": code("\n".join(dict.fromkeys(dense.source for dense in denses)))}


def facts_of_loads(layers: tuple[TracedLayer, ...], denses: tuple[TracedLayer, ...]) -> dict[str, Fact]:
    """Who holds the weights and who does the work."""
    found = loads_of(layers, denses)
    return {"weights_share": part_of(found, "Dense", "weights"), "work_share": part_of(found, "Dense", "work"),
            "uses": told_of_uses(max(found, key=lambda load: load.uses)), "verdict": told_of_convolutions(found),
            "numpy": code(numpy_lines(found))}


def facts_of_sizes(denses: tuple[TracedLayer, ...]) -> dict[str, Fact]:
    """How many numbers go in and come out, and the parameters of the first layer."""
    inputs, units = denses[0].kernel.shape
    biases = 0 if denses[0].bias is None else denses[0].bias.size
    sizes = [inputs, *(dense.output.size for dense in denses)]
    added = f" + {biases:,}" if biases else ""
    formula = rf"{inputs:,} \times {units:,}{added} = {inputs * units + biases:,}".replace(",", "{,}")
    chain = " → ".join(f"{size:,}" for size in sizes)
    return {"inputs": count(inputs), "units": count(units), "outputs": count(sizes[-1]), "denses": count(len(denses)),
            "chain": both("word", chain, chain), "sum_of_parameters": both("formula", inputs * units + biases, formula),
            "parameters": count(sum(of.size for dense in denses for of in (dense.kernel, dense.bias)
                                    if of is not None))}


def facts_of_unit(pulls: Pulls, unit: int) -> dict[str, Fact]:
    """The sum of the followed unit."""
    return {"unit": count(unit + 1), "sum": addition(pulls), "result": told_of_sum(pulls)["result"],
            "ups": count((pulls.products > 0).sum()), "downs": count((pulls.products < 0).sum()),
            "zero_products": count((pulls.products == 0).sum()), "bias_told": told_of_bias(pulls)}


def addition(pulls: Pulls) -> Fact:
    """What is added up to the sum, as a formula."""
    decimals = digits(pulls)
    parts = [decimal(pulls.up, decimals), separated(pulls.down, decimals)]
    parts += [] if pulls.bias is None else [separated(pulls.bias, decimals)]
    return both("formula", pulls.result, f"{' '.join(parts)} = {decimal(pulls.result, decimals)}")


def told_of_bias(pulls: Pulls) -> Fact:
    """What is added to the products at the end."""
    if pulls.bias is None:
        return word(ja="この層にはバイアスがありません。", en="This layer has no biases.")
    return sentence(ja="最後に、バイアスの{bias}を足します。", en="Last comes the bias, {bias}.", **told_of_sum(pulls))


def facts_of_followed(pulls: Pulls, origins: Origins) -> dict[str, Fact]:
    """The followed number, its weight and their product, and the pixels behind it."""
    n, (number, weight, product) = origins.followed, terms(pulls, origins.followed)
    row, column, channel = (count(at + 1) for at in origins.place(n))
    origin = sentence(ja="{map}番目の特徴マップ", en="map {map}", map=channel)
    if origins.has_places:
        origin = sentence(ja="{map}番目の特徴マップの、上から{row}行目、左から{column}列目",
                          en="row {row}, column {column} of map {map}", map=channel, row=row, column=column)
    why = word(ja="届いた数の中で、いちばん大きいものです。", en="It is the largest of all that arrive.")
    if origins.is_followed:
        why = word(ja="最初の畳み込みから追いかけてきた所です。",
                   en="This is where we have been looking since the first convolution.")
    return {"origin": origin, "why": why, "number": both("value", float(pulls.numbers[n]), number),
            "weight": both("value", float(pulls.weights[n]), weight),
            "product": both("value", float(pulls.products[n]), product),
            "stronger": count((np.abs(pulls.products) > abs(pulls.products[n])).sum()),
            "field": shape([stop - start for start, stop in origins.field(n)])}


def told_of_zeros(denses: tuple[TracedLayer, ...]) -> Fact:
    """What becomes of the sums on their way to the next Dense layer."""
    sums, after = denses[0].output, handed_on(denses)
    told = {"n": count(sums.size), "zeros": count((after == 0).sum()), "rest": count((after != 0).sum())}
    if len(denses) == 1:
        return word(ja="このネットワークの全結合層はひとつだけなので、これが最後の和です。",
                    en="There is no other Dense layer in this network: these sums are the last ones.")
    if np.array_equal(after, np.maximum(sums, 0)):
        found = sentence(ja="次の層へ行く前に、[ReLU](relu.md)が負の数をゼロにします。"
                            "{n}個のユニットのうち、{zeros}個がゼロになり、残るのは{rest}個です。",
                         en="On their way to the next layer, [ReLU](relu.md) turns the negative ones into zero. "
                            "Of {n} units, {zeros} end up at zero; {rest} remain.", **told)
    else:
        found = sentence(ja="次の層に届くときには、{n}個の数のうち{zeros}個がゼロです。",
                         en="When they reach the next layer, {zeros} of the {n} numbers are zero.", **told)
    return sentence(ja="{found}ゼロは、どの和にも何も加えません。"
                       "その数を待っている重みは、この写真では出番がないのです。",
                    en="{found} A zero adds nothing to any sum: the weights that wait for it play no part for this "
                       "photo.", found=found)


def facts_of_labels(denses: tuple[TracedLayer, ...], labels: tuple[str, ...]) -> dict[str, Fact]:
    """The highest logit and its parts, and what the largest number does for each label."""
    last, marked = denses[-1], marked_of(denses)
    best, products = int(last.output.argmax()), last.input[marked] * last.kernel[marked]
    low, high = int(products.argmin()), int(products.argmax())
    spread = sentence(ja="「{top}」には{most}、「{bottom}」には{least}が加わります。",
                      en="It adds {most} to “{top}” and {least} to “{bottom}”.",
                      top=label_name(labels[high]), most=value(products[high], 3),
                      bottom=label_name(labels[low]), least=value(products[low], 3))
    return {"label": label_name(labels[best]), "label_sum": addition(Pulls.of(last, best)), "spread": spread,
            "marked": count(marked + 1), "marked_number": value(last.input[marked], 3)}
