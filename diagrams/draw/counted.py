"""How many numbers stand before one: whole rows of cells, cells of its own row, numbers of its own cell."""

from diagrams.draw.canvas import MARGIN, WIDTH, Canvas
from diagrams.draw.palette import DARK, LINE, SOFT
from diagrams.draw.scale import Scale
from diagrams.draw.stack import Stack
from diagrams.facts import count
from diagrams.language import Say

SIDE, ROOM = 150, WIDTH - 2 * MARGIN


def draw_before(canvas: Canvas, say: Say, y: float, stack: Stack, scale: Scale) -> float:
    """The map with the cells before the place striped, and their count; returns where it ends."""
    (row, column, n), (rows, columns, _) = stack.place, stack.values.shape
    unit, x = SIDE / max(rows, columns), MARGIN + SIDE + 16
    canvas.map(MARGIN, y, unit * columns, stack.values[..., n], scale)
    striped(canvas, MARGIN, y, unit * columns, unit * row)
    striped(canvas, MARGIN, y + unit * row, unit * column, unit)
    canvas.window(MARGIN + column * unit, y + row * unit, unit, unit)
    above = say(ja="上にある行（{n}個ずつ）：{row}", en="rows above, of {n} cells: {row}", n=count(columns),
                row=count(row))
    left = say(ja="同じ行で左にあるセル：{n}", en="cells to its left: {n}", n=count(column))
    for line, text in enumerate((above, left)):
        canvas.text(x, y + 12 + 17 * line, text, size=11, color=SOFT)
    canvas.text(x, y + 58, f"{row} × {columns} + {column} = {row * columns + column}", size=14)
    canvas.text(x, y + 76, say(ja="前にあるセルの数（斜線の所）", en="cells before it (striped)"), size=11, color=SOFT)
    return y + max(unit * rows, 96)


def draw_cell(canvas: Canvas, say: Say, y: float, stack: Stack, scale: Scale) -> float:
    """All numbers of the followed cell in the order of the maps, those before the place striped, and the index."""
    (row, column, n), (_, columns, maps) = stack.place, stack.values.shape
    unit, cells = ROOM / maps, row * columns + column
    canvas.text(MARGIN, y + 10, say(ja="このセルの{maps}個の数（マップの順）。斜線の{n}個が前にあります",
                                    en="the {maps} numbers of this cell, map by map; {n} of them come first",
                                    maps=count(maps), n=count(n)), size=11, color=SOFT)
    canvas.pixels(MARGIN, y + 18, ROOM, 20, scale.rgb(stack.values[row, column][None]))
    canvas.rectangle(MARGIN, y + 18, ROOM, 20, stroke=LINE, thickness=0.8)
    striped(canvas, MARGIN, y + 18, n * unit, 20)
    canvas.window(MARGIN + n * unit, y + 18, unit, 20)
    canvas.text(MARGIN, y + 62, f"{cells} × {maps} + {n} = {stack.index(stack.place):,}", size=14)
    return y + 70


def draw_way_back(canvas: Canvas, say: Say, y: float, stack: Stack) -> float:
    """The place from the index, by two divisions with remainder; returns where it ends."""
    (row, column, n), (_, columns, maps) = stack.place, stack.values.shape
    cells, rest = row * columns + column, say(ja="余り", en="remainder")
    canvas.text(MARGIN, y + 10, say(ja="割り算で、元の場所に戻れます", en="and back, by division"), size=11, color=SOFT)
    canvas.text(MARGIN, y + 30, f"{stack.index(stack.place):,} ÷ {maps} = {cells}", size=14)
    canvas.text(MARGIN, y + 52, f"{cells} ÷ {columns} = {row}", size=14)
    canvas.text(MARGIN + 142, y + 30, f"{rest} {n}", size=14)
    canvas.text(MARGIN + 142, y + 52, f"{rest} {column}", size=14)
    canvas.text(WIDTH - MARGIN, y + 30, say(ja="マップ{n}", en="map {n}", n=count(n)), size=12, anchor="end")
    canvas.text(WIDTH - MARGIN, y + 52, say(ja="{row}行、{column}列", en="row {row}, col. {column}", row=count(row),
                                            column=count(column)), size=12, anchor="end")
    return y + 58


def striped(canvas: Canvas, x: float, y: float, width: float, height: float) -> None:
    """Stripes over a part of a picture, if it has any size."""
    if width and height:
        canvas.rectangle(x, y, width, height, stroke=DARK, hatch="////", thickness=1.2, above=3)
