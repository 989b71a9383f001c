"""The fonts that laid the figures out, cut down to the characters in use, for browsers.

Japanese has a file of its own, which English pages never ask for.
"""

import tempfile
from collections.abc import Callable
from pathlib import Path

from diagrams.build import digests, files, fingerprint

RANGES = {  # file: characters for which browsers ask for it; the first serves all others
    "figure-sans.woff2": "",
    "figure-japanese.woff2": "U+3000-9FFF, U+FF00-FFEF",
    "figure-symbols.woff2": "U+B1, U+D7, U+F7, U+2190-2211, U+2213-22FF",
}
ALWAYS = {*map(chr, range(0x20, 0x7F)), "\u3001", "\u00d7"}  # no file without characters


def faces(address: Callable[[str], str]) -> str:
    """The fonts for a style sheet; `address` says where a file is."""
    return "".join(f'@font-face {{ font-family: "Figure Sans"; src: url("{address(name)}");'
                   f"{f' unicode-range: {range_};' if range_ else ''} }}\n" for name, range_ in RANGES.items())


def files_of(characters: set[str]) -> dict[str, bytes]:
    """Name -> content of every font; cut anew when the characters in use have changed."""
    used = sorted(ALWAYS | characters)
    tools = fingerprint.of_versions("fonttools", "brotli", "noto-cjk-sans-jp-regular", "matplotlib")
    store = files.CACHE / "webfonts" / fingerprint.of([used, RANGES, tools, digests.of((__name__, "cut"))])
    if not store.exists():
        cut(list(map(ord, used)), store)
    return {name: (store / name).read_bytes() for name in RANGES}


def cut(points: list[int], store: Path) -> None:
    """Write all fonts, or none."""
    from diagrams.draw import fonts

    symbols = {point for point in points if point in fonts.SYMBOLS}
    japanese = {point for point in points if point >= 0x3000}
    parts = ((fonts.TEXT, {*points} - symbols - japanese), (fonts.TEXT, japanese), (fonts.DEJAVU, symbols))
    store.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=store.parent) as folder:
        for name, (source, part) in zip(RANGES, parts, strict=True):
            fonts.cut(source, sorted(part), Path(folder) / name, for_web=True)
        Path(folder).chmod(0o755)
        Path(folder).rename(store)
        Path(folder).mkdir()
