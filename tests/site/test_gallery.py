"""All figures on one page."""

import re

import pytest

from diagrams.site.gallery import block
from diagrams.site.search import FOLDERS


@pytest.mark.parametrize("language", ["ja", "en"])
def test_each_figure_of_each_post_with_a_page_leads_to_its_place(open_page, language):
    page = open_page("posts/style.md", language, f"{FOLDERS[language]}posts/style.html")
    html = block(page)
    expected = [f"{slug}.html#figure-{name}" for slug, post in page.posts.items() if page.about(slug)
                for name in post.figures]
    assert expected
    assert re.findall(r'<a href="([^"]+#figure-[^"]+)">', html) == expected
    images = re.findall(r'<img src="([^"]+)" alt="([^"]+)" width="(\d+)" height="(\d+)" loading="lazy"', html)
    assert len(images) == len(expected)
    assert all(int(width) > 0 and int(height) > 0 for *_, width, height in images)
