"""The rules of the house that code can check."""

import ast
import re
import subprocess
import sys

import pytest

from diagrams.build.tracing import ROOT

POSTS = sorted((ROOT / "diagrams" / "posts").glob("[a-z]*.py"))
ALLOWED = {"language", "facts", "comparisons", "omissions", "labels", "inputs", "post", "windows", "blocks", "draw",
           "traced"}
KERAS = {"network.py", "evaluation.py", "release.py", "train.py", "experiments/lines.py", "experiments/run.py",
         "experiments/studies.py", "experiments/training.py"}  # and any probe
NAMES = re.compile(r"\{[a-z_0-9]+\}|Conv2D|MaxPooling2D")


def imports(path) -> set[str]:
    """Every module that a file imports, at any depth."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    found = {alias.name for node in ast.walk(tree) if isinstance(node, ast.Import) for alias in node.names}
    return found | {node.module or "" for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)}


@pytest.mark.parametrize("path", POSTS, ids=lambda path: path.stem)
def test_posts_import_only_what_figures_need(path):
    for name in imports(path):
        top, _, rest = name.partition(".")
        if top == "diagrams":
            assert rest.partition(".")[0] in ALLOWED, f"{path.name} imports {name}"
        else:
            assert top in {"numpy", "matplotlib"} | sys.stdlib_module_names, f"{path.name} imports {name}"


def test_the_build_itself_imports_no_keras():
    found = {str(path.relative_to(ROOT / "diagrams")) for path in (ROOT / "diagrams").rglob("*.py")
             if any(name.partition(".")[0] in ("keras", "tensorflow") for name in imports(path))}
    assert {path for path in found if not path.startswith("probes/")} == KERAS


@pytest.mark.parametrize("path", sorted((ROOT / "diagrams").rglob("*.py")), ids=lambda path: path.stem)
def test_no_code_reads_types(path):
    """They do not count when it is asked what a figure is made of (see diagrams/build/fingerprint.py)."""
    readers = {"singledispatch", "singledispatchmethod", "get_type_hints", "get_annotations", "__annotations__"}
    tree = ast.parse(path.read_text(encoding="utf-8"))
    assert not readers & {getattr(node, "id", getattr(node, "attr", "")) for node in ast.walk(tree)}


def test_only_the_site_knows_the_pages():
    for path in (ROOT / "diagrams").rglob("*.py"):
        inside = path.relative_to(ROOT / "diagrams").parts
        if inside[0] not in ("site", "translations"):
            assert "diagrams.site" not in imports(path), path
            assert not re.search(r"docs.{1,5}posts", path.read_text(encoding="utf-8")), path


@pytest.mark.parametrize("path", [*POSTS, *(ROOT / "diagrams" / "draw").glob("*.py")], ids=lambda path: path.stem)
def test_no_digit_is_typed_into_what_a_figure_says(path):
    """Every say(ja=..., en=...) and word(...) is free of digits, but for names and facts."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Call) and getattr(node.func, "id", "") in ("say", "word"):
            for keyword in node.keywords:
                if keyword.arg in ("ja", "en"):
                    texts = [n.value for n in ast.walk(keyword.value) if isinstance(n, ast.Constant)]
                    for text in texts:
                        assert not re.search(r"\d", NAMES.sub("", str(text))), f"{path.name}: {text}"


UNSEEN = {"getattr", "globals", "vars", "eval", "exec", "__import__", "import_module", "attrgetter", "methodcaller"}


@pytest.mark.parametrize("path", [*POSTS, *(ROOT / "diagrams" / "draw").glob("*.py")], ids=lambda path: path.stem)
def test_what_draws_names_what_it_calls(path):
    """What a figure is made of is found by reading its code."""
    nodes = ast.walk(ast.parse(path.read_text(encoding="utf-8")))
    assert {getattr(node, "id", getattr(node, "attr", "")) for node in nodes}.isdisjoint(UNSEEN)


def test_no_module_is_long():
    for path in (ROOT / "diagrams").rglob("*.py"):
        assert len(path.read_text(encoding="utf-8").splitlines()) < 400, path


def test_built_files_are_not_committed():
    listed = subprocess.run(["git", "ls-files", "docs/figures", "site"], cwd=ROOT, capture_output=True, text=True,
                            check=False)
    assert listed.stdout == ""
