"""The script on a page."""

import re
from html import unescape

from diagrams.site.listing import script, script_map
from diagrams.site.pictures import Picture
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
    code = re.sub(' <span class="post">.*?</span>', "", "".join(re.findall(r"<code>(.*?)</code>", html, re.S)))
    text = unescape(re.sub("<[^>]+>", "", code))
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


def test_a_post_about_another_script_shows_that_one(docs, open_page):
    (docs / "script" / "photos.py").write_text("import this\nthis.d\n")
    write_post(docs, "relu", 8, script="photos.py", lines=[2])
    html = script(open_page())
    assert numbers(html) == [1, 2]
    assert 'href="../script/photos.py" download' in html
    assert re.findall(r'data-linenos=" *(\d+) "><mark', html) == ["2"]


def test_the_map_leaves_out_posts_about_another_script(docs, open_page):
    write_post(docs, "relu", 8, script="photos.py")
    html = script_map(open_page("index.md", "en", "en/index.html"), [])
    assert re.findall(r'href="(posts/[^"]+)"', html) == ["posts/pool.html"]


def test_lines_of_other_posts_lead_there(docs, open_page):
    write_post(docs, "pool", 14, lines=[10, 8])
    html = script(open_page(language="en", url="en/posts/relu.html"))
    assert re.findall(r'data-linenos=" *(\d+) "><a class="row" href="([^"]+)"', html) == [("10", "pool.html")]
    assert re.findall(r'data-linenos=" *(\d+) "><mark', html) == ["8"]


def test_the_map_links_lines_to_the_first_post_that_explains_them(docs, open_page):
    write_post(docs, "pool", 14, lines=[8, 14, 15])
    html = script_map(open_page("index.md", "en", "en/index.html"), [])
    assert re.findall(r'data-linenos=" *(\d+) "><a class="row" href="([^"]+)"', html) == [
        ("8", "posts/relu.html"), ("14", "posts/pool.html"), ("15", "posts/pool.html")]
    titles = re.findall(r'<span class="post( titled)?"><b>(.*?)</b>(.*?)</span>', html)
    assert titles == [(" titled", "No. 8", " relu This feature map"), (" titled", "No. 14", " pool This feature map"),
                      ("", "No. 14", "")]


def test_the_map_shows_what_leads_on_and_in_which_function_it_is(open_page):
    html = script_map(open_page("index.md", "en", "en/index.html"), [])
    start = SCRIPT.splitlines().index("def build_model():") + 1
    assert numbers(visible(html)) == [start, 8, 14]
    assert numbers(html) == list(range(1, len(SCRIPT.splitlines()) + 1))


def test_a_post_without_a_page_is_not_linked(docs, open_page):
    (docs / "posts" / "pool.en.md").unlink()
    html = script_map(open_page("index.md", "en", "en/index.html"), [])
    assert "pool" not in html
    assert 14 not in numbers(visible(html))


def test_a_line_shows_what_it_gives(open_page):
    shown = [Picture(8, "Layer", "4×4×2", "a.png", (4, 4), 0.5), Picture(9, "Layer", "3", "b.png", (1, 3), 0.1),
             Picture(9, "Layer", "3", "c.png", (1, 3), 0.1), Picture(0, "Layer", "3", "d.png", (1, 3), 0.1)]
    html = script_map(open_page("index.md", "en", "en/index.html"), shown)
    lines = {int(number): line for number, line in re.findall(r'data-linenos=" *(\d+) ">(.*?)\n</span>', html, re.S)}
    sources = [re.findall('src="([^"]+)"', lines[number]) for number in (7, 8, 9, 10)]
    assert sources == [[], ["a.png"], ["b.png", "c.png"], []]
    assert all('data-line="' in lines[number] for number in (8, 9, 14))
    assert 'alt=""' in lines[9]
    assert "d.png" not in html
