"""A copy of the project that is being watched."""

import contextlib
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

from tests.project import Project, environment, heed_ctrl_c

PATIENCE = 60


@contextlib.contextmanager
def watching(folder: Path) -> Iterator[tuple[Project, subprocess.Popen, str]]:
    """(the project, the process that watches it, the address of its page); Ctrl-C ends it."""
    project = Project.copy(folder)
    assert project.build().returncode == 0
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        address = f"127.0.0.1:{free.getsockname()[1]}"
    process = subprocess.Popen([sys.executable, "build_figures.py", "--watch", "--address", address], text=True,
                               cwd=project.folder, env=environment() | {"PYTHONUNBUFFERED": "1"},
                               stdout=subprocess.PIPE, stderr=subprocess.STDOUT, preexec_fn=heed_ctrl_c)
    read_until(process, "figures built")
    yield project, process, address
    process.send_signal(signal.SIGINT)
    assert process.wait(PATIENCE) == 0
    process.stdout.close()


def read_until(process: subprocess.Popen, words: str) -> str:
    """Read what a process prints until a line holds these words."""
    for line in process.stdout:
        if words in line:
            return line
    raise AssertionError(f"it ended without {words!r}")
