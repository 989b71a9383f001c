"""The bits of a difference hash, side by side, and how many of them differ on a line from none to all."""

from dataclasses import dataclass

import numpy as np

from diagrams.draw.canvas import MARGIN, Canvas, text_width
from diagrams.draw.palette import ACCENT, INK, LINE, MAT, RIGHT, SOFT
from diagrams.draw.scale import grey
from diagrams.draw.sheet import reduced
from diagrams.draw.wrap import wrap
from diagrams.facts import Fact, count, sentence, share, word
from diagrams.language import Say

GAP, NAME = 9, 13  # between two columns, the height of a line of their names
SIDE, NUMBER = 92, 44  # widths beside the line: of a mark's name, of its number


DIFFERS = "#a8326c"  # the accent, but alike in both schemes: it lies among cells that are light in both
MISSED = word(ja="この方法では、別の写真に見えてしまいます。", en="To this hash, it is another photo.")
FOUND = word(ja="これも、似ていると分かります。", en="That, too, counts as alike.")


def differing(probe: dict[str, np.ndarray]) -> np.ndarray:
    """How many bits of each hash differ from the first one's: (photos,)."""
    return (probe["bits"] != probe["bits"][0]).sum(axis=(1, 2, 3))


def told_of_hashes(probe: dict[str, np.ndarray]) -> dict[str, Fact]:
    """How many bits there are, how many may differ, and how many do."""
    _, saved, cut, mirrored, _ = differing(probe)
    beyond = np.flatnonzero(probe["cuts"] > probe["limit"][0])
    return {
        "bits": count(probe["bits"][0].size), "limit": count(probe["limit"][0]), "saved": count(saved),
        "cut": count(cut), "mirrored": count(mirrored), "pairs": count(len(probe["pairs"])),
        "pairs_low": count(probe["pairs"].min()), "pairs_high": count(probe["pairs"].max()),
        "cut_told": sentence(
            ja="左を幅の{width}まで切っても、似ていると分かります。",
            en="A strip of up to {width} of the width can be missing before the script takes it for another photo.",
            width=share((beyond[0] if len(beyond) else len(probe["cuts"])) / 100)),
        "mirrored_told": MISSED if mirrored > probe["limit"][0] else FOUND,
    }


@dataclass(frozen=True)
class Hashed:
    """A picture (rows, columns, 3), its name, what is left of it (9, 9) uint8, and the bits (2, 8, 8) of its hash."""

    name: str
    rgb: np.ndarray
    left: np.ndarray
    bits: np.ndarray


def draw_hashes(canvas: Canvas, say: Say, y: float, hashed: list[Hashed]) -> float:
    """A column for each: the picture, its few greys, its bits, those that differ from the first one's marked."""
    side = (canvas.width - 2 * MARGIN - GAP * (len(hashed) - 1)) / len(hashed)
    names = [wrap(each.name, say.language, side + GAP - 2, lambda line: text_width(line, 10)) for each in hashed]
    top = y + NAME * max(map(len, names)) + 2
    for n, (each, lines) in enumerate(zip(hashed, names, strict=True)):
        x = MARGIN + n * (side + GAP)
        for row, line in enumerate(lines):
            canvas.text(x + side / 2, y + NAME * row + 6, line, size=10, color=SOFT, anchor="middle")
        canvas.pixels(x, top, side, side, reduced(each.rgb, 2 * side))
        canvas.pixels(x, top + side + 6, side, side, grey(each.left / 255))
        for row, bits in enumerate(each.bits):
            draw_bits(canvas, x, top + (side + 6) * (2 + row), side, bits, bits != hashed[0].bits[row])
        for row in range(4):
            canvas.rectangle(x, top + (side + 6) * row, side, side, stroke=LINE, thickness=0.8)
    return top + 4 * (side + 6)


def draw_bits(canvas: Canvas, x: float, y: float, size: float, bits: np.ndarray, differ: np.ndarray) -> None:
    """Bits (8, 8) as light and darker cells; those that `differ`, booleans, are dark."""
    cells = np.where(bits[..., None], rgb_of(RIGHT), rgb_of(MAT))
    canvas.pixels(x, y, size, size, cells)
    unit = size / len(bits)
    for row, column in np.argwhere(differ):
        canvas.rectangle(x + column * unit, y + row * unit, unit, unit, fill=DIFFERS, above=1.3)


def rgb_of(color: str) -> np.ndarray:
    """#c9ced6 as three numbers in [0, 1]."""
    return np.array([int(color[n : n + 2], 16) for n in (1, 3, 5)]) / 255


@dataclass(frozen=True)
class Mark:
    """A place on the line, or a stretch of it, and what is there."""

    low: int
    high: int
    name: str


def draw_line(canvas: Canvas, y: float, marks: list[Mark], limit: int, most: int, told: str) -> float:
    """Marks on a line from 0 to `most`, one below the other, and the limit with its name; returns where they end."""
    left, right = MARGIN + SIDE, canvas.width - MARGIN - NUMBER

    def place(value: float) -> float:
        return left + value / most * (right - left)

    end = y + 16 + 20 * len(marks)
    canvas.text(place(limit + 0.5) + 5, y + 8, told, size=11, color=ACCENT)
    canvas.line([place(limit + 0.5)] * 2, [y, end], color=ACCENT, dashed=True)
    for n, mark in enumerate(marks):
        middle = y + 26 + 20 * n
        canvas.text(MARGIN, middle, mark.name, size=11, middle=True)
        canvas.rectangle(place(mark.low) - 3, middle - 4, place(mark.high) - place(mark.low) + 6, 8, fill=INK)
        number = f"{mark.low}" if mark.low == mark.high else f"{mark.low}–{mark.high}"
        canvas.text(canvas.width - MARGIN, middle, number, size=12, anchor="end", middle=True)
    canvas.line([left, right], [end, end], color=SOFT)
    for value in (0, most // 2, most):
        canvas.line([place(value)] * 2, [end, end + 4], color=SOFT)
        canvas.text(place(value), end + 16, f"{value}", size=10, color=SOFT, anchor="middle")
    return end + 20
