"""Where a reader would breathe: between words, in Japanese between phrases."""

import re
from functools import cache

import budoux

SPLIT = re.compile(r"(?<=：)(?=.)")
TORN = re.compile(r"(?<=[A-Za-z0-9_])\n(?=[A-Za-z0-9_])|\n(?=[：、。？！）」])|(?<=[（「])\n"
                  r"|(?<=間)\n(?=違)")  # BudouX tears 間違える


@cache
def japanese() -> budoux.Parser:
    return budoux.load_default_japanese_parser()


def phrases(text: str, language: str) -> list[str]:
    """The pieces of a line of text that must stay together, spaces kept at their ends; "" has none."""
    if language == "ja":
        return SPLIT.sub("\n", TORN.sub("", "\n".join(japanese().parse(text)))).split("\n") if text else []
    words = text.split(" ")
    return [f"{word} " for word in words[:-1]] + words[-1:]
