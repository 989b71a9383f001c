"""Figures to save name the pixel maps that their pages load, instead of holding them once more.

`assets/figures.js` puts them in again for who saves a figure. Without scripts, a figure that is opened is whole; only
the small pictures of the style page lack such maps.
"""

import os
import xml.etree.ElementTree as ElementTree
from collections.abc import Iterator
from pathlib import Path

from diagrams.site.pixels import IMAGE, Pixels, replace


def figures(site: Path) -> Iterator[tuple[Path, ElementTree.Element]]:
    """Every figure of a site, with its drawing."""
    for path in sorted(site.rglob("figures/*/*.svg")):
        yield path, ElementTree.fromstring(path.read_text(encoding="utf-8"))


def move_out(site: Path) -> None:
    """Let every figure name its heavy pixel maps, each a file of the site."""
    pixels = Pixels()
    for path, drawing in figures(site):
        def named(sheet: bytes, place: dict[str, str], folder: Path = path.parent) -> ElementTree.Element:
            file = os.path.relpath(site / pixels.keep(sheet, "svg"), folder)
            return ElementTree.Element(IMAGE, place | {"href": Path(file).as_posix()})

        replace(drawing, named)
        path.write_bytes(ElementTree.tostring(drawing, encoding="utf-8"))
    pixels.write(site)


def put_back(site: Path) -> None:
    """Let every figure hold its pixel maps again: where no script may fetch them, it is saved as it is."""
    for path, drawing in figures(site):
        for parent in [element for element in drawing.iter() if any(child.tag == IMAGE for child in element)]:
            parent[:] = [part for child in parent for part in held(child, path.parent)]
        path.write_bytes(ElementTree.tostring(drawing, encoding="utf-8"))


def held(element: ElementTree.Element, folder: Path) -> list[ElementTree.Element]:
    """What an element stands for: the maps in the file that it names, or itself."""
    named = element.get("href", "data:") if element.tag == IMAGE else "data:"
    return [element] if named.startswith("data:") else list(ElementTree.parse(folder / named).getroot())
