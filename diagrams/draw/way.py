"""A network from top to bottom: what is written of each step, the followed map large, all maps or values small."""

import numpy as np

from diagrams.draw.canvas import Canvas, fitted, text_width
from diagrams.draw.palette import ACCENT, DARK, INK, LINE, SOFT
from diagrams.draw.pooled import SPOT
from diagrams.draw.scale import Scale
from diagrams.draw.sheet import reduced, sheet
from diagrams.draw.steps import BAR, DIGITS, FEW, LABEL, WRITTEN, Plan, Step
from diagrams.draw.thread import TURN, Thread
from diagrams.facts import counted, shape, share
from diagrams.language import Say

LINES = (12, 24.5, 36.5)  # baselines of what is written of a step
CELL = 36  # that two decimals take
BETWEEN = 0.08  # of the way from one small map to the next


def sizes_told(values: np.ndarray) -> str:
    """The shape of values, or how many they are where they have no places."""
    return shape(values.shape).text["en"] if values.ndim > 1 else f"{values.size:,}"


class Way:
    """Steps one below the other; `y` is where the last one ends."""

    def __init__(self, canvas: Canvas, say: Say, y: float, plan: Plan, scale: Scale) -> None:
        self.canvas, self.say, self.y, self.plan, self.scale = canvas, say, y, plan, scale
        self.thread = Thread(canvas, plan.lane[0] + plan.lane[1] / 2)

    def steps(self, steps: list[Step], names: list[str]) -> None:
        """All steps, the last with the names of its answers."""
        for step in steps[:-1]:
            top = self.begun(step)
            picture = top if self.plan.beside else top + WRITTEN
            if step.is_same:
                self.thread.to(self.thread.x, top + self.plan.height(step))
            elif step.values.ndim == 1:
                self.flat(step, picture + TURN)
            else:
                self.maps(step, top + (0 if self.plan.beside else LABEL), picture)
            self.y = top + self.plan.height(step)
        self.answers(steps[-1], names)

    def begun(self, step: Step) -> float:
        """What is written of a step, and its number; returns where it begins."""
        top = self.y + self.plan.gap
        (x, wide), right = self.plan.text, sum(self.plan.text)
        sizes, at_end = sizes_told(step.values), not self.plan.beside
        room = wide - text_width(sizes, 11) - (9 if at_end else text_width(step.told, 15) + 18)
        name = fitted(step.name, 13, room)
        self.canvas.text(x, top + LINES[0], name, size=13)
        self.canvas.text(right if at_end else x + text_width(name, 13) + 9, top + LINES[0], sizes, size=11,
                         color=SOFT, anchor="end" if at_end else "start")
        self.canvas.text(x, top + LINES[1], fitted(step.code, 10, wide), size=10, color=SOFT)
        if step.is_same and self.plan.beside:
            self.canvas.text(self.plan.sheet[0], top + LINES[0], step.deed, size=10, color=SOFT)
        else:
            self.done(step, top + LINES[2])
        self.number(step, top)
        return top

    def done(self, step: Step, y: float) -> None:
        """What a step does, and how many parameters it has."""
        (x, wide), learned = self.plan.text, ""
        if step.parameters:
            learned = self.say.fact(counted(step.parameters, ja="個のパラメータ", one="parameter", many="parameters"))
        room = wide - text_width(learned, 10) - (8 if learned else 0)
        self.canvas.text(x, y, fitted(step.deed, 10, room), size=10)
        if learned:
            self.canvas.text(x + wide, y, learned, size=10, color=SOFT, anchor="end")

    def number(self, step: Step, top: float) -> None:
        """The followed number: at the end of what is written, or on the thread."""
        if self.plan.beside:
            self.canvas.text(sum(self.plan.text), top + LINES[0] + 1, step.told, size=15, color=ACCENT, anchor="end")
            return
        x, half = self.thread.x if step.is_same else self.place(step)[0], text_width(step.told, 14) / 2
        self.thread.to(x, top - 2)
        self.thread.is_zero = step.number == 0
        if step.told:
            middle = max(min(x, sum(self.plan.lane) + 6 - half), half + 3)
            self.canvas.text(middle, top + LINES[0], step.told, size=14, color=ACCENT, anchor="middle")
            self.thread.y = top + LABEL - 7

    def place(self, step: Step) -> tuple[float, float]:
        """Where the followed cell lies: its x, and its y below the upper edge of its map; in the lane without maps."""
        if len(step.place) < 3:
            return self.thread.lane, 0
        (row, column, _), unit = step.place, self.plan.large
        return self.thread.lane + (column + 0.5 - step.values.shape[1] / 2) * unit, (row + 0.5) * unit

    def maps(self, step: Step, large: float, small: float) -> None:
        """The followed map in the lane, and as many of all maps as fit beside it."""
        values, unit = step.values, self.plan.large
        wide, high = values.shape[1] * unit, values.shape[0] * unit
        left, n = self.thread.lane - wide / 2, step.place[2] if step.place else 0
        self.canvas.pixels(left, large, wide, high, self.scale.rgb(values[..., n]))
        self.canvas.rectangle(left, large, wide, high, stroke=DARK, thickness=1)
        if step.place:
            x, y = self.place(step)
            self.thread.through(x, large, large + y, large + high, is_zero=step.number == 0)
        else:
            self.thread.to(self.thread.lane, large + high)
        self.sheet(step, small)

    def sheet(self, step: Step, top: float) -> None:
        """As many maps as fit, in their order, the followed one framed; then how many more there are."""
        (across, shown), values = self.plan.grid(step.values), step.values
        wide = values.shape[1] * self.plan.small
        tiles = np.stack([self.scale.rgb(reduced(values[..., n], self.plan.dots * wide)) for n in range(shown)])
        boxes = sheet(self.canvas, self.plan.sheet[0], top, across * wide, tiles, across, gap=BETWEEN * wide)
        if shown < values.shape[2]:
            last = boxes[-1]
            self.canvas.text(last.x + last.width + 3, last.y + last.height / 2, f"+{values.shape[2] - shown}", size=10,
                             color=SOFT, middle=True)
        if step.place and step.place[2] < shown:
            box = boxes[step.place[2]]
            self.canvas.rectangle(box.x - 0.6, box.y - 0.6, box.width + 1.2, box.height + 1.2, stroke=SPOT,
                                  thickness=1.8)

    def flat(self, step: Step, top: float) -> None:
        """Values without places, line by line, in digits where they are few; the followed one on the thread."""
        left, (folded, wide, all_high) = self.plan.sheet[0], self.plan.flat(step)
        high = all_high / len(folded)
        in_digits = len(step.values) <= FEW
        if in_digits:
            self.canvas.numbers(left, top, folded, cell=(wide, DIGITS), rgb=self.scale.rgb(folded),
                                decimals=2 if wide > CELL else 1, size=10)
        else:
            self.canvas.pixels(left, top, wide * folded.shape[1], all_high, self.scale.rgb(folded))
            self.canvas.rectangle(left, top, wide * folded.shape[1], all_high, stroke=LINE, thickness=0.8)
        row, column = divmod(step.place[0], folded.shape[1])
        self.thread.aside(left + (column + 0.5) * wide, top, top + (row + 0.5) * high, top + all_high,
                          is_zero=step.number == 0, behind=in_digits)

    def answers(self, step: Step, names: list[str]) -> None:
        """The last step: the probability of each label as a bar, the followed one at the end of the thread."""
        top, (x, room) = self.begun(step), self.plan.sheet
        y = top if self.plan.beside else top + WRITTEN + 2
        side = min(max(text_width(name, 12) for name in names), 0.4 * room) + 8
        for n, (name, part) in enumerate(zip(names, step.values, strict=True)):
            middle, is_followed = y + (n + 0.5) * BAR, n == step.place[0]
            self.canvas.text(x, middle, fitted(name, 12, side - 6), size=12, middle=True)
            self.canvas.rectangle(x + side, middle - 4, max((room - side - 44) * part, 0.8), 8,
                                  fill=ACCENT if is_followed else SOFT)
            self.canvas.text(x + room, middle, self.say.fact(share(part)), size=12, middle=True, anchor="end",
                             color=ACCENT if is_followed else INK)
            if is_followed:
                self.thread.to(self.thread.lane, middle - 7)
                self.thread.to(x - 7, middle)
                self.thread.knot(x - 7, middle)
        self.y = max(y + BAR * len(names), top + WRITTEN)
