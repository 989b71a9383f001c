"""Lines may end where these phrases do."""

from itertools import pairwise

import pytest

from diagrams.phrases import phrases


@pytest.mark.parametrize(("text", "pieces"), [
    ("Conv2D：ひとつの数はどう計算されるのか", ["Conv2D：", "ひとつの", "数は", "どう", "計算されるのか"]),
    ("予想してみましょう：どれ？", ["予想してみましょう：", "どれ？"]),
    ("まだ間違える？", ["まだ", "間違える？"]),
    ("", []),
])
def test_japanese_phrases(text, pieces):
    assert phrases(text, "ja") == pieces


def test_english_words_keep_their_blanks():
    assert phrases("one of two", "en") == ["one ", "of ", "two"]


@pytest.mark.parametrize("text", [
    "MaxPooling2Dは、ひとつだけを残します", "「ReLU」（レル）を、Activation('relu')と書きます。"])
def test_no_word_is_torn_and_no_line_begins_with_a_mark(text):
    pieces = phrases(text, "ja")
    assert "".join(pieces) == text
    assert not [piece for piece in pieces if piece[0] in "：、。？！）」"]
    assert not [pair for pair in pairwise(pieces) if f"{pair[0][-1]}{pair[1][0]}".isalnum()
                and f"{pair[0][-1]}{pair[1][0]}".isascii()]
