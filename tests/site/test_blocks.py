"""The blocks that stand for what the figure builder made."""

from diagrams.site.blocks import prepare
from diagrams.site.page import read_posts
from diagrams.site.pixels import Pixels
from tests.site.conftest import write_post


def prepared(markdown, page):
    return page.put_blocks(prepare(markdown, page, Pixels()))


def test_number_and_date_stand_below_the_title_in_both_languages(open_page):
    assert "第8回 · 初出" in prepared("# T { #top }\n", open_page())
    assert ">2019年11月12日</time>" in prepared("# T { #top }\n", open_page())
    assert "No. 8 · first published" in prepared("# T { #top }\n", open_page(language="en"))
    assert ">12 November 2019</time>" in prepared("# T { #top }\n", open_page(language="en"))


def test_without_a_date_only_the_number_is_told(open_page):
    html = prepared("# T\n", open_page("posts/pool.md", "en"))
    assert '<p class="series">No. 14<span class="notebook"> · <a href="pool.ipynb"' in html
    assert "first published" not in html


def test_untrained_layers_are_told_in_the_language_of_the_page(docs, open_page):
    assert "make train" not in prepared("# T\n", open_page())
    write_post(docs, "relu", 8, caveats=["untrained"])
    assert "まだ訓練していない" in prepared("# T\n", open_page())
    assert "have not been trained" in prepared("# T\n", open_page(language="en"))


def test_measurements_with_an_earlier_network_are_told(docs, open_page):
    write_post(docs, "relu", 8, caveats=["outdated"])
    assert "いまより前のネットワーク" in prepared("# T\n", open_page())
    assert "an earlier network than today" in prepared("# T\n", open_page(language="en"))


def test_a_page_without_a_built_post_says_what_to_run(open_page, mistakes):
    prepared("# T\n", open_page("posts/lost.md"))
    assert mistakes == ["posts/lost.md: nothing is built for this post; run make figures"]


def test_credits_name_every_sample_photo(docs, open_page):
    html = prepared("{{ credits }}", open_page("index.md"))
    photos = sorted(photo.name for photo in (docs / "samples").glob("*.jpg"))
    assert photos
    assert all(photo in html for photo in photos)
    assert "CC-BY-SA-4.0" in html


def test_posts_are_read_in_the_order_of_their_numbers(docs):
    write_post(docs, "conv", 7)
    assert list(read_posts(docs / "figures")) == ["conv", "relu", "pool"]
