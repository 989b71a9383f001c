"""Heavy pixel maps of a figure: files of their own beside the page, fetched only when they come near."""

import xml.etree.ElementTree as ElementTree
from base64 import b64decode
from hashlib import sha256
from pathlib import Path

from diagrams.site.page import Page

SVG = "http://www.w3.org/2000/svg"
XLINK_HREF = "{http://www.w3.org/1999/xlink}href"
DATA = "data:image/png;base64,"
FOLDER = "assets/pixels"
MOST_INLINE = 8_000


def source(image: ElementTree.Element) -> str:
    """Where an image's pixels come from."""
    return image.get("href") or image.get(XLINK_HREF) or ""


class Pixels:
    """The PNG files of all pages, named by their content."""

    def __init__(self):
        self.files: dict[str, bytes] = {}

    def move_out(self, drawing: ElementTree.Element, page: Page):
        """Give a drawing's PNGs files of their own when together they would weigh on the page.

        SVG's own <image> is fetched at once, wherever it is; an <img> waits until it comes near.
        """
        images = [(parent, image) for parent in drawing.iter() for image in parent
                  if image.tag == f"{{{SVG}}}image" and source(image).startswith(DATA)]
        if sum(len(source(image)) for _, image in images) <= MOST_INLINE:
            return
        for parent, image in images:
            parent[list(parent).index(image)] = self.lazy(image, page)

    def lazy(self, image: ElementTree.Element, page: Page) -> ElementTree.Element:
        """The same picture in the same place, as an <img> with a file of its own."""
        png = b64decode(source(image).removeprefix(DATA))
        name = f"{sha256(png).hexdigest()[:16]}.png"
        self.files[name] = png
        place = {key: value for key, value in image.items() if not key.endswith("href")}
        frame = ElementTree.Element(f"{{{SVG}}}foreignObject", place)
        frame.tail = image.tail
        ElementTree.SubElement(frame, "img", {
            "src": page.shared(f"{FOLDER}/{name}"), "alt": "", "loading": "lazy", "decoding": "async"})
        return frame

    def write(self, site: Path):
        """Write every PNG into the site."""
        folder = site / FOLDER
        folder.mkdir(parents=True, exist_ok=True)
        for name, png in self.files.items():
            (folder / name).write_bytes(png)
