"""Published figures share the pixel maps of their pages; a site for a disk holds whole ones."""

import base64
import io
import xml.etree.ElementTree as ElementTree

import numpy as np
import pytest
from PIL import Image

from diagrams.site.output import shared
from diagrams.site.pixels import SVG, Pixels
from tests.site.conftest import png

IMAGE = f"{{{SVG}}}image"
NAME = "figures/relu/map.svg"
PLACES = (2, 2, 2, 900.5)


def figure(language: str) -> str:
    """Two heavy maps, a line over them, one more map over the line, and one far down."""
    maps = [f'<image x="{8 * n}" y="{y}" width="4" height="4" href="{png(90 + n)}"/>' for n, y in enumerate(PLACES)]
    return (f'<svg xmlns="{SVG}" viewBox="0 0 358 960" width="358" height="960"><title>{language}</title>'
            f'<g>{maps[0]}{maps[1]}<path d="M0 0"/>{maps[2]}{maps[3]}</g></svg>')


@pytest.fixture
def site(tmp_path):
    for folder, language in (("", "ja"), ("en/", "en")):
        path = tmp_path / folder / NAME
        path.parent.mkdir(parents=True)
        path.write_text(figure(language), encoding="utf-8")
    return tmp_path


def maps_of(drawing: ElementTree.Element) -> list[tuple]:
    """(place, pixels) of every map, with the other shapes, in the order in which they are painted."""
    return [(part.get("x"), part.get("y"), pixels_of(part)) if part.tag == IMAGE else part.tag.rpartition("}")[2]
            for part in drawing.find(f"{{{SVG}}}g")]


def pixels_of(image: ElementTree.Element) -> bytes:
    return np.asarray(Image.open(io.BytesIO(base64.b64decode(image.get("href").partition(",")[2])))).tobytes()


def test_both_languages_name_the_same_files_which_pages_load_too(site, open_page):
    shared.move_out(site)
    named = {}
    for folder in ("", "en/"):
        path = site / folder / NAME
        images = [image.get("href") for image in ElementTree.parse(path).iter(IMAGE)]
        named[folder] = [(path.parent / href).resolve() for href in images]
        assert len(images) == 3, "a line lies between two of them, and far down is another"
        assert path.stat().st_size < 1000
    assert named[""] == named["en/"]
    pixels = Pixels()
    pixels.move_out(ElementTree.fromstring(figure("ja")), open_page())
    assert {path.name for path in named[""]} == set(pixels.files) == {path.name for path in site.rglob("pixels/*")}


def test_what_is_put_back_is_what_was_there(site):
    shared.move_out(site)
    shared.put_back(site)
    for folder, language in (("", "ja"), ("en/", "en")):
        drawing = ElementTree.parse(site / folder / NAME).getroot()
        assert maps_of(drawing) == maps_of(ElementTree.fromstring(figure(language)))
        assert len(maps_of(drawing)) == 5


def test_a_light_figure_keeps_its_maps(site):
    light = figure("ja")
    for n in range(4):
        light = light.replace(png(90 + n), png(4 + n))
    (site / NAME).write_text(light, encoding="utf-8")
    shared.move_out(site)
    assert maps_of(ElementTree.parse(site / NAME).getroot()) == maps_of(ElementTree.fromstring(light))
