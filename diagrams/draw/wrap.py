"""Lines that fit a width."""

from collections.abc import Callable

from diagrams.phrases import phrases


def wrap(text: str, language: str, width: float, measure: Callable[[str], float]) -> list[str]:
    """Break a text into as few lines as fit the width, about equally long."""
    lines = fill(text, language, width, measure)
    longest = max(measure(phrase.rstrip()) for phrase in phrases(text, language))
    narrow = width
    while len(lines) > 1 and narrow > max(width / 2, longest + width / 24):
        narrow -= width / 24
        tighter = fill(text, language, narrow, measure)
        if len(tighter) > len(lines):
            break
        lines = tighter
    return lines


def fill(text: str, language: str, width: float, measure: Callable[[str], float]) -> list[str]:
    """Break a text greedily into lines; a phrase wider than a line is broken anywhere."""
    lines = [""]
    for phrase in phrases(text, language):
        if measure((lines[-1] + phrase).rstrip()) <= width:
            lines[-1] += phrase
            continue
        if lines[-1]:
            lines.append("")
        for character in phrase:
            if lines[-1] and measure((lines[-1] + character).rstrip()) > width:
                lines.append("")
            lines[-1] += character
    return [line.rstrip() for line in lines]
