"""Line breaks where a reader would breathe: between words, in Japanese between phrases."""

from collections.abc import Callable
from functools import cache

import budoux


@cache
def japanese():
    return budoux.load_default_japanese_parser()


def phrases(text: str, language: str) -> list[str]:
    """The pieces of a text that must stay on one line, spaces kept at their ends."""
    if language == "ja":
        return japanese().parse(text)
    words = text.split(" ")
    return [f"{word} " for word in words[:-1]] + words[-1:]


def wrap(text: str, language: str, fits: Callable[[str], bool]) -> list[str]:
    """Break a text into lines that fit; a phrase wider than a line is broken anywhere."""
    lines = [""]
    for phrase in phrases(text, language):
        if fits((lines[-1] + phrase).rstrip()):
            lines[-1] += phrase
            continue
        if lines[-1]:
            lines.append("")
        for character in phrase:
            if not fits((lines[-1] + character).rstrip()):
                lines.append("")
            lines[-1] += character
    return [line.rstrip() for line in lines]
