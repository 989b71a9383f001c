"""Numbers that figures and prose may state, formatted in one place for both languages."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from diagrams.language import LANGUAGES, Say, Text, Told

MINUS = "\u2212"
LISTED = 56  # characters of a channel that fit a line of code on a page


@dataclass(frozen=True)
class Fact:
    """A computed value and how each language writes it; `kind` is count, share, value, shape, word or code."""

    kind: str
    value: Any
    text: Text


def both(kind: str, value: Any, text: str) -> Fact:
    """A fact that both languages write alike."""
    return Fact(kind, value, Text(ja=text, en=text))


def count(n: int) -> Fact:
    """A number of things: 33,856. From a million on it is rounded: 8,847万, 88.5 million; 2億4,018万, 240.2 million."""
    n = int(n)
    if n < 1_000_000:
        return both("count", n, f"{n:,}")
    above, below = divmod(round(n / 1e4), 10_000)
    return Fact("count", n, Text(ja=f"{above:,}億" * bool(above) + f"{below:,}万" * bool(below),
                                 en=f"{n / 1e6:,.1f} million"))


def share(part: float) -> Fact:
    """A part of a whole, 0 to 1, in percent; one decimal where a whole number would say too little."""
    percent = 100 * float(part)
    if 99.95 <= percent < 100:
        return both("share", float(part), ">99.9%")
    if 0 < percent < 0.05:
        return both("share", float(part), "<0.1%")
    decimals = 0 if percent == 0 or percent >= 100 or 10 <= percent <= 98.5 else 1
    return both("share", float(part), f"{percent:.{decimals}f}%")


def decimal(x: float, decimals: int = 2) -> str:
    """A number with fixed decimals, a real minus, and no minus before a zero."""
    text = f"{float(x):.{decimals}f}"
    if float(text) == 0:
        text = text.lstrip("-")
    return text.replace("-", MINUS)


def exact(x: float, decimals: int) -> str:
    """A number with fixed decimals; an exact zero as 0."""
    return "0" if x == 0 else decimal(x, decimals)


def significant(x: float, digits: int = 4) -> str:
    """A number with as many decimals as show so many digits of it: −0.4047, 0.001234; zero as 0."""
    exponent = int(f"{float(x):.{digits - 1}e}".partition("e")[2])
    return decimal(x, max(0, digits - 1 - exponent)) if x else "0"


def value(x: float, decimals: int = 2) -> Fact:
    """A real number, rounded to fixed decimals: −0.37."""
    return both("value", float(x), decimal(x, decimals))


def learning_rate(x: float) -> Fact:
    """A learning rate, with two digits that count: 0.0007, 0.000092."""
    return both("value", float(x), np.format_float_positional(x, 2, fractional=False, trim="-"))


def change(x: float, decimals: int = 2) -> Fact:
    """How a number has changed, rounded to fixed decimals, with its sign: +0.37, −0.37."""
    text = decimal(x, decimals)
    return both("value", float(x), f"+{text}" if float(text.replace(MINUS, "-")) > 0 else text)


def at_most(x: float) -> Fact:
    """A small difference, rounded up in its first digit: 0.0000002; none at all is 0."""
    decimals = int(np.ceil(-np.log10(x))) if 0 < x < 1 else 0
    return value(np.ceil(x * 10**decimals) / 10**decimals, decimals)


def subtraction(one: float, other: float, decimals: int = 3) -> Fact:
    """One number minus another, as a formula writes it; a negative one is taken away in brackets."""
    taken = decimal(other, decimals)
    return both("formula", float(one) - float(other),
                f"{decimal(one, decimals)} {MINUS} {f'({taken})' if taken.startswith(MINUS) else taken}")


def shape(sizes: Sequence[int]) -> Fact:
    """Sizes in the order of Keras (height, width, channels): 98×98×32."""
    return both("shape", [int(size) for size in sizes], "×".join(f"{size}" for size in sizes))


def steps(strides: Sequence[int]) -> Fact:
    """A stride, down and across: one number where they are equal, else 1×2."""
    return count(strides[0]) if len(set(strides)) == 1 else shape(strides)


def word(*, ja: str, en: str) -> Fact:
    """A word that depends on the network or on the photo."""
    return Fact("word", en, Text(ja=ja, en=en))


def sentence(*, ja: str, en: str, **facts: Told) -> Fact:
    """Words with facts in them: sentence(ja="{n}枚です", en="{n} photos", n=count(4))."""
    return word(**{language: Say(language)(ja=ja, en=en, **facts) for language in LANGUAGES})


def counted(n: int, *, ja: str, one: str, many: str) -> Fact:
    """A number with what it counts: 2行, 2 lines, 1 line."""
    return Fact("count", int(n), Text(ja=f"{n:,}{ja}", en=f"{n:,} {one if n == 1 else many}"))


def code(lines: str) -> Fact:
    """Lines of Python that a reader can copy and run."""
    return both("code", lines, lines)


def listing(values: np.ndarray, decimals: int) -> str:
    """Numbers (height, width, channels) as nested lists: a line for each channel, or for each row of a long one."""
    channels = [[[f"{number:.{decimals}f}" for number in row] for row in values[..., n]]
                for n in range(values.shape[-1])]
    width = max(sum(len(number) + 2 for row in rows for number in row) for rows in channels)
    between = ", " if width <= LISTED else ",\n     "
    lines = ["[" + between.join(f"[{', '.join(row)}]" for row in rows) + "]" for rows in channels]
    return "[\n    " + ",\n    ".join(lines) + "]"
