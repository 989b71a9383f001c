"""The training as a reader runs it: from the command line, stopped and taken up again, with other labels."""

import re
import shutil
from pathlib import Path

import keras
import numpy as np
import pytest

from diagrams import samples, script
from tests.project import Project

EXACT = {"rtol": 0, "atol": 0}  # a training that is repeated or resumed is the same to the last bit
SIZE = 16
MAIN = 'if __name__ == "__main__":'
SLOW = """def wait(callback, batch, logs=None):
  time.sleep(0.2 * (callback.model.optimizer.iterations.numpy() > len(callback.photos)))

EachEpoch.on_train_batch_end = wait  # from the second epoch on

"""
SMALL = {r"^image_size = \d+": f"image_size = {SIZE}", r"^epochs = \d+": "epochs = 3",
         r"^batch_size = \d+": "batch_size = 8", r"Dense\(\d+": "Dense(64"}


def test_layer_lines_in_the_order_of_the_text():
    source = '''
def build_model():
  model = Sequential()
  model.add(keras.Input((9, 9, 3)))
  model.add(Conv2D(4, 3, activation="relu"))
  model.add(Conv2D(4, 3, activation=None))
  model.add(layers.MaxPooling2D())
  model.add(Activation('softmax'))
'''
    assert script.layer_lines(source) == [("Conv2D", 5), ("ReLU", 5), ("Conv2D", 6), ("MaxPooling2D", 7),
                                          ("Softmax", 8)]


def test_statements_are_told_without_comments_and_layout():
    source = "def build_model():\n  model.add(Conv2D(4,\n    3))  # why\n"
    assert script.statement_at(source, 2) == "model.add(Conv2D(4, 3))"
    assert script.statement_at(source, 3) == ""


def test_both_scripts_speak_of_the_same_photo_size():
    sizes = [line for path in (script.NETWORK, samples.PREPARATION)
             for line in path.read_text(encoding="utf-8").splitlines() if line.startswith("image_size = ")]
    assert len(sizes) == 2
    assert len(set(sizes)) == 1


def photos(labels: list[str], seed: int = 0, train: int = 480) -> dict[str, np.ndarray]:
    """Arrays as the preparation writes them: noisy photos, each label of another colour."""
    rng = np.random.default_rng(seed)
    arrays = {"labels": np.array(labels), "originals": np.full(len(labels), train // len(labels))}
    for part, n in {"train": train, "validation": 12, "test": 30}.items():
        answers = np.arange(n) % len(labels)
        noise = rng.integers(-30, 30, (n, SIZE, SIZE, 3))
        arrays[f"x_{part}"] = (colours(len(labels))[answers][:, None, None] + noise).astype(np.uint8)
        arrays[f"y_{part}"] = answers.astype(np.uint8)
    return arrays


def colours(n: int) -> np.ndarray:
    """n colours, as far apart as on a wheel: (n, 3), each number from 48 to 208."""
    return 128 + 80 * np.cos(2 * np.pi * (np.arange(n)[:, None] / n + np.arange(3) / 3))


def weights(file: Path) -> list[np.ndarray]:
    return keras.models.load_model(file, compile=False).get_weights()


def begun(printed: str) -> list[str]:
    """The epochs that were begun, as a training prints them."""
    return re.findall(r"^Epoch (\d+/\d+)$", printed, re.MULTILINE)


def backups(place: Project) -> list[Path]:
    return list(place.folder.glob("*.backup"))


@pytest.fixture(scope="module")
def labels():
    """The labels of the script."""
    return script.load(script.NETWORK).labels


@pytest.fixture(scope="module")
def place(tmp_path_factory, labels):
    """A folder with the scripts, a small copy of the training, a slow copy of that, and photos for them."""
    folder = tmp_path_factory.mktemp("scripts")
    source = script.NETWORK.read_text(encoding="utf-8")
    for old, new in SMALL.items():
        source, found = re.subn(old, new, source, flags=re.MULTILINE)
        assert found == 1, old
    for name in ("small.py", "slow.py"):
        (folder / name).write_text(source, encoding="utf-8")
    made = Project(folder)
    made.edit(folder / "slow.py", MAIN, SLOW + MAIN)
    shutil.copy2(samples.PREPARATION, folder)
    shutil.copy2(script.NETWORK, folder)
    np.savez(folder / "photos.npz", **photos(sorted(labels)))
    return made


@pytest.fixture(scope="module")
def whole(place):
    """What a training printed that ran to its end."""
    done = place.run("small.py", "photos.npz", "--model", "whole.keras")
    assert done.returncode == 0, done.stderr
    return done.stdout


@pytest.fixture(scope="module")
def stopped(place):
    """The exit code of a training that was stopped within its second epoch, and what it printed."""
    return place.interrupt("slow.py", "photos.npz", "--model", "model.keras", when="minutes left.*Epoch 2/3.* 4/60")


@pytest.fixture(scope="module")
def other(place, labels, stopped):
    """What the next training printed, which had the same photos but other answers, and ran to its end."""
    arrays = photos(sorted(labels))
    np.savez(place.folder / "other.npz", **arrays | {"y_train": arrays["y_train"][::-1]})
    done = place.run("small.py", "other.npz", "--model", "model.keras")
    assert done.returncode == 0, done.stderr
    return done.stdout


@pytest.fixture(scope="module")
def resumed(place, other):
    """What the training printed that went on where the stopped one had."""
    done = place.run("small.py", "photos.npz", "--model", "model.keras")
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_training_learns_and_says_how_well_and_how_long(place, whole):
    assert begun(whole) == ["1/3", "2/3", "3/3"]
    assert whole.count("about 0 minutes left") == 3
    assert float(re.search(r"^Test Accuracy (.*)$", whole, re.MULTILINE)[1]) > 0.9
    assert backups(place) == []


def test_the_answers_are_in_the_order_of_the_script(place, labels, whole):
    """The file of photos names them in another."""
    assert sorted(labels) != labels
    model = keras.models.load_model(place.folder / "whole.keras", compile=False)
    test = photos(sorted(labels))
    answers = model.predict(test["x_test"].astype("float32") / 256, verbose=0).argmax(axis=1)
    found = [labels[answer] for answer in answers]
    right = np.mean(np.array(found) == test["labels"][test["y_test"]])
    assert right == pytest.approx(float(re.search(r"^Test Accuracy (.*)$", whole, re.MULTILINE)[1]))
    assert right > 0.9


def test_a_stopped_training_says_what_to_do(stopped):
    code, printed, _ = stopped
    assert code == 1
    assert printed.endswith("slow.py: stopped; run it again to go on where the last epoch ended\n")
    assert "Traceback" not in printed


def test_other_answers_to_the_same_photos_are_another_training(other):
    assert begun(other) == ["1/3", "2/3", "3/3"]


def test_a_stopped_training_goes_on_as_if_it_had_not_been(place, whole, resumed):
    assert begun(resumed) == ["2/3", "3/3"]
    for one, two in zip(weights(place.folder / "whole.keras"), weights(place.folder / "model.keras"), strict=True):
        np.testing.assert_allclose(one, two, **EXACT)
    assert backups(place) == []


@pytest.mark.filterwarnings("ignore:__array__ implementation doesn't accept a copy keyword")  # Keras's own
def test_every_epoch_takes_the_photos_in_another_order(place, labels, tmp_path, monkeypatch):
    source, begins = script.load(place.folder / "small.py"), set()
    handed_out = source.Photos.__getitem__

    def noted(self, i):
        batch = handed_out(self, i)
        if i == 0 and len(self) == 9:
            begins.add(batch[0].tobytes())
        return batch
    monkeypatch.setattr(source.Photos, "__getitem__", noted)
    arrays = photos(labels, train=72)
    answers = {part: np.eye(len(labels))[arrays[f"y_{part}"]] for part in ("train", "validation")}
    source.model_train(arrays["x_train"], answers["train"], (arrays["x_validation"], answers["validation"]),
                       tmp_path / "model.keras")
    assert len(begins) == source.epochs


def test_four_other_labels_are_learnt_too(place):
    np.savez(place.folder / "four.npz", **photos(["ants", "bees", "wasps", "flies"]))
    done = place.run("small.py", "four.npz", "--model", "four.keras")
    assert done.returncode == 0, done.stderr
    assert keras.models.load_model(place.folder / "four.keras", compile=False).output_shape == (None, 4)
    assert float(re.search(r"^Test Accuracy (.*)$", done.stdout, re.MULTILINE)[1]) > 0.9


def no_file(path):
    pass


def cut_short(path):
    np.savez(path, **photos(["ants", "bees"]))
    path.write_bytes(path.read_bytes()[:-2000])


def one_array(path):
    with open(path, "wb") as file:
        np.save(file, np.zeros(3))


def without_test_photos(path):
    arrays = photos(["ants", "bees"])
    del arrays["x_test"]
    np.savez(path, **arrays)


NOT_PHOTOS = [no_file, Path.mkdir, Path.touch, lambda path: path.write_text("text"), cut_short, one_array,
              without_test_photos]


@pytest.mark.parametrize("write", NOT_PHOTOS)
def test_what_is_no_file_of_photos_is_named(place, tmp_path, write):
    write(tmp_path / "data.npz")
    with pytest.raises(SystemExit) as end:
        script.load(place.folder / "small.py").main(str(tmp_path / "data.npz"), str(tmp_path / "model.keras"))
    assert end.value.code == f"{tmp_path}/data.npz is not an .npz file of photos; augment_images.py makes one"


def test_photos_of_another_size_and_a_model_of_another_kind_are_refused_at_once(place, tmp_path):
    with pytest.raises(SystemExit) as end:
        script.load(script.NETWORK).main(str(place.folder / "photos.npz"), str(tmp_path / "model.keras"))
    assert re.fullmatch(r".*photos\.npz has photos of shape \(16, 16, 3\); image_size here is \d+", end.value.code)
    with pytest.raises(SystemExit) as end:
        script.load(place.folder / "small.py").main(str(place.folder / "photos.npz"), str(tmp_path / "model.h5"))
    assert end.value.code == f"{tmp_path}/model.h5: the name of the model's file must end in .keras"
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("name", ["creatures_cnn.py", "augment_images.py"])
def test_help_teaches(place, name):
    done = place.run(name, "--help")
    assert done.returncode == 0
    assert f"python {name}" in done.stdout


def test_the_sample_photos_are_enough_to_try_both_scripts(place):
    done = place.run("augment_images.py", str(samples.FOLDER), "out.npz")
    assert done.returncode == 0, done.stderr
    done = place.run("creatures_cnn.py", "out.npz", "--model", "tried.keras", timeout=300)
    assert done.returncode == 0, done.stderr
    assert "Test Accuracy" in done.stdout
    assert (place.folder / "tried.keras").exists()
    assert backups(place) == []
