"""Links from the first use of a term in a post to the glossary."""

import re

import markdown
import pytest

from diagrams.site.glossary import Term
from diagrams.site.terms import Terms

EXTENSIONS = ("admonition", "attr_list", "pymdownx.details", "pymdownx.arithmatex", "pymdownx.superfences")
URLS = {"en": "en/posts/relu.html", "ja": "posts/relu.html"}


def term(name, **changes):
    """A term whose Japanese says little, for texts in English."""
    fields = {"en": name, "ja": f"用語{name}", "reading": "ようご", "says": {"ja": "用語です。", "en": f"A {name}."}}
    return Term(name.replace(" ", "-"), **fields | changes)


def japanese(name, **changes):
    """A term whose English says little, for texts in Japanese."""
    return term(name, ja=name, en=f"en {name}", **changes)


@pytest.fixture
def linked(open_page):
    """Text, terms, language -> the HTML of a post with that text."""
    def rendered(text, terms, language="en", source="posts/relu.md"):
        extension = Terms()
        extension.glossary = terms
        extension.page = open_page(source, language, URLS[language])
        return markdown.markdown(text, extensions=[*EXTENSIONS, extension],
                                 extension_configs={"pymdownx.arithmatex": {"generic": True}})

    return rendered


def found(html):
    """The terms that are links, as they are written."""
    return re.findall(r'<a class="term" href="[^"]+">([^<]+)</a>', html)


def test_a_first_use_leads_to_the_glossary_of_its_language(linked):
    html = linked("The stride is small. A stride!", [term("stride")])
    assert html == '<p>The <a class="term" href="../glossary.html#stride">stride</a> is small. A stride!</p>'
    assert 'href="../glossary.html#窓"' in linked("この窓です。", [japanese("窓")], "ja")


def test_text_around_links_stays_as_it_was(linked):
    terms = [term("kernel"), term("filter"), term("stride")]
    text = "A filter, **its kernel** & the stride: `x`, the filter, *one kernel*.\n\n- filter\n- stride &lt; 3\n"
    html = linked(text, terms)
    assert found(html) == ["filter", "kernel", "stride"]
    assert re.sub("</?a[^>]*>", "", html) == linked(text, [])


@pytest.mark.parametrize("text", [
    "# The stride", "[the stride](https://example.org)", "`stride`", "```\nstride\n```", "$stride$", "$$stride$$",
    '!!! note "The stride"\n    Words.', '??? question "The stride?"\n    Words.', "Strident stride-to.", "@@block-0@@",
])
def test_headings_links_code_formulas_and_longer_words_stay(linked, text):
    assert found(linked(text, [term("stride"), term("block")])) == []


def test_what_is_plain_to_see_is_linked_before_what_is_in_a_box(linked):
    text = '??? question "Q"\n    The stride and the kernel.\n\nThe stride.\n'
    html = linked(text, [term("stride"), term("kernel")])
    assert found(html) == ["kernel", "stride"]


def test_the_longest_term_wins_and_leaves_nothing_to_the_shorter_one(linked):
    terms = [term("pooling"), term("max pooling"), term("feature map"), term("feature")]
    assert found(linked("A max pooling. Another max pooling. Feature maps, pooling.", terms)) == [
        "max pooling", "Feature maps", "pooling"]
    terms = [japanese(name) for name in ("プーリング", "最大プーリング", "層", "畳み込み層", "畳み込み")]
    assert found(linked("最大プーリングと畳み込み層。プーリング、この層、畳み込み。", terms, "ja")) == [
        "最大プーリング", "畳み込み層", "プーリング", "層", "畳み込み"]


def test_a_japanese_term_is_not_seen_inside_a_longer_word(linked):
    terms = [japanese(name) for name in ("窓", "セル", "重み", "畳み込み", "ReLU")]
    assert found(linked("窓口、車窓、パーセル、セルフ、体重み、畳み込みます、LeakyReLU。", terms, "ja")) == []
    assert found(linked("窓がセルに重みを掛け、畳み込みのあとにReLU。", terms, "ja")) == [
        "窓", "セル", "重み", "畳み込み", "ReLU"]


@pytest.mark.parametrize(("name", "written"), [
    ("filter", "Filters"), ("bias", "biases"), ("accuracy", "accuracies"), ("multiply-add", "multiply-adds"),
    ("test data", "test\ndata"), ("ReLU", "relu"),
])
def test_plurals_and_capitals_are_seen(linked, name, written):
    assert found(linked(f"The {written} here.", [term(name)])) == [written]


def test_an_abbreviation_is_seen_in_capitals_only(linked):
    assert found(linked("A gap, the GAP.", [term("pooling", also={"en": ["GAP"]})])) == ["GAP"]


def test_a_synonym_is_a_use_too(linked):
    assert found(linked("A neuron, a unit.", [term("unit", also={"en": ["neuron"]})])) == ["neuron"]


def test_common_words_and_other_pages_are_left_alone(linked):
    assert found(linked("A layer.", [term("layer", link=False)])) == []
    assert found(linked("A stride.", [term("stride")], source="glossary.md")) == []
