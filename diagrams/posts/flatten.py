"""Post 12: where does `Flatten` put each number, and what is lost?"""

import numpy as np

from diagrams.draw import WIDTH, Canvas, Drawing, Scale
from diagrams.draw.counted import draw_before, draw_cell, draw_way_back
from diagrams.draw.palette import SOFT
from diagrams.draw.ribbon import draw_corner_maps, draw_pieces, draw_to_scale
from diagrams.draw.stack import Stack
from diagrams.draw.wrapped import draw_maps, draw_shuffle, draw_wrapped, line_length
from diagrams.facts import Fact, both, code, count, counted, decimal, sentence, shape, share, value, word
from diagrams.inputs import Layer, Probe, Until
from diagrams.language import Say
from diagrams.post import Post
from diagrams.traced import TracedLayer

POST = Post(number=12, explains=(Layer("Flatten"),))

LEFT, RIGHT, ROOM = 8, WIDTH - 8, WIDTH - 16


# Neighbours end up far apart


def corner(say: Say, layers: tuple[TracedLayer, ...] = Until("Flatten")) -> Drawing:
    """A corner of the stack in numbers, the same numbers on the ribbon, and how far apart neighbours are there."""
    stack = Stack.of(layers)
    canvas, scale = Canvas(say, title_of_corner(say, stack)), Scale.of(stack.corner)
    y = draw_corner_maps(canvas, say, canvas.y + 8, stack, scale)
    canvas.arrow((LEFT + 20, y + 6), (LEFT + 20, y + 32))
    canvas.text(LEFT + 30, y + 24, "Flatten", size=12)
    canvas.scale(RIGHT - 110, y + 10, 110, scale, decimals=2)
    y += 62
    pieces = draw_pieces(canvas, say, y, stack, scale)
    end = draw_to_scale(canvas, say, y + 68, stack, pieces)
    canvas.text(LEFT, end + 16, say(ja="二重の枠：{what}、斜線：ゼロ", en="double frame: {what}; striped: zero",
                                    what=followed(say, stack)), size=10, color=SOFT)
    return canvas.drawing(end + 24, say(
        ja="特徴マップの一角の値と、それがリボンの上で並ぶ場所。下の帯は縮尺どおりで、弧が隣どうしを結びます。",
        en="A corner of the feature maps in numbers, and where these stand on the ribbon. The strip below is to scale, "
           "its arcs join neighbours."), table_of_corner(say, stack))


def title_of_corner(say: Say, stack: Stack) -> str:
    """How far apart neighbours end up, where a cell has any."""
    right, below = (counted(stack.apart(axis), ja="個", one="place", many="places") for axis in (1, 0))
    if stack.has_neighbour(1) and stack.has_neighbour(0):
        return say(ja="リボンの上では、右隣のセルは{right}先、下のセルは{n}個先になります",
                   en="On the ribbon, the cell to the right is {right} away, the one below {n}",
                   right=right, n=count(stack.apart(0)))
    if stack.has_neighbour(1):
        return say(ja="リボンの上では、右隣のセルは{right}先になります",
                   en="On the ribbon, the cell to the right is {right} away", right=right)
    if stack.has_neighbour(0):
        return say(ja="リボンの上では、下のセルは{below}先になります",
                   en="On the ribbon, the cell below is {below} away", below=below)
    return say(ja="特徴マップはどれもセルひとつなので、リボンにはマップの順に{n}個の数が並びます",
               en="Maps of a single cell each: the ribbon is their {n} in order",
               n=counted(stack.values.size, ja="", one="number", many="numbers"))


def table_of_corner(say: Say, stack: Stack) -> list[tuple[str, ...]]:
    """Each number of the corner with its place, counted from one, and its index, counted from zero."""
    rows: list[tuple[str, ...]] = [
        (say(ja="行", en="row"), say(ja="列", en="column"), say(ja="マップ", en="map"), say(ja="値", en="value"),
         say(ja="リボンでの番号", en="index on the ribbon"))]
    for step, number in np.ndenumerate(stack.corner):
        row, column, n = (int(at) for at in np.add(stack.starts, step))
        rows.append((f"{row + 1}", f"{column + 1}", f"{n + 1}", decimal(number, 3),
                     say.fact(count(stack.index((row, column, n))))))
    return rows


# From a place to its index, and back


def index(say: Say, layers: tuple[TracedLayer, ...] = Until("Flatten")) -> Drawing:
    """What stands before the number: whole cells, then numbers of its own cell; and the way back."""
    stack = Stack.of(layers)
    canvas, scale = Canvas(say, title_of_index(say, stack)), Scale.of(stack.values, keep=0.995)
    y = draw_before(canvas, say, canvas.y + 4, stack, scale) + 18
    y = draw_cell(canvas, say, y, stack, scale) + 12
    y = draw_way_back(canvas, say, y, stack) + 12
    zero = say(ja="ここでは、どれもゼロから数えています", en="here, everything is counted from zero")
    canvas.text(LEFT, y + 10, zero, size=10, color=SOFT)
    canvas.scale(RIGHT - 120, y, 120, scale, decimals=2, clipped=scale.clips(stack.values))
    return canvas.drawing(y + 30, say(
        ja="ひとつの数の前に並ぶ数を数えます。まず前にあるセル、次に、同じセルの中で前にある数です。",
        en="Counting what stands before one number: first the cells, then the numbers of its own cell."))


def title_of_index(say: Say, stack: Stack) -> str:
    """How many cells and numbers stand before the number, and its index."""
    row, column, n = stack.place
    return say(ja="前に並ぶのは、{maps}個の数を持つセルが{cells}個と、あと{n}個。だから番号は{index}です",
               en="{cells} of {maps} each, then {n} more, stand before this one: index {index}",
               cells=counted(row * stack.values.shape[1] + column, ja="", one="cell", many="cells"),
               maps=counted(stack.values.shape[2], ja="", one="number", many="numbers"),
               n=count(n), index=count(stack.index(stack.place)))


# All numbers in one row


def ribbon(say: Say, layers: tuple[TracedLayer, ...] = Until("Flatten")) -> Drawing:
    """All maps of the stack, and all their numbers in one row, wrapped; one map in colour."""
    stack = Stack.of(layers)
    told = {"map": count(stack.place[2] + 1), "all": count(stack.values.size), "line": count(line_length(stack))}
    canvas, scale = Canvas(say, title_of_ribbon(say, stack)), Scale.of(stack.values, keep=0.995)
    y = draw_maps(canvas, canvas.y + 4, stack, scale)
    y = canvas.paragraph(LEFT, y + 22, say(ja="{all}個の数を一列に並べ、{line}個ごとに折り返しました。",
                                           en="All {all} numbers in one row, wrapped after every {line}.", **told))
    arrows = say(ja="矢印の所が、マップ{map}の数です。", en="Arrows: numbers of map {map}.", **told)
    y = canvas.paragraph(LEFT, y, arrows, size=11, color=SOFT)
    y = draw_wrapped(canvas, y + 6, stack, scale)
    canvas.text(LEFT, y + 18, say(ja="小さな枠：", en="small frame: ") + followed(say, stack), size=11, color=SOFT)
    canvas.text(LEFT, y + 34, say(ja="灰色：ほかのマップの数", en="grey: numbers of the other maps"), size=11,
                color=SOFT)
    canvas.scale(RIGHT - 110, y + 14, 110, scale, decimals=2, clipped=scale.clips(stack.values))
    return canvas.drawing(y + 44, say(
        ja="上はすべての特徴マップ、下はその数をすべて並べたリボンを折り返したもの。マップ{map}の数だけに色を付けました。",
        en="Above, all feature maps; below, the ribbon of all their numbers, wrapped into lines. "
           "Only the numbers of map {map} are in colour.", **told))


def title_of_ribbon(say: Say, stack: Stack) -> str:
    """How the numbers of one map are spread over the ribbon."""
    rows, columns, maps = stack.values.shape
    told = {"cells": count(rows * columns), "map": count(stack.place[2] + 1), "n": count(maps)}
    if rows * columns == 1:
        return say(ja="{n}枚のマップが、リボンに数をひとつずつ出します",
                   en="Each of the maps gives the ribbon one number: {n} in all", **told)
    return say(ja="マップ{map}の{cells}個の数は、リボンの端から端まで、{n}個ごとに散らばります",
               en="The {cells} numbers of map {map} stand {apart} apart, all along the ribbon",
               apart=counted(maps, ja="", one="place", many="places"), **told)


def followed(say: Say, stack: Stack) -> str:
    """What is so special about the place in the stack."""
    if stack.is_followed:
        return say(ja="追いかけている数", en="the number we follow")
    return say(ja="いちばん大きい数", en="the largest number")


# What Dense notices of the order


def shuffled(say: Say, layers: tuple[TracedLayer, ...] = Until("Flatten"),
             probe: dict[str, np.ndarray] = Probe("shuffled_ribbon")) -> Drawing:
    """One map, and what Dense makes of the ribbon, in order and with all places shuffled."""
    stack, order, sums = Stack.of(layers), probe["order"], (probe["plain"], probe["shuffled"])
    told = {"all": count(len(order)), "units": counted(len(sums[0]), ja="個の和", one="sum", many="sums"),
            "map": count(stack.place[2] + 1), "off": largest_difference(probe)}
    canvas = Canvas(say, say(ja="{all}個の数と重みを同じようにかき混ぜても、Denseの{units}は変わりません",
                             en="Shuffle {all} numbers and their weights alike: Dense's {units} stay the same", **told))
    mixed = stack.values.ravel()[order].reshape(stack.values.shape)
    maps, scales = [each[..., stack.place[2]] for each in (stack.values, mixed)], (
        Scale.of(stack.values, keep=0.995), Scale.of(sums[0]))
    names = say(ja="マップ{map}", en="map {map}", **told), say(ja="同じ場所、かき混ぜた後", en="there, shuffled")
    y = draw_shuffle(canvas, canvas.y + 8, maps, sums, names, scales) + 16
    canvas.text(LEFT, y, say(ja="和の差は最大{off}", en="the sums differ by at most {off}", **told), size=11)
    for x, scale, name, held in ((LEFT, scales[0], say(ja="マップ", en="maps"), stack.values),
                                 (RIGHT - 150, scales[1], say(ja="Denseの和", en="sums"), sums[0])):
        canvas.text(x, y + 20, name, size=10, color=SOFT)
        canvas.scale(x + 52, y + 12, 98, scale, decimals=2, clipped=scale.clips(held))
    return canvas.drawing(y + 42, say(
        ja="左は並んだ順のまま、右は{all}個の場所をかき混ぜた後。重みの行も同じように並べ替えると、Denseの和は同じになります。",
        en="Left in order, right with all {all} places shuffled. With the rows of its weights shuffled alike, Dense "
           "gives the same sums.", **told))


def largest_difference(probe: dict[str, np.ndarray]) -> Fact:
    """How far the sums in order and shuffled are apart at most, rounded up to the sixth decimal."""
    return value(np.ceil(1e6 * np.abs(probe["plain"] - probe["shuffled"]).max()) / 1e6, 6)


FIGURES = (corner, index, ribbon, shuffled)


# Facts


def facts(layers: tuple[TracedLayer, ...] = Until("Flatten"),
          probe: dict[str, np.ndarray] = Probe("shuffled_ribbon")) -> dict[str, Fact]:
    stack, flatten = Stack.of(layers), layers[-1]
    units = len(probe["plain"])
    return {**facts_of_place(stack), **facts_of_order(stack, flatten),
            "line": code(flatten.source), "units": count(units), "difference": largest_difference(probe),
            "astray": value(np.abs(probe["plain"] - probe["astray"]).max()),
            "weights": count(units * stack.values.size), "weights_of_means": count(units * stack.values.shape[2]),
            "mean": value(stack.values[..., stack.place[2]].mean(), 3)}


def facts_of_place(stack: Stack) -> dict[str, Fact]:
    """The number to look at: where it is, counted from one and from zero, and its index with the arithmetic."""
    (row, column, n), (_, columns, maps), place = stack.place, stack.values.shape, stack.index(stack.place)
    formula = rf"({row} \times {columns} + {column}) \times {maps} + {n} = {place:,}".replace(",", "{,}")
    return {"value": value(stack.values[stack.place], 3), "chosen": told_of_choice(stack),
            "row": count(row + 1), "column": count(column + 1), "map": count(n + 1),
            "row_from_zero": count(row), "column_from_zero": count(column), "map_from_zero": count(n),
            "cells_before": count(row * columns + column), "index": count(place),
            "arithmetic": both("formula", place, formula), "numpy": code(numpy_lines(stack))}


def told_of_choice(stack: Stack) -> Fact:
    """Why this number."""
    if stack.is_followed:
        return word(ja="最初の畳み込みから追いかけてきたセルは、ここではこの値になっています。",
                    en="This is what the cell that we have followed since the first convolution has become.")
    return word(ja="ほかの記事で追いかけているセルは、ここまで届きません。そこで、いちばん大きい数を選びました。",
                en="The cell of the other posts does not get this far, so we take the largest number of all.")


def facts_of_order(stack: Stack, flatten: TracedLayer) -> dict[str, Fact]:
    """Sizes, how far neighbours end up apart, and what is lost."""
    rows, columns, maps = stack.values.shape
    return {"input": shape(flatten.input.shape), "values": count(stack.values.size), "parameters": count(0),
            "maps": count(maps), "columns": count(columns), "cells": count(rows * columns),
            "neighbours": told_of_neighbours(stack), "zeros": share((stack.values == 0).mean()),
            "changed": count((flatten.output.reshape(stack.values.shape) != stack.values).sum())}


def told_of_neighbours(stack: Stack) -> Fact:
    """How far apart neighbours end up, as far as a cell has any."""
    _, columns, maps = stack.values.shape
    told = {"columns": count(columns), "right": counted(maps, ja="個", one="place", many="places"),
            "maps": count(maps), "below": counted(columns * maps, ja="個", one="place", many="places")}
    if stack.has_neighbour(1) and stack.has_neighbour(0):
        return sentence(ja="左右に隣り合うセルは**{right}**離れます。"
                           "上下に隣り合うセルは{columns}×{maps}で、**{below}**離れます。",
                        en="Side by side: **{right}**. One below the other: {columns}×{maps}, so **{below}**.", **told)
    if stack.has_neighbour(1):
        return sentence(ja="左右に隣り合うセルは**{right}**離れます。上下に隣り合うセルは、ここにはありません。",
                        en="Side by side: **{right}**. One below the other there are none here.", **told)
    if stack.has_neighbour(0):
        return sentence(ja="上下に隣り合うセルは**{below}**離れます。左右に隣り合うセルは、ここにはありません。",
                        en="One below the other: **{below}**. Side by side there are none here.", **told)
    return word(ja="ここでは、特徴マップはどれもセルひとつなので、隣のセルがありません。",
                en="Here every map is a single cell, which has no neighbours.")


def numpy_lines(stack: Stack) -> str:
    """Python that puts the number into a stack of maps, finds it on the ribbon, and goes back by division."""
    (row, column, n), (_, columns, maps), place = stack.place, stack.values.shape, stack.index(stack.place)
    return "\n".join([
        "import numpy as np", f"maps = np.zeros({stack.values.shape})",
        f"maps[{row}, {column}, {n}] = {stack.values[stack.place]:.3f}", "ribbon = maps.reshape(-1)",
        f"print(ribbon[({row} * {columns} + {column}) * {maps} + {n}])",
        f"print(divmod({place}, {maps}), divmod({place // maps}, {columns}))",
        "print(np.shares_memory(maps, ribbon))"])
