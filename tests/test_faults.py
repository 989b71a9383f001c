"""Whatever goes wrong in a build: one line says what, nothing half made is left, the next build is right."""

import json
import os
import re
import resource
import shutil
import subprocess
import sys
import time

import pytest

from tests.project import Project, environment

POST = "relu"
DRAWN = re.compile(r"^\[\d+/\d+\] (.+\.svg)\s*$", re.M)
HEEDS_PERMISSIONS = ["setpriv", "--bounding-set", "-dac_override"] if os.geteuid() == 0 else []


@pytest.fixture(scope="module")
def built(tmp_path_factory, manifest):
    """A project whose figures are all built, and what they are."""
    project = Project.copy(tmp_path_factory.mktemp("faults") / "project")
    assert project.build().returncode == 0
    return project, project.outputs()


@pytest.fixture
def project(built):
    """The same with the figures of one post not drawn yet."""
    forget(built[0])
    return built[0]


def forget(project: Project):
    """As if the figures of the post had never been drawn."""
    shutil.rmtree(project.figures / POST, ignore_errors=True)
    shutil.rmtree(project.folder / ".cache" / "drawn", ignore_errors=True)
    for path in (project.folder / ".cache" / "records").iterdir():
        record = json.loads(path.read_bytes())
        record["outputs"] = {name: output for name, output in record["outputs"].items() if not name.startswith(POST)}
        path.write_text(json.dumps(record), encoding="utf-8")


def run(project: Project, before=(), **options) -> subprocess.CompletedProcess:
    return subprocess.run([*before, sys.executable, "build_figures.py"], cwd=project.folder, capture_output=True,
                          text=True, env=environment(), check=False, **options)


def assert_right(project: Project, wanted: dict[str, bytes], most_drawn: int):
    """The next build makes what is missing and nothing else; nothing strange lies around."""
    done = project.build()
    assert done.returncode == 0, done.stderr
    assert project.outputs() == wanted
    assert len(DRAWN.findall(done.stderr)) <= most_drawn
    assert not [path for path in project.folder.rglob("*") if ".part" in path.name]


def figures_of(wanted: dict[str, bytes]) -> int:
    return sum(name.startswith(f"{POST}/") and name.endswith(".svg") for name in wanted)


def test_a_killed_build_loses_no_more_than_what_was_being_drawn(project, built):
    process = subprocess.Popen([sys.executable, "build_figures.py", "--jobs", "2"], cwd=project.folder, text=True,
                               stderr=subprocess.PIPE, env=environment(), start_new_session=True)
    with process:
        drawn = [next(line for line in process.stderr if line.startswith("[")) for _ in range(5)]
        process.kill()
    assert drawn[-1].startswith("[5/")
    assert_right(project, built[1], figures_of(built[1]) - len(DRAWN.findall("".join(drawn[:-1]))))


def test_the_workers_of_a_killed_build_end(project):
    process = subprocess.Popen([sys.executable, "build_figures.py"], cwd=project.folder, stderr=subprocess.PIPE,
                               env=environment(), start_new_session=True)
    with process:
        next(line for line in process.stderr if line.startswith(b"["))
        process.kill()
    end = time.monotonic() + 20
    while any_of_group(process.pid):
        assert time.monotonic() < end, "workers go on"
        time.sleep(0.1)


def any_of_group(group: int) -> bool:
    try:
        os.killpg(group, 0)
    except ProcessLookupError:
        return False
    return True


def test_a_full_disk(project, built):
    """A limit on the size of files fails like a full disk does, in the middle of a write."""
    limit = max(map(len, built[1].values())) - 1000
    done = run(project, preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit)))
    assert done.returncode == 2
    last = done.stderr.splitlines()[-1]
    assert last.startswith("build_figures: ")
    assert re.search(r"\.svg cannot be written: File too large$", last)
    assert "Traceback" not in done.stderr
    assert_right(project, built[1], figures_of(built[1]))


def test_a_folder_that_is_read_only(project, built):
    project.figures.chmod(0o555)
    try:
        done = run(project, HEEDS_PERMISSIONS)
    finally:
        project.figures.chmod(0o755)
    assert done.returncode == 2
    assert re.search(rf"^build_figures: .*{POST}.* cannot be written: Permission denied", done.stderr, re.M)
    assert "Traceback" not in done.stderr
    assert_right(project, built[1], figures_of(built[1]))


def test_a_file_where_the_folder_should_be(project, built):
    (project.figures / POST).write_text("mine")
    done = project.build()
    assert done.returncode == 2
    assert re.search(rf"^build_figures: .*{POST}.* cannot be written: ", done.stderr, re.M)
    (project.figures / POST).unlink()
    assert_right(project, built[1], figures_of(built[1]))


@pytest.mark.parametrize("moment", ["running the network", r"\[3/"])
def test_ctrl_c_leaves_no_mess(project, built, moment):
    if moment.startswith("running"):
        for path in (project.folder / ".cache" / "manifests").iterdir():
            path.unlink()
    code, printed = project.interrupt("build_figures.py", when=moment)
    assert code == 130
    assert printed.splitlines()[-1] == "stopped; the figures that were finished are kept"
    assert "Traceback" not in printed
    finished = DRAWN.findall(printed)[:-1]  # the last one may have been interrupted
    assert_right(project, built[1], figures_of(built[1]) - len(finished))
