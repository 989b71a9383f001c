"""A page becomes a notebook: text to read, figures and lines of Python to run."""

import json

import pytest

from diagrams.site import notebook

MARKDOWN = """
# ReLU { #top }

## A question { #question }

Text with <span lang="en">words</span>, a [link](conv2d.md#top), [another](#end) and [one more](https://example.org).

??? question "Predict first: how many?"
    **72%** of them.

![](../figures/relu/map.svg)

@@block-3@@

## In a box { #box }

??? note "Why"
    Because.

    ![](../figures/relu/other.svg)

    That is why.

```python
print(1)
```

```{ .python .annotate .no-copy }
# (1)!
model.add(Activation('relu'))
```

1.  A note.
"""


@pytest.fixture
def written(open_page):
    """The cells of a page with this Markdown: (kind, source)."""
    def cells(markdown=MARKDOWN, language="en", **post):
        page = open_page("posts/relu.md", language)
        figures = {"map": {"made_of": {"relu": 'Layer("ReLU", nth=1)'}}}
        for name, value in ({"figures": figures, "explains": ['Every("ReLU")']} | post).items():
            object.__setattr__(page.posts["relu"], name, value)
        content = json.loads(notebook.write(markdown, page))
        return [(cell["cell_type"], "".join(cell["source"])) for cell in content["cells"]]

    return cells


def test_each_section_and_figure_begins_a_cell(written):
    cells = written()[2:]
    assert [kind for kind, _ in cells] == [
        "markdown", "code", "code", "markdown", "code", "markdown", "code", "code", "markdown"]
    assert cells[0][1] == (
        "## A question\n\nText with words, a link, another and [one more](https://example.org).\n\n"
        "<details>\n<summary>Predict first: how many?</summary>\n\n**72%** of them.\n\n</details>")
    assert cells[3][1] == "## In a box\n\n**Why**\n\nBecause."
    assert [source for _, source in cells[5:7]] == ["That is why.", "print(1)"]


def test_a_figure_is_drawn_from_what_it_is_made_of_and_once_with_another_filter(written):
    drawn = [source for kind, source in written() if "book.show" in source and kind == "code"]
    assert drawn[0] == 'book.show(post.map, relu=Layer("ReLU", nth=1))'
    assert drawn[1].splitlines()[1] == 'book.show(post.map, relu=book.get(Layer("ReLU", nth=1), channel=0))'
    assert drawn[2:] == ["book.show(post.other)"]


def test_long_calls_have_a_line_for_each_argument(written):
    many = {f"layers_{n}": 'Until("MaxPooling2D", nth=1, maps=True)' for n in range(3)}
    source = next(source for _, source in written(figures={"map": {"made_of": many}}) if "book.show" in source)
    assert len(source.splitlines()) == 6
    assert eval(source, {"book": FakeBook, "post": FakeBook, "Until": lambda *_, **asked: asked["nth"]}) == [1, 1, 1]


class FakeBook:
    map = None

    @staticmethod
    def show(_, **made_of):
        return list(made_of.values())


@pytest.mark.parametrize(("explains", "runs"), [
    (['Every("ReLU")'], True), (['Layer("ReLU", nth=2)'], True), (['Line("evaluate")'], False), ([], False)])
def test_only_the_line_of_a_layer_runs_by_itself(written, explains, runs):
    [(kind, source)] = [cell for cell in written(explains=explains) if "model.add(" in cell[1]]
    assert (kind == "code") == runs
    assert ("book.around" in source) == runs
    assert "# (1)!" not in source


@pytest.mark.parametrize("line", ["return Sequential([Conv2D(4, 3)])", "Conv2D(...)", "model.add(A())\nmodel.add(B())"])
def test_other_lines_are_only_shown(written, line):
    cells = written(MARKDOWN.replace("model.add(Activation('relu'))", line))
    assert ("markdown", f"```python\n{line}\n```") in cells


@pytest.mark.parametrize("language", ["ja", "en"])
def test_a_layer_can_be_changed_only_where_there_is_one(written, language):
    [has, has_not] = (written(language=language, figures=figures)[0][1] for figures in (
        {"map": {"made_of": {"relu": 'Layer("ReLU", nth=1)'}}}, {"map": {"made_of": {"photo": "Photo()"}}}))
    assert "Layer(" in has
    assert "Layer(" not in has_not
    assert "photo=" in has_not


def test_the_same_page_is_the_same_notebook_and_cells_that_are_alike_have_names_of_their_own(open_page):
    page, other = open_page(), open_page()
    markdown = "\n## A\n\n```python\n1\n```\n\n```python\n1\n```\n"
    assert notebook.write(markdown, page) == notebook.write(markdown, other)
    ids = [cell["id"] for cell in json.loads(notebook.write(markdown, page))["cells"]]
    assert len(set(ids)) == len(ids) == 5
