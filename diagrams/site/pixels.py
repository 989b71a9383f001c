"""Heavy pixel maps of a figure: a file of their own beside the page, fetched only when it comes near."""

import xml.etree.ElementTree as ElementTree
from collections.abc import Callable
from hashlib import sha256
from itertools import groupby
from pathlib import Path

from diagrams.site.page import Page

SVG = "http://www.w3.org/2000/svg"
FOLDER = "assets/pixels"
MOST_INLINE = 8_000

ElementTree.register_namespace("", SVG)


def is_image(element: ElementTree.Element) -> bool:
    """Whether an element is a pixel map."""
    return element.tag == f"{{{SVG}}}image"


def replace(drawing: ElementTree.Element, put: Callable[[bytes, dict[str, str]], ElementTree.Element]) -> None:
    """Replace a drawing's pixel maps, when together they would weigh on a page, by what `put` makes of (a drawing of
    the same size that holds them, that size).

    Maps that lie next to each other share one, so that nothing changes its place in front of or behind the rest.
    """
    if sum(len(image.get("href") or "") for image in drawing.iter(f"{{{SVG}}}image")) <= MOST_INLINE:
        return
    size = {side: drawing.attrib[side] for side in ("width", "height")}
    for parent in [element for element in drawing.iter() if any(map(is_image, element))]:
        parent[:] = [child for maps, run in groupby(parent, is_image)
                     for child in ([put(sheet(list(run), size), size)] if maps else run)]


def sheet(images: list[ElementTree.Element], size: dict[str, str]) -> bytes:
    """The same maps in the same places, as a drawing of their own."""
    drawing = ElementTree.Element(f"{{{SVG}}}svg", size | {"viewBox": f"0 0 {size['width']} {size['height']}"})
    for image in images:
        image.set("image-rendering", "pixelated")
        drawing.append(image)
    return ElementTree.tostring(drawing)


class Pixels:
    """The pixel maps of all pages, in files named by their content."""

    def __init__(self) -> None:
        self.files: dict[str, bytes] = {}

    def move_out(self, drawing: ElementTree.Element, page: Page) -> None:
        """Move a drawing's heavy pixel maps into files that a page fetches when they come near.

        SVG's own <image> is fetched at once, wherever it is; an <img> waits.
        """
        def lazy(sheet: bytes, size: dict[str, str]) -> ElementTree.Element:
            frame = ElementTree.Element(f"{{{SVG}}}foreignObject", size)
            ElementTree.SubElement(frame, "img", {
                "src": page.shared(self.keep(sheet, "svg")), "alt": "", "loading": "lazy", "decoding": "async"})
            return frame

        replace(drawing, lazy)

    def keep(self, content: bytes, ending: str) -> str:
        """Keep a picture as a file; returns where it will be in the site."""
        name = f"{sha256(content).hexdigest()[:16]}.{ending}"
        self.files[name] = content
        return f"{FOLDER}/{name}"

    def write(self, site: Path) -> None:
        """Write every file into the site."""
        folder = site / FOLDER
        folder.mkdir(parents=True, exist_ok=True)
        for name, content in self.files.items():
            (folder / name).write_bytes(content)
