"""Post 19: how good is it, and where does it fail?"""

from typing import Any

import numpy as np

from diagrams.draw import WIDTH, Canvas, Drawing, Scale
from diagrams.draw.answers import Answered, answers_key, credit, draw_answers
from diagrams.draw.claims import SPREAD, SURE, wilson
from diagrams.draw.confusion import Confusion, confusion_key, draw_confusion, title_of_confusion, told_of_tests
from diagrams.draw.occluded import (
    Occluded,
    draw_occluded,
    table_of_occluded,
    title_of_square,
    told_of_cost,
    told_of_square,
)
from diagrams.draw.palette import ACCENT, SOFT
from diagrams.draw.reliability import Reliability, draw_reliability, reliability_key, title_of_reliability, told_of_both
from diagrams.draw.shares import Column, draw_shares
from diagrams.draw.trained_on import trained_on
from diagrams.facts import Fact, both, code, count, sentence, share, value, word
from diagrams.inputs import Card, Labels, Line, Probe, Samples
from diagrams.labels import label_name
from diagrams.language import Say
from diagrams.post import Post
from diagrams.traced import TracedPhoto

POST = Post(number=19, explains=(Line("evaluate"),))

LEFT, RIGHT = 8, WIDTH - 8
CORRECT, WRONG = word(ja="正解", en="right"), word(ja="不正解", en="wrong")
NO_MISS = word(ja="ほかのサンプル写真から、条件のないライセンスで、正解ラベルが選択肢にあるものを調べましたが、"
                  "間違えた写真はありませんでした。",
               en="No miss stands beside it: of the other sample photos, none with a licence free of conditions and a "
                  "label that the network knows got a wrong answer.")
UNKNOWN = word(ja="正解ラベルは選択肢にない", en="its label is not among the answers")
WHOLE, BORDER, COLOURLESS = "whole photo", "border only", "no colour"
LEFT_OVER = {
    WHOLE: word(ja="写真全体", en="whole photo"), BORDER: word(ja="縁だけ", en="border only"),
    "middle only": word(ja="中央だけ", en="middle only"), COLOURLESS: word(ja="色なし", en="no colour"),
    "colour of the border only": word(ja="縁の色だけ", en="border's colour only"),
}



# The test photos


def confusion_of(card: dict[str, Any]) -> Confusion:
    """The card's test photos by label and answer."""
    return Confusion.of(card["answers on test photos"])


def confusion(say: Say, card: dict[str, Any] = Card()) -> Drawing:
    """How many test photos of each label got which answer."""
    found = confusion_of(card)
    names = [say.fact(label_name(label)) for label in found.labels]
    canvas = Canvas(say, title_of_confusion(say, found))
    end = draw_confusion(canvas, say, canvas.y - 6, found)
    head = say(ja="写真", en="photo"), *names, say(ja="枚数", en="photos"), say(ja="正解", en="right")
    rows = [(name, *(f"{number}" for number in found.counts[n]), f"{found.photos[n]}",
             say.fact(share(found.parts[n, n])) if found.photos[n] else "–") for n, name in enumerate(names)]
    return canvas.drawing(confusion_key(canvas, say, end + 16, found), say(
        ja="行は写真の正解ラベル、列はネットワークの答え。灰色の対角線が正解で、色の付いたセルの数が間違いの枚数です。",
        en="A row for each label of the test photos, a column for each answer. Right answers lie on the grey diagonal, "
           "everything else counts mistakes."), [head, *rows])


# The sample photos


def answered(samples: tuple[TracedPhoto, ...], probe: dict[str, np.ndarray], labels: tuple[str, ...]) -> list[Answered]:
    """Every sample photo with the network's likeliest answers."""
    return [Answered.of(photo, parts, labels) for photo, parts in zip(samples, probe["probabilities"], strict=True)]


def told_of_samples(shown: list[Answered], labels: tuple[str, ...]) -> dict[str, Fact]:
    """How many sample photos are right, of those whose label the network knows, and the surest mistake."""
    known, wrong = [one for one in shown if one.label in labels], [one for one in shown if one.is_wrong]
    answer, part = max((one.answers[0] for one in wrong), key=lambda one: one[1], default=("", 0.0))
    told = {"samples": count(len(known)), "samples_right": count(len(known) - len(wrong))}
    return told | ({"surest": label_name(answer), "surest_share": share(part)} if wrong else {})


def sample_photos(say: Say, samples: tuple[TracedPhoto, ...] = Samples(),
                  probe: dict[str, np.ndarray] = Probe("sample_answers"),
                  labels: tuple[str, ...] = Labels()) -> Drawing:
    """Every sample photo with its label and what the network answers."""
    shown = answered(samples, probe, labels)
    canvas = Canvas(say, title_of_samples(say, told_of_samples(shown, labels)))
    end = answers_key(canvas, say, draw_answers(canvas, say, canvas.y - 2, shown))
    for photo in samples:
        end += credit(canvas, say, end, photo)
    head = (say(ja="写真", en="photo"), say(ja="正解", en="label"), say(ja="答え", en="answer"),
            say(ja="確率", en="probability"))
    rows = [(photo.name, *(say.fact(label_name(name)) for name in (one.label, one.answers[0][0])),
             say.fact(share(one.answers[0][1]))) for photo, one in zip(samples, shown, strict=True)]
    return canvas.drawing(end + 6, say(
        ja="サンプル写真と、その正解ラベル、ネットワークの答えの上位。間違いには×印と太い枠が付いています。",
        en="The sample photos with their labels and the network's likeliest answers. A cross and a thick frame mark "
           "wrong answers."), [head, *rows])


def title_of_samples(say: Say, told: dict[str, Fact]) -> str:
    """How many are right, and the surest mistake, if there is one."""
    if not told["samples"].value:
        return say(ja="選択肢にないものが写った写真に、ネットワークはこう答えます",
                   en="What the network makes of photos that it has no label for")
    if "surest" not in told:
        return say(ja="サンプル写真{samples}枚のうち{samples_right}枚が正解です",
                   en="{samples_right} of {samples} sample photos right", **told)
    return say(ja="サンプル写真{samples}枚のうち{samples_right}枚が正解。いちばん自信のあった間違いは、"
                  "{surest_share}の「{surest}」",
               en="{samples_right} of {samples} sample photos right; the surest mistake is {surest_share} sure of "
                  "“{surest}”", **told)


# A grey square on the photo


def occluded(probe: dict[str, np.ndarray], labels: tuple[str, ...]) -> list[tuple[str, Occluded]]:
    """(label, what the square does to its probability) of each photo of the probe."""
    return [(labels[n], Occluded(photo, float(whole[n]), covered[..., n], probe["starts"], int(probe["side"][0])))
            for photo, n, whole, covered in zip(probe["photos"], probe["truth"], probe["whole"], probe["covered"],
                                                strict=True)]


def occlusion(say: Say, probe: dict[str, np.ndarray] = Probe("occlusion"),
              labels: tuple[str, ...] = Labels()) -> Drawing:
    """The followed photo, and the nearest miss among the samples, under a grey square that goes over them."""
    cases = occluded(probe, labels)
    canvas = Canvas(say, title_of_square(say, told_of_square(*cases[0])))
    scale, y = Scale.of(*(found.change for _, found in cases)), canvas.y + 8
    heads = (say(ja="追いかけている写真：「{label}」の確率", en="the photo we follow: probability of “{label}”",
                 label=label_name(cases[0][0])),
             *(say(ja="間違えた写真：正解「{label}」の確率", en="a miss: probability of “{label}”, its label",
                   label=label_name(label)) for label, _ in cases[1:]))
    for head, (_, found) in zip(heads, cases, strict=True):
        canvas.text(LEFT, y, head)
        y = draw_occluded(canvas, say, y + 8, found, scale) + 22
    canvas.text(LEFT, y, say(ja="確率の変化（ポイント）", en="change of the probability, in points"), size=11,
                color=SOFT)
    canvas.scale(RIGHT - 120, y - 8, 120, scale, decimals=0)
    return canvas.drawing(y + 22, say(
        ja="写真の上で灰色の四角を動かし、置いた場所ごとに確率の変化を色で表しました。青い場所を隠すと下がり、オレンジの場所を隠すと上がります。",
        en="A grey square moves over the photo; each place is coloured by what it does to the probability there. "
           "Blue places lower it when covered, orange places raise it."), table_of_occluded(say, cases))


# What is left of the test photos


def left_over(say: Say, card: dict[str, Any] = Card(), left: dict[str, np.ndarray] = Probe("what_is_left")) -> Drawing:
    """The share right of each label while something of every test photo is missing, beside pure chance."""
    found, labels = card["accuracy on what is left of the test photos"], list(card["answers on test photos"])
    chance, names = 1 / len(labels), [say.fact(label_name(label)) for label in labels] + [say(ja="平均", en="mean")]
    canvas = Canvas(say, say(ja="中央を塗りつぶすと、正解は平均{border}（当てずっぽうなら{chance}）",
                             en="With the middle painted over, {border} are right on average; by chance it would "
                                "be {chance}", border=share(found[BORDER]["balanced"]), chance=share(chance)))
    columns = [Column(left[name], say.fact(LEFT_OVER[name]),
                      [*(each["per label"].get(label) for label in labels), each["balanced"]])
               for name, each in found.items() if name in LEFT_OVER]
    end = draw_shares(canvas, say, canvas.y - 2, names, columns, chance)
    canvas.line([LEFT, LEFT + 20], [end + 16, end + 16], color=ACCENT, dashed=True)
    canvas.text(LEFT + 26, end + 20, say(ja="当てずっぽう（{chance}）。中が空の棒：それ以下",
                                         en="pure chance, {chance}; hollow bars: no better", chance=share(chance)),
                size=11, color=SOFT)
    table = [("", *(column.name for column in columns)),
             *((name, *("–" if each is None else say.fact(share(each)) for each in row))
               for name, *row in zip(names, *(column.shares for column in columns), strict=True))]
    return canvas.drawing(end + 30, say(
        ja="テスト用の写真の一部を消したときの、種類ごとの正解の割合。上の写真は、何が残るかの見本です。",
        en="The share of right answers for each label when part of every test photo is taken away. The photo on top of "
           "each column shows what is left."), table)


# What the probability is worth


def reliability(say: Say, card: dict[str, Any] = Card()) -> Drawing:
    """How often answers of the same probability are right, with intervals, beside that probability."""
    found = Reliability.of(card)
    canvas = Canvas(say, title_of_reliability(say, found))
    end = reliability_key(canvas, say, draw_reliability(canvas, say, canvas.y + 12, found) + 8, SURE)
    head = (say(ja="確率（平均）", en="probability (mean)"), say(ja="正解", en="right"), say(ja="枚数", en="photos"))
    rows = [(say.fact(share(mean)), say.fact(share(right)), f"{photos}")
            for mean, right, photos in zip(found.means, found.rights, found.photos, strict=True)]
    return canvas.drawing(end, say(
        ja="一位の答えの確率ごとにテスト用の写真をまとめ、横に確率の平均、縦に正解の割合を取りました。破線の上なら、確率どおりに当たっています。",
        en="The test photos in groups, by the probability of the first answer: across, its mean; upwards, how many are "
           "right. On the dashed line, answers are right as often as they say."), [head, *rows])


FIGURES = (confusion, sample_photos, occlusion, left_over, reliability)


# Facts


def facts(card: dict[str, Any] = Card(), samples: tuple[TracedPhoto, ...] = Samples(),
          probe: dict[str, np.ndarray] = Probe("sample_answers"), square: dict[str, np.ndarray] = Probe("occlusion"),
          labels: tuple[str, ...] = Labels(), line: str = Line("evaluate")) -> dict[str, Fact]:
    found, shown = confusion_of(card), answered(samples, probe, labels)
    return {"line": code(line), "labels": count(len(found.labels)), "chance": share(1 / len(found.labels)),
            "date": both("word", card["training"]["date"], card["training"]["date"]),
            "differ": count(card["float32 model"]["answers that differ"]),
            **matrix(found), **arithmetic(found), **certainty(found), **trained_on(card),
            **told_of_mistakes(told_of_samples(shown, labels)), **verdicts(samples, shown, labels),
            **squares(square, labels), **left_overs(card),
            **told_of_both(Reliability.of(card))}


def matrix(found: Confusion) -> dict[str, Fact]:
    """How many photos are right, the labels that are known best and worst, and the largest mix-up."""
    told = told_of_tests(found)
    mix_up = word(ja="ここでは、取り違えはひとつもありません。", en="Here, nothing was mixed up.")
    if found.errors.any():
        mix_up = sentence(
            ja="行の中での割合で比べると、{mixed}の写真を「{mixed_answer}」と答えた取り違えより多いものはありません。"
               "{mixed_photos}枚あり、その行の{mixed_share}にあたります。",
            en="No mix-up takes a larger share of its row than this one: of the photos labelled “{mixed}”, "
               "{mixed_share} ({mixed_photos}) got the answer “{mixed_answer}”.", **told)
    return {"photos": told["photos"], "right": told["right"], "extremes": extremes(found), "mix_up": mix_up}


def extremes(found: Confusion) -> Fact:
    """Which labels are known best and which worst."""
    parts = found.parts.diagonal()
    low, high = (parts[found.tested[n]] for n in (0, -1))
    if low == high:
        return sentence(ja="差はありません。どの種類も{low}が正解でした。",
                        en="None is best and none is worst: {low} right, whatever the label.", low=share(low))
    worst, best = (listed([label_name(found.labels[n]) for n in sorted(found.tested) if parts[n] == end])
                   for end in (low, high))
    return sentence(ja="いちばん得意なのは**{best}**で、{high}が正解でした。"
                       "いちばん苦手なのは**{worst}**で、こちらは{low}です。",
                    en="Best: **{best}**, with {high} right. Worst: **{worst}**, with {low}.",
                    best=best, worst=worst, low=share(low), high=share(high))


def listed(names: list[Fact]) -> Fact:
    """Names in a row: 犬、猫、鳥; dogs, cats and birds."""
    *most, last = (name.text.en for name in names)
    return word(ja="、".join(name.text.ja for name in names),
                en=f"{', '.join(most)} and {last}" if most else last)


def arithmetic(found: Confusion) -> dict[str, Fact]:
    """The balanced accuracy by hand: the weakest label, every label's fraction, lines to copy."""
    weakest = found.tested[0]
    terms = [rf"\dfrac{{{found.counts[n, n]}}}{{{found.photos[n]}}}" for n in sorted(found.tested)]
    rows = r" \\ + ".join(" + ".join(terms[n : n + 6]) for n in range(0, len(terms), 6))
    total = found.balanced * len(terms)
    lines = rf"\begin{{matrix}} {rows} \\ = {total:.3f} \end{{matrix}}"
    return {"weakest": label_name(found.labels[weakest]), "weakest_share": share(found.parts[weakest, weakest]),
            "weakest_right": count(found.counts[weakest, weakest]), "weakest_photos": count(found.photos[weakest]),
            "tested": count(len(terms)), "same_answer": share(1 / len(terms)),
            "sum_of_terms": both("formula", terms, lines), "sum": value(total, 3), "mean": value(found.balanced, 3),
            "balanced": share(found.balanced), "all_share": share(found.counts.trace() / found.counts.sum()),
            "numpy": code(numpy_lines(found))}


def numpy_lines(found: Confusion) -> str:
    """Python that computes the shares and their mean from the matrix; labels without photos are left out."""
    rows = ",\n    ".join("[" + ", ".join(f"{number}" for number in row) + "]" for row in found.counts.tolist())
    tested = "" if found.photos.all() else "[photos > 0]"
    return "\n".join(["import numpy as np", f"answers = np.array([\n    {rows},\n])", "photos = answers.sum(axis=1)",
                      f"right = answers.diagonal(){tested} / photos{tested}", "print(right.round(3))",
                      'print(f"{right.mean():.3f}")'])


def certainty(found: Confusion) -> dict[str, Fact]:
    """Between what and what the share of the weakest label, and of all photos, may lie."""
    weakest = found.tested[0]
    low, high = wilson(found.parts[weakest, weakest], found.photos[weakest])
    all_low, all_high = wilson(found.counts.trace() / found.counts.sum(), found.counts.sum())
    return {"sure": share(SURE), "spread": value(SPREAD), "sure_low": share(low), "sure_high": share(high),
            "all_low": share(all_low), "all_high": share(all_high)}


def verdicts(samples: tuple[TracedPhoto, ...], shown: list[Answered], labels: tuple[str, ...]) -> dict[str, Fact]:
    """What became of each sample photo, by the name of its file, and whose photos carry conditions."""
    told = {}
    for photo, one in zip(samples, shown, strict=True):
        (answer, part), is_known = one.answers[0], one.label in labels
        told[photo.name.partition(".")[0]] = sentence(
            ja="「{answer}」{part}、{verdict}", en="“{answer}” at {part}, {verdict}", answer=label_name(answer),
            part=share(part), verdict=WRONG if one.is_wrong else CORRECT if is_known else UNKNOWN)
    credits = "; ".join(f"{photo.author}, {photo.licence}" for photo in samples if not photo.is_free)
    return told | {"credits": both("word", credits, credits or "–")}


def told_of_mistakes(told: dict[str, Fact]) -> dict[str, Fact]:
    """How many sample photos are right, and the surest mistake."""
    if not told["samples"].value:
        return {"samples_told": word(ja="サンプル写真に写っているものは、どれも選択肢にありません。",
                                     en="The network has no label for anything that the sample photos show."),
                "surest_mistake": word(ja="下の写真に写っているものは選択肢にありませんが、それでも答えは出ます。",
                                       en="It has no label for the photos below, and answers all the same.")}
    mistake = word(ja="下の写真に、間違いはありません。", en="Below, nothing is wrong.")
    if "surest" in told:
        mistake = sentence(ja="下の図でいちばん自信のあった間違いは「{surest}」で、確率は{surest_share}です。",
                           en="The surest mistake below says “{surest}” at {surest_share}.", **told)
    return {"samples_told": sentence(ja="正解は{samples}枚のうち{samples_right}枚でした。",
                                     en="Right: {samples_right} of {samples}.", **told), "surest_mistake": mistake}


def squares(probe: dict[str, np.ndarray], labels: tuple[str, ...]) -> dict[str, Fact]:
    """What the grey square does to the followed photo, in the middle and around it, and to the nearest miss."""
    (label, found), *missed = occluded(probe, labels)
    middles = np.abs(found.starts + found.side / 2 - len(found.pixels) / 2) <= len(found.pixels) * 0.5**0.5 / 2
    inner = middles[:, None] & middles
    changes = probe["covered"][0].argmax(axis=-1) != probe["whole"][0].argmax()
    told = told_of_square(label, found)
    return {name: told[name] for name in ("label", "high", "high_where")} | {
        "side": count(found.side), "places": count(found.covered.size), "turned": count(changes.sum()),
        "inner": value(found.change[inner].mean(), 1), "outer": value(found.change[~inner].mean(), 1),
        "cost": told_of_cost(told), "miss": told_of_miss(*missed[0]) if missed else NO_MISS}


def told_of_miss(label: str, found: Occluded) -> Fact:
    """Which wrong answer the lower row shows, and what the square makes of it."""
    return sentence(ja="下の段は、間違えた写真です。ほかのサンプル写真のうち、"
                       "条件のないライセンスで答えを間違えたものの中から、正解ラベルの確率がいちばん高かった一枚を選びました。"
                       "正解の「{label}」は、そのままでは{before}です。"
                       "四角を{high_where}のあたりに置くと{high}、{low_where}のあたりに置くと{low}になります。",
                    en="The lower row belongs to a miss: among the other sample photos with a wrong answer and a "
                       "licence free of conditions, it is the one that gave its own label the highest probability. As "
                       "it is, its label “{label}” gets {before}. With the square {high_where} it gets {high}, with "
                       "the square {low_where} {low}.", **told_of_square(label, found))


def left_overs(card: dict[str, Any]) -> dict[str, Fact]:
    """Balanced accuracies by what is left, the label that needs colour most, and the largest gain of a label."""
    found = card["accuracy on what is left of the test photos"]
    whole, grey = found[WHOLE]["per label"], found[COLOURLESS]["per label"]
    gain, name, label = max((each["per label"][label] - whole[label], name, label)
                            for name, each in found.items() if name in LEFT_OVER for label in whole)
    told = {f"left_{name.replace(' ', '_')}": share(each["balanced"]) for name, each in found.items()}
    return told | {"without_colour": told_of_colour(whole, grey),
                   "gain": sentence(ja="この図では、「{label}」が、{name}にすると{whole}から{left}に上がりました。",
                                    en="Here “{label}” went up from {whole} to {left} ({name}).", name=LEFT_OVER[name],
                                    label=label_name(label), whole=share(whole[label]),
                                    left=share(whole[label] + gain)) if gain > 0 else
                   word(ja="この図では、どの種類も増えていません。", en="In this figure, no label does.")}


def told_of_colour(whole: dict[str, float], grey: dict[str, float]) -> Fact:
    """The label whose share falls most without colour."""
    needy = min(whole, key=lambda label: grey[label] - whole[label])
    if grey[needy] >= whole[needy]:
        return word(ja="正解が減った種類はありません。", en="No label suffers.")
    return sentence(ja="正解がいちばん大きく減った例を挙げると、「{label}」が{whole}から{grey}になりました。",
                    en="No label suffers more than “{label}”: {whole} with colour, {grey} without.",
                    label=label_name(needy), whole=share(whole[needy]), grey=share(grey[needy]))
