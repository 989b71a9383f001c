"""Every number of the dropout post, computed again; and masks that Keras draws against what chance must do."""

import re
from dataclasses import replace
from types import SimpleNamespace

import numpy as np
import pytest

import diagrams.network
from diagrams.draw.masks import Masked
from diagrams.draw.pooled import decimals_for
from diagrams.facts import share, value
from diagrams.inputs import Every, Labels, Layer, Photo, Probe, Until
from diagrams.posts import dropout as post
from tests.by_hand import by_hand
from tests.drawings import assert_apart, assert_inside, boxes_of, words_of


@pytest.fixture(scope="module")
def layer(resolve):
    return resolve(Layer("Dropout", maps=True))


@pytest.fixture(scope="module")
def probe(resolve):
    return resolve(Probe("dropped"))


@pytest.fixture(scope="module")
def unsteady(resolve):
    return resolve(Probe("unsteady_answers"))


@pytest.fixture(scope="module")
def facts(arguments):
    return post.facts(**arguments(post.facts))


# The masks


def test_what_is_kept_is_divided_by_the_part_that_is_kept(layer, probe):
    keep = 1 - layer.settings["rate"]
    for masked, kept in zip(probe["masked"], probe["kept"], strict=True):
        np.testing.assert_allclose(masked, np.where(kept, layer.input / keep, 0), rtol=1e-5)


def test_inference_changes_nothing(resolve):
    for layer in resolve(Every("Dropout")):
        np.testing.assert_array_equal(layer.output, layer.input)


def test_each_mask_is_drawn_anew_for_each_number(layer, probe):
    """Shares as chance must have them, alike between masks, neighbours and maps that know nothing of each other."""
    keep, kept = 1 - layer.settings["rate"], probe["kept"]
    off = 5 * np.sqrt(keep * (1 - keep) / kept[0].size)
    for one in kept:
        assert one.mean() == pytest.approx(keep, abs=off)
    pairs = {"masks": (kept[0], kept[1]), "columns": (kept[:, :, 1:], kept[:, :, :-1]),
             "rows": (kept[:, 1:], kept[:, :-1]), "maps": (kept[..., 1:], kept[..., :-1])}
    for name, (one, other) in pairs.items():
        assert (one & other).mean() == pytest.approx(keep**2, abs=off), name


def test_the_mean_of_each_map_is_that_of_inference(layer, probe):
    """As near as chance lets it come, and spread as far as it must be."""
    cells = layer.input[..., 0].size
    odds = layer.settings["rate"] / (1 - layer.settings["rate"])
    spread = np.sqrt((layer.input.astype(float) ** 2).sum(axis=(0, 1)) * odds) / cells
    error = probe["means"].mean(axis=0) - layer.input.mean(axis=(0, 1))
    assert (np.abs(error) <= 5 * spread / np.sqrt(len(probe["means"])) + 1e-7).all()
    alive = spread > 0
    np.testing.assert_allclose(probe["means"].std(axis=0)[alive], spread[alive], rtol=0.2)


def test_the_figure_shows_each_value_or_a_cross(say, layer, probe):
    drawing, found = post.masks(say, layer, probe), Masked(layer, probe["masked"], probe["kept"])
    shown, ((top, bottom), (left, right)) = words_of(drawing), found.spans
    cut, decimals = np.s_[top:bottom, left:right, layer.channel], decimals_for(layer.input[top:bottom, left:right,
                                                                                           layer.channel])
    grids = [*zip(probe["masked"], probe["kept"], strict=True), (layer.input, np.ones(layer.input.shape, bool))]
    for values, kept in grids:
        digits = ["0" if number == 0 else f"{number:.{decimals}f}"
                  for number, is_kept in zip(values[cut].ravel(), kept[cut].ravel(), strict=True) if is_kept]
        assert any(shown[n : n + len(digits)] == digits for n in range(len(shown)))
    for kept in probe["kept"]:
        off = int((~kept[cut]).sum())
        assert any(re.search(rf"\b{off} of {kept[cut].size}\b|{kept[cut].size}個中{off}個", text) for text in shown)


def test_the_told_number(facts, layer, probe):
    row, column, channel = (facts[name].value - 1 for name in ("row", "column", "filter"))
    number = float(layer.input[row, column, channel])
    assert facts["value"].value == number
    assert facts["larger"].value == pytest.approx(number / (1 - layer.settings["rate"]))
    for n, kept in enumerate(probe["kept"][:, row, column, channel], 1):
        assert f"ask {n} {'keeps it' if kept else 'switches it off'}" in facts["fate"].text.en
        if kept:
            assert probe["masked"][n - 1, row, column, channel] == pytest.approx(facts["larger"].value, rel=1e-5)
    assert facts["here"].value == sum(not kept for kept in probe["kept"][0, row, column])
    assert facts["off"].value == layer.input.size - np.count_nonzero(probe["kept"][0])


def test_the_numpy_lines_print_what_a_mask_hands_on(printed, facts, layer, probe):
    out = [float(number) for number in re.findall(r"\d+\.?\d*", printed(facts["numpy"].value))]
    row, column, channel = (facts[name].value - 1 for name in ("row", "column", "filter"))
    wanted = facts["larger"].value if probe["kept"][:, row, column, channel].any() else 0
    assert any(number == pytest.approx(wanted, abs=1e-3) for number in out)


def test_neighbours_are_correlated_as_pearson_has_it(facts, layer):
    pairs = [(float(line[n]), float(line[n + 1])) for line in layer.input[..., layer.channel]
             for n in range(len(line) - 1)]
    x, y = np.array(pairs).T
    wanted = ((x - x.mean()) * (y - y.mean())).mean() / np.sqrt(((x - x.mean()) ** 2).mean()
                                                                * ((y - y.mean()) ** 2).mean())
    assert value(wanted).text.en in facts["neighbours"].text.en


@pytest.mark.parametrize("values", [np.zeros((4, 4)), np.ones((5, 1)), np.ones((3, 3))])
def test_of_some_maps_nothing_can_be_said(values):
    assert "nothing can be said" in post.told_of_neighbours(values).text.en


def traced(values, cell, rate=0.25, channel=0):
    """A Dropout over one map of these values, that nobody traced, with one mask."""
    values = np.asarray(values, np.float32)[..., None]
    kept = np.random.default_rng(0).random((1, *values.shape)) >= rate
    layer = SimpleNamespace(kind="Dropout", nth=1, settings={"rate": rate}, input=values, output=values,
                            channel=channel, cell=cell, place=cell)
    return layer, {"masked": np.where(kept, values / (1 - rate), 0), "kept": kept,
                   "means": np.where(kept, values / (1 - rate), 0).mean(axis=(1, 2))}


def masked(*given, **told) -> Masked:
    layer, probe = traced(*given, **told)
    return Masked(layer, probe["masked"], probe["kept"])


def test_the_crop_is_the_nearest_with_enough_to_see():
    values = np.zeros((20, 20))
    values[12:, 12:] = 1
    found = masked(values, (0, 0))
    assert (values[slice(*found.spans[0]), slice(*found.spans[1])] != 0).mean() >= 0.5
    assert all(start < 14 for start, _ in found.spans)
    assert masked(np.ones((20, 20)), (10, 10)).spans == ((7, 13), (7, 13))
    assert masked(np.ones((4, 9)), (0, 8)).spans == ((0, 4), (3, 9))


def test_the_told_cell_is_the_followed_one_if_it_is_there_and_not_zero():
    values = np.arange(1.0, 401).reshape(20, 20)
    assert masked(values, (10, 10)).spot == (10, 10)
    values[10, 10] = 0
    assert masked(values, (10, 10)).spot == (12, 12)
    assert masked(np.zeros((8, 8)), (4, 4)).spot in np.ndindex(8, 8)
    far = np.zeros((20, 20))
    far[14:, 14:] = np.arange(36).reshape(6, 6) - 40
    assert masked(far, (0, 0)).spot == (14, 14)


@pytest.mark.parametrize("values", [np.zeros((8, 8)), np.ones((1, 1)), -np.ones((3, 9)), 1000 * np.ones((9, 9))],
                         ids=["dead", "one cell", "below zero", "large"])
@pytest.mark.parametrize("rate", [0, 0.25, 0.9])
def test_odd_maps_are_drawn(say, values, rate):
    layer, probe = traced(values, (0, 0), rate)
    for figure in (post.masks, post.means):
        drawing = figure(say, layer, probe)
        boxes = boxes_of(drawing)
        assert_inside(drawing, boxes)
        assert_apart(boxes)


# The mean


def test_the_means_of_the_text(facts, layer, probe):
    enlarged = float(np.mean([float(mean) for mean in probe["means"][:, layer.channel]]))
    assert facts["enlarged"].value == pytest.approx(enlarged)
    assert facts["smaller"].value == pytest.approx(enlarged * (1 - layer.settings["rate"]))
    assert facts["steady"].value == pytest.approx(layer.input[..., layer.channel].astype(float).mean(), rel=1e-5)
    assert facts["factor"].value == pytest.approx(1 / (1 - layer.settings["rate"]))


# The answers


def test_the_spread_of_the_last_dropout_simulated_in_numpy(resolve, unsteady):
    """Masks of our own, and the layers behind by hand: the same mean and the same spread, as far as chance lets us."""
    layers, last = resolve(Until("Softmax")), resolve(Every("Dropout"))[-1]
    behind = layers[[(one.kind, one.nth) for one in layers].index((last.kind, last.nth)) + 1:]
    random, found = np.random.default_rng(1), []
    for _ in range(2000):
        flow = last.input * (random.random(last.input.shape) >= last.settings["rate"]) / (1 - last.settings["rate"])
        for one in behind:
            flow = by_hand(replace(one, input=flow))
        found.append(flow)
    found, probed = np.array(found), unsteady["alone"][-1]
    error = np.sqrt(found.var(axis=0) / len(probed) + found.var(axis=0) / len(found))
    assert (np.abs(probed.mean(axis=0) - found.mean(axis=0)) <= 5 * error + 1e-6).all()
    np.testing.assert_allclose(probed.std(axis=0), found.std(axis=0), rtol=0.4)


def test_all_dropouts_at_once_are_what_the_whole_model_does_in_training(resolve, unsteady):
    model, photo = diagrams.network.load().model, resolve(Photo()).pixels
    found = np.concatenate([np.asarray(model(np.repeat(photo[None], 20, axis=0), training=True)) for _ in range(5)])
    probed = unsteady["every"]
    error = np.sqrt(found.var(axis=0) / len(found) + probed.var(axis=0) / len(probed))
    assert (np.abs(probed.mean(axis=0) - found.mean(axis=0)) <= 5 * error + 1e-6).all()


def test_the_steady_answer_is_that_of_the_trace(resolve, unsteady):
    np.testing.assert_allclose(unsteady["steady"], resolve(Until("Softmax"))[-1].output, rtol=1e-3, atol=1e-5)
    for passes in (unsteady["every"], *unsteady["alone"]):
        np.testing.assert_allclose(passes.sum(axis=1), 1, atol=1e-5)
        assert len(np.unique(passes[:, 0])) > len(passes) / 2


def test_the_facts_of_the_answers(facts, unsteady, resolve):
    labels, top = list(resolve(Labels())), int(unsteady["steady"].argmax())
    assert facts["answer"].text.en == labels[top]
    assert facts["changed"].value == sum(int(one.argmax()) != top for one in unsteady["every"])
    assert facts["passes"].value == len(unsteady["every"])
    assert facts["average"].value == pytest.approx(np.mean([one[top] for one in unsteady["every"]]), rel=1e-5)
    reach = [max(one) - min(one) for one in unsteady["every"].T]
    mover = labels.index(facts["mover"].text.en)
    assert reach[mover] == max(reach)
    assert (facts["low"].value, facts["high"].value) == (pytest.approx(min(unsteady["every"][:, mover])),
                                                         pytest.approx(max(unsteady["every"][:, mover])))


def test_the_tables_of_the_answers(say, arguments, unsteady):
    drawing = post.answers(say, **arguments(post.answers))
    for n, row in enumerate(drawing.table[1:]):
        parts = [float(one[n]) for one in unsteady["every"]]
        assert row[1:] == tuple(share(part).text[say.language] for part in (
            min(parts), sum(parts) / len(parts), max(parts), unsteady["steady"][n]))
    alone, top = post.alone(say, **arguments(post.alone)).table[1:], int(unsteady["steady"].argmax())
    assert len(alone) == len(unsteady["alone"]) + (len(unsteady["alone"]) > 1)
    assert [row[1] for row in alone] == [share(passes[:, top].min()).text[say.language]
                                         for passes in (*unsteady["alone"], unsteady["every"])][:len(alone)]


# The experiments


def runs_of(**variations) -> dict:
    """Results of an experiment: for each variation the accuracies by epoch of each seed; new photos are 0.1 better."""
    made = [{"variation": name.replace("_", " "), "seed": seed,
             "by epoch": {"accuracy": [part - 0.1 for part in values], "val_accuracy": list(values)}}
            for name, seeds in variations.items() for seed, values in enumerate(seeds)]
    return {"runs": made, "size": {"epochs": len(made[0]["by epoch"]["accuracy"]), "training photos": 60, "pixels": 9}}


def test_the_best_and_the_worst_of_the_experiment():
    told = post.facts_of_runs(runs_of(none=[[0.2, 0.4], [0.2, 0.6]], a_third=[[0.3, 0.7], [0.3, 0.7]]))
    assert (told["best"].text.en, told["worst"].text.en) == ("a third", "no dropout")
    assert told["ends"].text.en == "“no dropout” 50%, “a third” 70%"
    assert told["seen"].text.ja == "「使わない」40%、「a third」60%"
    assert (told["epochs"].value, told["seeds"].value, told["choices"].value) == (2, 2, 2)


def test_the_gap_between_training_and_new_photos():
    runs = runs_of(none=[[0.5]], half_everywhere=[[0.4]])
    runs["runs"][0]["by epoch"]["accuracy"] = [0.98]
    told = {name: fact.text.en for name, fact in post.told_of_gaps(runs).items()}
    assert told == {"wide": "no dropout", "widest": "48", "narrow": "half everywhere", "narrowest": "−10"}


@pytest.mark.parametrize("runs", [
    runs_of(none=[[0.2]]), runs_of(none=[[0.2] * 40] * 2, half_everywhere=[[0.9] * 40] * 2),
    runs_of(none=[[0.1, 0.1]], as_published=[[1.0, 0.1]], half_everywhere=[[0.1, 1.0]], a=[[0.1, 0.2]])],
    ids=["one epoch", "many epochs", "many rates"])
def test_other_experiments_are_drawn(say, runs):
    drawing = post.rates(say, runs)
    boxes = boxes_of(drawing)
    assert_inside(drawing, boxes)
    assert_apart(boxes)
