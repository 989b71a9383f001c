"""A copy of the project that a test may change, and its commands run in fresh processes."""

import contextlib
import os
import re
import shutil
import signal
import subprocess
import sys
import threading
import time
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

from diagrams.build.tracing import ROOT

COPIED = ("build_figures.py", "diagrams", "docs", "mkdocs.yml", "pyproject.toml")
DRAWN = re.compile(r"^\[\d+/\d+\] (.+\.(?:svg|pdf))$", re.M)  # what a build says of each
FEW = ("conv2d", "relu", "maxpooling2d", "evaluate")  # enough to see how a build works, however long the series is


def environment() -> dict[str, str]:
    """What commands run with: silent TensorFlow, and no bytecode beside the sources."""
    return os.environ | {"TF_CPP_MIN_LOG_LEVEL": "3", "PYTHONDONTWRITEBYTECODE": "1"}


def heed_ctrl_c() -> None:
    """A process started in the background would ignore it."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)


def any_of_group(group: int) -> bool:
    """Whether a process of this group is left."""
    try:
        os.killpg(group, 0)
    except ProcessLookupError:
        return False
    return True


@contextlib.contextmanager
def deadline(process: subprocess.Popen, seconds: int):
    """End a process that hangs, and all that it has started, so that whoever waits for it goes on."""
    timer = threading.Timer(seconds, os.killpg, (process.pid, signal.SIGKILL))
    timer.start()
    try:
        yield
    finally:
        timer.cancel()


def link(source: str, target: str) -> None:
    """Files of the cache are never changed in place, so a copy may share them."""
    try:
        os.link(source, target)
    except OSError:
        shutil.copy2(source, target)


class Interrupted(NamedTuple):
    """How a command ended after Ctrl-C, all that it printed, and after how long its last process had ended."""

    code: int
    printed: str
    seconds: float


@dataclass(frozen=True)
class Project:
    """A project folder of its own."""

    folder: Path

    @classmethod
    def copy(cls, folder: Path, posts: tuple[str, ...] = FEW) -> "Project":
        """The project as it is now, its built figures and traces included, with some of its posts or (()) with all."""
        folder.mkdir()
        ignored = shutil.ignore_patterns("__pycache__")
        for name in COPIED:
            source = ROOT / name
            if source.is_dir():
                shutil.copytree(source, folder / name, ignore=ignored)
            else:
                shutil.copy2(source, folder / name)
        shutil.copytree(ROOT / ".cache", folder / ".cache", copy_function=link,
                        ignore=shutil.ignore_patterns("records", "t", "lock"))  # one lock for all: builds would wait
        for path in (folder / "diagrams" / "posts").glob("[a-z]*.py") if posts else ():
            if path.stem not in posts:
                path.unlink()
        return cls(folder)

    @property
    def figures(self) -> Path:
        return self.folder / "docs" / "figures"

    @property
    def script(self) -> Path:
        return self.folder / "docs" / "script" / "creatures_cnn.py"

    def run(self, *arguments: str, **options) -> subprocess.CompletedProcess:
        """Run a Python command in the project; returns its exit code and what it printed."""
        return subprocess.run([sys.executable, *arguments], cwd=self.folder, capture_output=True, text=True,
                              env=environment(), check=False, **options)

    def interrupt(self, *arguments: str, when: str, seconds: int = 100) -> "Interrupted":
        """Press Ctrl-C as soon as a Python command has printed what `when` matches: all its processes hear it."""
        process = subprocess.Popen([sys.executable, *arguments], cwd=self.folder, stdout=subprocess.PIPE,
                                   stderr=subprocess.STDOUT, env=environment() | {"FORCE_COLOR": "1"},
                                   start_new_session=True, preexec_fn=heed_ctrl_c)
        with process, deadline(process, seconds):
            printed = b""
            while not re.search(when, printed.decode(errors="ignore"), re.DOTALL):
                more = process.stdout.read1()
                assert more, f"it ended without {when!r}: {printed.decode()}"
                printed += more
            pressed = time.perf_counter()
            os.killpg(process.pid, signal.SIGINT)
            printed += process.stdout.read()
            process.wait()
            while any_of_group(process.pid):
                assert time.perf_counter() < pressed + 20, "a process goes on"
                time.sleep(0.01)
        return Interrupted(process.returncode, printed.decode(), time.perf_counter() - pressed)

    def build(self, *arguments: str) -> subprocess.CompletedProcess:
        return self.run("build_figures.py", *arguments)

    def edit(self, path: Path, old: str, new: str) -> None:
        """Replace a piece of text that must be there."""
        text = path.read_text(encoding="utf-8")
        assert old in text, f"{old!r} is not in {path.name}"
        path.write_text(text.replace(old, new), encoding="utf-8")

    def outputs(self) -> dict[str, bytes]:
        """Every file below the figures folder."""
        return {str(path.relative_to(self.figures)): path.read_bytes()
                for path in self.figures.rglob("*") if path.is_file()}
