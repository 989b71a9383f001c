"""A new site takes the place of the old one in a single step."""

import threading

import pytest

from diagrams.site.output import swap


@pytest.fixture
def folders(tmp_path):
    for name in ("new", "site"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "index.html").write_text(name)
    return tmp_path / "new", tmp_path / "site"


def test_readers_never_meet_half_a_site(folders):
    new, site = folders
    missed, done = [], threading.Event()

    def read():
        while not done.is_set():
            try:
                (site / "index.html").read_text()
            except OSError as error:
                missed.append(error)

    reader = threading.Thread(target=read)
    reader.start()
    for _ in range(500):
        swap.swap(new, site)
    done.set()
    reader.join()
    assert missed == []


@pytest.mark.parametrize("exchange", [swap.exchange, lambda *_: False])
def test_the_new_folder_is_there_and_the_old_one_out_of_the_way(folders, monkeypatch, exchange):
    monkeypatch.setattr(swap, "exchange", exchange)
    new, site = folders
    swap.swap(new, site)
    assert (site / "index.html").read_text() == "new"


@pytest.mark.parametrize("exchange", [swap.exchange, lambda *_: False])
def test_a_swap_that_fails_leaves_the_old_folder(folders, monkeypatch, exchange):
    monkeypatch.setattr(swap, "exchange", exchange)
    new, site = folders
    with pytest.raises(FileNotFoundError):
        swap.swap(new.with_name("missing"), site)
    assert (site / "index.html").read_text() == "site"
