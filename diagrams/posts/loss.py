"""Post 15: how wrong is a wrong answer?"""

import numpy as np

from diagrams.draw import Canvas, Drawing
from diagrams.draw.answers import credit
from diagrams.draw.losses import Costed, draw_curve, draw_gaps, fine_share, log_sum_exp
from diagrams.draw.scores import Column, draw_columns, in_numbers, notes, table_of_columns
from diagrams.facts import (
    Fact,
    at_most,
    both,
    code,
    count,
    decimal,
    sentence,
    share,
    significant,
    subtraction,
    value,
    word,
)
from diagrams.inputs import Labels, Layer, Line, Photo, Probe, Samples
from diagrams.labels import label_name, place_of
from diagrams.language import Say
from diagrams.post import Post
from diagrams.traced import TracedLayer, TracedPhoto

POST = Post(number=15, explains=(Line("compile"),))

LAST = Layer("Softmax", answers=True)
SURE = (0.5, 0.9, 0.99, 0.999)
NUDGE = 0.01
CHANCE = word(ja="当てずっぽう", en="pure chance")


def right_label(photo: TracedPhoto, softmax: TracedLayer, labels: tuple[str, ...]) -> int:
    """Where the photo's label is among those of the network; where it is not, the answer counts as the label."""
    place = place_of(photo.label, labels)
    return int(softmax.output.argmax()) if place is None else place


def told_of_frame(say: Say, photo: TracedPhoto, labels: tuple[str, ...]) -> str:
    """What the double frame means."""
    if photo.label in labels:
        return say(ja="二重の枠：写真の正解ラベル。", en="Double frame: the photo's label.")
    return say(ja="二重の枠：ネットワークの答え。正解は分かりません。",
               en="Double frame: the network's answer. The label is not known.")


# The curve


def costed(photo: TracedPhoto, samples: tuple[TracedPhoto, ...], softmax: TracedLayer, losses: np.ndarray,
           labels: tuple[str, ...]) -> list[Costed]:
    """The sample photos whose label the network knows, with their losses; where there are none, the followed photo."""
    found = []
    for each, row in zip(samples, losses, strict=True):
        if (right := place_of(each.label, labels)) is not None:
            found.append(Costed(each.pixels, label_name(each.label), float(row[right]), int(row.argmin()) != right,
                                each.name == photo.name))
    right = right_label(photo, softmax, labels)
    loss = log_sum_exp(softmax.input) - float(softmax.input[right])
    return found or [Costed(photo.pixels, label_name(labels[right]), loss, is_followed=True)]


def curve(say: Say, photo: TracedPhoto = Photo(), samples: tuple[TracedPhoto, ...] = Samples(),
          softmax: TracedLayer = LAST, probe: dict[str, np.ndarray] = Probe("sample_losses"),
          labels: tuple[str, ...] = Labels()) -> Drawing:
    """The curve -ln p with the sample photos on it, and what pure chance would cost."""
    shown = costed(photo, samples, softmax, probe["losses"], labels)
    chance, dearest = Costed(None, CHANCE, float(np.log(len(labels)))), max(shown, key=lambda one: one.loss)
    canvas = Canvas(say, say(ja="正解の確率が{part}なら損失は{loss}、当てずっぽうなら{chance}です",
                             en="The right answer at {part} costs {loss}; pure chance would cost {chance}",
                             part=fine_share(dearest.part), loss=value(dearest.loss), chance=value(chance.loss)))
    end = draw_curve(canvas, say, canvas.y, [*shown, chance]) + 4
    if any(one.is_followed for one in shown):
        end = notes(canvas, end - 6, say(ja="二重の枠：追いかけている写真。",
                                         en="Double frame: the photo that we follow."))
    for each in samples:
        end += credit(canvas, say, end, each) if each.label in labels else 0
    head = (say(ja="正解ラベル", en="label"), say(ja="確率", en="probability"), say(ja="損失", en="loss"))
    rows = [(say.fact(one.name), say.fact(fine_share(one.part)), decimal(one.loss, 3)) for one in (*shown, chance)]
    return canvas.drawing(end + 4, say(
        ja="横軸は正解ラベルの確率、縦軸は損失。曲線の上の点が一枚のサンプル写真で、×印は答えが間違っているものです。",
        en="The loss over the probability of the right label, with each sample photo as a point on the curve. A cross "
           "marks a wrong answer."), [head, *rows])


# The loss as a gap


def gap(say: Say, photo: TracedPhoto = Photo(), softmax: TracedLayer = LAST,
        labels: tuple[str, ...] = Labels()) -> Drawing:
    """How far each logit lies below the log-sum-exp of all."""
    right, total = right_label(photo, softmax, labels), log_sum_exp(softmax.input)
    own = float(softmax.input[right])
    canvas = Canvas(say, say(ja="損失はふたつの数の差：{gap} = {loss}", en="The loss is a gap: {gap} = {loss}",
                             gap=subtraction(total, own), loss=value(total - own, 3)))
    end = draw_gaps(canvas, say, canvas.y - 4, labels, softmax.input, right)
    end = notes(canvas, end, told_of_frame(say, photo, labels), say(
        ja="ほかの行の損失：それが正解だったとしたら。表示だけ丸めています。",
        en="Other rows: the loss if that label were right. Rounded for display only."))
    head = (say(ja="ラベル", en="label"), say(ja="ロジット", en="logit"), say(ja="損失", en="loss"))
    rows = [(say.fact(label_name(label)), decimal(logit, 3), decimal(total - logit, 3))
            for label, logit in zip(labels, softmax.input, strict=True)]
    return canvas.drawing(end, say(
        ja="それぞれのロジットと、すべてのロジットから求めたlog-sum-expとの差。正解ラベルの差が損失です。",
        en="Every logit and its gap to the log-sum-exp of them all. The gap of the right label is the loss."),
        [head, *rows])


# The gradient


def gradient(say: Say, photo: TracedPhoto = Photo(), softmax: TracedLayer = LAST,
             labels: tuple[str, ...] = Labels()) -> Drawing:
    """The probabilities minus the one-hot label: the gradient of the loss with respect to the logits."""
    right, parts = right_label(photo, softmax, labels), softmax.output.astype(np.float64)
    slopes = parts - np.eye(len(labels))[right]
    canvas = Canvas(say, say(ja="勾配は「{label}」で{down}、ほかのすべてを合わせると{up}です",
                             en="The gradient is {down} for “{label}”, and {up} for all others together",
                             label=label_name(labels[right]), down=value(slopes[right], 3),
                             up=value(-slopes[right], 3)))
    ones, reach = [say.fact(count(n == right)) for n in range(len(labels))], float(np.abs(slopes).max()) or 1.0
    columns = [in_numbers(say(ja="確率p", en="probability p"), parts, foot=decimal(parts.sum(), 3)),
               Column(say(ja="− 正解y", en="− label y"), ones, foot=say.fact(count(1)), becomes=False),
               in_numbers(say(ja="= 勾配", en="= gradient"), slopes, (-reach, reach), foot=decimal(slopes.sum(), 3),
                          becomes=False)]
    end = draw_columns(canvas, say, canvas.y - 12, labels, columns, marked=right)
    end = notes(canvas, end, told_of_frame(say, photo, labels), say(
        ja="右の棒：{low}から{high}まで。表示だけ丸めています。",
        en="Bars on the right: from {low} to {high}. Rounded for display only.", low=value(-reach, 3),
        high=value(reach, 3)))
    return canvas.drawing(end, say(
        ja="ラベルごとの確率、正解を表すone-hot表現、そしてその差。差が、損失のロジットについての勾配で、合計はゼロです。",
        en="For each label the probability p, the one-hot label y and their difference, which is the gradient of the "
           "loss with respect to the logit. The differences add up to zero."), table_of_columns(say, labels, columns))


# Sure and wrong


def sure(say: Say) -> Drawing:
    """What a wrong and a right answer cost, by how sure they are."""
    parts = np.array(SURE)
    names, wrong, right = [percent(part) for part in SURE], -np.log(1 - parts), -np.log(parts)
    canvas = Canvas(say, say(ja="間違いの損失は、{low}の自信なら{less}以上、{high}の自信なら{more}以上です",
                             en="A mistake made at {low} costs {less} or more, at {high} it costs {more} or more",
                             low=names[0], high=names[-1], less=value(wrong[0]), more=value(wrong[-1])))
    ends = (0.0, float(wrong.max()))
    columns = [Column(say(ja="正解に残る確率", en="left for the right one"), [percent(1 - part) for part in SURE],
                      1 - parts, becomes=False),
               in_numbers(say(ja="損失（間違いなら、これ以上）", en="loss if wrong, at least"), wrong, ends),
               in_numbers(say(ja="損失（正しければ）", en="loss if right"), right, ends, becomes=False)]
    end = notes(canvas, draw_columns(canvas, say, canvas.y - 4, names, columns), say(
        ja="棒：確率は{low}から{one}まで、損失は{low}から{most}まで。",
        en="Bars: probabilities from {low} to {one}, losses from {low} to {most}.", low=count(0), one=count(1),
        most=value(wrong.max())))
    return canvas.drawing(end, say(
        ja="答えの確率ごとに、正解のために残る確率、答えが間違いだったときの損失、正しかったときの損失を並べました。",
        en="For several probabilities of an answer: what is left for the right label, the loss if the answer is wrong "
           "and the loss if it is right."), table_of_columns(say, names, columns))


def percent(part: float) -> str:
    """A chosen share, as short as it is."""
    return f"{round(100 * part, 6):g}%"


FIGURES = (curve, gap, gradient, sure)


# Facts


def facts(photo: TracedPhoto = Photo(), samples: tuple[TracedPhoto, ...] = Samples(), softmax: TracedLayer = LAST,
          probe: dict[str, np.ndarray] = Probe("sample_losses"), keras: dict[str, np.ndarray] = Probe("loss_of_photo"),
          hopeless: dict[str, np.ndarray] = Probe("hopeless_loss"), labels: tuple[str, ...] = Labels(),
          line: str = Line("compile")) -> dict[str, Fact]:
    shown = costed(photo, samples, softmax, probe["losses"], labels)
    right = right_label(photo, softmax, labels)
    return {"line": code(line), "labels": count(len(labels)), "even": share(1 / len(labels)),
            "chance": value(np.log(len(labels))), "half": value(np.log(2)), "half_share": share(0.5),
            **one_loss(photo, softmax, labels, right, keras), **of_gradient(softmax.input, right, keras),
            **of_samples(shown, any(each.label in labels for each in samples), np.log(len(labels))),
            **of_sureness(), **of_zero(hopeless)}


def one_loss(photo: TracedPhoto, softmax: TracedLayer, labels: tuple[str, ...], right: int,
             keras: dict[str, np.ndarray]) -> dict[str, Fact]:
    """The loss of the followed photo, from its probability and from its logits."""
    total, own, part = log_sum_exp(softmax.input), float(softmax.input[right]), float(softmax.output[right])
    label = label_name(labels[right])
    told = sentence(ja="正解ラベルは「{label}」です。", en="Its label is “{label}”.", label=label)
    if photo.label not in labels:
        told = sentence(ja="何が写っているのかは分からないので、ネットワークの答えの「{label}」を正解とみなします。",
                        en="Nobody has told us its label, so the network's answer, “{label}”, counts as its label.",
                        label=label)
    return {"label": label, "told_label": told, "part": precise(part),
            "loss": value(total - own, 3), "keras": value(keras["losses"][right], 3), "total": value(total, 3),
            "logit": value(own, 3), "gap": subtraction(total, own), "largest": value(softmax.input.max(), 3),
            "numpy": code(numpy_lines(softmax.input, right))}


def precise(part: float) -> Fact:
    """A probability with three digits that count."""
    return both("value", part, significant(part, 3) if part > 1e-6 else f"{part:.2e}")


def printed(logits: np.ndarray, right: int) -> list[float]:
    """The loss and its gradient, as far as they are printed."""
    total = log_sum_exp(logits)
    slopes = np.exp(logits.astype(np.float64) - total) - np.eye(len(logits))[right]
    return [round(float(number), 3) for number in (total - logits[right], *slopes)]


def numpy_lines(logits: np.ndarray, right: int) -> str:
    """Python that computes the loss from the logits, and its gradient."""
    for places in range(3, 9):
        rounded = logits.astype(float).round(places)
        if printed(rounded, right) == printed(logits, right):
            break
    listed = ", ".join(f"{logit:.{places}f}" for logit in rounded)
    return "\n".join(["import numpy as np", f"logits, label = np.array([{listed}]), {right}", "top = logits.max()",
                      "total = top + np.log(np.exp(logits - top).sum())", 'print(f"{total - logits[label]:.3f}")',
                      "p = np.exp(logits - total)", "y = np.eye(len(p))[label]", "print((p - y).round(3))"])


def of_gradient(logits: np.ndarray, right: int, keras: dict[str, np.ndarray]) -> dict[str, Fact]:
    """The gradient with respect to the right label's logit, Keras's, and what a small step does to the loss."""
    parts, one = np.exp(logits.astype(np.float64) - log_sum_exp(logits)), np.eye(len(logits))[right]
    slope, before = parts[right] - 1, log_sum_exp(logits) - float(logits[right])
    nudged = logits.astype(np.float64) + NUDGE * one
    return {"slope": value(slope, 3), "others": value(-slope, 3), "nudge": both("value", NUDGE, f"{NUDGE:g}"),
            "expected": value(NUDGE * slope, 5), "change": value(log_sum_exp(nudged) - nudged[right] - before, 5),
            "off": at_most(np.abs(keras["gradients"][right] - (parts - one)).max())}


def of_samples(shown: list[Costed], is_known: bool, chance: float) -> dict[str, Fact]:
    """What the sample photos cost, all in all, and what their losses have to do with being right."""
    losses = np.array([one.loss for one in shown])
    dear, mean = shown[int(losses.argmax())], float(losses.mean())
    terms = [decimal(loss, 3) for loss in losses]
    rows = r" \\ + ".join(" + ".join(terms[n : n + 6]) for n in range(0, len(terms), 6))
    told = sentence(ja="正解ラベルをネットワークが知っているサンプル写真は、{n}枚あります。",
                    en="Sample photos whose label the network knows: {n}.", n=count(len(shown)))
    if not is_known:
        told = word(ja="ネットワークの知っている正解ラベルの付いたサンプル写真はありません。"
                       "そこで、追いかけている写真だけを使います。",
                    en="No sample photo has a label that the network knows, so the photo that we follow stands alone.")
    return {"told_samples": told, "samples": count(len(shown)), "right": count(sum(not one.is_wrong for one in shown)),
            "sum_of_terms": both("formula", losses.tolist(),
                                 rf"\begin{{matrix}} {rows} \\ = {decimal(losses.sum(), 3)} \end{{matrix}}"),
            "sum": value(losses.sum(), 3), "mean": value(mean, 3), "typical": share(np.exp(-mean)),
            "versus": versus(mean, chance), "dear": dear.name, "dear_part": precise(dear.part),
            "dear_loss": value(dear.loss, 3), "dear_of_sum": share(dear.loss / (losses.sum() or 1)),
            "told_right": dearest_right(shown), "told_wrong": cheapest_wrong(shown)}


def versus(mean: float, chance: float) -> Fact:
    """How a mean loss compares with that of pure chance."""
    told = {"off": value(abs(mean - chance)), "chance": value(chance)}
    if mean < chance:
        return sentence(ja="当てずっぽうの{chance}より{off}小さい値です。",
                        en="That is {off} less than the {chance} of pure chance.", **told)
    return sentence(ja="当てずっぽうの{chance}より小さくありません（差は{off}）。",
                    en="That is no less than the {chance} of pure chance; the difference is {off}.", **told)


def dearest_right(shown: list[Costed]) -> Fact:
    """The right answer with the largest loss."""
    found = max((one for one in shown if not one.is_wrong), key=lambda one: one.loss, default=None)
    if found is None:
        return word(ja="正解した写真はありません。", en="No answer is right.")
    return sentence(ja="正解した中で損失がいちばん大きいのは「{label}」の写真です。"
                       "{part}の確率で一位になり、損失は{loss}でした。",
                    en="The dearest of the right answers: a photo of “{label}”, where {part} were enough for first "
                       "place. It costs {loss}.", label=found.name, part=share(found.part),
                    loss=value(found.loss, 3))


def cheapest_wrong(shown: list[Costed]) -> Fact:
    """The wrong answer with the smallest loss."""
    found = min((one for one in shown if one.is_wrong), key=lambda one: one.loss, default=None)
    if found is None:
        return word(ja="間違えた写真はありません。", en="No answer is wrong.")
    return sentence(ja="間違えた中で損失がいちばん小さいのは「{label}」の写真です。"
                       "正解の確率は{part}、損失は{loss}でした。",
                    en="The cheapest of the wrong ones: a photo of “{label}”, whose label got {part}. It costs "
                       "{loss}.", label=found.name, part=share(found.part), loss=value(found.loss, 3))


def of_sureness() -> dict[str, Fact]:
    """What mistakes cost at least, at the first and the last of the probabilities shown; what a further nine adds."""
    low, high = (-np.log(1 - part) for part in (SURE[0], SURE[-1]))
    ends = {name: both("share", part, percent(part)) for name, part in (("sure", SURE[-1]), ("unsure", SURE[0]))}
    return ends | {"sure_loss": value(high), "unsure_loss": value(low), "times": value(high / low, 1),
                   "nine": value(np.log(10))}


def of_zero(probe: dict[str, np.ndarray]) -> dict[str, Fact]:
    """What Keras makes of a right label that has next to no probability left."""
    lead, kept, clipped, part = (float(probe[name][0]) for name in ("lead", "kept", "clipped", "part"))
    return {"lead": value(lead, 0), "left": value(part, 0), "kept": value(kept, 0), "clipped": value(clipped),
            "floor": value(np.exp(-clipped), 7)}


FIGURES = (curve, gap, gradient, sure)
