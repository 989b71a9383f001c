"""Whatever is saved is drawn at once, and shown; mistakes are told and do not end the watch."""

import json
import signal
import socket
import threading
import time
import urllib.request

import pytest

from tests.project import Project
from tests.watching import PATIENCE, free_address, page_with, read_until, running, watching


@pytest.fixture
def watched(tmp_path, manifest):
    with watching(tmp_path / "project") as made:
        yield made


def stream(address):
    """The changes that the page is told of, one by one."""
    for _ in range(100):
        try:
            answer = urllib.request.urlopen(f"http://{address}/changes", timeout=PATIENCE)
            break
        except OSError:
            time.sleep(0.1)
    with answer:
        for line in answer:
            if line.startswith(b"data: "):
                yield json.loads(line[len("data: "):])


def test_what_is_saved_is_drawn_and_shown_and_mistakes_do_not_end_the_watch(watched):
    project, process, address = watched
    module = project.folder / "diagrams" / "posts" / "relu.py"
    changes = stream(address)
    assert "relu/one_map.ja.svg" in next(changes)["drawn"]
    project.edit(module, 'ja="ReLUの前"', 'ja="ReLUを通る前"')
    read_until(process, "1 figures built")
    assert next(changes) == {"drawn": ["relu/one_map.ja.svg"], "problem": ""}
    assert "ReLUを通る前" in project.outputs()["relu/one_map.ja.svg"].decode()
    project.edit(module, "def one_map(", "def one_map((")
    assert "diagrams.posts.relu, line" in next(change["problem"] for change in changes if change["problem"])
    project.edit(module, "def one_map((", "def one_map(")
    assert next(change for change in changes if not change["problem"])
    changes.close()


def test_strokes_and_posts_that_are_edited_in_turn_are_both_followed(watched):
    project, process = watched[:2]
    module = project.folder / "diagrams" / "posts" / "relu.py"
    strokes, sealed = project.folder / "diagrams" / "draw" / "canvas.py", project.folder / ".cache" / "seal.json"
    before = sealed.read_bytes()
    for path, old, new in ((module, 'ja="ReLUの前"', 'ja="前"'), (strokes, "1.35 * size", "1.4 * size"),
                           (module, 'ja="前"', 'ja="まえ"'), (strokes, "1.4 * size", "1.45 * size"),
                           (module, 'ja="まえ"', 'ja="マエ"')):
        project.edit(path, old, new)
        read_until(process, "figures built")
    followed = project.outputs()
    assert "マエ" in followed["relu/one_map.ja.svg"].decode()
    assert sealed.read_bytes() == before, "the watch has no time for it"
    assert "0 figures built" in project.build().stdout
    assert sealed.read_bytes() != before
    assert project.build("--force").returncode == 0
    assert project.outputs() == followed


def test_the_page_ends_with_the_watch(watched):
    process, address = watched[1:]
    next(stream(address))
    process.send_signal(signal.SIGTERM)
    process.wait(PATIENCE)
    for _ in range(100):
        with socket.socket() as probe:
            if probe.connect_ex((address.partition(":")[0], int(address.partition(":")[2]))):
                break
        time.sleep(0.1)
    else:
        raise AssertionError("the page is still served")


def wait_for(what, *arguments):
    end = time.monotonic() + PATIENCE
    while not what(*arguments):
        assert time.monotonic() < end, arguments
        time.sleep(0.2)


def test_the_site_that_is_served_follows_a_saved_figure(tmp_path, manifest):
    project, address, figures = Project.copy(tmp_path / "project", ()), free_address(), free_address()
    assert project.build().returncode == 0
    with running(project, "-m", "diagrams.site", "--serve", "--address", address, "--figures", figures) as process:
        threading.Thread(target=process.stdout.read, daemon=True).start()
        wait_for(page_with, address, "ReLUの前")
        project.edit(project.folder / "diagrams" / "posts" / "relu.py", 'ja="ReLUの前"', 'ja="ReLUを通る前"')
        wait_for(page_with, address, "ReLUを通る前")
    assert "ReLUを通る前" in project.outputs()["relu/one_map.ja.svg"].decode()
    assert not (project.folder / "site").exists()


def test_an_address_that_is_taken_ends_the_serving(tmp_path, manifest):
    project, figures = Project.copy(tmp_path / "project", ()), free_address()
    assert project.build().returncode == 0
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        address = f"127.0.0.1:{taken.getsockname()[1]}"
        done = project.run("-m", "diagrams.site", "--serve", "--address", address, "--figures", figures,
                           timeout=PATIENCE)
    assert done.returncode == 1
    assert "Address already in use" in done.stdout + done.stderr
    with socket.socket() as probe:
        assert probe.connect_ex(("127.0.0.1", int(figures.rpartition(":")[2])))
