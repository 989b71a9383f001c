"""Which layer holds how many weights and does how much of the arithmetic: two aligned bars, and all in numbers."""

from dataclasses import dataclass

import numpy as np

from diagrams.draw.canvas import MARGIN, WIDTH, Canvas, fitted, text_width
from diagrams.draw.journey import layer_name
from diagrams.draw.palette import DARK, LIGHT, LINE, RIGHT, SOFT
from diagrams.draw.pooled import SPOT
from diagrams.facts import Fact, count, sentence, share, word
from diagrams.language import Say, Told
from diagrams.traced import TracedLayer

ROOM, HIGH, BETWEEN, ROW = WIDTH - 2 * MARGIN, 34, 40, 19


@dataclass(frozen=True)
class Load:
    """A layer's weights (biases not counted), and how often each of them is used for one photo."""

    kind: str
    nth: int
    weights: int
    uses: int

    @property
    def work(self) -> int:
        """Multiply-adds for one photo."""
        return self.weights * self.uses

    @classmethod
    def of(cls, layer: TracedLayer) -> "Load":
        """A traced layer with a kernel: every place of its output uses all of its weights once."""
        return cls(layer.kind, layer.nth, layer.kernel.size, int(np.prod(layer.output.shape[:-1], dtype=int)))


def parts(loads: list[Load], of: str) -> np.ndarray:
    """The share of each layer in all weights, or in all work: (layers,)."""
    amounts = np.array([load.weights if of == "weights" else load.work for load in loads], float)
    return amounts / amounts.sum()


def part_of(loads: list[Load], kind: str, of: str) -> Fact:
    """The share of all layers of a kind."""
    return share(sum(part for load, part in zip(loads, parts(loads, of), strict=True) if load.kind == kind))


def draw_bars(canvas: Canvas, say: Say, y: float, loads: list[Load]) -> float:
    """The weights as one bar and the work as one below it, lines from layer to layer; returns where they end."""
    held, done, below = parts(loads, "weights"), parts(loads, "work"), y + 16 + HIGH + BETWEEN
    canvas.text(MARGIN, y + 8, say(ja="重み：{n}個", en="weights: {n}", n=count(sum(load.weights for load in loads))))
    one_bar(canvas, say, y + 16, loads, held)
    for top, bottom in zip(ends_of(held), ends_of(done), strict=True):
        canvas.line([top, bottom], [y + 17 + HIGH, below - 1], thickness=0.9)
    one_bar(canvas, say, below, loads, done)
    canvas.text(MARGIN, below + HIGH + 16, say(ja="写真一枚の積和演算：{n}回", en="multiply-adds for one photo: {n}",
                                               n=count(sum(load.work for load in loads))))
    return below + HIGH + 22


def one_bar(canvas: Canvas, say: Say, y: float, loads: list[Load], shares: np.ndarray) -> None:
    """All layers side by side, each as wide as its share; inside, as far as it fits, its number and its share."""
    ends = ends_of(shares)
    for n, (load, part, left, right) in enumerate(zip(loads, shares, ends[:-1], ends[1:], strict=True), 1):
        fill, ink = colors(load)
        canvas.rectangle(left, y, right - left, HIGH, fill=fill, stroke=LIGHT, thickness=0.7)
        texts = [text for text in (f"{n}: {say.fact(share(part))}", f"{n}") if text_width(text, 12) + 6 <= right - left]
        if texts:
            canvas.text((left + right) / 2, y + HIGH / 2, texts[0], size=12, color=ink, anchor="middle", middle=True)


def ends_of(shares: np.ndarray) -> np.ndarray:
    """Where the parts of a bar begin, and where the last one ends, in pixels."""
    return MARGIN + ROOM * np.concatenate([[0], np.cumsum(shares)])


def colors(load: Load) -> tuple[str, str]:
    """The ground and the ink of a layer."""
    return (SPOT, LIGHT) if load.kind == "Dense" else (RIGHT, DARK)


def draw_rows(canvas: Canvas, say: Say, y: float, loads: list[Load]) -> float:
    """A row for each layer: weights times uses is work, with its share; returns where they end."""
    rights = (MARGIN + 164, MARGIN + 214, MARGIN + 294, WIDTH - MARGIN)
    names = (say(ja="重み", en="weights"), say(ja="× 回数", en="× uses"), say(ja="= 積和演算", en="= multiply-adds"),
             say(ja="割合", en="share"))
    canvas.text(MARGIN + 20, y + 8, say(ja="層", en="layer"), size=10, color=SOFT)
    for x, name in zip(rights, names, strict=True):
        canvas.text(x, y + 8, name, size=10, color=SOFT, anchor="end")
    canvas.line([MARGIN, WIDTH - MARGIN], [y + 13, y + 13], color=LINE)
    for n, (load, part) in enumerate(zip(loads, parts(loads, "work"), strict=True), 1):
        base, (fill, ink) = y + 9 + ROW * n, colors(load)
        canvas.rectangle(MARGIN, base - 11, 14, 14, fill=fill)
        canvas.text(MARGIN + 7, base, f"{n}", size=10, color=ink, anchor="middle")
        canvas.text(MARGIN + 20, base, fitted(layer_name(say, load), 10, 82), size=10)
        facts = count(load.weights), count(load.uses), count(load.work), share(part)
        for x, fact in zip(rights, facts, strict=True):
            canvas.text(x, base, say.fact(fact), size=11, anchor="end")
    return y + 14 + ROW * len(loads)


def table_of_loads(say: Say, loads: list[Load]) -> list[tuple[str, ...]]:
    """All numbers of the figure as a table, a header row first."""
    rows: list[tuple[Told, ...]] = [
        (layer_name(say, load), count(load.weights), share(held), count(load.uses), count(load.work), share(done))
        for load, held, done in zip(loads, parts(loads, "weights"), parts(loads, "work"), strict=True)]
    return [(say(ja="層", en="layer"), say(ja="重み", en="weights"), say(ja="重みの割合", en="share of weights"),
             say(ja="使う回数", en="uses"), say(ja="積和演算", en="multiply-adds"),
             say(ja="積和演算の割合", en="share of multiply-adds")),
            *(tuple(map(say.fact, row)) for row in rows)]


def told_of_uses(busiest: Load) -> Fact:
    """How often the weights of the layer that uses them most are used for one photo."""
    if busiest.uses == 1:
        return word(ja="どの重みも、写真一枚につき一回だけ使われます。", en="Each weight is used once for a photo.")
    return sentence(ja="{weights}個の重みを持つ`{kind}`は、そのひとつひとつを、写真一枚で{uses}回も使います。"
                       "`Dense`の重みの出番は、一回だけです。",
                    en="A `{kind}` layer with {weights} weights uses each of them {uses} times for a single photo. "
                       "A weight of `Dense` gets one turn.",
                    kind=busiest.kind, weights=count(busiest.weights), uses=count(busiest.uses))


def told_of_convolutions(loads: list[Load]) -> Fact:
    """Whether the convolutions are most of the network, by weights and by arithmetic."""
    held, done = (part_of(loads, "Conv2D", of) for of in ("weights", "work"))
    if not done.value:
        return word(ja="畳み込みは、このネットワークにはありません。", en="This network has no convolutions.")
    yes, no = word(ja="はい", en="yes"), word(ja="いいえ", en="no")
    return sentence(ja="畳み込みこそがネットワークの本体なのでしょうか。重みで数えれば「{by_weights}」で、{held}です。"
                       "計算で数えれば「{by_work}」で、{done}です。",
                    en="Are the convolutions most of the network, then? By weights: {by_weights}, they hold {held}. "
                       "By arithmetic: {by_work}, they do {done}.", held=held, done=done,
                    by_weights=yes if held.value > 0.5 else no, by_work=yes if done.value > 0.5 else no)


def numpy_lines(loads: list[Load]) -> str:
    """Python that computes the share of each layer in the weights and in the arithmetic, in percent."""
    weights, uses = (", ".join(f"{number}" for number in of)
                     for of in ([load.weights for load in loads], [load.uses for load in loads]))
    return "\n".join(["import numpy as np", f"weights = np.array([{weights}])", f"uses = np.array([{uses}])",
                      "work = weights * uses", "print((100 * weights / weights.sum()).round(1))",
                      "print((100 * work / work.sum()).round(1))"])
