"""A short notice in every section whose other language is newer."""

from diagrams.site.page import Page
from diagrams.translations.markdown import FENCE, FRONT, HEADING, blank


def put(markdown: str, page: Page) -> str:
    """A page's Markdown with a notice below the heading of each section that is behind."""
    parts, end = [], 0
    for heading in HEADING.finditer(blank(markdown, FRONT, FENCE)):
        parts.append(markdown[end:heading.end()])
        end = heading.end()
        if heading["id"] in page.behind:
            parts.append(f"\n\n{page.place(newer(heading['id'], page))}\n")
    return "".join(parts) + markdown[end:]


def newer(section: str, page: Page) -> str:
    """The notice, with a link to the same section in the other language."""
    other = page.say(ja="en", en="ja")
    text = page.say(ja="この節は、英語版のほうが新しくなっています。",
                    en="The Japanese version of this section is newer.")
    link = page.say(ja="Read it in English", en="日本語版を読む")
    return f'<p class="newer">{text} <a href="{page.in_other_language()}#{section}" lang="{other}">{link}</a></p>'
