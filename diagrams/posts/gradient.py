"""Post 16: how does a weight learn that it was wrong?"""

import numpy as np

from diagrams.draw import WIDTH, Canvas, Drawing, Scale
from diagrams.draw.ladder import draw_bars, draw_ladder
from diagrams.draw.nudged import draw_columns, draw_ranges, draw_tangent
from diagrams.draw.palette import SOFT
from diagrams.draw.tallies import draw_tallies, row_of_maps, tallies_key
from diagrams.draw.walked import factor_of, key_of_colours, named, rungs_of
from diagrams.facts import Fact, both, code, count, sentence, shape, share, significant, word
from diagrams.inputs import Labels, Line, Probe
from diagrams.labels import label_name
from diagrams.language import Say
from diagrams.post import Post

POST = Post(number=16, explains=(Line("compile"),))

LEFT, RIGHT = 8, WIDTH - 8
IN_A_ROW = 4  # factors of a formula
MOST = 0.9  # what lies between the percentiles that the probe gives


def only(probe: dict[str, np.ndarray], name: str) -> float:
    """The one number of an array."""
    return float(probe[name].item())


def exact(number: float, digits: int = 4) -> Fact:
    """A number with so many significant digits."""
    return both("value", float(number), significant(number, digits))


# One path, and all of them


def path(say: Say, probe: dict[str, np.ndarray] = Probe("gradient_path"),
         labels: tuple[str, ...] = Labels()) -> Drawing:
    """The factors of one path, one below the other, with their product; below, what all paths add up to."""
    told = told_of_path(probe)
    canvas = Canvas(say, title_of_path(say, told))
    rungs = rungs_of(canvas, say, probe, labels)
    end = draw_ladder(canvas, canvas.y, rungs) + 8
    end = draw_bars(canvas, key_of_colours(canvas, say, end, probe), sums_of(say, probe))
    head = (say(ja="層", en="layer"), say(ja="係数の意味", en="what its factor is"), say(ja="係数", en="factor"),
            say(ja="ここまでの積", en="product so far"))
    return canvas.drawing(end + 4, say(
        ja="損失から最後の畳み込みのひとつの重みまで、一本の経路をさかのぼり、層ごとの係数を掛けていくと{product}になります。"
           "すべての経路を合わせた勾配は{gradient}です。",
        en="One path from the loss back to a weight of the last convolution, with a factor at every layer, carries "
           "{product}. All paths together make the gradient, {gradient}.", **told),
        [head, *((rung.name, rung.words, rung.factor, rung.product) for rung in rungs)])


def title_of_path(say: Say, told: dict[str, Fact]) -> str:
    """What one path carries, and what all of them do."""
    if not told["product"].value:
        return say(ja="この経路は閉じていて、何も運びません。すべて合わせると{gradient}です",
                   en="This path is shut and carries nothing; all together leave {gradient}", **told)
    return say(ja="通れる経路{open}本のうち、一本が運ぶのは{product}。すべて合わせると{gradient}です",
               en="One of {open} open paths carries {product}; all together leave {gradient}", **told)


def told_of_path(probe: dict[str, np.ndarray]) -> dict[str, Fact]:
    """How many paths are open, of how many; what one carries, and what all of them do."""
    is_open, everything = (count(np.prod(column.astype(float))) for column in probe["counts"].T)
    up, down = up_and_down(probe)
    return {"open": is_open, "all": everything, "product": exact(probe["factors"].prod()), "up": exact(up),
            "down": exact(down), "gradient": exact(only(probe, "gradient"))}


def up_and_down(probe: dict[str, np.ndarray]) -> tuple[float, float]:
    """What the paths with a positive product add up to, and those with a negative one."""
    summed, unsigned = only(probe, "summed"), only(probe, "unsigned")
    return (unsigned + summed) / 2, (summed - unsigned) / 2


def sums_of(say: Say, probe: dict[str, np.ndarray]) -> list[tuple[str, float, str]]:
    """The path, the sums of paths with positive and with negative products, and all of it, as rows of bars."""
    told = told_of_path(probe)
    names = {"product": say(ja="この経路だけ", en="this path alone"),
             "up": say(ja="正の経路の合計", en="all positive paths"),
             "down": say(ja="負の経路の合計", en="all negative paths"),
             "gradient": say(ja="全部で（＝勾配）", en="all: the gradient")}
    return [(text, told[name].value, say.fact(told[name])) for name, text in names.items()]


# The same gradient by nudging


def nudged(say: Say, probe: dict[str, np.ndarray] = Probe("nudges"),
           whole: dict[str, np.ndarray] = Probe("gradient_path")) -> Drawing:
    """The loss over the weight with its tangent, and the slope between two losses for nudges of several sizes."""
    told, slopes = told_of_nudge(probe, whole), slopes_of(probe)
    canvas = Canvas(say, say(ja="重みを{size}だけ動かして測った傾きは{slope}、逆伝播の勾配は{gradient}",
                             en="Nudged by {size}, the loss changes at a rate of {slope}; the gradient says {gradient}",
                             **told))
    axes = draw_tangent(canvas, canvas.y + 6, 130, probe["offsets"], probe["curve"], told["gradient"].value)
    axes.set_xlabel(say(ja="重みを動かした幅", en="change of the weight"), fontsize=10, color=SOFT, labelpad=1)
    axes.set_ylabel(say(ja="損失", en="loss"), fontsize=10, color=SOFT, labelpad=1)
    rows: list[tuple[str, ...]] = [
        (say(ja="動かす幅", en="nudge"), say(ja="減らした損失", en="loss below"),
         say(ja="増やした損失", en="loss above"), say(ja="傾き", en="rate"), say(ja="差", en="off by"))]
    for size, losses, slope in zip(probe["sizes"], probe["losses"], slopes, strict=True):
        rows.append((size_of(size), *(significant(loss, 8) for loss in losses), significant(slope),
                     say.fact(off_by(slope, told["gradient"].value))))
    end = draw_columns(canvas, canvas.y + 184, rows, [70, 154, 238, 300, RIGHT - 4],
                       1 + best_of(probe, told["gradient"].value))
    return canvas.drawing(end + 8, say(
        ja="ひとつの重みを動かしたときの損失と、勾配を傾きとする接線。表は、動かす幅を変えて測った傾きです。",
        en="The loss as one weight changes, with a tangent whose slope is the gradient. The table has the rate of "
           "change as measured with nudges of several sizes."), rows)


def slopes_of(probe: dict[str, np.ndarray]) -> np.ndarray:
    """The change of the loss from below the weight to above it, divided by the change of the weight: (sizes,)."""
    below, above = probe["losses"].astype(float).T
    return (above - below) / (2 * probe["sizes"])


def best_of(probe: dict[str, np.ndarray], gradient: float) -> int:
    """Which of the nudges comes nearest to the gradient."""
    return int(np.abs(slopes_of(probe) - gradient).argmin())


def size_of(size: float) -> str:
    return f"{size:.7f}".rstrip("0").rstrip(".")


def off_by(slope: float, gradient: float) -> Fact:
    """How far a slope lies from the gradient, as a part of it."""
    return share(abs(slope / gradient - 1)) if gradient else word(ja="–", en="–")


def told_of_nudge(probe: dict[str, np.ndarray], whole: dict[str, np.ndarray]) -> dict[str, Fact]:
    """The nudge that comes nearest to the gradient, with its arithmetic; the smallest and the largest one."""
    gradient, slopes = only(whole, "gradient"), slopes_of(probe)
    best = best_of(probe, gradient)
    below, above = (significant(loss, 8) for loss in probe["losses"][best])
    size, smallest, largest = (both("value", each, size_of(each))
                               for each in probe["sizes"][[best, -1, 0]].tolist())
    return {"size": size, "slope": exact(slopes[best]), "gradient": exact(gradient),
            "off": off_by(slopes[best], gradient), "smallest": smallest, "smallest_slope": exact(slopes[-1]),
            "largest": largest, "largest_slope": exact(slopes[0]),
            "quotient": both("formula", float(slopes[best]),
                             rf"\frac{{{above} - {below}}}{{2 \times {size_of(size.value)}}}")}


# Where it is zero


def survivors(say: Say, probe: dict[str, np.ndarray] = Probe("gradients"),
              whole: dict[str, np.ndarray] = Probe("gradient_path")) -> Drawing:
    """The gradient of the path's map, from the pooling back to the convolution, with its share of zeros."""
    maps, told = maps_of(probe), told_of_map(probe, whole)
    canvas = Canvas(say, say(ja="特徴マップ{map}の{cells}個のセルのうち、勾配が届くのは{alive}個です",
                             en="Of the {cells} cells of map {map}, {alive} get any gradient at all", **told))
    scale = Scale.of(*(values for _, values in maps), keep=0.999)
    rows = [(say.fact(name), values, say(ja="ゼロ：{share}", en="zero: {share}", share=share((values == 0).mean())))
            for name, values in maps]
    end = row_of_maps(canvas, canvas.y - 4, rows, scale)
    canvas.scale(LEFT, end + 6, 150, scale, decimals=3, clipped=any(scale.clips(values) for _, values in maps))
    return canvas.drawing(end + 38, say(
        ja="ひとつの特徴マップの勾配を、最後の畳み込みまでさかのぼりました。色のない所はゼロです。",
        en="The gradient of one feature map, followed back to the last convolution. Where there is no colour, it is "
           "zero."), [(say(ja="層", en="layer"), say(ja="形状", en="shape"), say(ja="ゼロの割合", en="zeros")),
                      *((say.fact(name), say.fact(shape(values.shape)), say.fact(share((values == 0).mean())))
                        for name, values in maps)])


def maps_of(probe: dict[str, np.ndarray]) -> list[tuple[Fact, np.ndarray]]:
    """(a layer, gradient of the path's map after it), back to the convolution."""
    return [(named(*layer), probe[f"map_{n}"])
            for n, layer in enumerate(zip(probe["map_kinds"], probe["map_numbers"], strict=True))]


def told_of_map(probe: dict[str, np.ndarray], whole: dict[str, np.ndarray]) -> dict[str, Fact]:
    """How many cells of the path's map get some of the gradient."""
    _, last = maps_of(probe)[-1]
    return {"map": count(whole["weight"][-1] + 1), "cells": count(last.size),
            "alive": count(int(np.count_nonzero(last)))}


def zeros(say: Say, probe: dict[str, np.ndarray] = Probe("gradients")) -> Drawing:
    """For what each layer gives, the share of the gradient that is exactly zero, by reason."""
    parts, told = probe["zeros"] / probe["sizes"][:, None], told_of_zeros(probe)
    names = [say.fact(each) for each in map(named, probe["kinds"], probe["numbers"])]
    canvas = Canvas(say, say(ja="{worst}の後では、勾配の{worst_share}がちょうどゼロです",
                             en="After {worst}, {worst_share} of the gradient is exactly zero", **told))
    canvas.text(LEFT, canvas.y + 8, say(ja="上が答えの側、下が写真の側", en="from the answer (top) back to the photo"),
                size=10.5, color=SOFT)
    reasons = [say(ja="届くものがない", en="none arrives"), say(ja="ReLUが通さない", en="ReLU is shut"),
               say(ja="プーリングの窓で負けた", en="lost in its window"),
               say(ja="どの窓も読まない", en="no window reads it")]
    end = tallies_key(canvas, draw_tallies(canvas, say, canvas.y + 18, names, parts) + 6, reasons)
    return canvas.drawing(end + 2, say(
        ja="各層の出力についての勾配のうち、ちょうどゼロになる割合を、理由ごとに塗り分けました。",
        en="For the output of each layer, which share of the gradient is exactly zero, and for what reason."),
        [(say(ja="層", en="layer"), *reasons), *((name, *(say.fact(share(part)) for part in row))
                                                for name, row in zip(names, parts, strict=True))])


def told_of_zeros(probe: dict[str, np.ndarray]) -> dict[str, Fact]:
    """Behind which layer most of the gradient is zero."""
    shares = probe["zeros"].sum(axis=1) / probe["sizes"]
    worst = int(shares.argmax())
    return {"worst": named(probe["kinds"][worst], probe["numbers"][worst]), "worst_share": share(shares[worst])}


# How large it is


def sizes(say: Say, probe: dict[str, np.ndarray] = Probe("gradients")) -> Drawing:
    """The mean size of the gradient of each kernel, on a logarithmic axis, with the range of most of it."""
    names = [say.fact(each) for each in map(named, probe["kernel_kinds"], probe["kernel_numbers"])]
    means, lows, highs, _ = probe["spread"].T
    canvas = Canvas(say, say.fact(told_of_sizes(probe)["sizes"]))
    end = draw_ranges(canvas, canvas.y + 2, names, means, lows, highs)
    end = canvas.paragraph(LEFT, end + 14, say(
        ja="点：平均の大きさ（符号なし、ゼロも含む）。帯：ゼロでないものの{most}が入る範囲。",
        en="Dots: mean size without the sign, zeros included. Bars: where {most} of those lie that are not zero.",
        most=share(MOST)), size=10.5, color=SOFT)
    return canvas.drawing(end, say(
        ja="各層の重みの勾配の大きさを、対数の目盛りで示します。",
        en="How large the gradient of the weights of each layer is, on a logarithmic axis."),
        [(say(ja="層", en="layer"), say(ja="平均の大きさ", en="mean size")),
         *((name, significant(mean, 3)) for name, mean in zip(names, means, strict=True))])


def told_of_sizes(probe: dict[str, np.ndarray]) -> dict[str, Fact]:
    """Where the gradient of a weight is largest and where smallest, on average, as a sentence without its end."""
    means, names = probe["spread"][:, 0], [*map(named, probe["kernel_kinds"], probe["kernel_numbers"])]
    low, high = int(means.argmin()), int(means.argmax())
    if low == high or not means[low]:
        return {"sizes": word(ja="重みの勾配の大きさは、まちまちです", en="The gradients of weights differ in size")}
    ratio = float(f"{means[high] / means[low]:.1e}")
    return {"sizes": sentence(
        ja="重みの勾配の大きさは、平均すると{high}が{low}の約{times}倍です",
        en="On average, a weight’s gradient is about {times} times as large in {high} as in {low}",
        high=names[high], low=names[low], times=count(int(ratio)) if ratio >= 10 else exact(ratio, 2))}


FIGURES = (path, nudged, survivors, zeros, sizes)


# Facts


def facts(probe: dict[str, np.ndarray] = Probe("gradient_path"), nudge: dict[str, np.ndarray] = Probe("nudges"),
          layers: dict[str, np.ndarray] = Probe("gradients"), labels: tuple[str, ...] = Labels(),
          line: str = Line("compile")) -> dict[str, Fact]:
    return {"line": code(line), **told_of_path(probe), **walk(probe, labels), **whole(probe),
            **told_of_nudge(nudge, probe), **told_of_map(layers, probe), **told_of_zeros(layers),
            **told_of_sizes(layers)}


def walk(probe: dict[str, np.ndarray], labels: tuple[str, ...]) -> dict[str, Fact]:
    """Where the path begins and ends, and its factors."""
    row, column, channel, filter_ = (count(each + 1) for each in probe["weight"])
    logit, factors = int(probe["places"][0][0]), probe["factors"]
    texts = [f"({factor_of(each)})" if each < 0 else factor_of(each) for each in factors]
    return {"loss": exact(only(probe, "loss")), "logit": label_name(labels[logit]), "first": exact(factors[0]),
            "probability": exact(probe["values"][0]), "wanted": count(logit == only(probe, "truth")),
            "row": row, "column": column, "channel": channel, "filter": filter_,
            "weight": exact(probe["values"][-1]), "numpy": code(numpy_lines(factors)),
            "chain": both("formula", factors.tolist(), chain(texts, significant(factors.prod())))}


def chain(factors: list[str], product: str) -> str:
    """A product of many factors as a formula that is not too wide for a phone."""
    rows = [r" \times ".join(factors[n : n + IN_A_ROW]) for n in range(0, len(factors), IN_A_ROW)]
    lines = r" \\ \times ".join(rows)
    return rf"\begin{{matrix}} {lines} \\ = {product} \end{{matrix}}"


def numpy_lines(factors: np.ndarray) -> str:
    """Python that multiplies the factors of the path, one after the other."""
    listed = ", ".join(f"{each:.8g}" for each in factors)
    return "\n".join(["import numpy as np", "", f"factors = [{listed}]", "for product in np.cumprod(factors):",
                      '    print(f"{product:.4g}")'])


def whole(probe: dict[str, np.ndarray]) -> dict[str, Fact]:
    """How the paths are counted, and how little of them is left when they are added up."""
    gradient, unsigned = only(probe, "gradient"), only(probe, "unsigned")
    counted = [" × ".join(f"{each:,}" for each in column) for column in probe["counts"].T]
    return {"open_counted": both("word", counted[0], counted[0]), "all_counted": both("word", counted[1], counted[1]),
            "unsigned": exact(unsigned), "left_share": share(abs(gradient) / (unsigned or 1)),
            "part": share(abs(probe["factors"].prod()) / (unsigned or 1)), "direction": direction(gradient)}


def direction(gradient: float) -> Fact:
    """What the sign of the gradient asks of the weight."""
    if not gradient:
        return word(ja="この勾配はゼロなので、この写真はこの重みに何も求めません。",
                    en="It is zero: this photo asks nothing of this weight.")
    if gradient > 0:
        return word(ja="この勾配は正なので、重みを増やすと損失が増えます。だから、減らすべきです。",
                    en="It is positive: a larger weight would mean a larger loss. So the weight should shrink.")
    return word(ja="この勾配は負なので、重みを増やすと損失が減ります。だから、増やすべきです。",
                en="It is negative: a larger weight would mean a smaller loss. So the weight should grow.")
