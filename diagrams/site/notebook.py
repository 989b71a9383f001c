"""A Jupyter notebook of each post: its text, its figures as code that draws them, its lines of Python to run."""

import json
import re
from collections import Counter
from hashlib import sha256
from typing import Any

from diagrams.site.page import Page

FIGURE = r"^[ ]*!\[[^\]]*\]\([./]*figures/[\w-]+/(?P<figure>[\w-]+)\.svg\)[ ]*$"
CODE = r"^[ ]*```(?P<kind>[^\n]*)\n(?P<code>.*?)^[ ]*```[ ]*$"
PIECE = re.compile(rf"{FIGURE}|{CODE}|(?=^\#\# )", re.M | re.S)
TITLE = re.compile(r"^# .*$", re.M)
BOX = re.compile(r'^(?:!!!|\?\?\?\+?) \w+ "(.*)"\n((?:    .*\n|\n)*)', re.M)
LEFT_OUT = re.compile(r"^@@block-\d+@@$|(?<=\S) *\{ *#[\w-]+ *\} *$|</?span[^>]*>", re.M)
LINK = re.compile(r"\[([^\]\n]+)\]\((?!https?:)[^)\n]*\)")
MARK = re.compile(r" *# \(\d+\)!\n?")
WIDE = 92  # characters that a cell shows without a bar to scroll

ABOUT = {"ja": "このノートブックは、同じ題名のページの図を、描くためのコードにしたものです。"
               "どのセルも、本物の層が返した値から描きます。"
               "何かを変えて実行し直すと、図がどう変わるかを確かめられます。",
         "en": "This notebook is the page of the same title with its figures as code. Every cell draws from what "
               "the real layers returned, so change something, run the cell again, and see what becomes of the figure."}
NEEDS = {"ja": "動かすには、`git clone`で取ってきたこのプロジェクトが必要です。"
               "このファイルをそのフォルダの中に置いて、そこで次のように打ち込んでください。",
         "en": "It runs inside the project. Get that with `git clone`, put this file into its folder, and type there:"}
COMMANDS = """\
    make site
    .venv/bin/python -m pip install jupyterlab
    .venv/bin/jupyter lab {name}"""
CHANGES = {
    "ja": "変えてみましょう。",
    "en": "What you can change:"}, {
    "ja": "- 層：`Layer(..., nth=1)`を`nth=2`にすると、同じ種類の二番目の層になります。",
    "en": "- The layer: in `Layer(..., nth=1)` write `nth=2` for the second of its kind."}, {
    "ja": "- フィルタ：`Layer(...)`を`book.get(Layer(...), channel=0)`にすると、最初のフィルタになります。",
    "en": "- The filter: in place of `Layer(...)` write `book.get(Layer(...), channel=0)` for the first one."}, {
    "ja": "- 写真：次のセルの`photo=None`を`photo=\"cat.jpg\"`のようにすると、自分の写真で描けます。",
    "en": "- The photo: in the next cell, in place of `photo=None`, name one of yours: `photo=\"cat.jpg\"`."}, {
    "ja": "- ネットワーク：`docs/script/creatures_cnn.py`を書き換えて、セルを実行し直してください。",
    "en": "- The network: edit `docs/script/creatures_cnn.py`, and run the cells again."}

BEGINNING = """\
import sys
from pathlib import Path

places = (Path.cwd(), *Path.cwd().parents)
project = next((place for place in places if (place / "build_figures.py").exists()), None)
assert project, "{outside}"
sys.path[:0] = [str(project), str(project / "docs" / "script")]

from diagrams.inputs import *
from diagrams.notebook import Notebook
from diagrams.posts import {post} as post

book = Notebook("{language}", photo=None)"""
OUTSIDE = {"ja": "このファイルを、プロジェクトのフォルダの中に置いてください",
           "en": "Please put this file into the project's folder"}

ALONE = """\
{told}
from creatures_cnn import *

before, weights, after = book.around({layer})
model = Sequential([keras.Input(before.shape)])
{line}
model.set_weights(weights)
result = np.asarray(model(before[None]))[0]
print(result.shape, np.abs(result - after).max())"""
TOLD = {
    "ja": """\
# スクリプトのこの行だけを、本物の入力と学習済みの重みで動かします。
# 表示されるのは、出力の形状と、元のネットワークの出力との最大の差です。""",
    "en": """\
# This line of the script alone, with its real input and its trained weights.
# Printed: the shape of what it gives, and how far that is from the whole network at most."""}
OTHER_FILTER = {"ja": "# 別のフィルタでも描けます。番号を変えてみてください（ゼロから数えます）。",
                "en": "# The same with another filter: change its number, which counts from zero."}




def write(markdown: str, page: Page) -> bytes:
    """The notebook of a page whose facts are filled in; the same bytes for the same page."""
    about = page.about_post(page.its_post)
    head = [f"# {about['title']}", about["description"], page.say(**ABOUT), page.say(**NEEDS),
            COMMANDS.format(name=file_name(page)), "\n".join(changes(page))]
    beginning = BEGINNING.format(post=page.slug, language=page.language, outside=page.say(**OUTSIDE))
    told = BOX.sub(unboxed, TITLE.sub("", markdown, count=1))
    return to_bytes([text("\n\n".join(head)), code(beginning), *cells_of(told, page)])


def changes(page: Page) -> list[str]:
    """What a reader can change; a layer only where a figure is made of one."""
    has_layer = any(marker.startswith("Layer(") for figure in page.its_post.figures.values()
                    for marker in figure.get("made_of", {}).values())
    return [line for line in (page.say(**change) for change in CHANGES) if has_layer or "Layer(" not in line]


def file_name(page: Page) -> str:
    """What the notebook is called where it is saved."""
    return f"{page.slug}.{page.language}.ipynb"


def unboxed(box: re.Match[str]) -> str:
    """A box of the page as what a notebook can fold; one with a figure or code in it stays open."""
    title, inside = box[1], re.sub("^    ", "", box[2], flags=re.M)
    if PIECE.search(inside):
        return f"**{title}**\n\n{inside}"
    return f"<details>\n<summary>{title}</summary>\n\n{inside.strip()}\n\n</details>\n\n"


def cells_of(markdown: str, page: Page) -> list[dict[str, Any]]:
    """Text, figures and code of a page, cell by cell; each section begins one."""
    cells, end, tried = [], 0, False
    for piece in PIECE.finditer(markdown):
        cells.append(text(markdown[end:piece.start()]))
        end = piece.end()
        if piece["figure"]:
            made_of = page.its_post.figures.get(piece["figure"], {}).get("made_of", {})
            cells.append(code(drawn(piece["figure"], made_of)))
            if not tried and (tried := is_of_one_layer(made_of)):
                changed = {name: f"book.get({layer}, channel=0)" for name, layer in made_of.items()}
                cells.append(code(f"{page.say(**OTHER_FILTER)}\n{drawn(piece['figure'], changed)}"))
        elif piece["kind"] == "python":
            cells.append(code(piece["code"]))
        elif piece["kind"] is not None:
            cells.append(line_of_script(MARK.sub("", piece["code"]).strip(), page))
    return [cell for cell in (*cells, text(markdown[end:])) if cell["source"]]


def is_of_one_layer(made_of: dict[str, str]) -> bool:
    """Whether a figure shows one layer and nothing else, so that any of its filters will do."""
    return len(made_of) == 1 and next(iter(made_of.values())).startswith("Layer(")


def drawn(figure: str, made_of: dict[str, str]) -> str:
    """Python that draws a figure, with what it is made of."""
    arguments = [f"post.{figure}", *(f"{name}={marker}" for name, marker in made_of.items())]
    line = f"book.show({', '.join(arguments)})"
    return line if len(line) <= WIDE else "book.show(\n    {},\n)".format(",\n    ".join(arguments))


def line_of_script(line: str, page: Page) -> dict[str, Any]:
    """The line that makes a layer as Python that runs it; others cannot run by themselves."""
    layer = next(iter(page.its_post.explains), "")
    if layer.startswith(("Layer(", "Every(")) and line.startswith("model.add(") and "\n" not in line:
        return code(ALONE.format(told=page.say(**TOLD), layer=layer, line=line))
    return text(f"```python\n{line}\n```")


def text(markdown: str) -> dict[str, Any]:
    """A cell to read."""
    return cell("markdown", LINK.sub(r"\1", LEFT_OUT.sub("", markdown)))


def code(python: str) -> dict[str, Any]:
    """A cell to run."""
    return cell("code", python) | {"execution_count": None, "outputs": []}


def cell(kind: str, source: str) -> dict[str, Any]:
    """A cell as the format wants it, lines that are empty more than once left out."""
    return {"cell_type": kind, "metadata": {},
            "source": re.sub(r"\n{3,}", "\n\n", source).strip().splitlines(keepends=True)}


def to_bytes(cells: list[dict[str, Any]]) -> bytes:
    """A notebook of these cells; the id of each comes from its content."""
    seen: Counter[str] = Counter()
    for each in cells:
        digest = sha256("".join([each["cell_type"], *each["source"]]).encode()).hexdigest()[:12]
        seen[digest] += 1
        each["id"] = f"{digest}-{seen[digest]}"
    kernel = {"kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"},
              "language_info": {"name": "python"}}
    content = {"cells": cells, "metadata": kernel, "nbformat": 4, "nbformat_minor": 5}
    return (json.dumps(content, ensure_ascii=False, indent=1, sort_keys=True) + "\n").encode()
