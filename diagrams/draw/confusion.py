"""Which label got which answer, how often: a table whose diagonal is right."""

from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise

import numpy as np

from diagrams.draw.canvas import MARGIN, Canvas, fitted, text_width
from diagrams.draw.palette import DARK, ERRORS, LIGHT, LINE, RIGHT, SOFT, Color, ink_on
from diagrams.facts import Fact, count, share
from diagrams.labels import label_name
from diagrams.language import Say

ROW, HEAD, SIDE, PHOTOS, SHARE = 30, 16, 70, 46, 44  # heights of a row and a line of names; widths beside the cells


@dataclass(frozen=True)
class Confusion:
    """How many photos of each label (rows) got which answer (columns): `counts` (labels, labels)."""

    labels: list[str]
    counts: np.ndarray

    @classmethod
    def of(cls, answers: dict[str, dict[str, int]]) -> "Confusion":
        """From {label: {answer: photos}}."""
        return cls(list(answers), np.array([[row[label] for label in answers] for row in answers.values()]))

    @cached_property
    def photos(self) -> np.ndarray:
        """How many photos each label has."""
        return self.counts.sum(axis=1)

    @cached_property
    def parts(self) -> np.ndarray:
        """Each count as a part of its row; zero where a label has no photos."""
        return self.counts / np.maximum(self.photos, 1)[:, None]

    @cached_property
    def errors(self) -> np.ndarray:
        """The same without the right answers."""
        return np.where(np.eye(len(self.counts), dtype=bool), 0, self.parts)

    @cached_property
    def mixed_up(self) -> tuple[int, int]:
        """The label (row) and the wrong answer (column) that take the largest part of a row."""
        label, answer = np.unravel_index(self.errors.argmax(), self.errors.shape)
        return int(label), int(answer)

    @cached_property
    def tested(self) -> list[int]:
        """The labels that have photos, the least well known first."""
        return sorted(np.flatnonzero(self.photos).tolist(), key=lambda n: self.parts[n, n])

    @cached_property
    def balanced(self) -> float:
        """The mean share of right answers over the labels that have photos."""
        return float(self.parts.diagonal()[self.tested].mean())


def told_of_tests(found: Confusion) -> dict[str, Fact]:
    """How many are right, and the mix-up that takes the largest part of a row."""
    label, answer = found.mixed_up
    return {"photos": count(found.photos.sum()), "right": count(found.counts.trace()),
            "mixed": label_name(found.labels[label]), "mixed_answer": label_name(found.labels[answer]),
            "mixed_photos": count(found.counts[label, answer]), "mixed_share": share(found.errors[label, answer])}


def title_of_confusion(say: Say, found: Confusion) -> str:
    """How many are right, and the largest mix-up, if there is one."""
    told = told_of_tests(found)
    if not found.errors.any():
        return say(ja="テスト用の写真{photos}枚がすべて正解です", en="Right: {right} of {photos} test photos", **told)
    return say(ja="{photos}枚のうち{right}枚が正解。{mixed}の{mixed_share}を「{mixed_answer}」と答えました",
               en="{right} of {photos} right; {mixed_share} of “{mixed}” pass for “{mixed_answer}”", **told)


def draw_confusion(canvas: Canvas, say: Say, y: float, found: Confusion) -> float:
    """The table with names, sums and shares; a largest error in a double frame; returns where it ends."""
    names = [say.fact(label_name(label)) for label in found.labels]
    side = min(SIDE, max(text_width(name, 12) for name in names)) + 8
    cell, x = (canvas.width - 2 * MARGIN - side - PHOTOS - SHARE) / len(names), MARGIN + side
    end, limit = x + cell * len(names), found.errors.max() or 1
    y = heads(canvas, say, y, names, x, cell)
    for row, name in enumerate(names):
        top, middle = y + row * ROW, y + (row + 0.5) * ROW
        canvas.text(x - 8, middle, fitted(name, 12, side - 8), anchor="end", middle=True)
        for column, number in enumerate(found.counts[row]):
            right = row == column
            one_cell(canvas, (x + column * cell, top, cell), number, RIGHT if right else
                     tuple(ERRORS(found.errors[row, column] / limit)[:3]))
        canvas.text(end + PHOTOS - 6, middle, f"{found.photos[row]:,}", size=11, color=SOFT, anchor="end", middle=True)
        part = say.fact(share(found.parts[row, row])) if found.photos[row] else "–"
        canvas.text(end + PHOTOS + SHARE, middle, part, size=13, anchor="end", middle=True)
    row, column = found.mixed_up
    if found.errors.any():
        canvas.window(x + column * cell, y + row * ROW, cell, ROW)
    return y + len(names) * ROW


def heads(canvas: Canvas, say: Say, y: float, names: list[str], x: float, cell: float) -> float:
    """What rows and columns are, and the names of the answers, in two lines where one is too narrow."""
    widths = [text_width(name, 11) for name in names]
    lines = 2 if any((one + two) / 2 > cell - 3 for one, two in pairwise(widths)) else 1
    end, bottom = x + cell * len(names), y + 16 + lines * HEAD
    canvas.text((x + end) / 2, y + 8, say(ja="ネットワークの答え →", en="the network's answer →"), size=11, color=SOFT,
                anchor="middle")
    for n, name in enumerate(names):
        raised = HEAD if lines == 2 and (len(names) - n) % 2 else 0
        middle = x + (n + 0.5) * cell
        canvas.text(middle, bottom - 6 - raised, fitted(name, 11, 2 * cell - 6), size=11, anchor="middle")
        if raised:
            canvas.line([middle, middle], [bottom - raised - 2, bottom - 2], thickness=0.8)
    canvas.text(MARGIN, bottom - 6, say(ja="写真 ↓", en="photo ↓"), size=11, color=SOFT)
    canvas.text(end + PHOTOS - 6, bottom - 6, say(ja="枚数", en="photos"), size=11, color=SOFT, anchor="end")
    canvas.text(end + PHOTOS + SHARE, bottom - 6, say(ja="正解", en="right"), size=11, color=SOFT, anchor="end")
    return bottom


def one_cell(canvas: Canvas, box: tuple[float, float, float], number: int, color: Color) -> None:
    """One count on its colour, if it fits; nothing for zero."""
    x, y, width = box
    canvas.rectangle(x, y, width, ROW, fill=color, stroke=LIGHT, thickness=1, above=1.2)
    size = 12 if text_width(f"{number}", 12) < width else 10
    if number and text_width(f"{number}", size) <= width:
        ink = DARK if isinstance(color, str) else ink_on(color)
        canvas.text(x + width / 2, y + ROW / 2, f"{number}", size=size, color=ink, anchor="middle", middle=True)


def confusion_key(canvas: Canvas, say: Say, y: float, found: Confusion) -> float:
    """What the colours and the frame mean; returns where it ends."""
    canvas.rectangle(MARGIN, y, 14, 10, fill=RIGHT, stroke=LINE, thickness=0.8)
    canvas.text(MARGIN + 20, y + 9, say(ja="正解", en="right"), size=11, color=SOFT)
    if not found.errors.any():
        return y + 16
    ramp = np.linspace(0, 1, 32)[None]
    canvas.pixels(MARGIN + 74, y, 70, 10, ERRORS(ramp)[..., :3])
    canvas.rectangle(MARGIN + 74, y, 70, 10, stroke=LINE, thickness=0.8)
    ends = {"low": count(0), "high": share(found.errors.max())}
    canvas.text(MARGIN + 150, y + 9, size=11, color=SOFT,
                text=say(ja="間違い：行の{low}〜{high}", en="wrong: {low} to {high} of the row", **ends))
    frame = say(ja="二重の枠：これより割合の高い取り違えはない", en="double frame: no mix-up is more frequent")
    canvas.text(MARGIN, y + 27, frame, size=11, color=SOFT)
    return y + 34
