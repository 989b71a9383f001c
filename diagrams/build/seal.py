"""Is everything as the last whole build left it? Told by content, before anything heavy is imported."""

import hashlib
import os
import sys
from collections.abc import Iterable, Sequence
from pathlib import Path

from diagrams.build import files

STORE = files.CACHE / "seal.json"
SOURCES = ("build_figures.py", "diagrams", "docs/script", "docs/samples")


def of_sources() -> str:
    """A hash of all that figures can be made from: code, script, weights, photos, results, and installed packages."""
    packages = [name for folder in sys.path if folder.endswith("site-packages") for name in os.listdir(folder)
                if name.endswith(".dist-info")]
    return of_files((files.ROOT / name for name in SOURCES), [sys.version, *sorted(packages)])


def of_outputs() -> str:
    """A hash of the figures, and of the journal that says what they are made of."""
    return of_files([files.FIGURES, files.record_of(files.FIGURES)])


def of_files(tops: Iterable[Path], seen: Sequence[str] = ()) -> str:
    """A hash of the names and contents of all files at and below these paths."""
    found = hashlib.sha256("\n".join(seen).encode())
    for top in tops:
        for path in sorted(files.walk(top)):
            with open(path, "rb") as file:
                content = hashlib.file_digest(file, "sha256").digest()
            found.update(path.encode() + content)
    return found.hexdigest()


def unbroken() -> int | None:
    """How many figures there are, when sources and figures are what they were; None when something has changed."""
    known = files.read_json(STORE)
    if known.get("sources") == of_sources() and known.get("figures") == of_outputs():
        return known["drawn"]
    return None


def put(sources: str, drawn: int) -> None:
    """Remember that the figures and their journal, as they are now, are made of these sources."""
    files.write_json(STORE, {"sources": sources, "figures": of_outputs(), "drawn": drawn})
