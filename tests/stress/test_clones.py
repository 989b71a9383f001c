"""Two clones of the real project give the same bytes, wherever, whenever and by whomever they are built: make stress"""

import hashlib
import os
import subprocess
import sys
from pathlib import Path

import pytest

from diagrams.build.files import ROOT
from tests.project import environment

COMMANDS = (["build_figures.py"], ["-m", "diagrams.site"])
READERS = ({"TZ": "Asia/Tokyo", "PYTHONHASHSEED": "1", "LANG": "C", "HOME": "/nowhere"},
           {"TZ": "America/New_York", "PYTHONHASHSEED": "2", "LANG": "C.UTF-8"})


def built(folder: Path, surroundings: dict[str, str]) -> dict[str, str]:
    """The hash of every figure and of every published file of a clone."""
    subprocess.run(["git", "clone", "-q", ROOT, folder], check=True)
    for command in COMMANDS:
        subprocess.run([sys.executable, *command], cwd=folder, check=True,
                       env=environment() | {"SITE_URL": "https://example.org/cnn/"} | surroundings)
    return {str(path.relative_to(folder)): hashlib.sha256(path.read_bytes()).hexdigest()
            for top in ("docs/figures", "site") for path in (folder / top).rglob("*") if path.is_file()}


@pytest.mark.skipif(not os.environ.get("EDITS") or not (ROOT / ".git").exists(), reason="make stress runs it")
def test_two_clones_give_the_same_bytes(tmp_path):
    one, two = (built(tmp_path / place, reader) for place, reader in zip(("a", "b/c/deeper"), READERS, strict=True))
    assert len(one) > 500
    assert {name for name in one | two if one.get(name) != two.get(name)} == set()
