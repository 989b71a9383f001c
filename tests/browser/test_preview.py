"""The local page of figures swaps what is drawn anew, in the open page."""

from tests.watching import watching

FIRST_WORDS = """() => [...document.querySelectorAll("figure")]
  .find((figure) => figure.textContent.startsWith("relu/one_map.ja"))
  ?.lastChild.shadowRoot.querySelector("text")?.textContent"""


def test_the_open_page_swaps_a_figure_and_tells_a_mistake(visit, tmp_path, manifest):
    with watching(tmp_path / "project") as (project, _, address):
        page = visit("relu", base=f"http://{address}/", width=1200)
        page.wait_for_function(FIRST_WORDS)
        many = len(list(project.figures.glob("relu/*.svg")))
        page.wait_for_function("many => document.querySelectorAll('figure').length === many", arg=many)
        module = project.folder / "diagrams" / "posts" / "relu.py"
        project.edit(module, 'ja="ReLUの前"', 'ja="ReLUを通る前"')
        page.wait_for_function("() => [...document.querySelectorAll('figure')].some("
                               "(figure) => figure.lastChild.shadowRoot.textContent.includes('ReLUを通る前'))")
        project.edit(module, "def one_map(", "def one_map((")
        page.wait_for_function("() => document.getElementById('problem').textContent.includes('relu, line')")
        assert page.locator("figure").count() == many
        page.goto("about:blank")
