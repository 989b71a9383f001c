"""Post 20: the whole way once more, on one sheet."""

import numpy as np

from diagrams.draw import WIDTH, Canvas, Drawing, Scale
from diagrams.draw.beginning import draw_photo, draw_signs, draw_window, signs
from diagrams.draw.journey import layer_name
from diagrams.draw.missed import Missed, draw_missed, table_of_missed
from diagrams.draw.palette import ACCENT, SOFT
from diagrams.draw.sheet import SHARP
from diagrams.draw.steps import Plan, Step, told_number
from diagrams.draw.way import Way, sizes_told
from diagrams.draw.ways import power, ways
from diagrams.facts import Fact, both, code, count, counted, sentence, shape, share, value, word
from diagrams.inputs import Labels, Photo, Probe, Until
from diagrams.labels import label_name
from diagrams.language import Say, Text, Told
from diagrams.post import Post
from diagrams.traced import TracedLayer, TracedPhoto
from diagrams.windows import Spans, seen_in_photo

WHOLE = Until("Softmax", answers=True)
POST = Post(number=20)

LEFT, RIGHT, PHOTO = 8, WIDTH - 8, 118
LANE, SHEET = (LEFT, 92), (LEFT + 104, RIGHT - LEFT - 104)  # on a phone: left, width
A3, EDGE, FOOT, HERO = (842, 1191), 38, 36, 106  # in points
WALL = (EDGE, 254), (308, 60), (390, A3[0] - EDGE - 390)  # the columns of a poster: left, width
LICENCE = "CC BY 4.0"


# The steps


def steps_of(say: Say, layers: tuple[TracedLayer, ...], probe: dict[str, np.ndarray]) -> list[Step]:
    """Every step, and where the followed number is after it."""
    places = [tuple(int(n) for n in place if n >= 0) for place in probe["places"]]
    return [Step(layer_name(say, layer), layer.source, deed(say, layer, place), layer.output, place, int(parameters),
                 np.array_equal(layer.input, layer.output))
            for layer, place, parameters in zip(layers, places, probe["parameters"], strict=True)]


def deed(say: Say, layer: TracedLayer, place: tuple[int, ...]) -> str:
    """What a layer does to get the followed number, in a few words; nothing where that is not known."""
    if layer.kernel.size:
        told = {"n": count(layer.kernel[..., layer.channel].size)}
        if layer.bias is None:
            return say(ja="積{n}個の和", en="{n} products, added up", **told)
        return say(ja="積{n}個＋バイアス", en="{n} products + bias", **told)
    told = {"n": count(np.prod(layer.settings.get("pool_size", 1))), "place": count(place[-1] if place else 0)}
    words = DEEDS.get(layer.kind)
    return say(ja=words.ja, en=words.en, **told) if words else ""


DEEDS = {
    "ReLU": Text(ja="負ならゼロにする", en="below zero becomes zero"),
    "MaxPooling2D": Text(ja="{n}個のうちの最大値", en="the largest of {n}"),
    "AveragePooling2D": Text(ja="窓の平均", en="the mean of a window"),
    "GlobalAveragePooling2D": Text(ja="特徴マップ全体の平均", en="the mean of a whole map"),
    "BatchNormalization": Text(ja="ずらして、伸び縮みさせる", en="shifted and scaled"),
    "Dropout": Text(ja="訓練のときだけ働く：ここでは何も変わらない", en="acts in training only: here nothing changes"),
    "Flatten": Text(ja="一列に並べる：ゼロから数えて{place}番", en="all in a row: no. {place}, from zero"),
    "Softmax": Text(ja="expをとり、合計で割る", en="exp, divided by the sum of all"),
}


def scale_of(layers: tuple[TracedLayer, ...]) -> Scale:
    """One scale for all layers: that of the followed maps."""
    return Scale.of(*(layer.output[..., layer.channel] for layer in layers if layer.output.ndim == 3), keep=0.97)


def window_of(layers: tuple[TracedLayer, ...]) -> Spans:
    """The pixels of the photo, rows and columns, each (start, stop), that the first followed number depends on."""
    first = next(n for n, layer in enumerate(layers) if layer.cell)
    row, column = layers[first].place
    return seen_in_photo(layers[: first + 1], ((row, row + 1), (column, column + 1)))


# One sheet, for a phone and for a wall


def way(say: Say, photo: TracedPhoto = Photo(), layers: tuple[TracedLayer, ...] = WHOLE,
        labels: tuple[str, ...] = Labels(), probe: dict[str, np.ndarray] = Probe("thread")) -> Drawing:
    """Every step below the one before, with its maps, and one number followed through all of them."""
    steps, largest, spans = steps_of(say, layers, probe), max(photo.pixels.shape[:2]), window_of(layers)
    canvas = Canvas(say, title_of_way(say, steps, labels))
    plan = Plan(SHEET, LANE, SHEET, LANE[1] / largest, SHEET[1] / 8 / largest, 4, 17, SHARP, False)
    rows = Way(canvas, say, canvas.y + 4, plan, scale_of(layers))
    x, y = LEFT + PHOTO + 16, rows.y
    corner = draw_photo(rows, LEFT, PHOTO, photo.pixels, spans)
    canvas.text(x, y + 11, say(ja="写真", en="photo"), size=13)
    canvas.text(RIGHT, y + 11, sizes_told(photo.pixels), size=11, color=SOFT, anchor="end")
    draw_window(canvas, say, x, y + 34, RIGHT - x, photo.pixels, spans, corner)
    rows.steps(steps, names_of(say, labels))
    end = draw_signs(canvas, LEFT, rows.y + 22, signs_of(say, rows.plan, steps))
    canvas.scale(RIGHT - 104, rows.y + 24, 104, rows.scale, clipped=clips(rows.scale, steps))
    return canvas.drawing(end + 6, description(say), table_of_steps(say, steps))


def poster(say: Say, photo: TracedPhoto = Photo(), layers: tuple[TracedLayer, ...] = WHOLE,
           labels: tuple[str, ...] = Labels(), probe: dict[str, np.ndarray] = Probe("thread")) -> Drawing:
    """The same as a sheet of A3; longer for a network of more steps than fit."""
    steps, largest, spans = steps_of(say, layers, probe), max(photo.pixels.shape[:2]), window_of(layers)
    canvas = Canvas(say, say(ja="一枚の写真が、答えになるまで", en="How one photo becomes an answer"), A3[0],
                    margin=EDGE, size=38)
    (left, wide), plan = WALL[2], Plan(*WALL, WALL[1][1] / largest, WALL[2][1] / 16 / largest, 4, 0, 4, True)
    rows = Way(canvas, say, canvas.y - 20, plan, scale_of(layers))
    y = rows.y
    canvas.paragraph(EDGE, y + 12, message(say, photo, steps, labels), size=13, width=WALL[0][1] - 20)
    corner = draw_photo(rows, WALL[1][0] - (HERO - WALL[1][1]) / 2, HERO, photo.pixels, spans)
    draw_window(canvas, say, left + 40, y, 196, photo.pixels, spans, corner)
    rows.plan = plan.fitted(steps, A3[1] - EDGE - FOOT - rows.y)
    draw_signs(canvas, left + wide - 178, y, signs_of(say, rows.plan, steps))
    canvas.scale(left + wide - 178, y + 70, 120, rows.scale, clipped=clips(rows.scale, steps))
    rows.steps(steps, names_of(say, labels))
    foot = max(rows.y + FOOT, A3[1] - EDGE)
    canvas.line([EDGE, A3[0] - EDGE], [foot - 16, foot - 16])
    canvas.text(EDGE, foot, say(ja="CNNを一行ずつ", en="A CNN, line by line"), size=12)
    canvas.text(A3[0] - EDGE, foot, credits(say, photo), size=10, color=SOFT, anchor="end")
    return canvas.drawing(foot + EDGE, description(say))


def description(say: Say) -> str:
    """What the sheet shows."""
    return say(ja="写真が各層を順に通って答えになるまで。どの段階でも、同じひとつの数を線でたどっています。",
               en="The photo on its way through every layer, until there is an answer. One line follows one number "
                  "through all of them.")


def names_of(say: Say, labels: tuple[str, ...]) -> list[str]:
    return [say.fact(label_name(label)) for label in labels]


def clips(scale: Scale, steps: list[Step]) -> bool:
    """Whether some values lie beyond the ends of the scale; the answers are not drawn on it."""
    return any(scale.clips(step.values) for step in steps[:-1])


def signs_of(say: Say, plan: Plan, steps: list[Step]) -> list[tuple[str, str]]:
    """The signs that a sheet needs."""
    return signs(say, any(step.number == 0 for step in steps), not plan.shows_all(steps))


def exactly(n: int) -> Fact:
    """A number with all its digits."""
    return both("count", n, f"{n:,}")


def told_of_ends(steps: list[Step], labels: tuple[str, ...]) -> dict[str, Fact]:
    """How many steps there are, after how many the number is zero, and the answer."""
    return {"steps": count(len(steps)), "zeros": count(sum(step.number == 0 for step in steps)),
            "answer": label_name(labels[steps[-1].place[0]]), "share": share(answer_of(steps)),
            "parameters": exactly(sum(step.parameters for step in steps))}


def answer_of(steps: list[Step]) -> float:
    """The number after the last step: the probability of the answer."""
    return float(steps[-1].values[steps[-1].place])


def title_of_way(say: Say, steps: list[Step], labels: tuple[str, ...]) -> str:
    """After how many steps the number is zero, and how the way ends."""
    told = told_of_ends(steps, labels)
    if not told["zeros"].value:
        return say(ja="追いかけている数は、{steps}段階のどこでもゼロにならず、最後に「{answer}」が{share}になります",
                   en="The number that we follow is zero after none of {steps} steps; in the end “{answer}” gets "
                      "{share}", **told)
    return say(ja="追いかけている数は、{steps}段階のうち{zeros}段階でゼロ。最後に「{answer}」が{share}になります",
               en="The number that we follow is zero after {zeros} of {steps} steps; in the end “{answer}” gets "
                  "{share}", **told)


def message(say: Say, photo: TracedPhoto, steps: list[Step], labels: tuple[str, ...]) -> str:
    """What goes in and what comes out, in a few sentences."""
    return say(ja="写真は{all}個の数です。{steps}段階の計算と{parameters}個のパラメータを通ると、"
                  "答えは「{answer}」、確率は{share}になります。線は、ひとつの数をたどったものです。",
               en="The photo is {all} numbers. {steps} steps and {parameters} parameters later there is an answer: "
                  "“{answer}”, with {share}. The line follows one number all the way.",
               all=count(photo.pixels.size), **told_of_ends(steps, labels))


def credits(say: Say, photo: TracedPhoto) -> str:
    """Whose photo it is, and the licences."""
    return say(ja="写真：{author}、{licence}／ポスター：{ours}", en="Photo: {author} ({licence}) · Poster: {ours}",
               author=photo.author or photo.name, licence=photo.licence or "–",
               ours=LICENCE if photo.is_free or not photo.licence else photo.licence)


def table_of_steps(say: Say, steps: list[Step]) -> list[tuple[str, ...]]:
    """Every step with its line, shape, parameters and number."""
    return [(say(ja="段階", en="step"), say(ja="コード", en="code"), say(ja="形状", en="shape"),
             say(ja="パラメータ", en="parameters"), say(ja="追いかけている数", en="our number")),
            *((step.name, step.code, sizes_told(step.values), f"{step.parameters:,}", step.told or "–")
              for step in steps)]


# Without the number


def missed_of(steps: list[Step], probe: dict[str, np.ndarray]) -> list[Missed]:
    """Each step but the last at which there is a number to take away, and what the answer then keeps."""
    answer = steps[-1].place[0]
    return [Missed(step.name, step.told, step.values.size, float(parts[answer]))
            for step, parts in zip(steps[:-1], probe["without"], strict=False) if step.place]


def without(say: Say, layers: tuple[TracedLayer, ...] = WHOLE, labels: tuple[str, ...] = Labels(),
            probe: dict[str, np.ndarray] = Probe("thread")) -> Drawing:
    """The answer's probability when the number alone is set to zero, step by step."""
    steps = steps_of(say, layers, probe)
    rows, whole = missed_of(steps, probe), answer_of(steps)
    told: dict[str, Told] = {
        "answer": label_name(labels[steps[-1].place[0]]), "share": share(whole), "first": share(rows[0].part),
        "last": share(rows[-1].part), "first_name": rows[0].name, "last_name": rows[-1].name}
    canvas = Canvas(say, say(
        ja="数をひとつゼロにすると、「{answer}」の{share}は、{first_name}の後なら{first}、{last_name}の後なら{last}になります",
        en="One number set to zero: {share} for “{answer}” becomes {first} at {first_name}, and {last} at {last_name}",
        **told))
    y = draw_missed(canvas, say, canvas.y + 2, rows, whole)
    canvas.line([LEFT, LEFT], [y + 12, y + 24], color=ACCENT, thickness=1.6)
    canvas.text(LEFT + 8, y + 22, say(ja="何もゼロにしなければ{share}", en="nothing set to zero: {share}", **told),
                size=11, color=SOFT)
    return canvas.drawing(y + 32, say(
        ja="追いかけている数を、ひとつの段階の後でだけゼロにして、続きを計算し直したときの答えの確率。",
        en="The probability of the answer when the number that we follow is set to zero after one step, and everything "
           "behind that is computed again."), table_of_missed(say, rows))


FIGURES = (way, without)
POSTERS = (poster,)


# Facts


def facts(photo: TracedPhoto = Photo(), layers: tuple[TracedLayer, ...] = WHOLE, labels: tuple[str, ...] = Labels(),
          probe: dict[str, np.ndarray] = Probe("thread")) -> dict[str, Fact]:
    steps = steps_of(Say("en"), layers, probe)
    return {**told_of_ends(steps, labels), **facts_of_photo(photo, layers, steps), **facts_of_ways(layers, steps),
            **facts_of_use(layers, steps), **facts_without(layers, steps, probe),
            "convolutions": numbers(steps, layers, "Conv2D"), "sums": numbers(steps, layers, "Dense"),
            "gates": told_of_gates(steps, layers), "pools": told_of_pools(steps, layers), "same": told_of_same(steps),
            "row": told_of_row(steps, layers), "paper": both("word", "A3", "A3")}


def facts_of_photo(photo: TracedPhoto, layers: tuple[TracedLayer, ...], steps: list[Step]) -> dict[str, Fact]:
    """Where the way begins and ends."""
    spans = window_of(layers)
    return {"photo_values": count(photo.pixels.size), "window": shape([stop - start for start, stop in spans]),
            "first_number": both("value", *last_of(steps, begin(steps))), "end": value(answer_of(steps), 3),
            "last_logit": both("value", *last_of(steps, len(steps) - 2))}


def last_of(steps: list[Step], n: int) -> tuple[float | None, str]:
    """The number after the nth step, and how it is written."""
    return steps[n].number, steps[n].told


def begin(steps: list[Step]) -> int:
    """The first step with a number to follow."""
    return next(n for n, step in enumerate(steps) if step.place)


def numbers(steps: list[Step], layers: tuple[TracedLayer, ...], kind: str) -> Fact:
    """The followed number after each step of a kind."""
    told = ", ".join(step.told for step, layer in zip(steps, layers, strict=True) if layer.kind == kind and step.place)
    return Fact("values", told, Text(ja=told.replace(", ", "、") or "–", en=told or "–"))


def met(steps: list[Step], layers: tuple[TracedLayer, ...], kind: str) -> list[tuple[float, Step]]:
    """The steps of a kind that have a number, each with what stood at the place of the number before."""
    found = []
    for before, step, layer in zip(steps, steps[1:], layers[1:], strict=False):
        if layer.kind == kind and step.place and len(step.place) == len(before.place) and before.number is not None:
            found.append((before.number, step))
    return found


def told_of_gates(steps: list[Step], layers: tuple[TracedLayer, ...]) -> Fact:
    """How often ReLU keeps the number, and how often it makes it zero."""
    found = met(steps, layers, "ReLU")
    if not found:
        return word(ja="このネットワークでは、追いかけている数に出会いません。", en="Here it never meets our number.")
    cut = sum(before < 0 for before, _ in found)
    return sentence(ja="追いかけている数とは{all}出会い、そのうち{cut}はゼロにします。",
                    en="It meets our number {all}. Zeros made of it: {zeros}.", all=times(len(found)), cut=times(cut),
                    zeros=count(cut))


def times(n: int) -> Fact:
    return counted(n, ja="回", one="time", many="times")


def told_of_pools(steps: list[Step], layers: tuple[TracedLayer, ...]) -> Fact:
    """What the number is before and after each pooling, and whether its own cell was the largest of the window."""
    found = met(steps, layers, "MaxPooling2D")
    if not found:
        return word(ja="このネットワークでは、追いかけている数に出会いません。", en="Here it never meets our number.")
    pairs = [f"{told_number(before)} → {step.told}" for before, step in found]
    told = {"pairs": Fact("values", pairs, Text(ja="、".join(pairs), en=", ".join(pairs))),
            "others": times(sum(before != step.number for before, step in found))}
    if not told["others"].value:
        return sentence(ja="追いかけている数は、順に{pairs}となります。"
                           "窓の中でいちばん大きいのは、いつも追いかけているセルです。",
                        en="Our number: {pairs}. Our own cell holds the largest value of its window each time.", **told)
    return sentence(ja="追いかけている数は、順に{pairs}となります。そのうち{others}は、同じ窓の別のセルのほうが大きく、"
                       "そちらの値に入れ替わりました。",
                    en="Our number: {pairs}. Windows in which another cell was larger, so that its value took over: "
                       "{n}.", n=count(told["others"].value), **told)


def told_of_same(steps: list[Step]) -> Fact:
    """How many steps change nothing at all."""
    return counted(sum(step.is_same for step in steps), ja="段階", one="step", many="steps")


def told_of_row(steps: list[Step], layers: tuple[TracedLayer, ...]) -> Fact:
    """Where the number stands when the maps have become one row."""
    found = [step for step, layer in zip(steps, layers, strict=True) if layer.kind == "Flatten"]
    if not found:
        return word(ja="このネットワークにはありません。", en="This network has none.")
    return sentence(ja="{all}個の数が一列に並び、追いかけている{number}は、ゼロから数えて{place}番になります。",
                    en="The {all} numbers stand in one row, and ours, {number}, is no. {place} counted from zero.",
                    all=count(found[0].values.size), number=found[0].told, place=count(found[0].place[0]))


def facts_of_use(layers: tuple[TracedLayer, ...], steps: list[Step]) -> dict[str, Fact]:
    """How many of all parameters the numbers on the thread are made with, and how many steps have any."""
    weighted = [layer for layer in layers if layer.kernel.size]
    products = [layer.kernel[..., layer.channel].size for layer in weighted]
    biases, whole = sum(layer.bias is not None for layer in weighted), sum(step.parameters for step in steps)
    used = sum(products) + biases
    lines = ["import numpy as np", f"products = np.array({products})", f"needed = products.sum() + {biases}",
             "print(needed)", f'print(f"{{100 * needed / {whole}:.1f}}%")']
    return {"used": count(used), "used_share": share(used / whole), "numpy": code("\n".join(lines)),
            "learning": count(sum(step.parameters > 0 for step in steps))}


def facts_without(layers: tuple[TracedLayer, ...], steps: list[Step], probe: dict[str, np.ndarray]) -> dict[str, Fact]:
    """What the answer keeps without the number."""
    rows, last = missed_of(steps, probe), layers[-2].kind
    return {"first": share(rows[0].part), "last": share(rows[-1].part), "first_values": count(rows[0].values),
            "last_values": count(rows[-1].values), "last_name": both("word", last, last)}


def facts_of_ways(layers: tuple[TracedLayer, ...], steps: list[Step]) -> dict[str, Fact]:
    """The ways from the first followed number to the last before the softmax: all, and those open on this photo."""
    first, end = begin(steps), steps[-1].place[0]
    all_ways, some = (ways(layers[first:-1], steps[first].place, end, is_open=is_open) for is_open in (False, True))
    return {"ways": power(all_ways), "open_ways": power(some), "open_share": share(some / all_ways)}
