"""Beside the series: what happens without this line?"""

from collections import Counter
from typing import Any

from diagrams.draw import Canvas, Drawing
from diagrams.draw.palette import SOFT
from diagrams.draw.verdicts import Trial, draw_squares, draw_trials, verdicts_key
from diagrams.facts import Fact, code, count, counted, share
from diagrams.inputs import Experiment, Labels
from diagrams.language import Say
from diagrams.omissions import Outcome, outcomes
from diagrams.post import Post

POST = Post(number=None)

LEFT = 8
TRAINED = ("lower", "alike", "higher")  # verdicts on what ends with an answer


def read(lines: dict[str, Any]) -> tuple[Outcome, list[tuple[Outcome, str]]]:
    """The whole script, and every statement's outcome with its verdict, in the order of the script."""
    found = outcomes(lines["runs"])
    whole = found.pop(("", 0))
    return whole, [(found[name], found[name].verdict(whole)) for name in in_order(lines["runs"]) if name in found]


def in_order(runs: list[dict[str, Any]]) -> list[tuple[str, int]]:
    """The statements as the first seed met them: that is the order of the script."""
    return list(dict.fromkeys((run["variation"], run["nth"]) for run in runs))


def overview(say: Say, lines: dict[str, Any] = Experiment("lines")) -> Drawing:
    """A square for each statement of the script: what happens without it."""
    _, found = read(lines)
    many, total = Counter(verdict for _, verdict in found), len(found)
    canvas = Canvas(say, say(ja="{all}行のうち、消すとエラーになるのは{errors}行、何も変わらないのは{same}行です",
                             en="Leave out one of {all} lines: {errors} of them end in an error, {same} are not missed",
                             all=count(total), errors=count(many["error"]), same=count(many["same"])))
    end = draw_squares(canvas, canvas.y + 8, [verdict for _, verdict in found])
    told = {"error": say(ja="エラーで止まる", en="stops with an error"),
            "lost": say(ja="最後まで動くが、ネットワークが保存されない", en="runs to its end, but saves no network"),
            "lower": say(ja="どのシードでも正解率が下がる", en="accuracy falls, whatever the seed"),
            "alike": say(ja="答えは変わるが、はっきりした差はない", en="other answers, no clear difference"),
            "higher": say(ja="どのシードでも正解率が上がる", en="accuracy rises, whatever the seed"),
            "same": say(ja="答えがまったく変わらない", en="the very same answers")}
    told = {verdict: f"{text}: {say.fact(count(many[verdict]))}" for verdict, text in told.items() if many[verdict]}
    return canvas.drawing(verdicts_key(canvas, end + 12, told) + 8, say(
        ja="スクリプトの行をひとつずつ消した結果を、スクリプトの順に並べました。",
        en="What became of the script without each of its lines, in the order of the script."),
        [(say(ja="結果", en="outcome"), say(ja="行数", en="lines")),
         *(tuple(text.rsplit(": ", 1)) for text in told.values())])


def trained(say: Say, lines: dict[str, Any] = Experiment("lines"), labels: tuple[str, ...] = Labels()) -> Drawing:
    """The accuracies, over seeds, without each of the statements that the training survives."""
    whole, found = read(lines)
    rows = sorted(((one, verdict) for one, verdict in found if verdict in TRAINED),
                  key=lambda row: row[0].mean)
    canvas = Canvas(say, title_of_trained(say, whole, rows))
    y = canvas.paragraph(LEFT, canvas.y + 10, say(
        ja="点：その行を消したときの正解率（シードごと）。赤い破線：全部の行があるとき。灰色の破線：当てずっぽう",
        en="dot: accuracy without the line, one for each seed; dashed red: with all lines; dashed grey: mere chance"),
        size=11, color=SOFT)
    trials = [Trial(name_of(one, rows), verdict, one.accuracies) for one, verdict in rows]
    end = draw_trials(canvas, y, trials, whole.accuracies, 1 / len(labels))
    head = say(ja="消した行", en="left out"), say(ja="正解率の平均", en="mean accuracy")
    return canvas.drawing(end + 8, say(
        ja="消しても訓練が最後まで進む行について、シードごとの正解率。",
        en="For each line that the training survives, the accuracy without it, over seeds."),
        [head, *((name_of(one, rows), say.fact(share(one.mean))) for one, _ in rows)])


def name_of(one: Outcome, rows: list[tuple[Outcome, str]]) -> str:
    """A statement's text, numbered where there are several with the same."""
    return one.text if sum(other.text == one.text for other, _ in rows) == 1 else f"[{one.nth}] {one.text}"


def title_of_trained(say: Say, whole: Outcome, rows: list[tuple[Outcome, str]]) -> str:
    """What the most needed of these statements is worth."""
    if not any(verdict == "lower" for _, verdict in rows):
        return say(ja="訓練が最後まで進むなら、どの一行を消してもはっきりした差は出ません",
                   en="Where the training survives, no single line is clearly missed")
    return say(ja="一行消すだけで、正解率は{whole}から{least}まで下がることがあります",
               en="One line less can take the accuracy from {whole} to {least}",
               whole=share(whole.mean), least=share(rows[0][0].mean))


FIGURES = (overview, trained)


def facts(lines: dict[str, Any] = Experiment("lines"), labels: tuple[str, ...] = Labels()) -> dict[str, Fact]:
    whole, found = read(lines)
    many, size = Counter(verdict for _, verdict in found), lines["size"]
    worst = min((one for one, verdict in found if verdict in TRAINED), key=lambda one: one.mean)
    return {
        "statements": count(len(found)), **{verdict: count(many[verdict]) for verdict in
                                            ("error", "lost", "same", "alike", "lower", "higher")},
        "whole": share(whole.mean), "chance": share(1 / len(labels)),
        "worst": code(worst.text), "worst_mean": share(worst.mean),
        "seeds": count(max(len(one.accuracies) for one, _ in found)), "whole_seeds": count(len(whole.accuracies)),
        "whole_low": share(min(whole.accuracies)), "whole_high": share(max(whole.accuracies)),
        "photos": count(size["training photos"]),
        "pixels": count(size["pixels"]), "epochs": count(size["epochs"]),
        "tested": count(size["validation photos"]),
        "time": counted(round(lines["seconds"] / 60), ja="分", one="minute", many="minutes"),
    }
