"""The script on a page."""

import re
from html import unescape

from diagrams.site.listing import script, script_map
from tests.site.conftest import SCRIPT, write_post


def visible(html):
    return re.sub(r"<details>.*?</details>", "", html, flags=re.S)


def numbers(html):
    return [int(number) for number in re.findall(r'data-linenos=" *(\d+) "', html)]


def test_the_lines_of_the_post_are_lit_with_two_lines_around(open_page):
    html = script(open_page())
    assert numbers(visible(html)) == [6, 7, 8, 9, 10]
    [lit] = re.findall(r'data-linenos=" *(\d+) "><mark', html)
    assert lit == "8"


def test_every_line_is_there_once_and_in_order(open_page):
    html = script(open_page())
    assert numbers(html) == list(range(1, len(SCRIPT.splitlines()) + 1))
    text = unescape(re.sub("<[^>]+>", "", "".join(re.findall(r"<code>(.*?)</code>", html, re.S))))
    assert text == SCRIPT


def test_a_gap_too_short_for_a_fold_stays_open(docs, open_page):
    write_post(docs, "relu", 8, lines=[8, 16])
    assert numbers(visible(script(open_page()))) == list(range(6, 19))
    write_post(docs, "relu", 8, lines=[8, 17])
    assert numbers(visible(script(open_page()))) == [*range(6, 11), *range(15, 20)]


def test_folds_say_which_lines_they_hold(open_page):
    assert "<summary>1〜5行目</summary>" in script(open_page())
    assert "<summary>lines 1 to 5</summary>" in script(open_page(language="en"))


def test_the_script_can_be_saved(open_page):
    page = open_page(language="en", url="en/posts/relu.html")
    assert 'href="../../script/creatures_cnn.py" download' in script(page)


def test_the_map_shows_the_explained_function_and_links_its_lines(open_page):
    html = script_map(open_page("index.md", "en", "en/index.html"))
    start = SCRIPT.splitlines().index("def build_model():") + 1
    assert numbers(visible(html))[0] == start
    assert re.findall(r'data-linenos=" *(\d+) "> *<a href="([^"]+)"', html) == [
        ("8", "posts/relu.html"), ("14", "posts/pool.html")]
