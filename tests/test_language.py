"""Both languages, and numbers as each writes them."""

import pytest

from diagrams.facts import count, decimal, shape, share, value, word
from diagrams.language import Say, Text


def test_a_text_needs_both_languages():
    with pytest.raises(TypeError):
        Text(ja="畳み込み")
    with pytest.raises(ValueError, match="has no en"):
        Text(ja="畳み込み", en="")


def test_say_fills_facts_in_its_own_language():
    cat = word(ja="猫", en="cat")
    assert Say("ja")(ja="{n}匹の{animal}", en="{n} {animal}s", n=count(2), animal=cat) == "2匹の猫"
    assert Say("en")(ja="{n}匹の{animal}", en="{n} {animal}s", n=count(2), animal=cat) == "2 cats"


@pytest.mark.parametrize(("fact", "ja", "en"), [
    (count(33856), "33,856", "33,856"),
    (count(88_473_600), "8,847万", "88.5 million"),
    (count(99_999_999), "1億", "100.0 million"),
    (count(240_180_000), "2億4,018万", "240.2 million"),
    (share(0.7213), "72%", "72%"),
    (share(0.042), "4.2%", "4.2%"),
    (share(0.9964), "99.6%", "99.6%"),
    (share(0.99999), ">99.9%", ">99.9%"),
    (share(0.0003), "<0.1%", "<0.1%"),
    (share(1), "100%", "100%"),
    (share(0), "0%", "0%"),
    (value(-0.374), "−0.37", "−0.37"),
    (shape((98, 98, 32)), "98×98×32", "98×98×32"),
])
def test_numbers_as_written(fact, ja, en):
    assert (fact.text.ja, fact.text.en) == (ja, en)


def test_nothing_rounds_to_minus_zero():
    assert decimal(-0.001, 2) == "0.00"
