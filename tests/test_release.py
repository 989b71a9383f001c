"""A trained model becomes the network of the project: its weights and its card, or one line that says why not."""

import io
import json
import re
import shutil
import sys
from pathlib import Path

import keras
import numpy as np
import pytest

from diagrams import release, script, weightfile
from diagrams.build.tracing import ROOT
from tests.project import Project

pytestmark = pytest.mark.filterwarnings("ignore:__array__ implementation doesn't accept a copy keyword")  # Keras's own

SIZE = 12
COUNTS = {"train": 30, "validation": 7, "test": 90}
FOUR = ["wasps", "ants", "flies", "bees"]


def photos(labels: list[str]) -> dict[str, np.ndarray]:
    """Arrays as the preparation writes them, of noise."""
    rng = np.random.default_rng(0)
    arrays = {"labels": np.array(labels), "originals": np.arange(1, len(labels) + 1)}
    for part, n in COUNTS.items():
        arrays[f"x_{part}"] = rng.integers(0, 256, (n, SIZE, SIZE, 3), dtype=np.uint8)
        arrays[f"y_{part}"] = rng.integers(0, len(labels), n).astype(np.uint8)
    return arrays


def save_model(file: Path, outputs: int, size: int = SIZE) -> None:
    """A model with random weights; its first two labels are so much alike that half precision cannot tell them."""
    keras.utils.set_random_seed(1)
    model = keras.Sequential([
        keras.Input((size, size, 3)), keras.layers.Conv2D(5, 3, activation="relu"), keras.layers.MaxPooling2D(),
        keras.layers.Flatten(), keras.layers.Dense(outputs), keras.layers.Activation("softmax")])
    kernel, bias = model.layers[-2].get_weights()
    kernel[:, 1] = kernel[:, 0] * (1 + np.random.default_rng(0).uniform(-1e-5, 1e-5, len(kernel)))
    model.layers[-2].set_weights([kernel, bias])
    model.save(file)


@pytest.fixture(scope="module")
def labels():
    """The labels of the script."""
    return script.load(script.NETWORK).labels


@pytest.fixture(scope="module")
def project(tmp_path_factory, labels):
    """What the release needs of the project, with photos and a model of the script's labels, and of four others."""
    folder = tmp_path_factory.mktemp("project")
    ignored = shutil.ignore_patterns("__pycache__")
    shutil.copytree(ROOT / "diagrams", folder / "diagrams", ignore=ignored)
    shutil.copytree(script.FOLDER, folder / "docs" / "script", ignore=ignored)
    for name, own in (("known", sorted(labels)), ("four", FOUR)):
        np.savez(folder / f"{name}.npz", **photos(own))
        save_model(folder / f"{name}.keras", len(own))
    (folder / "about.txt").write_text("  Noise, ノイズ.\n", encoding="utf-8")
    return Project(folder)


def released(project, name: str, *options: str) -> tuple[str, dict, Path]:
    """What a release printed, its card, and its weights file."""
    done = project.run("-m", "diagrams.release", f"{name}.keras", f"{name}.npz", *options)
    assert done.returncode == 0, done.stderr
    file = project.folder / "diagrams" / "weights" / "creatures.npz"
    assert sorted(path.name for path in file.parent.iterdir()) == ["creatures.json", "creatures.npz"]
    return done.stdout, json.loads(weightfile.card_of(file).read_text(encoding="utf-8")), file


@pytest.fixture(scope="module")
def known(project):
    """The release of a model of the script's labels; the stored weights by name instead of the file."""
    printed, card, file = released(project, "known", "--about", "about.txt")
    return printed, card, weightfile.read(file)  # which compares the hash


def test_the_weights_are_those_of_the_model_to_half_precision(project, known):
    weights = keras.models.load_model(project.folder / "known.keras", compile=False).get_weights()
    stored = known[2]
    assert [name.partition(".")[2] for name in stored] == ["Conv2D.kernel", "Conv2D.bias", "Dense.kernel", "Dense.bias"]
    for found, original in zip(stored.values(), weights, strict=True):
        np.testing.assert_allclose(found, original, rtol=1e-3, atol=1e-6)


def test_the_card_says_what_the_photos_were(labels, known):
    card, arrays = known[1], photos(sorted(labels))
    assert card["labels"] == labels
    assert card["about"] == "Noise, ノイズ."
    assert set(card["photos"]) == set(labels)
    for i, label in enumerate(sorted(labels)):
        assert card["photos"][label] == {
            "training": i + 1, "training after augmentation": int((arrays["y_train"] == i).sum()),
            "validation": int((arrays["y_validation"] == i).sum()), "test": int((arrays["y_test"] == i).sum())}


def test_the_card_says_how_it_was_trained(known):
    source = script.load(script.NETWORK)
    training = known[1]["training"]
    assert (training["seed"], training["epochs"], training["batch size"], training["learning rate"]) == (
        source.seed, source.epochs, source.batch_size, source.learning_rate)
    assert training["versions"]["keras"] == keras.__version__
    assert training["versions"]["numpy"] == np.__version__


def test_the_card_measures_the_network_in_the_file(project, labels, known):
    """Its answers are found again with the stored weights, and counted by hand."""
    card, arrays = known[1], photos(sorted(labels))
    model = keras.models.load_model(project.folder / "known.keras", compile=False)
    model.set_weights(list(known[2].values()))
    answers = model.predict(arrays["x_test"].astype(np.float32) / 256, verbose=0).argmax(axis=1)
    truth = [sorted(labels)[answer] for answer in arrays["y_test"]]
    found = [labels[answer] for answer in answers]
    for label in labels:
        for answer in labels:
            assert card["answers on test photos"][label][answer] == sum(
                pair == (label, answer) for pair in zip(truth, found, strict=True))
    right = [one == two for one, two in zip(truth, found, strict=True)]
    assert card["accuracy on test photos"]["all photos"] == pytest.approx(np.mean(right), abs=1e-4)
    shares = [np.mean([r for r, one in zip(right, truth, strict=True) if one == label]) for label in set(truth)]
    assert card["accuracy on test photos"]["balanced"] == pytest.approx(np.mean(shares), abs=1e-4)
    assert card["accuracy on what is left of the test photos"]["whole photo"] == card["accuracy on test photos"]
    assert card["silent channels on test photos"]["ReLU 1"][1] == 5
    said = model.predict(arrays["x_test"].astype(np.float32) / 256, verbose=0).max(axis=1)
    tenths = [min(int(10 * one), 9) for one in said]
    assert card["test photos by probability"] == [
        {"mean probability": pytest.approx(said[np.equal(tenths, tenth)].mean(), abs=1e-4),
         "photos": tenths.count(tenth), "right": sum(np.array(right)[np.equal(tenths, tenth)])}
        for tenth in sorted(set(tenths))]


def test_the_float32_model_is_measured_beside_it(project, labels, known):
    arrays = photos(sorted(labels))
    model = keras.models.load_model(project.folder / "known.keras", compile=False)
    pixels = arrays["x_test"].astype(np.float32) / 256
    original = model.predict(pixels, verbose=0).argmax(axis=1)
    model.set_weights(list(known[2].values()))
    light = model.predict(pixels, verbose=0).argmax(axis=1)
    assert (original != light).any(), "this shows nothing"
    assert known[1]["float32 model"]["answers that differ"] == int((original != light).sum())
    order = np.array([labels.index(label) for label in sorted(labels)])
    truth = order[arrays["y_test"]]
    shares = [np.mean(original[truth == i] == i) for i in range(len(labels)) if (truth == i).any()]
    assert known[1]["float32 model"]["balanced"] == pytest.approx(np.mean(shares), abs=1e-4)


def test_it_says_what_was_written_and_what_comes_next(known):
    printed = known[0]
    assert "creatures.npz" in printed
    assert printed.endswith("now: make site\n")


def test_other_labels_come_with_the_line_to_write(project, known):
    printed, card, file = released(project, "four")
    assert card["sha256"] == weightfile.sha256(file)
    assert card["labels"] == FOUR
    assert card["about"] == "four.npz"
    advice = printed.splitlines()[-1]
    assert advice.startswith("it knows other labels: write ")
    line = re.search(r"labels = \[.*\]", advice)[0]
    assert str(project.folder / "docs" / "script" / "creatures_cnn.py") in advice
    text = project.script.read_text(encoding="utf-8")
    changed = re.sub(r"^labels = .*$", line, text, flags=re.MULTILINE)
    assert changed != text
    namespace = {}
    exec(re.search(r"^labels = .*$", changed, re.MULTILINE)[0], namespace)
    assert namespace["labels"] == FOUR


# What goes wrong

@pytest.fixture
def attempt(tmp_path, monkeypatch, capsys):
    """Arguments of the release -> the one line that it ends with; what was released before stays as it was."""
    file = tmp_path / "weights" / "creatures.npz"
    file.parent.mkdir()
    file.write_bytes(b"older")
    monkeypatch.setattr(weightfile, "FILE", file)
    monkeypatch.chdir(tmp_path)

    def run(*arguments):
        monkeypatch.setattr(sys, "argv", ["release", *map(str, arguments)])
        with pytest.raises(SystemExit) as end:
            release.main()
        assert [path.name for path in file.parent.iterdir()] == ["creatures.npz"]
        assert file.read_bytes() == b"older"
        assert "\n" not in end.value.code
        assert "Traceback" not in capsys.readouterr().err
        return end.value.code
    return run


@pytest.fixture
def here(tmp_path):
    """A model and photos of the same four labels, in the folder where the release runs."""
    np.savez(tmp_path / "photos.npz", **photos(FOUR))
    save_model(tmp_path / "model.keras", 4)
    return tmp_path


def in_memory(save) -> bytes:
    """What NumPy writes for one array."""
    file = io.BytesIO()
    save(file, np.zeros(3))
    return file.getvalue()


def save_without(path: Path, name: str) -> None:
    arrays = photos(FOUR)
    del arrays[name]
    np.savez(path, **arrays)


@pytest.mark.parametrize(("file", "message"), [
    ("model.keras", "model.keras: no such file"),
    ("photos.npz", "photos.npz: no such file"),
    ("about.txt", "[Errno 2] No such file or directory: 'about.txt'"),
])
def test_a_missing_file_is_named(attempt, here, file, message):
    (here / "about.txt").write_text("about")
    (here / file).unlink()
    assert attempt("model.keras", "photos.npz", "--about", "about.txt") == f"release: {message}"


@pytest.mark.parametrize("write", [
    Path.mkdir, Path.touch, lambda path: path.write_text("text"), lambda path: path.write_bytes(b"PK" + bytes(99)),
    lambda path: path.write_bytes(in_memory(np.save)), lambda path: save_without(path, "labels"),
    lambda path: save_without(path, "originals"), lambda path: save_without(path, "x_test"),
    lambda path: save_without(path, "y_test")])
def test_what_is_no_file_of_photos_is_named(attempt, here, write):
    (here / "photos.npz").unlink()
    write(here / "photos.npz")
    assert attempt("model.keras", "photos.npz") == "release: photos.npz is not an .npz that augment_images.py made"


@pytest.mark.parametrize("name", ["model.keras", "model.h5", "model"])
@pytest.mark.parametrize("write", [Path.mkdir, Path.touch, lambda path: path.write_text("text"),
                                   lambda path: path.write_bytes(b"PK" + bytes(99)),
                                   lambda path: path.write_bytes(in_memory(np.savez))])
def test_what_is_no_model_is_named(attempt, here, name, write):
    (here / "model.keras").unlink()
    write(here / name)
    assert attempt(name, "photos.npz") == f"release: {name} is not a model that creatures_cnn.py saved"


def test_photos_and_model_that_do_not_belong_together_are_named(attempt, here):
    save_model(here / "three.keras", 3)
    assert attempt("three.keras", "photos.npz") == ("release: the model makes 3 numbers of photos of (12, 12, 3), "
                                                    "but photos.npz has 4 labels and photos of (12, 12, 3)")
    save_model(here / "large.keras", 4, size=16)
    assert attempt("large.keras", "photos.npz") == ("release: the model makes 4 numbers of photos of (16, 16, 3), "
                                                    "but photos.npz has 4 labels and photos of (12, 12, 3)")


def test_photos_without_any_to_test_on_are_named(attempt, here):
    arrays = photos(FOUR)
    np.savez(here / "photos.npz", **arrays | {"x_test": arrays["x_test"][:0], "y_test": arrays["y_test"][:0]})
    assert attempt("model.keras", "photos.npz") == "release: photos.npz has no test photos"


def test_a_script_that_does_not_run_is_named(attempt, here, monkeypatch):
    (here / "creatures_cnn.py").write_text("labels = [\n")
    monkeypatch.setattr(script, "NETWORK", here / "creatures_cnn.py")
    assert attempt("model.keras", "photos.npz").startswith("release: creatures_cnn.py, line 1: SyntaxError")


def test_a_release_that_fails_while_measuring_leaves_nothing_half_done(attempt, here, monkeypatch):
    def full(*arguments):
        raise OSError(28, "No space left on device")
    monkeypatch.setattr(release, "measured", full)
    assert attempt("model.keras", "photos.npz") == "release: [Errno 28] No space left on device"
