"""Rules for terms, made from the glossary: spellings to `avoid`, where they stand as whole words.

Words under `false_friends` are left out: they are right elsewhere, and no rule can tell where.
"""

import json
import re

import yaml

LETTERS = ("A-Za-z0-9", "ァ-ヺー", "一-鿿々")


def rules(glossary: str) -> str:
    """The glossary as rules for prh, in JSON, which is YAML."""
    instead: dict[str, list[str]] = {}
    for entry in yaml.safe_load(glossary) or ():
        for spelling in entry.get("avoid") or ():
            instead.setdefault(spelling, []).append(entry["ja"])
    made = [{"expected": "、".join(terms), "pattern": f"/{pattern(spelling)}/", "prh": "用語集"}
            for spelling, terms in instead.items()]
    return json.dumps({"version": 1, "rules": made}, ensure_ascii=False)


def pattern(spelling: str) -> str:
    """Where a spelling is a word of its own, and more than named: 過学習（過剰適合）, 過剰適合ともいいます."""
    word = re.escape(spelling)
    before = f"(?<![{kind}])" if (kind := letters(spelling[0])) else ""
    after = f"(?![{kind}])" if (kind := letters(spelling[-1])) and not spelling.endswith("ー") else ""
    return f"{before}(?!(?<=（){word}[、）]|{word}とも[い言呼]){word}{after}"


def letters(edge: str) -> str:
    """The kind of letters that go on beside this one within a word; none beside hiragana, where particles stand."""
    return next((kind for kind in LETTERS if re.match(f"[{kind}]", edge)), "")
