"""Experiments: small trainings of the published script that differ in one thing."""

import json
import re
from dataclasses import replace

import keras
import numpy as np
import pytest

from diagrams import network, script
from diagrams.build import code, digests
from diagrams.experiments import lines, photos, results, run, statements, studies, training

# Keras 3.15 on TensorFlow, with NumPy 2: the warning is theirs.
pytestmark = pytest.mark.filterwarnings("ignore:__array__ implementation doesn't accept a copy keyword")
PUBLISHED = script.NETWORK.read_text(encoding="utf-8")


def made_up(folder, per_label=12, size=50, labels=("cats", "dogs"), originals=4):
    """An .npz as `augment_images.py` writes it: each label has a colour of its own."""
    rng = np.random.default_rng(0)
    arrays = {"labels": np.array(labels), "originals": np.full(len(labels), originals)}
    for part, n in (("train", per_label), ("validation", 4), ("test", 4)):
        y = np.repeat(np.arange(len(labels)), n).astype(np.uint8)
        light = 200 * (y[:, None] + 1 >> np.arange(3) & 1)[:, None, None, :]
        arrays[f"x_{part}"] = (light + rng.integers(0, 25, (len(y), size, size, 3))).astype(np.uint8)
        arrays[f"y_{part}"] = y
    np.savez(folder / "made_up.npz", **arrays)
    return folder / "made_up.npz"


@pytest.fixture
def given(tmp_path):
    return photos.read(made_up(tmp_path), 25, 500, 3)


def test_smaller_photos_are_the_means_of_blocks():
    whole = np.random.default_rng(0).integers(0, 256, (3, 10, 10, 3), dtype=np.uint8)
    small = photos.smaller(whole, 5)
    assert small.shape == (3, 5, 5, 3)
    assert small[2, 1, 4, 0] == round(float(np.mean([int(whole[2, r, c, 0]) for r in (2, 3) for c in (8, 9)])))


def test_originals_take_turns_within_a_label():
    original, copy = photos.originals_of(np.array([0, 0, 0, 1, 1, 1]), np.array([2, 3]))
    assert original.tolist() == [0, 1, 0, 0, 1, 2]
    assert copy.tolist() == [0, 0, 1, 0, 0, 0]


def test_fewer_photos_and_copies_on_request(tmp_path):
    given = photos.read(made_up(tmp_path), 25, originals=3, copies=2)
    assert len(given.x) == 2 * 3 * 2
    assert (given.original < 3).all()
    assert (given.copy < 2).all()


def test_a_file_without_photos_is_named(tmp_path):
    (tmp_path / "no.npz").write_text("nothing", encoding="utf-8")
    with pytest.raises(ValueError, match=r"no\.npz is not an \.npz that augment_images"):
        photos.read(tmp_path / "no.npz", 25, 1, 1)


def pairs(y, original) -> set:
    return set(zip(y.tolist(), original.tolist(), strict=True))


def test_after_split_first_no_photo_is_on_both_sides(given):
    marked = replace(given, x=np.stack([given.y, given.original], axis=1))
    clean, leaky = studies.split_first(marked, 1), studies.augment_first(marked, 1)
    assert len(clean.x_validation)
    assert not pairs(*clean.x.T) & pairs(*clean.x_validation.T)
    assert pairs(*leaky.x.T) & pairs(*leaky.x_validation.T)


def test_fewer_originals_and_copies_make_no_shorter_training(given):
    for change in (studies.first_originals(2), studies.few_copies(1)):
        changed = change(given, 0)
        assert len(changed.x) == len(given.x)
        assert len(np.unique(changed.x, axis=0)) < len(given.x)


def shapes(layers) -> list:
    model = training.module(PUBLISHED).build_model((50, 50, 3), 6)
    return [layer.output.shape for layer in training.rebuilt(model, layers, 0).layers]


def test_all_variations_of_a_study_start_from_the_same_numbers(given):
    for name in ("pooling", "dropout", "relu"):
        kernels = [training.train(variation, given, epochs=1, seed=4)[1][0]
                   for variation in studies.STUDIES[name].variations.values()]
        assert all(np.array_equal(kernels[0], kernel) for kernel in kernels), name


def test_photos_that_are_repeated_are_of_all_labels_alike(given):
    changed = given.repeated(31)
    assert abs(np.diff(np.bincount(changed.y))) <= 1


def test_too_few_variations_are_refused(tmp_path):
    with pytest.raises(ValueError, match="needs 9 variations of each photo"):
        photos.read(made_up(tmp_path), 25, 500, 9)


def test_variations_of_pooling_give_maps_of_the_same_size():
    published = shapes(training.Variation().layers)
    assert shapes(studies.of_kind("MaxPooling2D", studies.average_pooling)) == published
    assert shapes(studies.strides_for_pooling)[-5:] == published[-5:]


def test_layers_are_left_out_and_changed():
    model = training.module(PUBLISHED).build_model((50, 50, 3), 6)
    bare = training.rebuilt(model, studies.of_kind("ReLU", lambda layer: []), 0)
    assert len(bare.layers) == len(model.layers) - 5
    half = training.rebuilt(model, studies.dropout(0.5).layers, 0)
    assert {layer.rate for layer in half.layers if isinstance(layer, keras.layers.Dropout)} == {0.5}
    he = training.rebuilt(model, studies.initialised("he_normal"), 0)
    kernels = [layer.get_config()["kernel_initializer"]["class_name"] for layer in he.layers if layer.weights]
    assert set(kernels[:-1]) == {"HeNormal"}
    assert kernels[-1] == "GlorotUniform"


def test_every_edit_of_an_experiment_finds_its_place_in_the_script():
    for study in studies.STUDIES.values():
        for variation in study.variations.values():
            assert training.edited(PUBLISHED, variation.edits).count("\n")


def test_an_edit_without_a_place_is_named():
    with pytest.raises(training.NotInScript, match=r"creatures_cnn\.py no longer has: Conv9D"):
        training.edited(PUBLISHED, {"Conv9D": ""})


def test_an_experiment_keeps_each_seed_and_says_how_small_it_is(tmp_path, monkeypatch):
    study = studies.Study("Is it light?", {"as published": training.Variation()}, size=25, epochs=2,
                          originals=500, copies=3, keep="convolutions")
    monkeypatch.setitem(studies.STUDIES, "light", study)
    first = run.run("light", made_up(tmp_path), 5, tmp_path)
    again = run.run("light", made_up(tmp_path), 5, tmp_path)
    stored = json.loads((tmp_path / "light.json").read_text(encoding="utf-8"))
    assert stored == again
    assert first["runs"] == again["runs"]
    assert [made["seed"] for made in stored["runs"]] == [5, 6, 7]
    assert stored["size"]["training photos"] == 24
    assert len(stored["runs"][0]["by epoch"]["accuracy"]) == 2
    assert stored["network"] == results.current("light")
    with np.load(tmp_path / "light.npz", allow_pickle=False) as arrays:
        assert arrays["as published/5/1/kernel"].shape == (3, 3, 3, 32)
        assert not np.array_equal(arrays["as published/5/1/kernel"], arrays["as published/6/1/kernel"])


def test_the_first_kernel_is_noted_before_and_after_each_epoch(given):
    model, kernels = training.train(training.Variation(), given, epochs=2, seed=1)
    assert len(kernels) == 3
    assert np.array_equal(kernels[-1], training.first_kernel(model, None))
    assert not np.array_equal(kernels[0], kernels[1])


def test_the_loss_is_measured_again_without_dropout_and_without_changing_the_training(given):
    model, seen = training.train(training.Variation(), given, epochs=2, seed=1, look=training.losses)
    again, _ = training.train(training.Variation(), given, epochs=2, seed=1)
    for one, other in zip(model.get_weights(), again.get_weights(), strict=True):
        np.testing.assert_array_equal(one, other)
    assert len(seen) == 3
    chances = model.predict(given.x.astype(np.float32) / 256, verbose=0)
    by_hand = -np.log(chances[np.arange(len(given.y)), given.y]).mean()
    assert seen[-1]["as they are"] == pytest.approx(by_hand, rel=1e-3)
    source, one_hot = training.module(PUBLISHED), np.eye(len(given.labels), dtype=np.float32)
    photos = source.Photos(given.x, one_hot[given.y], 1)
    photos.mix(1)
    varied = [-(y * np.log(model.predict(x, verbose=0))).sum(axis=1) for x, y in map(photos.__getitem__,
                                                                                     range(len(photos)))]
    assert seen[-1]["as varied"] == pytest.approx(np.concatenate(varied).mean(), rel=1e-3)


def test_silent_channels_are_counted_before_the_training_without_changing_it(given):
    model, seen = training.train(training.Variation(), given, epochs=1, seed=1, look=training.silent_on(given))
    again, kernels = training.train(training.Variation(), given, epochs=1, seed=1)
    for one, other in zip(model.get_weights(), again.get_weights(), strict=True):
        np.testing.assert_array_equal(one, other)
    assert len(seen) == len(kernels) == 2
    flow, counts = given.x_validation.astype(np.float32) / 256, []
    for layer in model.layers:
        flow = np.asarray(layer(flow))
        if network.kind_of(layer) == "ReLU":
            counts.append([int((flow == 0).all(axis=tuple(range(flow.ndim - 1))).sum()), flow.shape[-1]])
    assert list(seen[-1].values()) == counts


def test_a_study_that_measures_the_loss_again_keeps_it_by_epoch(tmp_path, monkeypatch):
    study = studies.Study("Is it light?", {"as published": training.Variation()}, size=25, epochs=2, seeds=1,
                          originals=500, copies=3, keep="losses")
    monkeypatch.setitem(studies.STUDIES, "light", study)
    [made] = run.run("light", made_up(tmp_path), 5, tmp_path)["runs"]
    assert {len(values) for values in made["training loss measured again"].values()} == {3}
    assert made["training loss measured again"]["as they are"][-1] == pytest.approx(made["by epoch"]["val_loss"][-1],
                                                                                  abs=0.2)
    assert not (tmp_path / "light.npz").exists()


SMALL = '''"""A script."""
import math
size = 4


def main(data, model_file):
  """Do it."""
  for n in range(2):
    print(n)
  total = (1 +
           2)
  print(total)
'''


def test_statements_are_all_but_docstrings_and_blocks():
    found = statements.statements(SMALL)
    assert [(statement.text, statement.first, statement.last) for statement in found] == [
        ("import math", 2, 2), ("size = 4", 3, 3), ("print(n)", 9, 9), ("total = 1 + 2", 10, 11),
        ("print(total)", 12, 12)]


def test_a_statement_left_out_leaves_a_script():
    for statement in statements.statements(PUBLISHED):
        compile(statements.without(PUBLISHED, statement), "script", "exec")
    assert "total = " not in statements.without(SMALL, statements.statements(SMALL)[3])


def test_what_happens_without_a_line(given, tmp_path):
    lines.store(given, tmp_path / "photos.npz")

    def without(text: str) -> dict:
        found = next(statement for statement in statements.statements(PUBLISHED) if text in statement.text)
        constants = {"image_size": 25, "epochs": 1, "seed": 0}
        return lines.outcome(lines.Attempt(statements.without(PUBLISHED, found), tmp_path / "photos.npz", constants))

    assert without("Flatten()")["error"].startswith("ValueError: Arguments `target` and `output` must have the same")
    assert without("batch_size =")["error"] == "NameError: name 'batch_size' is not defined"
    assert without("import argparse")["error"] == "NameError: name 'argparse' is not defined"
    assert without("add_argument('data'")["error"].endswith("error: unrecognized arguments: data/creatures.npz")
    assert without("model.save") == without("main(arguments.data") == {"nothing saved": True}
    assert "accuracy" in without("MaxPooling2D(")


def test_chance_is_the_same_whatever_ran_before(given, tmp_path):
    """Without the line that seeds everything, too."""
    lines.store(given, tmp_path / "photos.npz")
    found = next(each for each in statements.statements(PUBLISHED) if "set_random_seed" in each.text)
    attempt = lines.Attempt(statements.without(PUBLISHED, found), tmp_path / "photos.npz",
                            {"image_size": 25, "epochs": 1, "seed": 0})
    first = lines.outcome(attempt)
    keras.utils.set_random_seed(5)
    assert lines.outcome(attempt) == first


def test_a_constant_that_an_attempt_would_set_must_be_there():
    lines.check(PUBLISHED, {"image_size": 20, "epochs": 10, "seed": 0})
    with pytest.raises(ValueError, match="no line that begins with: epoch = "):
        lines.check(PUBLISHED, {"epoch": 1})


def test_the_script_without_a_line_is_asked_in_its_own_order_of_labels(tmp_path):
    """The file has them in the order of the alphabet, the script puts its own first."""
    known = sorted(script.load(script.NETWORK).labels)
    given = photos.read(made_up(tmp_path, labels=known, per_label=40, originals=10), 25, 500, 4)
    lines.store(given, tmp_path / "photos.npz")
    constants = {"image_size": 25, "epochs": 20, "seed": 0}
    assert lines.outcome(lines.Attempt(PUBLISHED, tmp_path / "photos.npz", constants))["accuracy"] > 0.9


def test_a_comment_or_another_help_text_makes_no_result_outdated():
    known = results.network_of(PUBLISHED)
    assert results.network_of(PUBLISHED + "\n# more\n") == known
    assert results.network_of(PUBLISHED.replace("Test Loss", "Loss on test photos")) == known
    assert results.network_of(PUBLISHED.replace("Dense(512", "Dense(500")) != known
    assert results.network_of(PUBLISHED.replace("epochs = ", "epochs = 1 + ")) != known


def test_what_experiments_set_themselves_outdates_no_results(monkeypatch):
    def with_edits(every_line=False, **edits):
        text = PUBLISHED
        for name, value in edits.items():
            assert f"\n{name} = " in text
            text = re.sub(rf"\n{name} = .*", f"\n{name} = {value}", text)
        monkeypatch.setattr(script, "published", lambda: text)
        return results.current("relu", every_line)["script"]

    published = with_edits()
    assert with_edits(epochs=99, seed=98, image_size=97) == published
    assert with_edits(batch_size=8) != published
    assert with_edits(every_line=True, epochs=99) != with_edits(every_line=True)
    assert results.network_of(PUBLISHED.replace("seed = 0", "seed = 1")) != results.network_of(PUBLISHED)


@pytest.fixture
def made_by(monkeypatch, tmp_path):
    """Hashes of how experiments are made, after an edit: module, what is replaced, by what."""
    for name in ("STORE", "PIECES", "MODULES"):
        monkeypatch.setattr(digests, name, tmp_path / name)
    below = code.below

    def hashes(module="run", old="", new=""):
        texts = below(digests.files.PACKAGE)
        assert old in texts[f"diagrams.experiments.{module}"]
        texts[f"diagrams.experiments.{module}"] = texts[f"diagrams.experiments.{module}"].replace(old, new, 1)
        monkeypatch.setattr(code, "below", lambda folder: texts)
        monkeypatch.setattr(digests.files, "CODE_THAT_RUNS", f"{old} -> {new}")
        return {name: results.made_by(name, study.lines) for name, study in studies.STUDIES.items()}
    return hashes


@pytest.mark.parametrize(("edit", "touched"), [
    (("studies", "originals=100, copies=1, epochs=40", "originals=90, copies=1, epochs=40"), {"few"}),
    (("studies", "DROPOUT = ", 'NEW = Study("?", {})\nDROPOUT = '), set()),
    (("studies", "dropout(0.5)", "dropout(0.6)"), {"dropout", "few"}),
    (("studies", "rate=rate", "rate=rate / 2"), {"dropout", "few"}),
    (("studies", "< HELD_BACK", "<= HELD_BACK"), {"leak"}),
    (("studies", "seeds: int = 3", "seeds: int = 4"), {*studies.STUDIES}),
    (("lines", "creatures_cnn.keras", "other.keras"), {"lines"}),
    (("training", "np.eye(", "2 * np.eye("), {*studies.STUDIES} - {"lines"}),
    (("photos", "CHUNK = 1024", "CHUNK = 1025"), {*studies.STUDIES}),
    (("training", '"""The accuracy on', '"""Accuracy on'), set()),
], ids=lambda value: value[2] if isinstance(value, tuple) else None)
def test_a_change_outdates_the_studies_that_it_reaches(made_by, edit, touched):
    before, after = made_by(), made_by(*edit)
    assert {name for name in before if before[name] != after[name]} == touched


def test_results_of_another_network_are_outdated():
    now = results.current("relu")
    assert results.why_outdated("relu", {"network": now}) == ""
    assert results.why_outdated("relu", {"network": now | {"weights": "other"}}) == "changed since: weights"
    assert results.why_outdated("pooling", {"network": now}) == "changed since: experiment"
    other = now | {"script": "", "weights": ""}
    assert results.why_outdated("relu", {"network": other}) == "changed since: script, weights"


def test_where_each_line_is_left_out_every_line_counts():
    short = PUBLISHED.replace("Test Loss", "Loss")
    assert results.network_of(short, ()) != results.network_of(PUBLISHED, ())
    assert results.network_of(PUBLISHED + "\n# more\n", ()) == results.network_of(PUBLISHED, ())
    other = PUBLISHED.replace("main(arguments.data, arguments.model)", "main(arguments.data)")
    assert results.network_of(other, ()) != results.network_of(PUBLISHED, ())
    assert results.network_of(other) == results.network_of(PUBLISHED)
    now = results.current("lines", every_line=True)
    assert results.why_outdated("lines", {"network": now, "every line": True}) == ""
    assert results.why_outdated("lines", {"network": now}) == "changed since: script, experiment"


def test_the_same_code_has_the_same_hash_in_every_version_of_python():
    source = 'import keras\n\n\ndef build_model(size=3):\n  """Build."""\n  return f"{size}"\n'
    assert results.network_of(source) == "733447d0790feeb8bc9fe827bb179b1676df33a5633541a6fe958c19bbf8d72a"
