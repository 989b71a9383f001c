"""Stamps: what both languages said when someone last declared that they say the same."""

import json
import os
import re
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

from diagrams.language import LANGUAGES, OTHER
from diagrams.translations import pairs
from diagrams.translations.markdown import Unreadable
from diagrams.translations.pairs import NAMED, Pair
from diagrams.translations.words import WIDE

LOCK = "docs/translations.json"
BREAK = re.compile(rf"(?<={WIDE}) | (?={WIDE})")
SENTENCE_END = re.compile(r"(?<=[。？！])(?=[^」）])|(?<=[.?!]) ")

Prints = dict[str, list[str]]


class Refused(ValueError):
    """A stamp that would not be true; the message says what to do first."""


def sentences(text: str) -> list[str]:
    """A text as sentences; how its lines are wrapped makes no difference."""
    paragraphs = (BREAK.sub("", re.sub(r"\s+", " ", part).strip()) for part in re.split(r"\n\s*\n", text))
    return [sentence for paragraph in paragraphs for sentence in SENTENCE_END.split(paragraph) if sentence]


def digest(sentence: str) -> str:
    """A sentence as eight hexadecimal digits."""
    return sha256(sentence.encode()).hexdigest()[:8]


def prints(pair: Pair) -> Prints:
    """The fingerprint of both sides: a digest for each sentence."""
    return {language: [digest(sentence) for sentence in sentences(pair.texts[language])] for language in LANGUAGES}


def read(root: Path) -> dict[str, Prints]:
    """All stamps, by PAGE#section. Raises Unreadable."""
    path = root / LOCK
    try:
        stamps = json.loads(path.read_text("utf-8")) if path.is_file() else {}
        return {name: {language: stamp[language].split() for language in LANGUAGES} for name, stamp in stamps.items()}
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise Unreadable(f"{LOCK} holds something else than stamps: {error}") from error


def write(root: Path, stamps: dict[str, Prints]) -> None:
    """Write all stamps, a line for each, whole or not at all."""
    lines = (f"{json.dumps(name)}: {json.dumps({language: ' '.join(stamp[language]) for language in LANGUAGES})}"
             for name, stamp in sorted(stamps.items()))
    part = root / LOCK.replace("translations", ".translations")
    part.write_text("{\n" + ",\n".join(lines) + "\n}\n", "utf-8")
    os.replace(part, root / LOCK)


@dataclass(frozen=True)
class Step:
    """How one section stands: which sides have `moved` since it was stamped, if it ever was.

    `pair` is None where a stamp has outlived its section; `renamed_from` names such a stamp that says the same.
    """

    name: str
    pair: Pair | None
    stamp: Prints | None
    renamed_from: str = ""

    @property
    def moved(self) -> tuple[str, ...]:
        if not self.pair or not self.stamp:
            return ()
        now = prints(self.pair)
        return tuple(language for language in LANGUAGES if now[language] != self.stamp[language])

    @property
    def in_step(self) -> bool:
        return bool(self.pair and self.stamp and not self.moved)

    @property
    def behind(self) -> str:
        """The language that was left as it was while the other moved; "" where neither or both moved."""
        return OTHER[self.moved[0]] if len(self.moved) == 1 else ""

    def told(self) -> str:
        """One line: what has happened, and what to do."""
        stamp = f"python -m diagrams.translations stamp {self.name}"
        if self.renamed_from:
            return f"{self.name}: was {self.renamed_from}, and says the same: {stamp}"
        if not self.pair:
            return f"{self.name}: stamped, but it is gone: {stamp}"
        if not self.stamp:
            return f"{self.name}: never stamped. Read both, then: {stamp}"
        if self.behind:
            return (f"{self.name}: the {NAMED[self.moved[0]]} has moved, the {NAMED[self.behind]} has not. Bring "
                    f"{self.pair.files[self.behind]} in step, then: {stamp}")
        return f"{self.name}: both languages have moved. Read both, then: {stamp}"


def steps(root: Path) -> list[Step]:
    """How every section stands, those that are gone included."""
    now, before = pairs.read(root), read(root)
    gone = {name: stamp for name, stamp in before.items() if name not in now}
    was = {name: old for name in now.keys() - before.keys()
           for old, stamp in gone.items() if stamp == prints(now[name])}
    names = sorted({*now, *gone} - set(was.values()))
    return [Step(name, now.get(name), before.get(name), was.get(name, "")) for name in names]


def notices(root: Path) -> dict[tuple[str, str], dict[str, str]]:
    """{(page, language): {section: "newer" or "both"}} of what has moved since it was stamped.

    "newer": the other language has moved and this one has not; "both" have. Raises Unreadable.
    """
    found: dict[tuple[str, str], dict[str, str]] = {}
    for step in steps(root):
        page, _, key = step.name.partition("#")
        for language in [step.behind] if step.behind else step.moved:
            found.setdefault((page, language), {})[key] = "newer" if step.behind else "both"
    return found


def stamped(step: Step, stamps: dict[str, Prints], only_wording: bool) -> dict[str, Prints]:
    """The stamps with this section declared in step as it is now.

    Raises Refused when one side alone has moved and nobody says that it was only its wording.
    """
    if only_wording and not step.behind:
        raise Refused(f"{step.name}: --only-wording is for one language that has moved alone; here "
                      f"{'both have' if step.moved else 'neither has'}")
    if step.behind and not only_wording:
        raise Refused(f"{step.name}: only the {NAMED[step.moved[0]]} has moved. Change the {NAMED[step.behind]} too, "
                      "or say --only-wording when it means the same as before")
    kept = {name: stamp for name, stamp in stamps.items() if name not in (step.name, step.renamed_from)}
    return kept | ({step.name: prints(step.pair)} if step.pair else {})
