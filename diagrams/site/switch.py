"""The two languages of a page: links from each to the other, in the header and for search engines."""

import posixpath
import re
from urllib.parse import urljoin

DEFAULT = "ja"
ALTERNATE = re.compile(r'\s*<link rel="alternate" href="[^"]*" hreflang="[^"]*">')


def links(urls: dict[str, str], site_url: str | None) -> str:
    """Links for the head of a page whose versions have these URLs, absolute where the site's is known."""
    versions = {**urls, "x-default": urls[DEFAULT]}
    return "".join(
        f'\n      <link rel="alternate" hreflang="{language}" href="{urljoin(site_url or "", url)}">'
        for language, url in versions.items())


def relative(urls: dict[str, str], page_url: str) -> dict[str, str]:
    """The same URLs as seen from a page."""
    folder = posixpath.dirname(page_url) or "."
    return {language: posixpath.relpath(url, folder) for language, url in urls.items()}


def put_links(html: str, urls: dict[str, str], page_url: str, site_url: str | None) -> str:
    """Replace the theme's links between the languages of a page by ours."""
    here = urls if site_url else relative(urls, page_url)
    return ALTERNATE.sub("", html).replace("</title>", f"</title>{links(here, site_url)}", 1)
