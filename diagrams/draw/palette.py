"""Colours by meaning. Those that are `themed` follow the reader's colour scheme; all others stay."""

from collections.abc import Sequence

import numpy as np
from matplotlib.colors import LinearSegmentedColormap

Color = str | tuple[float, float, float]

CLASSES: dict[str, str] = {}  # colour: class, of those that follow the reader's colour scheme


def themed(name: str, colour: str) -> str:
    """A colour of this class. Each has its own: what is drawn is made of the colours that its code names, and no other.

    Raises ValueError where another class has the colour.
    """
    if CLASSES.setdefault(colour, name) != name:
        raise ValueError(f"{colour} is {CLASSES[colour]} and {name}; let them differ")
    return colour


INK = themed("ink", "#1d2733")
SOFT = themed("soft", "#55616e")
LINE = themed("line", "#b9c1ca")
PAPER = themed("paper", "#fefefe")
ACCENT = themed("accent", "#a8326b")
CHANNELS = {"R": themed("red", "#c8323c"), "G": themed("green", "#23774a"), "B": themed("blue", "#3d5fd0")}

DARK = "#1d2734"
LIGHT = "#ffffff"
MAT = "#f3f1ec"
WRONG = "#a8326c"  # the cross of wrong answers: lies on white
STRIPES = "#c4c8ce"  # of cut or dropped cells: lies on the mat, so it is alike in both schemes
NEGATIVE = "#1f5fa8"
POSITIVE = "#c75b0a"

SIGNED = LinearSegmentedColormap.from_list(
    "signed", ["#123f78", "#2f6fb5", "#8db8dc", MAT, "#f2b27a", "#d9701a", "#8a3a02"])
ERRORS = LinearSegmentedColormap.from_list("errors", [MAT, "#e9b5cc", "#d66f9f"])
RIGHT = "#c9ced6"  # the cells of right answers
GREY = LinearSegmentedColormap.from_list("grey", ["#000000", "#ffffff"])


def ink_on(rgb: Sequence[float] | np.ndarray) -> str:
    """Dark or light digits, whichever is easier to read on this colour (r, g, b in [0, 1])."""
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in rgb[:3]]
    luminance = 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]
    return DARK if luminance > 0.2 else LIGHT
