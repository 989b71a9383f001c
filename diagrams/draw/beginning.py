"""The photo at the top of a way through the network, what its first number reads, and what the signs mean."""

import numpy as np

from diagrams.draw.canvas import Canvas, Point
from diagrams.draw.palette import ACCENT, DARK, SOFT
from diagrams.draw.way import Way
from diagrams.facts import count, shape
from diagrams.language import Say
from diagrams.windows import Spans

LARGER, ROW = 56, 17  # of the window, enlarged; from one sign to the next


def draw_photo(rows: Way, x: float, side: float, pixels: np.ndarray, spans: Spans) -> tuple[float, float]:
    """The photo (rows, columns, 3), where the thread begins: at a window (rows, columns), each (start, stop).

    Returns the window's right top.
    """
    canvas, thread, unit = rows.canvas, rows.thread, side / max(pixels.shape[:2])
    wide, high = pixels.shape[1] * unit, pixels.shape[0] * unit
    canvas.pixels(x, rows.y, wide, high, pixels)
    canvas.rectangle(x, rows.y, wide, high, stroke=DARK, thickness=1)
    (top, bottom), (left, right) = (np.multiply(span, unit) for span in spans)
    canvas.window(x + left, rows.y + top, right - left, bottom - top)
    thread.x, thread.y = x + (left + right) / 2, rows.y + bottom
    corner = x + right, rows.y + top
    rows.y += high
    thread.to(thread.x, rows.y, ground=DARK)
    return corner


def draw_window(canvas: Canvas, say: Say, x: float, y: float, width: float, pixels: np.ndarray, spans: Spans,
                corner: Point) -> None:
    """What the first number reads of the photo, enlarged, and in words as wide as is left; `corner` is on the photo."""
    held = pixels[slice(*spans[0]), slice(*spans[1])]
    unit = LARGER / max(held.shape[:2])
    wide, high = held.shape[1] * unit, held.shape[0] * unit
    canvas.enlarges(corner, (x, y))
    canvas.pixels(x, y, wide, high, held)
    canvas.window(x, y, wide, high)
    canvas.paragraph(x + wide + 12, y + 10, say(
        ja="最初の数は、写真のこの{n}個の数から計算されます（{sizes}）。",
        en="The first number is computed from these {n} numbers of the photo, {sizes}.", n=count(held.size),
        sizes=shape(held.shape)), size=11, width=width - wide - 12)


def signs(say: Say, has_zeros: bool, leaves_out: bool) -> list[tuple[str, str]]:
    """What is explained: a sign and its meaning."""
    told = [("solid", say(ja="追いかけている数", en="the number that we follow"))]
    told += [("dashed", say(ja="その数がゼロの所", en="the same where it is zero"))] * has_zeros
    told += [("frame", say(ja="その特徴マップ（左に拡大）", en="its map, enlarged on the left"))]
    return told + [("+", say(ja="描いていない特徴マップの枚数", en="how many more maps there are"))] * leaves_out


def draw_signs(canvas: Canvas, x: float, y: float, told: list[tuple[str, str]]) -> float:
    """Signs and their meanings, one below the other; returns where they end."""
    for sign, meaning in told:
        if sign in ("solid", "dashed"):
            canvas.line([x, x + 20], [y + 6, y + 6], color=ACCENT, thickness=2.2, dashed=sign == "dashed")
        elif sign == "frame":
            canvas.rectangle(x + 5, y + 1, 10, 10, stroke=ACCENT, thickness=1.8)
        else:
            canvas.text(x + 10, y + 10, sign, size=11, color=SOFT, anchor="middle")
        canvas.text(x + 28, y + 10, meaning, size=11, color=SOFT)
        y += ROW
    return y
