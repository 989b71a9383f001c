"""The script on several devices: each takes its share of every batch, and the script has no line about it."""

import re
import shutil

import keras
import numpy as np
import pytest

from diagrams import script
from diagrams.build.tracing import ROOT
from tests.project import Project

pytestmark = pytest.mark.filterwarnings("ignore:__array__ implementation doesn't accept a copy keyword")  # Keras's own

SMALL = {r"^epochs = \d+": "epochs = 1", r"^batch_size = \d+": "batch_size = 32", r"Dense\(512": "Dense(8",
         r"^image_size = \d+": "image_size = 16"}
TOLERANCE = 1e-3  # shares of a batch are summed in another order, and each step builds on the last


@pytest.fixture(scope="module")
def project(tmp_path_factory):
    """The script made small, without dropout, whose masks differ from device to device; photos of two colours."""
    project = Project(tmp_path_factory.mktemp("project"))
    shutil.copytree(ROOT / "diagrams", project.folder / "diagrams", ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copytree(script.FOLDER, project.script.parent)
    text = project.script.read_text(encoding="utf-8")
    for old, new in SMALL.items():
        text, found = re.subn(old, new, text, flags=re.MULTILINE)
        assert found
    project.script.write_text("".join(line for line in text.splitlines(keepends=True) if "add(Dropout" not in line),
                              encoding="utf-8")
    rng = np.random.default_rng(0)
    arrays = {"labels": np.array(["dark", "light"])}
    for part, n in (("train", 161), ("validation", 67), ("test", 8)):
        arrays[f"y_{part}"] = y = (np.arange(n) % 2).astype(np.uint8)
        arrays[f"x_{part}"] = (rng.integers(0, 128, (n, 16, 16, 3)) + 128 * y[:, None, None, None]).astype(np.uint8)
    np.savez(project.folder / "photos.npz", **arrays)
    return project


def trained(project, *options: str) -> tuple[str, list[np.ndarray]]:
    """What `python -m diagrams.train` prints, and the weights that it saves."""
    done = project.run("-m", "diagrams.train", "photos.npz", "--model", "model.keras", *options)
    assert done.returncode == 0, done.stderr
    return done.stdout, keras.models.load_model(project.folder / "model.keras", compile=False).get_weights()


def test_two_devices_train_the_same_network_as_one(project):
    _, alone = trained(project)
    said, together = trained(project, "--virtual-devices", "2")
    assert "Test Accuracy" in said
    for one, other in zip(alone, together, strict=True):
        np.testing.assert_allclose(other, one, atol=TOLERANCE)


def test_the_script_answers_for_what_is_not_meant_for_the_devices(project):
    done = project.run("-m", "diagrams.train", "nothing.npz")
    assert done.returncode == 1
    assert done.stderr.splitlines()[-1].startswith("nothing.npz")


def test_help_teaches(project):
    done = project.run("-m", "diagrams.train", "--help")
    assert done.returncode == 0
    assert "--virtual-devices" in done.stdout
    assert "KERAS_BACKEND=jax" in done.stdout
