"""The page on how this site is made."""

import numpy as np

from diagrams.inputs import Layer, Until
from diagrams.posts import design as post
from tests.drawings import assert_apart, assert_inside, boxes_of


def test_numbers_are_counted_layer_by_layer(resolve, arguments):
    facts, layers = post.facts(**arguments(post.facts)), resolve(Until("Softmax"))
    assert facts["layers"].value == len(layers)
    assert facts["numbers"].value == sum(np.prod(layer.output.shape) for layer in layers)
    assert facts["line"].value == resolve(Layer("Conv2D")).source


def test_the_figure_is_readable(say, arguments):
    drawing = post.flow(say, **arguments(post.flow))
    boxes = boxes_of(drawing)
    assert_inside(drawing, boxes)
    assert_apart(boxes)
