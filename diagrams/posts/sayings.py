"""Beside the series: ten things that people say about such networks, measured on this one."""

from collections import Counter
from collections.abc import Iterable
from typing import Any

import numpy as np

from diagrams.draw import Canvas, Drawing, Scale
from diagrams.draw.claims import (
    FALSE,
    SURE,
    TRUE,
    VERDICTS,
    Claim,
    claims_key,
    draw_claims,
    table_of_claims,
    wilson,
)
from diagrams.draw.curves import Curves, draw_curves
from diagrams.draw.loads import part_of
from diagrams.draw.measured import (
    LEVELS,
    convolution_of,
    first_answers,
    flip_of,
    honest_of,
    kept_of,
    lead_left,
    loads_of,
    pairs_of,
    rights_of,
    same_level,
    sums_of,
    sureness,
    view_of,
)
from diagrams.draw.palette import LINE, SOFT
from diagrams.draw.pieces import Way, draw_ways, table_of_ways
from diagrams.draw.reliability import Reliability, told_of_both
from diagrams.draw.sheet import reduced
from diagrams.draw.sureness import Kind, dots_key, draw_dots
from diagrams.facts import Fact, both, code, count, decimal, sentence, shape, share, value, word
from diagrams.inputs import Card, Experiment, Labels, Photo, Probe, Until
from diagrams.language import Say
from diagrams.post import Post
from diagrams.traced import TracedLayer, TracedPhoto

POST = Post(number=None)

LEFT, SIDE, GAP = 8, 106, 12  # of pictures in a row: where they begin, how wide they are, the space between
LAYERS = Until("Softmax", answers=True)
SAYINGS = {
    "shift": word(ja="プーリングのおかげで、位置のずれに強い", en="Pooling makes it invariant to shifts"),
    "sure": word(ja="確率を見れば、どれだけ確かか分かる", en="The probability says how sure it is"),
    "view": word(ja="深い層は、写真の全体を見ている", en="Deep layers see the whole picture"),
    "work": word(ja="計算しているのは、おもに畳み込み層", en="The convolutions do the work"),
    "object": word(ja="背景ではなく、写っているものを見ている", en="It looks at the thing, not at the background"),
    "honest": word(ja="取り分けた写真の正解率が、その実力", en="Held-back photos tell how good it is"),
    "dropout": word(ja="ドロップアウトを入れると、よくなる", en="Dropout makes it better"),
    "flip": word(ja="畳み込みは、カーネルを裏返して掛ける", en="A convolution flips its kernel"),
    "colour": word(ja="決め手は形で、色は関係ない", en="Shape counts, colour does not"),
    "relu": word(ja="ReLUは、情報を捨てている", en="ReLU throws information away"),
}
ABSENT = word(ja="このネットワークには、当てはまる層がありません。", en="This network has no layer that this is about.")
NOT_BEHIND = word(ja="ここでは測れません。最初のReLUが、畳み込みのすぐ後ろにはないからです。",
                  en="This cannot be measured here: no first ReLU comes right behind convolutions.")
NO_SAMPLES = word(ja="サンプル写真に、正解かどうかを言えるものはありません。",
                  en="Of the sample photos, none can be called right or wrong.")


# How far each saying holds, from 0 to 1


def parts_of(layers: tuple[TracedLayer, ...], photo: TracedPhoto, labels: tuple[str, ...], card: dict[str, Any],
             moved: dict[str, np.ndarray], empty: dict[str, np.ndarray], behind: dict[str, np.ndarray],
             leak: dict[str, Any], *runs: dict[str, Any]) -> dict[str, float | None]:
    """All of them by name, in their order; None where the network has no layer that a saying is about."""
    whole, border, grey, chance = rights_of(card)
    (reported, true, guess), seen = honest_of(leak, "augment first"), lead_left(border, whole, chance)
    found = {"shift": 1 - moved["pooled"][1] if "pooled" in moved else None,
             "sure": (1 - sureness(empty)) / (1 - 1 / len(labels)), "view": view_of(layers, photo)[1],
             "work": part_of(loads_of(layers), "Conv2D", "work").value if convolution_of(layers) else None,
             "object": None if seen is None else 1 - seen, "honest": lead_left(true, reported, guess),
             "dropout": np.mean([one > other for one, other in pairs_of(*runs)]), "flip": flip_of(layers),
             "colour": lead_left(grey, whole, chance),
             "relu": (~same_level(behind["photo"], photo)).mean() if behind else None}
    return {name: None if part is None else float(np.clip(part, 0, 1)) for name, part in found.items()}


def claims_of(*measured: Any) -> dict[str, Claim]:
    """The sayings with how far they hold."""
    return {name: Claim(SAYINGS[name], part) for name, part in parts_of(*measured).items()}


# Figures


def overview(say: Say, layers: tuple[TracedLayer, ...] = LAYERS, photo: TracedPhoto = Photo(),
             labels: tuple[str, ...] = Labels(), card: dict[str, Any] = Card(),
             moved: dict[str, np.ndarray] = Probe("moved_maps"), empty: dict[str, np.ndarray] = Probe("nothing_to_see"),
             behind: dict[str, np.ndarray] = Probe("photo_behind_relu"), leak: dict[str, Any] = Experiment("leak"),
             runs: dict[str, Any] = Experiment("dropout"), few: dict[str, Any] = Experiment("few")) -> Drawing:
    """All sayings with how far they hold."""
    claims = list(claims_of(layers, photo, labels, card, moved, empty, behind, leak, runs, few).values())
    canvas = Canvas(say, say(ja="よく言われること{all}個：本当は{true}個、半分だけ本当は{half}個、誤りは{false}個",
                             en="Of {all} sayings, {true} true here, {half} half true, {false} false",
                             all=count(len(claims)), **counts_of(claims)))
    end = claims_key(canvas, say, draw_claims(canvas, say, canvas.y, claims) + 6)
    return canvas.drawing(end, say(
        ja="よく言われることが、このネットワークにどこまで当てはまるか。棒が右へ伸びるほど、よく当てはまります。",
        en="How far each saying holds for this network. The longer its bar, the further it holds."),
        table_of_claims(say, claims))


def counts_of(claims: Iterable[Claim]) -> dict[str, Fact]:
    """How many sayings got each verdict."""
    many = Counter(claim.verdict for claim in claims)
    return {verdict: count(many[verdict]) for verdict in VERDICTS}


def shift(say: Say, moved: dict[str, np.ndarray] = Probe("moved_maps")) -> Drawing:
    """How far pixels, pooled maps and answers change while photos move to the right."""
    names = {"pooled": say(ja="プーリング後", en="pooled maps"), "pixels": say(ja="ピクセル", en="pixels"),
             "answers": say(ja="答え", en="answers")}
    shown = {name: moved[name] for name in names if name in moved}
    told = {name: share(each[1]) for name, each in shown.items()} | {"one": count(1)}
    canvas = Canvas(say, say(
        ja="{one}ピクセルずらすと、プーリング後の数は{pooled}、写真のピクセルは{pixels}変わります",
        en="Moved by {one} pixel, the pooled maps change by {pooled}, the pixels themselves by {pixels}", **told)
        if "pooled" in shown else say(ja="{one}ピクセルずらすと、ピクセルは{pixels}、答えは{answers}変わります",
                                      en="{one} pixel further, the pixels change by {pixels}, the answers by {answers}",
                                      **told))
    y = canvas.paragraph(LEFT, canvas.y + 8, say(ja="{all}：まったく別の写真との隔たり（平均）",
                                                 en="{all}: as far apart as two different photos", all=share(1)),
                         size=11, color=SOFT)
    values = np.stack(list(shown.values()), axis=1)
    ends = [f"{names[name]} {say.fact(share(each[-1]))}" for name, each in shown.items()]
    axes = draw_curves(canvas, y, 170, Curves(values, ends, (0,)), 0, max(1, values.max()))
    axes.set_yticks([0, 0.5, 1], [say.fact(share(part)) for part in (0, 0.5, 1)])
    canvas.text(40, y + 202, say(ja="右へずらしたピクセル数", en="pixels moved to the right"), size=10, color=SOFT)
    return canvas.drawing(y + 210, say(
        ja="サンプル写真を右へずらしていったときの変化。別の写真との隔たりを基準にしています。",
        en="How much changes as the sample photos move to the right, compared with how far two photos are apart."),
        [(say(ja="ピクセル数", en="pixels"), *(names[name] for name in shown)),
         *((f"{n}", *(say.fact(share(part)) for part in row)) for n, row in enumerate(values))])


def sure(say: Say, cut: dict[str, np.ndarray] = Probe("photo_in_pieces"),
         empty: dict[str, np.ndarray] = Probe("nothing_to_see"), labels: tuple[str, ...] = Labels()) -> Drawing:
    """The probabilities of first answers: right ones, wrong ones, and to noise."""
    canvas = Canvas(say, say(ja="ただの雑音を見せると、一位の答えの確率は平均{mean}です",
                             en="Shown pure noise, it gives its first answer {mean} on average",
                             mean=share(sureness(empty))))
    names = {"right": say(ja="正しく答えた写真", en="photos answered rightly"),
             "wrong": say(ja="間違えた写真", en="photos answered wrongly"), "noise": say(ja="雑音", en="noise")}
    found = first_answers(cut) | {"noise": empty["noise"].max(axis=1)}
    kinds = [Kind(say(ja="{name}（{n}枚）", en="{name} ({n})", name=names[name], n=count(len(parts))), parts)
             for name, parts in found.items() if len(parts)]
    chance = 1 / len(labels)
    end = dots_key(canvas, say, draw_dots(canvas, say, canvas.y - 4, kinds, chance) + 4, chance)
    return canvas.drawing(end, say(
        ja="一位の答えの確率を、一枚につきひとつの点で表しました。上から、正しく答えた写真、間違えた写真、雑音です。",
        en="A dot for the probability of the first answer to each picture: photos answered rightly, photos answered "
           "wrongly, noise."),
        [(say(ja="種類", en="kind"), say(ja="平均", en="mean")),
         *((kind.name, say.fact(share(kind.parts.mean()))) for kind in kinds)])


def relu(say: Say, layers: tuple[TracedLayer, ...] = LAYERS, photo: TracedPhoto = Photo(),
         behind: dict[str, np.ndarray] = Probe("photo_behind_relu")) -> Drawing:
    """The photo, one of the maps that the first ReLU hands on, and the photo computed back from all of them."""
    if not behind:
        canvas = Canvas(say, say.fact(NOT_BEHIND))
        return canvas.drawing(canvas.y, say.fact(NOT_BEHIND))
    layer = next(layer for layer in layers if layer.kind == "ReLU")
    canvas = Canvas(say, say(ja="ReLUが{zeros}をゼロにしても、残りから写真の{back}が正確に戻ります",
                             en="ReLU cuts {zeros} to zero, and {back} of the photo comes back from the rest",
                             **told_of_back(layer, photo, behind)))
    y, values = canvas.y + 4, layer.output[..., layer.channel]
    scale = Scale.of(values, keep=0.995)
    shown = [(say(ja="写真", en="the photo"), photo.pixels),
             (say(ja="ReLUが渡す一枚", en="a map from ReLU"), scale.rgb(values)),
             (say(ja="計算で戻した写真", en="computed back"), np.clip(behind["photo"], 0, 1))]
    for n, (name, rgb) in enumerate(shown):
        x, high = LEFT + n * (SIDE + GAP), SIDE * rgb.shape[0] / rgb.shape[1]
        canvas.pixels(x, y, SIDE, high, reduced(rgb, 2 * SIDE))
        canvas.rectangle(x, y, SIDE, high, stroke=LINE, thickness=0.8)
        canvas.text(x + SIDE / 2, y + SIDE + 16, name, size=11, anchor="middle")
        if n:
            canvas.arrow((x - GAP + 1, y + SIDE / 2), (x - 1, y + SIDE / 2))
    canvas.scale(LEFT + SIDE + GAP, y + SIDE + 28, SIDE, scale, clipped=scale.clips(values))
    return canvas.drawing(y + SIDE + 62, say(
        ja="左から、元の写真、最初のReLUが渡す特徴マップの一枚、すべての特徴マップから計算で戻した写真。",
        en="From left to right: the photo, one of the maps that the first ReLU hands on, and the photo computed back "
           "from all of these maps."))


def told_of_back(layer: TracedLayer, photo: TracedPhoto, behind: dict[str, np.ndarray]) -> dict[str, Fact]:
    """What the first ReLU hands on, and how much of the photo follows from it."""
    return {"zeros": share((layer.output == 0).mean()), "left": count((layer.output > 0).sum()),
            "unknown": count(photo.pixels.size), "back": share(same_level(behind["photo"], photo).mean()),
            "off": told_of_off(float(np.abs(behind["photo"] - photo.pixels).max()) * LEVELS)}


def told_of_off(levels: float) -> Fact:
    """The largest error of what was computed back, in levels of brightness, as a sentence."""
    if levels == 0:
        return word(ja="ずれはまったくありません。", en="There is no error at all.")
    if levels > 0.1:
        return sentence(ja="ずれは、いちばん大きいもので{n}段階です。", en="The largest error, in such levels: {n}.",
                        n=value(levels, 1))
    parts = int(1 / levels)
    return sentence(ja="ずれは、いちばん大きいものでも、その一段階の{n}分の一以下です。",
                    en="The largest error is no more than one {n}th of such a level.",
                    n=count(parts - parts % 10 ** (len(f"{parts}") - 1)))


def pieces(say: Say, probe: dict[str, np.ndarray] = Probe("photo_in_pieces"),
           labels: tuple[str, ...] = Labels()) -> Drawing:
    """The followed photo as it is, without colour and in pieces; and how many of the samples keep their answer."""
    kept, photos, grids = kept_of(probe), len(probe["answers"][0]), probe["grids"]
    told = {"all": count(photos), "grey": count(kept[1]), "grid": shape([grids[1]] * 2), "pieces": count(kept[3])}
    canvas = Canvas(say, say(
        ja="答えが変わらないのは、色をなくすと{all}枚中{grey}枚、{grid}に切って並べ替えると{pieces}枚です",
        en="Without colour, {grey} of {all} photos keep their answer; cut into {grid} and shuffled, {pieces}", **told))
    names = [say(ja="そのまま", en="as it is"), say(ja="色なし", en="no colour"),
             *(say(ja="{grid}片", en="{grid} pieces", grid=shape([grid] * 2)) for grid in grids)]
    ways = [Way(rgb, name, (labels[int(parts.argmax())], float(parts.max())), n, photos) for rgb, name, parts, n in
            zip(probe["pictures"], names, probe["followed"], [None, *kept[1:]], strict=True)]
    heads = (say(ja="この写真への答え", en="the answer to this photo"),
             say(ja="答えが変わらない写真（線：{sure}信頼区間）",
                 en="photos that keep their answer (line: {sure} interval)", sure=share(SURE)))
    return canvas.drawing(draw_ways(canvas, say, canvas.y + 2, ways, heads), say(
        ja="追いかけている写真を、そのまま、色なし、ばらばらにしたもの。棒は、答えが変わらないサンプル写真の数です。",
        en="The photo that we follow, as it is, without colour and in pieces. The bars count the sample photos whose "
           "answer stays the same."), table_of_ways(say, ways, heads))


FIGURES = (overview, shift, sure, relu, pieces)


# Facts


def facts(layers: tuple[TracedLayer, ...] = LAYERS, photo: TracedPhoto = Photo(), labels: tuple[str, ...] = Labels(),
          card: dict[str, Any] = Card(), moved: dict[str, np.ndarray] = Probe("moved_maps"),
          empty: dict[str, np.ndarray] = Probe("nothing_to_see"),
          behind: dict[str, np.ndarray] = Probe("photo_behind_relu"), leak: dict[str, Any] = Experiment("leak"),
          runs: dict[str, Any] = Experiment("dropout"), few: dict[str, Any] = Experiment("few"),
          cut: dict[str, np.ndarray] = Probe("photo_in_pieces")) -> dict[str, Fact]:
    claims = claims_of(layers, photo, labels, card, moved, empty, behind, leak, runs, few)
    told = {f"{name}_verdict": VERDICTS[claim.verdict] for name, claim in claims.items()}
    told |= {f"{name}_part": claim.number for name, claim in claims.items()}
    told |= {f"many_{verdict}": many for verdict, many in counts_of(claims.values()).items()}
    return {**told, "low": share(FALSE), "high": share(TRUE), "all": share(1),
            "samples": count(len(cut["truth"])), "sure_range": share(SURE), **of_shift(moved, claims),
            **of_noise(empty, labels, cut), **of_layers(layers, photo, claims), **of_tests(card, claims),
            **of_dropout(runs, few), **of_leak(leak, claims), **of_flip(layers), **of_pieces(cut),
            "relu_told": told_of_relu(layers, photo, behind)}


def fraction(over: tuple[float, float], under: tuple[float, float], result: float | None, taken: bool = False) -> Fact:
    """A difference divided by a difference, as a formula; with `taken`, what is left of one after taking it away."""
    parts = " - ".join(decimal(x, 4) for x in over), " - ".join(decimal(x, 4) for x in under)
    equals = "" if result is None else f" = {decimal(result, 3)}"
    return both("formula", result, rf"{'1 - ' if taken else ''}\frac{{{parts[0]}}}{{{parts[1]}}}{equals}")


def of_shift(moved: dict[str, np.ndarray], claims: dict[str, Claim]) -> dict[str, Fact]:
    """What becomes of the numbers behind the last pooling, of the pixels and of the answers."""
    told = {name: share(each[1]) for name, each in moved.items()}
    return {"reach": count(len(moved["pixels"]) - 1), "shift_told": ABSENT if "pooled" not in moved else sentence(
        ja="{one}ピクセルずらすと、最後のプーリングを通った数は{pooled}変わりました。したがって、当てはまるのは{part}です。"
           "プーリングとは関わりのない、写真のピクセルそのものの変化は{pixels}、最後の答えの変化は{answers}でした。",
        en="Moved by {one} pixel, the numbers behind the last pooling had changed by {pooled}, which leaves {part} of "
           "the saying. The pixels of the photo itself, which no pooling has touched, changed by {pixels}, the answers "
           "at the very end by {answers}.", one=count(1), part=claims["shift"].number, **told)}


def of_noise(empty: dict[str, np.ndarray], labels: tuple[str, ...], cut: dict[str, np.ndarray]) -> dict[str, Fact]:
    """How sure the answers to noise are, and those to the sample photos."""
    mean, chance = sureness(empty), 1 / len(labels)
    right, wrong = first_answers(cut).values()
    told = [sentence(ja="{kind}写真{n}枚では平均{mean}", en="{kind} ({n}), {mean} on average", kind=kind,
                     n=count(len(parts)), mean=share(parts.mean()))
            for kind, parts in ((word(ja="正しく答えた", en="answered rightly"), right),
                                (word(ja="間違えた", en="answered wrongly"), wrong)) if len(parts)]
    return {"noise": count(len(empty["noise"])), "sure_mean": share(mean), "labels": count(len(labels)),
            "even": share(chance), "sure_sum": fraction((1, mean), (1, chance), (1 - mean) / (1 - chance)),
            "samples_told": NO_SAMPLES if not told else sentence(
                ja="サンプル写真も同じ図に入れました。一位の確率は、{told}です。",
                en="The sample photos are in the same figure: {told}.",
                told=word(ja="、".join(each.text.ja for each in told), en="; ".join(each.text.en for each in told)))}


def of_layers(layers: tuple[TracedLayer, ...], photo: TracedPhoto, claims: dict[str, Claim]) -> dict[str, Fact]:
    """What the last maps see of the photo, and what the convolutions hold and do."""
    (rows, columns), part = view_of(layers, photo)
    size, loads = photo.pixels.shape[:2], loads_of(layers)
    return {"view_told": ABSENT if part is None else sentence(
        ja="その真ん中あたりの数が見ているのは、{photo}ピクセルの写真のうち{view}ピクセル、面積では{part}です。",
        en="A number near their middle sees {view} pixels of the {photo} that the photo has, which is {part} of the "
           "area.", view=shape((rows, columns)), photo=shape(size), part=claims["view"].number),
        "work_told": ABSENT if claims["work"].part is None else sentence(
            ja="写真一枚に必要な積和演算は{adds}回で、そのうち{part}を畳み込み層が受け持ちます。"
               "一方、重みのうち畳み込み層にあるのは{weights}です。",
            en="A photo takes {adds} multiply-adds, and the convolutions do {part} of them. Of the weights, they hold "
               "{weights}.", adds=count(sum(load.work for load in loads)), part=claims["work"].number,
            weights=part_of(loads, "Conv2D", "weights"))}


def of_tests(card: dict[str, Any], claims: dict[str, Claim]) -> dict[str, Fact]:
    """What is right of the test photos, also without their middle and without colour; lines to copy."""
    (whole, border, grey, chance), found = rights_of(card), card["accuracy on what is left of the test photos"]
    photos = sum(sum(answers.values()) for answers in card["answers on test photos"].values())
    (low, high), (grey_low, grey_high) = (wilson(found[name]["all photos"], photos)
                                          for name in ("border only", "no colour"))
    told = told_of_both(Reliability.of(card))
    return {"test_said": told["said"], "test_hit": told["hit"], "whole": share(whole), "border": share(border),
            "grey": share(grey), "chance": share(chance), "tested": count(photos), "border_low": share(low),
            "border_high": share(high), "grey_low": share(grey_low), "grey_high": share(grey_high),
            "object_sum": fraction((border, chance), (whole, chance), claims["object"].part, taken=True),
            "colour_sum": fraction((grey, chance), (whole, chance), claims["colour"].part),
            "numpy": code("\n".join([
                "import numpy as np", f"right = np.array([{whole}, {border}, {grey}])",
                f"lead = right - 1 / {len(card['answers on test photos'])}", "print((lead / lead[0]).round(3))"]))}


def of_leak(leak: dict[str, Any], claims: dict[str, Claim]) -> dict[str, Fact]:
    """What held-back photos told where the steps were in the wrong order, and in the right one."""
    reported, true, chance = honest_of(leak, "augment first")
    split_reported, split_true, _ = honest_of(leak, "split first")
    return {"reported": share(reported), "honest": share(true), "split_reported": share(split_reported),
            "split_true": share(split_true), "leak_chance": share(chance),
            "honest_sum": fraction((true, chance), (reported, chance), claims["honest"].part)}


def of_dropout(runs: dict[str, Any], few: dict[str, Any]) -> dict[str, Fact]:
    """How often dropout won in each of the two experiments, and how small they are."""
    told = {"pairs": count(len(pairs_of(runs, few))), "pixels": count(runs["size"]["pixels"])}
    for name, each in (("", runs), ("few_", few)):
        pairs, size = pairs_of(each), each["size"]
        with_it, without = np.mean(pairs, axis=0)
        told |= {f"{name}each": count(len(pairs)), f"{name}won": count(sum(one > other for one, other in pairs)),
                 f"{name}with_dropout": share(with_it), f"{name}without_dropout": share(without),
                 f"{name}epochs": count(size["epochs"]), f"{name}trained_photos": count(size["training photos"])}
    return told


def of_flip(layers: tuple[TracedLayer, ...]) -> dict[str, Fact]:
    """One number of the first convolution: as Keras gives it, by hand, and by hand with the kernel flipped."""
    conv, part = convolution_of(layers), flip_of(layers)
    if conv is None or part is None:
        return {"flip_told": ABSENT}
    place = (*(conv.cell or (0, 0)), conv.channel)
    plain, flipped = (float(sums_of(conv, kernel)[place]) for kernel in (conv.kernel, conv.kernel[::-1, ::-1]))
    return {"flip_told": sentence(
        ja="追いかけているセルでは、Kerasの答えは{keras}です。手で計算すると、裏返さなければ{plain}、裏返すと{flipped}になります。"
           "最初の畳み込みの{n}個の数のうち、裏返しても同じになるのは{part}でした。",
        en="For the cell that we follow, Keras says {keras}. By hand it is {plain} without a flip, and {flipped} with "
           "one. Of the {n} numbers of the first convolution, {part} come out the same with a flip.",
        keras=value(conv.output[place], 3), plain=value(plain, 3), flipped=value(flipped, 3),
        n=count(conv.output.size), part=share(part))}


def of_pieces(probe: dict[str, np.ndarray]) -> dict[str, Fact]:
    """How many sample photos keep their answer without colour and in pieces."""
    kept = kept_of(probe)
    told = [sentence(ja="{grid}では{n}枚", en="{n} in {grid} pieces", grid=shape([grid] * 2), n=count(n))
            for grid, n in zip(probe["grids"], kept[2:], strict=True)]
    return {"grey_kept": count(kept[1]), "pieces_told": word(ja="、".join(each.text.ja for each in told),
                                                             en=", ".join(each.text.en for each in told))}


def told_of_relu(layers: tuple[TracedLayer, ...], photo: TracedPhoto, behind: dict[str, np.ndarray]) -> Fact:
    """What the first ReLU cuts, and what of the photo can be computed from the rest."""
    if not behind:
        return NOT_BEHIND
    layer = next(layer for layer in layers if layer.kind == "ReLU")
    return sentence(
        ja="最初のReLUは、{zeros}をゼロにしました。残った正の数は{left}個です。そこから写真の{unknown}個の数を求めると、"
           "{back}が、画像ファイルの明るさの段階まで元と同じになりました。{off}",
        en="The first ReLU cut {zeros} to zero. The numbers left, all above zero, are {left}. From these we computed "
           "the {unknown} numbers of the photo: {back} of them are the same as before, down to the level of brightness "
           "in the image file. {off}", **told_of_back(layer, photo, behind))
