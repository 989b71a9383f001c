"""Whatever a file is, there is one line that says why it cannot be used, and little of it was read."""

import json
import os
import subprocess
import sys
import warnings

import numpy as np
import pytest

from diagrams import samples
from diagrams.build.files import ROOT
from tests import hostile

MEMORY = 3 << 30
MOST_READ = 100 << 20
READ = """
import json, resource, sys
from pathlib import Path
from diagrams import npz, samples, weightfile
resource.setrlimit(resource.RLIMIT_AS, ({memory}, {memory}))
bytes_read = lambda: int(Path("/proc/self/io").read_text().split()[1]) if Path("/proc/self/io").exists() else 0
reader = {{"photos": lambda path: samples.load_photo(path, 100), "archives": npz.read,
          "weights": weightfile.decode_all}}["{kind}"]
samples.load_photo(samples.credited_samples()[0].path, 100)
for path in map(Path, json.loads(sys.stdin.read())):
    before, told = bytes_read(), None
    try:
        reader(path)
    except ValueError as error:
        told = str(error)
    print(json.dumps([told, bytes_read() - before]), flush=True)
"""


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    return tmp_path_factory.mktemp("hostile")


def told(kind: str, files: dict[str, hostile.Writer], folder) -> dict[str, tuple[str | None, int]]:
    """What a fresh process with little memory says of each file, and how much it has read."""
    place = folder / kind
    place.mkdir()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        for name, write in files.items():
            write(place / name)
    done = subprocess.run([sys.executable, "-c", READ.format(kind=kind, memory=MEMORY)], cwd=ROOT, text=True,
                          input=json.dumps([str(place / name) for name in files]), capture_output=True, timeout=300,
                          env=os.environ | {"PYTHONWARNINGS": "ignore"}, check=False)
    assert done.returncode == 0, done.stderr
    assert done.stderr == ""
    return dict(zip(files, map(json.loads, done.stdout.splitlines()), strict=True))


def test_there_are_at_least_a_hundred():
    assert len(hostile.photos()) + len(hostile.archives()) >= 100


@pytest.mark.parametrize(("kind", "files"), [("photos", hostile.photos()), ("archives", hostile.archives()),
                                             ("weights", hostile.archives())], ids=lambda value: str(value)[:8])
def test_each_gives_one_line_and_little_is_read(kind, files, folder):
    found = told(kind, files, folder)
    assert [name for name, (line, _) in found.items() if not line] == []
    assert [line for line, _ in found.values() if not line.isprintable()] == []
    assert {name: read for name, (_, read) in found.items() if read > MOST_READ} == {}
    for name, (line, _) in found.items():
        assert name in line or ascii(str(folder / kind / name)) in line
        assert len(line) < 1000


@pytest.mark.parametrize(("name", "write"), hostile.photos_and_more().items(), ids=lambda value: str(value)[:20])
def test_of_a_sound_photo_nothing_counts_but_its_pixels(tmp_path, name, write):
    (tmp_path / "plain.bmp").write_bytes(hostile.encoded("bmp"))
    write(tmp_path / name)
    np.testing.assert_array_equal(samples.load_photo(tmp_path / name, 100),
                                  samples.load_photo(tmp_path / "plain.bmp", 100))
