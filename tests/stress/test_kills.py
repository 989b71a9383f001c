"""A build that is killed at any moment costs no more than what it was just making: make stress"""

import os
import random
import re
import signal
import subprocess
import sys
import time

import pytest

from tests.project import DRAWN, Project, environment

KILLS = int(os.environ.get("KILLS", "12"))


@pytest.mark.skipif(not os.environ.get("EDITS"), reason="make stress runs it")
def test_killed_at_random_moments(tmp_path, manifest):
    project, chance = Project.copy(tmp_path / "project"), random.Random(1)
    begin_anew(project, 0)
    assert project.build().returncode == 0
    for number in range(1, KILLS + 1):
        begin_anew(project, number)
        wanted = clean(project, tmp_path / f"clean{number}")
        finished = killed(project, "[1/" if number % 2 else "", chance.uniform(0.1, 8))
        done = project.build()
        assert done.returncode == 0, done.stderr
        assert project.outputs() == wanted
        assert finished or number % 2 == 0
        again = [name for name in DRAWN.findall(done.stderr) if name in finished[:-1]]
        assert not again, "drawn again though it was finished"


def begin_anew(project: Project, number: int):
    """Another network each time, so that everything is traced and drawn."""
    text = project.script.read_text(encoding="utf-8")
    project.script.write_text(re.sub(r"image_size = \d+", f"image_size = {40 + number}", text), encoding="utf-8")


def clean(project: Project, folder) -> dict[str, bytes]:
    """What a build of the same sources gives that nobody disturbs."""
    other = Project.copy(folder)
    other.script.write_bytes(project.script.read_bytes())
    assert other.build().returncode == 0
    return other.outputs()


def killed(project: Project, words: str, after: float) -> list[str]:
    """Kill a build and all its processes some seconds after it has printed some words; returns what it had drawn."""
    process = subprocess.Popen([sys.executable, "build_figures.py"], cwd=project.folder, stderr=subprocess.PIPE,
                               text=True, env=environment(), start_new_session=True)
    with process:
        printed = next(line for line in process.stderr if words in line) if words else ""
        time.sleep(after)
        os.killpg(process.pid, signal.SIGKILL)
        return DRAWN.findall(printed + process.stderr.read())
