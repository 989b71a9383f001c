"""Nested frames on the photo, and the pixels inside them that really move a number."""

import numpy as np

from diagrams.draw.canvas import MARGIN, Canvas, fitted, text_width
from diagrams.draw.cuts import striped
from diagrams.draw.fields import Field
from diagrams.draw.palette import INK, LINE, SIGNED, SOFT
from diagrams.draw.places import picture, whole
from diagrams.draw.scale import Scale
from diagrams.facts import count, shape
from diagrams.language import Say
from diagrams.windows import Spans, grown

SIDE, LABEL, LEAD = 214, 30, 24  # pixels of the enlarged part of the photo, from one label to the next, up to a label
AROUND = 2  # pixels of the photo shown around the last field
PANELS, GAP, FOOT = 3, 12, 46  # in a row, between them, below each for its name and numbers


def surroundings(fields: list[Field], sizes: tuple[int, int]) -> Spans:
    """A square of the photo around the last field, as far as the photo (of these sizes) reaches."""
    cells = max(fields[-1].sizes) + 2 * AROUND
    rows, columns = (grown(span, size, cells) for span, size in zip(fields[-1].spans, sizes, strict=True))
    return rows, columns


def frame(canvas: Canvas, x: float, y: float, unit: float, field: Field, cut: Spans) -> tuple[float, float]:
    """A field's frame on the part `cut` of the photo, `unit` pixels for each of its own; returns its right top."""
    (top, bottom), (left, right) = (np.subtract(span, start) * unit
                                    for span, (start, _) in zip(field.spans, cut, strict=True))
    canvas.window(x + left, y + top, right - left, bottom - top)
    return x + right, y + top


def draw_fields(canvas: Canvas, say: Say, y: float, pixels: np.ndarray, fields: list[Field]) -> float:
    """The photo; below, the surroundings of the last field with all fields, each named; returns where they end."""
    cut = surroundings(fields, pixels.shape[:2])
    side: float = 110
    (top, bottom), (left, right) = cut
    place = whole(canvas, MARGIN, y, side, pixels, cut)
    canvas.paragraph(MARGIN + side + 18, y + 14, say(
        ja="写真全体（{all}）。枠の中を、下に拡大しました。", en="The whole photo, {all}. Below, what is in the frame.",
        all=shape(pixels.shape[:2])), size=11, color=SOFT)
    y += side + 22
    side = min(SIDE, canvas.width - 2 * MARGIN - LEAD - max(text_width(field.name, 11) for field in fields))
    unit, end = side / max(bottom - top, right - left), MARGIN + side
    canvas.enlarges(place, (end, y))
    picture(canvas, MARGIN, y, (right - left) * unit, (bottom - top) * unit, pixels[top:bottom, left:right])
    for n, field in enumerate(reversed(fields)):
        corner, label = frame(canvas, MARGIN, y, unit, field, cut), y + 8 + n * LABEL
        canvas.line([corner[0], end + 12, end + LEAD - 4], [corner[1], label, label], color=SOFT, thickness=0.8,
                    above=6)
        canvas.text(end + LEAD, label + 4, field.name, size=11)
        canvas.text(end + LEAD, label + 17, say.fact(shape(field.sizes)), size=11, color=SOFT)
    return y + max(side, len(fields) * LABEL)


def draw_reached(canvas: Canvas, say: Say, y: float, fields: list[Field], strength: np.ndarray,
                 mixed: np.ndarray) -> float:
    """For each field how strongly every pixel moves the number, striped where not at all; returns where they end.

    `strength` and `mixed` are (fields, rows, columns), of the followed filter and of all filters.
    """
    cut, side = surroundings(fields, strength.shape[1:]), (canvas.width - 2 * MARGIN - GAP * (PANELS - 1)) / PANELS
    (top, bottom), (left, right) = cut
    unit = side / max(bottom - top, right - left)
    for n, field in enumerate(fields):
        row, column = divmod(n, PANELS)
        x, above = MARGIN + column * (side + GAP), y + row * (side + FOOT + 16)
        silent = np.zeros(strength.shape[1:], bool)
        field.inside(silent)[:] = field.inside(strength[n]) == 0
        rgb = striped(strength[n] / (strength[n].max() or 1.0), Scale(1.0), silent, fine=5)
        size = 11 if text_width(field.name, 11) <= side + GAP / 2 else 10
        canvas.text(x, above + 10, fitted(field.name, size, side + GAP - 2), size=size)
        picture(canvas, x, above + 16, (right - left) * unit, (bottom - top) * unit,
                rgb[5 * top : 5 * bottom, 5 * left : 5 * right])
        frame(canvas, x, above + 16, unit, field, cut)
        inside, all_filters = (count(field.moved(each[n])[0]) for each in (strength, mixed))
        canvas.text(x, above + side + 31, say(ja="{all}のうち{n}", en="{n} of {all}", n=inside,
                                              all=count(int(np.prod(field.sizes)))), size=12)
        canvas.text(x, above + side + 45, say(ja="全フィルタ：{n}", en="all filters: {n}", n=all_filters), size=10,
                    color=SOFT)
    return y + -(-len(fields) // PANELS) * (side + FOOT + 16)


def reach_key(canvas: Canvas, say: Say, y: float) -> float:
    """What colours and stripes mean; returns where it ends."""
    canvas.pixels(MARGIN, y, 90, 9, SIGNED(np.linspace(0.5, 1, 32))[None, :, :3])
    canvas.rectangle(MARGIN, y, 90, 9, stroke=LINE, thickness=0.8)
    canvas.text(MARGIN, y + 21, "0", size=10, color=SOFT)
    canvas.text(MARGIN + 90, y + 21, say(ja="図ごとの最大", en="each panel's largest"), size=10, color=SOFT,
                anchor="middle")
    canvas.pixels(MARGIN + 190, y, 14, 10, striped(np.zeros((2, 3)), Scale(1.0), np.ones((2, 3), bool), fine=5))
    canvas.rectangle(MARGIN + 190, y, 14, 10, stroke=LINE, thickness=0.8)
    canvas.text(MARGIN + 210, y + 9, say(ja="ちょうどゼロ", en="exactly zero"), size=11, color=INK)
    return y + 26
