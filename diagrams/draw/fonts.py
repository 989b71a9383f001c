"""The two packaged fonts that lay every figure out, the same on every machine.

Letters, digits and Japanese come from Noto Sans CJK JP (tabular digits). Its signs such as × and →
are as wide as a Japanese character, so these come from DejaVu Sans, cut down to just them.
"""

import hashlib
import os
from functools import cache
from pathlib import Path

import matplotlib
import noto_cjk_sans_jp_regular
from fontTools import subset
from fontTools.ttLib import TTFont
from matplotlib import font_manager

CACHE = Path(__file__).parent.parent.parent / ".cache" / "fonts"
TEXT = Path(noto_cjk_sans_jp_regular.__file__).parent / "NotoSansCJKjp-Regular.otf"
DEJAVU = Path(matplotlib.get_data_path()) / "fonts" / "ttf" / "DejaVuSans.ttf"
SYMBOLS_NAME, TEXT_NAME = "Figure Symbols", "Noto Sans CJK JP"
SYMBOLS = [0xB1, 0xD7, 0xF7, *range(0x2190, 0x2212), *range(0x2213, 0x2300)]  # all but the minus


def cut(source: Path, codepoints: list[int], target: Path, *, name: str = "", flavor: str | None = None) -> None:
    """Write a font with only these characters; the same characters give the same bytes."""
    options = subset.Options(flavor=flavor, layout_features=["kern"], drop_tables=["FFTM"], notdef_outline=True,
                             recalc_timestamp=False)
    font = TTFont(source, recalcTimestamp=False)
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


@cache
def install() -> None:
    """Let matplotlib know these two fonts and no other."""
    key = hashlib.sha256(f"{SYMBOLS} {matplotlib.__version__}".encode()).hexdigest()[:16]
    symbols = CACHE / f"symbols-{key}.ttf"
    if not symbols.exists():
        cut(DEJAVU, SYMBOLS, symbols, name=SYMBOLS_NAME)
    font_manager.fontManager.ttflist.clear()
    font_manager.fontManager.addfont(symbols)
    font_manager.fontManager.addfont(TEXT)


FAMILY = [SYMBOLS_NAME, TEXT_NAME]
