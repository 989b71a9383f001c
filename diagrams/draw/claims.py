"""How far claims hold, from not at all to fully: one bar for each, with a verdict that follows from it."""

from dataclasses import dataclass

from diagrams.draw.canvas import MARGIN, Canvas
from diagrams.draw.palette import ACCENT, INK, LINE, SOFT
from diagrams.facts import Fact, share, word
from diagrams.language import Say

FALSE, TRUE = 0.1, 0.9  # a claim that holds no further is false; one that holds at least so far is true
VERDICTS = {"true": word(ja="本当", en="true"), "half": word(ja="半分だけ本当", en="half true"),
            "false": word(ja="誤り", en="false"), "absent": word(ja="測れない", en="not measured")}
MARKERS = {"true": "o", "half": "^", "false": "X"}  # so that shape tells what the words do
SURE, SPREAD = 0.95, 1.96  # the interval that holds the truth so often reaches so many standard deviations
NUMBER, ROW, BAR, VERDICT = 22, 45, 10, 94  # room for the number, height of a row and of a bar, room for the verdict


@dataclass(frozen=True)
class Claim:
    """What is said, and how far it holds, 0 to 1; None where the network has nothing that it is about."""

    text: Fact
    part: float | None

    @property
    def verdict(self) -> str:
        if self.part is None:
            return "absent"
        return "false" if self.part <= FALSE else "true" if self.part >= TRUE else "half"

    @property
    def number(self) -> Fact:
        """How far it holds, in percent."""
        return word(ja="–", en="–") if self.part is None else share(self.part)


def draw_claims(canvas: Canvas, say: Say, y: float, claims: list[Claim]) -> float:
    """A row for each: the claim, its bar with the number, its verdict; returns where they end."""
    left = MARGIN + NUMBER
    width = canvas.width - MARGIN - VERDICT - left
    for n, claim in enumerate(claims, 1):
        canvas.text(left - 7, y + 12, f"{n}", size=12, color=SOFT, anchor="end")
        canvas.text(left, y + 12, say.fact(claim.text), size=12)
        one_bar(canvas, left, y + 18, width, claim)
        one_verdict(canvas, say, left + width + 16, y + 18, claim)
        y += ROW
    for part, anchor in ((0, "start"), (1, "end")):
        canvas.text(left + part * width, y + 2, say.fact(share(part)), size=10, color=SOFT, anchor=anchor)
    return y + 6


def one_bar(canvas: Canvas, x: float, y: float, width: float, claim: Claim) -> None:
    """How far a claim holds, as a bar, with the ends of the verdicts as dashed lines."""
    canvas.rectangle(x, y, width, BAR, stroke=LINE, thickness=0.8, above=1)
    canvas.rectangle(x, y, max(width * (claim.part or 0), 0.8), BAR, fill=SOFT, above=1.2)
    for part in (FALSE, TRUE):
        canvas.line([x + part * width] * 2, [y, y + BAR + 4], color=ACCENT, dashed=True, above=1.4)


def one_verdict(canvas: Canvas, say: Say, x: float, y: float, claim: Claim) -> None:
    """The sign of the verdict, the number, and the verdict in words."""
    if claim.verdict in MARKERS:
        canvas.page.plot([x], [y + 5], marker=MARKERS[claim.verdict], markersize=10, color=INK, zorder=3,
                         fillstyle="full" if claim.verdict == "false" else "none", markeredgewidth=1.6, clip_on=False)
    canvas.text(x + 13, y + 3, say.fact(claim.number), size=13)
    canvas.text(x + 13, y + 17, say.fact(VERDICTS[claim.verdict]), size=11, color=SOFT)


def claims_key(canvas: Canvas, say: Say, y: float) -> float:
    """What the bars and the dashed lines mean; returns where it ends."""
    canvas.line([MARGIN, MARGIN + 16], [y + 8, y + 8], color=ACCENT, dashed=True)
    told = say(ja="{false}以下なら「誤り」、{true}以上なら「本当」", en="up to {false}: false; from {true} on: true",
               false=share(FALSE), true=share(TRUE))
    canvas.text(MARGIN + 22, y + 12, told, size=11, color=SOFT)
    return y + 20


def table_of_claims(say: Say, claims: list[Claim]) -> list[tuple[str, ...]]:
    """All claims with their numbers and verdicts, a header row first."""
    head = (say(ja="よく言われること", en="what people say"), say(ja="どこまで当てはまるか", en="how far it holds"),
            say(ja="判定", en="verdict"))
    return [head, *(tuple(map(say.fact, (claim.text, claim.number, VERDICTS[claim.verdict]))) for claim in claims)]




def wilson(part: float, n: int) -> tuple[float, float]:
    """Between what and what a share that was counted on `n` things may lie."""
    middle, reach = part + SPREAD**2 / 2 / n, SPREAD * (part * (1 - part) / n + SPREAD**2 / 4 / n**2) ** 0.5
    low, high = ((middle + way * reach) / (1 + SPREAD**2 / n) for way in (-1, 1))
    return low if part > 0 else 0.0, high if part < 1 else 1.0  # as the formula says, but for rounding
