"""Post 14: how do scores become probabilities?"""

import numpy as np

from diagrams.draw import Canvas, Drawing
from diagrams.draw.answers import Answered, draw_answers
from diagrams.draw.canvas import MARGIN
from diagrams.draw.palette import LINE
from diagrams.draw.scores import Column, draw_columns, ends_of, in_numbers, level_key, notes, table_of_columns
from diagrams.draw.sheet import reduced
from diagrams.facts import Fact, at_most, both, code, count, decimal, sentence, share, subtraction, value, word
from diagrams.inputs import Labels, Layer, Photo, Probe
from diagrams.labels import label_name, place_of
from diagrams.language import LANGUAGES, Say
from diagrams.post import Post
from diagrams.traced import TracedLayer, TracedPhoto

LAST = Layer("Softmax", answers=True)
POST = Post(number=14, explains=(LAST,))

THUMB = 56
TEMPERATURES = (0.25, 0.5, 1, 2, 8)
RAISED, FAR = 1, 2  # of the probe's raises: the one to look at, and the one that is too much for exp
GRID = np.arange(20_000, dtype=np.float32) / 100  # where exp is looked for that is infinite
KINDS = {"grey": word(ja="灰色一色", en="all grey"), "black": word(ja="黒一色", en="all black"),
         "noise": word(ja="雑音", en="noise"), "squares": word(ja="四角", en="squares")}


def softmax_of(logits: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """The logits minus the largest, the exponentials of these, and the probabilities."""
    shifted = logits.astype(np.float64) - logits.max()
    powers = np.exp(shifted)
    return shifted, powers, powers / powers.sum()


# One photo, step by step


def steps(say: Say, photo: TracedPhoto = Photo(), softmax: TracedLayer = LAST,
          labels: tuple[str, ...] = Labels()) -> Drawing:
    """The photo's logits, minus the largest, the exponentials of these, and their parts of the sum."""
    logits, (shifted, powers, _), truth = softmax.input, softmax_of(softmax.input), place_of(photo.label, labels)
    canvas = Canvas(say, say(ja="{n}個のロジットが確率に変わり、いちばん大きい{logit}は{share}になります",
                             en="{n} scores become probabilities; the largest, {logit}, becomes {share}",
                             n=count(len(labels)), logit=value(logits.max(), 3), share=share(softmax.output.max())))
    ends = ends_of(logits, shifted)
    columns = [in_numbers(say(ja="ロジット", en="logit"), logits, ends),
               in_numbers(say(ja="最大値を引く", en="minus the largest"), shifted, ends),
               in_numbers("exp", powers, foot=decimal(powers.sum(), 3)),
               in_numbers(say(ja="合計で割る", en="divide by the sum"), softmax.output,
                          foot=decimal(softmax.output.sum(), 3))]
    canvas.pixels(MARGIN, canvas.y, THUMB, THUMB, reduced(photo.pixels, 2 * THUMB))
    canvas.rectangle(MARGIN, canvas.y, THUMB, THUMB, stroke=LINE, thickness=0.8)
    end = draw_columns(canvas, say, canvas.y, labels, columns, marked=truth, head=THUMB + 6)
    note = say(ja="枠つきの棒：{low}から{high}まで。表示だけ丸めています。",
               en="Framed bars: from {low} to {high}. Rounded for display only.", low=count(0), high=count(1))
    return canvas.drawing(notes(canvas, end, told_of_frame(say, truth), note), say(
        ja="ラベルごとに一行。ロジットから最大値を引き、expを取り、その合計で割ると、確率になります。",
        en="A row for each label: the logit, the same minus the largest, its exponential, and that divided by the sum "
           "of all, which is the probability."), table_of_columns(say, labels, columns))


def told_of_frame(say: Say, truth: int | None) -> str:
    """What the double frame means, where there is one."""
    return "" if truth is None else say(ja="二重の枠：写真の正解ラベル。", en="Double frame: the photo's label.")


# The same number added to all


def raised(say: Say, probe: dict[str, np.ndarray] = Probe("raised_logits"),
           labels: tuple[str, ...] = Labels()) -> Drawing:
    """The logits and their probabilities, beside the same with a number added to every logit."""
    (before, after), (parts, again) = probe["logits"][:FAR], probe["probabilities"][:FAR]
    more = {"more": count(probe["raises"][RAISED])}
    canvas = Canvas(say, say(ja="どのロジットにも{more}を足すと、確率は変わりません",
                             en="Add {more} to every score: no probability changes", **more))
    ends, probability = ends_of(before, after), say(ja="確率", en="probability")
    columns = [in_numbers(say(ja="ロジット", en="logit"), before, ends), in_numbers(probability, parts),
               in_numbers(say(ja="{more}を足す", en="logit + {more}", **more), after, ends, becomes=False),
               in_numbers(probability, again)]
    end = draw_columns(canvas, say, canvas.y - 8, labels, columns)
    return canvas.drawing(notes(canvas, end, say(
        ja="確率の差は最大でも{off}（丸め誤差）", en="Largest difference of a probability: {off}, which is rounding.",
        off=at_most(difference(probe, RAISED)))), say(
        ja="左はロジットとその確率、右はどのロジットにも{more}を足したものとその確率。確率は左右で同じです。",
        en="Left, the logits and their probabilities; right, the same after adding {more} to every logit. The "
           "probabilities are the same on both sides.", **more), table_of_columns(say, labels, columns))


def difference(probe: dict[str, np.ndarray], n: int) -> float:
    """The largest difference that the nth raise makes to a probability."""
    return float(np.abs(probe["probabilities"][n] - probe["probabilities"][0]).max())


# Pictures of nothing


def answers_to_nothing(say: Say, probe: dict[str, np.ndarray], labels: tuple[str, ...]) -> dict[str, list[Answered]]:
    """For each kind the pictures to show, with their likeliest answers; several of a kind are numbered."""
    found = {}
    for kind, name in KINDS.items():
        pictures = probe[f"{kind}_pictures"]
        names = [say(ja="{name}{n}", en="{name} {n}", name=name, n=count(n)) for n in range(1, len(pictures) + 1)]
        photos = [TracedPhoto(kind, called, "", "", True, picture) for picture, called in
                  zip(pictures, names if len(names) > 1 else [say.fact(name)], strict=True)]
        found[kind] = [Answered.of(photo, parts, labels) for photo, parts in zip(photos, probe[kind], strict=False)]
    return found


def nothing(say: Say, probe: dict[str, np.ndarray] = Probe("nothing_to_see"),
            labels: tuple[str, ...] = Labels()) -> Drawing:
    """What the network answers to pictures that show nothing."""
    shown = answers_to_nothing(say, probe, labels)
    cards = [one for kind in shown.values() for one in kind]
    answer, part = max((one.answers[0] for one in cards), key=lambda one: one[1])
    canvas = Canvas(say, say(ja="何も写っていないのに、「{answer}」の確率が{share}",
                             en="There is nothing to see, yet “{answer}” gets {share}", answer=label_name(answer),
                             share=share(part)))
    end = draw_answers(canvas, say, canvas.y, cards)
    ranges = [say(ja="{name}{n}枚では、一位の確率は{low}〜{high}",
                  en="{n} pictures of {name}: the first answer gets {low} to {high}", name=KINDS[kind],
                  **surest(probe[kind])) for kind in shown if len(probe[kind]) > 1]
    end = notes(canvas, end - 14, say(
        ja="どの絵でも、{n}個の確率の合計は{one}", en="Each time, all {n} probabilities add up to {one}.",
        n=count(len(labels)), one=count(1)), *ranges)
    rows = [(one.label, *(say.fact(share(part)) for part in parts)) for kind, ones in shown.items()
            for one, parts in zip(ones, probe[kind], strict=False)]
    head = (say(ja="絵", en="picture"), *(say.fact(label_name(label)) for label in labels))
    return canvas.drawing(end, say(
        ja="灰色一色、黒一色、雑音、色の四角を並べた絵と、それぞれに対するネットワークの答えの上位。",
        en="Pictures that are all grey, all black, noise and squares of random colours, with the network's likeliest "
           "answers to each."), [head, *rows])


def surest(answers: np.ndarray) -> dict[str, Fact]:
    """How many pictures there are, and between what and what the probability of the first answer lies."""
    first = answers.max(axis=1)
    return {"n": count(len(first)), "low": share(first.min()), "high": share(first.max())}


# Temperature


def number(x: float) -> Fact:
    """A chosen number, as short as it is."""
    return both("value", x, f"{x:g}")


def temperature(say: Say, photo: TracedPhoto = Photo(), softmax: TracedLayer = LAST,
                labels: tuple[str, ...] = Labels()) -> Drawing:
    """The probabilities of the same logits, divided by several temperatures."""
    found, answer = warmed(softmax.input), int(softmax.output.argmax())
    (cold, low), (hot, high) = ((t, found[t][answer]) for t in (TEMPERATURES[0], TEMPERATURES[-1]))
    canvas = Canvas(say, say(ja="同じロジットでも、{cold}で割ると「{answer}」は{low}、{hot}で割ると{high}になります",
                             en="The same scores: divided by {cold}, “{answer}” gets {low}, divided by {hot}, {high}",
                             answer=label_name(labels[answer]), cold=number(cold), hot=number(hot), low=share(low),
                             high=share(high)))
    columns = [Column(say(ja="そのまま", en="as it is") if t == 1 else f"÷ {say.fact(number(t))}",
                      [say.fact(share(part)) for part in parts], parts, becomes=False) for t, parts in found.items()]
    truth, even = place_of(photo.label, labels), 1 / len(labels)
    end = draw_columns(canvas, say, canvas.y - 4, labels, columns, marked=truth, level=even)
    end = level_key(canvas, end, say(ja="すべて同じ確率なら{even}", en="all alike: {even} each", even=share(even)))
    return canvas.drawing(notes(canvas, end, told_of_frame(say, truth)), say(
        ja="追いかけている写真のロジットを、いろいろな温度で割ってからソフトマックス関数に通した確率。列ごとに温度が違います。",
        en="The probabilities of the photo that we follow when its logits are first divided by a temperature. Each "
           "column has a temperature of its own."), table_of_columns(say, labels, columns))


def warmed(logits: np.ndarray) -> dict[float, np.ndarray]:
    """The probabilities at each temperature."""
    return {t: softmax_of(logits / t)[2] for t in TEMPERATURES}


# Too much for exp


def overflow(say: Say, probe: dict[str, np.ndarray] = Probe("raised_logits"),
             labels: tuple[str, ...] = Labels()) -> Drawing:
    """Raised logits through the plain formula, and with the largest subtracted first."""
    logits, far = probe["logits"][FAR], count(probe["raises"][FAR])
    with np.errstate(over="ignore", invalid="ignore"):
        powers = np.exp(logits)
        parts = powers / powers.sum()
    canvas = Canvas(say, say(ja="{limit}からexpは無限大になり、無限大を無限大で割った答えは数になりません",
                             en="From {limit} on exp is infinite, and infinity divided by infinity is no number",
                             limit=value(too_large(), 2)))
    columns = [Column(say(ja="{far}を足す", en="logit + {far}", far=far), list(map(plain, logits))),
               Column("exp", list(map(plain, powers))),
               Column(say(ja="合計で割る", en="divide by the sum"), list(map(plain, parts))),
               in_numbers(say(ja="先に最大値を引く", en="largest first subtracted"), probe["probabilities"][FAR],
                          becomes=False)]
    end = draw_columns(canvas, say, canvas.y - 4, labels, columns)
    return canvas.drawing(end + 8, say(
        ja="どのロジットにも{far}を足すと、式のとおりの計算では数になりませんが、先に最大値を引けば計算できます。",
        en="With {far} added to every logit, the plain formula ends in no number. With the largest logit subtracted "
           "first it works.", far=far), table_of_columns(say, labels, columns))


def plain(x: float) -> str:
    """A number of any size."""
    if not np.isfinite(x):
        return "NaN" if np.isnan(x) else "∞"
    return decimal(x, 3) if abs(x) < 10_000 else f"{x:.0e}"


def too_large() -> float:
    """From where on exp is infinite in float32, to two decimals."""
    with np.errstate(over="ignore"):
        return float(GRID[np.isinf(np.exp(GRID))][0])


FIGURES = (steps, raised, nothing, temperature, overflow)


# Facts


def facts(photo: TracedPhoto = Photo(), softmax: TracedLayer = LAST, labels: tuple[str, ...] = Labels(),
          raises: dict[str, np.ndarray] = Probe("raised_logits"),
          empty: dict[str, np.ndarray] = Probe("nothing_to_see")) -> dict[str, Fact]:
    return {"labels": count(len(labels)), "line": code(softmax.source), **one_number(softmax, labels),
            **toy(softmax.input, labels),
            **of_raises(raises), **of_nothing(empty, labels), **of_temperature(softmax, labels)}


def one_number(softmax: TracedLayer, labels: tuple[str, ...]) -> dict[str, Fact]:
    """The arithmetic of the runner-up's probability, and what its distance from the first answer decides."""
    logits, (shifted, powers, parts) = softmax.input, softmax_of(softmax.input)
    second, first = logits.argsort()[-2:]
    return {
        "answer": label_name(labels[first]), "answer_logit": value(logits[first], 3),
        "answer_part": value(parts[first], 3), "answer_share": share(parts[first]),
        "second": label_name(labels[second]), "second_logit": value(logits[second], 3),
        "subtraction": subtraction(logits[second], logits[first]),
        "shift": value(shifted[second], 3), "power": value(powers[second], 3), "sum": value(powers.sum(), 3),
        "second_part": value(parts[second], 3), "second_share": share(parts[second]),
        "lowest": value(logits.min(), 3), "lead": value(-shifted[second], 3),
        "times": times(-shifted[second]), "e": value(np.e, 3), "numpy": code(numpy_lines(logits)),
    }


def toy(logits: np.ndarray, labels: tuple[str, ...]) -> dict[str, Fact]:
    """The logits to play with, exact enough for the probabilities of the page, and whose they are."""
    names = {language: "; ".join(label_name(label).text[language] for label in labels) for language in LANGUAGES}
    return {"logits": both("values", logits.tolist(), " ".join(decimal(logit, 6) for logit in logits)),
            "names": word(**names)}


def times(lead: float) -> Fact:
    """How many times as probable as the other a label is with this lead."""
    if lead > np.log(1e9):
        return word(ja="十億倍以上", en="more than a billion times")
    factor = np.exp(lead)
    return sentence(ja="{n}倍", en="{n} times", n=count(factor) if factor >= 100 else value(factor, 2))


def numpy_lines(logits: np.ndarray) -> str:
    """Python that computes the probabilities of the figure."""
    wanted = softmax_of(logits)[2].round(3)
    for places in range(3, 9):
        rounded = logits.astype(float).round(places)
        if np.array_equal(softmax_of(rounded)[2].round(3), wanted):
            break
    listed = ", ".join(f"{logit:.{places}f}" for logit in rounded)
    return "\n".join(["import numpy as np", f"logits = np.array([{listed}])", "powers = np.exp(logits - logits.max())",
                      "print((powers / powers.sum()).round(3))"])


def of_raises(probe: dict[str, np.ndarray]) -> dict[str, Fact]:
    """What a number added to all logits changes, and from where on exp is too large."""
    return {"more": count(probe["raises"][RAISED]), "difference": at_most(difference(probe, RAISED)),
            "far": count(probe["raises"][FAR]), "far_difference": at_most(difference(probe, FAR)),
            "too_large": value(too_large(), 2), "not_yet": value(too_large() - 0.01, 2),
            "largest": value(probe["largest"][0], 3)}


def of_nothing(probe: dict[str, np.ndarray], labels: tuple[str, ...]) -> dict[str, Fact]:
    """What the network says to pictures that show nothing, and how far the sums of its answers are from one."""
    answers = {kind: probe[kind] for kind in KINDS}
    sums = np.concatenate([each.astype(np.float64).sum(axis=1) for each in answers.values()])
    return {"sums_off": at_most(np.abs(sums - 1).max()), "pictures": count(len(sums)),
            **{f"{kind}_pictures": count(len(each)) for kind, each in answers.items() if len(each) > 1},
            **{f"{kind}_told": told_of(each, labels) for kind, each in answers.items()}}


def told_of(answers: np.ndarray, labels: tuple[str, ...]) -> Fact:
    """The answer to one picture, or the most frequent one to several and how sure they are."""
    votes = np.bincount(answers.argmax(axis=1), minlength=len(labels))
    told = surest(answers) | {"answer": label_name(labels[int(votes.argmax())]), "votes": count(votes.max())}
    if len(answers) == 1:
        return sentence(ja="「{answer}」（{high}）", en="“{answer}” ({high})", **told)
    return sentence(ja="{n}枚のうち{votes}枚で「{answer}」が一位になり、一位の確率は{low}から{high}でした",
                    en="“{answer}” came first for {votes} of {n}, and whatever came first got between {low} and {high}",
                    **told)


def of_temperature(softmax: TracedLayer, labels: tuple[str, ...]) -> dict[str, Fact]:
    """What the first answer gets at the lowest and at the highest temperature, and if all were alike."""
    found, answer = warmed(softmax.input), int(softmax.output.argmax())
    return {"cold": number(TEMPERATURES[0]), "cold_share": share(found[TEMPERATURES[0]][answer]),
            "hot": number(TEMPERATURES[-1]), "hot_share": share(found[TEMPERATURES[-1]][answer]),
            "even": share(1 / len(labels))}
