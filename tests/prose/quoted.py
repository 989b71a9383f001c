"""What code and data say in a language, as a list whose items stand on the lines of their source."""

import ast
import re
from collections.abc import Iterator

import yaml

from diagrams.translations.pairs import SCRIPT_PAIR
from tests.prose.markdown import NUMBER

FIELD = re.compile(r"\{[^{}]*\}")


def in_code(source: str, language: str) -> str:
    """What figures, facts and the site say: texts given as `ja=` and `en=`, or under "ja" and "en"."""
    tree = ast.parse(source)
    values = (value for node in ast.walk(tree) for value in said(node, language))
    return listed((piece.lineno, words(piece)) for value in values for piece in pieces(value))


def said(node: ast.AST, language: str) -> list[ast.expr]:
    """The expression for this language, where a call or a dictionary has one for each."""
    values = {}
    if isinstance(node, ast.Call):
        values = {keyword.arg: keyword.value for keyword in node.keywords}
    elif isinstance(node, ast.Dict):
        values = {getattr(key, "value", None): value for key, value in zip(node.keys, node.values, strict=True)}
    return [values[language]] if {"ja", "en"} <= values.keys() else []


def pieces(value: ast.expr) -> Iterator[ast.expr]:
    """The strings in an expression; what belongs to an f-string is not a string of its own."""
    if isinstance(value, ast.JoinedStr) or (isinstance(value, ast.Constant) and isinstance(value.value, str)):
        yield value
        return
    for child in ast.iter_child_nodes(value):
        yield from pieces(child)


def words(piece: ast.expr) -> str:
    """A string with numbers where facts go."""
    parts = piece.values if isinstance(piece, ast.JoinedStr) else [piece]
    text = "".join(part.value if isinstance(part, ast.Constant) else "{}" for part in parts)
    return FIELD.sub(NUMBER, text)


def in_script(source: str, language: str) -> str:
    """What a script in the browser says."""
    return listed((source.count("\n", 0, found.start(language)) + 1, FIELD.sub(NUMBER, found[language]))
                  for found in SCRIPT_PAIR.finditer(source))


def in_glossary(source: str, language: str) -> str:
    """The sentence of each term."""
    sentences = (under(under(entry, "says"), language) for entry in yaml.compose(source).value)
    return listed((sentence.start_mark.line + 1, sentence.value) for sentence in sentences)


def under(node: yaml.MappingNode, key: str) -> yaml.Node:
    """What stands under a key, with the place where it stands."""
    return {name.value: value for name, value in node.value}[key]


def listed(texts: Iterator[tuple[int, str]]) -> str:
    """Texts as items of a list, each on its own line; those that share a line are sentences of one item."""
    lines: dict[int, str] = {}
    for line, text in texts:
        one = " ".join(text.split())
        lines[line] = f"{lines[line]}。{one}" if line in lines else f"- {one}"
    return "\n".join(lines.get(n, "") for n in range(1, max(lines, default=0) + 1)) + "\n"
