"""Photos with what the network makes of them: the label, the likeliest answers, and whether the first is right."""

from dataclasses import dataclass

import numpy as np

from diagrams.draw.canvas import MARGIN, Canvas, fitted
from diagrams.draw.palette import ACCENT, INK, LIGHT, LINE, SOFT, WRONG
from diagrams.facts import share
from diagrams.labels import label_name
from diagrams.language import Say
from diagrams.traced import TracedPhoto

COLUMNS, SIDE, GAP, LINES, ROW = 2, 72, 12, 3, 104  # a photo, the space between cards, answers shown, height of a card


@dataclass(frozen=True)
class Answered:
    """A photo, its label, the likeliest answers as (label, probability), and whether the first is wrong."""

    pixels: np.ndarray
    label: str
    answers: list[tuple[str, float]]
    is_wrong: bool

    @classmethod
    def of(cls, photo: TracedPhoto, parts: np.ndarray, labels: tuple[str, ...]) -> "Answered":
        """A traced photo with the probability of each label; wrong only if its own is one of them."""
        order = parts.argsort()[::-1][:LINES]
        answers = [(labels[n], float(parts[n])) for n in order]
        return cls(photo.pixels, photo.label, answers, photo.label in labels and answers[0][0] != photo.label)


def draw_answers(canvas: Canvas, say: Say, y: float, photos: list[Answered]) -> float:
    """All photos, two in a row; returns where they end."""
    width = (canvas.width - 2 * MARGIN - GAP) / COLUMNS
    for n, photo in enumerate(photos):
        row, column = divmod(n, COLUMNS)
        one_card(canvas, say, MARGIN + column * (width + GAP), y + row * ROW, width, photo)
    return y + -(-len(photos) // COLUMNS) * ROW


def one_card(canvas: Canvas, say: Say, x: float, y: float, width: float, photo: Answered) -> None:
    """One photo with its label below and its answers beside it."""
    canvas.pixels(x, y, SIDE, SIDE, photo.pixels)
    canvas.rectangle(x, y, SIDE, SIDE, stroke=ACCENT if photo.is_wrong else LINE,
                     thickness=3 if photo.is_wrong else 0.8)
    if photo.is_wrong:
        cross(canvas, x + SIDE - 9, y + 9)
    name = say.fact(label_name(photo.label))
    canvas.text(x + SIDE / 2, y + SIDE + 14, fitted(name, 11, SIDE + 6), size=11, anchor="middle")
    left, room = x + SIDE + 9, width - SIDE - 9
    for n, (label, part) in enumerate(photo.answers):
        base, number = y + 10 + n * 25, say.fact(share(part))
        ink, lead = INK if n == 0 else SOFT, ACCENT if photo.is_wrong and n == 0 else SOFT
        canvas.text(left, base, fitted(say.fact(label_name(label)), 11, room - 36), size=11, color=ink)
        canvas.text(left + room, base, number, size=11, color=ink, anchor="end")
        canvas.rectangle(left, base + 4, room, 5, stroke=LINE, thickness=0.6)
        canvas.rectangle(left, base + 4, room * part, 5, fill=INK if label == photo.label else lead)


def cross(canvas: Canvas, x: float, y: float) -> None:
    """A cross on a light ground around (x, y): wrong."""
    canvas.rectangle(x - 8, y - 8, 16, 16, fill=LIGHT, stroke=WRONG, thickness=1.2, above=3)
    for way in (1, -1):
        canvas.line([x - 4.5, x + 4.5], [y - 4.5 * way, y + 4.5 * way], color=WRONG, thickness=2.4, above=3.1)


def answers_key(canvas: Canvas, say: Say, y: float) -> float:
    """What the cross and the bars mean; returns where it ends."""
    cross(canvas, MARGIN + 8, y + 8)
    canvas.text(MARGIN + 22, y + 12, say(ja="答えが間違い", en="the answer is wrong"), size=11, color=SOFT)
    canvas.rectangle(MARGIN + 150, y + 5, 26, 6, fill=INK)
    canvas.text(MARGIN + 182, y + 12, say(ja="写真の下の正解ラベル", en="the label below the photo"), size=11,
                color=SOFT)
    return y + 24


def credit(canvas: Canvas, say: Say, y: float, photo: TracedPhoto) -> float:
    """Whom a photo comes from, where its licence asks for that; returns the height of what was written."""
    if photo.is_free:
        return 0
    told = say(ja="{label}の写真：{author}、{licence}、切り抜いて縮小",
               en="{label}: {author}, {licence}, cropped and reduced", label=label_name(photo.label),
               author=photo.author, licence=photo.licence)
    return canvas.paragraph(MARGIN, y + 12, told, size=10, color=SOFT) - y
