"""A drawing as the picture that other sites show of a link to its post: its message, and its upper part."""

import io

import numpy as np
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from PIL import Image

from diagrams.draw.canvas import DOTS, MARGIN, WIDTH, Canvas
from diagrams.draw.drawing import Drawing
from diagrams.draw.palette import MAT, PAPER
from diagrams.language import Say

SIZE = (1200, 630)  # pixels, as such pictures are shown
ROOM = 600  # of them for the message
EDGE = 36
LETTERS = 46
ZOOM = (SIZE[0] - ROOM - EDGE) / WIDTH
LEVELS = 96  # colours: what lies beside each other stays apart, and the file is small


def to_social(drawing: Drawing, say: Say) -> bytes:
    """The message beside the drawing, which goes on below the edge where it is longer, as PNG bytes."""
    card = Image.new("RGB", SIZE, MAT)
    message = of_figure(message_of(drawing, say), 1)
    card.paste(message, (0, (SIZE[1] - message.height) // 2), message)
    picture = of_figure(drawing.figure, ZOOM)
    shown = picture.crop((0, round((drawing.top - MARGIN) * ZOOM), picture.width, picture.height))
    top = max(EDGE, (SIZE[1] - shown.height) // 2)
    card.paste(PAPER, (ROOM, top, ROOM + shown.width, top + shown.height))
    card.paste(shown, (ROOM, top), shown)
    file = io.BytesIO()
    card.quantize(LEVELS, dither=Image.Dither.NONE).save(file, "png", optimize=True)
    return file.getvalue()


def message_of(drawing: Drawing, say: Say) -> Figure:
    """A sheet with nothing but the message of a drawing, in large letters."""
    sheet = Canvas(say, drawing.title, ROOM, margin=EDGE, size=LETTERS)
    return sheet.drawing(sheet.y, drawing.title).figure


def of_figure(figure: Figure, zoom: float) -> Image.Image:
    """A figure in pixels (RGBA), `zoom` of them to each CSS pixel."""
    figure.set_dpi(DOTS * zoom)
    sheet = FigureCanvasAgg(figure)
    sheet.draw()
    return Image.fromarray(np.asarray(sheet.buffer_rgba()))
