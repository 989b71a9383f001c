"""Post 9: what is kept when `MaxPooling2D` makes one number of several?"""

import numpy as np

from diagrams.draw import Canvas, Drawing, Scale
from diagrams.draw.palette import ACCENT, DARK, LINE, MAT, SOFT
from diagrams.draw.pooled import Step, pooling_step
from diagrams.draw.windows import lively_block, seen_in_photo
from diagrams.facts import Fact, count, shape
from diagrams.inputs import Every, Photo, Probe, Until
from diagrams.post import Post

POST = Post(number=9, explains=(Every("MaxPooling2D"),), first_published="2019-11-13")


def same_value(before: np.ndarray, after: np.ndarray) -> np.ndarray:
    """Where a positive pooled value is still the same number, rounding of floats aside: booleans."""
    return (before > 0) & np.isclose(before, after, rtol=1e-5, atol=1e-7)


def winners(say, layers=Until("MaxPooling2D"), photo=Photo(), shift=Probe("shifted_answers")) -> Drawing:
    pool = layers[-1]
    block, channel = lively_block(pool), pool.channel
    before, pooled = shift["before"][..., channel], shift["pooled"][..., channel]
    kept = block.results(pooled[0]) > 0
    same = same_value(*(block.results(each) for each in pooled))
    canvas = Canvas(say, say(ja="写真を{one}ピクセルずらしても同じ値のままなのは、残った{kept}個のうち{same}個",
                             en="Shift the photo by {one} pixel: {same} of the {kept} values kept stay the same",
                             one=count(1), kept=count(kept.sum()), same=count(same.sum())))
    scale = Scale.of(*(block.cells(each) for each in before))
    y = locator(canvas, canvas.y, say, layers, block, photo) + 20
    values = {"cells": count(block.cells(before[0]).size), "one": count(1), "same": count(same.sum())}
    canvas.text(8, y, say(ja="元の写真", en="the photo as it is"), color=SOFT)
    y += 8 + pooling_step(canvas, y + 8, Step(block, before[0], pooled[0]), scale,
                          say(ja="各窓の最大値", en="largest of each window")) + 22
    canvas.text(8, y, say(ja="{one}ピクセル右へずらした写真", en="the photo moved {one} pixel to the right", **values),
                color=SOFT)
    y += 8 + pooling_step(canvas, y + 8, Step(block, before[1], pooled[1], same), scale,
                          say(ja="上と同じ値は{same}個", en="{same} as above", **values)) + 10
    legend(canvas, y, say, scale)
    return canvas.drawing(y + 66, say(
        ja="ReLUの出力の一部と、窓ごとの最大値。写真を{one}ピクセルずらすと、{kept}個のうち{same}個が同じ値のままです。",
        en="Part of the ReLU output, and the largest value of each window. Once the photo has moved by {one} pixel, "
           "{same} of {kept} values are the same.", kept=count(kept.sum()), **values))


def locator(canvas, y, say, layers, block, photo) -> float:
    """Where the crop lies in the photo and in the map; returns where it ends."""
    size, pool = 84, layers[-1]
    values = pool.input[..., pool.channel]
    panels = ((8, photo.pixels, seen_in_photo(layers[:-1], block.spans)),
              (8 + size + 12, Scale.of(values).rgb(values), block.spans))
    for x, rgb, ((top, bottom), (left, right)) in panels:
        step, tall = size / rgb.shape[1], size * rgb.shape[0] / rgb.shape[1]
        canvas.pixels(x, y, size, tall, rgb)
        canvas.rectangle(x, y, size, tall, stroke=LINE, thickness=0.8)
        canvas.window(x + left * step, y + top * step, (right - left) * step, (bottom - top) * step)
    canvas.paragraph(2 * size + 32, y + 12, say(
        ja="写真と、ReLUを通った特徴マップ。二重の枠の中を、下に数で示します。",
        en="The photo, and its feature map after ReLU. Below, the numbers inside the double frame."),
        size=11, color=SOFT)
    return y + size


def legend(canvas, y, say, scale) -> None:
    """What the marks mean, and the scale; 60 px high."""
    marks = ((8, y, {"fill": tuple(scale.rgb(np.full(1, scale.limit / 2))[0]), "stroke": DARK, "thickness": 1.6},
              say(ja="窓の最大値（残る）", en="largest: kept")),
             (130, y, {"fill": MAT, "stroke": LINE, "hatch": "///"}, say(ja="捨てられる値", en="the rest: dropped")),
             (8, y + 20, {"stroke": ACCENT, "thickness": 2.6}, say(ja="本文で計算する窓", en="computed in the text")))
    for x, top, style, name in marks:
        canvas.rectangle(x, top, 14, 14, **style)
        canvas.text(x + 20, top + 7, name, size=11, middle=True)
    canvas.window(130, y + 20, 14, 14)
    canvas.text(150, y + 27, say(ja="ずらしても同じ値", en="same value"), size=11, middle=True)
    canvas.scale(258, y + 4, 92, scale, decimals=2)


FIGURES = (winners,)
