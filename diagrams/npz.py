"""Arrays of an .npz that somebody else may have made: all that it says of itself is checked before it is unpacked."""

import math
import zipfile
from pathlib import Path

import numpy as np
from numpy.lib import format as npy

MOST_BYTES = 32 << 30
MOST_RATIO = 100  # photos shrink to a half or a quarter; what shrinks to a hundredth is no photo, and no weights
ALWAYS_FINE = 16 << 20
MOST_ARRAYS = 1000
LONGEST_NAME = 200
HEADERS = {(1, 0): npy.read_array_header_1_0, (2, 0): npy.read_array_header_2_0}


class Unsound(ValueError):
    """A file is no .npz of plain arrays; the message says why, in one line without the file's name."""


def check(file: Path) -> None:
    """Raises Unsound when a file is not a sound .npz; reads headers only."""
    if not file.is_file():
        raise Unsound("no such file")
    try:
        with zipfile.ZipFile(file) as archive:
            entries = archive.infolist()
            check_sizes(entries, file.stat().st_size)
            for entry in entries:
                check_array(archive, entry)
    except Unsound:
        raise
    except Exception as error:  # there is hardly one that a damaged file cannot cause in zipfile and NumPy
        raise Unsound(f"not a sound .npz ({one_line(error)})") from None


def check_sizes(entries: list[zipfile.ZipInfo], packed: int) -> None:
    """Whether there are as many arrays as may be, of the size that they may have once unpacked."""
    names = [entry.filename for entry in entries]
    if not 0 < len(names) <= MOST_ARRAYS:
        raise Unsound(f"{len(names)} arrays")
    if len(set(names)) < len(names):
        raise Unsound("two arrays of one name")
    size = sum(entry.file_size for entry in entries)
    if size > min(MOST_BYTES, max(ALWAYS_FINE, MOST_RATIO * packed)):
        raise Unsound(f"{packed} bytes that unpack to {size}")


def check_array(archive: zipfile.ZipFile, entry: zipfile.ZipInfo) -> None:
    """Whether an entry is an array of plain values, as large as it says."""
    name = ascii(entry.filename)[:100]
    if not entry.filename.endswith(".npy"):
        raise Unsound(f"{name} is no array")
    if not is_plain(entry.filename.removesuffix(".npy")):
        raise Unsound(f"{name} is no name of an array")
    with archive.open(entry) as stream:
        version = npy.read_magic(stream)
        if version not in HEADERS:
            raise Unsound(f"{name} is an array of an unknown kind")
        shape, _, dtype = HEADERS[version](stream)
        start = stream.tell()
    if dtype.hasobject or dtype.names:
        raise Unsound(f"{name} holds objects, not numbers")
    if min(shape, default=0) < 0 or math.prod(shape) * dtype.itemsize != entry.file_size - start:
        raise Unsound(f"{name} is not as large as it says")


def is_plain(name: str) -> bool:
    """Whether a name says nothing but a name, of a few parts perhaps: it leads nowhere and does nothing when shown."""
    parts = name.split("/")
    return len(name) <= LONGEST_NAME and name.isprintable() and "\\" not in name and name[1:2] != ":" \
        and not {"", ".", ".."} & set(parts)


def one_line(error: Exception) -> str:
    """What an error says, in one line that can be shown."""
    text = " ".join(str(error).split())[:200] or type(error).__name__
    return text if text.isprintable() else ascii(text)


def read(file: Path) -> dict[str, np.ndarray]:
    """All arrays of a sound .npz by name, in order; raises ValueError, in one line that names the file, for others."""
    try:
        check(file)
        with np.load(file, allow_pickle=False) as archive:
            return {name: archive[name] for name in archive.files}
    except (OSError, EOFError, MemoryError, ValueError, zipfile.BadZipFile) as error:
        raise ValueError(f"{shown(file)}: {one_line(error)}") from None


def shown(file: Path) -> str:
    """A file's name in one line, whatever is in it."""
    return str(file) if str(file).isprintable() else ascii(str(file))
