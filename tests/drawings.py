"""What a drawing says, and whether it can be read."""

from itertools import combinations

from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.text import Text

TOUCHING = 1.5  # pixels by which the boxes of two texts may meet: they include space above and below the letters


def boxes_of(drawing) -> list[tuple]:
    """(text, its box in pixels) of everything that is written when a drawing is drawn."""
    renderer, written = FigureCanvasAgg(drawing.figure).get_renderer(), []
    for name in ("draw_path", "draw_image", "draw_markers", "draw_path_collection"):
        setattr(renderer, name, lambda *_, **__: None)
    renderer.draw_text = lambda *_, mtext, **__: written.append(mtext)
    drawing.figure.draw(renderer)
    return [(text, text.get_window_extent(renderer)) for text in written if text.get_text().strip()]


def words_of(drawing) -> list[str]:
    """Everything written on a drawing, in the order of drawing."""
    return [text.get_text() for text in drawing.figure.findobj(Text) if text.get_text().strip()]


def assert_inside(drawing, boxes) -> None:
    """Nothing is written outside the canvas."""
    width, height = drawing.figure.get_size_inches() * drawing.figure.dpi
    for text, box in boxes:
        assert min(box.x0, box.y0, width - box.x1, height - box.y1) >= 0, text


def assert_apart(boxes) -> None:
    """No text covers another."""
    for (text, one), (other, two) in combinations(boxes, 2):
        across = min(one.x1, two.x1) - max(one.x0, two.x0)
        down = min(one.y1, two.y1) - max(one.y0, two.y0)
        assert min(across, down) <= TOUCHING, f"{text.get_text()!r} and {other.get_text()!r}"
