"""A sheet as wide as a phone, measured in CSS pixels from its upper left corner."""

from collections.abc import Iterable, Sequence
from functools import cache

import matplotlib
import numpy as np
from matplotlib.axes import Axes
from matplotlib.backends.backend_agg import FigureCanvasAgg, RendererAgg
from matplotlib.figure import Figure
from matplotlib.font_manager import FontProperties
from matplotlib.patches import FancyArrowPatch, Rectangle
from matplotlib.text import Text

from diagrams.draw import fonts
from diagrams.draw.drawing import Drawing
from diagrams.draw.palette import ACCENT, DARK, INK, LIGHT, LINE, SOFT, STRIPES, Color, ink_on
from diagrams.draw.scale import Scale
from diagrams.draw.wrap import wrap
from diagrams.facts import decimal
from diagrams.language import Say

Point = tuple[float, float]  # x, y in pixels

WIDTH = 358
MARGIN = 8
SMALLEST_TEXT = 10
DOTS = 72  # one point is one CSS pixel

matplotlib.rcdefaults()  # whatever a matplotlibrc of this machine says
matplotlib.rcParams.update({
    "font.family": fonts.FAMILY, "text.hinting": "none", "axes.unicode_minus": True,
    "svg.fonttype": "none", "svg.hashsalt": "figures", "image.composite_image": False,
    "figure.dpi": DOTS, "savefig.dpi": DOTS,
})


@cache
def renderer() -> RendererAgg:
    """Measures text; shared, because making one is slow."""
    fonts.install()
    return FigureCanvasAgg(Figure(figsize=(1, 1), dpi=DOTS)).get_renderer()


@cache
def text_width(text: str, size: float) -> float:
    """How wide a line of text is, in pixels."""
    properties = FontProperties(family=fonts.FAMILY, size=size)
    return renderer().get_text_width_height_descent(text, properties, ismath=False)[0]


def fitted(text: str, size: float, room: float) -> str:
    """As much of a line of text as fits the room, with … where something is missing."""
    if text_width(text, size) <= room:
        return text
    return next((f"{text[:end]}…" for end in range(len(text) - 1, 0, -1) if text_width(f"{text[:end]}…", size) <= room),
                "…")


class Canvas:
    """Strokes placed by (x, y) in pixels, y downwards; the sheet grows as long as what is drawn on it.

    The title, the figure's message, is written first; `y` is where the free space begins.
    """

    def __init__(self, say: Say, title: str, width: int = WIDTH, *, margin: float = MARGIN, size: float = 15) -> None:
        """`margin` and `size` are of the title, in pixels."""
        fonts.install()
        self.say, self.title, self.width = say, title, width
        self.figure = Figure(figsize=(width / DOTS, 1), dpi=DOTS)
        self.figure.patch.set_visible(False)
        self.page = self.figure.add_axes((0, 0, 1, 1))
        self.page.axis("off")
        self.insets: list[tuple[Axes, float, float, float, float]] = []
        self.y: float = 0
        for notice in say.notices:
            self.notice(notice)
        self.y = self.paragraph(margin, self.y + margin + 0.8 * size, title, size=size, width=width - 2 * margin) + 4
        self.top = self.y

    def notice(self, notice: str) -> None:
        """Say on the picture itself what its reader must know."""
        self.rectangle(MARGIN, self.y + 4, self.width - 2 * MARGIN, 20, stroke=ACCENT, thickness=1.2)
        self.text(self.width / 2, self.y + 14, notice, size=11, color=ACCENT, anchor="middle", middle=True)
        self.y += 26

    def text(self, x: float, y: float, text: str, *, size: float = 12, color: Color = INK, anchor: str = "start",
             middle: bool = False) -> Text:
        """One line; `anchor` is start, middle or end, `y` the baseline or (with `middle`) the middle."""
        horizontal = {"start": "left", "middle": "center", "end": "right"}[anchor]
        vertical = "center_baseline" if middle else "baseline"
        return self.page.text(x, y, text, fontsize=max(size, SMALLEST_TEXT), color=color, ha=horizontal,
                              va=vertical, parse_math=False)

    def paragraph(self, x: float, y: float, text: str, *, size: float = 12, color: Color = INK,
                  width: float | None = None, anchor: str = "start") -> float:
        """Several lines, broken at phrases; returns the baseline that a next line would have."""
        room = width or self.width - MARGIN - x
        for line in wrap(text, self.say.language, room, lambda line: text_width(line, size)):
            self.text(x, y, line, size=size, color=color, anchor=anchor)
            y += 1.35 * size
        return y

    def rectangle(self, x: float, y: float, width: float, height: float, *, fill: Color = "none",
                  stroke: Color = "none", thickness: float = 1.0, hatch: str | None = None, above: float = 2) -> None:
        self.page.add_patch(Rectangle((x, y), width, height, facecolor=fill, edgecolor=stroke, linewidth=thickness,
                                      hatch=hatch, zorder=above)).set_clip_on(False)

    def line(self, xs: Sequence[float] | np.ndarray, ys: Sequence[float] | np.ndarray, *, color: Color = LINE,
             thickness: float = 1.0, dashed: bool = False, above: float = 1.5) -> None:
        self.page.plot(xs, ys, color=color, linewidth=thickness, linestyle=(0, (3, 3)) if dashed else "-",
                       solid_capstyle="round", zorder=above, clip_on=False)

    def arrow(self, start: Point, end: Point, *, color: Color = SOFT, thickness: float = 1.5) -> None:
        """From (x, y) to (x, y): becomes."""
        self.page.add_patch(FancyArrowPatch(start, end, arrowstyle="-|>", mutation_scale=9, shrinkA=0, shrinkB=0,
                                            color=color, linewidth=thickness, zorder=4)).set_clip_on(False)

    def enlarges(self, start: Point, end: Point, *, color: Color = SOFT) -> None:
        """A line with a dot: the same thing, larger."""
        self.line([start[0], end[0]], [start[1], end[1]], color=color, above=3.5)
        self.page.plot([start[0]], [start[1]], marker="o", markersize=4, color=color, zorder=4, clip_on=False)

    def pixels(self, x: float, y: float, width: float, height: float, rgb: np.ndarray) -> None:
        """An image (rows, columns, 3) in [0, 1], every pixel a sharp rectangle."""
        levels = np.rint(np.clip(rgb, 0, 1) * 255).astype(np.uint8)
        self.page.imshow(levels, extent=(x, x + width, y + height, y), interpolation="none", aspect="auto", zorder=1,
                         clip_on=False)

    def map(self, x: float, y: float, size: float, values: np.ndarray, scale: Scale, *, framed: bool = True) -> None:
        """One feature map (rows, columns) on a scale; `size` is its width, its height follows."""
        height = size * values.shape[0] / values.shape[1]
        self.pixels(x, y, size, height, scale.rgb(values))
        if framed:
            self.rectangle(x, y, size, height, stroke=LINE, thickness=0.8)

    def window(self, x: float, y: float, width: float, height: float) -> None:
        """A double stroke, black and white, seen on any ground."""
        self.rectangle(x, y, width, height, stroke=DARK, thickness=3.4, above=5)
        self.rectangle(x, y, width, height, stroke=LIGHT, thickness=1.4, above=5.1)

    def numbers(self, x: float, y: float, values: np.ndarray, *, cell: Point = (36, 24), rgb: np.ndarray | None = None,
                decimals: int = 2, size: float = 11, frame: Color = LINE, faded: np.ndarray | None = None) -> None:
        """A grid of numbers; `rgb` (rows, columns, 3) colours the cells, `faded` (booleans) hatches zeros."""
        width, height = cell
        for (row, column), number in np.ndenumerate(values):
            left, top = x + column * width, y + row * height
            color = "none" if rgb is None else tuple(rgb[row, column])
            ink = INK if rgb is None else ink_on(rgb[row, column])
            is_faded = faded is not None and faded[row, column]
            self.rectangle(left, top, width, height, fill=color, stroke=STRIPES if is_faded else frame,
                           thickness=0.8, hatch="////" if is_faded else None, above=1.2)
            self.text(left + width / 2, top + height / 2, "0" if is_faded else decimal(number, decimals), size=size,
                      color=ink, anchor="middle", middle=True)

    def scale(self, x: float, y: float, width: float, scale: Scale, *, decimals: int = 1,
              clipped: bool = False) -> None:
        """The colour scale with its ends and zero; `clipped` says that some values lie beyond. 26 px high."""
        ramp = np.linspace(-scale.limit, scale.limit, 64)[None]
        self.pixels(x, y, width, 9, scale.rgb(ramp))
        self.rectangle(x, y, width, 9, stroke=LINE, thickness=0.8)
        less, more = ("≤ ", "≥ ") if clipped else ("", "")
        for place, anchor, label in ((0, "start", less + decimal(-scale.limit, decimals)), (0.5, "middle", "0"),
                                     (1, "end", more + decimal(scale.limit, decimals))):
            self.text(x + place * width, y + 21, label, size=10, color=SOFT, anchor=anchor)

    def chart(self, x: float, y: float, width: float, height: float) -> Axes:
        """A matplotlib Axes in house style at this place, for curves and bars."""
        axes = self.figure.add_axes((0, 0, 1, 1))
        self.insets.append((axes, x, y, width, height))
        axes.patch.set_visible(False)
        axes.spines[["top", "right"]].set_visible(False)
        axes.spines[["left", "bottom"]].set_color(LINE)
        axes.tick_params(colors=SOFT, labelsize=10, length=3, color=LINE)
        return axes

    def drawing(self, height: float, description: str, table: Iterable[Iterable[str]] | None = None) -> Drawing:
        """Cut the sheet at this height."""
        height = float(np.ceil(height))
        self.figure.set_size_inches(self.width / DOTS, height / DOTS)
        self.page.set(xlim=(0, self.width), ylim=(height, 0))
        for axes, x, y, width, tall in self.insets:
            axes.set_position((x / self.width, 1 - (y + tall) / height, width / self.width, tall / height))
        return Drawing(self.figure, self.title, description, tuple(map(tuple, table)) if table else None, self.top)
