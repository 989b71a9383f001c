"""The network as files for the browser: every number is that of the weights; the same network, the same bytes."""

import io
import json
import re

import numpy as np
import pytest
from PIL import Image

from diagrams import samples, script, weightfile
from diagrams.site import explorer, parts
from diagrams.site.blocks import prepare
from diagrams.site.pixels import Pixels
from tests.site.conftest import write_post

RANDOM = np.random.default_rng(0)


@pytest.fixture(scope="module")
def exported(manifest, store):
    found = explorer.export(manifest, store)
    return json.loads(found["network"]), found["files"]


def arrays_of(layer: dict, files: dict[str, bytes]) -> dict[str, np.ndarray]:
    """The arrays of an exported layer, decoded by hand."""
    found = {}
    for part in layer["parts"]:
        content = files[part["file"]]
        assert len(content) == part["bytes"]
        for held in part["holds"]:
            if "units" in held:
                first, stop = held["units"]
                array = found.setdefault(held["name"], np.zeros((*held["shape"],), np.float32))
                array.reshape(-1, held["shape"][-1])[:, first:stop] = units(held, content)
            else:
                size = int(np.prod(held["shape"]))
                kind = {"float16": "<f2", "float32": "<f4"}[held["type"]]
                found[held["name"]] = np.frombuffer(content, kind, size, held["at"]).reshape(held["shape"])
    return {name: array.astype(np.float32) for name, array in found.items()}


def units(held: dict, content: bytes) -> np.ndarray:
    """The weights of some units, (inputs, units)."""
    many, length = held["units"][1] - held["units"][0], int(np.prod(held["shape"][:-1]))
    if held["type"] == "float16":
        return np.frombuffer(content, "<f2").reshape(many, length).T
    groups = -(-length // 32)
    packed = np.frombuffer(content, np.uint8, many * groups * 16).reshape(many, -1)
    levels = np.stack([packed & 15, packed >> 4], axis=-1).reshape(many, groups, 32).astype(np.float32) - 8
    scales = np.frombuffer(content, "<f2", many * groups, packed.size).astype(np.float32).reshape(many, groups, 1)
    return (levels * scales).reshape(many, -1)[:, :length].T


def test_the_weights_are_those_of_the_network(exported):
    network, files = exported
    stored = {}
    for name, array in weightfile.read().items():
        stored.setdefault(name.rpartition(".")[0], {})[name.rpartition(".")[2]] = array
    weighted = [arrays_of(layer, files) for layer in network["layers"] if layer["parts"]]
    for found, wanted in zip(weighted, stored.values(), strict=True):
        assert found.keys() == wanted.keys()
        for name in found:
            np.testing.assert_array_equal(found[name], wanted[name])


def test_the_photos_are_those_of_training(exported):
    network, files = exported
    size = network["layers"][0]["input"][0]
    for sample, photo in zip(samples.credited_samples(), network["photos"], strict=True):
        levels = np.frombuffer(files[photo["file"]], np.uint8, size * size * 3).reshape(size, size, 3)
        np.testing.assert_array_equal(levels.astype(np.float32) / 256, samples.load_photo(sample.path, size))
    preparation = script.load(samples.PREPARATION)
    assert network["limits"] == {"smallest": preparation.smallest_side, "most": preparation.most_pixels}
    assert network["followed"] in {photo["name"] for photo in network["photos"]}
    sheet = Image.open(io.BytesIO(files[network["thumbnails"]["file"]]))
    assert sheet.size == (network["thumbnails"]["size"] * len(network["photos"]), network["thumbnails"]["size"])


def test_labels_have_names_in_both_languages(exported):
    labels = script.load(script.NETWORK).labels
    assert [label["en"] for label in exported[0]["labels"]] == labels
    assert all(label["ja"] for label in exported[0]["labels"])


def test_the_same_network_gives_the_same_bytes(manifest, store):
    assert explorer.export(manifest, store) == explorer.export(manifest, store)


def test_what_a_browser_does_not_run_is_named(manifest, store):
    layers = [dict(entry) for entry in manifest["layers"]]
    layers[1]["kind"], layers[2]["refused"] = "Gelu", "groups=2"
    found = json.loads(explorer.export(manifest | {"layers": layers}, store)["network"])
    assert [layer.get("cannot") for layer in found["layers"][:3]] == [None, "Gelu", "groups=2"]


@pytest.fixture
def on_a_post(docs, open_page, exported, monkeypatch):
    """Put the explorer on a post that explains something; `cannot` is why a browser does not run the first layer."""
    def put(explains: str, cannot: str = "") -> str:
        write_post(docs, "relu", 8, explains=[explains])
        first, *others = exported[0]["layers"]
        first = first | ({"cannot": cannot} if cannot else {})
        network = json.dumps(exported[0] | {"layers": [first, *others]}).encode()
        monkeypatch.setattr(explorer, "export_now", lambda: {"network": network, "files": {}})
        page = open_page(language="en")
        return page.put_blocks(prepare("# T\n\n{{ explorer }} Move <it> yourself.\n", page, Pixels()))

    return put


@pytest.mark.parametrize(("explains", "layer"), [
    ('Every("ReLU", since=1)', "ReLU-1"), ('Every("Conv2D", since=2)', "Conv2D-2"),
    ('Layer("Softmax", nth=1, answers=True)', "Softmax-1"), ('Layer("Conv2D", nth=2)', "Conv2D-2")])
def test_a_post_opens_its_own_layer_and_fetches_nothing_before(on_a_post, explains, layer):
    html = on_a_post(explains)
    assert re.search(rf'layer="{layer}" page="[./]*(?:en/)?explorer\.html"', html)
    assert "Move &lt;it&gt; yourself." in html
    assert "preload" not in html
    assert "<script" not in html


def test_a_post_has_no_explorer_where_its_layer_is_missing_or_cannot_run(on_a_post):
    assert "cnn-explorer" not in on_a_post('Layer("Conv2D", nth=9)')
    assert "cnn-explorer" not in on_a_post('Line("model.fit(")')
    assert "cnn-explorer" not in on_a_post('Every("ReLU", since=1)', cannot="groups=2")
    assert "Move" not in on_a_post('Every("ReLU", since=1)', cannot="groups=2")


@pytest.mark.parametrize(("arrays", "kinds"), [
    ({"kernel": RANDOM.normal(size=(3, 3, 4, 8)).astype(np.float32), "bias": np.zeros(8, np.float32)},
     ["float32", "float16"]),
    ({"kernel": RANDOM.normal(size=(1100, 1000)).astype(np.float32)}, ["float16"]),
    ({"kernel": weightfile.decode(weightfile.encode("k", RANDOM.normal(size=(1111, 1000)).astype(np.float32)), "k")},
     ["int4"]),
], ids=["small", "large", "as stored"])
def test_nothing_is_lost_but_of_large_kernels_before_training(arrays, kinds):
    files = {}

    def keep(content, ending):
        return files.setdefault(f"{len(files)}.{ending}", content) and f"{len(files) - 1}.{ending}"

    stored = parts.stored(arrays, keep)
    assert list(dict.fromkeys(held["type"] for part in stored for held in part["holds"])) == kinds
    for name, found in arrays_of({"parts": stored}, files).items():
        np.testing.assert_allclose(found, arrays[name], rtol=0 if kinds != ["float16"] else 2**-11, atol=1e-7)
