"""Formulas: LaTeX between dollar signs becomes MathML while the site is built."""

import re
from html import unescape

from latex2mathml.converter import convert

FORMULA = re.compile(r'<(span|div) class="arithmatex">\s*\\[(\[](.*?)\\[)\]]\s*</\1>', re.S)
TYPED = str.maketrans({"\u2212": "-", "×": r"\times ", "→": r"\to "})


def to_mathml(html: str) -> str:
    """Replace every formula that arithmatex marked."""
    return FORMULA.sub(lambda match: mathml(unescape(match[2]).strip(), match[1] == "div"), html)


def mathml(latex: str, display: bool) -> str:
    """One formula as MathML, with its LaTeX for whoever copies it."""
    return convert(latex.translate(TYPED), display="block" if display else "inline")
