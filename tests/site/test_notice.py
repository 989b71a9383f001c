"""Sections whose other language is newer say so."""

from diagrams.site import notice

PAGE = ("---\ntitle: x\n---\n\n# One { #top }\n\nText.\n\n"
        "```python\n# Two { #second }\n```\n\n## Two { #second }\n\nText.\n")


def put(open_page, notices, language="en", url="en/posts/relu.html"):
    page = open_page(f"posts/relu.{language}.md", language, url)
    page.notices = notices
    return page.put_blocks(notice.put(PAGE, page))


def test_only_the_section_that_is_behind_has_a_notice(open_page):
    html = put(open_page, {"second": "newer"})
    assert html.count('class="newer"') == 1
    assert html.index("## Two { #second }\n\n<p") > html.index("```\n")
    assert 'The Japanese version of this section is newer. <a href="../../posts/relu.html#second" lang="ja">' in html


def test_the_notice_leads_to_english_too(open_page):
    assert '<a href="../en/posts/relu.html#top" lang="en">' in put(open_page, {"top": "newer"}, "ja", "posts/relu.html")


def test_a_page_in_step_stays_as_it_is(open_page):
    assert put(open_page, {}) == PAGE


def test_what_moved_in_both_languages_says_so(open_page):
    assert "not yet been compared with the Japanese version" in put(open_page, {"second": "both"})


def test_a_title_that_is_behind_is_told_below_the_title(open_page):
    html = put(open_page, {"head": "newer"})
    assert html.index("# One { #top }\n\n<p class") < html.index("## Two")
