"""Drawings as parts of a page."""

import re
import xml.etree.ElementTree as ElementTree
from html.parser import HTMLParser

from markdown import Markdown

from diagrams.site.figures import fill
from diagrams.site.pixels import Pixels
from tests.site.conftest import drawing, png, write_post


def shown(page, name="map", pixels=None):
    return page.put_blocks(fill(f"![](../figures/relu/{name}.svg)", page, pixels or Pixels())).strip()


def ids(html):
    return re.findall(r' id="([^"]+)"', html)


def test_the_drawing_of_the_pages_language_is_inlined(open_page):
    assert "この特徴マップ" in shown(open_page())
    assert "This feature map" in shown(open_page(language="en"))
    assert shown(open_page()).startswith('<figure id="figure-map"')


def test_ids_are_unique_on_a_page_and_references_follow(open_page):
    page = open_page()
    markdown = "![](../figures/relu/map.svg)\n\n![](../figures/pool/map.svg)"
    html = page.put_blocks(fill(markdown, page, Pixels()))
    inside = [name for name in ids(html) if not name.startswith("figure-")]
    assert len(inside) == len(set(inside)) == 6
    for reference in re.findall(r'(?:href="#|url\(#)([\w-]+)', html):
        assert reference in inside


def test_a_drawing_is_named_by_its_title_and_description(open_page):
    html = shown(open_page())
    [label] = re.findall(r'aria-labelledby="([^"]+)"', html)
    assert label.split() == ["relu-map-title", "relu-map-desc"]
    assert set(label.split()) <= set(ids(html))


def test_svg_elements_need_no_prefix(open_page):
    class Tags(HTMLParser):
        def handle_starttag(self, tag, attributes):
            assert ":" not in tag

    Tags().feed(shown(open_page()))


def test_its_numbers_are_a_table_on_demand(open_page, docs):
    assert "<summary>表で見る</summary>" in shown(open_page())
    assert "<td>top</td><td>0.5</td>" in shown(open_page(language="en"))
    write_post(docs, "relu", 8, figures={"map": {"table": None}})
    assert "<table" not in shown(open_page())


def test_untrained_layers_and_another_licence_are_told(open_page, docs):
    assert "untrained" not in shown(open_page(language="en"))
    write_post(docs, "relu", 8, figures={"map": {"caveats": ["untrained"], "licence": "CC BY-SA 4.0"}})
    html = shown(open_page(language="en"))
    assert "includes untrained layers" in html
    assert "CC BY-SA 4.0" in html


def test_the_file_can_be_saved(open_page):
    assert 'href="../figures/relu/map.svg" data-save="relu-map.svg"' in shown(open_page())


def test_a_missing_figure_is_one_line_that_says_what_to_run(open_page, mistakes):
    shown(open_page(), "mpa")
    assert mistakes == ["posts/relu.md: no figure relu/mpa in ja; run make figures"]


def test_small_maps_stay_in_the_drawing(open_page):
    pixels = Pixels()
    assert "data:image/png" in shown(open_page(), pixels=pixels)
    assert not pixels.files


def test_heavy_maps_become_files_that_load_when_near(open_page, docs, tmp_path):
    (docs / "figures/relu/map.ja.svg").write_text(drawing("ja", "t", png(100)), encoding="utf-8")
    pixels = Pixels()
    html = shown(open_page(), pixels=pixels)
    assert "data:image" not in html
    [name] = pixels.files
    frame = f'<foreignObject y="40" width="358" height="64"><img src="../assets/pixels/{name}"'
    assert f'{frame} alt="" loading="lazy"' in html
    pixels.write(tmp_path / "site")
    sheet = ElementTree.parse(tmp_path / "site/assets/pixels" / name).getroot()
    assert sheet.get("viewBox") == "0 40 358 64"
    [image] = sheet
    assert [image.get(side) for side in ("x", "y", "width", "height")] == ["8", "40", "64", "64"]


def test_maps_with_strokes_between_them_keep_their_order(open_page, docs):
    image = f'<image y="2" height="4" href="{png(100)}"/>'
    svg = (f'<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><title>t</title><desc>d</desc>'
           f"{image}{image}<path/>{image}</svg>")
    (docs / "figures/relu/map.ja.svg").write_text(svg)
    pixels = Pixels()
    html = shown(open_page(), pixels=pixels)
    assert re.findall("<(foreignObject|path)", html) == ["foreignObject", "path", "foreignObject"]
    assert sorted(content.count(b"<image") for content in pixels.files.values()) == [1, 2]


def test_maps_far_down_a_tall_drawing_load_later(open_page, docs):
    maps = "".join(f'<image y="{y}" height="40.5" href="{png(100 + y % 7)}"/>' for y in (10, 790, 60, 1500, 1560))
    (docs / "figures/relu/map.ja.svg").write_text(
        f'<svg xmlns="http://www.w3.org/2000/svg" width="358" height="1700"><title>t</title><desc>d</desc>{maps}</svg>')
    pixels = Pixels()
    html = shown(open_page(), pixels=pixels)
    assert re.findall('foreignObject y="(.*?)" width="358" height="(.*?)"', html) == [
        ("10", "91"), ("790", "41"), ("1500", "101")]
    assert [content.count(b"<image") for content in pixels.files.values()] == [2, 1, 2]


def test_the_same_map_is_one_file_for_all_pages(open_page, docs):
    for language in ("ja", "en"):
        (docs / f"figures/relu/map.{language}.svg").write_text(drawing(language, "t", png(100)))
    pixels = Pixels()
    shown(open_page(), pixels=pixels)
    shown(open_page(language="en", url="en/posts/relu.html"), pixels=pixels)
    assert len(pixels.files) == 1


def test_a_figure_beside_a_line_of_text_is_no_part_of_its_paragraph(open_page):
    page = open_page()
    html = page.put_blocks(Markdown().convert(fill("Above.\n![](../figures/relu/map.svg)\nBelow.", page, Pixels())))
    assert html.startswith("<p>Above.</p>\n<figure")
    assert html.endswith("</figure>\n<p>Below.</p>")
