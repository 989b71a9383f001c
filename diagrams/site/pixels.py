"""Heavy pixel maps of a figure: a file of their own beside the page, fetched only when it comes near."""

import xml.etree.ElementTree as ElementTree
from collections.abc import Callable
from hashlib import sha256
from itertools import groupby
from math import ceil, floor
from pathlib import Path

from diagrams.site.page import Page

SVG = "http://www.w3.org/2000/svg"
FOLDER = "assets/pixels"
MOST_INLINE = 8_000
BAND = 400  # how high a part of a figure is, in its pixels
IMAGE = f"{{{SVG}}}image"

ElementTree.register_namespace("", SVG)


def replace(drawing: ElementTree.Element, put: Callable[[bytes, dict[str, str]], ElementTree.Element]) -> None:
    """Replace a drawing's pixel maps, when together they would weigh on a page, by what `put` makes of (a drawing
    that holds them, its place).

    Maps with no other shape between them share one, so that none changes its place in front of or behind the rest;
    in a tall drawing only where they are near each other, so that who reads its top need not fetch all. (Maps that
    lie one on the other would have to look the same where they do.)
    """
    if sum(len(image.get("href") or "") for image in drawing.iter(IMAGE)) <= MOST_INLINE:
        return
    for parent in [element for element in drawing.iter() if any(child.tag == IMAGE for child in element)]:
        parent[:] = [part for maps, run in groupby(parent, lambda child: child.tag == IMAGE) for part in (
            [put(*sheet(list(near), drawing.attrib["width"])) for _, near in groupby(sorted(run, key=band), band)]
            if maps else run)]


def band(image: ElementTree.Element) -> int:
    """Which part of a tall drawing a pixel map begins in, from its top."""
    return int(float(image.attrib["y"]) // BAND)


def sheet(images: list[ElementTree.Element], width: str) -> tuple[bytes, dict[str, str]]:
    """(the same maps in the same places, as a drawing of their own; the place that it takes, as wide as the whole)."""
    top = floor(min(float(image.attrib["y"]) for image in images))
    bottom = ceil(max(float(image.attrib["y"]) + float(image.attrib["height"]) for image in images))
    size = {"width": width, "height": str(bottom - top)}
    drawing = ElementTree.Element(f"{{{SVG}}}svg", size | {"viewBox": f"0 {top} {width} {bottom - top}"})
    for image in images:
        image.set("image-rendering", "pixelated")
        drawing.append(image)
    return ElementTree.tostring(drawing), {"y": str(top)} | size


class Pixels:
    """The pixel maps of all pages, in files named by their content."""

    def __init__(self) -> None:
        self.files: dict[str, bytes] = {}

    def move_out(self, drawing: ElementTree.Element, page: Page) -> None:
        """Move a drawing's heavy pixel maps into files that a page fetches when they come near.

        SVG's own <image> is fetched at once, wherever it is; an <img> waits.
        """
        def lazy(sheet: bytes, place: dict[str, str]) -> ElementTree.Element:
            frame = ElementTree.Element(f"{{{SVG}}}foreignObject", place)
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
