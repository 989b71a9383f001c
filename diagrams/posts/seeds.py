"""Beside the series: what is law, what is luck? The first convolution of three networks that differ in their seed."""

from dataclasses import replace
from typing import Any

import numpy as np

from diagrams.draw import WIDTH, Canvas, Drawing, Scale
from diagrams.draw.kernels import channel_key, sheet_of_filters
from diagrams.draw.palette import ACCENT, SOFT
from diagrams.draw.sheet import reduced, sheet
from diagrams.draw.twins import alikeness, draw_twins, random_filters, twins
from diagrams.facts import Fact, count, sentence, share, value, word
from diagrams.inputs import Experiment, Layer
from diagrams.language import Say
from diagrams.post import Post
from diagrams.traced import TracedLayer
from diagrams.windows import gather

POST = Post(number=None)

LEFT, RIGHT = 8, WIDTH - 8
SHOWN = 6  # pairs of filters
CLEARLY = 0.05  # so much more likeness is more than luck


def networks(seeds: dict[str, Any]) -> list[tuple[int, np.ndarray, np.ndarray]]:
    """Of each network its seed, and the kernel (height, width, inputs, filters) and bias of its first convolution."""
    found = []
    for run in seeds["runs"]:
        begin = f"{run['variation']}/{run['seed']}/1"
        kernel, bias = (seeds["arrays"].get(f"{begin}/{name}") for name in ("kernel", "bias"))
        found.append((run["seed"], kernel.astype(float), np.zeros(kernel.shape[-1]) if bias is None else bias))
    return found


# The same figure, once for each network


def filters_of(say: Say, seeds: dict[str, Any], which: int) -> Drawing:
    """All filters of one network's first convolution, on the scale that all networks share."""
    found = networks(seeds)
    seed, kernel, _ = found[which]
    canvas = Canvas(say, say(ja="シード{seed}から育った、{n}個のフィルタ",
                             en="Seed {seed}: the {n} filters that grew from it", seed=count(seed),
                             n=count(kernel.shape[-1])))
    scale = Scale.of(*(each for _, each, _ in found))
    last = sheet_of_filters(canvas, canvas.y, kernel, scale)[-1]
    end = last.y + last.height + 16
    channel_key(canvas, LEFT, end, kernel.shape[2])
    canvas.scale(RIGHT - 130, end - 2, 130, scale, decimals=2)
    return canvas.drawing(end + 34, say(
        ja="シードだけが違うネットワークのひとつについて、最初の畳み込み層の全フィルタ。",
        en="All filters of the first convolution of one of the networks that differ in their seed only."))


def filters_1(say: Say, seeds: dict[str, Any] = Experiment("seeds")) -> Drawing:
    return filters_of(say, seeds, 0)


def filters_2(say: Say, seeds: dict[str, Any] = Experiment("seeds")) -> Drawing:
    return filters_of(say, seeds, 1)


def filters_3(say: Say, seeds: dict[str, Any] = Experiment("seeds")) -> Drawing:
    return filters_of(say, seeds, 2)


def maps_with(conv: TracedLayer, kernel: np.ndarray, bias: np.ndarray) -> np.ndarray:
    """The feature maps (filters, rows, columns) that these filters make of the photo, zeros around it."""
    settings = conv.settings | {"kernel_size": kernel.shape[:2], "padding": "same", "strides": (1, 1)}
    layer = replace(conv, settings=settings, output=conv.input)
    weights = np.moveaxis(kernel, 2, 0).reshape(-1, kernel.shape[-1])
    held = gather(layer, border=0.0)
    return np.moveaxis(held.reshape(*held.shape[:2], -1) @ weights + bias, -1, 0)


def maps_of(say: Say, conv: TracedLayer, seeds: dict[str, Any], which: int) -> Drawing:
    """The feature maps that one network's first convolution makes of the followed photo."""
    every = [maps_with(conv, kernel, bias) for _, kernel, bias in networks(seeds)]
    found, scale = every[which], Scale.of(*every, keep=0.9)
    canvas = Canvas(say, say(ja="シード{seed}：同じ写真から作られる{n}枚の特徴マップ",
                             en="Seed {seed}: the {n} feature maps it makes of the same photo",
                             seed=count(networks(seeds)[which][0]), n=count(len(found))))
    tiles = np.stack([scale.rgb(reduced(one, 152)) for one in found])
    last = sheet(canvas, LEFT, canvas.y, RIGHT - LEFT, tiles, 4, gap=5)[-1]
    end = last.y + last.height + 14
    canvas.scale(RIGHT - 130, end, 130, scale, decimals=2, clipped=any(map(scale.clips, every)))
    return canvas.drawing(end + 34, say(
        ja="追いかけている写真から、このネットワークの最初の畳み込み層が作る全特徴マップ。",
        en="All feature maps that the first convolution of this network makes of the photo we follow."))


def maps_1(say: Say, conv: TracedLayer = Layer("Conv2D", reads_photo=True),
           seeds: dict[str, Any] = Experiment("seeds")) -> Drawing:
    return maps_of(say, conv, seeds, 0)


def maps_2(say: Say, conv: TracedLayer = Layer("Conv2D", reads_photo=True),
           seeds: dict[str, Any] = Experiment("seeds")) -> Drawing:
    return maps_of(say, conv, seeds, 1)


def maps_3(say: Say, conv: TracedLayer = Layer("Conv2D", reads_photo=True),
           seeds: dict[str, Any] = Experiment("seeds")) -> Drawing:
    return maps_of(say, conv, seeds, 2)


# How alike they are


def alike(say: Say, seeds: dict[str, Any] = Experiment("seeds")) -> Drawing:
    """Some filters of the first network, from the one with the nearest twins to the one with the furthest."""
    found = networks(seeds)
    kernels = [kernel for _, kernel, _ in found]
    every = twins(kernels)
    shown = [every[place] for place in sorted(set(np.linspace(0, len(every) - 1, SHOWN).round().astype(int)))]
    canvas = Canvas(say, say(ja="ほかのネットワークにいる、いちばん似たフィルタとの類似度は平均{mean}です",
                             en="A filter's nearest twin in another network: on average {mean} alike",
                             mean=value(alikeness(kernels))))
    y = canvas.paragraph(LEFT, canvas.y + 8, say(
        ja="左のフィルタに、ほかのシードでいちばん似たフィルタ。数は類似度",
        en="a filter on the left, its nearest twins under other seeds; the number: how alike"), size=11, color=SOFT)
    names = [say(ja="シード{n}", en="seed {n}", n=count(seed)) for seed, *_ in found]
    end = draw_twins(canvas, y + 10, kernels, shown, names)
    canvas.scale(RIGHT - 130, end + 6, 130, Scale.of(*kernels), decimals=2)
    canvas.text(LEFT, end + 16, say(ja="乱数どうしなら平均{n}", en="random filters: {n} on average",
                                    n=value(chance(kernels))), size=11, color=ACCENT)
    table = [(names[0], *(f"{name} ({say(ja='類似度', en='how alike')})" for name in names[1:]))]
    table += [(f"{twin.place + 1}", *(f"{place + 1} ({value(cosine).text[say.language]})" for place, cosine in
                                      zip(twin.nearest, twin.cosines, strict=True))) for twin in every]
    return canvas.drawing(end + 40, say(
        ja="最初のネットワークのフィルタと、ほかのネットワークでいちばんよく似たフィルタを並べました。",
        en="Filters of the first network beside those of the others that are most like them."), table)


def chance(kernels: list[np.ndarray]) -> float:
    """How alike filters of random numbers would be."""
    return alikeness(random_filters(kernels[0].shape, len(kernels)))


def alike_in_maps(conv: TracedLayer, kernels: list[np.ndarray]) -> float:
    """How alike the maps are that each map of the first network finds in the others: the mean correlation."""
    every = [maps_with(conv, kernel, np.zeros(kernel.shape[-1])) for kernel in kernels]
    return alikeness([np.moveaxis(maps - maps.mean(axis=(1, 2), keepdims=True), 0, -1) for maps in every])


FIGURES = (filters_1, filters_2, filters_3, maps_1, maps_2, maps_3, alike)


def facts(conv: TracedLayer = Layer("Conv2D", reads_photo=True),
          seeds: dict[str, Any] = Experiment("seeds")) -> dict[str, Fact]:
    found = networks(seeds)
    kernels = [kernel for _, kernel, _ in found]
    every, size = twins(kernels), seeds["size"]
    accuracies = [run["new photos"]["balanced"] for run in seeds["runs"]]
    return {
        "one": count(1), "zero": count(0), "networks": count(len(found)), "filters": count(kernels[0].shape[-1]),
        **{f"seed_{n}": count(seed) for n, (seed, *_) in enumerate(found, 1)},
        "most": value(every[0].mean), "least": value(every[-1].mean),
        "same_place": count(sum(place == twin.place for twin in every for place in twin.nearest)),
        "places": count(len(every) * (len(kernels) - 1)),
        "low": share(min(accuracies)), "high": share(max(accuracies)),
        "photos": count(size["training photos"]), "pixels": count(size["pixels"]), "epochs": count(size["epochs"]),
        "tested": count(size["validation photos"]), **facts_of_likeness(conv, kernels),
    }


def facts_of_likeness(conv: TracedLayer, kernels: list[np.ndarray]) -> dict[str, Fact]:
    """How alike filters and maps are, trained and random, and what that says."""
    untrained = random_filters(kernels[0].shape, len(kernels))
    alike, by_chance = alikeness(kernels), chance(kernels)
    maps, maps_by_chance = alike_in_maps(conv, kernels), alike_in_maps(conv, untrained)
    return {"alike": value(alike), "chance": value(by_chance), "law": told_of_law(alike - by_chance),
            "maps_alike": value(maps), "maps_chance": value(maps_by_chance),
            "maps_law": told_of_law(maps - maps_by_chance)}


def told_of_law(more: float) -> Fact:
    """What is left when likeness by chance is taken off."""
    told = value(more)
    if more >= CLEARLY:
        return sentence(ja="ここでは{more}だけ超えています", en="here that is {more}", more=told)
    return word(ja="ここでは、はっきりとは超えていません", en="here, nothing clearly does")
