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


def first_and_last_change(root: Path, source: str) -> tuple[str | None, str]:
    """When a source was written, as far as git knows, and when it was last changed, as ISO 8601; where git does not
    know, that is the time of the whole."""
    told = [int(time) for time in git(root, "log", "--format=%ct", "--", source).split()]
    moments = [datetime.fromtimestamp(time, UTC).isoformat() for time in told or [epoch(root)]]
    return moments[-1] if told else None, moments[0]


def shown(root: Path) -> dict[str, Any]:
    """What pages show of the numbers: every fact of the text, and of every figure its title, description and table."""
    posts = {path.parent.name: json.loads(path.read_bytes()) for path in root.glob("docs/figures/*/post.json")}
    return {"facts": report.facts_of(root / "docs" / "figures"), "figures": {
        f"{post}/{name}": [figure.get(part) for part in ("title", "description", "table")]
        for post, known in posts.items() for name, figure in known["figures"].items()}}


def facts(root: Path, address: str) -> dict[str, Any]:
    """Where a site comes from; the commit is None without git, and `changed` tells of edits since.

    Where the hash `shown` is equal, another machine has come to the same facts, titles and tables.
    """
    card = root / WEIGHTS
    return {
        "address": address or None,
        "commit": git(root, "rev-parse", "HEAD") or None,
        "changed": bool(git(root, "status", "--porcelain", "--", *SOURCES)),
        "date": datetime.fromtimestamp(epoch(root), UTC).isoformat(),
        "shown": files.sha256(json.dumps(shown(root), sort_keys=True).encode()),
        "weights": json.loads(card.read_text(encoding="utf-8"))["sha256"] if card.exists() else None,
        "versions": {"python": platform.python_version(), **{name: version(name) for name in PACKAGES}},
    }


def write(site: Path, root: Path, address: str) -> None:
    """Name the origin of a site in itself."""
    content = json.dumps(facts(root, address), indent=1, ensure_ascii=False) + "\n"
    (site / FILE).write_text(content, encoding="utf-8")
