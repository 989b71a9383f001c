"""A product built up step by step, downwards: each step a rung with its factor, and below it the product so far."""

from collections.abc import Callable
from dataclasses import dataclass, field

import numpy as np

from diagrams.draw.canvas import MARGIN, WIDTH, Canvas, text_width
from diagrams.draw.palette import ACCENT, LINE, NEGATIVE, POSITIVE, SOFT, STRIPES
from diagrams.draw.scale import Scale
from diagrams.facts import exact

PICTURE, TALL, LOW = (80, 54), 68, 23  # the largest picture, the height of a rung with one, and without
TEXT, CHIP = MARGIN + PICTURE[0] + 10, 80  # where the words begin, how wide a product's frame is
LOW_SIZE = 11
THREAD = WIDTH - MARGIN - CHIP / 2  # the middle of the products
BARS = 128, 262  # from where to where bars reach

Picture = Callable[[float, float, float, float], None]  # draws into x, y, width, height


@dataclass(frozen=True)
class Rung:
    """A step: its name, a few words, its factor, and the product so far; `picture` draws into (x, y, width, height)."""

    name: str
    words: str
    factor: str
    product: str = ""
    picture: Picture | None = field(default=None, compare=False)


def draw_ladder(canvas: Canvas, y: float, rungs: list[Rung]) -> float:
    """All rungs, one below the other, the last product in a double frame; returns where they end."""
    for n, rung in enumerate(rungs):
        if n:
            canvas.arrow((THREAD, y - 13 if rungs[n - 1].product else y - 4), (THREAD, y + 5), color=ACCENT)
        if rung.product:
            tall_rung(canvas, y, rung, is_last=n == len(rungs) - 1)
        else:
            canvas.text(TEXT, y + 16, rung.name, size=LOW_SIZE)
            canvas.text(THREAD, y + 16, rung.factor, size=12, anchor="middle")
        y += TALL if rung.product else LOW
    return y


def fits(name: str) -> bool:
    """Whether a name leaves room for the factor behind it on a low rung."""
    return TEXT + text_width(name, LOW_SIZE) < THREAD - CHIP / 2


def tall_rung(canvas: Canvas, y: float, rung: Rung, *, is_last: bool) -> None:
    """A step with a picture of what it chose from, and its product."""
    if rung.picture:
        rung.picture(MARGIN, y, *PICTURE)
    canvas.text(TEXT, y + 12, rung.name, size=12)
    canvas.paragraph(TEXT, y + 28, rung.words, size=10.5, color=SOFT, width=THREAD - CHIP / 2 - 8 - TEXT)
    canvas.text(THREAD, y + 17, rung.factor, size=12, anchor="middle")
    left, top = THREAD - CHIP / 2, y + 24
    canvas.rectangle(left, top, CHIP, 22, stroke=ACCENT, thickness=1.4)
    if is_last:
        canvas.window(left, top, CHIP, 22)
    canvas.text(THREAD, top + 11, rung.product, size=12, anchor="middle", middle=True)


def signed_bars(canvas: Canvas, values: np.ndarray, picked: int) -> Picture:
    """Bars above and below a line, the picked one outlined."""
    def draw(x: float, y: float, width: float, height: float) -> None:
        unit, wide = height / 2 / (np.abs(values).max() or 1), width / len(values)
        for n, number in enumerate(values):
            tall = abs(number) * unit
            top = y + height / 2 - (tall if number > 0 else 0)
            canvas.rectangle(x + n * wide + 1, top, wide - 2, tall, fill=POSITIVE if number > 0 else NEGATIVE)
            if n == picked:
                canvas.window(x + n * wide, y - 1, wide, height + 2)
        canvas.line([x, x + width], [y + height / 2] * 2, color=SOFT, above=3)
    return draw


def coloured(canvas: Canvas, values: np.ndarray, zero: np.ndarray, picked: np.ndarray, scale: Scale) -> Picture:
    """Factors (rows, columns) or (n,) as cells in colours, grey where their input is zero; the picked one framed."""
    def draw(x: float, y: float, width: float, height: float) -> None:
        colors = scale.rgb(values)
        colors[zero] = tuple(int(STRIPES[at : at + 2], 16) / 255 for at in (1, 3, 5))
        colors, place = (colors, picked) if values.ndim == 2 else folded(colors, picked[0], width / height)
        unit = min(width / colors.shape[1], height / colors.shape[0])
        canvas.pixels(x, y, colors.shape[1] * unit, colors.shape[0] * unit, colors)
        canvas.rectangle(x, y, colors.shape[1] * unit, colors.shape[0] * unit, stroke=LINE, thickness=0.8)
        side = max(unit, 7)
        canvas.window(x + (place[1] + 0.5) * unit - side / 2, y + (place[0] + 0.5) * unit - side / 2, side, side)
    return draw


def folded(colors: np.ndarray, picked: int, shape: float) -> tuple[np.ndarray, tuple[int, int]]:
    """Cells (n, 3) in reading order in rows, about `shape` times as wide as high, and where the picked one is then."""
    columns = int(np.ceil(np.sqrt(len(colors) * shape)))
    rows = -(-len(colors) // columns)
    filled = np.ones((rows * columns, 3))
    filled[: len(colors)] = colors
    return filled.reshape(rows, columns, 3), divmod(int(picked), columns)


def in_numbers(canvas: Canvas, values: np.ndarray, picked: np.ndarray) -> Picture:
    """A few numbers (rows, columns) in cells, the picked one framed; empty cells where numbers do not fit."""
    def draw(x: float, y: float, width: float, height: float) -> None:
        wide, high = width / values.shape[1], height / values.shape[0]
        texts = {place: exact(number, 3 if wide > 36 else 2) for place, number in np.ndenumerate(values)}
        legible = high >= 15 and max(text_width(text, 10) for text in texts.values()) <= wide - 2
        for (row, column), text in texts.items():
            canvas.rectangle(x + column * wide, y + row * high, wide, high, stroke=LINE, thickness=0.8)
            if legible:
                canvas.text(x + (column + 0.5) * wide, y + (row + 0.5) * high, text, size=10, anchor="middle",
                            middle=True)
        canvas.window(x + picked[1] * wide, y + picked[0] * high, wide, high)
    return draw


def draw_bars(canvas: Canvas, y: float, rows: list[tuple[str, float, str]]) -> float:
    """Numbers as bars from one line, to the left if negative: (name, number, as text); returns where they end."""
    reach, (left, right) = max(abs(number) for _, number, _ in rows) or 1, BARS
    middle = (left + right) / 2
    for name, number, text in rows:
        wide = max(abs(number) / reach * (right - left) / 2, 2 if number else 0)
        canvas.text(MARGIN, y + 12, name, size=11)
        canvas.rectangle(middle - (wide if number < 0 else 0), y + 2, wide, 13,
                         fill=POSITIVE if number > 0 else NEGATIVE)
        canvas.text(WIDTH - MARGIN, y + 12, text, size=12, anchor="end")
        y += 21
    canvas.line([middle, middle], [y - 21 * len(rows), y - 4], color=SOFT, thickness=0.8, above=1)
    return y
