"""A copy of what the project says in two languages, to make mistakes in."""

import shutil
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent.parent


@pytest.fixture
def project(tmp_path) -> Path:
    """The pages, the glossary, the stamps and the code of this project."""
    for folder in ("docs", "diagrams"):
        shutil.copytree(ROOT / folder, tmp_path / folder,
                        ignore=shutil.ignore_patterns("__pycache__", "samples", "*.npz", "fonts", "*.png", "*.css"))
    shutil.copy(ROOT / "mkdocs.yml", tmp_path)
    return tmp_path


@pytest.fixture
def edit(project):
    """Replace words in a file of the copy; the words must be there."""
    def edited(path: str, old: str, new: str):
        text = (project / path).read_text("utf-8")
        assert old in text
        (project / path).write_text(text.replace(old, new, 1), "utf-8")

    return edited
