"""What a published site was made from: the commit, the weights, the versions; and the time that everything bears."""

import json
import os
import platform
import subprocess
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path
from typing import Any

from diagrams.build import files, report

FILE = "build.json"
WEIGHTS = "diagrams/weights/creatures.json"
SOURCES = ("docs", "diagrams", "build_figures.py", "mkdocs.yml", "pyproject.toml", "requirements.txt", "Makefile")
PACKAGES = ("keras", "tensorflow", "numpy", "matplotlib", "pillow", "mkdocs", "mkdocs-material", "mkdocs-static-i18n")
WITHOUT_HISTORY = 315532800  # 1980-01-01, the first day that a zip file knows


def git(root: Path, *arguments: str) -> str:
    """What git says of a project; "" where it has no history of its own."""
    if not (root / ".git").exists():
        return ""
    try:
        return subprocess.run(["git", *arguments], cwd=root, capture_output=True, text=True, check=True).stdout.strip()
    except (OSError, subprocess.CalledProcessError):
        return ""


def epoch(root: Path) -> int:
    """The time that everything built bears: SOURCE_DATE_EPOCH if that is set, or else the commit's."""
    return int(os.environ.get("SOURCE_DATE_EPOCH") or git(root, "log", "-1", "--format=%ct") or WITHOUT_HISTORY)


def first_and_last_change(root: Path, source: str) -> tuple[str, str]:
    """When a source was written and when it was last changed, as ISO 8601; the time of the whole where git does not
    know."""
    told = [int(time) for time in git(root, "log", "--format=%ct", "--", source).split()] or [epoch(root)]
    first, last = (datetime.fromtimestamp(time, UTC).isoformat() for time in (told[-1], told[0]))
    return first, last


def facts(root: Path, address: str) -> dict[str, Any]:
    """Where a site comes from; the commit is None without git, and `changed` tells of edits since. `facts` is a hash of
    all numbers as pages show them: where it is equal on another machine, so are they."""
    card = root / WEIGHTS
    return {
        "address": address or None,
        "commit": git(root, "rev-parse", "HEAD") or None,
        "changed": bool(git(root, "status", "--porcelain", "--", *SOURCES)),
        "date": datetime.fromtimestamp(epoch(root), UTC).isoformat(),
        "facts": files.sha256(json.dumps(report.facts_of(root / "docs" / "figures"), sort_keys=True).encode()),
        "weights": json.loads(card.read_text(encoding="utf-8"))["sha256"] if card.exists() else None,
        "versions": {"python": platform.python_version(), **{name: version(name) for name in PACKAGES}},
    }


def write(site: Path, root: Path, address: str) -> None:
    """Name the origin of a site in itself."""
    content = json.dumps(facts(root, address), indent=1, ensure_ascii=False) + "\n"
    (site / FILE).write_text(content, encoding="utf-8")
