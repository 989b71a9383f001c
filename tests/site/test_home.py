"""The home page: the strip of pictures, ways to begin, the posts that no line leads to."""

import io
import re

import pytest
from PIL import Image

from diagrams.site import home, pictures
from diagrams.site.pixels import FOLDER, Pixels
from tests.site.conftest import write_post

SIZES = {"photo": (8, 8), "Conv2D": (4, 6), "Dense": (2, 16)}  # across and down
ROWS = [["layer", "shape", "values"], ["photo", "8×8×3", "192"], ["Conv2D", "6×4×5", "120"], ["Dense", "30", "30"]]


def png_url(size, colour) -> str:
    """A picture of one colour as a data URL."""
    from base64 import b64encode

    with io.BytesIO() as file:
        Image.new("RGB", size, colour).save(file, "png")
        return f"data:image/png;base64,{b64encode(file.getvalue()).decode()}"


@pytest.fixture
def with_pictures(docs):
    """The small project with the figure that has a picture for each step."""
    texts = {"photo_values": "192", "answer": "b<irds", "answer_share": "60%"}
    write_post(docs, "main", 6, lines=[7], facts={name: {"ja": text, "en": text} for name, text in texts.items()},
               figures={"lines": {"caveats": ["untrained"], "lines": [7, 8, 0], "table": {"ja": ROWS, "en": ROWS}}})
    images = "".join(f'<image href="{png_url(size, (10 * n, 0, 0))}"/>' for n, size in enumerate(SIZES.values()))
    for language in ("ja", "en"):
        (docs / "figures" / "main" / f"lines.{language}.svg").write_text(
            f'<svg xmlns="http://www.w3.org/2000/svg"><g>{images}</g></svg>')
    return docs


def opened(open_page):
    return open_page("index.md", "en", "en/index.html")


def test_every_step_has_its_picture_in_a_file(with_pictures, open_page):
    pixels = Pixels()
    found = pictures.of_the_script(opened(open_page), pixels)
    assert [(step.line, step.name, step.shape, step.size) for step in found] == [
        (7, "photo", "8×8×3", (8, 8)), (8, "Conv2D", "6×4×5", (4, 6)), (0, "Dense", "30", (2, 16))]
    for step in found:
        name = step.source.removeprefix(f"../{FOLDER}/")
        assert Image.open(io.BytesIO(pixels.files[name])).size == step.size


def test_maps_are_as_wide_as_beside_the_photo_and_values_as_high(with_pictures, open_page):
    wide = [step.wide for step in pictures.of_the_script(opened(open_page), Pixels())]
    assert wide == [1, 4 / 8, 2 / 16]


def test_the_strip_leads_to_the_posts_that_explain_the_steps(with_pictures, open_page):
    html = home.script_map(opened(open_page), Pixels())
    strip = html[html.index("<ol") : html.index("</ol>")]
    assert re.findall(r'<li[^>]*><(\w+)(?: href="([^"]+)")?(?: data-line="(\d+)")?>', strip) == [
        ("a", "posts/main.html", "7"), ("a", "posts/relu.html", "8"), ("span", "", "")]
    assert re.findall(r'<span class="what"><b>(.*?)</b> (.*?)</span>', strip) == [
        ("photo", "8×8×3"), ("Conv2D", "6×4×5"), ("Dense", "30")]
    assert strip.count('alt=""') == 3
    assert "b&lt;irds <b>60%</b>" in html
    assert "includes untrained layers" in html


def test_strip_and_script_name_the_same_lines(with_pictures, open_page):
    html = home.script_map(opened(open_page), Pixels())
    strip, script = html.split("</ol>", 1)
    assert set(re.findall(r'data-line="(\d+)"', strip)) <= set(re.findall(r'data-line="(\d+)"', script))


def test_without_that_figure_the_script_stands_alone(open_page):
    html = home.script_map(opened(open_page), Pixels())
    assert "pipeline" not in html
    assert 'href="posts/relu.html"' in html


def test_the_short_path_names_only_posts_with_a_page(docs, open_page):
    assert "In a hurry" not in home.begin(opened(open_page))
    write_post(docs, "dense", 13)
    write_post(docs, "softmax", 15)
    (docs / "posts" / "softmax.en.md").unlink()
    html = home.begin(opened(open_page))
    assert re.findall(r'<li><a href="([^"]+)">(\w+)</a></li>', html) == [("posts/relu.html", "ReLU"),
                                                                         ("posts/dense.html", "Dense")]
    assert '<a href="posts/relu.html">relu This feature map</a>' in html


def test_cards_stand_for_what_no_line_leads_to(docs, open_page):
    assert home.others(opened(open_page)) == ""
    write_post(docs, "sayings", None, lines=[])
    write_post(docs, "review", 20, lines=[])
    write_post(docs, "photos", 5, script="photos.py")
    write_post(docs, "later", 9, lines=[8])
    (docs / "posts" / "sayings.en.md").unlink()
    for name in ("index.en", "terms.en", "terms.ja"):
        (docs / f"{name}.md").write_text("---\ntitle: T\ndescription: D\n---\n")
    html = home.others(opened(open_page))
    assert re.findall(r'href="([\w/]+)\.html"', html) == ["posts/photos", "posts/later", "posts/review", "terms"]
    assert re.findall(r'<p class="series">(.*?)</p>', html) == ["No. 5", "No. 9", "No. 20"]
    assert "This feature map 72%" in html
