"""The script with the outcome of leaving each statement out beside it: {{ without }}."""

from html import escape

from diagrams.experiments import results
from diagrams.experiments.statements import nth, statements
from diagrams.facts import share
from diagrams.omissions import Outcome, outcomes
from diagrams.site.listing import NETWORK, Line, framed, highlighted, source_of
from diagrams.site.page import Page

SIGNS = {"error": "×", "lost": "∅", "same": "=", "lower": "↓", "alike": "≈", "higher": "↑"}


def block(page: Page) -> str:
    """Every line of the script from its first statement on; each statement opens and says what happens without it."""
    try:
        found = outcomes(results.read("lines")["runs"])
    except results.NoResult as error:
        return page.mistake(str(error))
    source = source_of(NETWORK, page)
    lines, every = highlighted(source), statements(source)
    starts = {statement.first: statement for statement in every}
    parts, place = [], every[0].first - 1
    while place < len(lines):
        statement = starts.get(lines[place].number)
        end = statement.last if statement else place + 1
        outcome = found.get((statement.text, nth(statement, every))) if statement else None
        parts.append(shown(lines[place:end], outcome, found["", 0], page))
        place = end
    return framed(f'<div class="without">{"".join(parts)}</div>', NETWORK, page)


def shown(lines: list[Line], outcome: Outcome | None, whole: Outcome, page: Page) -> str:
    """Some lines of code; where there is an outcome, behind a touch."""
    code = f'<code>{"".join(line.wrapped(line.html) for line in lines)}</code>'
    if not outcome:
        return f"<div>{code}</div>"
    verdict = outcome.verdict(whole)
    return (f'<details class="{verdict}"><summary>{code}<span class="verdict">{short(outcome, verdict, page)}</span>'
            f"</summary><p>{told(outcome, verdict, whole, page)}</p></details>")


def short(outcome: Outcome, verdict: str, page: Page) -> str:
    """The outcome in a word or a number."""
    words = {"error": page.say(ja="エラー", en="error"), "lost": page.say(ja="残らない", en="lost"),
             "same": page.say(ja="同じ", en="same")}
    return f"{SIGNS[verdict]} {words.get(verdict) or written(outcome.mean, page)}"


def told(outcome: Outcome, verdict: str, whole: Outcome, page: Page) -> str:
    """The outcome in a sentence: what Python says, or the accuracies over seeds."""
    if verdict == "error":
        return f'{page.say(ja="エラーで止まります。", en="It stops.")} <samp lang="en">{escape(outcome.error)}</samp>'
    if verdict == "lost":
        return page.say(ja="エラーは出ず、最後まで動きます。でも、訓練したネットワークはどこにも保存されません。",
                        en="No error: it runs to its end. But the trained network is saved nowhere.")
    if verdict == "same":
        return page.say(ja="どの写真への答えも、まったく変わりません。", en="Not a single answer changes.")
    between = page.say(ja="、", en=", ")
    mine = between.join(written(accuracy, page) for accuracy in outcome.accuracies)
    low, high = (written(end(whole.accuracies), page) for end in (min, max))
    return page.say(ja=f"正解率は、シードごとに{mine}です（全部の行があるとき：{low}から{high}）。",
                    en=f"Accuracy, seed by seed: {mine} (with all lines: {low} to {high}).")


def written(accuracy: float, page: Page) -> str:
    return share(accuracy).text[page.language]
