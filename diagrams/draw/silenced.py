"""Units that give nothing but zeros, whatever the photo: how many, after trainings that begin in different ways."""

from typing import Any

from diagrams.comparisons import facts_of_trainings, named
from diagrams.draw.canvas import MARGIN, Canvas, text_width
from diagrams.draw.drawing import Drawing
from diagrams.draw.palette import ACCENT, INK, LINE, SOFT
from diagrams.draw.tables import Rows
from diagrams.facts import Fact, both, count, sentence, word
from diagrams.language import Say

Found = dict[str, list[int]]  # variation -> how many units are silent, one number for each seed

BEGINNINGS = {
    "Glorot": word(ja="スクリプトのとおり", en="as in the script"),
    "He": word(ja="Heの初期値", en="He’s start"),
    "Glorot, no warm-up": word(ja="ウォームアップなし", en="no warm-up"),
    "He, no warm-up": word(ja="両方を変える", en="both changed"),
}
ROW = 30


def loudest_loss(runs: dict[str, Any]) -> str:
    """The ReLU behind which most units are silent, such as "ReLU 5"."""
    names = runs["runs"][0]["silent"]
    return max(names, key=lambda name: sum(run["silent"][name][0] for run in runs["runs"]))


def silent_units(runs: dict[str, Any]) -> tuple[Found, int]:
    """How many units are silent behind the ReLU that loses most, and how many there are."""
    relu, found = loudest_loss(runs), Found()
    for run in runs["runs"]:
        found.setdefault(run["variation"], []).append(run["silent"][relu][0])
    return found, runs["runs"][0]["silent"][relu][1]


def span(values: list[int]) -> Fact:
    """From the lowest to the highest: 44–67."""
    low, high = (f"{end:,}" for end in (min(values), max(values)))
    return both("values", sorted(values), low if low == high else f"{low}–{high}")


def draw_silenced(say: Say, runs: dict[str, Any]) -> Drawing:
    """A row for each way to begin, a dot for each seed."""
    found, units = silent_units(runs)
    names = {variation: say.fact(name) for variation, name in named(runs, BEGINNINGS).items()}
    canvas = Canvas(say, title_of_silenced(say, found, units))
    left = MARGIN + 14 + max(text_width(name, 12) for name in names.values())
    y = draw_rows(canvas, left, canvas.y + 8, {names[each]: values for each, values in found.items()})
    canvas.text(left, y + 16, say.fact(count(0)), size=10, color=SOFT, anchor="middle")
    canvas.text(MARGIN, y + 32, say(ja="黙っているユニットの数（点は乱数シードごと）",
                                    en="silent units (a dot for each random seed)"), size=11, color=SOFT)
    return canvas.drawing(y + 42, say(
        ja="始め方だけを変えた訓練の後、新しい写真のどれに対してもゼロしか出さないユニットの数。",
        en="How many units give zero for every new photo, after trainings that differ in how they begin."),
        table_of_silenced(say, names, found))


def draw_rows(canvas: Canvas, left: float, y: float, rows: dict[str, list[int]]) -> float:
    """Names, dots on lines from zero to the highest, and the range as text; returns where they end."""
    width, highest = canvas.width - MARGIN - 62 - left, max(max(values) for values in rows.values()) or 1
    canvas.line([left, left], [y, y + ROW * len(rows)], color=LINE)
    for n, (name, values) in enumerate(rows.items()):
        middle, color = y + ROW * (n + 0.5), INK if n else ACCENT
        canvas.text(MARGIN, middle, name, middle=True, color=color)
        xs = [left + width * value / highest for value in values]
        canvas.line([left, left + width], [middle, middle], color=LINE, thickness=0.8)
        canvas.page.plot(xs, [middle] * len(xs), marker="o" if n else "D", markersize=6, color=color, linestyle="",
                         zorder=4, clip_on=False)
        canvas.text(canvas.width - MARGIN, middle, span(values).text.en, anchor="end", middle=True)
    return y + ROW * len(rows)


def title_of_silenced(say: Say, found: Found, units: int) -> str:
    """The most and the fewest of all beginnings."""
    worst, best = (choose(found, key=lambda variation: sum(found[variation])) for choose in (max, min))
    return say(ja="始め方しだいで、{units}個のうち黙り込むユニットは{best}個にも、{worst}個にもなります",
               en="Depending on how training begins, {best} or {worst} of {units} units fall silent",
               units=count(units), best=span(found[best]), worst=span(found[worst]))


def table_of_silenced(say: Say, names: dict[str, str], found: Found) -> Rows:
    """The number of every seed."""
    head = (say(ja="始め方", en="beginning"), *(say(ja="シード{n}", en="seed {n}", n=f"{n}")
                                             for n in range(len(next(iter(found.values()))))))
    return [head, *((names[variation], *(f"{value:,}" for value in values)) for variation, values in found.items())]


def facts_of_silenced(runs: dict[str, Any]) -> dict[str, Fact]:
    """How many units fall silent in each case, whether the cases are apart, and how small the trainings are."""
    found, units = silent_units(runs)
    names = named(runs, BEGINNINGS)
    parts = [sentence(ja="「{name}」{span}個", en="“{name}” {span}", name=names[each], span=span(values))
             for each, values in found.items()]
    return {**facts_of_trainings(runs, BEGINNINGS), "units": count(units),
            "relu": both("word", loudest_loss(runs), loudest_loss(runs)),
            "new": count(runs["size"]["validation photos"]), "cause": cause(found),
            "told": word(ja="、".join(part.text.ja for part in parts), en=", ".join(part.text.en for part in parts))}


def cause(found: Found) -> Fact:
    """Which of the two beginnings leaves fewer silent, whatever the seeds."""
    start, warm_up = (max(found[one]) < min(found[other])
                      for one, other in (("He", "Glorot"), ("Glorot", "Glorot, no warm-up")))
    if start and warm_up:
        return word(ja="効いたのは、両方です。どの乱数シードでも、Heの初期値にすると黙り込むユニットは減り、"
                       "ウォームアップをやめると増えました。",
                    en="Both count: whatever the seeds, fewer fall silent with He’s start, and more without the "
                       "warm-up.")
    if start:
        return word(ja="はっきり効いたのは、初期値のほうでした。", en="What clearly counts here is the start.")
    if warm_up:
        return word(ja="はっきり効いたのは、ウォームアップのほうでした。",
                    en="What clearly counts here is the warm-up.")
    return word(ja="乱数シードによるばらつきのほうが大きく、どちらが効いたとも言えません。",
                en="The seeds make more of a difference than either, so neither is clearly the cause.")
