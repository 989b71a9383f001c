"""The author changes the model: what still fits stays, the rest says so, nothing breaks."""

import json
import re

import pytest

from diagrams import script
from tests.project import DRAWN, Project

FIRST, SECOND = (line.strip() for line in script.NETWORK.read_text(encoding="utf-8").splitlines()
                 if "add(Conv2D(32" in line)


@pytest.fixture
def project(tmp_path, manifest):
    return Project.copy(tmp_path / "project")


def shrink(project, size=36):
    """Photos so small that the network runs in half the time."""
    project.edit(project.script, "image_size = 100", f"image_size = {size}")


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
    shrink(project)
    project.edit(project.script, FIRST, "model.add(Conv2D(16, (5, 5), padding='same'))")
    done = project.build()
    assert done.returncode == 0, done.stderr
    for post in ("conv2d", "relu", "maxpooling2d"):
        assert "untrained" in summary(project, post)["caveats"]
        assert notices(project, post) > 0
    assert "outdated" in summary(project, "evaluate")["caveats"]  # the card is that of the network before
    assert "未訓練" in (project.figures / "relu" / "one_map.ja.svg").read_text(encoding="utf-8")
    assert summary(project, "relu")["facts"]["maps"]["value"] == 16
    project.edit(project.folder / "diagrams" / "caveats.py", "drawn with untrained weights", "drawn before training")
    again = project.build()
    assert f"{len(told(project, 'drawn before training'))} figures built" in again.stdout, again.stderr
    assert not told(project, "drawn with untrained weights")


def told(project, words: str) -> list[str]:
    """The figures that say so."""
    return [path.name for path in project.figures.glob("*/*.en.svg") if words in path.read_text(encoding="utf-8")]


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
    joined = re.sub(r"(Conv2D\(.*padding='same'.*)\)\)\n  model.add\(Activation\('relu'\)\)",
                    r"\1, activation='relu'))", text)
    assert joined != text
    project.script.write_text(joined, encoding="utf-8")
    done = project.build()
    assert done.returncode == 0, done.stderr
    changed = {name for name, data in project.outputs().items() if before[name] != data and "post.json" not in name}
    count_lines_of_code = {"relu/two_steps", "maxpooling2d/whole_way"}
    of_the_script_as_it_was = {"evaluate/confusion", "evaluate/left_over", "evaluate/reliability", "relu/trained",
                               "relu/silenced", "maxpooling2d/trained"}
    assert {name.partition(".")[0] for name in changed} - {"fonts/figure-sans", "fonts/figure-japanese"} == (
        count_lines_of_code | of_the_script_as_it_was)
    assert project.build("--check").returncode == 0


def test_another_dense_layer_draws_no_convolution(project):
    project.build()
    before = project.outputs()
    project.edit(project.script, "Dense(512)", "Dense(500)")
    done = project.build()
    assert done.returncode == 0, done.stderr
    drawn = DRAWN.findall(done.stderr)
    assert any(name.startswith("evaluate/") for name in drawn)
    assert [name for name in drawn if name.startswith(("conv2d/", "maxpooling2d/each_map."))] == []
    after = project.outputs()
    assert all(after[name] == data for name, data in before.items() if name.startswith("conv2d/") and "svg" in name)


def test_a_missing_layer_is_one_line_and_nothing_is_half_built(project):
    project.build()
    before = project.outputs()
    shrink(project, 20)  # or Dense would read half a million numbers
    text = project.script.read_text(encoding="utf-8")
    project.script.write_text(re.sub(r" *model.add\(MaxPooling2D.*\n", "", text), encoding="utf-8")
    done = project.build()
    assert done.returncode == 2
    assert done.stderr.splitlines()[-1].startswith("build_figures: post maxpooling2d, figures winners, ")
    assert done.stderr.endswith(": the network has no MaxPooling2D layer\n")
    assert "Traceback" not in done.stderr
    assert project.outputs() == before


def test_a_script_that_does_not_run_is_named(project):
    project.edit(project.script, "return model\n\n\ndef model_train", "return modell\n\n\ndef model_train")
    done = project.build()
    assert done.returncode == 2
    line = project.script.read_text(encoding="utf-8").splitlines().index("  return modell") + 1
    assert done.stderr.splitlines()[-1] == (f"build_figures: creatures_cnn.py, line {line}: NameError: "
                                            "name 'modell' is not defined")


def trained(project) -> list[str]:
    """The kinds of the layers that have trained weights, or need none, and so have all before them."""
    done = project.run("-c", "from diagrams import network\nfound = network.load()\n"
                             "print(*(kind for n, kind in enumerate(found.kinds) if found.is_trained_up_to(n)))")
    assert done.returncode == 0, done.stderr
    return done.stdout.split()


def test_other_labels_leave_the_last_layer_untrained(project):
    project.edit(project.script, '["dogs", "cats"', '["cats", "dogs"')
    assert trained(project).count("Dense") == 1


def test_a_layer_put_in_takes_no_weights_from_its_neighbour(project):
    line = f"  {SECOND}\n"
    project.edit(project.script, line, line * 2)
    assert trained(project).count("Conv2D") == 2


def test_another_seed_does_not_change_what_training_began_with(project, manifest):
    project.edit(project.script, "seed = 0", "seed = 1")
    done = project.run("-m", "diagrams.trace", "traced", "traced/manifest.json")
    assert done.returncode == 0, done.stderr
    found = json.loads((project.folder / "traced" / "manifest.json").read_bytes())
    assert all(layer["trained"] for layer in found["layers"])
    assert found["probes"]["initial_filters"]["arrays"] == manifest["probes"]["initial_filters"]["arrays"]


@pytest.mark.parametrize(("old", "new", "message"), [
    (SECOND, "model.add(Conv2D(32, (3, 3), dilation_rate=2))", "the 2nd Conv2D layer has dilation_rate=(2, 2)"),
    ("Activation('relu')", "Activation('tanh')", "gradient, facts: the network has no ReLU layer"),
    ("return model\n\n\ndef model_train", "return\n\n\ndef model_train", "TypeError: build_model must return"),
    ("image_size = 100", "image_size = 8", "creatures_cnn.py, line "),
    ("import keras\n", "import kerass\n", "creatures_cnn.py, line 1"),
    ("def build_model", "def build_model(", "SyntaxError"),
])
def test_what_cannot_be_shown_or_run_is_said_in_lines_without_a_traceback(project, old, new, message):
    before = project.outputs()
    if "image_size" not in old:
        shrink(project)
    project.edit(project.script, old, new)
    done = project.build()
    assert done.returncode == 2
    assert message in done.stderr
    assert "Traceback" not in done.stderr
    assert project.outputs() == before
