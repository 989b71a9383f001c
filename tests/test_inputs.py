"""What a figure may ask for besides layers: lines of the script, the sample photos."""

import pytest

from diagrams import samples, script
from diagrams.build import modules, publish
from diagrams.inputs import Every, Layer, Line, Maps, MissingLayer, Samples, Until, Weighted

SOURCE = '''"""Words."""
def main():
  model = build()
  if model:
    model.fit(load(
        "photos"))
  return model
'''


def test_statements_are_found_by_what_they_call():
    assert script.calls_in(SOURCE) == [
        {"line": 3, "source": "model = build()", "calls": ["build"]},
        {"line": 5, "source": "model.fit(load('photos'))", "calls": ["fit", "load"]}]


def test_a_line_is_the_first_that_calls_a_name(resolve, manifest):
    source = script.NETWORK.read_text(encoding="utf-8").splitlines()
    line = Line("evaluate").entries(manifest)["line"]
    assert ".evaluate(" in source[line - 1]
    assert not any(".evaluate(" in each for each in source[: line - 1])
    assert ".evaluate(" in resolve(Line("evaluate"))


def test_a_line_of_another_script(manifest):
    source = samples.PREPARATION.read_text(encoding="utf-8").splitlines()
    found = Line("groups_of_lookalikes", "augment_images.py").entries(manifest)
    assert source[found["line"] - 1].strip() == found["source"]
    with pytest.raises(MissingLayer, match=r"augment_images\.py no longer calls build_model"):
        Line("build_model", "augment_images.py").entries(manifest)


def test_a_line_that_is_gone_is_named(manifest):
    with pytest.raises(MissingLayer, match=r"creatures_cnn\.py no longer calls levitate"):
        Line("levitate").entries(manifest)


def test_a_layer_that_answers_is_the_last(manifest):
    last, first = manifest["layers"][-1], manifest["layers"][0]
    assert Layer(last["kind"], last["nth"], answers=True).entries(manifest) == last
    with pytest.raises(MissingLayer, match=f"the {first['kind']} layer is not the network's last"):
        Layer(first["kind"], answers=True).entries(manifest)


def test_a_post_lights_lines_of_one_script(manifest):
    asked = Line("groups_of_lookalikes", "augment_images.py"), Line("to_array", "augment_images.py")
    found = publish.explained({"explains": [modules.to_json(line) for line in asked]}, manifest)
    assert found["script"] == "augment_images.py"
    assert found["lines"] == [line.entries(manifest)["line"] for line in asked]
    layers = publish.explained({"explains": [modules.to_json(Every("Conv2D"))]}, manifest)
    assert (layers["script"], layers["lines"]) == (
        "creatures_cnn.py", [layer["line"] for layer in Every("Conv2D").entries(manifest)])


def test_all_samples_with_their_credits(resolve):
    known = samples.credited_samples()
    found = resolve(Samples())
    assert [(photo.name, photo.label, photo.author, photo.is_free) for photo in found] == [
        (sample.path.name, sample.label, sample.author, sample.is_free) for sample in known]
    assert {photo.pixels.shape for photo in found} == {found[0].pixels.shape}


def test_a_figure_carries_the_licence_of_a_photo_with_conditions():
    assert publish.licence(["CC0-1.0", "Public domain"]) == publish.LICENCE
    assert publish.licence(["CC0-1.0", "CC-BY-SA-4.0"]) == "CC-BY-SA-4.0"


def entry(kind, nth=1, cell=(0, 0), arrays=()):
    """A layer of a manifest."""
    return {"kind": kind, "nth": nth, "cell": cell, "refused": "", "arrays": dict.fromkeys(arrays, "")}


LAYERS = [entry("Conv2D", arrays=["kernel"]), entry("ReLU"), entry("Conv2D", 2, arrays=["kernel"]), entry("ReLU", 2),
          entry("Flatten", cell=None), entry("Dense", cell=None, arrays=["kernel"])]


def network(*layers):
    """A manifest of these layers."""
    return {"layers": list(layers), "photo": {}}


def test_every_layer_of_a_kind_from_the_nth_on():
    assert Every("Conv2D", since=2).entries(network(*LAYERS)) == [LAYERS[2]]
    assert Every("Conv2D").entries(network(*LAYERS)) == [LAYERS[0], LAYERS[2]]
    with pytest.raises(MissingLayer, match="the network has no 3rd Conv2D layer"):
        Every("Conv2D", since=3).entries(network(*LAYERS))


def test_all_layers_to_the_last_maps():
    assert Maps().entries(network(*LAYERS)) == LAYERS[:4]
    lost = entry("Conv2D", 3, cell=None)
    with pytest.raises(MissingLayer, match="the 3rd Conv2D layer has no feature maps with the followed cell"):
        Maps().entries(network(*LAYERS[:4], lost))
    with pytest.raises(MissingLayer, match="the network has no Conv2D layer"):
        Maps().entries(network(*LAYERS[4:]))


def test_all_layers_with_a_kernel():
    assert Weighted().entries(network(*LAYERS)) == [LAYERS[0], LAYERS[2], LAYERS[5]]
    with pytest.raises(MissingLayer, match="no layer with a kernel"):
        Weighted().entries(network(LAYERS[1]))


def test_all_layers_up_to_the_answers(resolve, manifest):
    assert len(resolve(Until("Softmax", answers=True))) == len(manifest["layers"])
    with pytest.raises(MissingLayer, match="the ReLU layer is not the network's last"):
        resolve(Until("ReLU", answers=True))
