"""A script on a page: what posts explain leads to them, what matters here is lit, the rest is folded."""

import ast
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cache
from html import escape
from itertools import groupby, pairwise

from pygments import highlight
from pygments.formatters import HtmlFormatter
from pygments.lexers import PythonLexer

from diagrams.site.page import Page, Post
from diagrams.site.pictures import Picture

NETWORK = "creatures_cnn.py"
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


@cache
def highlighted(source: str) -> list[Line]:
    """The script's lines in the classes of Pygments."""
    html = highlight(source, PythonLexer(stripnl=False), HtmlFormatter(nowrap=True))
    return [Line(number, text) for number, text in enumerate(html.splitlines(), 1)]


def around(lines: Iterable[int], context: int = CONTEXT, shortest_fold: int = SHORTEST_FOLD) -> set[int]:
    """The given lines and those next to them, without gaps too short to be worth a fold."""
    near = {line + step for line in lines for step in range(-context, context + 1)}
    gaps = (range(start, end) for start, end in pairwise(sorted(near)) if end - start <= shortest_fold)
    return near.union(*gaps)


def heads_of(source: str, lines: Iterable[int]) -> set[int]:
    """The first lines of the functions in which the given lines stand."""
    functions = [node for node in ast.walk(ast.parse(source)) if isinstance(node, ast.FunctionDef)]
    return {node.lineno for node in functions
            if any(node.lineno <= line <= (node.end_lineno or node.lineno) for line in lines)}


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


def source_of(name: str, page: Page) -> str:
    """The text of a script."""
    return (page.docs / "script" / name).read_text(encoding="utf-8")


def framed(body: str, name: str, page: Page) -> str:
    """A listing with its name and the link that saves the script."""
    save = page.say(ja="スクリプトを保存", en="Save the script")
    head = f'<span>{name}</span><a href="{page.shared(f"script/{name}")}" download>{save}</a>'
    return ('<section class="script highlight" data-search-exclude>'
            f'<p class="script-name">{head}</p>{body}</section>')


def explained(page: Page, name: str = NETWORK) -> dict[int, Post]:
    """Every line of a script that posts with a page explain, with the first of these posts."""
    return {line: post for slug, post in reversed(page.posts.items())
            if page.about(slug) and post.script == name for line in post.lines}


def script(page: Page) -> str:
    """The script that this page's post explains, its lines lit; lines of other posts lead there."""
    post = page.its_post
    name, posts = post.script, explained(page, post.script)

    def draw(line: Line) -> str:
        if line.number in post.lines:
            return line.wrapped(f'<mark class="hll">{line.html}</mark>')
        return row(line, [], posts.get(line.number), page)

    return framed(fold(highlighted(source_of(name, page)), around(post.lines), draw, page), name, page)


def script_map(page: Page, pictures: list[Picture]) -> str:
    """The network's script as a table of contents: what lines make of the photo, and the posts that explain them."""
    source, posts = source_of(NETWORK, page), explained(page)
    firsts = {post: line for line, post in sorted(posts.items(), reverse=True)}
    known = {*posts, *(picture.line for picture in pictures)} - {0}
    shown = around(known | heads_of(source, known), context=0, shortest_fold=2)

    def draw(line: Line) -> str:
        post, images = posts.get(line.number), [each for each in pictures if each.line == line.number]
        return row(line, images, post, page, titled=post is not None and firsts[post] == line.number)

    return framed(fold(highlighted(source), shown, draw, page), NETWORK, page)


def row(line: Line, pictures: list[Picture], post: Post | None, page: Page, *, titled: bool = False) -> str:
    """A line with the pictures of what it gives, and the post that it leads to, if there is one."""
    images = "".join(picture.html(lazy=True) for picture in pictures)
    code = line.html.lstrip(" ")
    indent = line.html[: len(line.html) - len(code)]
    inside = f'<span class="code">{indent}<span>{code}</span></span>'
    inside += f'<span class="gives">{images}</span>' if images else ""
    where = f' data-line="{line.number}"' if post or images else ""
    if not post:
        return line.wrapped(f'<span class="row"{where}>{inside}</span>')
    title = f" {escape(page.about_post(post)['title'])}" if titled else ""
    named = f' <span class="post{" titled" if titled else ""}"><b>{page.numbered(post)}</b>{title}</span>'
    return line.wrapped(f'<a class="row" href="{page.link_to(post)}"{where}>{inside}{named}</a>')
