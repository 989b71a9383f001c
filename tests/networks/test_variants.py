"""The figures adapt to any such network: what they show is right, or one line says why it cannot be shown."""

import re
from dataclasses import replace
from types import SimpleNamespace

import numpy as np
import pytest

import diagrams.network
from diagrams import inputs, probes, script, trace
from diagrams.build import modules, plan
from diagrams.build.files import ROOT
from diagrams.inputs import Layer, Until
from diagrams.language import LANGUAGES, Say
from tests.by_hand import CLOSE, by_hand, windows
from tests.drawings import assert_apart, assert_inside, boxes_of
from tests.networks.variants import VARIANTS

POSTS = {post: modules.load(post) for post in modules.names()}


@pytest.fixture(scope="module", params=VARIANTS.values(), ids=VARIANTS)
def traced(request, tmp_path_factory):
    """One of the networks, run on the photo: its model, the manifest and the folder of its arrays."""
    folder, variant, load = tmp_path_factory.mktemp("variant"), request.param, diagrams.network.load
    networks = []

    def load_and_keep():
        networks.append(with_random_norms(load()))
        return networks[0]

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(script, "NETWORK", variant.write(folder, script.published()))
        patch.setattr(diagrams.network, "load", load_and_keep)
        manifest = trace.trace(folder)
        yield SimpleNamespace(variant=variant, network=networks[0], manifest=manifest, folder=folder)


def with_random_norms(network):
    """Fresh normalizations change next to nothing; these do."""
    random = np.random.default_rng(0)
    for layer, kind in zip(network.model.layers, network.kinds, strict=True):
        if kind == "BatchNormalization":
            layer.set_weights([random.uniform(0.5, 1.5, each.shape) for each in layer.get_weights()])
    return network


@pytest.fixture(scope="module")
def refused(traced) -> dict[str, list[str]]:
    """Post -> names of what it cannot show; the reasons as a build gives them are what the variant expects."""
    found = {post: modules.describe(post) for post in POSTS}
    if not traced.variant.refused:
        plan.check_layers(found, traced.manifest)
        return {post: [] for post in POSTS}
    with pytest.raises(plan.PostError) as caught:
        plan.check_layers(found, traced.manifest)
    lines = [line.partition(", figures ") for line in str(caught.value).splitlines()]
    reasons = {f"{post}: {names.partition(': ')[2]}" for post, _, names in lines}
    assert reasons == set(traced.variant.refused)
    return {post: [name for place, _, names in lines if place == f"post {post}"
                   for name in names.partition(":")[0].split(", ")] for post in POSTS}


def given(traced, function) -> dict:
    """What a figure, or `facts`, gets."""
    return {name: marker.resolve(traced.manifest, traced.folder) for name, marker in modules.markers(function).items()}


@pytest.fixture(scope="module")
def facts(traced, refused):
    """Post -> its facts; of the posts that are shown."""
    return {post: module.facts(**given(traced, module.facts)) for post, module in POSTS.items()
            if "facts" not in refused[post]}


def test_every_layer_is_what_it_computes_by_hand(traced):
    for entry, layer in zip(traced.manifest["layers"], traced.network.model.layers, strict=True):
        if entry["refused"]:
            continue
        found = inputs.traced_layer(entry, traced.folder)
        norm = ({weight.name: np.asarray(weight) for weight in layer.weights}, getattr(layer, "epsilon", None))
        np.testing.assert_allclose(by_hand(found, norm), found.output, **CLOSE, err_msg=f"{found.kind} {found.nth}")


def test_every_figure_is_drawn_or_refused(traced, refused):
    for post, module in POSTS.items():
        for figure in module.FIGURES:
            if figure.__name__ in refused[post]:
                continue
            arguments = given(traced, figure)
            entries = [marker.entries(traced.manifest) for marker in modules.markers(figure).values()]
            caveats = tuple(sorted(set().union(*map(inputs.caveats, entries))))
            for language in LANGUAGES:
                drawing = figure(Say(language, caveats), **arguments)
                boxes = boxes_of(drawing)
                assert_inside(drawing, boxes)
                assert_apart(boxes)


def test_facts_of_a_convolution(traced, facts, refused):
    if refused["conv2d"]:
        pytest.skip("no convolution of the photo")
    told, layer = facts["conv2d"], traced.network.model.layers[traced.network.kinds.index("Conv2D")]
    conv = Layer("Conv2D").resolve(traced.manifest, traced.folder)
    assert told["parameters"].value == layer.count_params()
    assert told["products"].value == np.prod(conv.kernel.shape[:3])
    assert told["places"].value == np.prod(conv.output.shape[:2])
    row, column = told["row"].value - 1, told["column"].value - 1
    found = by_hand(conv)[row, column, told["filter"].value - 1]
    assert told["result"].value == pytest.approx(found, abs=1e-4)
    covered = windows(np.ones((*conv.input.shape[:2], 1)), conv.kernel.shape[:2], conv.settings["strides"], "same")
    assert told["same"].value[:2] == list(covered.shape[:2])
    assert told["border_cells"].value == pytest.approx(1 - (covered.min(axis=(2, 3, 4)) == 1).mean())
    assert told["corner_pixels"].value == covered[-1, -1].sum()


def test_facts_of_relu(traced, facts):
    if "relu" not in facts:
        pytest.skip("no ReLU over maps")
    relu = Layer("ReLU").resolve(traced.manifest, traced.folder)
    assert facts["relu"]["layer_zero_share"].value == pytest.approx((by_hand(relu) == 0).mean())
    assert facts["relu"]["relus"].value == traced.network.kinds.count("ReLU")
    assert facts["relu"]["after"].value == pytest.approx(max(0, facts["relu"]["before"].value))


def test_facts_of_pooling(traced, facts):
    if "maxpooling2d" not in facts:
        pytest.skip("no pooling of maps")
    told, layers = facts["maxpooling2d"], Until("MaxPooling2D").resolve(traced.manifest, traced.folder)
    pool = layers[-1]
    seen = windows(pool.input, pool.settings["pool_size"], pool.settings["strides"], pool.settings["padding"], -np.inf)
    best = seen.max(axis=(2, 3), keepdims=True)
    assert told["tied"].value == ((seen == best).sum(axis=(2, 3)) > 1).sum()
    place = told["row"].value - 1, told["column"].value - 1, told["filter"].value - 1
    assert told["winner"].value == pytest.approx(best[place[0], place[1], 0, 0, place[2]])
    for name, some in (("before", layers[:-1]), ("after", layers)):
        middle = tuple(size // 2 for size in some[-1].output.shape[:2])
        assert told[f"view_{name}"].value == pixels_seen(some, middle)


def pixels_seen(layers, place: tuple[int, int]) -> list[int]:
    """How far the pixels that reach one cell lie apart, down and across: each one's mark goes its own way."""
    rows, columns = layers[0].input.shape[:2]
    marks = np.eye(rows * columns, dtype=np.float32).reshape(rows, columns, -1)
    for layer in layers:
        sizes = layer.settings.get("kernel_size") or layer.settings.get("pool_size")
        if sizes:
            marks = windows(marks, sizes, layer.settings["strides"], layer.settings["padding"]).max(axis=(2, 3))
    reached = np.argwhere(marks[place].reshape(rows, columns))
    return (np.ptp(reached, axis=0) + 1).tolist()


@pytest.mark.parametrize("post", ["conv2d", "relu", "maxpooling2d"])
def test_the_lines_to_copy_print_what_the_page_says(traced, facts, printed, post):
    if post not in facts:
        pytest.skip("the post is refused")
    out = printed(facts[post]["numpy"].value)
    if post == "conv2d":
        assert out.strip().replace("-", "−") == facts[post]["result"].text["en"]
    elif post == "maxpooling2d":
        winner = float(facts[post]["winner"].text["en"].replace("−", "-"))
        assert winner in [float(number) for number in re.findall(r"-?[\d.]+", out)]
    else:
        assert "-" not in out
        assert len(re.findall(r"[\d.]+", out)) == facts[post]["crop_values"].value


def test_a_network_that_answers_other_labels_is_refused(tmp_path, monkeypatch):
    text = script.published().replace("Dense(total_num)", "Dense(total_num + 1)")
    (tmp_path / "creatures_cnn.py").write_text(text, encoding="utf-8")
    monkeypatch.setattr(script, "NETWORK", tmp_path / "creatures_cnn.py")
    with pytest.raises(ValueError, match=r"the network gives numbers of shape \(7,\) for 6 labels"):
        diagrams.network.load()


@pytest.mark.parametrize("post", POSTS)
def test_every_number_of_the_pages_is_known(facts, post):
    if post not in facts:
        pytest.skip("the post is refused")
    for language in LANGUAGES:
        page = (ROOT / "docs" / "posts" / f"{post}.{language}.md").read_text(encoding="utf-8")
        asked = set(re.findall(r"\{\{ (\w+)\.(\w+) \}\}", page))
        assert {name for of, name in asked if of == post} <= set(facts[post])
        assert {of for of, _ in asked} <= {post}


@pytest.mark.parametrize("name", ["dropout first", "as it is, but small"])
def test_the_filters_that_training_begins_with(name, tmp_path, monkeypatch):
    monkeypatch.setattr(script, "NETWORK", VARIANTS[name].write(tmp_path, script.published()))
    network = diagrams.network.load()
    found = probes.initial_filters(replace(network, fitted=(True,) * len(network.fitted)), None)
    wanted = network.model.layers[network.kinds.index("Conv2D")].get_weights()[0]
    np.testing.assert_array_equal(found.arrays["kernel"], wanted)
