"""An Atom feed of the posts in each language, where the site's address is known."""

from pathlib import Path
from urllib.parse import urljoin
from xml.etree import ElementTree

from diagrams.site.output import origin, pages
from diagrams.site.output.pages import FOLDERS, BuiltPage

ATOM = "http://www.w3.org/2005/Atom"
NAME = "feed.xml"


def write(site: Path, root: Path, address: str) -> None:
    """Write a feed per language; without an address there is none, since a feed names its posts by theirs."""
    if not address:
        return
    posts = [page for page in pages.read_all(site) if page.is_post]
    for language, folder in FOLDERS.items():
        own = [page for page in posts if page.language == language]
        if own:
            feed = build(own, root, address, folder)
            (site / folder / NAME).write_bytes(ElementTree.tostring(feed, "utf-8", xml_declaration=True))


def build(posts: list[BuiltPage], root: Path, address: str, folder: str) -> ElementTree.Element:
    """The feed of some posts, the one that changed last first."""
    changes = {page.url: origin.first_and_last_change(root, page.source) for page in posts}
    changed = {url: last for url, (_, last) in changes.items()}
    feed = ElementTree.Element("feed", {"xmlns": ATOM, "xml:lang": posts[0].language})
    add(feed, "title", posts[0].site_name)
    add(feed, "id", urljoin(address, folder))
    add(feed, "updated", max(changed.values()))
    add(feed, "link", rel="self", href=urljoin(address, folder + NAME))
    add(add(feed, "author"), "name", posts[0].site_name)
    for page in sorted(posts, key=lambda page: (changed[page.url], page.url), reverse=True):
        entry = add(feed, "entry")
        for name, text in (("title", page.title), ("id", urljoin(address, page.url)),
                           ("updated", changed[page.url]), ("summary", page.description)):
            add(entry, name, text)
        add(entry, "link", href=urljoin(address, page.url))
    return feed


def add(parent: ElementTree.Element, name: str, text: str = "", **attributes: str) -> ElementTree.Element:
    element = ElementTree.SubElement(parent, name, attributes)
    element.text = text or None
    return element


def link(page: BuiltPage, address: str) -> str:
    """The link by which readers of feeds find the one of a page's language."""
    target = urljoin(address, FOLDERS[page.language] + NAME)
    return f'<link rel="alternate" type="application/atom+xml" href="{target}">\n'
