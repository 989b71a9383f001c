"""Files that are there whole or not at all, and one build at a time."""

import contextlib
import fcntl
import hashlib
import json
import os
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parent.parent.parent
CACHE = ROOT / ".cache"
ARRAYS = CACHE / "arrays"
FIGURES = ROOT / "docs" / "figures"
PACKAGE = ROOT / "diagrams"


class BuildError(ValueError):
    """Something of the author's prevents a build; the message says what, in a line for each thing."""


def sha256(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def code(left_out: Path | None = None) -> str:
    """A hash of the whole package as it is on the disk, but for one folder of it."""
    paths = sorted(path for path in walk(PACKAGE, left_out) if path.endswith(".py"))
    return sha256(b"".join(content(path) for path in paths))


def walk(top: Path, left_out: Path | None = None) -> Iterator[str]:
    """Every file at and below a path, but for those in one folder and what Python keeps beside its sources."""
    if top.is_file():
        yield str(top)
    for folder, folders, names in os.walk(top):
        folders[:] = [name for name in folders if name != "__pycache__" and os.path.join(folder, name) != str(left_out)]
        yield from (os.path.join(folder, name) for name in names)


def content(path: str) -> bytes:
    with open(path, "rb") as file:
        return file.read()


CODE_THAT_RUNS = code()  # taken before other modules are imported


def record_of(figures: Path) -> Path:
    """The journal of what was built into a folder of figures, and from what."""
    return CACHE / "records" / f"{sha256(str(figures.resolve()).encode())[:16]}.json"


def write(path: Path, data: bytes) -> None:
    """Write a file so that a reader never sees half of it, whatever happens.

    Raises BuildError with one line when it cannot be written: the disk is full, the folder read-only, ...
    """
    part = path.with_name(f".part-{os.getpid()}-{path.name}")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        try:
            part.write_bytes(data)
            part.replace(path)
        except BaseException:
            part.unlink(missing_ok=True)
            raise
    except OSError as error:
        raise BuildError(f"{path} cannot be written: {error.strerror}") from error


def write_json(path: Path, content: Any) -> None:
    write(path, json.dumps(content, ensure_ascii=False).encode())


def read_json(path: Path) -> dict[str, Any]:
    """The content of a JSON file; {} when it is missing or damaged."""
    try:
        content = json.loads(path.read_bytes())
    except (FileNotFoundError, ValueError):
        return {}
    return content if isinstance(content, dict) else {}


@contextlib.contextmanager
def lock(path: Path) -> Iterator[None]:
    """Hold the build lock; a second build waits, and says so."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with open(path, "w", encoding="utf-8") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            print("waiting for another build to end", file=sys.stderr, flush=True)
            fcntl.flock(file, fcntl.LOCK_EX)
        yield


def link(source: Path, target: Path) -> None:
    """Give a file a second name; a copy where the disk has no links."""
    target.parent.mkdir(parents=True, exist_ok=True)
    try:
        target.hardlink_to(source)
    except OSError:
        target.write_bytes(source.read_bytes())


def drop_empty(top: Path) -> None:
    """Remove folders below this one, and itself, that hold nothing."""
    for folder in sorted(top.glob("**/"), reverse=True):
        if folder.is_dir() and not any(folder.iterdir()):
            folder.rmdir()


def sweep_parts(*folders: Path) -> None:
    """Remove what a killed build left half written; call it only while holding the lock."""
    for path in (path for folder in folders for path in walk(folder)):
        if os.path.basename(path).startswith(".part-"):
            Path(path).unlink(missing_ok=True)
