"""Every link within the site leads somewhere: to a file, and to an id in it."""

import posixpath
import re
from html import unescape
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote, urlsplit

TARGETS = {"href", "src", "data", "poster"}
PREVIEWED = {"og:url", "og:image"}
NAMED = re.compile(r'(?:\bhref="|<loc>|<(?:\w+:)?id>)([^"<]+)')  # in feeds and the sitemap


class Reader(HTMLParser):
    """Collects the ids and the links of a page, and ids that are there twice."""

    def __init__(self) -> None:
        super().__init__()
        self.ids: set[str] = set()
        self.twice: set[str] = set()
        self.targets: set[str] = set()

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        for name, value in attributes:
            if name == "id" and value:
                (self.twice if value in self.ids else self.ids).add(value)
            elif name == "name" and tag == "a" and value:
                self.ids.add(value)
            elif value and (name in TARGETS or (name == "content" and dict(attributes).get("property") in PREVIEWED)):
                self.targets.add(value)


def faults(site: Path, address: str = "") -> list[str]:
    """A line for every id that is there twice and every link that leads nowhere; `address` is that of the site."""
    pages = {path.relative_to(site).as_posix(): read(path) for path in sorted(site.rglob("*.html"))}
    found = [f"{url}: id {name} is there twice" for url, page in pages.items() for name in sorted(page.twice)]
    named = {url: page.targets for url, page in pages.items()} | {
        path.relative_to(site).as_posix(): set(map(unescape, NAMED.findall(path.read_text(encoding="utf-8"))))
        for path in sorted(site.rglob("*.xml"))}
    for url, targets in named.items():
        found += [f"{url}: {target} leads nowhere" for target in sorted(targets)
                  if not leads_somewhere(within(target, url, address), url, pages, site)]
    return found


def within(target: str, url: str, address: str) -> str:
    """A link as seen from a page of the site, if it leads to one: by the site's whole address, which ends with a slash,
    or, on the page for what is not found, by the folder on its host, since nobody knows where that page is shown."""
    parts, home = urlsplit(target), urlsplit(address).path or "/"
    is_ours = bool(address) and target.startswith(address)
    if is_ours or (url == "404.html" and not parts.netloc and parts.path.startswith(home)):
        path = posixpath.relpath(parts.path.removeprefix(home) or "index.html", posixpath.dirname(url) or ".")
        return parts._replace(scheme="", netloc="", path=path).geturl()
    return target


def read(path: Path) -> Reader:
    reader = Reader()
    reader.feed(path.read_text(encoding="utf-8"))
    reader.close()
    return reader


def leads_somewhere(target: str, url: str, pages: dict[str, Reader], site: Path) -> bool:
    """Whether a link is to elsewhere, or to what there is."""
    parts = urlsplit(target)
    if parts.scheme or parts.netloc:
        return True
    path = posixpath.normpath(posixpath.join(posixpath.dirname(url), unquote(parts.path))) if parts.path else url
    if path.startswith("..") or not (site / path).is_file():
        return (site / path / "index.html").is_file() and not path.startswith("..")
    return not parts.fragment or path not in pages or unquote(parts.fragment) in pages[path].ids
