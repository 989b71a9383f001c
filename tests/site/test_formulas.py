"""Formulas become MathML while the site is built."""

from xml.etree import ElementTree

import markdown

from diagrams.site.formulas import to_mathml


def html_of(text):
    return to_mathml(markdown.markdown(text, extensions=["pymdownx.arithmatex"], extension_configs={
        "pymdownx.arithmatex": {"generic": True}}))


def test_inline_and_display_formulas_become_mathml():
    html = html_of("So $f(x) = \\max(0, x)$.\n\n$$\ny < \\sum_i w_i x_i + b\n$$\n")
    assert 'display="inline"' in html
    assert 'display="block"' in html
    assert "arithmatex" not in html
    assert "\\" not in html


def test_comparison_signs_survive():
    math = ElementTree.fromstring(html_of("$a < b$").removeprefix("<p>").removesuffix("</p>"))
    assert [element.text for element in math.iter() if element.text] == ["a", "<", "b"]


def test_a_real_minus_from_a_fact_is_an_operator():
    assert "<mo>&#x02212;</mo><mn>0.37</mn>" in html_of("$−0.37$")


def test_money_is_not_math():
    assert html_of("5$ and 6$") == "<p>5$ and 6$</p>"
