"""The fonts of the figures in a browser: every character in one of them, as wide as it was laid out."""

import io
import re

import pytest
from fontTools.ttLib import TTFont

from diagrams.build import webfonts
from diagrams.build.files import ROOT
from diagrams.draw import fonts

TEXT = "Conv2D の出力は 98×98×32 → −0.37。“ok”…"


@pytest.fixture(scope="module")
def made() -> dict[str, TTFont]:
    return {name: TTFont(io.BytesIO(data)) for name, data in webfonts.files_of(set(TEXT)).items()}


def asked_for(character: str) -> str:
    """The font that a browser takes for a character: the last whose range holds it, else the first."""
    for name, range_ in reversed(webfonts.RANGES.items()):
        spans = [span.removeprefix("U+").split("-") for span in range_.split(", ") if span]
        if not spans or any(int(span[0], 16) <= ord(character) <= int(span[-1], 16) for span in spans):
            return name
    raise AssertionError(character)


@pytest.mark.parametrize("character", sorted(set(TEXT)))
def test_the_font_that_a_browser_asks_for_has_the_character_as_wide_as_in_the_figure(made, character):
    font = made[asked_for(character)]
    laid_out = TTFont(fonts.DEJAVU if ord(character) in fonts.SYMBOLS else fonts.TEXT)
    widths = [each["hmtx"][each.getBestCmap()[ord(character)]][0] / each["head"].unitsPerEm
              for each in (font, laid_out)]
    assert widths[0] == widths[1]


def test_english_needs_no_japanese_font():
    assert {asked_for(character) for character in "ReLU: 14% of 9,604 (−0.4) …“x”"} == {"figure-sans.woff2"}


def test_the_style_sheet_names_the_same_fonts():
    style = (ROOT / "docs/assets/diagrams.css").read_text(encoding="utf-8")
    faces = {}
    for face in re.findall(r"@font-face \{(.*?)\}", style, re.S):
        faces[re.search(r'fonts/([\w.-]+)"', face)[1]] = (re.findall(r"unicode-range: (.*?);", face) or [""])[0]
    assert list(faces.items()) == list(webfonts.RANGES.items())
