"""The page of what changed shows every figure and every fact that differs, and nothing else."""

import base64
import json

import pytest

from diagrams.build import files, report


def figures(folder, svg, facts):
    """A folder of figures as a build leaves it."""
    (folder / "relu").mkdir(parents=True)
    for name, drawing in svg.items():
        (folder / "relu" / f"{name}.svg").write_text(f"<svg>{drawing}</svg>", encoding="utf-8")
    content = {name: {"ja": ja, "en": en, "value": 0, "kind": "share"} for name, (ja, en) in facts.items()}
    (folder / "relu" / "post.json").write_text(json.dumps({"facts": content}), encoding="utf-8")
    return folder


@pytest.fixture
def page(tmp_path):
    """The page of two small folders."""
    before = figures(tmp_path / "before", {"same.ja": "1", "other.ja": "2", "gone.en": "3"},
                     {"same": ("1", "1"), "share": ("13%", "13%"), "where": ("上", "above"), "old": ("7", "7")})
    after = figures(tmp_path / "after", {"same.ja": "1", "other.ja": "two", "new.en": "4"},
                    {"same": ("1", "1"), "share": ("14%", "14%"), "where": ("下", "below")})
    for folder, poster in ((before, b"%PDF old"), (after, b"%PDF new")):
        (folder / "relu" / "poster.ja.pdf").write_bytes(poster)
        (folder / "relu" / "same.ja.pdf").write_bytes(b"%PDF same")
    told = report.write(before, after, tmp_path / "report.html")
    return told, (tmp_path / "report.html").read_text(encoding="utf-8")


def test_what_differs_is_shown_before_and_after(page):
    told, html = page
    assert told == "4 figures and 3 facts differ"
    assert html.index("<svg>2</svg>") < html.index("<svg>two</svg>")
    assert [name for name in ("gone.en", "new.en", "other.ja", "same.ja") if f"<h2>relu/{name}.svg" in html] == [
        "gone.en", "new.en", "other.ja"]


def test_posters_that_differ_are_shown(page):
    html = page[1]
    assert "<h2>relu/poster.ja.pdf" in html
    old, new = (base64.b64encode(poster).decode() for poster in (b"%PDF old", b"%PDF new"))
    assert html.index(f"base64,{old}") < html.index(f"base64,{new}")
    assert "same.ja.pdf" not in html


def test_facts_are_listed_once_where_both_languages_write_them_alike(page):
    html = page[1]
    assert "<td>relu.share</td><td>ja, en</td><td>13%</td><td>14%</td>" in html
    assert "<td>relu.where</td><td>ja</td><td>上</td><td>下</td>" in html
    assert "<td>relu.where</td><td>en</td><td>above</td><td>below</td>" in html
    assert "<td>relu.old</td><td>ja, en</td><td>7</td><td>—</td>" in html
    assert "relu.same" not in html


def test_what_was_there_before_survives_a_build(tmp_path, monkeypatch):
    monkeypatch.setattr(report, "BEFORE", kept := tmp_path / "kept")
    folder = figures(tmp_path / "figures", {"one.ja": "old", "gone.ja": "old"}, {})
    files.link(folder / "relu" / "one.ja.svg", tmp_path / "drawn.svg")
    report.keep(folder)
    files.write(folder / "relu" / "one.ja.svg", b"<svg>new</svg>")
    (folder / "relu" / "gone.ja.svg").unlink()
    report.keep(folder)
    files.write(folder / "relu" / "one.ja.svg", b"<svg>newest</svg>")
    assert {path.name: path.read_text() for path in kept.rglob("*.svg")} == {"one.ja.svg": "<svg>new</svg>"}
    assert (tmp_path / "drawn.svg").read_text() == "<svg>old</svg>"


def test_nothing_to_compare_with_is_said(tmp_path):
    with pytest.raises(FileNotFoundError, match="no figures to compare with; --against takes a copy of docs/figures"):
        report.write(tmp_path / "nowhere", tmp_path)
