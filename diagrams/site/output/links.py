"""Every link within the site leads somewhere: to a file, and to an id in it."""

import posixpath
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote, urlsplit

TARGETS = {"href", "src", "data", "poster"}


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
            elif name in TARGETS and value and not is_canonical(attributes):
                self.targets.add(value)


def is_canonical(attributes: list[tuple[str, str | None]]) -> bool:
    """Whether an element of the head names a page by the site's address."""
    return dict(attributes).get("rel") in {"canonical", "alternate"}


def faults(site: Path) -> list[str]:
    """A line for every id that is there twice and every link that leads nowhere."""
    pages = {path.relative_to(site).as_posix(): read(path) for path in sorted(site.rglob("*.html"))}
    found = [f"{url}: id {name} is there twice" for url, page in pages.items() for name in sorted(page.twice)]
    for url, page in pages.items():
        if url != "404.html":  # its links begin at the host, since nobody knows where it is shown
            found += [f"{url}: {target} leads nowhere" for target in sorted(page.targets)
                      if not leads_somewhere(target, url, pages, site)]
    return found


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
