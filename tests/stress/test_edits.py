"""After any edit an incremental build leaves the same bytes as a clean one, and draws little more than it must.

    make stress              100 edits of a fixed and of a fresh seed
    EDITS=10 SEED=7 python -m pytest tests/stress
"""

import os
import shutil
import time
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from random import Random

import pytest

from diagrams.build import modules
from tests.project import DRAWN, Project
from tests.stress import edits

MANY, SEED = int(os.environ.get("EDITS", "0")), os.environ.get("SEED", "fresh")
AT_A_TIME, POSTS = 10, 5  # a clean build of all posts after each edit would take hours
MOST_NEEDLESS = 0.25  # whoever reads code does not know which branch will run: not every constant in it is used
REFUSED = " (refused)"


@dataclass
class Tally:
    """What happened: how often which edit, and how many draws changed nothing."""

    kinds: Counter = field(default_factory=Counter)
    drawn: int = 0
    needless: list[str] = field(default_factory=list)

    @property
    def edits(self) -> int:
        """How many were compared with a clean build; those that no build survives are not."""
        return sum(many for kind, many in self.kinds.items() if not kind.endswith(REFUSED))


def clean_build(project: Project, folder: Path) -> tuple[int, dict[str, bytes]]:
    """The exit code and the outputs of a build of the same sources that knows of no other build."""
    shutil.rmtree(folder, ignore_errors=True)
    ignored = shutil.ignore_patterns("__pycache__", "figures", ".cache")
    shutil.copytree(project.folder, folder, ignore=ignored)
    clean = Project(folder)
    return clean.build().returncode, clean.outputs()


def snapshot(project: Project, folder: Path):
    """The sources as they are, to go back to."""
    shutil.rmtree(folder, ignore_errors=True)
    shutil.copytree(project.folder, folder, ignore=shutil.ignore_patterns("__pycache__", "figures", ".cache"))


def revert(project: Project, folder: Path):
    """Make the sources what they were."""
    for name in ("diagrams", "docs"):
        for path in sorted((project.folder / name).rglob("*")):
            inside = path.relative_to(project.folder)
            if path.is_file() and "figures" not in inside.parts and not (folder / inside).exists():
                path.unlink()
        shutil.copytree(folder / name, project.folder / name, dirs_exist_ok=True)


def one_edit(project: Project, random: Random, tally: Tally, folder: Path):
    """Edit, build, compare with a clean build; an edit that no build survives is taken back."""
    edit = random.choice(edits.COMMON * 2 + edits.RARE)
    snapshot(project, folder / "before")
    before = project.outputs()
    told = edit(project.folder, random)
    if not told:
        return
    done = project.build()
    code, wanted = clean_build(project, folder / "clean")
    assert (done.returncode == 0) == (code == 0), f"{told}\n{done.stderr}"
    tally.kinds[f"{edit.__name__}{REFUSED if code else ''}"] += 1
    if code == 0:
        assert differing(project.outputs(), wanted) == [], told
        drawn = DRAWN.findall(done.stderr)
        tally.drawn += len(drawn)
        tally.needless += [f"{name} after {told}" for name in drawn if before.get(name) == wanted[name]]
        if edit in (edits.comment, edits.docstring):
            assert drawn == [], told
    if code or random.random() < 0.5:
        revert(project, folder / "before")
        done = project.build()
        assert done.returncode == 0, f"{told}, taken back\n{done.stderr}"
        assert differing(project.outputs(), before) == [] or edit in (edits.output_by_hand, edits.orphan), told
        assert DRAWN.findall(done.stderr) == [], f"{told}, taken back"


def differing(one: dict[str, bytes], other: dict[str, bytes]) -> list[str]:
    """Names of the files that are not the same."""
    return sorted(name for name in one | other if one.get(name) != other.get(name))


def run(random: Random, many: int, project: Project, tally: Tally):
    """Many edits of one project, one after the other."""
    assert project.build().returncode == 0
    wanted = tally.edits + many
    while tally.edits < wanted:
        one_edit(project, random, tally, project.folder.parent)


@pytest.mark.skipif(not MANY, reason="make stress runs it")
def test_no_edit_leaves_anything_stale(tmp_path):
    number = int(time.time()) if SEED == "fresh" else int(SEED)
    random, tally = Random(number), Tally()
    while tally.edits < MANY:
        posts = tuple(sorted(random.sample(modules.names(), POSTS)))
        folder = tmp_path / str(tally.edits)
        folder.mkdir()
        run(random, min(AT_A_TIME, MANY - tally.edits), Project.copy(folder / "project", posts), tally)
        shutil.rmtree(folder)
        print(f"\nseed {number}: {tally.edits} edits ({', '.join(posts)}), {tally.drawn} draws, "
              f"{len(tally.needless)} needless", flush=True)
    print(dict(tally.kinds), *tally.needless, sep="\n")
    assert len(tally.needless) <= MOST_NEEDLESS * tally.drawn


def test_a_few_edits_leave_nothing_stale(tmp_path, manifest):
    run(Random(2), 3, Project.copy(tmp_path / "project"), Tally())
