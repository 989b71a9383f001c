"""The network's script on a page: the lines a post explains are lit, the others folded."""

import ast
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from itertools import groupby, pairwise

from pygments import highlight
from pygments.formatters import HtmlFormatter
from pygments.lexers import PythonLexer

from diagrams.site.page import Page, Post

SCRIPT = "script/creatures_cnn.py"
CONTEXT = 2
SHORTEST_FOLD = 4


@dataclass(frozen=True)
class Line:
    """One highlighted line of the script; numbers count from 1."""

    number: int
    html: str

    def wrapped(self, html: str) -> str:
        """The line with its number, which is shown but neither selected nor copied."""
        return f'<span class="line" data-linenos="{self.number:3} ">{html}\n</span>'


def highlighted(source: str) -> list[Line]:
    """The script's lines in the classes of Pygments."""
    html = highlight(source, PythonLexer(stripnl=False), HtmlFormatter(nowrap=True))
    return [Line(number, text) for number, text in enumerate(html.splitlines(), 1)]


def around(lines: Iterable[int]) -> set[int]:
    """The given lines and those next to them, without gaps too short to be worth a fold."""
    near = {line + step for line in lines for step in range(-CONTEXT, CONTEXT + 1)}
    gaps = (range(start, end) for start, end in pairwise(sorted(near)) if end - start <= SHORTEST_FOLD)
    return near.union(*gaps)


def functions_of(source: str, lines: Iterable[int]) -> set[int]:
    """All lines of the top-level functions in which the given lines stand."""
    spans = [range(node.lineno, node.end_lineno + 1) for node in ast.parse(source).body]
    return {number for span in spans if any(line in span for line in lines) for number in span}


def fold(lines: list[Line], visible: set[int], draw: Callable[[Line], str], page: Page) -> str:
    """The lines as code blocks; every run of lines that are not visible is folded."""
    parts = []
    for shown, run in groupby(lines, key=lambda line: line.number in visible):
        numbered = list(run)
        block = f'<pre><code>{"".join(map(draw, numbered))}</code></pre>'
        parts.append(block if shown else folded(block, numbered, page))
    return "".join(parts)


def folded(block: str, lines: list[Line], page: Page) -> str:
    """A run of lines behind a summary that says which they are."""
    first, last = lines[0].number, lines[-1].number
    many = page.say(ja=f"{first}〜{last}行目", en=f"lines {first} to {last}")
    summary = many if first < last else page.say(ja=f"{first}行目", en=f"line {first}")
    return f"<details><summary>{summary}</summary>{block}</details>"


def framed(body: str, page: Page) -> str:
    """A listing with its name and the link that saves the script."""
    save = page.say(ja="スクリプトを保存", en="Save the script")
    name = SCRIPT.rpartition("/")[2]
    head = f'<span>{name}</span><a href="{page.shared(SCRIPT)}" download>{save}</a>'
    return ('<section class="script highlight" data-search-exclude>'
            f'<p class="script-name">{head}</p>{body}</section>')


def script(page: Page) -> str:
    """The script with the lines of this page's post lit."""
    source = (page.docs / SCRIPT).read_text(encoding="utf-8")
    lit = set(page.post.lines)

    def draw(line: Line) -> str:
        return line.wrapped(f'<mark class="hll">{line.html}</mark>' if line.number in lit else line.html)

    return framed(fold(highlighted(source), around(lit), draw, page), page)


def script_map(page: Page) -> str:
    """The script as a table of contents: every line that posts explain leads to the first of them."""
    source = (page.docs / SCRIPT).read_text(encoding="utf-8")
    written = [post for post in page.posts.values()
               if (page.docs / "posts" / f"{post.slug}.{page.language}.md").is_file()]
    explained = {line: post for post in sorted(written, key=lambda post: -post.number) for line in post.lines}

    def draw(line: Line) -> str:
        post = explained.get(line.number)
        return line.wrapped(linked(line, post, page) if post else line.html)

    return framed(fold(highlighted(source), functions_of(source, explained), draw, page), page)


def linked(line: Line, post: Post, page: Page) -> str:
    """A line as a link to the post that explains it; the indent stays outside."""
    code = line.html.lstrip(" ")
    indent = line.html[:len(line.html) - len(code)]
    return f'{indent}<a href="{page.link(f"posts/{post.slug}.html")}" data-post="{page.numbered(post)}">{code}</a>'
