"""What a built page says of itself in its head, and of its first publication."""

import re
from dataclasses import dataclass
from html import unescape
from pathlib import Path

FOLDERS = {"ja": "", "en": "en/"}
TITLE = re.compile(r"<title>(.*?)</title>", re.S)
DESCRIPTION = re.compile(r'<meta name="description" content="([^"]*)"')
PUBLISHED = re.compile(r'<p class="series">[^<]*<time datetime="([^"]+)"')


@dataclass(frozen=True)
class BuiltPage:
    """One page of a site; `title` is without the site's name."""

    url: str
    language: str
    title: str
    site_name: str
    description: str
    published: str | None

    @property
    def is_post(self) -> bool:
        return self.url.removeprefix("en/").startswith("posts/")

    @property
    def source(self) -> str:
        """The file it was written in."""
        return f"docs/{self.url.removeprefix('en/').removesuffix('.html')}.{self.language}.md"


def read(site: Path, path: Path) -> BuiltPage:
    """What the page in a file says of itself."""
    html, url = path.read_text(encoding="utf-8"), path.relative_to(site).as_posix()
    title, _, name = unescape(next(TITLE.finditer(html))[1]).strip().rpartition(" - ")
    description, published = DESCRIPTION.search(html), PUBLISHED.search(html)
    return BuiltPage(url, "en" if url.startswith("en/") else "ja", title or name, name,
                     unescape(description[1]) if description else "", published and published[1])


def read_all(site: Path) -> list[BuiltPage]:
    """All pages but the one for what is not found, in the order of their addresses."""
    return [read(site, path) for path in sorted(site.rglob("*.html")) if path.name != "404.html"]
