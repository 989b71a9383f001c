"""A short notice where the two languages of a section are not in step."""

from diagrams.language import OTHER
from diagrams.site.page import Page
from diagrams.translations.markdown import headings

TEXTS = {
    "newer": {"ja": "この節は、英語版のほうが新しくなっています。",
              "en": "The Japanese version of this section is newer."},
    "both": {"ja": "この節は書き換えたばかりで、英語版とはまだ照らし合わせていません。",
             "en": "This section has been rewritten, and not yet been compared with the Japanese version."},
}
READ_ON = {"ja": "日本語版を読む", "en": "Read it in English"}


def put(markdown: str, page: Page) -> str:
    """A page's Markdown with a notice below the heading of each section that needs one."""
    parts, end = [], 0
    for number, heading in enumerate(headings(markdown)):
        parts.append(markdown[end:heading.end()])
        end = heading.end()
        kind = page.notices.get(heading["id"]) or (page.notices.get("head") if number == 0 else None)
        if kind:
            parts.append(f"\n\n{page.place(notice(kind, heading['id'], page))}\n")
    return "".join(parts) + markdown[end:]


def notice(kind: str, section: str, page: Page) -> str:
    """The notice, with a link to the same section in the other language."""
    other = OTHER[page.language]
    link = f'<a href="{page.in_other_language()}#{section}" lang="{other}">{READ_ON[other]}</a>'
    return f'<p class="newer">{page.say(**TEXTS[kind])} {link}</p>'
