"""The scripts as a reader runs them: prepare, train, evaluate."""

import shutil

import numpy as np
import pytest

from diagrams import samples, script
from tests.project import Project

SMALL = {"epochs = 6": "epochs = 1", "Dense(512)": "Dense(8)", "image_size = 100": "image_size = 16"}


def test_layer_lines_in_the_order_of_the_text():
    source = '''
def build_model():
  model = Sequential()
  model.add(keras.Input((9, 9, 3)))
  model.add(Conv2D(4, 3, activation="relu"))
  model.add(layers.MaxPooling2D())
  model.add(Activation('softmax'))
'''
    assert script.layer_lines(source) == [("Conv2D", 5), ("ReLU", 5), ("MaxPooling2D", 6), ("Softmax", 7)]


def test_statements_are_told_without_comments_and_layout():
    source = "def build_model():\n  model.add(Conv2D(4,\n    3))  # why\n"
    assert script.statement_at(source, 2) == "model.add(Conv2D(4, 3))"
    assert script.statement_at(source, 3) == ""


def test_both_scripts_speak_of_the_same_photo_size():
    sizes = [line for path in (script.NETWORK, samples.PREPARATION)
             for line in path.read_text(encoding="utf-8").splitlines() if line.startswith("image_size = ")]
    assert len(sizes) == 2
    assert len(set(sizes)) == 1


@pytest.fixture(scope="module")
def place(tmp_path_factory):
    """A folder with both scripts, and photos of six labels."""
    folder = tmp_path_factory.mktemp("scripts")
    rng = np.random.default_rng(0)
    from PIL import Image
    for label in ("birds", "cats", "dogs", "fish", "lizards", "monkeys"):
        (folder / "photos" / label).mkdir(parents=True)
        for n in range(6):
            pixels = rng.integers(0, 255, (8, 8, 3), dtype=np.uint8)
            Image.fromarray(pixels).resize((64, 64)).save(folder / "photos" / label / f"{n}.png")
    shutil.copy2(samples.PREPARATION, folder)
    shutil.copy2(script.NETWORK, folder)
    return Project(folder)


def test_prepare_splits_before_it_augments_and_repeats(place):
    for name in ("one.npz", "two.npz"):
        done = place.run("augment_images.py", "photos", name, "--per-label", "9")
        assert done.returncode == 0, done.stderr
    with np.load(place.folder / "one.npz", allow_pickle=False) as one, np.load(place.folder / "two.npz") as two:
        assert all(np.array_equal(one[name], two[name]) for name in one.files)
        assert one["x_train"].shape == (54, 100, 100, 3)
        assert one["x_train"].dtype == np.uint8
        assert (np.bincount(one["y_train"]) == 9).all()
        assert all((np.bincount(one[f"y_{part}"], minlength=6) >= 1).all() for part in ("validation", "test"))


def test_train_and_evaluate_from_the_command_line(place):
    small = place.folder / "small.py"
    shutil.copy2(script.NETWORK, small)
    for old, new in SMALL.items():
        place.edit(small, old, new)
    rng = np.random.default_rng(0)
    arrays = {"labels": np.array(["birds", "cats", "dogs", "fish", "lizards", "monkeys"])}
    for part, n in (("train", 24), ("validation", 6), ("test", 6)):
        arrays[f"x_{part}"] = rng.integers(0, 255, (n, 16, 16, 3), dtype=np.uint8)
        arrays[f"y_{part}"] = np.arange(n, dtype=np.uint8) % 6
    np.savez(place.folder / "small.npz", **arrays)
    done = place.run("small.py", "small.npz", "--model", "small.keras")
    assert done.returncode == 0, done.stderr
    assert "Test Accuracy" in done.stdout
    assert (place.folder / "small.keras").exists()


def test_other_labels_are_named(place):
    np.savez(place.folder / "other.npz", labels=np.array(["newts", "cats"]),
             x_train=np.zeros((1, 100, 100, 3), np.uint8))
    done = place.run("creatures_cnn.py", "other.npz")
    assert done.returncode == 1
    assert "other.npz has photos of newts, cats; this script knows dogs, cats" in done.stderr


@pytest.mark.parametrize("name", ["creatures_cnn.py", "augment_images.py"])
def test_help_teaches(place, name):
    done = place.run(name, "--help")
    assert done.returncode == 0
    assert f"python {name}" in done.stdout


def test_prepare_names_what_is_wrong(place, tmp_path):
    (tmp_path / "only" / "cats").mkdir(parents=True)
    done = place.run("augment_images.py", str(tmp_path / "only"), str(tmp_path / "out.npz"))
    assert done.returncode == 2
    assert "two or more labels" in done.stderr
    assert not (tmp_path / "out.npz").exists()
