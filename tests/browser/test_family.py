"""What an answer comes from, number by number, as NumPy finds it; and the game of being the network."""

import re

import numpy as np
import pytest

from diagrams.facts import share
from diagrams.labels import label_name
from tests.browser.explorers import TOLD, shown

PUSHES = {"Conv2D", "Dense", "AveragePooling2D", "GlobalAveragePooling2D"}


def windows(layer, at):
    """The input numbers that number `at` is made from, as [(index, weight)], by hand."""
    row, column, channel = np.unravel_index(at, layer.output.shape)
    height, width = layer.kernel.shape[:2] if layer.kernel.size else layer.settings["pool_size"]
    down, across = layer.settings["strides"]
    before = [0, 0]
    if layer.settings["padding"] == "same":
        sizes = zip(layer.output.shape, layer.input.shape, (height, width), (down, across), strict=False)
        before = [max((out - 1) * stride + size - whole, 0) // 2 for out, whole, size, stride in sizes]
    found = []
    for y in range(height):
        for x in range(width):
            place = row * down + y - before[0], column * across + x - before[1]
            if all(0 <= n < size for n, size in zip(place, layer.input.shape, strict=False)):
                if not layer.kernel.size:
                    found.append(((*place, channel), 1))
                else:
                    found += [((*place, c), layer.kernel[y, x, c, channel]) for c in range(layer.input.shape[2])]
    return [(np.ravel_multi_index(place, layer.input.shape), weight) for place, weight in found]


def parent(layer, at):
    """The number that contributes most to number `at` of a layer, and its share of what has the same sign."""
    given, value = layer.input.ravel(), layer.output.ravel()[at]
    if layer.kind == "MaxPooling2D":
        return next(place for place, _ in windows(layer, at) if given[place] == value), None
    if layer.kind not in PUSHES:
        return at, None
    terms = list(enumerate(layer.kernel[:, at])) if layer.kind == "Dense" else windows(layer, at)
    products = [(place, given[place] * weight * (1 if value >= 0 else -1)) for place, weight in terms]
    place, most = max(products, key=lambda pair: pair[1])
    return place, most / sum(product for _, product in products if product > 0)


def lines(layers):
    """Each number from the answer back to the photo: the layer, its index, and the share of the next one."""
    at, found = int(layers[-1].output.argmax()), []
    for layer in reversed(layers):
        before, part = parent(layer, at)
        found.append((layer, at, part))
        at = before
    return found, at


@pytest.fixture
def family(ready):
    """The family tree of the followed photo's answer, with the weights that it needs."""
    page = ready(width=1280)
    page.get_by_role("button", name="Family tree").click()
    page.locator(".explorer-family").get_by_role("button", name="Load the weights").click()
    page.locator(".explorer-end").wait_for()
    return page


def test_every_step_leads_to_what_contributed_most(family, layers):
    steps, pixel = lines(layers)
    items = family.locator(".explorer-family li")
    assert items.count() == len(steps) + 2  # the photo, and what all this does not tell
    for (layer, at, part), item in zip(steps, items.all()[: len(steps)], strict=True):
        text = item.inner_text()
        assert text.startswith(layer.kind)
        if layer.output.ndim == 3:
            row, column, channel = (int(n) + 1 for n in np.unravel_index(at, layer.output.shape))
            assert f"row {row}, column {column} of map {channel}" in text
        elif layer is layers[-1]:
            assert share(float(layer.output[at])).text["en"] in text
        else:
            assert re.search(rf"number {at + 1:,}\b|the number of “", text)
        if part is not None:
            assert share(float(part)).text["en"] in text
    row, column, _ = (int(n) + 1 for n in np.unravel_index(pixel, layers[0].input.shape))
    assert f"row {row}, column {column} of the photo" in items.nth(len(steps)).inner_text()


def test_a_step_leads_into_its_layer(family, layers):
    steps, _ = lines(layers)
    n = next(n for n, (layer, *_) in enumerate(steps) if layer.kind == "Conv2D")
    layer, at, _ = steps[n]
    family.locator(".explorer-family li").nth(n).get_by_role("button").first.click()
    assert shown(family) == tuple(int(place) for place in np.unravel_index(at, layer.output.shape))
    assert family.locator(".explorer-title").inner_text().startswith(layer.kind)
    assert family.evaluate("document.activeElement.getAttribute('role')") == "application"


def test_another_label_and_another_photo_have_trees_of_their_own(family):
    first = family.locator(".explorer-family").inner_text()
    family.locator("select").select_option(index=0 if family.locator("select").input_value() != "0" else 1)
    second = family.locator(".explorer-family").inner_text()
    assert second != first
    family.locator(".explorer-photos input").nth(0).check(force=True)
    family.wait_for_function("second => document.querySelector('.explorer-family').innerText !== second", arg=second)
    assert family.locator(TOLD).inner_text()


def test_the_game_goes_from_one_patch_to_the_whole_photo(ready, layers, manifest):
    page = ready()
    page.get_by_role("button", name="Be the network").click()
    patches = page.locator(".explorer-patches canvas")
    labels = [label_name(label).text["en"] for label in manifest["labels"]]
    seen = []
    for label in labels[:3]:
        page.locator(".explorer-guesses").wait_for()
        seen.append((patches.count(), int(patches.first.get_attribute("width"))))
        page.locator(".explorer-guesses").get_by_role("button", name=label, exact=True).click()
    side = layers[0].input.shape[0]
    assert [count for count, _ in seen] == [1, 4, 1]
    assert seen[0][1] == seen[1][1] < seen[2][1] == side
    end = page.locator(".explorer-later").last
    end.locator(".explorer-answers li").first.wait_for()
    assert all(label in end.inner_text() for label in labels[:3])
    parts = numbers_in_percent(end.locator(".explorer-answers li span:last-child").all_text_contents())
    assert sum(parts) == pytest.approx(100, abs=2)
    page.get_by_role("button", name="Another photo").click()
    page.wait_for_function("() => document.querySelectorAll('.explorer-patches canvas').length === 1"
                           f" && document.querySelector('.explorer-patches canvas').width < {side}")


def numbers_in_percent(texts) -> list[float]:
    return [float(text.strip("<>%")) for text in texts]
