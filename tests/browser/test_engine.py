"""The explorer's engine gives what Keras gives, in every layer, on every sample photo, with and without WebAssembly."""

import functools
import os
import threading
from http.server import ThreadingHTTPServer

import keras
import numpy as np
import pytest

import diagrams.network
from diagrams import samples, script, trace
from diagrams.kernel import compiler
from diagrams.probes import explorer
from tests.browser import explorers
from tests.browser.conftest import Handler
from tests.networks.test_variants import with_random_norms
from tests.networks.variants import CHOSEN

CLOSE = 1e-3  # of a layer's largest value
PHOTOS = samples.credited_samples()


@pytest.fixture(scope="module")
def serve():
    """Serve a folder; returns its address."""
    servers = []

    def served(folder) -> str:
        server = ThreadingHTTPServer(("127.0.0.1", 0), functools.partial(Handler, directory=folder))
        threading.Thread(target=server.serve_forever, args=[0.02], daemon=True).start()
        servers.append(server)
        return f"http://127.0.0.1:{server.server_port}/"

    yield served
    for server in servers:
        server.shutdown()
        server.server_close()


@pytest.fixture(scope="module")
def network(tmp_path_factory, manifest, store):
    """The description of the network as it is now, exported into a folder of its own."""
    folder = tmp_path_factory.mktemp("engine")
    return {"folder": folder, **explorers.write(folder, manifest, store)}


@pytest.fixture(scope="module")
def page(browser, serve, network):
    page = browser.new_page()
    page.goto(serve(network["folder"]))
    yield page
    page.close()


@pytest.fixture(scope="module")
def model():
    return diagrams.network.load()


def outputs(network, photo: np.ndarray) -> list[np.ndarray]:
    """What Keras gives in every layer."""
    found, flow = [], photo[None]
    for layer in network.model.layers:
        flow = layer(flow)
        found.append(keras.ops.convert_to_numpy(flow)[0])
    return found


def off(found: np.ndarray, keras: np.ndarray) -> float:
    """The largest difference, as a part of the largest value."""
    return float(np.abs(found - keras.ravel()).max() / max(np.abs(keras).max(), 1e-9))


@pytest.mark.parametrize("plain", [False, True], ids=["WebAssembly", "JavaScript"])
@pytest.mark.parametrize("place", range(len(PHOTOS)), ids=[sample.path.stem for sample in PHOTOS])
def test_every_layer_is_that_of_keras(page, network, model, place, plain):
    wanted = outputs(model, samples.load_photo(PHOTOS[place].path, model.image_size))
    found = explorers.run(page, network, place, plain=plain)
    assert found["last"]["plain"] == plain
    assert [each["layer"] for each in found["layers"]] == list(range(len(wanted)))
    assert max(off(each["output"], keras) for each, keras in zip(found["layers"], wanted, strict=True)) < CLOSE


def test_the_large_layer_is_computed_when_it_is_asked_for(page, network, model):
    wanted = outputs(model, samples.load_photo(PHOTOS[0].path, model.image_size))
    found = explorers.run(page, network, whole=True)
    assert max(off(each["output"], keras) for each, keras in zip(found["layers"], wanted, strict=True)) < CLOSE


@pytest.fixture(params=CHOSEN.values(), ids=CHOSEN)
def variant(request, tmp_path, monkeypatch):
    """Another network of the kinds that an author may write, and the manifest of what a browser needs of it."""
    store = trace.Store(tmp_path / "arrays")
    monkeypatch.setattr(script, "NETWORK", request.param.write(tmp_path, script.published()))
    other = with_random_norms(diagrams.network.load())
    photo = samples.load_photo(PHOTOS[0].path, other.image_size)
    probes = {probe.__name__: {"arrays": {name: store.put(array) for name, array in probe(other, photo).arrays.items()}}
              for probe in explorer.PROBES}
    entries = [trace.photo_entry(sample, other.image_size, store) for sample in PHOTOS[:1]]
    return other, {"layers": trace.trace_layers(other, photo, store), "probes": probes, "samples": entries,
                   "photo": entries[0], "labels": list(other.source.labels)}, store.folder


def test_other_networks_run_or_are_refused_by_name(browser, serve, tmp_path, variant):
    other, manifest, store = variant
    network = explorers.write(tmp_path / "site", manifest, store)
    refused = [n for n, layer in enumerate(network["layers"]) if layer.get("cannot")]
    assert refused == [n for n, layer in enumerate(manifest["layers"]) if layer["refused"]]
    page = browser.new_page()
    page.goto(serve(tmp_path / "site"))
    wanted = outputs(other, samples.load_photo(PHOTOS[0].path, other.image_size))
    for plain in (False, True):
        found = explorers.run(page, network, plain=plain)
        assert found["last"].get("stopped") == (refused[0] if refused else None)
        assert len(found["layers"]) == (refused[0] if refused else len(wanted))
        for n, each in enumerate(found["layers"]):
            assert off(each["output"], wanted[n]) < CLOSE, f"{n} {other.kinds[n]}"
    page.close()


def test_other_networks_are_explained_or_keep_their_figure(browser, serve, tmp_path, variant):
    _, manifest, store = variant
    network = explorers.write(tmp_path / "site", manifest, store)
    page, failed = browser.new_page(), []
    page.on("pageerror", lambda error: failed.append(str(error)))
    page.goto(serve(tmp_path / "site") + "explorer.html")
    page.wait_for_function("() => document.querySelector('.explorer-state')?.textContent"
                           " || document.querySelector('.explorer-told')?.textContent")
    if any(layer.get("cannot") for layer in network["layers"]):
        assert page.locator("figure").is_visible()
        assert not page.locator(".explorer-body").count()
        return
    for n, layer in enumerate(network["layers"]):
        page.locator(".explorer-steps input").nth(n).check(force=True)
        page.wait_for_function("name => document.querySelector('.explorer-title')?.textContent.startsWith(name)",
                               arg=layer["kind"])
        assert page.locator(".explorer-work > *").count(), layer["kind"]
        page.get_by_role("application").press("End")
        assert "NaN" not in page.locator(".explorer-panel").inner_text(), layer["kind"]
    trace_back(page, network)
    assert failed == []
    page.close()


def trace_back(page, network):
    """The family tree reaches the photo, unless there is nothing but zeros on the way."""
    if network["layers"][-1]["kind"] != "Softmax":
        return
    page.get_by_role("button", name="Family tree").click()
    tree = page.locator(".explorer-family")
    tree.locator("li").first.wait_for()
    for _ in range(3):  # the layers whose weights are apart
        if (load := tree.get_by_role("button", name="Load the weights")).count():
            load.click()
            load.wait_for(state="detached")
    assert len(tree.locator("li").all()) == len(network["layers"]) + 2 or "Nothing but zeros" in tree.inner_text()
    assert "NaN" not in tree.inner_text()


def test_the_binary_is_what_its_source_compiles_to():
    if reason := compiler.missing():
        (pytest.fail if os.environ.get("REQUIRE_NODE") == "1" else pytest.skip)(reason)
    assert compiler.compiled() == compiler.BINARY.read_bytes()
