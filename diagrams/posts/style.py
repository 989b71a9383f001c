"""Beside the series: how to read a figure, colours and signs that mean the same everywhere."""

from collections.abc import Callable

import numpy as np

from diagrams.draw import WIDTH, Canvas, Drawing, Scale
from diagrams.draw.canvas import SMALLEST_TEXT
from diagrams.draw.palette import ACCENT, CHANNELS, ERRORS, INK, LINE, SOFT, STRIPES
from diagrams.draw.scale import grey
from diagrams.facts import Fact, count
from diagrams.inputs import Layer, Photo
from diagrams.language import Say
from diagrams.post import Post
from diagrams.traced import TracedLayer, TracedPhoto

POST = Post(number=None)

Sign = Callable[[float, float, float, float], None]  # draws into x, y, width, height

LEFT, WORDS = 8, 132  # where signs begin, and what they mean
ROW, SAMPLE = 46, (108, 30)


def rows(canvas: Canvas, y: float, signs: list[tuple[Sign, str]]) -> float:
    """Each sign drawn into (x, y, width, height), its meaning beside it; returns where they end."""
    for draw, meaning in signs:
        draw(LEFT, y, *SAMPLE)
        y = max(canvas.paragraph(WORDS, y + 12, meaning, size=11, color=INK), y + ROW)
    return y


def channels(canvas: Canvas, x: float, y: float, size: float) -> None:
    """Three frames as around kernels and channels, each with its letter."""
    for n, (letter, color) in enumerate(CHANNELS.items()):
        left = x + n * (size + 8)
        canvas.rectangle(left, y, size, size, stroke=color, thickness=2)
        canvas.text(left + size / 2, y + size / 2, letter, color=color, anchor="middle", middle=True)


def colours(say: Say, conv: TracedLayer = Layer("Conv2D", maps=True), photo: TracedPhoto = Photo()) -> Drawing:
    """What colours mean, each as it is on a figure."""
    canvas = Canvas(say, say(ja="色には決まった意味があります。青は負、オレンジは正です",
                             en="Colours have fixed meanings: blue is negative, orange is positive"))
    scale = Scale.of(conv.output[..., conv.channel])
    middle, part = photo.pixels.shape[0] // 2, max(photo.pixels.shape[0] // 8, 1)
    strip = photo.pixels[middle - part : middle + part].mean(axis=2)
    signs: list[tuple[Sign, str]] = [
        (lambda x, y, width, height: canvas.scale(x, y + 2, width, scale, decimals=2),
         say(ja="重みや特徴マップの値。負は青、ゼロは白に近く、正はオレンジ。目盛りは図ごとにひとつだけです",
             en="weights and values of maps: negative, near zero, positive; one scale for a whole figure")),
        (lambda x, y, width, height: canvas.pixels(x, y, width, height, grey(strip)),
         say(ja="写真の値は灰色。暗い所が小さい値です", en="values of the photo are grey: the darker, the smaller")),
        (lambda x, y, width, height: channels(canvas, x, y, height),
         say(ja="枠の色は、写真のチャンネル（赤、緑、青）です",
             en="the colour of a frame says which channel of the photo: red, green or blue")),
        (lambda x, y, width, height: canvas.rectangle(x, y + 4, width, height - 8, fill=ACCENT),
         say(ja="その図でいちばん見てほしいもの", en="what the figure is about, and little else")),
        (lambda x, y, width, height: canvas.rectangle(x, y, width, height, stroke=STRIPES, hatch="////"),
         say(ja="斜線は、ゼロにされた値か、使われない値", en="hatched: set to zero, or never used")),
        (lambda x, y, width, height: canvas.pixels(x, y, width, height, ERRORS(np.linspace(0, 1, 24))[None, :, :3]),
         say(ja="混同行列の間違い。濃いほど多い", en="mistakes in a confusion matrix: the stronger, the more")),
    ]
    return canvas.drawing(rows(canvas, canvas.y + 4, signs), say(
        ja="図で使う色と、その意味の一覧です。", en="The colours of the figures, and what they mean."))


def signs(say: Say, conv: TracedLayer = Layer("Conv2D", maps=True)) -> Drawing:
    """What strokes mean, each as it is on a figure."""
    canvas = Canvas(say, say(ja="線にも決まった意味があります。二重の枠は、いま見ている窓です",
                             en="So have strokes: a double frame is the window that we look through"))
    values = conv.output[..., conv.channel]
    (row, column), scale = conv.place, Scale.of(values)
    first = max(min(row, values.shape[0] - 1), 0), max(min(column - 1, values.shape[1] - 3), 0)
    crop = values[first[0] : first[0] + 1, first[1] : first[1] + 3]
    cell = 36

    def framed(x: float, y: float, width: float, height: float) -> None:
        canvas.map(x, y, height, values, scale)
        canvas.window(x + 8, y + 8, 12, 12)

    means: list[tuple[Sign, str]] = [
        (framed,
         say(ja="二重の枠：いま見ている窓、または勝った値。どんな地の上でも見えます",
             en="double frame: the window we look through, or the value that won; seen on any ground")),
        (lambda x, y, width, height: canvas.numbers(x, y + 3, crop, cell=(cell, 24), rgb=scale.rgb(crop)),
         say(ja="色のついたマスの数字は、その色の値そのものです",
             en="digits on a colour are the value that has this colour")),
        (lambda x, y, width, height: canvas.arrow((x, y + height / 2), (x + width, y + height / 2)),
         say(ja="矢印：左のものから、右のものができます", en="arrow: becomes")),
        (lambda x, y, width, height: canvas.enlarges((x + 4, y + height / 2), (x + width, y + height / 2)),
         say(ja="点のついた線：同じものを、大きくして見せています",
             en="line with a dot: the same thing, shown larger")),
        (lambda x, y, width, height: canvas.line([x, x + width], [y + height / 2] * 2, color=SOFT, dashed=True),
         say(ja="破線：比べるための目安（当てずっぽう、平均など）",
             en="dashed: something to compare with, such as guessing, or a mean")),
        (lambda x, y, width, height: canvas.rectangle(x, y, width, height, stroke=LINE),
         say(ja="細い枠：ひとつの値、ひとつの特徴マップ", en="thin frame: one value, or one map")),
    ]
    return canvas.drawing(rows(canvas, canvas.y + 4, means), say(
        ja="図で使う線としるし、その意味の一覧です。", en="The strokes and signs of the figures, and what they mean."))


FIGURES = (colours, signs)


def facts() -> dict[str, Fact]:
    return {"zero": count(0), "width": count(WIDTH), "smallest": count(SMALLEST_TEXT)}
