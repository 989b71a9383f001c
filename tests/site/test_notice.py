"""Sections whose other language is newer say so."""

from diagrams.site import notice

PAGE = ("---\ntitle: x\n---\n\n# One { #top }\n\nText.\n\n"
        "```python\n# Two { #second }\n```\n\n## Two { #second }\n\nText.\n")


def put(open_page, behind, language="en", url="en/posts/relu.html"):
    page = open_page(f"posts/relu.{language}.md", language, url)
    page.behind = behind
    return page.put_blocks(notice.put(PAGE, page))


def test_only_the_section_that_is_behind_has_a_notice(open_page):
    html = put(open_page, {"second"})
    assert html.count('class="newer"') == 1
    assert html.index("## Two { #second }\n\n<p") > html.index("```\n")
    assert 'The Japanese version of this section is newer. <a href="../../posts/relu.html#second" lang="ja">' in html


def test_the_notice_leads_to_english_too(open_page):
    assert '<a href="../en/posts/relu.html#top" lang="en">' in put(open_page, {"top"}, "ja", "posts/relu.html")


def test_a_page_in_step_stays_as_it_is(open_page):
    assert put(open_page, ()) == PAGE
