"""A drawing as one page to print: real text in embedded TrueType fonts, the same bytes every time."""

import io
import math

import matplotlib
import numpy as np
from matplotlib.image import AxesImage
from matplotlib.text import Text

from diagrams.draw import fonts
from diagrams.draw.drawing import Drawing

FINE = 4  # dots of a printed picture to a point, at least


def to_pdf(drawing: Drawing) -> bytes:
    """The drawing as PDF bytes, with its title and description inside."""
    characters = {character for text in drawing.figure.findobj(Text) for character in text.get_text()}
    for image in drawing.figure.findobj(AxesImage):
        enlarge(image)
    told = {"Title": drawing.title, "Subject": drawing.description, "CreationDate": None, "Creator": None,
            "Producer": None}
    page = io.BytesIO()
    with fonts.as_truetype(characters), matplotlib.rc_context({"pdf.fonttype": 42}):
        drawing.figure.savefig(page, format="pdf", metadata=told)
    return page.getvalue()


def enlarge(image: AxesImage) -> None:
    """Repeat the pixels of a picture until they are so small that a printer which smooths them does no harm."""
    pixels, (left, right, *_) = np.asarray(image.get_array()), image.get_extent()
    times = math.ceil(FINE * (right - left) / pixels.shape[1])
    image.set_data(np.repeat(np.repeat(pixels, times, axis=0), times, axis=1))
