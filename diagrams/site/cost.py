"""What many readers cost: bytes of a published site, and the arithmetic from there.

    python -m diagrams.site.cost site --price 0.05

Text is counted compressed, as every host sends it. A first visit loads one post and all that pages share; each
further post loads only what is its own, as long as the browser keeps the rest, which the header files ask for.
"""

import argparse
import gzip
import posixpath
import re
import statistics
import sys
from dataclasses import dataclass
from functools import cache
from html.parser import HTMLParser
from pathlib import Path

from diagrams.build.webfonts import RANGES

PACKED = {".html", ".css", ".js", ".svg", ".json"}
READERS, MORE, PRICE = 1_000_000, 4, 0.05  # posts that each reads after the first; of a gigabyte
FILE = "cost.txt"
ADDRESS = re.compile(r"url\([\"']?([^\"')]+)")
IMPORT = re.compile(r'^import .*?"(\.[^"]+)";', re.M)
AT_ONCE = {"stylesheet", "icon", "preload", "modulepreload"}


@dataclass(frozen=True)
class Post:
    """Bytes of one post: the page, what it shares with all others, pictures fetched when a reader comes near."""

    page: int
    shared: int
    later: int


class Reader(HTMLParser):
    """Collects what a page fetches at once, and what later."""

    def __init__(self) -> None:
        super().__init__()
        self.at_once: list[str] = []
        self.later: list[str] = []
        self.drawn: set[str] = set()  # characters in figures
        self.in_figure = False

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        known = {name: value or "" for name, value in attributes}
        self.in_figure = self.in_figure or tag == "svg"
        if tag == "link" and known.get("href") and AT_ONCE & {*known.get("rel", "").split()}:
            self.at_once.append(known["href"])
        elif tag in ("script", "img") and known.get("src"):
            (self.later if known.get("loading") == "lazy" else self.at_once).append(known["src"])

    def handle_endtag(self, tag: str) -> None:
        self.in_figure = self.in_figure and tag != "svg"

    def handle_data(self, data: str) -> None:
        self.drawn.update(data if self.in_figure else "")


@cache
def weight(path: Path) -> int:
    """Bytes of a file as they travel."""
    content = path.read_bytes()
    return len(gzip.compress(content, 6) if path.suffix in PACKED else content)


def files(addresses: list[str], folder: Path) -> set[Path]:
    """The files that addresses in a file of a folder lead to."""
    found = {folder / posixpath.normpath(address) for address in addresses if not address.startswith(("data:", "http"))}
    return {path.resolve() for path in found if path.is_file()}


def with_what_they_name(found: set[Path]) -> set[Path]:
    """Files, and the fonts and scripts that they name in turn."""
    for path in list(found):
        text = path.read_text(encoding="utf-8") if path.suffix in (".css", ".js") else ""
        named = files((ADDRESS if path.suffix == ".css" else IMPORT).findall(text), path.parent) - found
        found = found | (with_what_they_name(named) if named else set())
    return found


def is_asked_for(font: str, drawn: set[str]) -> bool:
    """Whether figures with these characters need a font."""
    spans = [each.removeprefix("U+").split("-") for each in RANGES[font].split(", ") if each]
    return not spans or any(int(first, 16) <= ord(character) <= int((rest or [first])[0], 16)
                            for first, *rest in spans for character in drawn)


def of_post(page: Path) -> Post:
    """What one post weighs."""
    reader = Reader()
    reader.feed(page.read_text(encoding="utf-8"))
    shared = {path for path in with_what_they_name(files(reader.at_once, page.parent))
              if path.name not in RANGES or is_asked_for(path.name, reader.drawn)}
    return Post(weight(page), sum(map(weight, shared)), sum(map(weight, files(reader.later, page.parent) - shared)))


def told(posts: list[Post], readers: int, more: int, price: float) -> str:
    """The arithmetic in lines; `price` is for a gigabyte, `more` are the posts that a reader opens after the first."""
    page, shared, later = (round(statistics.mean(getattr(post, part) for post in posts))
                           for part in ("page", "shared", "later"))
    one = page + shared + later + more * (page + later)
    total = one * readers / 1e9
    return "\n".join([
        f"a post, the mean of {len(posts)}        {page:>11,} bytes",
        f"its pictures, read to the end  {later:>11,} bytes",
        f"style, scripts, fonts, once    {shared:>11,} bytes",
        f"one reader of {1 + more} posts         {one:>11,} bytes = {shared:,} + {1 + more} x ({page:,} + {later:,})",
        f"{readers:,} readers: {written(total)} GB = {one:,} x {readers:,} / 1,000,000,000",
        f"at {price:g} per GB: {written(total * price)}"])


def of_site(site: Path, readers: int = READERS, more: int = MORE, price: float = PRICE) -> str:
    """The arithmetic of a published folder; "" when it holds no posts."""
    pages = sorted(site.glob("posts/*.html")) + sorted(site.glob("*/posts/*.html"))
    return told([of_post(page) for page in pages], readers, more, price) if pages else ""


def write(site: Path) -> None:
    """Put the arithmetic into the site itself."""
    (site / FILE).write_text(f"{of_site(site)}\n", encoding="utf-8")


def written(amount: float) -> str:
    """Three digits at least."""
    return f"{amount:,.0f}" if amount >= 100 else f"{amount:.3g}"


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m diagrams.site.cost", description=__doc__,
                                     formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("site", type=Path, nargs="?", default=Path("site"), help="the published folder")
    parser.add_argument("--readers", type=int, default=READERS, help="how many (default: %(default)s)")
    parser.add_argument("--more", type=int, default=MORE, metavar="POSTS",
                        help="what each reads after the first post (default: %(default)s)")
    parser.add_argument("--price", type=float, default=PRICE, help="of a gigabyte, at your host (default: %(default)s)")
    asked = parser.parse_args()
    arithmetic = of_site(asked.site, asked.readers, asked.more, asked.price)
    print(arithmetic or sys.exit(f"cost: {asked.site} holds no published posts; make site"))


if __name__ == "__main__":
    main()
