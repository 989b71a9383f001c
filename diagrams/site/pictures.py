"""What the lines of the script make of the photo: the pictures of one figure, each a small file of its own."""

import base64
import io
import xml.etree.ElementTree as ElementTree
from dataclasses import dataclass

from PIL import Image

from diagrams.site.page import Page
from diagrams.site.pixels import SVG, Pixels

POST, FIGURE = "main", "lines"  # the figure that draws a picture for each step, the photo first


@dataclass(frozen=True)
class Picture:
    """What one step of the network gives: the script's line that makes it (0: none of its own), its name and shape.

    `size` are the picture's pixels, across and down; `wide` is its width where the photo's is 1.
    """

    line: int
    name: str
    shape: str
    source: str
    size: tuple[int, int]
    wide: float

    def html(self, *, lazy: bool) -> str:
        """The picture; what it shows is told beside it."""
        width, height = self.size
        when = ' loading="lazy"' if lazy else ""
        return f'<img src="{self.source}" alt="" width="{width}" height="{height}" decoding="async"{when}>'


def of_the_script(page: Page, pixels: Pixels) -> list[Picture]:
    """A picture for each step of the network; none where their figure is not built."""
    post = page.posts.get(POST)
    if not post or FIGURE not in post.figures:
        return []
    known, path = post.figures[FIGURE], page.docs / "figures" / POST / f"{FIGURE}.{page.language}.svg"
    images = [base64.b64decode(image.attrib["href"].partition(",")[2])
              for image in ElementTree.parse(path).iter(f"{{{SVG}}}image")]
    sizes = [Image.open(io.BytesIO(image)).size for image in images]
    rows = known["table"][page.language][1:]
    return [Picture(line, name, shape, page.shared(pixels.keep(image, "png")), size, width_of(shape, size, sizes[0]))
            for line, (name, shape, _), image, size in zip(known["lines"], rows, images, sizes, strict=True)]


def width_of(shape: str, size: tuple[int, int], photo: tuple[int, int]) -> float:
    """How wide a picture is beside the photo: a map by its pixels; values without places are as high as the photo."""
    return size[0] / photo[0] if "×" in shape else size[0] / size[1] * photo[1] / photo[0]
