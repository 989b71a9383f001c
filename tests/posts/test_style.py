"""The key to all figures shows the colours as the figures have them."""

import re

import numpy as np
import pytest
from matplotlib.colors import to_rgb

from diagrams.draw import Scale, palette
from diagrams.inputs import Layer
from diagrams.posts import style as post


def test_digits_of_the_sample_are_values_of_the_followed_map(texts, resolve):
    conv = resolve(Layer("Conv2D", maps=True))
    row = conv.output[conv.cell[0], :, conv.channel]
    shown = {f"{number:.2f}".replace("-", "−") for number in row}
    found = [text for text in texts(post.signs) if re.fullmatch(r"[−\d.]+", text)]
    assert len(found) == 3
    assert set(found) <= shown
    assert f"{row[conv.cell[1]]:.2f}".replace("-", "−") in found


@pytest.mark.parametrize("sign", [-1, 1])
def test_what_the_words_say_of_the_colours_is_so(sign):
    red, green, blue = Scale(1.0).rgb(np.array([sign * 0.8]))[0]
    assert (blue > green > red) if sign < 0 else (red > green > blue)
    assert Scale(1.0).rgb(np.array([0.0]))[0] == pytest.approx(to_rgb(palette.MAT), abs=0.02)
