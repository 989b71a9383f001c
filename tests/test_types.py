"""Types: strict, and parameters are declared as what they get."""

import subprocess
import sys
import typing

import pytest

from diagrams.build import modules
from diagrams.build.files import ROOT


def test_types_are_strict():
    checked = subprocess.run([sys.executable, "-m", "mypy"], cwd=ROOT, capture_output=True, text=True, timeout=300)
    assert checked.returncode == 0, checked.stdout


@pytest.mark.parametrize("post", modules.names())
def test_what_a_figure_asks_for_has_the_type_that_it_gets(post):
    module = modules.load(post)
    for function in (*module.FIGURES, *modules.posters(module), module.facts):
        declared = typing.get_type_hints(function)
        for name, marker in modules.markers(function).items():
            assert declared.get(name) == typing.get_type_hints(type(marker).resolve)["return"], (function, name)
