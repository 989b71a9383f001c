"""Units that give nothing but zeros, whatever the photo: how many, in trainings that begin in different ways."""

from typing import Any

from diagrams.comparisons import facts_of_trainings, named
from diagrams.draw.canvas import MARGIN, Canvas, text_width
from diagrams.draw.drawing import Drawing
from diagrams.draw.epochs import by_epoch
from diagrams.draw.palette import ACCENT, INK, LINE, PAPER, SOFT
from diagrams.draw.tables import Rows
from diagrams.facts import Fact, both, count, sentence, word
from diagrams.language import Say

Found = dict[str, list[int]]  # variation -> how many units are silent, one number for each seed

SCRIPT, HE, NO_WARM_UP, NEITHER = "Glorot", "He", "Glorot, no warm-up", "He, no warm-up"
BEGINNINGS = {
    SCRIPT: word(ja="スクリプトのとおり", en="as in the script"), HE: word(ja="Heの初期値", en="He start"),
    NO_WARM_UP: word(ja="ウォームアップなし", en="no warm-up"), NEITHER: word(ja="両方とも変更", en="He, no warm-up"),
}
BEFORE, AFTER = "silent before training", "silent"
ROW = 30


def most_silent(runs: dict[str, Any]) -> str:
    """The ReLU behind which most units are silent, such as "ReLU 5"."""
    names = runs["runs"][0][AFTER]
    return max(names, key=lambda name: sum(run[AFTER][name][0] for run in runs["runs"]))


def silent_units(runs: dict[str, Any], when: str = AFTER) -> tuple[Found, int]:
    """How many units are silent behind the ReLU that has most such units in the end, and how many there are."""
    relu, found = most_silent(runs), Found()
    for run in runs["runs"]:
        found.setdefault(run["variation"], []).append(run[when][relu][0])
    return found, runs["runs"][0][when][relu][1]


def span(values: list[int]) -> Fact:
    """From the lowest to the highest: 44–67."""
    low, high = (f"{end:,}" for end in (min(values), max(values)))
    return both("values", sorted(values), low if low == high else f"{low}–{high}")


def draw_silenced(say: Say, runs: dict[str, Any]) -> Drawing:
    """A row for each way to begin, with a ring for each seed before the training and a dot after it."""
    (found, units), (before, _) = silent_units(runs), silent_units(runs, BEFORE)
    names = {variation: say.fact(name) for variation, name in named(runs, BEGINNINGS).items()}
    canvas = Canvas(say, title_of_silenced(say, found, units))
    left = MARGIN + 14 + max(text_width(name, 12) for name in names.values())
    y = draw_rows(canvas, left, canvas.y + 8, [(names[each], before[each], found[each]) for each in found])
    silenced_key(canvas, say, y + 38, most_silent(runs))
    return canvas.drawing(y + 66, say(
        ja="始め方だけを変えた訓練で、新しい写真のどれに対してもゼロしか出さないユニットの数。"
           "輪は訓練の前、点は後で、乱数シードごとにひとつずつです。",
        en="How many units give zero for every new photo, in trainings that differ in how they begin. Rings are before "
           "the training, dots after it, one for each random seed."), table_of_silenced(say, names, before, found))


def draw_rows(canvas: Canvas, left: float, y: float, rows: list[tuple[str, list[int], list[int]]]) -> float:
    """Names, rings and dots on lines from zero to the highest, and the range of the dots; returns where they end."""
    width = canvas.width - MARGIN - 62 - left
    highest, end = max(max(*before, *after, 1) for _, before, after in rows), y + ROW * len(rows)
    for number in (0, highest):
        x = left + width * number / highest
        canvas.line([x, x], [y, end], color=LINE)
        canvas.text(x, end + 14, f"{number:,}", size=10, color=SOFT, anchor="middle")
    for n, (name, before, after) in enumerate(rows):
        middle, color = y + ROW * (n + 0.5), INK if n else ACCENT
        canvas.text(MARGIN, middle, name, middle=True, color=color)
        canvas.line([left, left + width], [middle, middle], color=LINE, thickness=0.8)
        for values, fill in ((before, PAPER), (after, color)):
            canvas.page.plot([left + width * value / highest for value in values], [middle] * len(values), marker="o",
                             markersize=6, color=color, markerfacecolor=fill, linestyle="", zorder=4, clip_on=False)
        canvas.text(canvas.width - MARGIN, middle, span(after).text.en, anchor="end", middle=True)
    return end


def silenced_key(canvas: Canvas, say: Say, y: float, relu: str) -> None:
    """What is counted, and what rings and dots are."""
    told = say(ja="{relu}の後で黙っているユニットの数", en="silent units behind {relu}", relu=relu)
    canvas.text(MARGIN, y, told, size=11, color=SOFT)
    x: float = MARGIN + 5
    for name, fill in ((say(ja="訓練の前", en="before training"), PAPER), (say(ja="訓練の後", en="after it"), INK)):
        canvas.page.plot([x], [y + 14], marker="o", markersize=6, color=INK, markerfacecolor=fill, linestyle="",
                         clip_on=False)
        canvas.text(x + 9, y + 14, name, size=11, color=SOFT, middle=True)
        x += text_width(name, 11) + 34


def title_of_silenced(say: Say, found: Found, units: int) -> str:
    """The fewest and the most of all beginnings."""
    worst, best = (choose(found, key=lambda variation: sum(found[variation])) for choose in (max, min))
    return say(ja="始め方しだいで、{units}個のうち黙っているユニットは{best}個にも、{worst}個にもなります",
               en="Depending on how training begins, {best} or {worst} of {units} units are silent in the end",
               units=count(units), best=span(found[best]), worst=span(found[worst]))


def table_of_silenced(say: Say, names: dict[str, str], before: Found, after: Found) -> Rows:
    """The number of every seed, before the training and after it."""
    heads = [say(ja="シード{n}、{when}", en="seed {n}, {when}", n=f"{n}", when=when)
             for n in range(len(next(iter(after.values()))))
             for when in (say(ja="前", en="before"), say(ja="後", en="after"))]
    return [(say(ja="始め方", en="beginning"), *heads), *((names[variation], *(
        f"{value:,}" for pair in zip(before[variation], values, strict=True) for value in pair))
        for variation, values in after.items())]


def facts_of_silenced(runs: dict[str, Any]) -> dict[str, Fact]:
    """How many units are silent in each case, what makes a difference, and how small the trainings are."""
    (found, units), (before, _) = silent_units(runs), silent_units(runs, BEFORE)
    names = named(runs, BEGINNINGS)
    parts = [sentence(ja="「{name}」{span}個", en="“{name}” {span}", name=names[each], span=span(values))
             for each, values in found.items()]
    right = {each: by_epoch(runs, "val_accuracy", each)[:, -1].tolist() for each in found}
    return {**facts_of_trainings(runs, BEGINNINGS), "units": count(units),
            "relu": both("word", most_silent(runs), most_silent(runs)),
            "new": count(runs["size"]["validation photos"]), "cause": cause(found), "matters": matters(right),
            "before": span([value for values in before.values() for value in values]),
            "told": word(ja="、".join(part.text.ja for part in parts), en=", ".join(part.text.en for part in parts))}


def is_below(values: list[Any], others: list[Any]) -> bool:
    """Whether every seed of one case is below every seed of another."""
    return max(values) < min(others)


def cause(found: Found) -> Fact:
    """Which of the two beginnings leaves fewer silent, whatever the seed and whatever the other one."""
    start = is_below(found[HE], found[SCRIPT]) and is_below(found[NEITHER], found[NO_WARM_UP])
    warm_up = is_below(found[SCRIPT], found[NO_WARM_UP]) and is_below(found[HE], found[NEITHER])
    if start and warm_up:
        return word(ja="原因は、両方にありました。どの乱数シードでも、Heの初期値のほうが少なく、"
                       "ウォームアップをやめたほうが多くなっています。",
                    en="Both play a part: whatever the seed, there are fewer with the He start, and more without the "
                       "warm-up.")
    if start:
        return word(ja="はっきり違いが出たのは、初期値のほうです。", en="What clearly plays a part is the start.")
    if warm_up:
        return word(ja="はっきり違いが出たのは、ウォームアップのほうです。",
                    en="What clearly plays a part is the warm-up.")
    return word(ja="乱数シードによるばらつきのほうが大きく、どちらが原因とも言えません。",
                en="The seeds make more of a difference than either, so neither is clearly the cause.")


def matters(right: dict[str, list[float]]) -> Fact:
    """Whether accuracy, one number for each seed, follows the number of silent units."""
    he = word(ja="Heの初期値は、どのシードでも、スクリプトのとおりより少し上でした。",
              en="With the He start, every seed ended a little above every seed of the script.")
    less = word(ja="ウォームアップをやめると、どのシードでも下がりました。",
                en="Without the warm-up, every seed ended lower.")
    no_less = word(ja="ウォームアップをやめても、下がったとは言えません。"
                      "正解率は、黙っているユニットの数だけで決まるわけではないようです。",
                   en="Without the warm-up, they did not clearly end lower. So accuracy does not simply follow the "
                      "number of silent units.")
    told = [he] if is_below(right[SCRIPT], right[HE]) else []
    told.append(less if is_below(right[NO_WARM_UP], right[SCRIPT]) else no_less)
    return word(ja="".join(each.text.ja for each in told), en=" ".join(each.text.en for each in told))
