"""Blocks of a page: {{ script }}, {{ posts }}, {{ without }}, ...; toys; lines below titles."""

import csv
import re
from datetime import date
from html import escape

from diagrams.labels import label_name
from diagrams.site import explorer, facts, figures, gallery, glossary, home, listing, notebook, notice, without
from diagrams.site.page import Page, Post
from diagrams.site.pixels import Pixels

NAMES = "script|script_map|posts|credits|glossary|without|gallery|explorer"
BLOCK = re.compile(rf"^([ \t]*)\{{\{{ *({NAMES}) *\}}\}}[ \t]*$", re.M)
INVITATION = re.compile(r"^\{\{ *explorer *\}\} *(\S.*)$", re.M)
TOY = re.compile(r"^<play-.*$", re.M)
TITLE = re.compile(r"^# .+$", re.M)
MONTHS = ("January", "February", "March", "April", "May", "June", "July",
          "August", "September", "October", "November", "December")


def prepare(markdown: str, page: Page, pixels: Pixels) -> str:
    """A page's Markdown with everything put in that comes from the figure builder."""
    if page.source.startswith("posts/") and not page.post:
        page.mistake("nothing is built for this post; run make figures")
        return markdown
    markdown = BLOCK.sub(lambda match: match[1] + page.place(block(match[2], page, pixels)), markdown)
    markdown = INVITATION.sub(lambda match: page.place(explorer.invitation(match[1], page, pixels)), markdown)
    markdown = TOY.sub(lambda toy: page.place(toy[0]), facts.fill(markdown, page))
    page.notebook = notebook.write(markdown, page) if page.post else b""
    markdown = notice.put(figures.fill(markdown, page, pixels), page)
    if not page.post:
        return markdown
    return TITLE.sub(lambda title: title[0] + below_title(page.its_post, page), markdown, count=1)


def block(name: str, page: Page, pixels: Pixels) -> str:
    """One block as HTML."""
    if name in WITH_PICTURES:
        return WITH_PICTURES[name](page, pixels)
    return BUILDERS[name](page)


def below_title(post: Post, page: Page) -> str:
    """The line of the series, and what a reader must know of the numbers."""
    line = f'<p class="series">{series_line(post, page)}{notebook_link(page)}</p>'
    return f"\n\n{page.place(line)}\n" + "".join(warning(caveat, page) for caveat in post.caveats)


def series_line(post: Post, page: Page) -> str:
    """Number in the series, and the date of its first publication where it is known."""
    number = page.numbered(post)
    if not post.first_published:
        return number
    first = page.say(ja="初出", en="first published")
    date_told = day(post.first_published, page)
    return f'{number} · {first} <time datetime="{post.first_published}">{date_told}</time>'


def notebook_link(page: Page) -> str:
    """The link that saves the page as a notebook, with its size."""
    size = -(-len(page.notebook) // 1000)
    label = page.say(ja=f"Jupyterノートブック（{size} kB）", en=f"Jupyter notebook ({size} kB)")
    return (f'<span class="notebook"> · <a href="{page.slug}.ipynb" download="{notebook.file_name(page)}">{label}</a>'
            '</span>')


def day(iso: str, page: Page) -> str:
    """A date as each language writes it: 2019年11月12日, 12 November 2019."""
    d = date.fromisoformat(iso)
    return page.say(ja=f"{d.year}年{d.month}月{d.day}日", en=f"{d.day} {MONTHS[d.month - 1]} {d.year}")


WARNINGS = {
    "untrained": (
        {"ja": "未訓練の層があります", "en": "Some layers are untrained"},
        {"ja": "このページの図や数値の一部は、まだ訓練していない層から計算したものです。"
                "`make train`を実行すると、学習済みの重みで描き直されます。",
             "en": "Some pictures and numbers on this page come from layers that have not been trained yet. "
                "Run `make train`, and they are made again from trained weights."}),
    "outdated": (
        {"ja": "前のネットワークで測った数があります", "en": "Some numbers are those of an earlier network"},
        {"ja": "このページの測定や実験の一部は、いまより前のネットワークで行ったものです。"
                "`make train`か`make experiments`を実行すると、測り直されます。",
             "en": "Some measurements or experiments on this page were made with an earlier network than today's. "
                "`make train` or `make experiments` makes them again."}),
}


def warning(caveat: str, page: Page) -> str:
    """What a reader must know of the numbers on a page."""
    title, text = (page.say(**part) for part in WARNINGS[caveat])
    return f'\n!!! warning "{title}"\n    {text}\n'


def credits(page: Page) -> str:
    """The sample photos with their authors and licences, as a table."""
    with open(page.docs / "samples" / "CREDITS.tsv", encoding="utf-8", newline="") as file:
        photos = list(csv.DictReader(file, delimiter="\t"))
    head = page.say(ja="写真,作者,ライセンス,入手元", en="Photo,Author,Licence,Found in").split(",")
    columns = "".join(f"<th>{name}</th>" for name in head)
    rows = "".join(credit(photo, page) for photo in photos)
    return (f'<div class="table-box credits" role="region" aria-label="{head[0]}" tabindex="0">'
            f'<table class="plain"><thead><tr>{columns}</tr></thead><tbody>{rows}</tbody></table></div>')


def credit(photo: dict[str, str], page: Page) -> str:
    """One photo, shown small, and whom it comes from."""
    source = page.shared(f"samples/{photo['file']}")
    animal = page.say(**label_name(photo["class"]).text.as_dict())
    image = f'<img src="{source}" alt="{animal}" width="48" height="48" loading="lazy">'
    cells = "".join(f'<td lang="en">{escape(photo[column])}</td>' for column in ("author", "licence", "found in"))
    return f'<tr><td><a href="{source}">{image}</a></td>{cells}</tr>'


WITH_PICTURES = {"script_map": home.script_map, "explorer": explorer.block}
BUILDERS = {"script": listing.script, "posts": home.others, "credits": credits, "glossary": glossary.block,
            "without": without.block, "gallery": gallery.block}
