"""Beside the series: how this site is made, from the script to the page."""

import numpy as np

from diagrams.draw import Canvas, Drawing, Scale
from diagrams.draw.canvas import MARGIN, fitted
from diagrams.draw.palette import INK, LINE, SOFT
from diagrams.draw.sheet import reduced
from diagrams.facts import Fact, code, count
from diagrams.inputs import Layer, Photo, Until
from diagrams.language import Say
from diagrams.post import Post
from diagrams.traced import TracedLayer, TracedPhoto

POST = Post(number=None, explains=(Layer("Conv2D"),))

WIDE, GAP, TALL = 108, 9, 74  # a box, the space between boxes, the height of a box
ARROW = 44  # from one row of boxes to the next: room for what happens in between
PICTURE = 46


def box(canvas: Canvas, x: float, y: float, width: float, name: str, *, height: float = TALL) -> None:
    """A box with its name at its upper edge."""
    canvas.rectangle(x, y, width, height, stroke=LINE, thickness=1.2)
    canvas.text(x + width / 2, y + 15, fitted(name, 11.5, width - 8), size=11.5, anchor="middle")


def step(canvas: Canvas, y: float, name: str, told: str) -> None:
    """The arrow to the next row: the module that does it, and what it does."""
    middle = canvas.width / 2
    canvas.arrow((middle, y + 3), (middle, y + ARROW - 4))
    canvas.text(middle - 12, y + ARROW / 2, name, size=11, anchor="end", middle=True)
    canvas.text(middle + 12, y + ARROW / 2, told, size=11, color=SOFT, middle=True)


def picture(canvas: Canvas, middle: float, y: float, values: np.ndarray) -> None:
    """A map around this middle, no wider and no higher than PICTURE."""
    width = PICTURE * min(1, values.shape[1] / values.shape[0])
    canvas.map(middle - width / 2, y, width, values, Scale.of(values))


def flow(say: Say, photo: TracedPhoto = Photo(), conv: TracedLayer = Layer("Conv2D", maps=True),
         layers: tuple[TracedLayer, ...] = Until("Softmax", answers=True)) -> Drawing:
    """What becomes what: script, weights and photo; arrays; figures and facts; pages."""
    canvas = Canvas(say, say(ja="{numbers}個の数が、スクリプトから記事へ、一方向に流れます",
                             en="{numbers} numbers flow one way, from the script to the page", **told_of(layers)))
    y = canvas.y + 4
    lefts = [MARGIN + n * (WIDE + GAP) for n in range(3)]
    for x, name in zip(lefts, (say(ja="スクリプト", en="the script"), say(ja="重み", en="the weights"),
                               say(ja="写真", en="a photo")), strict=True):
        box(canvas, x, y, WIDE, name)
    canvas.text(lefts[0] + WIDE / 2, y + 44, fitted(conv.source.strip(), 10, WIDE - 8), size=10, anchor="middle",
                middle=True)
    picture(canvas, lefts[1] + WIDE / 2, y + 22, conv.kernel[..., 0, conv.channel])
    canvas.pixels(lefts[2] + (WIDE - PICTURE) / 2, y + 22, PICTURE, PICTURE, reduced(photo.pixels, 2 * PICTURE))
    step(canvas, y + TALL, "trace.py", say(ja="本物の層を動かす", en="runs the real layers"))
    y += TALL + ARROW
    whole = canvas.width - 2 * MARGIN
    box(canvas, MARGIN, y, whole, say(ja="{layers}層が返した配列", en="the arrays that {layers} layers return",
                                      **told_of(layers)))
    shown = [layer for layer in layers if layer.output.ndim == 3][::2][:5]
    room = whole / len(shown)
    for n, layer in enumerate(shown):
        picture(canvas, MARGIN + (n + 0.5) * room, y + 22, layer.output[..., layer.channel])
    step(canvas, y + TALL, "posts/*.py", say(ja="図を描き、数を求める", en="draw, and compute facts"))
    y += TALL + ARROW
    half = (whole - GAP) / 2
    box(canvas, MARGIN, y, half, say(ja="図（SVG）", en="figures (SVG)"))
    picture(canvas, MARGIN + half / 2, y + 22, conv.output[..., conv.channel])
    box(canvas, MARGIN + half + GAP, y, half, say(ja="文章の中の数", en="numbers in the prose"))
    canvas.text(MARGIN + 1.5 * half + GAP, y + 46, say.fact(told_of(layers)["numbers"]), size=15, anchor="middle",
                middle=True)
    step(canvas, y + TALL, "site/", say(ja="文章にはめ込む", en="puts them into the text"))
    y += TALL + ARROW
    box(canvas, MARGIN, y, whole, say(ja="日本語と英語のページ", en="a page in Japanese, a page in English"), height=44)
    for n, name in enumerate(("relu.ja.md", "relu.en.md")):
        canvas.text(canvas.width * (1 + 2 * n) / 4, y + 33, name, size=10, color=INK, anchor="middle")
    return canvas.drawing(y + 54, say(
        ja="上から下へ：スクリプト、重み、写真から配列ができます。配列は図と数になり、それがページになります。",
        en="From top to bottom: script, weights and photo become arrays, these become figures and facts, and these "
           "become pages."))


def told_of(layers: tuple[TracedLayer, ...]) -> dict[str, Fact]:
    """How many layers run, and how many numbers they return."""
    return {"layers": count(len(layers)), "numbers": count(sum(layer.output.size for layer in layers))}


FIGURES = (flow,)


def facts(layers: tuple[TracedLayer, ...] = Until("Softmax", answers=True),
          conv: TracedLayer = Layer("Conv2D")) -> dict[str, Fact]:
    return told_of(layers) | {"line": code(conv.source)}
