"""Post 10: why switch off what works?"""

from typing import Any

import numpy as np

from diagrams.comparisons import facts_of_trainings, listed, named
from diagrams.draw import WIDTH, Canvas, Drawing
from diagrams.draw.compared import draw_compared
from diagrams.draw.epochs import at_the_end
from diagrams.draw.masks import Masked, draw_masks, table_of_masks
from diagrams.draw.palette import SOFT
from diagrams.draw.pooled import decimals_for
from diagrams.draw.spreads import Means, Spread, draw_means, draw_spreads, means_key, table_of_spreads
from diagrams.facts import Fact, code, count, counted, sentence, shape, share, value, word
from diagrams.inputs import Every, Experiment, Labels, Layer, Probe
from diagrams.labels import label_name
from diagrams.language import Say
from diagrams.post import Post
from diagrams.traced import TracedLayer

POST = Post(number=10, explains=(Every("Dropout"),))

NAMES = {
    "none": word(ja="使わない", en="no dropout"),
    "as published": word(ja="スクリプト通り", en="as in the script"),
    "half everywhere": word(ja="どこも半分", en="half everywhere"),
}


# What it brings in small experiments


def told_of_gaps(runs: dict[str, Any]) -> dict[str, Fact]:
    """Which variation does so much better on training photos than on new ones, in points, and which least so."""
    names = named(runs, NAMES)
    seen, new = (at_the_end(runs, key) for key in ("accuracy", "val_accuracy"))
    gaps = {variation: 100 * (seen[variation] - new[variation]) for variation in seen}
    wide, narrow = max(gaps, key=gaps.__getitem__), min(gaps, key=gaps.__getitem__)
    return {"wide": names[wide], "widest": value(gaps[wide], 0), "narrow": names[narrow],
            "narrowest": value(gaps[narrow], 0)}


def rates(say: Say, runs: dict[str, Any] = Experiment("dropout")) -> Drawing:
    """Short trainings at several rates."""
    told = facts_of_trainings(runs, NAMES)
    return draw_compared(say, runs, named(runs, NAMES), say(
        ja="{epochs}エポックの訓練では「{best}」がいちばんよく、新しい写真の{best_share}が正解です",
        en="After {epochs} epochs, “{best}” does best: {best_share} of new photos right", **told))


def few(say: Say, runs: dict[str, Any] = Experiment("few")) -> Drawing:
    """The same with a handful of photos, over and over and never varied."""
    return draw_compared(say, runs, named(runs, NAMES), say(
        ja="訓練データと新しい写真の差は、「{wide}」で{widest}ポイント、「{narrow}」で{narrowest}ポイントです",
        en="Training photos minus new photos: {widest} points with “{wide}”, {narrowest} with “{narrow}”",
        **told_of_gaps(runs)))


# A crop under some masks, and in inference


def masked_of(layer: TracedLayer, probe: dict[str, np.ndarray]) -> Masked:
    """The first Dropout at work."""
    return Masked(layer, probe["masked"], probe["kept"])


def factor(layer: TracedLayer) -> Fact:
    """What kept values are multiplied by."""
    return value(1 / (1 - layer.settings["rate"]), 3)


def masks(say: Say, layer: TracedLayer = Layer("Dropout", maps=True),
          probe: dict[str, np.ndarray] = Probe("dropped")) -> Drawing:
    """The same crop under each mask, and in inference."""
    found = masked_of(layer, probe)
    canvas = Canvas(say, say(ja="訓練では毎回ちがう値が消え（×印）、残りは{factor}倍になります",
                             en="In training, other values are off each time (crosses); the rest is × {factor}",
                             factor=factor(layer)))
    names = [say(ja="マスク{n}：{all}個中{off}個が消える", en="mask {n}: {off} of {all} off", n=count(n),
                 all=count(kept.size), off=count((~kept).sum())) for n, (_, kept) in enumerate(found.crops[:-1], 1)]
    names += [say(ja="推論：どれも消えない", en="inference: all stay as they are")]
    return canvas.drawing(draw_masks(canvas, say, canvas.y, found, names) + 8, say(
        ja="最初のドロップアウトに入る特徴マップの一部に、訓練で引いたマスクをかけたものと、推論のときのもの。"
           "×印の値はゼロになります。",
        en="Part of the map that enters the first Dropout, under masks drawn in training and in inference. Crosses are "
           "values set to zero."), table_of_masks(say, found))


# Why the rest is made larger


def means_of(layer: TracedLayer, probe: dict[str, np.ndarray]) -> Means:
    """The mean of the followed map under many masks, with the kept values enlarged and as they are."""
    enlarged = probe["means"][:, layer.channel].astype(float)
    steady = float(layer.input[..., layer.channel].mean())
    return Means(enlarged, enlarged * (1 - layer.settings["rate"]), steady)


def told_of_means(layer: TracedLayer, probe: dict[str, np.ndarray]) -> dict[str, Fact]:
    """The mean of the followed map: in inference, and on average over all masks."""
    found = means_of(layer, probe)
    decimals = decimals_for(np.array([found.steady])) + 1
    return {"factor": factor(layer), "steady": value(found.steady, decimals), "masks": count(len(found.enlarged)),
            "enlarged": value(found.enlarged.mean(), decimals), "smaller": value(found.as_they_are.mean(), decimals)}


def means(say: Say, layer: TracedLayer = Layer("Dropout", maps=True),
          probe: dict[str, np.ndarray] = Probe("dropped")) -> Drawing:
    """What the next layer gets on average: enlarged, as it is, and in inference."""
    told = told_of_means(layer, probe)
    canvas = Canvas(say, say(ja="{factor}倍するから、平均は推論のときの{steady}に近いままです（しなければ{smaller}）",
                             en="Thanks to × {factor}, the mean stays near the {steady} of inference; else: {smaller}",
                             **told))
    names = [say(ja="残りを{factor}倍にする：平均{enlarged}", en="the rest × {factor}: {enlarged} on average", **told),
             say(ja="残りをそのままにする：平均{smaller}", en="the rest as it is: {smaller} on average", **told),
             say(ja="推論のとき：{steady}", en="in inference: {steady}", **told)]
    y = means_key(canvas, canvas.y - 2, names)
    draw_means(canvas, y + 8, 120, means_of(layer, probe))
    axis = say(ja="特徴マップの平均（マスク{masks}通り）", en="mean of the map, under {masks} masks", **told)
    canvas.text(WIDTH / 2, y + 162, axis, size=10, color=SOFT, anchor="middle")
    return canvas.drawing(y + 172, say(
        ja="追いかけている特徴マップの平均のヒストグラムです。残った値を大きくすると、推論のときの平均のまわりに集まります。",
        en="Histograms of the mean of the map that we follow. With the rest enlarged, it lies around the mean that "
           "inference gives."))


# What becomes of the answer


def told_of_answers(probe: dict[str, np.ndarray], labels: tuple[str, ...]) -> dict[str, Fact]:
    """The answer in inference, the label that moves most, and how often another answer leads."""
    every, steady = probe["every"], probe["steady"]
    top, mover = int(steady.argmax()), int(np.ptp(every, axis=0).argmax())
    return {"passes": count(len(every)), "answer": label_name(labels[top]), "answer_share": share(steady[top]),
            "mover": label_name(labels[mover]), "low": share(every[:, mover].min()),
            "high": share(every[:, mover].max()), "changed": count((every.argmax(axis=1) != top).sum()),
            "average": share(every[:, top].mean())}


def answers(say: Say, probe: dict[str, np.ndarray] = Probe("unsteady_answers"),
            labels: tuple[str, ...] = Labels()) -> Drawing:
    """For each label its probability in many passes with dropout on, and in inference."""
    told = told_of_answers(probe, labels)
    canvas = Canvas(say, say(ja="ドロップアウトを働かせて{passes}回聞くと、「{mover}」は{low}から{high}まで動きます",
                             en="Asked {passes} times with dropout on: “{mover}” at anything from {low} to {high}",
                             **told))
    rows = [Spread(say.fact(label_name(label)), probe["every"][:, n], float(probe["steady"][n]))
            for n, label in enumerate(labels)]
    return canvas.drawing(draw_spreads(canvas, say, canvas.y - 4, rows), say(
        ja="同じ写真を{passes}回、ドロップアウトを働かせたままネットワークに通したときの、答えごとの確率。",
        en="The probability of each answer when one photo goes through the network {passes} times with dropout on.",
        **told), table_of_spreads(say, rows))


def name_of_dropout(layer: TracedLayer) -> Fact:
    """What part of what a Dropout switches off: 25% of 49×49×32."""
    return sentence(ja="{shape}の{rate}", en="{rate} of {shape}", rate=share(layer.settings["rate"]),
                    shape=shape(layer.output.shape))


def widest_of(probe: dict[str, np.ndarray]) -> int:
    """Which Dropout alone spreads the first answer most."""
    return int(probe["alone"][..., probe["steady"].argmax()].std(axis=1).argmax())


def alone(say: Say, layers: tuple[TracedLayer, ...] = Every("Dropout"),
          probe: dict[str, np.ndarray] = Probe("unsteady_answers"), labels: tuple[str, ...] = Labels()) -> Drawing:
    """The probability of the first answer when one Dropout works alone, for each; of several, also when all do."""
    top, widest = int(probe["steady"].argmax()), widest_of(probe)
    told = {"answer": label_name(labels[top]), "shape": shape(layers[widest].output.shape),
            "low": share(probe["alone"][widest, :, top].min()), "high": share(probe["alone"][widest, :, top].max())}
    canvas = Canvas(say, say(ja="{shape}個の値のドロップアウトだけでも、「{answer}」は{low}から{high}まで動きます",
                             en="The Dropout on {shape} values, alone, moves “{answer}” between {low} and {high}",
                             **told))
    passes = [*zip(map(name_of_dropout, layers), probe["alone"], strict=True)]
    passes += [(word(ja="すべて", en="all of them"), probe["every"])] if len(layers) > 1 else []
    rows = [Spread(say.fact(name), each[:, top], float(probe["steady"][top])) for name, each in passes]
    return canvas.drawing(draw_spreads(canvas, say, canvas.y - 4, rows), say(
        ja="ドロップアウトをひとつだけ働かせたときと、すべてを働かせたときの、「{answer}」の確率。",
        en="The probability of “{answer}” when one Dropout works alone, and when all do.", **told),
        table_of_spreads(say, rows))


FIGURES = (rates, masks, means, answers, alone, few)


# Facts


def facts(layer: TracedLayer = Layer("Dropout", maps=True), layers: tuple[TracedLayer, ...] = Every("Dropout"),
          probe: dict[str, np.ndarray] = Probe("dropped"), unsteady: dict[str, np.ndarray] = Probe("unsteady_answers"),
          labels: tuple[str, ...] = Labels(), runs: dict[str, Any] = Experiment("dropout"),
          others: dict[str, Any] = Experiment("few")) -> dict[str, Fact]:
    found = masked_of(layer, probe)
    return {"line": code(layer.source), "one": count(1), "zero": count(0),
            "places": counted(len(layers), ja="か所", one="place", many="places"),
            "list": listed([name_of_dropout(each) for each in layers]), **facts_of_spot(found), **facts_of_masks(found),
            **told_of_means(layer, probe), **told_of_answers(unsteady, labels), **facts_of_each(layers, unsteady),
            **facts_of_runs(runs), **{f"few_{name}": fact for name, fact in facts_of_runs(others).items()}}


def facts_of_spot(found: Masked) -> dict[str, Fact]:
    """The one value of which the text tells what becomes of it."""
    layer, (row, column) = found.layer, found.spot
    rate, number = layer.settings["rate"], float(found.map[row, column])
    decimals = decimals_for(found.crops[-1][0])
    return {"row": count(row + 1), "column": count(column + 1), "filter": count(layer.channel + 1),
            "value": value(number, decimals), "larger": value(number / (1 - rate), decimals), "rate": share(rate),
            "rate_number": value(rate), "keep": value(1 - rate),
            "fate": told_of_fate(found.kept[:, row, column, layer.channel]),
            "here": count((~found.kept[0, row, column]).sum()), "maps": count(layer.input.shape[-1])}


def told_of_fate(kept: np.ndarray) -> Fact:
    """Which masks (masks,) keep the value, and which do not."""
    ends = {True: word(ja="残し", en="keeps it"), False: word(ja="消し", en="switches it off")}
    told = listed([sentence(ja="マスク{n}は{end}", en="mask {n} {end}", n=count(n), end=ends[bool(one)])
                   for n, one in enumerate(kept, 1)]).text
    begun = told.en[0].upper() + told.en[1:]
    return word(ja=f"{told.ja}ました", en=begun)


def facts_of_masks(found: Masked) -> dict[str, Fact]:
    """How much the masks switch off, in the crop and in the whole layer; how alike neighbours are; lines to copy."""
    off = [count((~kept).sum()) for _, kept in found.crops[:-1]]
    size, rate = found.crops[0][0].size, found.layer.settings["rate"]
    return {"crop": count(size), "expected": value(size * rate, 0 if float(size * rate).is_integer() else 1),
            "offs": listed(off), "shown": count(len(off)), "values": count(found.layer.input.size),
            "shape": shape(found.layer.input.shape), "off": count((~found.kept[0]).sum()),
            "off_share": share((~found.kept[0]).mean()), "neighbours": told_of_neighbours(found.map),
            "numpy": code(numpy_lines(found))}


def told_of_neighbours(values: np.ndarray) -> Fact:
    """How alike a value of a map (rows, columns) and the one to its right are."""
    left, right = values[:, :-1].ravel(), values[:, 1:].ravel()
    if not (left.size and left.std() and right.std()):
        return word(ja="この特徴マップでは、隣との関係は調べられません。",
                    en="In this map, nothing can be said of neighbours.")
    return sentence(ja="追いかけている特徴マップでは、隣り合う値の相関係数は{alike}です"
                       "（{one}なら完全にそろって動きます）。",
                    en="In the map that we follow, neighbouring values have a correlation of {alike}, where {one} "
                       "would mean that they move in step.", alike=value(np.corrcoef(left, right)[0, 1]), one=count(1))


def numpy_lines(found: Masked) -> str:
    """Python that does what a mask does to two rows of the crop; one that keeps the told value, if any does."""
    ((top, bottom), (left, right)), (row, column) = found.spans, found.spot
    first, layer = max(min(row, bottom - 2), top), found.layer
    cut = np.s_[first : min(first + 2, bottom), left:right]
    n = int(found.kept[:, row, column, layer.channel].argmax())
    x, kept = (",\n    ".join(f"[{', '.join(numbers)}]" for numbers in rows) for rows in (
        [[f"{number:.5f}" if number else "0" for number in line] for line in found.map[cut]],
        [[f"{int(one)}" for one in line] for line in found.kept[(n, *cut, layer.channel)]]))
    return "\n".join(["import numpy as np", f"x = np.array([\n    {x},\n])", f"kept = np.array([\n    {kept},\n])",
                      f"print((x * kept / (1 - {layer.settings['rate']})).round(3))"])


def facts_of_each(layers: tuple[TracedLayer, ...], probe: dict[str, np.ndarray]) -> dict[str, Fact]:
    """What each Dropout does to the first answer when it works alone."""
    passes = probe["alone"][..., probe["steady"].argmax()]
    told = [sentence(ja="{name}だけなら{low}〜{high}", en="{low} to {high} with {name} off",
                     name=name_of_dropout(layer), low=share(one.min()), high=share(one.max()))
            for layer, one in zip(layers, passes, strict=True)]
    return {"each": listed(told), "most_spread": name_of_dropout(layers[widest_of(probe)])}


def facts_of_runs(runs: dict[str, Any]) -> dict[str, Fact]:
    """What came of an experiment, and how small it is."""
    return facts_of_trainings(runs, NAMES) | told_of_gaps(runs)
