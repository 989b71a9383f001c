"""Slips in Japanese and English are found, with file, line and reason; what is right is left alone."""

import os
import re

import pytest
import yaml

from tests.prose import markdown, quoted, terms, tools

GLOSSARY = """\
- id: layer
  ja: 層
  avoid: [レイヤー]
  says:
    ja: "文字を囲む層です。"
    en: "A layer, mispelt."
- id: shape
  ja: 形状
  avoid: [シェイプ]
  false_friends: [形]
  says: {ja: "大きさを 並べた形です。", en: "Sizes in a row."}
"""
WRONG = {"docs/wrong.ja.md": """\
---
title: "試し：レイヤーとは"
description: これは説明です
---

# 試し { #top }

ここからは、離れた所も見れます。

この写真を Keras で読みます。

列車事故でバスで振り替え輸送を行いました。

??? question "テンソルのシェイプは？"
    {{ a.fact }}枚の**レイヤー**です。

![](figure.svg)
- [どの層](a.md)も、これである。
""", "docs/wrong.en.md": """\
---
title: Trial
description: A netwrok.
---

The color of {{ a.fact }} photos, `mispelt` or not: $mispelt$.
""", "diagrams/figure.py": """\
def figure(say, n):
    return say(
        ja="{n}個のレイヤー", n=n,
        en="the numer of {n} layers "
           "and more")
""", "docs/toy.js": """\
say({ ja: "数", en: "number" });
say({
  ja: "{n}個のレイヤー",
  en: "the numer of {n}",
});
""", "README.md": """\
Read teh photos.

    teh code

## 日本語で

層、レイヤー。
""", "docs/glossary.yml": GLOSSARY}
RIGHT = {"docs/right.ja.md": """\
---
title: "Layer：何が起きる？"
description: 正しい文章です。
---

# Layer { #top }

`レイヤー`という名前のクラスを、{{ a.fact }}回使います。プレイヤーの形は正方形で、$x$は層の数です。

??? question "予想してみましょう：どちら？"
    **{{ a.fact }}**です。別の名前（レイヤー）は使わず、レイヤーとも呼びません。

```python
# レイヤー x
```

- 文章も図も、<span lang="en">layer</span>を見ます。
{ #end }
""", "docs/right.en.md": """\
The colour of {{ a.fact }} photos, `mispelt` or not: $mispelt$. “Keras” isn't [here](mispelt.md).
"""}
FOUND = [
    ("docs/wrong.ja.md:2: ", "レイヤー => 層"), ("docs/wrong.ja.md:3: ", "ja-no-mixed-period"),
    ("docs/wrong.ja.md:8: ", "no-dropping-the-ra"), ("docs/wrong.ja.md:10: ", "space-between-half-and-full"),
    ("docs/wrong.ja.md:12: ", "no-doubled-joshi"), ("docs/wrong.ja.md:14: ", "シェイプ => 形状"),
    ("docs/wrong.ja.md:15: ", "レイヤー => 層"), ("docs/wrong.ja.md:18: ", "no-mix-dearu-desumasu"),
    ("docs/wrong.en.md:3: ", "netwrok"), ("docs/wrong.en.md:6: ", "color"),
    ("diagrams/figure.py:3: ", "レイヤー => 層"), ("diagrams/figure.py:4: ", "numer"),
    ("docs/toy.js:3: ", "レイヤー => 層"), ("docs/toy.js:4: ", "numer"),
    ("README.md:1: ", "teh"), ("README.md:7: ", "レイヤー => 層"),
    ("docs/glossary.yml:6: ", "mispelt"), ("docs/glossary.yml:11: ", "no-space-between-full-width"),
]


@pytest.fixture(scope="module")
def findings(tmp_path_factory):
    """What both tools, started once, find in a small project."""
    if reason := tools.missing():
        (pytest.fail if os.environ.get("REQUIRE_NODE") == "1" else pytest.skip)(reason)
    root = tmp_path_factory.mktemp("project")
    for name, text in (WRONG | RIGHT).items():
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_text(text, encoding="utf-8")
    return tools.findings(root)


@pytest.mark.parametrize(("place", "reason"), FOUND)
def test_a_slip_is_found(findings, place, reason):
    assert [line for line in findings if line.startswith(place) and reason in line]


def test_nothing_else_is_found(findings):
    places = {place for place, _ in FOUND}
    assert [line for line in findings if re.match(r".*?:\d+: ", line)[0] not in places] == []


def test_a_tool_that_fails_says_so(monkeypatch, tmp_path):
    monkeypatch.setattr(tools, "NODE", tmp_path / "node")
    with pytest.raises(tools.Broken, match="make lint"):
        tools.findings(tmp_path)


@pytest.mark.parametrize(("spelling", "text", "found"), [
    ("レイヤー", "次のレイヤーへ", True), ("レイヤー", "プレイヤー", False), ("フィルター", "フィルターサイズ", True),
    ("レイヤ", "レイヤー", False), ("ロス", "クロス", False), ("精度", "高精度", False), ("精度", "精度が", True),
    ("畳みこみ", "畳みこみ層", True), ("誤差逆伝播", "誤差逆伝播法", False), ("F値", "F値は", True),
    ("F値", "RF値", False), ("過剰適合", "過学習（過剰適合）", False), ("過剰適合", "（過剰適合が", True),
    ("過剰適合", "過剰適合ともいいます", False),
])
def test_terms_are_whole_words(spelling, text, found):
    assert bool(re.search(terms.pattern(spelling), text)) == found


def test_a_spelling_that_two_terms_avoid_names_both():
    glossary = "[{ja: 正解率, avoid: [精度]}, {ja: 適合率, avoid: [精度]}]"
    assert [rule["expected"] for rule in yaml.safe_load(terms.rules(glossary))["rules"]] == ["正解率、適合率"]


def test_lines_stay_in_their_places():
    page = WRONG["docs/wrong.ja.md"] + "$$\na\n$$\n```python\n1\n```\nend"
    assert markdown.plain(page).split("\n")[-1] == "end"
    assert len(markdown.plain(page).split("\n")) == len(page.split("\n"))


def test_all_that_a_call_says_is_read():
    code = 'word(ja=f"{n}個" if n else "なし", en="x")\n{"ja": "左", "en": "left"}; {"ja": "右", "en": "right"}'
    assert quoted.in_code(code, "ja") == "- 100個。なし\n- 左。右\n"
    assert quoted.in_code("call(ja='一')", "ja") == "\n"
