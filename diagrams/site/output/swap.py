"""One folder takes the place of another in a single step, so that readers never meet half a site or none."""

import ctypes
import os
from pathlib import Path

HERE, EXCHANGE = -100, 2  # AT_FDCWD and RENAME_EXCHANGE of Linux


def swap(new: Path, target: Path) -> None:
    """Put a new folder in the place of another, which takes the new one's name; on failure both stay."""
    if not target.exists():
        new.rename(target)
    elif not exchange(new, target):
        in_two_steps(new, target)


def exchange(one: Path, other: Path) -> bool:
    """Let two folders change their names at once; False where the system cannot."""
    rename = getattr(ctypes.CDLL(None, use_errno=True), "renameat2", None)
    return rename is not None and rename(HERE, os.fsencode(one), HERE, os.fsencode(other), EXCHANGE) == 0


def in_two_steps(new: Path, target: Path) -> None:
    """The same where a system has no exchange; for a moment there is no target."""
    old = new.with_name(f"{new.name}.old")
    target.rename(old)
    try:
        new.rename(target)
    except BaseException:
        old.rename(target)
        raise
