"""What pages tell machines of themselves: a preview for links to them, and an article with its dates and licence."""

import json
from html import escape
from pathlib import Path
from urllib.parse import urljoin

from diagrams.build.social import pictures
from diagrams.site.output import feeds, origin, pages, social
from diagrams.site.output.pages import BuiltPage

LICENCE = "https://creativecommons.org/licenses/by/4.0/"
COUNTRIES = (("ja", "JP"), ("en", "US"))


def put(site: Path, root: Path, address: str) -> None:
    """Describe every page in its head; with an address, link the feed of its language and show a picture of it."""
    drawn = pictures() if address else {}
    for page in pages.read_all(site):
        path = site / page.url
        head = preview(page, address) + article(page, *origin.first_and_last_change(root, page.source), address)
        if address:
            head += feeds.link(page, address) + social.put(page, site, address, drawn)
        path.write_text(path.read_text(encoding="utf-8").replace("</head>", f"{head}</head>", 1), encoding="utf-8")


def preview(page: BuiltPage, address: str) -> str:
    """Open Graph: what other sites show of a link to a page."""
    told = {"og:type": "article" if page.is_post else "website", "og:title": page.title, "og:site_name": page.site_name,
            "og:description": page.description, "og:locale": f"{page.language}_{dict(COUNTRIES)[page.language]}"}
    if address:
        told["og:url"] = urljoin(address, page.url)
    return "".join(f'<meta property="{name}" content="{escape(text)}">\n' for name, text in told.items())


def article(page: BuiltPage, written: str | None, changed: str, address: str) -> str:
    """Structured data of a post, published when it says so, or when it was written, if known; "" for other pages."""
    if not page.is_post:
        return ""
    told = {"@context": "https://schema.org", "@type": "TechArticle", "headline": page.title,
            "description": page.description, "inLanguage": page.language, "dateModified": changed,
            "license": LICENCE, "isPartOf": {"@type": "WebSite", "name": page.site_name}}
    told |= {"datePublished": date} if (date := page.published or written) else {}
    told |= {"url": urljoin(address, page.url)} if address else {}
    text = json.dumps(told, ensure_ascii=False).replace("<", "\\u003c")
    return f'<script type="application/ld+json">{text}</script>\n'
