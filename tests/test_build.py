"""What is stale is built, nothing else is touched, and nothing wrong survives."""

import json
import re
import subprocess
import sys

import pytest

from tests.project import Project


@pytest.fixture(scope="module")
def project(tmp_path_factory, manifest):
    """A built copy; each test leaves it built."""
    made = Project.copy(tmp_path_factory.mktemp("build") / "project")
    done = made.build()
    assert done.returncode == 0, done.stderr
    return made


def built(done) -> int:
    """How many figures a build says it built."""
    assert done.returncode == 0, done.stderr
    return int(re.search(r"^(\d+) figures built", done.stdout, re.MULTILINE)[1])


def test_nothing_changed_builds_nothing_and_imports_nothing_heavy(project):
    before = project.outputs()
    code = ("import sys, build_figures; code = build_figures.main([]); "
            "heavy = {'tensorflow', 'keras', 'matplotlib'} & set(sys.modules); sys.exit(code or str(heavy))")
    done = project.run("-c", code)
    assert "set()" in done.stderr
    assert "0 figures built" in done.stdout
    assert project.outputs() == before


def test_a_build_during_which_a_source_changes_is_not_sealed(project):
    sealed, script = project.folder / ".cache" / "seal.json", project.script.read_text(encoding="utf-8")
    edited = ("import pathlib, build_figures; from diagrams.build import plan; tasks = plan.tasks\n"
              "def edit(*given, **named):\n"
              f"    pathlib.Path({str(project.script)!r}).write_text({script + '# a remark'!r}, 'utf-8')\n"
              "    return tasks(*given, **named)\n"
              "plan.tasks = edit; build_figures.main([])")
    sealed.unlink()
    assert "0 figures built" in project.run("-c", edited).stdout
    assert not sealed.exists()
    project.script.write_text(script, encoding="utf-8")
    assert built(project.build()) == 0
    assert sealed.exists()


def test_the_same_bytes_from_a_fresh_process(project):
    before = project.outputs()
    assert built(project.build("--force")) == len([name for name in before if name.endswith((".svg", ".pdf"))])
    assert project.outputs() == before


def test_an_edited_figure_alone_is_drawn_again(project):
    module, before = project.folder / "diagrams" / "posts" / "relu.py", project.outputs()
    project.edit(module, 'ja="ReLUの前"', 'ja="ReLUを通る前"')
    assert built(project.build()) == 1
    changed = {name for name, data in project.outputs().items() if before[name] != data}
    assert "relu/one_map.ja.svg" in changed
    assert changed <= {"relu/one_map.ja.svg", "fonts/figure-japanese.woff2"}
    project.edit(module, 'ja="ReLUを通る前"', 'ja="ReLUの前"')
    built(project.build())
    assert project.outputs() == before


def test_what_made_a_figure_stale_is_told_and_what_came_of_it_is_shown(project):
    path, page = project.folder / "diagrams/posts/relu.py", project.folder / "report.html"
    text = path.read_text(encoding="utf-8")
    project.edit(path, 'ja="ReLUの前"', 'ja="ReLUを通る前"')
    why = project.run("build_figures.py", "--why", "relu/one_map").stdout.splitlines()
    assert why == ["relu/one_map.ja.svg: changed: its code", "    diagrams.posts.relu.one_map",
                   "relu/one_map.en.svg: up to date"]
    done = project.run("build_figures.py", "--report")
    assert "1 figures and 0 facts differ" in done.stdout, done.stderr
    assert "relu/one_map.ja.svg" in page.read_text(encoding="utf-8")
    assert "relu/one_map.en.svg" not in page.read_text(encoding="utf-8")
    path.write_text(text, encoding="utf-8")
    page.unlink()
    assert built(project.build()) == 0


def test_an_edit_that_is_taken_back_draws_nothing(project):
    module, before = project.folder / "diagrams" / "posts" / "relu.py", project.outputs()
    project.edit(module, 'ja="入る数"', 'ja="入力の数"')
    assert built(project.build()) == 1
    project.edit(module, 'ja="入力の数"', 'ja="入る数"')
    assert built(project.build()) == 0
    assert project.outputs() == before


def test_a_comment_or_docstring_draws_nothing(project):
    shared = project.folder / "diagrams" / "draw" / "canvas.py"
    text = shared.read_text(encoding="utf-8")
    shared.write_text("# a remark\n" + text.replace('"""A sheet', '"""One sheet', 1), encoding="utf-8")
    assert built(project.build()) == 0


def test_the_words_of_a_notice_draw_no_figure_that_is_without(project):
    project.edit(project.folder / "diagrams" / "caveats.py", "drawn with untrained weights", "drawn before training")
    assert built(project.build()) == 0


def test_a_changed_stroke_draws_the_figures_that_use_it(project):
    palette, before = project.folder / "diagrams" / "draw" / "palette.py", project.outputs()
    project.edit(palette, '"#b9c1ca"', '"#b9c1cb"')
    drawn = built(project.build())
    changed = [name for name, data in project.outputs().items() if before[name] != data]
    assert 0 < len(changed) <= drawn
    clean = project.outputs()
    assert built(project.build("--force")) == len([name for name in before if name.endswith((".svg", ".pdf"))])
    assert project.outputs() == clean
    project.edit(palette, '"#b9c1cb"', '"#b9c1ca"')
    built(project.build())
    assert project.outputs() == before


def test_a_stroke_that_one_post_uses_draws_no_figure_of_another(project):
    products, before = project.folder / "diagrams" / "draw" / "products.py", project.outputs()
    text = products.read_text(encoding="utf-8")
    project.edit(products, "SIGNS = 16", "SIGNS = 17")
    assert 0 < built(project.build()) < 10
    assert {name.partition("/")[0] for name, data in project.outputs().items() if before[name] != data} == {"conv2d"}
    products.write_text(text + "\n\ndef new():\n    return 1\n", encoding="utf-8")
    built(project.build())
    assert project.outputs() == before
    products.write_text(text, encoding="utf-8")
    assert built(project.build()) == 0


def test_a_layer_that_is_asked_for_by_way_of_another_module(project):
    relu, blocks = (project.folder / "diagrams" / name for name in ("posts/relu.py", "blocks.py"))
    before, texts = project.outputs(), [path.read_text(encoding="utf-8") for path in (relu, blocks)]
    project.edit(relu, 'def one_map(say: Say, relu: TracedLayer = Layer("ReLU", maps=True))',
                 "def one_map(say: Say, relu: TracedLayer = FOLLOWED)")
    project.edit(relu, "import numpy as np\n", "import numpy as np\nfrom diagrams.blocks import FOLLOWED\n")
    added = '\n\nfrom diagrams.inputs import Layer\nFOLLOWED = Layer("ReLU", maps=True)\n'
    blocks.write_text(texts[1] + added, encoding="utf-8")
    built(project.build())
    assert project.outputs() == before
    project.edit(blocks, 'Layer("ReLU", maps=True)', 'Layer("ReLU", nth=2, maps=True)')
    assert built(project.build()) == 2
    assert project.outputs()["relu/one_map.en.svg"] != before["relu/one_map.en.svg"]
    relu.write_text(texts[0], encoding="utf-8")
    blocks.write_text(texts[1], encoding="utf-8")
    assert built(project.build()) == 0
    assert project.outputs() == before


def test_what_was_drawn_with_code_that_is_no_longer_there_is_not_kept(project):
    code = ("import sys, build_figures; from diagrams.build import files; files.CODE_THAT_RUNS = 'of before'; "
            "sys.exit(build_figures.main(['relu', '--force']))")
    done, before = project.run("-c", code), project.outputs()
    assert done.returncode == 2
    assert "the code was changed while figures were drawn; build again" in done.stderr
    assert project.outputs() == before


def test_the_settings_of_this_machine_change_no_figure(project):
    before = project.outputs()
    (project.folder / "matplotlibrc").write_text("axes.linewidth: 4\nlines.linewidth: 7\n")
    built(project.build("relu", "--force"))
    (project.folder / "matplotlibrc").unlink()
    assert project.outputs() == before


def test_files_changed_deleted_or_added_by_hand_are_put_right(project):
    before = project.outputs()
    (project.figures / "relu" / "one_map.en.svg").write_text("<svg/>")
    (project.figures / "relu" / "numbers.ja.svg").unlink()
    (project.figures / "relu" / "post.json").write_text("{}")
    (project.figures / "relu" / "old.ja.svg").write_text("<svg/>")
    (project.figures / "gone").mkdir()
    (project.figures / "gone" / "old.en.svg").write_text("<svg/>")
    checked = project.build("--check")
    assert checked.returncode == 1
    assert "relu/one_map.en.svg: its file was changed by other hands" in checked.stdout
    assert "relu/numbers.ja.svg: its file is missing" in checked.stdout
    assert built(project.build()) == 0
    assert project.outputs() == before


def test_a_poster_changed_deleted_or_added_by_hand_is_put_right(tmp_path, manifest):
    project = Project.copy(tmp_path / "project", ("review",))
    built(project.build())
    before, folder = project.outputs(), project.figures / "review"
    (folder / "poster.en.pdf").write_bytes(b"%PDF-1.4")
    (folder / "poster.ja.pdf").unlink()
    (folder / "old.ja.pdf").write_bytes(b"%PDF-1.4")
    checked = project.build("--check")
    assert checked.returncode == 1
    assert "review/poster.en.pdf: its file was changed by other hands" in checked.stdout
    assert "review/poster.ja.pdf: its file is missing" in checked.stdout
    assert built(project.build()) == 0
    assert project.outputs() == before


def test_check_is_silent_about_what_is_right(project):
    done = project.build("--check")
    first, *others = done.stdout.splitlines()
    assert (done.returncode, first) == (0, "everything is up to date")
    assert all(line.startswith("experiment ") for line in others)  # whose results are those of an earlier network


def test_a_figure_that_raises_stops_no_other(project):
    module, before = project.folder / "diagrams" / "posts" / "relu.py", project.outputs()
    text = module.read_text(encoding="utf-8")
    broken = re.sub(r"(def one_map\(.*?\n)", r"\1    raise RuntimeError('on purpose')\n", text)
    module.write_text(broken.replace('ja="入る数"', 'ja="入る値"'), encoding="utf-8")
    done = project.build()
    assert done.returncode == 1
    assert "on purpose" in done.stderr
    assert "while making relu/one_map" in done.stderr
    assert project.outputs()["relu/one_map.ja.svg"] == before["relu/one_map.ja.svg"]
    assert project.outputs()["relu/numbers.ja.svg"] != before["relu/numbers.ja.svg"]
    module.write_text(text, encoding="utf-8")
    built(project.build())
    assert project.outputs() == before


def test_two_builds_at_once_end_alike(project):
    before = project.outputs()
    for name in ("one_map", "numbers", "layers"):
        (project.figures / "relu" / f"{name}.en.svg").unlink()
    command = [sys.executable, "build_figures.py"]
    both = [subprocess.Popen(command, cwd=project.folder, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
            for _ in range(2)]
    ends = [process.communicate() for process in both]
    assert [process.returncode for process in both] == [0, 0], ends
    assert project.outputs() == before


def test_the_list_names_post_figure_state_and_reason(project):
    (project.figures / "relu" / "one_map.en.svg").unlink()
    lines = project.build("--list").stdout.splitlines()
    assert any(line.split()[:3] == ["relu", "one_map", "stale"] and "missing" in line for line in lines)
    assert any(line.split()[:2] == ["relu", "numbers"] and "up to date" in line for line in lines)
    assert built(project.build("relu")) == 0
    assert (project.figures / "relu" / "one_map.en.svg").is_file()


def test_own_photo_goes_into_a_folder_of_its_own(project):
    before = project.outputs()
    photo = project.folder / "docs" / "samples" / "cats_kitten.jpg"
    done = project.build("relu", "--sample", str(photo))
    assert done.returncode == 0, done.stderr
    own = project.folder / "own-figures" / "cats_kitten" / "relu"
    assert json.loads((own / "post.json").read_text(encoding="utf-8"))["number"] == 8
    assert (own / "one_map.ja.svg").read_bytes() != before["relu/one_map.ja.svg"]
    assert project.outputs() == before
    assert project.build("--check").returncode == 0


@pytest.mark.parametrize(("arguments", "message"), [
    (["reluu"], "no post is named reluu; there are "),
    (["--sample", "nowhere.jpg"], "nowhere.jpg: no such photo"),
    (["--sample", "mkdocs.yml"], "mkdocs.yml: not a photo that can be read"),
])
def test_a_mistake_gets_one_line(project, arguments, message):
    done = project.build(*arguments)
    assert done.returncode == 2
    assert message in done.stderr
    assert "Traceback" not in done.stderr


def test_a_damaged_cache_heals(project):
    before = project.outputs()
    arrays = sorted((project.folder / ".cache" / "arrays").glob("*.npy"), key=lambda path: path.stat().st_size)
    for path in (arrays[0], arrays[-1]):
        data = path.read_bytes()
        path.unlink()
        path.write_bytes(data[: len(data) // 2])
    manifest = project.folder / ".cache" / "manifests" / "0.json"
    manifest.write_text("{")
    built(project.build("--force"))
    assert project.outputs() == before
    [record] = [path for path in (project.folder / ".cache" / "records").glob("*.json")
                if "relu" in path.read_text(encoding="utf-8") and "conv2d" in path.read_text(encoding="utf-8")]
    record.write_text('{"posts": []}', encoding="utf-8")
    built(project.build())
    assert project.outputs() == before


def test_looking_while_building_harms_neither(project):
    script = project.folder / "docs" / "script" / "creatures_cnn.py"
    script.write_text(script.read_text(encoding="utf-8") + "# a remark\n", encoding="utf-8")
    processes = [subprocess.Popen([sys.executable, "build_figures.py", *arguments], cwd=project.folder,
                                  stdout=subprocess.PIPE, stderr=subprocess.PIPE)
                 for arguments in ([], ["--list"], ["--check"])]
    ends = [process.communicate() for process in processes]
    assert [process.returncode for process in processes] == [0, 0, 0], ends
