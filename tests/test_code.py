"""What code a figure is made of: at least all that runs when it is drawn, and nothing that it does not mention."""

import re
import sys

import pytest

from diagrams.build import code, modules, worker
from diagrams.build.code import Sources
from diagrams.build.files import ROOT
from diagrams.build.plan import MAKERS
from tests.code_cases import CASES

SMALL = {
    "p": "", "p.draw": "from p.draw.canvas import Canvas\n",
    "p.draw.canvas": '''
import numpy as np
from p.draw import fonts
WIDTH = 3
UNUSED = 4
np.seterr(all="raise")
class Canvas:
    size = WIDTH
    def __init__(self, say): self.say = say
    def line(self): return self.thick()
    def thick(self): return fonts.width()
    def map(self): return 1
''',
    "p.draw.fonts": 'def width(): return helper()\ndef helper(): return 1\ndef other(): return 2\n',
    "p.posts": '''
from p.draw import Canvas
def one(say):
    """Draws."""
    return Canvas(say(ja="一", en="one")).line()
def two(say): return Canvas(say(ja="二", en="two")).map()
FIGURES = (one, two)
''',
}


def digests(figure, language="ja", **edits):
    """What one of the small figures is made of, after edits: module="old -> new"."""
    texts = dict(SMALL)
    for module, edit in edits.items():
        name, (old, new) = module.replace("_", "."), edit.split(" -> ", 1)
        assert old in texts[name]
        texts[name] = texts[name].replace(old, new)
    read = {name: code.read(text, name) for name, text in texts.items()}
    return Sources(read.get, ["p.posts"]).digests(("p.posts", figure), language=language)


def test_a_figure_is_made_of_what_it_mentions():
    assert {name for name in digests("one") if name[-1] != "."} == {
        "p.posts.one", "p.draw.canvas.Canvas", "p.draw.canvas.Canvas.line", "p.draw.canvas.Canvas.thick",
        "p.draw.canvas.WIDTH", "p.draw.fonts.width", "p.draw.fonts.helper"}
    assert "p.draw.canvas.Canvas.map" in digests("two")
    assert "p.draw.fonts.width" not in digests("two")


@pytest.mark.parametrize(("edit", "one", "two"), [
    ({"p_draw_canvas": "return fonts.width() -> return fonts.width() + 1"}, True, False),
    ({"p_draw_canvas": "WIDTH = 3 -> WIDTH = 4"}, True, True),
    ({"p_draw_canvas": "UNUSED = 4 -> UNUSED = 5"}, False, False),
    ({"p_draw_canvas": 'all="raise" -> all="warn"'}, True, True),
    ({"p_draw_canvas": "say): self.say = say -> say): self.say = print"}, True, True),
    ({"p_draw_canvas": "def map(self): -> def new(self): return 1\n    def map(self):"}, False, False),
    ({"p_draw_fonts": "def other -> def new(): return 3\ndef other"}, False, False),
    ({"p_draw_fonts": "helper(): return 1 -> helper(): return 2"}, True, False),
    ({"p_posts": "Draws. -> Paints."}, False, False),
    ({"p_posts": "def one(say): -> def one(say: str) -> Canvas:"}, False, False),
    ({"p_draw_canvas": "WIDTH = 3 -> WIDTH: int = 3"}, False, False),
    ({"p_draw_fonts": "def helper(): -> @register\ndef helper(k: int = 1):"}, True, True),
    ({"p_draw_canvas": "size = WIDTH -> size: int\n    size = WIDTH"}, True, True),
    ({"p_draw_canvas": "from p.draw import fonts -> if TYPE_CHECKING:\n    import json\nfrom p.draw import fonts"},
     False, False),
    ({"p_posts": 'en="one" -> en="first"'}, False, False),
    ({"p_posts": 'ja="一" -> ja="ひとつ"'}, True, False),
    ({"p_posts": "(one, two) -> (two, one)"}, False, False),
    ({"p_posts": "from p.draw import Canvas -> from p.draw import Canvas  # see there"}, False, False),
])
def test_an_edit_touches_the_figures_that_mention_it(edit, one, two):
    assert (digests("one", **edit) != digests("one"), digests("two", **edit) != digests("two")) == (one, two)


def test_facts_are_made_of_both_languages():
    assert digests("one", language="", p_posts='en="one" -> en="first"') != digests("one", language="")


def made_of(modules):
    """What the figure p.posts.one is made of."""
    read = {name: code.read(text, name) for name, text in ({"p": ""} | modules).items()}
    return Sources(read.get, ["p.posts"]).digests(("p.posts", "one"), language="ja")


@pytest.mark.parametrize(("modules", "where", "old", "new"), [case[1:] for case in CASES], ids=[c[0] for c in CASES])
def test_no_way_of_writing_code_hides_an_edit(modules, where, old, new):
    assert old in modules[where]
    assert made_of(modules) != made_of(modules | {where: modules[where].replace(old, new)})


def test_what_a_module_does_only_as_a_command_is_no_part_of_what_imports_it():
    command = "\nif __name__ == '__main__':\n    {}\n"
    source = SMALL["p.draw.fonts"] + command
    small = {name: made_of(SMALL | {"p.draw.fonts": source.format(call)}) for name, call in
             (("helper", "helper()"), ("other", "other()"))}
    assert small["helper"] == small["other"] == made_of(SMALL)
    read = {"p": code.read("", "p"), "p.fonts": code.read(source.format("other()"), "p.fonts")}
    assert ("p.fonts", "other") in Sources(read.get, ["p.fonts"]).reached(("p.fonts", code.MAIN))


@pytest.mark.parametrize(("source", "line"), [
    ("from .h import helper", "p.posts, line 1: import each thing by the full name of its module"),
    ("from p.h import *", "p.posts, line 1: import each thing by the full name of its module"),
    ("\ndef one(say:", "p.posts, line 2: '(' was never closed"),
])
def test_what_cannot_be_followed_is_refused_in_one_line(source, line):
    with pytest.raises(code.CodeError, match=re.escape(line)):
        code.read(source, "p.posts")


def test_what_a_figure_is_made_of_does_not_depend_on_which_others_are_asked_for(sources):
    post = modules.names()[0]
    alone = Sources(sources.load, {f"diagrams.posts.{post}", "diagrams.build.worker"})
    for name in modules.describe(post)["figures"]:
        figure = (f"diagrams.posts.{post}", name), ("diagrams.build.worker", "make")
        assert alone.digests(*figure) == sources.digests(*figure)


def runs(function):
    """Every function of the project that is called while another one runs, as module.name."""
    seen = set()

    def note(frame, event, _):
        file = frame.f_code.co_filename
        if event == "call" and file.startswith(str(ROOT / "diagrams")):
            name = file.removeprefix(f"{ROOT}/").removesuffix(".py").removesuffix("/__init__").replace("/", ".")
            seen.add((name, frame.f_code.co_qualname.partition(".<locals>")[0]))

    sys.setprofile(note)
    try:
        function()
    finally:
        sys.setprofile(None)
    return seen


@pytest.fixture(scope="module")
def sources():
    modules_read = {name: code.read(text, name) for name, text in code.below(ROOT / "diagrams").items()}
    return Sources(modules_read.get, {f"diagrams.posts.{post}" for post in modules.names()}
                   | {"diagrams.build.worker"})


@pytest.mark.parametrize("post", modules.names())
def test_nothing_runs_that_a_figure_is_not_made_of(post, sources, manifest, monkeypatch):
    monkeypatch.setattr(worker, "manifest", manifest)
    description = modules.describe(post)
    asked = [*((name, "svg") for name in description["figures"]), *((name, "pdf") for name in description["posters"]),
             (description["figures"][0], "png"), ("facts", "")]
    for name, ending in asked:
        task = worker.Task(post, name, "en" if ending else "", description["asks"][name], {}, (), (), "", ending)
        places = sources.reached((f"diagrams.posts.{post}", name), MAKERS[task.kind])
        make = worker.MAKERS[task.kind]
        for module, function in runs(lambda task=task, make=make: make(task)):
            if function not in ("<module>", "<lambda>"):
                piece = function if function in sources.modules[module]["pieces"] else function.partition(".")[0]
                assert (module, piece) in places, f"{post}/{name} runs {module}.{function}"


