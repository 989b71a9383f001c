"""What is published changes only when a build went well."""

import shutil
from pathlib import Path

import pytest

from diagrams.site import publish
from diagrams.site.publish import BuildFailed


@pytest.fixture(scope="module")
def published(site_project):
    publish.publish(site_project, site_project / "site")
    return site_project / "site"


@pytest.fixture
def copied(site_project, tmp_path):
    root = tmp_path / "project"
    shutil.copytree(site_project, root, ignore=shutil.ignore_patterns("site.????????"))
    (root / "site").mkdir(exist_ok=True)
    (root / "site" / "index.html").write_text("old")
    (root / "site" / "build.json").write_text("{}")
    return root


def test_a_good_build_replaces_the_folder(copied):
    publish.publish(copied, copied / "site")
    assert "<article" in (copied / "site" / "index.html").read_text()
    assert not list(copied.glob("site.*"))


@pytest.mark.parametrize(("old", "new", "reason"), [
    ("{{ relu.share }}", "{{ relu.shaer }}", "unknown fact relu.shaer"),
    ("map.svg", "mpa.svg", "run make figures"),
    ("# relu", "[away](gone.md)\n\n# relu", "gone.md"),
    ("## This feature map { #second }", "", "posts/relu: section #second is in Japanese only"),
])
def test_a_build_with_a_fault_changes_nothing_and_names_it(copied, capfd, old, new, reason):
    page = copied / "docs" / "posts" / "relu.en.md"
    page.write_text(page.read_text().replace(old, new))
    with pytest.raises(BuildFailed):
        publish.publish(copied, copied / "site")
    assert (copied / "site" / "index.html").read_text() == "old"
    assert not list(copied.glob("site.*"))
    assert reason in capfd.readouterr().err


def test_both_languages_are_built_with_their_own_figures(published):
    assert "この特徴マップ</text>" in (published / "posts/relu.html").read_text()
    assert "This feature map</text>" in (published / "en/posts/relu.html").read_text()


def test_every_page_leads_to_its_other_language(published):
    assert 'href="../en/posts/relu.html" hreflang="en"' in (published / "posts/relu.html").read_text()
    assert 'href="../index.html" hreflang="ja"' in (published / "en/index.html").read_text()


def test_the_404_page_speaks_both_languages_and_asks_for_no_other_version(published):
    html = (published / "404.html").read_text()
    assert "ページが見つかりません" in html
    assert "Page not found" in html
    assert 'rel="alternate' not in html


def test_nothing_private_is_published(published):
    assert not list(published.rglob("post.json"))
    assert not list(published.rglob("*.tsv"))
    assert not list(published.rglob("__pycache__"))


def test_search_looks_at_prose_and_not_at_the_script(published):
    text = (published / "en/search/pages.json").read_text()
    assert "model.add" not in text
    assert "This feature map" in text


def test_our_html_has_no_style_attribute_and_no_marks_left(published):
    for page in published.rglob("*.html"):
        article = page.read_text().partition("<article")[2].partition("</article>")[0]
        assert article
        assert " style=" not in article
        assert "@@block" not in article
        assert "{{" not in article


def test_the_folder_can_be_read_by_a_web_server(published):
    assert published.stat().st_mode & 0o055 == 0o055


def test_a_folder_of_something_else_is_left_alone(tmp_path):
    (tmp_path / "photos").mkdir()
    (tmp_path / "photos" / "a.txt").write_text("mine")
    with pytest.raises(BuildFailed, match="holds something that is not this site"):
        publish.publish(tmp_path, tmp_path / "photos")
    assert (tmp_path / "photos" / "a.txt").read_text() == "mine"


def test_a_site_of_somebody_else_is_left_alone(tmp_path):
    (tmp_path / "index.html").write_text("mine")
    with pytest.raises(BuildFailed, match="holds something that is not this site"):
        publish.publish(tmp_path, tmp_path)
    assert (tmp_path / "index.html").read_text() == "mine"


def test_a_mount_point_is_told_with_a_way_out(tmp_path):
    with pytest.raises(BuildFailed, match=r"/proc is a mount point.* such as /proc/site"):
        publish.publish(tmp_path, Path("/proc"))


def test_a_place_that_cannot_be_written_is_named(site_project):
    with pytest.raises(BuildFailed, match="/proc/"):
        publish.publish(site_project, Path("/proc/published/site"))


def test_a_site_with_an_address_names_every_version_by_it(site_project, tmp_path, monkeypatch):
    monkeypatch.setenv("SITE_URL", "https://example.org/cnn/")
    publish.publish(site_project, tmp_path / "site")
    html = (tmp_path / "site/en/posts/relu.html").read_text()
    home = "https://example.org/cnn/"
    assert f'<link rel="canonical" href="{home}en/posts/relu.html">' in html
    for language, url in (("ja", "posts/relu.html"), ("en", "en/posts/relu.html"), ("x-default", "posts/relu.html")):
        assert html.count(f'<link rel="alternate" hreflang="{language}" href="{home}{url}">') == 1
    sitemap = (tmp_path / "site/sitemap.xml").read_text()
    for page in ("posts/relu.html", "en/posts/relu.html"):
        assert f"<loc>{home}{page}</loc>" in sitemap
        assert sitemap.count(f'href="{home}{page}"') == 2
