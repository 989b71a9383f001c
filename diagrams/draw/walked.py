"""The steps of a path through the network, backwards, as rungs of a ladder: what each multiplies by, in words."""

from collections.abc import Sequence

import numpy as np

from diagrams.draw.canvas import MARGIN, Canvas
from diagrams.draw.ladder import Picture, Rung, coloured, fits, in_numbers, signed_bars
from diagrams.draw.palette import SOFT, STRIPES
from diagrams.draw.scale import Scale
from diagrams.facts import Fact, count, decimal, significant, word
from diagrams.labels import label_name
from diagrams.language import Say


def named(kind: str, number: int) -> Fact:
    """A layer's kind, with its number where there was one of that kind before."""
    if number == 1:
        return word(ja=f"{kind}", en=f"{kind}")
    return word(ja=f"{number}番目の{kind}", en=f"{kind} no. {number}")


def rungs_of(canvas: Canvas, say: Say, probe: dict[str, np.ndarray], labels: Sequence[str]) -> list[Rung]:
    """The steps of the path; those that hand the gradient on unchanged share a rung where they meet and fit."""
    rungs, products = [], probe["factors"].cumprod()
    for n, (kind, number, factor) in enumerate(zip(probe["kinds"], probe["numbers"], probe["factors"], strict=True)):
        name, times = say.fact(named(kind, number)), f"× {factor_of(factor)}"
        if not n:
            name, times = say(ja="損失と{name}", en="loss and {name}", name=name), "p − y"
        if f"choice_{n}" in probe:
            words = words_of(say, probe, labels, n)
            rungs.append(Rung(name, words, times, significant(products[n]), picture_of(canvas, probe, n)))
        elif kind == "ReLU":
            rungs.append(Rung(gate(say, name, probe["values"][n], factor), "", times))
        elif rungs[-1].factor == times == "× 1" and not rungs[-1].product and fits(f"{rungs[-1].name}, {name}"):
            rungs[-1] = Rung(f"{rungs[-1].name}, {name}", "", times)
        else:
            rungs.append(Rung(name, "", times))
    return rungs


def factor_of(factor: float) -> str:
    """A factor in digits; whole numbers without decimals."""
    return significant(factor) if factor % 1 else decimal(factor, 0)


def gate(say: Say, name: str, value: float, factor: float) -> str:
    """Whether a ReLU lets the gradient through."""
    told: dict[str, str | Fact] = {"name": name, "x": significant(value, 3), "zero": count(0)}
    if factor:
        return say(ja="{name}：{x} > {zero}、通す", en="{name}: {x} > {zero}, open", **told)
    return say(ja="{name}：{x}、通さない", en="{name}: {x}, shut", **told)


def words_of(say: Say, probe: dict[str, np.ndarray], labels: Sequence[str], n: int) -> str:
    """What the factor of a step is."""
    kind, place = probe["kinds"][n], [count(each + 1) for each in probe["places"][n]]
    at = dict(zip(("row", "column"), (count(each + 1) for each in probe[f"picked_{n}"]), strict=False))
    if kind == "Softmax":
        index = int(probe["places"][0][0])
        return say(ja="「{label}」：{p} − {y}", en="“{label}”: {p} − {y}", label=label_name(labels[index]),
                   p=significant(probe["values"][0]), y=count(index == int(probe["truth"][0])))
    if kind == "Dense":
        return say(ja="{start}から{end}への重み", en="the weight from {start} to {end}",
                   start=start_of(say, probe, place, at, n), end=end_of(say, probe, labels, n))
    if kind == "MaxPooling2D":
        return say(ja="{row}行目、{column}列目の値が窓で勝った", en="row {row}, column {column} won its window",
                   row=place[0], column=place[1])
    return say(ja="重みがそこで出会う入力（{map}番目のチャンネル）",
               en="the input that the weight meets there, in channel {map}", map=place[2])


def start_of(say: Say, probe: dict[str, np.ndarray], place: list[Fact], at: dict[str, Fact], n: int) -> str:
    """Where a dense layer's weight begins: at a cell of a map, at a unit, or at some other number."""
    if "column" in at:
        return say(ja="特徴マップ{map}の{row}行{column}列", en="map {map}, row {row}, column {column},",
                   map=count(probe["weight"][-1] + 1), **at)
    if "Dense" in probe["kinds"][n + 1:]:
        return say(ja="ユニット{n}", en="unit {n}", n=place[0])
    return say(ja="入力{n}", en="input {n}", n=place[0])


def end_of(say: Say, probe: dict[str, np.ndarray], labels: Sequence[str], n: int) -> str:
    """Where a dense layer's weight ends: at a unit, or at a label's logit."""
    above = int(probe["places"][n - 1][0])
    if "Dense" in probe["kinds"][:n]:
        return say(ja="ユニット{n}", en="unit {n}", n=count(above + 1))
    return say(ja="「{label}」", en="“{label}”", label=label_name(labels[above]))


def picture_of(canvas: Canvas, probe: dict[str, np.ndarray], n: int) -> Picture:
    """What a step chose from: bars, cells in colours, or numbers."""
    values, picked = probe[f"choice_{n}"], probe[f"picked_{n}"]
    if probe["kinds"][n] == "Softmax":
        return signed_bars(canvas, values, int(picked[0]))
    if probe["kinds"][n] == "Dense":
        return coloured(canvas, values, probe[f"zero_{n}"], picked, scale_of_weights(probe))
    return in_numbers(canvas, values, picked)


def scale_of_weights(probe: dict[str, np.ndarray]) -> Scale:
    """One scale for the weights of all dense layers on the path."""
    shown = [probe[f"choice_{n}"] for n, kind in enumerate(probe["kinds"]) if kind == "Dense"]
    return Scale.of(*shown, keep=0.99) if shown else Scale(1.0)


def key_of_colours(canvas: Canvas, say: Say, y: float, probe: dict[str, np.ndarray]) -> float:
    """The scale of the weights, and what is grey, where there are any; returns where it ends."""
    shown = [probe[f"choice_{n}"] for n, kind in enumerate(probe["kinds"]) if kind == "Dense"]
    if not shown:
        return y
    scale = scale_of_weights(probe)
    canvas.scale(MARGIN, y + 4, 110, scale, decimals=2, clipped=any(map(scale.clips, shown)))
    canvas.rectangle(MARGIN + 126, y + 3, 12, 12, fill=STRIPES)
    canvas.paragraph(MARGIN + 144, y + 13, say(ja="色は重みの大きさ。灰色は値がゼロの入力で、そこは通れません。",
                                             en="Colours are weights. Grey inputs are zero: no way through."),
                     size=10, color=SOFT)
    return y + 46
