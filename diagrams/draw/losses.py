"""What wrong answers cost: photos on the curve -ln p, and the loss as a gap between numbers."""

from dataclasses import dataclass

import numpy as np

from diagrams.draw.canvas import MARGIN, Canvas, Point, fitted, text_width
from diagrams.draw.palette import ACCENT, INK, LINE, SOFT
from diagrams.draw.sheet import reduced
from diagrams.facts import Fact, both, decimal, share
from diagrams.labels import label_name
from diagrams.language import Say

LEFT, RIGHT, LIST = 30, 196, 226  # where the curve begins and ends, where the list of photos begins
ROW, THUMB, FEWEST = 31, 26, 6  # of the list: the height of a line, of a photo, and of how many lines there is room
SIDE, NUMBER, LINES, KNOB = 64, 44, 28, 5  # of the gaps: the widest name, a number, the height of a line, of an end


@dataclass(frozen=True)
class Costed:
    """A photo on the curve: the word for its label, and its loss. Without pixels: pure chance."""

    pixels: np.ndarray | None
    name: Fact
    loss: float
    is_wrong: bool = False
    is_followed: bool = False

    @property
    def part(self) -> float:
        """The probability that the label got."""
        return float(np.exp(-self.loss))


def fine_share(part: float) -> Fact:
    """A share in percent, below one percent with two digits that count: 0.088%; <0.001% if it is smaller still."""
    if part >= 0.01:
        return share(part)
    if part < 1e-5:
        return both("share", part, "<0.001%")
    return both("share", part, f"{100 * part:.{1 - int(np.floor(np.log10(100 * part)))}f}%")


def draw_curve(canvas: Canvas, say: Say, y: float, rows: list[Costed]) -> float:
    """The curve with every photo on it and a list of them beside it, the dearest on top; returns where they end.

    Lines from the curve to the list never cross: the curve bends upwards, and both are in the same order.
    """
    rows = sorted(rows, key=lambda row: -row.loss)
    height, top = max(len(rows), FEWEST) * ROW, 1.04 * rows[0].loss
    canvas.text(LEFT, y + 6, say(ja="損失", en="loss"), size=11, color=SOFT)
    y += 14
    axes, parts = canvas.chart(LEFT, y, RIGHT - LEFT, height), np.geomspace(np.exp(-top), 1, 300)
    axes.plot(parts, -np.log(parts), color=INK, linewidth=1.6)
    axes.set(xlim=(0, 1), ylim=(0, top))
    axes.set_xticks([0, 0.5, 1], [say.fact(share(part)) for part in (0, 0.5, 1)])
    for n, row in enumerate(rows):
        spot, middle = (LEFT + row.part * (RIGHT - LEFT), y + height * (1 - row.loss / top)), (n + 0.5) / len(rows)
        mark(canvas, spot, y + middle * height, row)
        one_line(canvas, say, y + middle * height, row)
    canvas.text((LEFT + RIGHT) / 2, y + height + 31, say(ja="正解ラベルの確率", en="probability of the label"),
                size=11, color=SOFT, anchor="middle")
    return y + height + 38


def mark(canvas: Canvas, spot: Point, middle: float, row: Costed) -> None:
    """The mark of a photo on the curve, or of pure chance, and the line to its place in the list."""
    (x, y), is_chance = spot, row.pixels is None
    shape, color = ("D", ACCENT) if is_chance else ("X", ACCENT) if row.is_wrong else ("o", INK)
    canvas.line([x, LIST - 4], [y, middle], color=ACCENT if is_chance else LINE, dashed=is_chance, thickness=0.9)
    canvas.page.plot([x], [y], marker=shape, markersize=7, color=color, markeredgecolor="none", zorder=4, clip_on=False)
    if is_chance:
        canvas.line([LEFT, RIGHT], [y, y], color=ACCENT, dashed=True)


def one_line(canvas: Canvas, say: Say, middle: float, row: Costed) -> None:
    """One photo of the list with its label, the label's probability and the loss."""
    left, end, name, cost = LIST, canvas.width - MARGIN, say.fact(row.name), decimal(row.loss, 3)
    ink, soft = (ACCENT, ACCENT) if row.pixels is None else (INK, SOFT)
    if row.pixels is not None:
        left += THUMB + 6
        canvas.pixels(LIST, middle - THUMB / 2, THUMB, THUMB, reduced(row.pixels, 2 * THUMB))
        canvas.rectangle(LIST, middle - THUMB / 2, THUMB, THUMB, stroke=LINE, thickness=0.8)
    if row.is_followed:
        canvas.window(LIST, middle - THUMB / 2, THUMB, THUMB)
    canvas.text(left, middle - 2, fitted(name, 11, end - left - text_width(cost, 11) - 4), size=11, color=ink)
    canvas.text(end, middle - 2, cost, size=11, color=ink, anchor="end")
    canvas.text(left, middle + 12, say.fact(fine_share(row.part)), size=10, color=soft)
    if row.is_wrong:
        canvas.text(end, middle + 12, say(ja="× 不正解", en="× wrong"), size=10, color=ACCENT, anchor="end")


def log_sum_exp(logits: np.ndarray) -> float:
    """The logarithm of the sum of the exponentials, without any that is too large."""
    largest = float(logits.max())
    return largest + float(np.log(np.exp(logits.astype(np.float64) - largest).sum()))


def draw_gaps(canvas: Canvas, say: Say, y: float, labels: tuple[str, ...], logits: np.ndarray, right: int) -> float:
    """Every logit on one line of numbers, and its gap to the log-sum-exp: the loss if that label is right.

    The row of the right label is framed. Returns where all ends.
    """
    names, total = [say.fact(label_name(label)) for label in labels], log_sum_exp(logits)
    side = min(SIDE, max(text_width(name, 12) for name in names)) + 5
    low, left = float(logits.min()), MARGIN + side + NUMBER + 14
    unit = (canvas.width - MARGIN - NUMBER - 16 - left) / ((total - low) or 1)
    limit, end = left + (total - low) * unit, canvas.width - MARGIN - 5
    for x, head in ((left - 14, say(ja="ロジット", en="logit")), (end, say(ja="損失", en="loss"))):
        canvas.text(x, y + 12, head, size=11, color=SOFT, anchor="end")
    canvas.text(limit + 4, y + 12, f"log-sum-exp {decimal(total, 3)}", size=11, color=ACCENT, anchor="end")
    y += 22
    canvas.line([limit, limit], [y, y + len(names) * LINES], color=ACCENT, thickness=1.4, above=3)
    for n, (name, logit) in enumerate(zip(names, logits, strict=True)):
        middle, start, is_right = y + (n + 0.5) * LINES, left + (float(logit) - low) * unit, n == right
        canvas.text(MARGIN + 5, middle, fitted(name, 12, side - 5), middle=True)
        canvas.text(left - 14, middle, decimal(logit, 3), size=11, anchor="end", middle=True)
        canvas.line([start, limit], [middle, middle], color=INK if is_right else SOFT, thickness=3 if is_right else 1)
        canvas.line([start, start], [middle - KNOB, middle + KNOB], color=INK, thickness=2)
        canvas.text(end, middle, decimal(total - logit, 3), size=11, color=INK if is_right else SOFT, anchor="end",
                    middle=True)
    canvas.window(MARGIN, y + right * LINES + 1, canvas.width - 2 * MARGIN, LINES - 2)
    return y + len(names) * LINES
