"""The explorer shows what Keras computed, by mouse, finger and key; where it cannot run, the figure stays."""

import json
import mimetypes
import re
from urllib.parse import urlsplit

import numpy as np
import pytest

from diagrams.inputs import Samples
from tests.browser.conftest import SCHEMES
from tests.browser.explorers import PAGE, STATE, TOLD, box_of_map, choose, numbers, result, shown

FIGURE = "cnn-explorer > figure"
MASK = """() => {
  const canvas = document.querySelector('[role=application] canvas')
  const { data } = canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height)
  return [...data].filter((_, n) => n % 4 === 3)
}"""


@pytest.mark.parametrize("scheme", SCHEMES)
@pytest.mark.parametrize("path", [PAGE, "explorer.html"])
def test_every_layer_has_its_card_and_its_arithmetic(ready, layers, path, scheme):
    heard = []
    page = ready(path, scheme=scheme, before=lambda page: page.on("pageerror", lambda error: heard.append(str(error))))
    assert page.locator(".explorer-steps input").count() == len(layers)
    for n in range(len(layers)):
        page.locator(".explorer-steps input").nth(n).check(force=True)
        assert page.locator(TOLD).inner_text()
        assert page.locator(".explorer-work > *").count()
        assert page.evaluate("document.documentElement.scrollWidth") == 390
    assert not page.locator(FIGURE).is_visible()
    assert heard == []


@pytest.mark.parametrize("kind", ["Conv2D", "ReLU", "MaxPooling2D", "Dropout"])
def test_a_number_is_that_of_keras(ready, layers, kind):
    page = ready()
    for layer in (each for each in layers if each.kind == kind and each.cell):
        choose(page, layers, kind, layer.nth)
        row, column, channel = shown(page)
        assert (row, column, channel) == (*layer.cell, layer.channel)
        assert result(page) == pytest.approx(layer.output[row, column, channel], abs=0.0006)


def test_the_sums_of_a_convolution_are_those_of_its_input_maps(ready, layers):
    page = ready()
    layer = choose(page, layers, "Conv2D", 2)
    row, column = layer.cell
    height, width = layer.kernel.shape[:2]
    products = layer.input[row : row + height, column : column + width] * layer.kernel[..., layer.channel]
    sums = products.sum(axis=(0, 1))
    np.testing.assert_allclose(numbers(page.locator(".explorer-sums .explorer-cell")), sums, atol=0.0006)
    for chosen in (0, int(np.abs(sums).argmax())):
        page.locator(".explorer-sums input").nth(chosen).check(force=True)
        *_, found = (numbers(each.locator(".explorer-cell")) for each in page.locator(".explorer-grid").all())
        np.testing.assert_allclose(found, products[..., chosen].ravel(), atol=0.0006)
    total, bias, value = numbers(page.locator(".explorer-equation .explorer-cell"))
    assert total + bias == pytest.approx(value, abs=0.0016)
    page.locator(".explorer-panel > .as-table summary").click()
    body = page.locator(".explorer-panel > .as-table tbody tr")
    body.nth(len(sums) + 2).wait_for()
    assert body.count() == len(sums) + 3
    assert numbers(body.nth(0).locator("td"))[-1] == pytest.approx(sums[0], abs=1e-5)


def test_what_goes_beyond_the_border_is_zero(ready, layers):
    page = ready()
    layer = choose(page, layers, "Conv2D")
    page.get_by_role("application").press("PageUp")
    page.get_by_role("application").press("Home")
    assert shown(page)[:2] == (0, 0)
    assert result(page) == pytest.approx(layer.output[0, 0, layer.channel], abs=0.0006)
    read = numbers(page.locator(".explorer-grid").first.locator(".explorer-cell"))
    assert read[:3] == [0, 0, 0]
    assert [read[3], read[6]] == [0, 0]


def test_the_winner_of_a_window_is_framed(ready, layers):
    page = ready()
    layer = choose(page, layers, "MaxPooling2D")
    row, column = (int(n) for n in np.unravel_index(layer.output[..., layer.channel].argmax(), layer.output.shape[:2]))
    box, size = box_of_map(page), layer.output.shape[1]
    cell = box["width"] / size
    page.mouse.click(box["x"] + (column + 0.5) * cell, box["y"] + (row + 0.5) * cell)
    assert shown(page)[:2] == (row, column)
    assert numbers(page.locator(".explorer-grid .won")) == [pytest.approx(result(page))]
    assert result(page) == pytest.approx(layer.output[..., layer.channel].max(), abs=0.0006)


def test_the_mask_of_training_drops_its_share_and_another_one_differs(ready, layers):
    page = ready()
    layer = choose(page, layers, "Dropout")
    rate, cells = layer.settings["rate"], layer.output[..., 0].size
    assert min(page.evaluate(MASK)) == 255
    page.locator(".explorer-training input").check()
    first = np.array(page.evaluate(MASK))
    assert (first == 0).mean() == pytest.approx(rate, abs=6 * (rate * (1 - rate) / cells) ** 0.5)
    page.get_by_role("button", name="another mask").click()
    assert (np.array(page.evaluate(MASK)) != first).any()


def test_the_products_of_a_dense_layer_add_up_and_lie_on_the_photo(ready, layers):
    page = ready()
    layer = choose(page, layers, "Dense")
    page.get_by_role("button", name="Load the weights").click()
    page.locator(".explorer-drawn").wait_for()
    unit = layer.channel
    made = layer.input * layer.kernel[:, unit]
    positive, negative, bias, value = numbers(page.locator(".explorer-equation .explorer-cell"))
    assert [positive, negative] == [pytest.approx(made[sign * made > 0].sum(), abs=0.006) for sign in (1, -1)]
    assert [bias, value] == [pytest.approx(layer.bias[unit], abs=0.006), pytest.approx(layer.output[unit], abs=0.006)]
    products = numbers(page.locator(".explorer-work tbody td:nth-child(4)"))
    strongest = np.sort(made)
    np.testing.assert_allclose(products, [*strongest[::-1][:6], *strongest[:6]], atol=0.0006)


def test_the_probabilities_are_those_of_keras(ready, layers):
    page = ready()
    layer = choose(page, layers, "Softmax")
    logits = numbers(page.locator(".explorer-work tbody td:nth-child(2)"))
    powers = numbers(page.locator(".explorer-work tbody td:nth-child(4)"))
    np.testing.assert_allclose(logits, layer.input, atol=0.0006)
    np.testing.assert_allclose(np.array(powers) / np.sum(powers), layer.output, atol=0.0006)
    assert page.locator(STATE).inner_text().startswith("The network answers")


def test_arrow_keys_move_the_cell_and_a_reader_hears_it(ready, layers):
    page = ready()
    row, column, channel = shown(page)
    map_ = page.get_by_role("application")
    for key, cell in (("ArrowDown", (row + 1, column)), ("ArrowRight", (row + 1, column + 1)),
                      ("Shift+ArrowRight", (row + 1, column + 11)), ("Home", (row + 1, 0))):
        map_.press(key)
        assert shown(page) == (*cell, channel)
    spoken = page.locator(".explorer-panel > [role=status]")
    page.wait_for_function("text => document.querySelector('.explorer-panel > [role=status]').textContent === text",
                           arg=page.locator(TOLD).inner_text())
    assert spoken.inner_text()
    page.locator(".explorer-slide input").press("ArrowRight")
    assert shown(page)[2] == channel + 1


def test_what_the_mouse_passes_over_is_explained_until_it_leaves(ready):
    page = ready(width=1280)
    before = shown(page)
    box = box_of_map(page)
    page.mouse.move(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    assert shown(page) != before
    page.mouse.move(2, 2)
    assert shown(page) == before


def test_a_finger_that_rests_moves_the_cell_under_a_loupe(ready):
    page = ready(has_touch=True)
    loupe = page.locator(".explorer-loupe")
    box, before = box_of_map(page), shown(page)
    touch = page.context.new_cdp_session(page)

    def send(kind, *places):
        points = [{"x": box["x"] + x, "y": box["y"] + y} for x, y in places]
        touch.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": points})

    send("touchStart", (150, 150))
    loupe.wait_for()
    first = shown(page)
    send("touchMove", (210, 180))
    page.wait_for_timeout(100)
    assert loupe.bounding_box()["y"] + loupe.bounding_box()["height"] < box["y"] + 180
    assert before != first != shown(page) != before
    send("touchEnd")
    loupe.wait_for(state="hidden")


def test_a_link_leads_to_exactly_this_view(ready, layers, address):
    page = ready(permissions=["clipboard-read", "clipboard-write"])
    page.locator(".explorer-photos input").nth(4).check(force=True)
    choose(page, layers, "ReLU", 3)
    page.get_by_role("application").press("Shift+ArrowDown")
    page.locator(".explorer-slide input").press("ArrowRight")
    page.wait_for_function("() => document.querySelector('.explorer-told').textContent")
    page.get_by_role("button", name="Copy a link").click()
    page.locator("text=Copied.").wait_for()
    page.wait_for_timeout(200)
    told, link = page.locator(TOLD).inner_text(), page.evaluate("navigator.clipboard.readText()")
    again = ready(link=link)
    again.wait_for_function("told => document.querySelector('.explorer-told').textContent === told", arg=told)
    assert again.locator(".explorer-photos input").nth(4).is_checked()
    assert "ReLU 3" in again.locator(".explorer-title").inner_text()


def test_another_photo_gives_other_numbers(ready, resolve):
    page = ready()
    said, told = page.locator(STATE).inner_text(), page.locator(TOLD).inner_text()
    other = next(n for n, photo in enumerate(resolve(Samples())) if photo.label == "cats")
    page.locator(".explorer-photos input").nth(other).check(force=True)
    page.wait_for_function("told => document.querySelector('.explorer-told').textContent !== told", arg=told)
    page.wait_for_function("said => document.querySelector('.explorer-state').textContent !== said", arg=said)


def test_only_the_followed_photo_and_small_weights_are_fetched(ready, address):
    asked = []
    ready(before=lambda page: page.on("request", lambda request: asked.append(request.url)))
    assert [url for url in asked if not url.startswith(address)] == []
    assert len([url for url in asked if url.endswith(".bin")]) < 10


# Where it cannot run

def test_without_javascript_the_figure_stays(visit):
    page = visit(PAGE, java_script_enabled=False)
    assert page.locator(f"{FIGURE} svg").is_visible()
    assert not page.locator(".explorer-body").count()


def test_without_webassembly_a_slower_engine_gives_the_same(ready, layers):
    page = ready(before=lambda page: page.context.route("**/*.wasm", lambda route: route.abort()))
    assert "slower engine" in page.locator(STATE).inner_text()
    layer = choose(page, layers, "Conv2D", 2)
    assert result(page) == pytest.approx(layer.output[(*layer.cell, layer.channel)], abs=0.0006)


def damaged(route):
    body = bytearray(route.fetch().body())
    body[0] ^= 1
    route.fulfill(body=bytes(body))


@pytest.mark.parametrize(("files", "act", "reason"), [
    ("**/*.bin", lambda route: route.abort(), "fetch"),
    ("**/*.bin", damaged, "damaged"),
    ("**/assets/pixels/*.json", lambda route: route.fulfill(status=404), "404"),
], ids=["no weights", "damaged weights", "no network"])
def test_the_figure_stays_and_says_why(visit, address, files, act, reason):
    page = visit()
    page.context.route(files, act)
    page.goto(address + PAGE)
    page.wait_for_function("() => document.querySelector('.explorer-state')?.textContent")
    assert reason in page.locator(STATE).inner_text()
    assert page.locator(f"{FIGURE} svg").is_visible()
    assert not page.locator(".explorer-body").count()


@pytest.mark.parametrize(("spoiled", "said"), [(False, ""), (True, "damaged")])
def test_weights_are_verified_without_https_too(visit, site, spoiled, said):
    """There browsers hash nothing, and the explorer does."""
    def answer(route):
        path = site / urlsplit(route.request.url).path.lstrip("/")
        content = path.read_bytes()
        content = bytes([content[0] ^ 1]) + content[1:] if spoiled and path.suffix == ".bin" else content
        route.fulfill(body=content, content_type=mimetypes.guess_type(path)[0])

    page = visit()
    page.context.route("http://plain.example/**", answer)
    page.goto(f"http://plain.example/{PAGE}")
    assert page.evaluate("typeof crypto.subtle") == "undefined"
    page.wait_for_function("() => document.querySelector('.explorer-state')?.textContent"
                           " || document.querySelector('cnn-explorer.ready .explorer-answers li')")
    assert said in page.locator(STATE).inner_text()
    assert page.locator(".explorer-body").count() == (0 if spoiled else 1)


def test_a_layer_that_a_browser_does_not_run_is_named(visit, address):
    def refuse(route):
        network = route.fetch().json()
        network["layers"][2]["cannot"] = "groups=2"
        route.fulfill(body=json.dumps(network))

    page = visit()
    page.context.route("**/assets/pixels/*.json", refuse)
    page.goto(address + PAGE)
    page.wait_for_function("() => document.querySelector('.explorer-state')?.textContent")
    assert re.search(r"Conv2D 2.*groups=2", page.locator(STATE).inner_text())
    assert page.locator(f"{FIGURE} svg").is_visible()
