"""The notebook of every post runs from its first cell to its last, and shows what the page shows."""

import json

import nbformat
import pytest
from jupyter_client.manager import start_new_kernel

from diagrams.build.files import ROOT
from diagrams.language import LANGUAGES
from diagrams.site import blocks
from diagrams.site.page import Page, read_posts
from diagrams.site.pixels import Pixels
from diagrams.translations.markdown import FRONT
from tests.project import environment

DOCS = ROOT / "docs"
POSTS = sorted(path.name.removesuffix(".en.md") for path in (DOCS / "posts").glob("*.en.md"))
PATIENCE = 240  # seconds for one cell; the first may have to run the network


def bytes_of(post: str, language: str) -> bytes:
    """The notebook of a post, as the site is built."""
    mistakes = []
    page = Page(f"posts/{post}.{language}.md", language, DOCS, read_posts(DOCS / "figures"), mistakes.append)
    blocks.prepare(FRONT.sub("", (DOCS / page.source).read_text(encoding="utf-8")), page, Pixels())
    assert mistakes == []
    return page.notebook


def code_of(notebook) -> list[str]:
    return [cell.source for cell in notebook.cells if cell.cell_type == "code"]


@pytest.fixture(scope="module")
def notebooks(manifest):
    """(post, language) -> notebook."""
    return {(post, language): nbformat.reads(bytes_of(post, language).decode(), as_version=4)
            for post in POSTS for language in LANGUAGES}


@pytest.fixture(scope="module")
def run(tmp_path_factory):
    """Runs a cell in a kernel that is started in a folder of the project, whatever Jupyter's settings on this machine
    are; returns what the cell shows, by type."""
    own = str(tmp_path_factory.mktemp("jupyter"))
    with pytest.MonkeyPatch.context() as patch:
        for name in ("JUPYTER_DATA_DIR", "JUPYTER_RUNTIME_DIR", "JUPYTER_CONFIG_DIR", "IPYTHONDIR"):
            patch.setenv(name, own)
        manager, client = start_new_kernel(kernel_name="python3", cwd=str(DOCS), env=environment())

    def ran(source: str) -> dict[str, str]:
        shown = {}

        def keep(message):
            content = message["content"]
            shown.update(content.get("data", {}))
            if message["msg_type"] == "stream" and content["name"] == "stdout":
                shown["printed"] = shown.get("printed", "") + content["text"]

        reply = client.execute_interactive(source, timeout=PATIENCE, output_hook=keep)["content"]
        assert reply["status"] == "ok", f"{source}\n\n" + "\n".join(reply["traceback"])
        return shown

    yield ran
    client.stop_channels()
    manager.shutdown_kernel(now=True)


@pytest.mark.parametrize("post", POSTS)
def test_a_notebook_runs_from_its_first_cell_to_its_last(notebooks, run, post):
    run("%reset -f")
    for source in code_of(notebooks[post, "en"]):
        shown = run(source)
        if "book.show(" in source:
            assert shown["image/png"]
            assert shown["text/plain"]
        if source.splitlines()[-1].startswith("print("):
            assert shown["printed"].strip()
        if "model.add(" in source:
            assert float(shown["printed"].split()[-1]) < 1e-4


@pytest.mark.parametrize("post", POSTS)
def test_both_languages_run_the_same_code(notebooks, post):
    ja, en = ([line for source in code_of(notebooks[post, language]) for line in source.splitlines()
               if not line.startswith(("#", "assert "))] for language in LANGUAGES)
    assert [line.replace('Notebook("ja"', 'Notebook("en"') for line in ja] == en


@pytest.mark.parametrize("post", POSTS)
def test_every_figure_of_the_page_is_in_the_notebook(notebooks, post):
    known = json.loads((DOCS / "figures" / post / "post.json").read_text(encoding="utf-8"))["figures"]
    page = (DOCS / "posts" / f"{post}.en.md").read_text(encoding="utf-8")
    cells = "\n".join(code_of(notebooks[post, "en"]))
    for name in known:
        assert (f"post.{name}" in cells) == (f"{post}/{name}.svg)" in page), name


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("post", POSTS)
def test_a_notebook_is_valid_small_and_the_same_each_time(notebooks, post, language):
    nbformat.validate(notebooks[post, language])
    data = bytes_of(post, language)
    assert data == bytes_of(post, language)
    assert len(data) < 60_000
    ids = [cell.id for cell in notebooks[post, language].cells]
    assert len(ids) == len(set(ids))
    told = "".join(cell.source for cell in notebooks[post, language].cells)
    assert all(mark not in told for mark in ("{{", "@@", "{ #", "<play-", "](../", "???"))
