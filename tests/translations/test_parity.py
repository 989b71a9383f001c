"""What one language has and the other has not is named in one line."""

import pytest

from diagrams.translations import parity
from tests.translations.conftest import ROOT

JA, EN = "docs/posts/relu.ja.md", "docs/posts/relu.en.md"


def line_of(text: str) -> int:
    """The line of the English page that holds a text, counted from 1."""
    return (ROOT / EN).read_text("utf-8").partition(text)[0].count("\n") + 1


def test_this_project_says_everything_in_both_languages():
    assert parity.problems(ROOT) == []


@pytest.mark.parametrize(("path", "old", "new", "line"), [
    (EN, "## The formula { #formula }", "", "posts/relu: section #formula is in Japanese only"),
    (JA, "## 数式 { #formula }", "", "posts/relu: section #formula is in English only"),
    (EN, "## The formula { #formula }", "### The formula { #formula }",
     "posts/relu#formula: the heading has level 2 in Japanese, 3 in English"),
    (EN, "{ #formula }", "", f":{line_of('{ #formula }')}: heading without an id"),
    (EN, "{ #formula }", "{ #numpy }", "a second section #numpy"),
    (EN, "![](../figures/relu/one_map.svg)", "", "#question: figure ../figures/relu/one_map.svg is in Japanese only"),
    (EN, "![](../figures/relu/one_map.svg)", "![](../figures/relu/numbers.svg)",
     "#question: figure ../figures/relu/numbers.svg is in English only"),
    (JA, "](maxpooling2d.md)", "](conv2d.md)", "#limits: link conv2d.md is in Japanese only"),
    (JA, "`Conv2D`が重みを", "畳み込みが重みを", "#two-steps: inline code `Conv2D` is in English only"),
    (JA, "{{ relu.zero_share }}**です", "{{ relu.maps }}**です", "fact relu.zero_share is in English only"),
    (EN, '??? question "Predict first: what are', '!!! note "Predict first: what are',
     "#without: question ??? question is in Japanese only"),
    (EN, r"\max(0, x)", r"\max(x, 0)", r"#formula: formula $$f(x)=\max(x,0)$$ is in English only"),
    (EN, "# (1)!\n", "# (1)!\nx = 1\n", "#code: code ```"),
    (EN, "description: What", "about: What", "docs/posts/relu.en.md: no description at its top"),
    (EN, "No exponential", "No 指数 exponential", "#formula: Japanese in English text: 指数"),
    (JA, "指数も割り算もなく、学習するものもありません。値ひとつにつき、比較が一回。それだけです。",
     "No exponential, no division.", "#formula: no Japanese in: No exponential, no division."),
    (JA, "指数も割り算も", "exponentialも割り算も", '#formula: English without <span lang="en">: exponential'),
    ("docs/assets/site.js", '{ ja: "注", en: "Note" }', '{ ja: "注" }', "docs/assets/site.js: not a pair"),
    ("docs/assets/site.js", '{ ja: "注", en: "Note" }', '"注"', "docs/assets/site.js: not a pair"),
    ("diagrams/site/theme/404.html", "<h2>Page not found</h2>", "", "404.html: its two sections do not hold the same"),
    ("diagrams/site/theme/404.html", "<h2>Page not found</h2>", "<h2>見つかりません</h2>",
     "404.html: in the wrong language"),
    (EN, "---\n\n# ReLU", "---\n\n日本語の前書き。\n\n# ReLU", "#head: Japanese in English text: 日本語の前書き。"),
    (EN, "---\n\n# ReLU", "---\n\n![](../figures/relu/numbers.svg)\n\n# ReLU",
     "#head: figure ../figures/relu/numbers.svg is in English only"),
    (EN, "No exponential", "No exponential。", "Japanese in English text: 。"),
    (EN, "No exponential", "<!-- 指数 --> No exponential", "Japanese in English text: 指数"),
    (EN, "## The formula { #formula }", "The formula\n-----------",
     "write this heading as ## Title { #id }: The formula"),
    (EN, "## The formula { #formula }", "##The formula", "write this heading as ## Title { #id }: ##The formula"),
    (EN, "No exponential", "[No](conv2d.md 'exponential')", "#formula: link conv2d.md is in English only"),
    (EN, "No exponential", "| a | b |\n|---|---|\n\nNo exponential", "#formula: table 3 is"),
    (EN, "title: ", "title: a: ", "docs/posts/relu.en.md: the settings at its top are no YAML"),
    (EN, "# (1)!\n", "# (1)!\nf('a')\n", "#code: code ```"),
    ("docs/assets/site.js", '{ ja: "注", en: "Note" }', '{ ja: "Note", en: "注" }', "site.js: in the wrong language"),
    ("diagrams/posts/relu.py", 'ja="ReLUの前"', 'ja="before"', "diagrams/posts/relu#one_map: no Japanese in: before"),
    ("diagrams/posts/relu.py", 'en="before ReLU"', 'en="ReLUの前"', "#one_map: Japanese in English text: の前"),
    ("diagrams/posts/relu.py", "def one_map(", "def one_map((", "diagrams/posts/relu.py, line "),
    ("docs/glossary.yml", '    en: "', '    de: "', "docs/glossary.yml: the term accuracy lacks 'en'"),
    ("mkdocs.yml", "                  name: Follow the system", "                  x: Follow the system",
     "mkdocs.yml: not every button of the palette has an English name"),
    ("mkdocs.yml", "  - posts/relu.md", "  - ReLU: posts/relu.md", "mkdocs.yml: a nav entry takes its title from"),
    ("mkdocs.yml", "          copyright: Text", "          x: Text", "mkdocs.yml: no English copyright"),
    ("mkdocs.yml", "name: Switch to light", "name: 明るい配色", "mkdocs.yml: Japanese among the English settings: 明"),
])
def test_a_difference_is_named(project, edit, path, old, new, line):
    edit(path, old, new)
    found = parity.problems(project)
    assert [problem for problem in found if line in problem], found


@pytest.mark.parametrize(("path", "line"), [
    (EN, "posts/relu: there is no English page docs/posts/relu.en.md"),
    (JA, "posts/relu: there is no Japanese page docs/posts/relu.ja.md"),
])
def test_a_missing_page_is_named(project, path, line):
    (project / path).unlink()
    assert parity.problems(project) == [line]


def test_a_page_without_a_language_is_named(project):
    (project / "docs/posts/new.md").write_text("# New")
    assert parity.problems(project) == ["docs/posts/new.md: name it new.ja.md, and write new.en.md beside it"]


def test_sections_in_another_order_are_named(project, edit):
    edit(EN, "{ #formula }", "{ #x }")
    edit(EN, "{ #numpy }", "{ #formula }")
    edit(EN, "{ #x }", "{ #numpy }")
    assert "posts/relu: the sections stand in another order from #formula on" in parity.problems(project)


def drawn(project, language, title):
    folder = project / "docs/figures/x"
    folder.mkdir(parents=True, exist_ok=True)
    (folder / f"y.{language}.svg").write_text(f"<svg><title>{title}</title><desc>{title}</desc></svg>", "utf-8")


@pytest.mark.parametrize(("ja", "en", "line"), [
    ("図", None, "figures/x/y: drawn in Japanese only"),
    (None, "figure", "figures/x/y: drawn in English only"),
    ("図", "a 図", "figures/x/y: Japanese in the English figure: 図"),
    ("figure", "figure", "figures/x/y: no Japanese in title or description"),
])
def test_a_figure_says_the_same_in_both_languages(project, ja, en, line):
    for language, title in (("ja", ja), ("en", en)):
        if title:
            drawn(project, language, title)
    assert [problem for problem in parity.problems(project) if line in problem]


def test_a_marked_phrase_may_be_foreign(project, edit):
    edit(EN, "No exponential", 'No <span lang="ja">指数</span> (exponential)')
    edit(JA, "指数も割り算も", '<span lang="en">exponential</span>も割り算も')
    assert parity.problems(project) == []
