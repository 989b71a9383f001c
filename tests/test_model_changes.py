"""The author changes the model: what still fits stays, the rest says so, nothing breaks."""

import json
import re

import pytest

from tests.project import Project

FIRST = "model.add(Conv2D(32, (3, 3), padding='same'))"


@pytest.fixture
def project(tmp_path, manifest):
    return Project.copy(tmp_path / "project")


def summary(project, post: str) -> dict:
    return json.loads((project.figures / post / "post.json").read_text(encoding="utf-8"))


def manifest_of(project) -> dict:
    return json.loads((project.folder / ".cache" / "manifest.json").read_bytes())


def notices(project, post: str) -> int:
    """How many figures of a post carry the visible notice."""
    return sum("untrained weights" in path.read_text(encoding="utf-8")
               for path in (project.figures / post).glob("*.en.svg"))


def test_other_filters_and_kernel(project):
    """The first two convolutions no longer fit; everything from the first on is untrained and says so."""
    project.edit(project.script, FIRST, "model.add(Conv2D(16, (5, 5), padding='same'))")
    done = project.build()
    assert done.returncode == 0, done.stderr
    for post in ("conv2d", "relu", "maxpooling2d"):
        assert summary(project, post)["untrained"]
        assert notices(project, post) > 0
    assert "未訓練" in (project.figures / "relu" / "one_map.ja.svg").read_text(encoding="utf-8")
    assert summary(project, "relu")["facts"]["maps"]["value"] == 16


def test_other_pooling_photo_size_and_labels(project):
    """The convolutions keep their trained weights; only what comes after the changed Dense is untrained."""
    project.edit(project.script, "pool_size=(2, 2)", "pool_size=(3, 3)")
    project.edit(project.script, "image_size = 100", "image_size = 72")
    project.edit(project.script, '"birds", "fish", "lizards"]', '"newts"]')
    done = project.build()
    assert done.returncode == 0, done.stderr
    trained = {f"{layer['kind']} {layer['nth']}": layer["trained"] for layer in manifest_of(project)["layers"]}
    assert trained["Conv2D 4"]
    assert not trained["Dense 1"]
    assert not trained["Softmax 1"]
    assert notices(project, "conv2d") == 0
    assert summary(project, "relu")["facts"]["shape"]["value"] == [72, 72, 32]


def test_activation_inside_the_layer_is_two_steps(project):
    """The same network written otherwise gives the same pictures."""
    project.build()
    before = project.outputs()
    text = project.script.read_text(encoding="utf-8")
    joined = re.sub(r"padding='same'\)\)\n  model.add\(Activation\('relu'\)\)",
                    "padding='same', activation='relu'))", text)
    assert joined != text
    project.script.write_text(joined, encoding="utf-8")
    done = project.build()
    assert done.stdout.startswith("0 figures built"), done.stdout + done.stderr
    assert {name for name, data in project.outputs().items() if before[name] != data} <= {
        f"{post}/post.json" for post in ("conv2d", "relu", "maxpooling2d")}


def test_a_missing_layer_is_one_line_and_nothing_is_half_built(project):
    project.build()
    before = project.outputs()
    text = project.script.read_text(encoding="utf-8")
    project.script.write_text(re.sub(r" *model.add\(MaxPooling2D.*\n", "", text), encoding="utf-8")
    done = project.build()
    assert done.returncode == 2
    assert "post maxpooling2d, figure winners: the network has no MaxPooling2D layer" in done.stderr
    assert "Traceback" not in done.stderr
    assert project.outputs() == before


def test_a_script_that_does_not_run_is_named(project):
    project.edit(project.script, "return model\n\n\ndef model_train", "return modell\n\n\ndef model_train")
    done = project.build()
    assert done.returncode == 2
    assert "modell" in done.stderr
