"""Is an answer right as often as it says? Groups of answers, each at what it says and how often it is right."""

from dataclasses import dataclass
from typing import Any

import numpy as np

from diagrams.draw.canvas import MARGIN, Canvas
from diagrams.draw.claims import wilson
from diagrams.draw.palette import ACCENT, INK, LINE, SOFT
from diagrams.facts import Fact, count, sentence, share, value, word
from diagrams.language import Say

KEY = "test photos by probability"  # on the card
CLOSE = 0.06  # two groups no further apart than this have their numbers on either side
LEFT, SIDE = MARGIN + 40, 258  # where the square of the chart begins, and its side


@dataclass(frozen=True)
class Reliability:
    """Groups of photos by the probability of their first answer: its mean, the share right, how many (each (groups,)).

    Groups without photos are left out.
    """

    means: np.ndarray
    rights: np.ndarray
    photos: np.ndarray

    @classmethod
    def of(cls, card: dict[str, Any]) -> "Reliability":
        """From the card of the weights; raises ValueError when it is of a time that did not measure this."""
        if KEY not in card:
            raise ValueError(f'the card of the weights has no "{KEY}": python -m diagrams.release measures it')
        groups = card[KEY]
        photos, rights = (np.array([group[name] for group in groups]) for name in ("photos", "right"))
        return cls(np.array([group["mean probability"] for group in groups]), rights / photos, photos)

    @property
    def said(self) -> float:
        """The mean probability of all first answers."""
        return float(np.average(self.means, weights=self.photos))

    @property
    def right(self) -> float:
        """The share of them that is right."""
        return float(np.average(self.rights, weights=self.photos))

    @property
    def gap(self) -> float:
        """How far, on average over the photos, a group lies from the line (expected calibration error)."""
        return float(np.average(abs(self.rights - self.means), weights=self.photos))


def draw_reliability(canvas: Canvas, say: Say, y: float, found: Reliability) -> float:
    """A square from nothing to certainty, each group with its interval, and the line where both agree; its end."""
    bottom = y + SIDE
    for part in (0, 0.5, 1):
        canvas.line([LEFT, LEFT + SIDE], [bottom - part * SIDE] * 2, color=LINE)
        canvas.text(LEFT - 6, bottom - part * SIDE, say.fact(share(part)), size=10, color=SOFT, anchor="end",
                    middle=True)
        canvas.text(LEFT + part * SIDE, bottom + 14, say.fact(share(part)), size=10, color=SOFT, anchor="middle")
    canvas.line([LEFT, LEFT + SIDE], [bottom, y], color=ACCENT, dashed=True)
    before_next = np.diff([*found.means, np.inf])
    for mean, right, photos, room in zip(found.means, found.rights, found.photos, before_next, strict=True):
        x, ends = LEFT + mean * SIDE, [bottom - end * SIDE for end in wilson(right, photos)]
        canvas.line([x, x], ends, color=SOFT, thickness=2.2, above=2)
        canvas.page.plot([x], [bottom - right * SIDE], "o", markersize=6, color=INK, zorder=3)
        beside, anchor = (-5, "end") if room < CLOSE else (6, "start")
        canvas.text(x + beside, max(ends) + 2, say.fact(count(photos)), size=10, color=SOFT, anchor=anchor)
    canvas.text(LEFT + SIDE, bottom + 30, say(ja="確率（平均）", en="probability, mean"), size=11, anchor="end")
    canvas.text(MARGIN, y - 10, say(ja="正解の割合", en="share that is right"), size=11)
    return bottom + 32


def reliability_key(canvas: Canvas, say: Say, y: float, sure: float) -> float:
    """What the dots, bars, numbers and the dashed line mean; returns where it ends."""
    y = canvas.paragraph(MARGIN, y + 10, say(
        ja="点：正解の割合。縦線：その{sure}信頼区間。小さな数：写真の枚数", sure=share(sure),
        en="dot: share that is right; bar: its {sure} interval; small numbers: photos"), size=11, color=SOFT)
    canvas.line([MARGIN, MARGIN + 20], [y + 2, y + 2], color=ACCENT, dashed=True)
    canvas.text(MARGIN + 26, y + 6, say(ja="確率どおりに当たる（上：控えめ、下：自信過剰）",
                                        en="as often as it says (above: modest, below: too sure)"),
                size=11, color=SOFT)
    return y + 14


def title_of_reliability(say: Say, found: Reliability) -> str:
    """What is said on average, and what is true."""
    return say(ja="確率の平均は{said}、実際に正解だったのは{hit}です",
               en="On average it says {said}, and {hit} of the answers are right", **told_of_both(found))


def told_of_both(found: Reliability) -> dict[str, Fact]:
    """What is said and what is right, the largest group with its arithmetic, and which way the network errs."""
    largest = int(found.photos.argmax())
    return {"said": share(found.said), "hit": share(found.right), "said_gap": value(100 * found.gap, 1),
            "groups": count(len(found.photos)), "group_photos": count(found.photos[largest]),
            "group_right": count(round(found.rights[largest] * found.photos[largest])),
            "group_share": share(found.rights[largest]), "group_said": share(found.means[largest]),
            "off_line": told_of_misses(found),
            "calibration": told_of_difference(100 * (found.right - found.said))}


def told_of_difference(points: float) -> Fact:
    """Whether more is right than was said, or less."""
    if f"{abs(points):.1f}" == "0.0":
        return word(ja="全体では、確率どおりに当たっています。", en="All in all it is right as often as it says.")
    kind = word(ja="控えめ", en="modest") if points > 0 else word(ja="自信過剰", en="too sure")
    return sentence(ja="全体では{off}ポイントだけ{kind}です。", en="All in all it is {kind}, by {off} points.",
                    off=value(abs(points), 1), kind=kind)


def told_of_misses(found: Reliability) -> Fact:
    """The groups whose interval does not hold what they say."""
    missed = [n for n, (mean, right, photos) in enumerate(zip(found.means, found.rights, found.photos, strict=True))
              if not wilson(right, photos)[0] <= mean <= wilson(right, photos)[1]]
    if not missed:
        return word(ja="ここでは、どの組の縦線も破線に届いています。", en="Here every bar meets the line.")
    each = [sentence(ja="平均{said}の組（正解{right}）", en="the group at {said} ({right} right)",
                     said=share(found.means[n]), right=share(found.rights[n])) for n in missed]
    return sentence(ja="縦線が破線を外れているのは、{groups}です。", en="The bars that miss the line: {groups}.",
                    groups=word(ja="、".join(one.text.ja for one in each), en=", ".join(one.text.en for one in each)))
