"""A photo of the reader's own is prepared as for training, stays on the machine, and gets the answer of Keras."""

import base64
import re

import keras
import numpy as np
import pytest

import diagrams.network
from diagrams import samples, script
from diagrams.facts import share
from diagrams.labels import label_name
from tests.browser import photos
from tests.browser.explorers import PAGE, STATE, TOLD

PHOTO = samples.credited_samples()[3].path
FEW = 6  # parts of weights
REFUSAL, WHOLE = ".explorer-own-told", ".explorer-whole"
FILE = ".explorer-own input"
PREPARE = """async ([name, content, size, limits]) => {
  const script = new URL("explorer/preparer.js", document.querySelector('script[src$="site.js"]').src)
  const worker = new Worker(script, { type: "module" })
  const bytes = Uint8Array.from(atob(content), letter => letter.charCodeAt(0))
  const found = await new Promise(resolve => {
    worker.onmessage = ({ data }) => resolve(data)
    worker.postMessage({ file: new File([bytes], name), size, ...limits })
  })
  worker.terminate()
  return [...found.levels]
}"""
GIVE = """([way, name, content]) => {
  const bytes = Uint8Array.from(atob(content), letter => letter.charCodeAt(0))
  const files = new DataTransfer()
  files.items.add(new File([bytes], name, { type: "image/png" }))
  const place = way === "paste" ? document : document.querySelector(way === "drop" ? ".explorer-steps" : "h1")
  place.dispatchEvent(way === "paste" ? new ClipboardEvent("paste", { clipboardData: files })
    : new DragEvent("drop", { dataTransfer: files, bubbles: true, cancelable: true }))
}"""
KEPT = """async () => [...Object.keys(localStorage), ...Object.keys(sessionStorage), document.cookie,
  ...(await indexedDB.databases()).map(({ name }) => name), ...(await Promise.all((await caches.keys()).map(
    async (name) => (await (await caches.open(name)).keys()).map(({ url }) => url)))).flat()].filter(Boolean)"""
DAMAGE = """async () => {
  const cache = await caches.open((await caches.keys())[0])
  const [first] = await cache.keys()
  await cache.put(first, new Response(new Uint8Array((await (await cache.match(first)).arrayBuffer()).byteLength)))
  return first.url
}"""
WATCH = """() => {
  let last = performance.now()
  window.longest = 0
  setInterval(() => {
    window.longest = Math.max(longest, performance.now() - last)
    last = performance.now()
  }, 5)
}"""


def encoded(content: bytes) -> str:
    return base64.b64encode(content).decode()


@pytest.fixture(scope="module")
def page(shared, address):
    """One page with the explorer at work, for tests that leave no trace on it."""
    shared.goto(address + PAGE)
    shared.locator(FILE).wait_for(state="attached")
    return shared


@pytest.fixture(scope="module")
def model():
    return diagrams.network.load()


@pytest.fixture
def give(tmp_path):
    """Choose a photo of one's own on a page; returns its path."""
    def given(page, name: str, content: bytes):
        (tmp_path / name).write_bytes(content)
        page.locator(FILE).set_input_files(tmp_path / name)
        return tmp_path / name

    return given


def answer(model, path) -> str:
    """What the explorer says where Keras gives what it gives."""
    flow = samples.load_photo(path, model.image_size)[None]
    for layer in model.model.layers:
        flow = layer(flow)
    shares = keras.ops.convert_to_numpy(flow)[0]
    label = label_name(model.source.labels[shares.argmax()]).text["en"]
    return f"The network answers “{label}”, {share(float(shares.max())).text['en']}"


@pytest.mark.parametrize("name", photos.LOSSLESS | photos.LOSSY)
def test_a_photo_is_prepared_as_for_training(page, model, tmp_path, name):
    """Levels, 0 to 255, are exactly those of Pillow; where decoders round on their own, almost."""
    content = (photos.LOSSLESS | photos.LOSSY)[name]()
    (tmp_path / name).write_bytes(content)
    wanted = np.rint(samples.load_photo(tmp_path / name, model.image_size) * 256)
    limits = {"smallest": 1, "most": 10**9}
    found = page.evaluate(PREPARE, [name, encoded(content), model.image_size, limits])
    off = np.abs(np.reshape(found, wanted.shape) - wanted)
    print(name, off.max(), off.mean())
    largest, mean = (0, 0) if name in photos.LOSSLESS else (2, 0.25)
    assert off.max() <= largest
    assert off.mean() <= mean


@pytest.mark.parametrize("name", photos.REFUSED)
def test_what_cannot_be_used_is_told_and_the_photo_before_stays(page, give, name):
    content, reason = photos.REFUSED[name]
    before = [page.locator(place).inner_text() for place in (STATE, TOLD)]
    give(page, name, content())
    page.wait_for_function("name => document.querySelector('.explorer-own-told').textContent.includes(name)", arg=name)
    assert reason in page.locator(REFUSAL).inner_text()
    assert [page.locator(place).inner_text() for place in (STATE, TOLD)] == before
    assert page.locator(".explorer-photos canvas").count() == 0


def test_what_training_refuses_for_its_size_is_refused(ready, give):
    most = script.load(samples.PREPARATION).most_pixels
    page = ready("explorer.html")
    give(page, "many.png", photos.saved(photos.Image.new("L", (most // 1000, 1001)), "PNG"))
    page.wait_for_function("() => /メガピクセル/.test(document.querySelector('.explorer-own-told').textContent)")


@pytest.mark.parametrize("way", ["drop", "drop beside", "paste"])
def test_a_photo_can_be_dropped_or_pasted(ready, way):
    page = ready()
    page.evaluate(GIVE, [way, "mine.png", encoded(photos.LOSSLESS["portrait.png"]())])
    page.locator(".explorer-photos canvas").wait_for()
    assert page.locator(".explorer-photos input").last.is_checked()
    page.locator(f"{WHOLE} button").first.wait_for()
    assert not page.locator(".explorer-link").is_visible()


def test_the_answer_for_an_own_photo_is_that_of_keras_and_nothing_leaves_the_machine(ready, give, model, address):
    """Weights come when they are asked for, once for all photos and visits, and nothing else is asked for."""
    page = ready(first_visit=True)
    asked = []
    page.on("request", lambda request: asked.append((request.method, request.url)))
    path = give(page, "mine.jpg", PHOTO.read_bytes())
    load = page.get_by_role("button", name="of weights")
    load.wait_for()
    assert page.locator(".explorer-steps input:disabled").count() > 0
    assert not [url for _, url in asked if url.endswith(".bin")]
    size = float(load.inner_text().split()[1])
    load.click()
    page.wait_for_function("() => document.querySelector('.explorer-state').textContent")
    assert page.locator(STATE).inner_text() == answer(model, path)
    assert page.locator(".explorer-answers li").count() == len(model.source.labels)
    assert page.locator(".explorer-steps input:disabled").count() == 0
    assert {(method, url.startswith(address), url.rpartition(".")[2]) for method, url in asked} <= {
        ("GET", True, "bin"), ("GET", True, "js")}
    parts = [url for _, url in asked if url.endswith(".bin")]
    assert len(parts) == len(set(parts)) > 5
    assert 5 < size < 10

    path = give(page, "other.jpg", photos.LOSSY["usual.jpg"]())
    page.wait_for_function("said => ![said, ''].includes(document.querySelector('.explorer-state').textContent)",
                           arg=page.locator(STATE).inner_text())
    assert page.locator(STATE).inner_text() == answer(model, path)
    assert len([url for _, url in asked if url.endswith(".bin")]) == len(parts)
    kept = {each for each in page.evaluate(KEPT) if not each.endswith(".__palette")}
    assert kept == set(parts), "the weights are kept, and nothing of the photos"

    asked.clear()
    page.evaluate(DAMAGE)
    page.reload()
    page.locator(FILE).wait_for(state="attached")
    give(page, "other.jpg", path.read_bytes())
    page.wait_for_function("said => document.querySelector('.explorer-state').textContent === said",
                           arg=answer(model, path))
    assert len({url for _, url in asked} & set(parts)) == 1

    page.context.route(page.evaluate(DAMAGE), lambda route: route.abort())
    page.reload()
    page.locator(FILE).wait_for(state="attached")
    give(page, "other.jpg", path.read_bytes())
    page.get_by_text("Loading broke off").wait_for()
    again = page.get_by_role("button", name="remaining").inner_text()
    assert 0 < float(re.search(r"[\d.]+", again)[0]) < size


@pytest.fixture
def interrupted(ready, give):
    """A page where loading large weights has come to an end after a few parts; returns it with these parts."""
    def opened(refuse, then):
        page, come = ready(first_visit=True), []

        def first_few(route):
            if len(come) < FEW:
                come.append(route.request.url)
                route.continue_()
            else:
                refuse(route)

        give(page, "mine.png", photos.LOSSLESS["landscape.png"]())
        page.get_by_role("button", name="of weights").wait_for()
        page.context.route("**/*.bin", first_few)
        page.get_by_role("button", name="of weights").click()
        then(page)
        page.get_by_role("button", name="remaining").wait_for()
        page.context.unroute("**/*.bin")
        return page, come

    return opened


def goes_on(page, come):
    """Whether loading goes on without the parts that have come before."""
    asked = []
    page.on("request", lambda request: asked.append(request.url))
    page.get_by_role("button", name="remaining").click()
    page.wait_for_function("() => document.querySelector('.explorer-state').textContent")
    return asked and set(asked).isdisjoint(come)


def test_loading_that_breaks_off_is_told_and_goes_on_where_it_stopped(interrupted):
    page, come = interrupted(lambda route: route.abort(), lambda page: page.get_by_text("Loading broke off").wait_for())
    assert goes_on(page, come)


def test_loading_can_be_cancelled_and_goes_on_where_it_stopped(interrupted):
    def cancel(page):
        page.wait_for_function("() => Number(document.querySelector('.explorer-loading span').textContent"
                               ".split(' ')[0]) > 1")
        page.get_by_role("button", name="Cancel").click()

    page, come = interrupted(lambda route: None, cancel)
    assert not page.get_by_text("broke off").is_visible()
    assert goes_on(page, come)


def test_a_huge_photo_does_not_stop_the_page(ready, give):
    page = ready()
    content = photos.huge()
    page.evaluate(WATCH)
    begun = page.evaluate("performance.now()")
    give(page, "huge.jpg", content)
    page.locator(".explorer-photos canvas").wait_for(timeout=60_000)
    took = page.evaluate("performance.now()") - begun
    print(f"huge: {took:.0f} ms, longest pause {page.evaluate('longest'):.0f} ms")
    assert page.evaluate("longest") < took / 3
