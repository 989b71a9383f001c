"""The same commit gives the same bytes, wherever and whenever it is built."""

import hashlib
import json
import os
import shutil
import subprocess
import zipfile
from pathlib import Path

import pytest

from diagrams.site import publish
from diagrams.site.output import origin

AUTHOR = {f"GIT_{who}_{what}": value for who in ("AUTHOR", "COMMITTER")
          for what, value in (("NAME", "a"), ("EMAIL", "a@example.org"), ("DATE", "2020-02-02T02:02:02Z"))}
COMMIT = ("git init -q", "git add .", "git commit -qm whole")


@pytest.fixture(scope="module")
def clones(site_project, tmp_path_factory) -> list[Path]:
    """The small project as two clones of one commit, in folders of different depth."""
    first = tmp_path_factory.mktemp("one") / "project"
    shutil.copytree(site_project, first)
    shutil.rmtree(first / "site", ignore_errors=True)
    for command in COMMIT:
        subprocess.run(command.split(), cwd=first, env=os.environ | AUTHOR, check=True)
    second = tmp_path_factory.mktemp("two") / "a" / "much" / "longer" / "way"
    shutil.copytree(first, second)
    return [first, second]


def content(folder: Path) -> dict[str, str]:
    return {str(path.relative_to(folder)): hashlib.sha256(path.read_bytes()).hexdigest()
            for path in folder.rglob("*") if path.is_file()}


@pytest.fixture(scope="module")
def published(clones) -> list[Path]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("SITE_URL", "https://example.org/cnn/")
        patch.delenv("SOURCE_DATE_EPOCH", raising=False)
        for number, clone in enumerate(clones):
            patch.setenv("TZ", ("Asia/Tokyo", "America/New_York")[number])
            patch.setenv("PYTHONHASHSEED", str(number))
            publish.publish(clone, clone / "site")
    return [clone / "site" for clone in clones]


def test_two_clones_give_the_same_bytes(published):
    one, two = map(content, published)
    assert len(one) > 40
    assert one == two


def test_the_folder_names_what_it_was_made_from(published, clones):
    about = json.loads((published[0] / "build.json").read_text())
    head = subprocess.run(["git", "rev-parse", "HEAD"], cwd=clones[0], capture_output=True, text=True, check=True)
    assert about["commit"] == head.stdout.strip()
    assert about["date"] == "2020-02-02T02:02:02+00:00"
    assert about["changed"] is False
    assert about["address"] == "https://example.org/cnn/"
    card = json.loads((clones[0] / origin.WEIGHTS).read_text())
    assert about["weights"] == card["sha256"]
    assert len(about["shown"]) == 64
    assert {"python", "keras", "mkdocs"} <= set(about["versions"])
    assert "<lastmod>2020-02-02</lastmod>" in (published[0] / "sitemap.xml").read_text()


@pytest.mark.parametrize(("old", "new", "is_shown"), [("72%", "73%", True), ('"0.5"', '"0.6"', True),
                                                      ('"value": 0.72,', '"value": 0.7200001,', False)])
def test_what_pages_show_of_numbers_has_a_hash(clones, tmp_path, old, new, is_shown):
    root = tmp_path / "project"
    shutil.copytree(clones[0], root)
    path = root / "docs/figures/relu/post.json"
    assert old in path.read_text()
    path.write_text(path.read_text().replace(old, new))
    assert (origin.facts(root, "")["shown"] != origin.facts(clones[0], "")["shown"]) == is_shown


def test_a_source_has_the_dates_of_its_first_and_last_commit(clones, tmp_path, monkeypatch):
    root = tmp_path / "project"
    shutil.copytree(clones[0], root)
    (root / "docs" / "index.en.md").write_text("edited")
    later = {name: value.replace("2020", "2021") for name, value in AUTHOR.items()}
    subprocess.run(["git", "commit", "-qam", "later"], cwd=root, env=os.environ | later, check=True)
    assert [origin.first_and_last_change(root, f"docs/index.{language}.md") for language in ("ja", "en")] == [
        ("2020-02-02T02:02:02+00:00",) * 2, ("2020-02-02T02:02:02+00:00", "2021-02-02T02:02:02+00:00")]
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "0")
    assert origin.first_and_last_change(tmp_path, "docs/index.en.md") == (None, "1970-01-01T00:00:00+00:00")


def test_edits_since_the_commit_are_told(clones, tmp_path):
    root = tmp_path / "project"
    shutil.copytree(clones[0], root)
    assert not origin.facts(root, "")["changed"]
    (root / "docs" / "index.en.md").write_text("edited")
    assert origin.facts(root, "")["changed"]


def test_without_git_the_commit_is_unknown_and_the_time_fixed(tmp_path, monkeypatch):
    monkeypatch.delenv("SOURCE_DATE_EPOCH", raising=False)
    assert origin.facts(tmp_path, "")["commit"] is None
    assert origin.facts(tmp_path, "")["date"].startswith("1980-01-01")


def test_an_asset_that_changes_gives_its_folder_another_name(published, clones, tmp_path):
    [before] = published[0].glob("assets-*")
    root = tmp_path / "project"
    shutil.copytree(clones[0], root)
    with open(root / "docs/assets/base.css", "a") as style:
        style.write("/* more */\n")
    publish.publish(root, root / "site")
    [after] = (root / "site").glob("assets-*")
    assert before.name != after.name
    for page in (root / "site").rglob("*.html"):
        assert f"{after.name}/site.css" in page.read_text()
        assert before.name not in page.read_text()


def test_headers_keep_for_good_only_what_is_named_by_its_content(published):
    lines = (published[0] / "_headers").read_text().splitlines()
    kept = [lines[at - 1] for at, line in enumerate(lines) if "immutable" in line]
    [assets] = published[0].glob("assets-*")
    assert kept == [f"/cnn/{assets.name}/*", "/cnn/assets/pixels/*"]
    apache = (published[0] / ".htaccess").read_text()
    assert f"/({assets.name}|assets/pixels)/" in apache
    assert apache.endswith("\nErrorDocument 404 /cnn/404.html\n")


def test_the_same_commit_gives_the_same_zip(clones, monkeypatch):
    monkeypatch.delenv("SOURCE_DATE_EPOCH", raising=False)
    for clone in clones:
        publish.publish_offline(clone, clone / "offline.zip")
    one, two = ((clone / "offline.zip").read_bytes() for clone in clones)
    assert one == two
    with zipfile.ZipFile(clones[0] / "offline.zip") as archive:
        assert archive.testzip() is None
        assert "offline/index.html" in archive.namelist()
        assert {info.date_time for info in archive.infolist()} == {(2020, 2, 2, 2, 2, 2)}
