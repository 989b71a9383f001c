"""The figures adapt to any such network: what they show is right, or one line says why it cannot be shown."""

import os
import re
from dataclasses import replace
from types import SimpleNamespace

import keras
import numpy as np
import pytest

import diagrams.network
from diagrams import caveats, inputs, script, trace
from diagrams.build import modules, plan
from diagrams.build.files import ROOT
from diagrams.draw.origins import Origins
from diagrams.draw.svg import to_svg
from diagrams.inputs import Layer, Maps, Photo, Probe, Samples, Until
from diagrams.language import LANGUAGES
from diagrams.probes import convolution
from tests.by_hand import CLOSE, by_hand, windows
from tests.drawings import assert_apart, assert_inside, boxes_of
from tests.networks.copied import CHECKS
from tests.networks.variants import CHOSEN, VARIANTS

POSTS = {post: modules.load(post) for post in modules.names()}
MISSING = re.compile(r"the network has no (?:(\d+)\w\w )?(\w+) layer")


@pytest.fixture(scope="module", params=CHOSEN.values(), ids=CHOSEN)
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
    """Post -> names of what it cannot show; the reasons as a build gives them are what the variant expects, and a
    layer that is said to be missing is missing."""
    try:
        plan.answers({post: modules.describe(post) for post in POSTS}, traced.manifest)
        lines = []
    except plan.PostError as error:
        lines = [line.partition(", figures ") for line in str(error).splitlines()]
    reasons = {names.partition(": ")[2] for _, _, names in lines}
    missing = {reason: MISSING.fullmatch(reason) for reason in reasons}
    for nth, kind in (found.groups() for found in missing.values() if found):
        assert traced.network.kinds.count(kind) < int(nth or 1)
    assert {reason for reason in reasons if not missing[reason]} == set(traced.variant.refused)
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


def drawn_for(variant) -> list[tuple[str, str]]:
    """(post, language) to draw for a network: all in `make stress`; else each post for every other network, in
    each language in turn."""
    n = list(CHOSEN.values()).index(variant)
    if os.environ.get("EDITS"):
        return [(post, language) for post in POSTS for language in LANGUAGES]
    return [(post, LANGUAGES[n // 2 % 2]) for place, post in enumerate(POSTS) if (n + place) % 2 == 0]


def test_every_figure_is_drawn_or_refused(traced, refused):
    for post, language in drawn_for(traced.variant):
        for figure in (*POSTS[post].FIGURES, *modules.posters(POSTS[post])):
            if figure.__name__ in refused[post]:
                continue
            arguments = given(traced, figure)
            entries = [marker.entries(traced.manifest) for marker in modules.markers(figure).values()]
            drawing = figure(caveats.say(language, set().union(*map(inputs.caveats, entries))), **arguments)
            boxes = boxes_of(drawing)
            assert_inside(drawing, boxes)
            assert_apart(boxes)
            if os.environ.get("EDITS"):
                to_svg(drawing, language)


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


def test_facts_of_the_whole_network(traced, facts):
    if "main" not in facts:
        pytest.skip("a layer that figures cannot show, or no softmax")
    told, layers = facts["main"], Until("Softmax").resolve(traced.manifest, traced.folder)
    photo = Photo().resolve(traced.manifest, traced.folder)
    most = max(layer.output.size for layer in layers)
    assert told["steps"].value == len(traced.network.model.layers)
    assert told["peak"].text["en"].startswith("Yes" if most > photo.pixels.size else "No")
    assert f"{max(most, photo.pixels.size):,}" in told["peak"].text["en"]
    idle = {layer.kind for layer in layers if np.array_equal(layer.input, layer.output)}
    assert set(re.findall(r"`(\w+)`", told["unchanged"].text["en"])) == idle
    place = told["row"].value - 1, told["column"].value - 1
    levels = [told[name].value for name in ("red", "green", "blue")]
    np.testing.assert_array_equal(photo.pixels[place] * 256, levels)
    parts = by_hand(layers[-1])
    assert told["answer"].text["en"] == traced.manifest["labels"][parts.argmax()]
    assert told["answer_share"].value == pytest.approx(parts.max(), abs=1e-5)
    assert told["batch_shape"].value[1:] == list(layers[0].input.shape)


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
    rows, columns = (told[f"toy_{way}"].value for way in ("rows", "columns"))
    assert np.shape(told["toy"].value) == (rows[-1][1], columns[-1][1])
    assert max(np.shape(told["toy"].value)) <= 6
    for name, some in (("before", layers[:-1]), ("after", layers)):
        middle = tuple(size // 2 for size in some[-1].output.shape[:2])
        assert told[f"view_{name}"].value == pixels_seen(some, middle)


def test_facts_of_dropout(traced, facts):
    if "dropout" not in facts:
        pytest.skip("no dropout of maps")
    told, layer = facts["dropout"], Layer("Dropout").resolve(traced.manifest, traced.folder)
    probe = Probe("dropped").resolve(traced.manifest, traced.folder)
    place = tuple(told[name].value - 1 for name in ("row", "column", "filter"))
    keep = 1 - layer.settings["rate"]
    assert told["larger"].value == pytest.approx(told["value"].value / keep)
    np.testing.assert_allclose(probe["masked"], np.where(probe["kept"], layer.input, 0) / keep, rtol=1e-5)
    for masked, kept in zip(probe["masked"], probe["kept"], strict=True):
        assert masked[place] == pytest.approx(told["larger"].value if kept[place] else 0, rel=1e-5)
    assert told["off_share"].value == pytest.approx(1 - keep, abs=4 * np.sqrt(keep * (1 - keep) / layer.input.size))
    assert told["steady"].value == pytest.approx(layer.input[..., place[2]].mean(), abs=1e-6)
    assert told["places"].value == traced.network.kinds.count("Dropout")


def test_facts_of_convolutions_of_maps(traced, facts):
    if "conv2d_again" not in facts:
        pytest.skip("no second convolution")
    told, layers = facts["conv2d_again"], Until("Conv2D", 2).resolve(traced.manifest, traced.folder)
    conv = layers[-1]
    row, column, channel = (told[name].value - 1 for name in ("row", "column", "filter"))
    assert told["result"].value == pytest.approx(by_hand(conv)[row, column, channel], abs=1e-4)
    held = windows(conv.input, conv.kernel.shape[:2], conv.settings["strides"], conv.settings["padding"])[row, column]
    sums = (held * conv.kernel[..., channel]).sum(axis=(0, 1))
    assert told["strongest_sum"].value == pytest.approx(max(sums, key=abs), abs=1e-5)
    assert told["empty"].value == (held == 0).all(axis=(0, 1)).sum()
    assert told["plus"].value + told["minus"].value == np.count_nonzero(sums)
    assert told["entering"].value in held[..., told["known_map"].value - 1]
    steps = Maps().resolve(traced.manifest, traced.folder)
    assert told["field"].value == pixels_seen(steps, steps[-1].cell)
    assert told["outside"].value == 0
    assert told["moved"].value <= told["mixed"].value <= told["field_pixels"].value
    costs = [layer.count_params() for layer in traced.network.model.layers if hasattr(layer, "kernel")]
    own = [layer.count_params() for layer, kind in zip(traced.network.model.layers, traced.network.kinds, strict=True)
           if kind == "Conv2D"]
    assert told["later_parameters"].value == pytest.approx(sum(own[1:]) / sum(costs))


def test_facts_of_gradient(traced, facts):
    """The gradient of the path's weight is the slope of the loss, in double precision, between two runs."""
    if "gradient" not in facts:
        pytest.skip("no gradient of probabilities with respect to a convolution")
    told, probe = facts["gradient"], Probe("gradient_path").resolve(traced.manifest, traced.folder)
    model, step = in_double(traced.network.model), 1e-6
    convolution = [layer for layer in model.layers if isinstance(layer, keras.layers.Conv2D)][-1]
    losses, kernel = [], np.asarray(convolution.kernel)
    for offset in (-step, step):
        moved = kernel.copy()
        moved[tuple(probe["weight"])] += offset
        convolution.kernel.assign(moved)
        photo = Photo().resolve(traced.manifest, traced.folder).pixels
        losses.append(-np.log(np.asarray(model(photo[None].astype(np.float64)))[0, probe["truth"][0]]))
    assert told["gradient"].value == pytest.approx((losses[1] - losses[0]) / 2 / step, rel=1e-3, abs=1e-6)
    assert told["up"].value + told["down"].value == pytest.approx(told["gradient"].value, rel=1e-3, abs=1e-6)
    assert abs(told["product"].value) <= told["unsigned"].value * (1 + 1e-5)
    assert 0 < told["open"].value <= told["all"].value
    assert told["loss"].value == pytest.approx(np.mean(losses), abs=1e-5)


def test_facts_of_adam(traced, facts):
    """Keras's own training loop makes the same steps."""
    if "adam" not in facts:
        pytest.skip("no gradient of probabilities with respect to a convolution")
    if {"Dropout", "BatchNormalization"} & set(traced.network.kinds):
        pytest.skip("training differs from inference")
    probe, labels = Probe("adam_steps").resolve(traced.manifest, traced.folder), traced.manifest["labels"]
    photos = [photo for photo in Samples().resolve(traced.manifest, traced.folder) if photo.label in labels]
    assert facts["adam"]["photos"].value == len(photos)
    model = keras.models.clone_model(traced.network.model)
    model.set_weights(traced.network.model.get_weights())
    model.compile(keras.optimizers.Adam(probe["settings"][0]), "categorical_crossentropy")
    answers = keras.utils.to_categorical([labels.index(photo.label) for photo in photos], len(labels))
    kernel = [layer for layer in model.layers if isinstance(layer, keras.layers.Conv2D)][-1].kernel
    for weight, loss in zip(probe["weights"], probe["losses"], strict=True):
        assert np.asarray(kernel)[tuple(probe["weight"])] == pytest.approx(weight, abs=0.02 * probe["settings"][0])
        found = model.fit(np.stack([photo.pixels for photo in photos]), answers, len(photos), shuffle=False, verbose=0)
        assert found.history["loss"][0] == pytest.approx(loss, rel=1e-3)


WEIGHT = "row", "column", "channel", "filter"


def test_a_descent_over_two_parameters(traced, facts):
    """The losses of the three ways, with both parameters changed in the network itself."""
    if "adam" not in facts:
        pytest.skip("no gradient of probabilities with respect to a convolution")
    probe, labels = Probe("descent").resolve(traced.manifest, traced.folder), traced.manifest["labels"]
    photos = [photo for photo in Samples().resolve(traced.manifest, traced.folder) if photo.label in labels]
    truth = [labels.index(photo.label) for photo in photos]
    model = in_double(traced.network.model)
    weight = Probe("adam_steps").resolve(traced.manifest, traced.folder)["weight"]
    model, weight = in_double(traced.network.model), [each.value - 1 for each in map(facts["adam"].get, WEIGHT)]
    convolution = [layer for layer in model.layers if isinstance(layer, keras.layers.Conv2D)][-1]
    before = [np.asarray(each) for each in convolution.trainable_variables]
    corner = np.array([probe["across"][-1], probe["up"][0]])
    for place, loss in [(probe["places"][0, 0], probe["losses"][0, 0]), (corner, probe["grid_losses"][0, -1]),
                        *zip(probe["places"][-1], probe["losses"][-1], strict=True)]:
        kernel, *bias = (each.copy() for each in before)
        kernel[tuple(weight)] += place[0]
        if probe["other"].size:
            kernel[(*probe["other"], weight[-1])] += place[1]
        else:
            bias[0][weight[-1]] += place[1]
        convolution.set_weights([kernel, *bias])
        answers = np.asarray(model(np.stack([photo.pixels for photo in photos]).astype(np.float64)))
        assert -np.log(answers[range(len(truth)), truth]).mean() == pytest.approx(loss, abs=1e-4)


def in_double(model) -> keras.Sequential:
    """The same network in float64."""
    layers = [type(layer).from_config(layer.get_config() | {"dtype": "float64"}) for layer in model.layers]
    double = keras.Sequential([keras.Input(model.input_shape[1:], dtype="float64"), *layers])
    for old, new in zip(model.layers, double.layers, strict=True):
        new.set_weights(old.get_weights())
    return double


def pixels_seen(layers, *places: tuple[int, int]) -> list[int]:
    """How far the pixels that reach some cells lie apart, down and across: each one's mark goes its own way."""
    rows, columns = layers[0].input.shape[:2]
    marks = np.eye(rows * columns, dtype=np.float32).reshape(rows, columns, -1)
    for layer in layers:
        sizes = layer.settings.get("kernel_size") or layer.settings.get("pool_size")
        if sizes:
            marks = windows(marks, sizes, layer.settings["strides"], layer.settings["padding"]).max(axis=(2, 3))
    reached = np.argwhere(np.max([marks[place] for place in places], axis=0).reshape(rows, columns))
    return (np.ptp(reached, axis=0) + 1).tolist()


def test_facts_of_softmax(traced, facts):
    if "softmax" not in facts:
        pytest.skip("no softmax at the end")
    told, last = facts["softmax"], Layer("Softmax").resolve(traced.manifest, traced.folder)
    parts = dict(zip(traced.manifest["labels"], by_hand(last), strict=True))
    assert told["labels"].value == len(parts)
    assert parts[told["answer"].text.en] == pytest.approx(max(parts.values())) == told["answer_part"].value
    assert parts[told["second"].text.en] == pytest.approx(sorted(parts.values())[-2]) == told["second_part"].value
    assert told["power"].value / told["sum"].value == pytest.approx(told["second_part"].value)


def test_facts_of_the_loss(traced, facts):
    if "loss" not in facts:
        pytest.skip("no softmax at the end")
    told, labels = facts["loss"], traced.manifest["labels"]
    parts = dict(zip(labels, by_hand(Layer("Softmax").resolve(traced.manifest, traced.folder)), strict=True))
    assert told["loss"].value == pytest.approx(-np.log(parts[told["label"].text.en]), rel=1e-4)
    assert told["slope"].value == pytest.approx(parts[told["label"].text.en] - 1, rel=1e-4)
    assert told["keras"].value == pytest.approx(told["loss"].value, rel=1e-4)
    assert told["samples"].value == max(1, sum(each["label"] in labels for each in traced.manifest["samples"]))
    assert told["chance"].value == pytest.approx(np.log(len(labels)))


def test_facts_of_sayings(traced, facts):
    if "sayings" not in facts:
        pytest.skip("a layer that figures cannot show, or no softmax at the end")
    told, kinds = facts["sayings"], traced.network.kinds
    layers = Until("Softmax").resolve(traced.manifest, traced.folder)
    assert (told["shift_verdict"].text.en == "not measured") == ("MaxPooling2D" not in kinds)
    assert (told["work_verdict"].text.en == "not measured") == ("Conv2D" not in kinds)
    back = Probe("photo_behind_relu").resolve(traced.manifest, traced.folder)
    first = kinds.index("ReLU") if "ReLU" in kinds else 0
    bent = {"Conv2D"} - {*kinds[:first]} | {*kinds[:first]} - {"Conv2D", "BatchNormalization", "Dropout"}
    assert bool(back) != bool(bent)
    assert (told["relu_verdict"].text.en == "not measured") == bool(bent)
    if back:
        flow = back["photo"][None]
        for layer in in_double(traced.network.model).layers[: first + 1]:
            flow = layer(flow)
        np.testing.assert_allclose(np.asarray(flow)[0] * (layers[first].output > 0), layers[first].output, atol=1e-3)
    maps = [layer for layer in layers if layer.output.ndim == 3]
    if told["view_verdict"].text.en != "not measured":
        sizes = pixels_seen(maps, tuple(size // 2 for size in maps[-1].output.shape[:2]))
        assert f"{sizes[0]}×{sizes[1]} pixels" in told["view_told"].text.en


def test_facts_of_flatten(traced, facts):
    if "flatten" not in facts:
        pytest.skip("no Flatten")
    told, flatten = facts["flatten"], Layer("Flatten").resolve(traced.manifest, traced.folder)
    rows, columns, maps = flatten.input.shape
    place = told["row"].value - 1, told["column"].value - 1, told["map"].value - 1
    assert flatten.output[told["index"].value] == flatten.input[place] == np.float32(told["value"].value)
    assert (told["values"].value, told["changed"].value) == (rows * columns * maps, 0)
    right, below = (bool(re.search(words, told["neighbours"].text["en"])) for words in (r"Side by side: \*\*\d",
                                                                                     r"other: [\d×,so *]*\*\*\d"))
    assert (right, below) == (columns > 1, rows > 1)
    assert told["difference"].value <= 1e-4
    assert told["weights"].value == told["units"].value * rows * columns * maps


def test_facts_of_data(traced, facts):
    told, size, source = facts["data"], traced.variant.size, traced.network.source
    assert told["size"].value == [size, size, 3]
    photo = Photo().resolve(traced.manifest, traced.folder)
    pixel = photo.pixels[told["row"].value - 1, told["column"].value - 1] * 256
    assert pixel.tolist() == [told[name].value for name in ("red", "green", "blue")]
    seen = Probe("each_epoch").resolve(traced.manifest, traced.folder)["pictures"]
    np.testing.assert_array_equal(seen[1], source.vary(photo.pixels, np.random.default_rng((source.seed, 1, 0))))


def test_facts_of_dense(traced, facts):
    if "dense" not in facts:
        pytest.skip("the post is refused")
    told, model = facts["dense"], traced.network.model
    denses = [layer for layer, kind in zip(model.layers, traced.network.kinds, strict=True) if kind == "Dense"]
    assert told["parameters"].value == sum(layer.count_params() for layer in denses)
    assert told["sum_of_parameters"].value == denses[0].count_params()
    weights = [layer.get_weights()[0].size if hasattr(layer, "kernel") else 0 for layer in model.layers]
    work = [size * np.prod(layer.output.shape[1:-1]) for size, layer in zip(weights, model.layers, strict=True)]
    for name, amounts in (("weights_share", weights), ("work_share", work)):
        of_dense = sum(amount for amount, layer in zip(amounts, model.layers, strict=True) if layer in denses)
        assert told[name].value == pytest.approx(of_dense / sum(amounts))
    layers = Until("Dense").resolve(traced.manifest, traced.folder)
    products = layers[-1].input.astype(float) * layers[-1].kernel[:, told["unit"].value - 1]
    assert told["ups"].value + told["downs"].value + told["zero_products"].value == products.size
    assert products.sum() + layers[-1].bias[told["unit"].value - 1] == pytest.approx(told["sum"].value, abs=1e-4)
    assert told["places_up"].value + told["places_down"].value <= told["places"].value
    assert told["field"].value == seen_by_the_followed(layers)


def seen_by_the_followed(layers) -> list[int]:
    """How far the pixels behind the number that the post follows lie apart, down and across."""
    last = max(n for n, layer in enumerate(layers) if layer.input.ndim == 3)
    origins, maps = Origins.of_layers(layers), layers[last].input
    merged = maps.size != layers[-1].input.size
    places = np.ndindex(maps.shape[:2]) if merged else [origins.place(origins.followed)[:2]]
    return pixels_seen(layers[:last], *places) if last else [1, 1]


def test_facts_of_review(traced, facts):
    if "review" not in facts:
        pytest.skip("no feature maps with the followed cell, or no probabilities at the end")
    told, probe = facts["review"], Probe("thread").resolve(traced.manifest, traced.folder)
    layers = Until("Softmax", answers=True).resolve(traced.manifest, traced.folder)
    places = [tuple(at for at in place if at >= 0) for place in probe["places"]]
    assert told["zeros"].value == sum(place != () and layer.output[place] == 0
                                      for layer, place in zip(layers, places, strict=True))
    assert told["parameters"].value == traced.network.model.count_params()
    used = [np.prod(layer.kernel.shape[:-1]) + (layer.bias is not None) for layer in layers if layer.kernel.size]
    assert told["used"].value == sum(used)
    first = next(n for n, place in enumerate(places) if place)
    flow = layers[first].output.copy()
    flow[places[first]] = 0
    for layer in traced.network.model.layers[first + 1:]:
        flow = np.asarray(layer(flow[None]))[0]
    assert told["first"].value == pytest.approx(flow[layers[-1].output.argmax()], abs=1e-5)
    assert told["ways"].value == reached_in_turn(layers[first:-1], places[first])
    assert 0 <= told["open_ways"].value <= told["ways"].value


def reached_in_turn(layers, place) -> float:
    """How many ways lead from a place to one number of the last of these layers, window by window."""
    flow = np.zeros(layers[0].output.shape)
    flow[place] = 1
    for layer in layers[1:]:
        if layer.kind in ("Conv2D", "MaxPooling2D", "AveragePooling2D"):
            size = layer.settings.get("kernel_size") or layer.settings["pool_size"]
            flow = windows(flow, size, layer.settings["strides"], layer.settings["padding"]).sum(axis=(2, 3))
        if layer.kind == "GlobalAveragePooling2D":
            flow = flow.sum(axis=(0, 1))
        if layer.kind in ("Conv2D", "Dense"):
            flow = np.repeat(flow.sum(axis=-1, keepdims=True), layer.output.shape[-1], axis=-1)
        flow = flow.reshape(layer.output.shape)
    return flow[0]


@pytest.mark.parametrize("post", CHECKS)
def test_the_lines_to_copy_print_what_the_page_says(traced, facts, printed, post):
    if post not in facts:
        pytest.skip("the post is refused")
    CHECKS[post](facts[post], printed(facts[post]["numpy"].value), traced)


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
    found = convolution.initial_filters(replace(network, fitted=(True,) * len(network.fitted)), None)
    wanted = network.model.layers[network.kinds.index("Conv2D")].get_weights()[0]
    np.testing.assert_array_equal(found.arrays["kernel"], wanted)
