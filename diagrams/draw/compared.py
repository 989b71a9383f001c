"""Short trainings that differ in one thing, side by side: accuracy by epoch, on training photos and on new ones."""

from typing import Any

from diagrams.draw.canvas import Canvas
from diagrams.draw.drawing import Drawing
from diagrams.draw.epochs import Kind, at_the_end, draw_panels, seeds_of
from diagrams.draw.palette import ACCENT, INK
from diagrams.facts import Fact, count, share
from diagrams.language import Say


def draw_compared(say: Say, runs: dict[str, Any], names: dict[str, Fact], title: str) -> Drawing:
    """A panel for each variation of an experiment, and a table of how each ends."""
    canvas = Canvas(say, title)
    told, kinds = {variation: say.fact(name) for variation, name in names.items()}, kinds_of(say)
    table = table_of(say, runs, told, kinds, say(ja="場合", en="case"))
    end = draw_panels(canvas, say, canvas.y, runs, told, kinds)
    return canvas.drawing(end, say(
        ja="それぞれの場合の、エポックごとの正解率。線は{seeds}通りの乱数シードの平均、帯は最低から最高までです。",
        en="Accuracy by epoch in each case. Lines are means over {seeds} random seeds, bands reach from the lowest to "
           "the highest.", seeds=count(seeds_of(runs))), table)


def kinds_of(say: Say) -> list[Kind]:
    """The two accuracies that every training notes."""
    return [Kind("accuracy", say(ja="訓練データ（訓練しながら数える）", en="training photos, counted while training"),
                 INK, "o"),
            Kind("val_accuracy", say(ja="検証データ（エポックの後に数える）",
                                     en="validation photos, counted after the epoch"), ACCENT, "D")]


def table_of(say: Say, runs: dict[str, Any], names: dict[str, str], kinds: list[Kind],
             what: str) -> list[tuple[str, ...]]:
    """How each variation ends, on average over the seeds; `what` heads their names."""
    ends = [at_the_end(runs, kind.key) for kind in kinds]
    return [(what, *(kind.name for kind in kinds)),
            *((name, *(say.fact(share(end[variation])) for end in ends)) for variation, name in names.items())]
