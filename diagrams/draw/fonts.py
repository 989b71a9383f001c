"""The two packaged fonts that lay every figure out, the same on every machine.

Letters, digits and Japanese come from Noto Sans CJK JP (tabular digits). Its signs such as × and →
are as wide as a Japanese character, so these come from DejaVu Sans, cut down to just them.
"""

import hashlib
import os
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path

import matplotlib
import noto_cjk_sans_jp_regular
from matplotlib import font_manager

CACHE = Path(__file__).parent.parent.parent / ".cache" / "fonts"
TEXT = Path(noto_cjk_sans_jp_regular.__file__).parent / "NotoSansCJKjp-Regular.otf"
DEJAVU = Path(matplotlib.get_data_path()) / "fonts" / "ttf" / "DejaVuSans.ttf"
SYMBOLS_NAME, TEXT_NAME = "Figure Symbols", "Noto Sans CJK JP"
COARSE = 0.5  # of a thousandth of the letters' size: how far a quadratic outline may be from the cubic one
SYMBOLS = [0xB1, 0xD7, 0xF7, *range(0x2190, 0x2212), *range(0x2213, 0x2300)]  # all but the minus


def cut(source: Path, codepoints: list[int], target: Path, *, name: str = "", for_web: bool = False) -> None:
    """Write a font with only these characters; the same characters give the same bytes.

    For the web it is packed, and without hints for screens so coarse that few are left.
    """
    from fontTools import subset, ttLib  # only here: what cuts fonts takes long to load, and they are kept

    flavor = "woff2" if for_web else None
    options = subset.Options(flavor=flavor, layout_features=["kern"], drop_tables=["FFTM"], notdef_outline=True,
                             recalc_timestamp=False, hinting=not for_web, desubroutinize=for_web)
    font = ttLib.TTFont(source, recalcTimestamp=False)
    subsetter = subset.Subsetter(options)
    subsetter.populate(unicodes=codepoints)
    subsetter.subset(font)
    for record in font["name"].names if name else ():
        if record.nameID in (1, 4, 16):
            font["name"].setName(name, record.nameID, record.platformID, record.platEncID, record.langID)
    target.parent.mkdir(parents=True, exist_ok=True)
    font.flavor = flavor
    part = target.with_suffix(f".{os.getpid()}.part")
    font.save(part)
    part.replace(target)


def to_truetype(source: Path, target: Path) -> None:
    """Write a font with quadratic outlines in place of cubic ones, which is what a PDF takes as TrueType."""
    from fontTools.pens.cu2quPen import Cu2QuPen
    from fontTools.pens.ttGlyphPen import TTGlyphPen
    from fontTools.ttLib import TTFont, newTable

    font = TTFont(source, recalcTimestamp=False)
    outlines, order = font.getGlyphSet(), font.getGlyphOrder()
    font["loca"], font["glyf"] = newTable("loca"), newTable("glyf")
    font["glyf"].glyphOrder, font["glyf"].glyphs = order, {}
    for name in order:
        pen = TTGlyphPen(None)
        outlines[name].draw(Cu2QuPen(pen, max_err=COARSE, reverse_direction=True))
        font["glyf"].glyphs[name] = pen.glyph()
    for table in ("CFF ", "VORG"):
        if table in font:
            del font[table]
    unused = ("maxZones", "maxTwilightPoints", "maxStorage", "maxFunctionDefs", "maxInstructionDefs",
              "maxStackElements", "maxSizeOfInstructions", "maxComponentElements")
    font["maxp"].tableVersion = 0x00010000
    for name in unused:
        setattr(font["maxp"], name, int(name == "maxZones"))
    font["post"].formatType, font["post"].extraNames, font["post"].mapping = 2.0, [], {}
    font["post"].glyphOrder = None
    font.sfntVersion = "\0\1\0\0"
    font.save(target)


@contextmanager
def as_truetype(characters: set[str]) -> Iterator[None]:
    """Let matplotlib write these characters with TrueType outlines; it cannot put others into a PDF."""
    install()
    symbols, text = (Path(font.fname) for font in font_manager.fontManager.ttflist)
    points = sorted({ord(character) for character in characters}.difference(SYMBOLS))
    key = hashlib.sha256(f"{points} {COARSE} {text}".encode()).hexdigest()[:16]
    cubic, quadratic = CACHE / f"text-{key}.otf", CACHE / f"text-{key}.ttf"
    cut(text, points, cubic)
    to_truetype(cubic, quadratic)
    try:
        know(symbols, quadratic)
        yield
    finally:
        know(symbols, text)
        cubic.unlink()
        quadratic.unlink()


def know(*fonts: Path) -> None:
    """Let matplotlib know these fonts and no other."""
    font_manager.fontManager.ttflist.clear()
    for font in fonts:
        font_manager.fontManager.addfont(font)


@cache
def install() -> None:
    """Let matplotlib know these two fonts and no other."""
    key = hashlib.sha256(f"{SYMBOLS} {matplotlib.__version__}".encode()).hexdigest()[:16]
    symbols = CACHE / f"symbols-{key}.ttf"
    if not symbols.exists():
        cut(DEJAVU, SYMBOLS, symbols, name=SYMBOLS_NAME)
    know(symbols, TEXT)


FAMILY = [SYMBOLS_NAME, TEXT_NAME]
