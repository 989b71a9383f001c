"""Every figure of every post, small, each with the way to its place: {{ gallery }}."""

import re
from html import escape

from diagrams.site.page import Page, Post

SIZE = re.compile(r'<svg [^>]*?width="(\d+)" height="(\d+)"')


def block(page: Page) -> str:
    """The figures of the posts in the order of the series, under the titles of their posts."""
    return "".join(of_post(post, page) for slug, post in page.posts.items() if page.about(slug) and post.figures)


def of_post(post: Post, page: Page) -> str:
    """The figures of one post."""
    title = escape(page.about_post(post)["title"])
    figures = "".join(thumbnail(post, name, known["title"][page.language], page)
                      for name, known in post.figures.items())
    return ('<section class="gallery" data-search-exclude>'
            f'<h3><a href="{page.link_to(post)}">{title}</a></h3><ul>{figures}</ul></section>')


def thumbnail(post: Post, name: str, title: str, page: Page) -> str:
    """One figure, fetched when it comes into view; it leads to where it is explained, or to the post that draws it."""
    file = f"figures/{post.slug}/{name}"
    svg = (page.docs / f"{file}.{page.language}.svg").read_text(encoding="utf-8")
    width, height = next(SIZE.finditer(svg)).groups()
    written = (page.docs / "posts" / f"{post.slug}.{page.language}.md").read_text(encoding="utf-8")
    place = f"#figure-{name}" if f"{file}.svg)" in written else ""
    return (f'<li><a href="{page.link_to(post)}{place}"><img src="{page.link(f"{file}.svg")}" '
            f'alt="{escape(title)}" width="{width}" height="{height}" loading="lazy" decoding="async"></a></li>')
