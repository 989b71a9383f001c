"""A copy of the project that is being watched."""

import contextlib
import os
import signal
import socket
import subprocess
import sys
import urllib.request
from collections.abc import Iterator
from pathlib import Path

from tests.project import Project, environment, heed_ctrl_c

PATIENCE = 60


@contextlib.contextmanager
def watching(folder: Path) -> Iterator[tuple[Project, subprocess.Popen, str]]:
    """(the project, the process that watches it, the address of its page); Ctrl-C ends it."""
    project, address = Project.copy(folder), free_address()
    assert project.build().returncode == 0
    with running(project, "build_figures.py", "--watch", "--address", address) as process:
        read_until(process, "figures built")
        yield project, process, address


def free_address() -> str:
    """Somewhere on this machine where nothing is served."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return f"127.0.0.1:{free.getsockname()[1]}"


@contextlib.contextmanager
def running(project: Project, *command: str) -> Iterator[subprocess.Popen]:
    """A Python command that goes on until Ctrl-C, which must end it well."""
    process = subprocess.Popen([sys.executable, *command], text=True, cwd=project.folder, start_new_session=True,
                               env=environment() | {"PYTHONUNBUFFERED": "1"}, stdout=subprocess.PIPE,
                               stderr=subprocess.STDOUT, preexec_fn=heed_ctrl_c)
    with process:
        try:
            yield process
        finally:
            with contextlib.suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGINT)
        try:
            assert process.wait(PATIENCE) == 0
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)
            raise


def read_until(process: subprocess.Popen, words: str) -> str:
    """Read what a process prints until a line holds these words."""
    for line in process.stdout:
        if words in line:
            return line
    raise AssertionError(f"it ended without {words!r}")


def page_with(address: str, words: str) -> bool:
    """Whether the page of a post is served and holds these words."""
    try:
        with urllib.request.urlopen(f"http://{address}/posts/relu.html", timeout=PATIENCE) as answer:
            return words in answer.read().decode()
    except OSError:
        return False
