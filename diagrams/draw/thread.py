"""One thread down a sheet: along its lane, and aside to places where numbers stand."""

import numpy as np

from diagrams.draw.canvas import Canvas
from diagrams.draw.palette import ACCENT, LIGHT, PAPER, Color
from diagrams.draw.pooled import SPOT

THICK, TURN = 2.2, 14  # of the thread; what it takes to turn aside
BEND = np.linspace(0, 1, 24)


class Thread:
    """The thread as far as it is drawn: to (x, y); it is dashed where the number that it carries is zero."""

    def __init__(self, canvas: Canvas, lane: float) -> None:
        """`lane` is where it runs if nothing draws it aside."""
        self.canvas, self.lane = canvas, lane
        self.x = self.y = 0.0
        self.is_zero = False

    def to(self, x: float, y: float, *, ground: Color = PAPER) -> None:
        """On to (x, y), lying on this ground."""
        xs, ys = bent(self.x, self.y, x, y)
        self.canvas.line(xs, ys, color=ground, thickness=THICK + 2, above=2.8)
        color = ACCENT if ground == PAPER else SPOT
        self.canvas.line(xs, ys, color=color, thickness=THICK, dashed=self.is_zero, above=3)
        self.x, self.y = x, y

    def through(self, x: float, top: float, y: float, bottom: float, *, is_zero: bool) -> None:
        """Over a picture from `top` to `bottom`, with a knot at (x, y), from which it carries another number."""
        self.to(x, top)
        self.to(x, y, ground=LIGHT)
        self.is_zero = is_zero
        self.knot(x, y)
        self.to(x, bottom, ground=LIGHT)

    def aside(self, x: float, top: float, y: float, bottom: float, *, is_zero: bool, behind: bool) -> None:
        """From the lane to a picture beside it, through that or `behind` it, and back into the lane."""
        self.to(self.lane, top - TURN)
        self.through(x, top, top if behind else y, top if behind else bottom, is_zero=is_zero)
        self.y = bottom
        self.to(self.lane, bottom + TURN)

    def knot(self, x: float, y: float) -> None:
        """A mark at the place of the number: hollow where it is zero."""
        for size, color in ((8.5, LIGHT), (6.5, SPOT), (3.5, LIGHT if self.is_zero else SPOT)):
            self.canvas.page.plot([x], [y], marker="o", markersize=size, color=color, markeredgewidth=0, zorder=6,
                                  clip_on=False)


def bent(x: float, y: float, to_x: float, to_y: float) -> tuple[np.ndarray, np.ndarray]:
    """The points of a line that leaves and arrives downwards: straight, in a wide bend, or round two corners."""
    aside, down = to_x - x, to_y - y
    if not aside:
        return np.array([x, to_x]), np.array([y, to_y])
    if abs(aside) < 1.5 * down or down <= 0:
        return x + aside * BEND**2 * (3 - 2 * BEND), y + down * BEND
    turn, radius, side = BEND * np.pi / 2, down / 2, np.sign(aside)
    return (np.concatenate([x + side * radius * (1 - np.cos(turn)), to_x - side * radius * (1 - np.sin(turn))]),
            np.concatenate([y + radius * np.sin(turn), to_y - radius * np.cos(turn)]))
