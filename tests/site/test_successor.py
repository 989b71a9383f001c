"""The content outlives its generator: another one builds the same site, and little code knows which it is."""

import re

import pytest

from diagrams.build.files import PACKAGE, ROOT
from diagrams.site import publish

SUCCESSOR = "properdocs"
ADAPTER = PACKAGE / "site" / "hooks.py"
IMPORT = re.compile(r"^\s*(?:from|import) (?:mkdocs|material|properdocs)", re.M)
NAME = re.compile(rb'<meta name="generator" content="[^"]*">')


@pytest.fixture(scope="module")
def sites(tmp_path_factory):
    """{generator: {file: content without the generator's name}} of the whole site, before it is finished."""
    built = {}
    for generator in (publish.GENERATOR, SUCCESSOR):
        folder = tmp_path_factory.mktemp(generator)
        publish.build(ROOT, folder, generator)
        built[generator] = {path.relative_to(folder).as_posix(): NAME.sub(b"", path.read_bytes())
                            for path in folder.rglob("*") if path.is_file()}
    return built


def test_the_successor_builds_the_same_pages_and_figures(sites):
    today, tomorrow = sites[publish.GENERATOR], sites[SUCCESSOR]
    assert [name for name in today | tomorrow if today.get(name) != tomorrow.get(name)] == []
    assert {"index.html", "en/posts/relu.html", "en/figures/relu/one_map.svg"} <= today.keys()


def test_only_the_adapter_imports_the_generator():
    assert [path for path in PACKAGE.rglob("*.py") if IMPORT.search(path.read_text(encoding="utf-8"))] == [ADAPTER]
