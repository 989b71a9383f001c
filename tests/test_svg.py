"""Drawings as files: no pixel is lost, and little is written."""

import base64
import io
import re
import xml.etree.ElementTree as ElementTree
from itertools import pairwise

import numpy as np
import pytest
from PIL import Image

from diagrams.draw import Canvas, Scale
from diagrams.draw.sheet import sheet
from diagrams.draw.svg import small_png, to_svg
from diagrams.language import Say

IMAGE = "{http://www.w3.org/2000/svg}image"


def png(colors: np.ndarray) -> bytes:
    out = io.BytesIO()
    Image.fromarray(colors).save(out, "PNG", optimize=True)
    return out.getvalue()


def colors_of(data: bytes) -> np.ndarray:
    return np.asarray(Image.open(io.BytesIO(data)).convert("RGB"))


def smooth(side: int) -> np.ndarray:
    """Values from -1 to 1 that change little from place to place, as in a feature map."""
    row, column = np.mgrid[:side, :side] / side
    return np.sin(7 * row) * np.cos(5 * column + row)


def images(colors: np.ndarray) -> dict[str, np.ndarray]:
    few = {f"{n} colours": np.stack([np.arange(300) % n % 256, np.arange(300) % n // 256 * 9, np.arange(300) % 7 * 0],
                                    axis=-1).astype(np.uint8)[None] for n in (2, 16, 17, 255, 256, 257)}
    return few | {"map": colors, "one colour": np.full_like(colors, 7), "one pixel": colors[:1, :1],
            "photo": np.random.default_rng(1).integers(0, 256, colors.shape, np.uint8)}


@pytest.mark.parametrize("name", images(np.zeros((2, 2, 3), np.uint8)))
def test_a_small_png_has_the_same_pixels(name):
    colors = images(np.rint(Scale(1).rgb(smooth(90)) * 255).astype(np.uint8))[name]
    assert np.array_equal(colors_of(small_png(png(colors))), colors)


def test_a_map_takes_far_less_than_with_any_order_of_its_palette():
    colors = np.rint(Scale(1).rgb(smooth(90)) * 255).astype(np.uint8)
    plain = io.BytesIO()
    Image.fromarray(colors).quantize(256, dither=Image.Dither.NONE).save(plain, "PNG", optimize=True)
    assert len(small_png(png(colors))) < 0.8 * len(plain.getvalue())


def test_coordinates_are_told_to_a_hundredth_of_a_pixel():
    canvas = Canvas(Say("en", ()), "t")
    canvas.line([1 / 3, 200 / 7], [40, 100 / 3])
    assert "M 0.33 40 L 28.57 33.33" in re.findall(r' d="([^"]*)"', to_svg(canvas.drawing(60, ""), "en").decode())


def test_a_tall_sheet_is_some_images_that_share_a_gap():
    tiles = np.random.default_rng(2).random((30, 20, 20, 3))
    canvas = Canvas(Say("en", ()), "t")
    boxes = sheet(canvas, 8, 40, 342, tiles, 3, gap=4)
    found = list(ElementTree.fromstring(to_svg(canvas.drawing(boxes[-1].y + 130, ""), "en")).iter(IMAGE))
    ends = [(float(image.get("y")), float(image.get("y")) + float(image.get("height"))) for image in found]
    assert len(found) > 2
    assert all(0 < above[1] - below[0] < 10 for above, below in pairwise(ends))
    assert seen(found, boxes) == [np.rint(tile * 255).astype(int).tolist() for tile in tiles]


def seen(found: list[ElementTree.Element], boxes: list) -> list:
    """The pixels at the place of every tile, in the last image that is painted there."""
    tiles = []
    for box in boxes:
        image = next(image for image in reversed(found) if float(image.get("y")) <= box.y)
        colors = colors_of(base64.b64decode(image.get("href").partition(",")[2])).astype(int)
        unit = float(image.get("width")) / colors.shape[1]
        top, left = (round((place - float(image.get(axis))) / unit) for place, axis in ((box.y, "y"), (box.x, "x")))
        tiles.append(colors[top : top + 20, left : left + 20].tolist())
    return tiles
