"""Feature maps unrolled to one ribbon: a corner of them in numbers, and how far apart neighbours end up."""

from dataclasses import dataclass

import numpy as np

from diagrams.draw.canvas import MARGIN, WIDTH, Canvas, text_width
from diagrams.draw.palette import ACCENT, DARK, LINE, MAT, PAPER, SOFT
from diagrams.draw.scale import Scale
from diagrams.draw.stack import Stack
from diagrams.facts import Fact, count, counted, decimal
from diagrams.language import Say

HIGH = 24  # of a number on the ribbon, in pixels
ROOM = WIDTH - 2 * MARGIN
GAP = 18  # where numbers are left out
DEEPEST = 60  # of an arc, in pixels


def draw_corner_maps(canvas: Canvas, say: Say, y: float, stack: Stack, scale: Scale) -> float:
    """The corner as small grids, one for each map, the place in a double frame; returns where they end."""
    rows, columns, maps = stack.corner.shape
    (top, left, first), side, gap, cell = stack.starts, 66, 12, (42, 26)
    lefts = [MARGIN + side + n * (columns * cell[0] + gap) for n in range(maps)]
    for row in range(rows):
        name = say(ja="{n}行目", en="row {n}", n=count(top + row + 1))
        canvas.text(MARGIN, y + 38 + row * cell[1], name, size=11, color=SOFT)
    for n, x in enumerate(lefts):
        name, part = say(ja="マップ{n}", en="map {n}", n=count(first + n + 1)), stack.corner[..., n]
        canvas.text(x + columns * cell[0] / 2, y + 4, name, size=11, anchor="middle")
        for column in range(columns):
            name = say(ja="{n}列目", en="col. {n}", n=count(left + column + 1))
            canvas.text(x + (column + 0.5) * cell[0], y + 17, name, size=10, color=SOFT, anchor="middle")
        canvas.numbers(x, y + 22, part, cell=cell, rgb=scale.rgb(part), decimals=fitting_decimals(part, cell[0]),
                       faded=part == 0)
    row, column, n = np.subtract(stack.place, stack.starts)
    canvas.window(lefts[n] + column * cell[0], y + 22 + row * cell[1], *cell)
    return y + 22 + rows * cell[1]


def fitting_decimals(values: np.ndarray, room: float) -> int:
    """As many decimals, two at most, as fit every number into so many pixels."""
    return next((n for n in (2, 1) if max(text_width(decimal(x, n), 10) for x in values.ravel()) <= room - 1), 0)


@dataclass(frozen=True)
class Piece:
    """The numbers of one cell on the drawn ribbon: their index on the real one, where they begin and end in pixels."""

    index: int
    left: float
    right: float


def draw_pieces(canvas: Canvas, say: Say, y: float, stack: Stack, scale: Scale) -> list[Piece]:
    """The corner's numbers as they stand on the ribbon, what lies between left out; each cell named above."""
    found: list[Piece] = []
    maps = stack.corner.shape[2]
    wide = (ROOM - 3 * GAP) / 4 / max(maps, 2)
    decimals = fitting_decimals(stack.corner, wide)
    x: float = MARGIN
    for row, column in np.ndindex(stack.corner.shape[:2]):
        numbers, place = stack.corner[row, column][None], tuple(np.add(stack.starts, (row, column, 0)))
        index = stack.index(place)
        if found and index > found[-1].index + maps:
            canvas.text(x + GAP / 2, y + HIGH / 2, "…", color=SOFT, anchor="middle", middle=True)
            x += GAP
        canvas.numbers(x, y, numbers, cell=(wide, HIGH), rgb=scale.rgb(numbers), decimals=decimals, size=10,
                       faded=numbers == 0)
        found.append(Piece(index, x, x + maps * wide))
        canvas.rectangle(x, y, maps * wide, HIGH, stroke=DARK, thickness=1.4)
        if place[:2] == stack.place[:2]:
            canvas.window(x + (stack.place[2] - stack.starts[2]) * wide, y, wide, HIGH)
        name_of_piece(canvas, say, found[-1], y, place)
        x = found[-1].right
    return found


def name_of_piece(canvas: Canvas, say: Say, piece: Piece, y: float, place: tuple[int, int, int]) -> None:
    """Row and column above a piece, the index of its first number below."""
    middle = (piece.left + piece.right) / 2
    for line, text in enumerate((say(ja="{n}行目", en="row {n}", n=count(place[0] + 1)),
                                 say(ja="{n}列目", en="col. {n}", n=count(place[1] + 1)))):
        canvas.text(middle, y - 18 + 12 * line, text, size=10, color=SOFT, anchor="middle")
    canvas.text(piece.left, y + HIGH + 12, say.fact(count(piece.index)), size=10)


def draw_to_scale(canvas: Canvas, say: Say, y: float, stack: Stack, pieces: list[Piece]) -> float:
    """The same stretch of the ribbon to scale, each piece enlarged above it, arcs below; returns where it ends."""
    first, maps = pieces[0].index, stack.corner.shape[2]
    unit = ROOM / (pieces[-1].index + maps - first)
    canvas.rectangle(MARGIN, y, ROOM, 12, fill=MAT, stroke=LINE, thickness=0.8)
    for piece in pieces:
        x, wide = MARGIN + (piece.index - first) * unit, max(maps * unit, 1.5)
        canvas.rectangle(x, y, wide, 12, fill=DARK)
        canvas.enlarges((x + wide / 2, y), ((piece.left + piece.right) / 2, y - 24))
    spans = {axis: stack.apart(axis) * unit for axis in (1, 2, 0) if stack.has_neighbour(axis)}
    start = MARGIN + (min(stack.place[2] - stack.starts[2], max(maps - 2, 0)) + 0.5) * unit
    for span in spans.values():
        arc(canvas, start, y + 12, span)
    return name_arcs(canvas, say, start, y + 12, stack, spans)


def name_arcs(canvas: Canvas, say: Say, x: float, y: float, stack: Stack, spans: dict[int, float]) -> float:
    """What each arc leads to and how far, inside the widest one, whose own name stands below it; returns their end."""
    names = {2: say(ja="次のマップ：{n}", en="next map: {n}", n=places_on(stack.apart(2))),
             1: say(ja="右隣のセル：{n}", en="cell to the right: {n}", n=places_on(stack.apart(1))),
             0: say(ja="下のセル：{n}", en="cell below: {n}", n=places_on(stack.apart(0)))}
    widest = spans.get(0, 0)
    inner = [axis for axis in spans if axis]
    for line, axis in enumerate(inner):
        edge = 1 - (1 - min((20 + 15 * line) / (depth(widest) or 99), 1) ** 2) ** 0.5
        label(canvas, x + max(widest / 2 * edge, min(spans[axis], ROOM / 3)) + 9, y + 18 + 15 * line, names[axis])
    end = y + max(depth(widest) + 15, 18 + 15 * len(inner))
    if widest:
        label(canvas, x + widest / 2 - text_width(names[0], 11) / 2, end, names[0])
    return end + 5


def label(canvas: Canvas, x: float, y: float, text: str) -> None:
    """A few words on a ground of paper, so that a line may pass behind them."""
    wide = text_width(text, 11)
    x = max(min(x, canvas.width - MARGIN - wide), MARGIN)
    canvas.rectangle(x - 3, y - 11, wide + 6, 14, fill=PAPER, above=3.2)
    canvas.text(x, y, text, size=11).set_zorder(4)


def places_on(n: int) -> Fact:
    """How far away on the ribbon."""
    return counted(n, ja="個先", one="place on", many="places on")


def arc(canvas: Canvas, x: float, y: float, span: float) -> None:
    """A half ellipse that hangs from (x, y) and spans so many pixels."""
    turn = np.linspace(0, np.pi, 60)
    canvas.line(x + span / 2 * (1 - np.cos(turn)), y + depth(span) * np.sin(turn), color=ACCENT, thickness=2, above=3)


def depth(span: float) -> float:
    """How far an arc hangs down: the wider, the deeper."""
    return DEEPEST * (span / ROOM) ** 0.5
