"""Which language is a text in?"""

import ast
import re
from pathlib import Path

from diagrams.translations.markdown import FOREIGN, blank

JAPANESE = re.compile(r"[ぁ-ゖァ-ヺ一-鿿々〆]")
WIDE = r"[\u3000-\u30ff\u31f0-\u31ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\uff00-\uffef]"  # 。 and （, too
TAG = re.compile(r"<[^>]+>")
PHRASE = re.compile(r"(?<![A-Za-z0-9_.])(?:[A-Z]?[a-z]{2,}(?:[ -][A-Z]?[a-z]{2,})+|[a-z]{3,})(?![A-Za-z0-9_])")
LETTERS = re.compile(r"[^\W\d_]")


def japanese_in(text: str) -> str:
    """The first run of Japanese in an English text that is not marked as foreign; "" where there is none."""
    found = re.search(f"{WIDE}+", blank(text, FOREIGN))
    return found[0] if found else ""


def english_in(text: str, names: set[str]) -> str:
    """The first English word or phrase in a Japanese text that is not marked as foreign; "" where there is none.

    A single word with a capital letter is taken for a name (Keras, ReLU) and needs no mark; neither do the
    `names` that code goes by.
    """
    found = (match[0] for match in PHRASE.finditer(blank(text, FOREIGN, TAG)))
    return next((word for word in found if word not in names), "")


def names_in_code(folder: Path) -> set[str]:
    """Every name that the scripts of a folder use: of variables, functions, arguments, and in quotation marks."""
    nodes = [node for path in folder.glob("*.py") for node in ast.walk(ast.parse(path.read_text("utf-8")))]
    fields = (getattr(node, field, None) for node in nodes for field in ("id", "attr", "arg", "name", "value"))
    return {name for name in fields if isinstance(name, str) and name.isidentifier()}


def is_untranslated(text: str) -> bool:
    """Whether a piece of a Japanese text holds words, and not one Japanese letter."""
    return len(LETTERS.findall(blank(text, TAG))) > 3 and not JAPANESE.search(text)
