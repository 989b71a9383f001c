"""Japanese headings can be broken between phrases, and nowhere else."""

import markdown
import pytest

from diagrams.site.breaks import Breaks

TEXT = ("# `f`：どれだけ当たるのか { #top }\n\nどれだけ当たるのかを見てみましょう。\n\n"
        '??? question "予想してみましょう：どれ？"\n    これです。\n')


def rendered(language):
    breaks = Breaks()
    breaks.language = language
    return markdown.markdown(TEXT, extensions=["attr_list", "toc", "pymdownx.details", breaks],
                             extension_configs={"toc": {"permalink": True}})


def test_headings_and_summaries_have_places_for_breaks():
    html = rendered("ja")
    assert '<h1 id="top"><code>f</code>：<wbr />どれだけ<wbr />当たるのか<a class="headerlink"' in html
    assert "<summary>予想してみましょう：<wbr />どれ？</summary>" in html
    assert "<p>どれだけ当たるのかを見てみましょう。</p>" in html


@pytest.mark.parametrize("language", ["en", ""])
def test_other_languages_are_left_alone(language):
    assert "<wbr" not in rendered(language)
