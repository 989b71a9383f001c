"""Whatever goes wrong in a build: one line says what, nothing half made is left, the next build is right."""

import json
import os
import re
import resource
import shutil
import signal
import subprocess
import sys
import time

import pytest

from tests.project import Project, any_of_group, deadline, environment

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
    assert len(DRAWN.findall(done.stderr)) <= most_drawn
    assert project.outputs() == wanted
    assert_nothing_half(project, wanted)


def assert_nothing_half(project: Project, wanted: dict[str, bytes]):
    """What is there is as it will be; no part of a file lies anywhere."""
    assert project.outputs().items() <= wanted.items()
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


@pytest.mark.parametrize("kind", ["svg", "npy"])
def test_a_file_that_grows_too_large(project, built, kind):
    """A limit on the size of files fails like a full disk does, in the middle of a write."""
    limit = max(map(len, built[1].values())) - 1000 if kind == "svg" else 50_000
    if kind == "npy":
        shutil.rmtree(project.folder / ".cache" / "arrays")
    done = run(project, preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit)))
    assert_told(done, rf"\.{kind} cannot be written: File too large$")
    assert_nothing_half(project, built[1])
    assert_right(project, built[1], figures_of(built[1]))


def assert_told(done: subprocess.CompletedProcess, words: str):
    """The last line says what went wrong, and the exit code that something did."""
    assert done.returncode == 2, done.stderr
    assert re.search("^build_figures: .*" + words, done.stderr.splitlines()[-1])
    assert "Traceback" not in done.stderr


MOUNTS = ["unshare", "--mount", "--map-root-user"]
FILLS_UP = """
mount -t tmpfs -o size={space} tmpfs {folder}
python build_figures.py
echo "exit code $?" >&2
find . -name ".part*" >&2
mount -o remount,size=100m {folder}
python build_figures.py && mkdir -p ../{name}/docs && cp -r docs/figures ../{name}/docs
"""


def lets_mount() -> bool:
    trial = [*MOUNTS, "mount", "-t", "tmpfs", "tmpfs", "/tmp"]
    return bool(shutil.which("unshare")) and subprocess.run(trial, capture_output=True, check=False).returncode == 0


@pytest.mark.skipif(not lets_mount(), reason="this machine lets nobody mount a small disk")
@pytest.mark.parametrize(("folder", "space"), [
    ("docs/figures", "300k"), (".cache/drawn", "300k"), (".cache/records", "40k")])
def test_a_disk_that_is_full(project, built, folder, space):
    (project.folder / folder).mkdir(exist_ok=True)
    script = FILLS_UP.format(folder=folder, space=space, name=folder.replace("/", "-"))
    done = subprocess.run([*MOUNTS, "sh", "-c", script], cwd=project.folder, capture_output=True, text=True,
                          env=environment() | {"PATH": f"{os.path.dirname(sys.executable)}:{os.environ['PATH']}"},
                          check=False)
    assert done.returncode == 0, done.stderr
    full, again = done.stderr.split("exit code 2\n")
    assert re.search(r"^build_figures: .* cannot be written: No space left on device$", full.splitlines()[-1])
    assert "Traceback" not in done.stderr
    assert ".part" not in again
    assert Project(project.folder.parent / folder.replace("/", "-")).outputs() == built[1]


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
    ended = project.interrupt("build_figures.py", when=moment)
    assert ended.code == 130
    assert ended.printed.splitlines()[-1] == "stopped; the figures that were finished are kept"
    assert "Traceback" not in ended.printed
    assert ended.seconds < 10, "make bench asks for one second, of a machine that does nothing else"
    assert_nothing_half(project, built[1])
    finished = DRAWN.findall(ended.printed)[:-1]  # the last one may have been interrupted
    assert_right(project, built[1], figures_of(built[1]) - len(finished))


def test_what_is_edited_before_the_network_has_read_it_is_not_taken_for_what_was_there(project, built):
    text = project.script.read_text(encoding="utf-8")
    shutil.rmtree(project.folder / ".cache" / "manifests")
    process = subprocess.Popen([sys.executable, "build_figures.py"], cwd=project.folder, text=True,
                               stderr=subprocess.PIPE, env=environment(), start_new_session=True)
    with process, deadline(process, 200):
        next(line for line in process.stderr if "running the network" in line)
        project.edit(project.script, "image_size = 100", "image_size = 48")
        assert "running the network" in next(process.stderr), "the edit was not seen"
        os.killpg(process.pid, signal.SIGKILL)
    project.script.write_text(text, encoding="utf-8")
    assert_right(project, built[1], figures_of(built[1]))
