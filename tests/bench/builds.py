"""How fast are builds? Ratios measured in one run, on a copy of the real project."""

import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from diagrams.build import modules
from tests.bench.table import Found, show
from tests.project import Project, environment

TIMES = 5
FIGURE = "diagrams/posts/relu.py"
NOTHING = "import json, hashlib"
DRAW = """
import json
import matplotlib.backends.backend_svg, matplotlib.figure
from diagrams.build import files, modules, worker
from diagrams.build.task import Task
worker.manifest.update(json.loads((files.CACHE / "manifest.json").read_bytes()))
for post in {posts!r}:
    about = modules.describe(post)
    for name in {names!r} or about["figures"]:
        for language in ("ja", "en"):
            task = Task(post, name, language, about["asks"][name], {{}}, (), (), "")
            assert worker.make(task)[2], task
"""


def seconds(project: Project, *command: str, before: Callable[[], None] = lambda: None, times: int = TIMES) -> float:
    """The shortest of several runs, each after `before`; Python keeps its bytecode, as it does for everybody."""
    found, surroundings = [], {name: value for name, value in environment().items() if "BYTECODE" not in name}
    for _ in range(times):
        before()
        start = time.perf_counter()
        subprocess.run([sys.executable, *command], cwd=project.folder, env=surroundings, check=True,
                       stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        found.append(time.perf_counter() - start)
    return min(found)


def edits(project: Project, old: str, new: str) -> Callable[[], None]:
    """An edit that is another one each time."""
    path, many = project.folder / FIGURE, iter(range(10 ** 6))
    original = path.read_text(encoding="utf-8")
    assert old in original
    return lambda: path.write_text(original.replace(old, new.format(next(many))), encoding="utf-8") and None


def forget(project: Project) -> None:
    """Nothing is known of any build."""
    for folder in (project.folder / ".cache", project.figures):
        shutil.rmtree(folder, ignore_errors=True)


def measured(project: Project) -> list[Found]:
    """Each build, as a ratio to what must be done at least."""
    build = "build_figures.py"
    one = seconds(project, "-c", DRAW.format(posts=["relu"], names=["one_map"]))
    everything = seconds(project, "-c", DRAW.format(posts=modules.names(), names=[]), times=2)
    nothing = seconds(project, build)
    code = seconds(project, build, before=edits(project, "HALF = 166\n", "HALF = 166\n# {0}\nHALF = 166 + 0 * {0}\n"))
    figure = seconds(project, build, before=edits(project, "top + height + 18,", "top + height + 18 + 0 * {0},"))
    label = seconds(project, build, before=edits(project, 'ja="ReLUの前"', 'ja="ReLUの前{0}"'))
    trace = seconds(project, "-m", "diagrams.trace", "traced", "traced/manifest.json", times=2)
    cold = seconds(project, build, before=lambda: forget(project), times=2)
    wanted = [("nothing changed", nothing, seconds(project, "-c", NOTHING), 4),
              ("one figure edited", figure, one, 1.3), ("one label edited", label, one, 1.3),
              ("a constant of a post edited", code, one, float("inf")),
              ("from nothing", cold, trace + everything / (os.cpu_count() or 1), 1.25)]
    return [(what, took / least, most, f"{took:.2f} s") for what, took, least, most in wanted]


def main() -> int:
    with tempfile.TemporaryDirectory() as folder:
        project = Project.copy(Path(folder) / "project", ())
        assert project.build().returncode == 0
        return show("ratio to the least that a build must do", measured(project))


if __name__ == "__main__":
    sys.exit(main())
