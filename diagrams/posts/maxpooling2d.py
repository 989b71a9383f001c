"""Post 9: what is kept when `MaxPooling2D` makes one number of several?"""

from fractions import Fraction
from typing import Any

import numpy as np

from diagrams.blocks import lively_block
from diagrams.comparisons import facts_of_trainings, named
from diagrams.draw import WIDTH, Canvas, Drawing, Scale
from diagrams.draw.compared import draw_compared
from diagrams.draw.crops import (
    added_up,
    channel_sums,
    corner_of,
    draw_corner,
    draw_kernel,
    draw_last_windows,
    table_of_sum,
)
from diagrams.draw.curves import Curves, draw_curves
from diagrams.draw.journey import draw_journey, draw_stacks, layer_name, moved_photos, sizes_table, stops_of
from diagrams.draw.kernels import channel_marks
from diagrams.draw.palette import INK, SOFT
from diagrams.draw.played import numpy_lines, toy
from diagrams.draw.pooled import Step, crop_locator, decimals_for, pooling_key, pooling_step, table_of_results
from diagrams.draw.scale import grey
from diagrams.draw.sheet import sheet
from diagrams.facts import Fact, both, code, count, counted, decimal, sentence, shape, share, steps, value, word
from diagrams.inputs import Every, Experiment, Labels, Layer, Photo, Probe, Until, lines_of_code
from diagrams.labels import label_name
from diagrams.language import Say
from diagrams.post import Post
from diagrams.traced import TracedLayer, TracedPhoto
from diagrams.windows import axes_of, gather, has_windows, seen_in_photo, unread_share, winners_per_window

POST = Post(number=9, explains=(Every("MaxPooling2D"),), first_published="2019-11-13")

TRAINED = {"maximum": word(ja="最大値", en="maximum"), "average": word(ja="平均値", en="average"),
           "stride": word(ja="ストライド", en="stride")}
LEFT, RIGHT, ROOM = 8, WIDTH - 8, WIDTH - 16
CORNER = 9  # pixels of the photo around the window, each way
NEAR = 0.1  # a pooled value that moves by this part of itself at most is nearly the same


# What is kept, and what of it is left when the photo moves


def same_value(before: np.ndarray, after: np.ndarray) -> np.ndarray:
    """Where a pooled value other than zero is still the same number, the last bits of floats aside: booleans."""
    return (before != 0) & np.isclose(before, after, rtol=1e-5, atol=1e-7)


def winners(say: Say, layers: tuple[TracedLayer, ...] = Until("MaxPooling2D", maps=True), photo: TracedPhoto = Photo(),
            shift: dict[str, np.ndarray] = Probe("shifted_answers")) -> Drawing:
    """A crop before and after the pooling; below, the same crop of the photo moved by one pixel."""
    block, channel = lively_block(layers[-1]), layers[-1].channel
    before, pooled = shift["before"][..., channel], shift["pooled"][..., channel]
    same = same_value(*(block.results(each) for each in pooled))
    told = {"one": count(1), "same": count(same.sum()), "kept": count((block.results(pooled[0]) != 0).sum())}
    canvas = Canvas(say, say(ja="写真を{one}ピクセルずらしても変わらない値は、{kept}個のうち{same}個です",
                             en="Values that survive a shift of the photo by {one} pixel: {same} of {kept}",
                             **told))
    scale, y = Scale.of(*map(block.cells, before)), crop_locator(canvas, say, layers, block, photo) + 20
    canvas.text(LEFT, y, say(ja="元の写真から", en="from the photo as it is"), color=SOFT)
    y += 8 + pooling_step(canvas, y + 8, Step(block, before[0], pooled[0]), scale,
                          say(ja="各窓の最大値", en="largest of each"))
    y += 22
    moved = say(ja="{one}ピクセル右へずらした写真から", en="from the photo moved {one} pixel right", **told)
    canvas.text(LEFT, y, moved, color=SOFT)
    y += 8 + pooling_step(canvas, y + 8, Step(block, before[1], pooled[1], same), scale,
                          say(ja="上と同じ：{same}個", en="{same} as above", **told))
    pooling_key(canvas, say, y + 10, scale)
    return canvas.drawing(y + 60, say(
        ja="プーリングに入る値の一部と、窓ごとの最大値。写真を{one}ピクセルずらすと、{kept}個のうち{same}個が同じ値のままです。",
        en="Part of what the pooling reads, and the largest value of each window. "
           "Values that are still the same once the photo has moved by {one} pixel: {same} of {kept}.", **told),
        table_of_results(say, block, before, pooled))


# The way there: one number of a convolution, all the maps, every layer


def recall(say: Say, conv: TracedLayer = Layer("Conv2D", reads_photo=True)) -> Drawing:
    """A corner of the photo, channel by channel times the followed filter, added up to one number."""
    sums, corner = channel_sums(conv), corner_of(conv, CORNER)
    result = value(conv.output[(*conv.place, conv.channel)], 3)
    title, description = recalled(say, conv, n=count(len(sums)), result=result)
    canvas = Canvas(say, title)
    y, scale = canvas.y + 2, Scale.of(conv.kernel[..., conv.channel])
    middle = y + 42 * len(sums) - 6
    draw_corner(canvas, LEFT, middle - 36, 72, corner, corner.values, INK)
    for n, (letter, color) in enumerate(channel_marks(len(sums))):
        top = y + 84 * n
        canvas.arrow((84, middle + (top + 36 - middle) / 4), (99, top + 36))
        draw_corner(canvas, 102, top, 72, corner, grey(corner.values[..., n]), color)
        canvas.text(180, top + 12, letter, color=color)
        canvas.text(186, top + 36, "×", anchor="middle", middle=True)
        draw_kernel(canvas, 198, top, (96, 72), conv.kernel[:, :, n, conv.channel], scale, color)
        canvas.text(302, top + 36, "=", anchor="middle", middle=True)
        canvas.text(RIGHT, top + 36, decimal(sums[n], 3), anchor="end", middle=True)
    end = added_up(canvas, say, conv, y + 84 * len(sums))
    canvas.scale(LEFT, end - 34, 86, scale, decimals=2)
    return canvas.drawing(end, description, table_of_sum(say, conv))


def recalled(say: Say, conv: TracedLayer, **told: Fact) -> tuple[str, str]:
    """The title and the description of the addition, with the bias if the convolution has one."""
    if conv.bias is None:
        return say(ja="復習：{n}チャンネルの合計を足すと、{result}になります",
                   en="Recall: {n} channel sums make one number, {result}", **told), say(
            ja="写真の一部を{n}チャンネルに分け、窓ごとにカーネルと掛けて足します。全部足すと{result}です。",
            en="A corner of the photo in {n} channels, each window times its kernel and summed. "
               "Together they add up to {result}.", **told)
    return say(ja="復習：{n}チャンネルの合計とバイアスを足すと、{result}になります",
               en="Recall: {n} channel sums and a bias make one number, {result}", **told), say(
        ja="写真の一部を{n}チャンネルに分け、窓ごとにカーネルと掛けて足します。バイアスも足すと{result}です。",
        en="A corner of the photo in {n} channels, each window times its kernel and summed. "
           "With the bias they add up to {result}.", **told)


def stages(layers: tuple[TracedLayer, ...]) -> list[TracedLayer]:
    """The last convolution before the pooling, the layer that the pooling reads, and the pooling."""
    convolutions = [layer for layer in layers if layer.kind == "Conv2D"]
    return list({id(layer): layer for layer in (*convolutions[-1:], *layers[-2:])}.values())


def stacks(say: Say, layers: tuple[TracedLayer, ...] = Until("MaxPooling2D", maps=True)) -> Drawing:
    """As many cards as maps: convolution, ReLU, pooling, at real relative sizes."""
    steps, pool = stages(layers), layers[-1]
    told = {"n": count(pool.output.shape[-1]), "before": shape(pool.input.shape[:2]),
            "after": shape(pool.output.shape[:2]), "share": share(pool.output.size / pool.input.size)}
    canvas = Canvas(say, say(ja="枚数は{n}枚のまま、{before}が{after}になり、値の数は{share}です",
                             en="As many maps as before, {n}; {before} becomes {after}: {share} of the values", **told))
    maps = [layer.output[..., layer.channel] for layer in steps]
    scale = Scale.of(*maps, keep=0.995)
    y = draw_stacks(canvas, canvas.y, steps, [layer_name(say, layer) for layer in steps], scale) + 8
    canvas.scale(LEFT, y, 150, scale, decimals=2, clipped=any(map(scale.clips, maps)))
    return canvas.drawing(y + 30, say(
        ja="特徴マップを重ねた束を、最後の畳み込みから最大プーリングまで、同じ縮尺で並べました。"
           "手前は追いかけている特徴マップです。",
        en="The stack of feature maps from the last convolution to max pooling, all at one scale. "
           "The map in front is the one that we follow."),
        sizes_table(say, [(layer_name(say, layer), layer.output.shape) for layer in steps]))


def each_map(say: Say, pool: TracedLayer = Layer("MaxPooling2D")) -> Drawing:
    """Every map before and after the pooling, at real relative sizes."""
    n, ratio = pool.output.shape[-1], pool.output.shape[1] / pool.input.shape[1]
    canvas = Canvas(say, say(ja="特徴マップは一枚ずつ別々にプーリングされ、{n}枚は{n}枚のままです",
                             en="Each map is pooled on its own: {n} in, {n} out", n=count(n)))
    scale, y = Scale.of(pool.output, keep=0.97), canvas.y + 12
    names = (say(ja="前", en="before"), say(ja="後", en="after"))
    for values, width, name in zip((pool.input, pool.output), (ROOM, ROOM * ratio), names, strict=True):
        canvas.text(LEFT, y, f"{name}  {say.fact(shape(values.shape))}", color=SOFT)
        tiles = np.moveaxis(scale.rgb(values), 2, 0)
        boxes = sheet(canvas, LEFT, y + 8, width, tiles, min(n, 8), gap=4 * width / ROOM)
        canvas.window(*boxes[pool.channel])
        y = boxes[-1].y + boxes[-1].height + 28
    beside = ROOM * (1 - ratio) > 130
    x, top = (LEFT + ROOM * ratio + 12, boxes[0].y) if beside else (LEFT, y - 16)
    end = canvas.paragraph(x, top + 12, say(ja="どちらも同じ縮尺。二重の枠は、追いかけている特徴マップです。",
                                            en="Both at one scale. The double frame is the map that we follow."),
                           size=11, color=SOFT)
    canvas.scale(x, max(y - 50, end), RIGHT - x, scale, clipped=scale.clips(pool.input))
    return canvas.drawing(max(y - 50, end) + 34, say(ja="すべての特徴マップの、最大プーリングの前と後。",
                                                        en="Every feature map before and after max pooling."))


def whole_way(say: Say, layers: tuple[TracedLayer, ...] = Until("MaxPooling2D", maps=True),
              photo: TracedPhoto = Photo()) -> Drawing:
    """The photo and the followed map of every layer up to the pooling, at real relative sizes, three in a row."""
    canvas = Canvas(say, title_of_the_way(say, layers, photo))
    maps = [layer.output[..., layer.channel] for layer in layers]
    scale = Scale.of(*maps, keep=0.95)
    stops = stops_of(say, photo, layers, maps, scale)
    y = draw_journey(canvas, canvas.y + 4, stops) + 8
    canvas.scale(LEFT, y, 150, scale, clipped=any(map(scale.clips, maps)))
    return canvas.drawing(y + 30, say(
        ja="写真から最大プーリングまで、各層の特徴マップ、形状、値の数。小さな枠は、追いかけているセルです。",
        en="From the photo to max pooling: a feature map of each layer, its shape and its number of values. "
           "The small frame is the cell that we follow."),
        sizes_table(say, [(stop.name, stop.sizes) for stop in stops]))


def title_of_the_way(say: Say, layers: tuple[TracedLayer, ...], photo: TracedPhoto) -> str:
    """What the photo's numbers become; in how many lines of code, unless a loop makes some layer."""
    told = {"all": count(photo.pixels.size), "out": count(layers[-1].output.size)}
    if not all(layer.line for layer in layers):
        return say(ja="写真の{all}個の数が、{out}個になります", en="The {all} numbers of a photo become {out}", **told)
    lines = counted(lines_of_code(layers), ja="行", one="line", many="lines")
    return say(ja="写真の{all}個の数が、{lines}のコードで{out}個になります",
               en="In {lines} of code, the {all} numbers of a photo become {out}", lines=lines, **told)


# What the windows never read, and what the shift does to the answer


def unread(say: Say, pools: tuple[TracedLayer, ...] = Every("MaxPooling2D")) -> Drawing:
    """The lower right corner of what each pooling reads: the last windows, and what lies beyond them."""
    title, description = told_of_unread(say, max(pools, key=unread_share))
    canvas = Canvas(say, title)
    head = say(ja="前", en="before"), say(ja="後", en="after"), say(ja="読まれない割合", en="never read")
    table: list[tuple[str, ...]] = [head]
    y = canvas.y + 4
    for pool in pools:
        size, sizes = 106, [say.fact(shape(each.shape[:2])) for each in (pool.input, pool.output)]
        draw_last_windows(canvas, LEFT, y, size, pool, Scale.of(pool.input[..., pool.channel]))
        rows, columns = (count(axis.unread()) for axis in axes_of(pool))
        lines = [" → ".join(sizes), say(ja="読まれない行：{n}", en="rows never read: {n}", n=rows),
                 say(ja="読まれない列：{n}", en="columns never read: {n}", n=columns),
                 say(ja="面積の{share}", en="{share} of the area", share=share(unread_share(pool)))]
        if unread_share(pool):
            lines += [say(ja="斜線：読まれない所", en="striped: never read")]
        for n, line in enumerate(lines):
            canvas.text(LEFT + 2 * size + 28, y + 12 + 19 * n, line, size=10 if n else 11, color=SOFT if n else INK)
        y += size + 24
        table.append((*sizes, say.fact(share(unread_share(pool)))))
    return canvas.drawing(y, description, table)


def told_of_unread(say: Say, worst: TracedLayer) -> tuple[str, str]:
    """The title and the description of what no window reads; `worst` is the pooling that leaves out the most."""
    if not unread_share(worst):
        return say(ja="どのプーリングの窓も、行と列を残らず読みます",
                   en="The windows of every pooling read all rows and columns"), say(
            ja="プーリングごとに、読む特徴マップと、その右下の角。",
            en="For each pooling, the map that it reads and its lower right corner.")
    return say(ja="{name}では、面積の{share}がどの窓にも入りません",
               en="In {name}, {share} of the area is in no window", name=layer_name(say, worst),
               share=share(unread_share(worst))), say(
        ja="プーリングごとに、読む特徴マップと、その右下の角。斜線の行と列は、どの窓にも入りません。",
        en="For each pooling, the map that it reads and its lower right corner. "
           "Striped rows and columns are in no window.")


def mover_of(shift: dict[str, np.ndarray], labels: tuple[str, ...]) -> tuple[int, dict[str, Fact]]:
    """The answer that moves most with the photo, and how far."""
    shares = shift["answers"]
    mover = int(np.ptp(shares, axis=0).argmax())
    return mover, {"mover": label_name(labels[mover]), "low": share(shares[:, mover].min()),
                   "high": share(shares[:, mover].max()), "reach": count(len(shares) - 1)}


def answers(say: Say, photo: TracedPhoto = Photo(), shift: dict[str, np.ndarray] = Probe("shifted_answers"),
            labels: tuple[str, ...] = Labels()) -> Drawing:
    """The answers of the network while the photo moves to the right, pixel by pixel."""
    shares, (mover, told) = shift["answers"], mover_of(shift, labels)
    canvas = Canvas(say, answers_title(say, shares, labels, told))
    y = moved_photos(canvas, say, photo, shift["last_photo"], len(shares) - 1) + 14
    names = [say.fact(label_name(label)) for label in labels]
    ends = [f"{name} {say.fact(share(part))}" for name, part in zip(names, shares[-1], strict=True)]
    axes = draw_curves(canvas, y, 190, Curves(shares, ends, (mover, int(shares[0].argmax()))), 0, 1)
    axes.set_yticks([0, 0.5, 1], [say.fact(share(part)) for part in (0, 0.5, 1)])
    canvas.text(40, y + 222, say(ja="右へずらしたピクセル数", en="pixels moved to the right"), size=10, color=SOFT)
    return canvas.drawing(y + 230, say(
        ja="写真を右へずらしていったときの{n}種類の答え。「{mover}」は{low}から{high}の間で動きます。",
        en="The {n} answers as the photo moves to the right. “{mover}” moves between {low} and {high}.",
        n=count(len(labels)), **told),
        [(say(ja="ピクセル", en="pixels"), *names),
         *((f"{n}", *(say.fact(share(part)) for part in row)) for n, row in enumerate(shares))])


def answers_title(say: Say, shares: np.ndarray, labels: tuple[str, ...], told: dict[str, Fact]) -> str:
    """The first change of the leading answer, or how far the answer that moves most moves."""
    tops = shares.argmax(axis=1)
    if (tops == tops[0]).all():
        return say(ja="写真を{reach}ピクセルまでずらすと、答え「{mover}」は{low}から{high}の間で動きます",
                   en="Shifts of up to {reach} px move the answer “{mover}” between {low} and {high}", **told)
    change = int((tops != tops[0]).argmax())
    return say(ja="写真を{n}ピクセルずらすだけで、答えが「{old}」から「{new}」に変わります",
               en="A shift of {n} px is enough to turn the answer from “{old}” to “{new}”", n=count(change),
               old=label_name(labels[tops[0]]), new=label_name(labels[tops[change]]))


# And if it were something else?


def trained(say: Say, runs: dict[str, Any] = Experiment("pooling")) -> Drawing:
    """Short trainings with the largest value of each window, with its average, and with a stride instead."""
    told = facts_of_trainings(runs, TRAINED)
    return draw_compared(say, runs, named(runs, TRAINED), say(
        ja="最大値、平均値、ストライドのどれでも、新しい写真の正解率は{worst_share}から{best_share}です",
        en="Maximum, average or stride: {worst_share} to {best_share} of new photos right", **told))


FIGURES = (winners, recall, stacks, each_map, whole_way, unread, answers, trained)


# Facts


def facts(layers: tuple[TracedLayer, ...] = Until("MaxPooling2D", maps=True),
          pools: tuple[TracedLayer, ...] = Every("MaxPooling2D"), photo: TracedPhoto = Photo(),
          shift: dict[str, np.ndarray] = Probe("shifted_answers"), tied: dict[str, np.ndarray] = Probe("tied_pooling"),
          labels: tuple[str, ...] = Labels(), runs: dict[str, Any] = Experiment("pooling")) -> dict[str, Fact]:
    pool, worst = layers[-1], max(pools, key=unread_share)
    told = (sizes(pool, photo), arithmetic(pool), ties(pool, tied["gradient"]), survival(pool, shift), views(layers),
            moved_answers(shift, labels))
    conv = next(layer for layer in reversed(layers) if layer.kind == "Conv2D")
    return {name: fact for part in told for name, fact in part.items()} | {
        "conv_filter": shape(conv.kernel.shape[:3]), "conv_products": count(int(np.prod(conv.kernel.shape[:3]))),
        "line": code(pool.source), "pools": count(len(pools)), "leftover": leftover(worst),
        **{f"trained_{name}": fact for name, fact in facts_of_trainings(runs, TRAINED).items()}}


def sizes(pool: TracedLayer, photo: TracedPhoto) -> dict[str, Fact]:
    """How many values go in and come out, and how the windows lie."""
    parts = [part.size for part in (pool.kernel, pool.bias) if part is not None]
    return {"before": shape(pool.input.shape), "maps": count(pool.output.shape[-1]),
            "values_before": count(pool.input.size), "values_after": count(pool.output.size),
            "kept_share": share(pool.output.size / pool.input.size), "pool": shape(pool.settings["pool_size"]),
            "stride": steps(pool.settings["strides"]), "parameters": count(sum(parts)),
            "photo_values": count(photo.pixels.size)}


def arithmetic(pool: TracedLayer) -> dict[str, Fact]:
    """The window that the text computes: its place, its values in reading order, the largest, the lines to copy."""
    block = lively_block(pool)
    held = gather(pool)[(*block.spot, pool.channel)]
    held, decimals = held[np.isfinite(held)], decimals_for(block.cells(pool.input[..., pool.channel]))
    return {"row": count(block.spot[0] + 1), "column": count(block.spot[1] + 1), "filter": count(pool.channel + 1),
            "window": both("values", held.tolist(), r",\; ".join(decimal(each, decimals) for each in held)),
            "winner": value(held.max(), decimals), "numpy": code(numpy_lines(pool, block, decimals)),
            **toy(pool, block, decimals),
            "keras": value(pool.output[(*block.spot, pool.channel)], decimals)}


def ties(pool: TracedLayer, gradient: np.ndarray) -> dict[str, Fact]:
    """Windows in which more than one cell holds the largest value, over all maps; who gets a tie's gradient."""
    windows = gather(pool)
    tied, zero = winners_per_window(windows) > 1, ((windows == 0) | np.isneginf(windows)).all(axis=-1)
    positive = tied & (windows.max(axis=-1) > 0)
    return {"windows": count(tied.size), "tied": count(tied.sum()), "tied_share": share(tied.mean()),
            "zero_windows": count(zero.sum()), "tied_positive": count(positive.sum()),
            "tie_cells": count(gradient.size), "tie_receivers": count(int(np.count_nonzero(gradient)))}


def survival(pool: TracedLayer, shift: dict[str, np.ndarray]) -> dict[str, Fact]:
    """What of the pooled values is left when the photo moves right by one pixel."""
    (before, moved), inputs, width = shift["pooled"], shift["before"], axes_of(pool)[1].width
    alive, same, block = before != 0, same_value(before, moved), lively_block(pool)
    near = alive & (np.abs(moved - before) <= NEAR * np.abs(before))
    followed = np.isclose(inputs[1][:, 1:], inputs[0][:, :-1], rtol=1e-5, atol=1e-6)[inputs[0][:, :-1] != 0]
    crop, crop_same = (block.results(each[..., pool.channel]) for each in (alive, same))
    living, noise = max(alive.sum(), 1), Fraction(width - 1, width + 1)
    return {"one": count(1), "alive": count(alive.sum()), "same": count(same.sum()), "near": share(NEAR),
            "same_share": share(same.sum() / living), "near_share": share(near.sum() / living),
            "noise_share": share(float(noise)), "noise": both("share", float(noise), f"{noise}"),
            "followed_share": share(followed.sum() / max(followed.size, 1)), "crop_kept": count(crop.sum()),
            "crop_same": count(crop_same.sum())}


def views(layers: tuple[TracedLayer, ...]) -> dict[str, Fact]:
    """How many pixels a cell in the middle sees before and after the pooling, and how far apart neighbours look."""
    told = {}
    for name, some in (("before", layers[:-1]), ("after", layers)):
        rows, columns = ((size // 2, size // 2 + 1) for size in some[-1].output.shape[:2])
        told[f"view_{name}"] = shape([stop - start for start, stop in seen_in_photo(some, (rows, columns))])
        strides = [layer.settings["strides"] for layer in some if has_windows(layer)]
        told[f"apart_{name}"] = steps(np.prod([(1, 1), *strides], axis=0))
    return told


def leftover(worst: TracedLayer) -> Fact:
    """What the windows of the pooling that leaves out the most do not read."""
    if not unread_share(worst):
        return word(ja="どの行と列も、いずれかの窓に入っています。", en="Every row and column is in some window.")
    rows, columns = (axis.unread() for axis in axes_of(worst))
    return sentence(
        ja="{nth}番目では{before}が{after}になり、行の数で{rows}、列の数で{columns}、面積にして{share}が読まれません。",
        en="Number {nth} turns {before} into {after}. Unread rows: {rows}, unread columns: {columns}, "
           "together {share} of the area.",
        nth=count(worst.nth), before=shape(worst.input.shape[:2]), after=shape(worst.output.shape[:2]),
        rows=count(rows), columns=count(columns), share=share(unread_share(worst)))


def moved_answers(shift: dict[str, np.ndarray], labels: tuple[str, ...]) -> dict[str, Fact]:
    """How the answers move with the photo."""
    shares, (mover, told) = shift["answers"], mover_of(shift, labels)
    return told | {"still": share(shares[0, mover]), "one_later": share(shares[1, mover]),
                   "answer": label_name(labels[int(shares[0].argmax())]), "answer_share": share(shares[0].max()),
                   "last_answer": label_name(labels[int(shares[-1].argmax())]), "last_share": share(shares[-1].max()),
                   "answer_changes": count((np.diff(shares.argmax(axis=1)) != 0).sum())}
