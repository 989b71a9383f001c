"""Every number of the page on seeds, computed again."""

from dataclasses import replace

import numpy as np
import pytest

from diagrams.draw.twins import twins
from diagrams.experiments import results
from diagrams.inputs import Layer
from diagrams.posts import seeds as post


@pytest.fixture(scope="module")
def kernels():
    """The first convolution of each network: (height, width, inputs, filters)."""
    arrays = results.read_arrays("seeds")
    return [arrays[name].astype(float) for name in sorted(arrays) if name.endswith("/1/kernel")]


@pytest.fixture(scope="module")
def facts(arguments):
    return post.facts(**arguments(post.facts))


def angle(one: np.ndarray, other: np.ndarray) -> float:
    return float((one * other).sum() / np.linalg.norm(one) / np.linalg.norm(other))


def test_the_nearest_twins_by_hand(kernels, facts):
    first, *others = kernels
    best = np.array([[max(angle(first[..., n], other[..., m]) for m in range(other.shape[-1])) for other in others]
                     for n in range(first.shape[-1])])
    assert facts["alike"].value == pytest.approx(best.mean())
    assert facts["most"].value == pytest.approx(best.mean(axis=1).max())
    assert facts["least"].value == pytest.approx(best.mean(axis=1).min())
    same = sum(angle(first[..., n], other[..., n]) >= max(angle(first[..., n], other[..., m])
                                                          for m in range(other.shape[-1])) - 1e-12
               for other in others for n in range(first.shape[-1]))
    assert facts["same_place"].value == same


def test_maps_are_compared_by_their_correlation(kernels, facts, resolve):
    conv = resolve(Layer("Conv2D"))
    maps = [[each.ravel() for each in post.maps_with(conv, kernel, np.zeros(kernel.shape[-1]))] for kernel in kernels]
    best = [max(np.corrcoef(one, other)[0, 1] for other in others) for others in maps[1:] for one in maps[0]]
    assert facts["maps_alike"].value == pytest.approx(np.mean(best), abs=1e-6)


@pytest.mark.parametrize(("more", "told"), [(0.3, "here that is 0.30"), (0.001, "here, nothing clearly does"),
                                            (-0.2, "here, nothing clearly does")])
def test_what_luck_alone_would_give_is_no_law(more, told):
    assert post.told_of_law(more).text["en"] == told


def test_a_network_is_its_own_twin(kernels):
    found = twins([kernels[0], kernels[0] * 3])
    assert all(twin.nearest == (twin.place,) and twin.mean == pytest.approx(1) for twin in found)


def test_the_maps_are_those_that_keras_makes(resolve):
    """With the weights of the network itself they are what its own layer gave."""
    conv = resolve(Layer("Conv2D"))
    found = post.maps_with(conv, conv.kernel, conv.bias)
    if conv.settings["padding"] == "same":
        np.testing.assert_allclose(np.moveaxis(found, 0, -1), conv.output, atol=1e-5)
    one = replace(conv, output=conv.output[:1])
    np.testing.assert_array_equal(post.maps_with(one, conv.kernel, conv.bias), found)


@pytest.mark.parametrize("which", range(3))
def test_each_figure_names_its_seed(texts, facts, which):
    seed = facts[f"seed_{which + 1}"].text["en"]
    for figure in (post.FIGURES[which], post.FIGURES[3 + which]):
        assert seed in "".join(texts(figure))
