"""What holds for every figure of every post, in both languages."""

import re

import pytest
from matplotlib.text import Text

from diagrams.build import modules
from diagrams.draw.canvas import DOTS, SMALLEST_TEXT, WIDTH
from diagrams.language import LANGUAGES, Say
from tests.drawings import assert_apart, assert_inside, boxes_of

NUMBER = re.compile(r"[+−]?\d[\d,.]*%?")
MOST_NUMBERS = 20  # more: they are the message

FIGURES = {f"{post}-{figure.__name__}-{language}": (figure, language)
           for post in modules.names() for module in [modules.load(post)]
           for figure in (*module.FIGURES, *modules.posters(module)) for language in LANGUAGES}


@pytest.fixture(scope="module", params=FIGURES.values(), ids=FIGURES)
def drawing(request, arguments):
    figure, language = request.param
    return figure(Say(language), **arguments(figure))


@pytest.fixture(scope="module")
def boxes(drawing):
    return boxes_of(drawing)


def test_nothing_is_written_outside_the_canvas(drawing, boxes):
    assert_inside(drawing, boxes)


def test_no_text_covers_another(boxes):
    assert_apart(boxes)


def test_no_text_is_small(boxes):
    assert min(text.get_fontsize() for text, _ in boxes) >= SMALLEST_TEXT


def test_the_description_is_two_sentences_at_most(drawing):
    assert drawing.title
    assert 1 <= len(re.findall(r"。|[.](?=\s|$)", drawing.description)) <= 2


def test_many_numbers_are_a_table_too(drawing):
    scales = [axis for axes in drawing.figure.axes for axis in (axes.xaxis, axes.yaxis)]
    ticks = {id(text) for axis in scales for text in axis.findobj(Text)}
    written = [text for text in drawing.figure.findobj(Text)
               if id(text) not in ticks and NUMBER.fullmatch(text.get_text())]
    is_poster = drawing.figure.get_figwidth() > 2 * WIDTH / DOTS  # its figures have their tables where they are posts
    assert drawing.table or is_poster or len(written) <= MOST_NUMBERS


def test_a_table_has_rows_of_equal_length(drawing):
    if drawing.table:
        assert len({len(row) for row in drawing.table}) == 1
        assert all(isinstance(cell, str) for row in drawing.table for cell in row)
