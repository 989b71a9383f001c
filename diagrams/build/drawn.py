"""Outputs that were made before: an edit that is taken back needs no drawing."""

import base64
from pathlib import Path
from typing import Any

from diagrams.build import files, fingerprint
from diagrams.build.task import Task

FOLDER = files.CACHE / "drawn"
MOST = 600


def path_of(task: Task) -> Path:
    return FOLDER / f"{fingerprint.of([task.output, task.ingredients])}.json"


def keep(task: Task, made: dict[str, Any], data: bytes) -> None:
    """Keep an output with what is recorded of it."""
    files.write_json(path_of(task), {"made": made, "data": base64.b64encode(data).decode()})


def find(task: Task) -> tuple[dict[str, Any], bytes] | None:
    """What was once made from the same ingredients; None when that is not known, or damaged."""
    found = files.read_json(path_of(task))
    if not found:
        return None
    made, data = found["made"], base64.b64decode(found["data"])
    if task.language and files.sha256(data) != made["sha256"]:
        return None
    path_of(task).touch()
    return made, data


def forget_old() -> None:
    """Keep those that were used last."""
    paths = sorted(FOLDER.glob("*.json"), key=lambda path: path.stat().st_mtime)
    for path in paths[:-MOST]:
        path.unlink(missing_ok=True)
