"""How soon is what was saved on the disk, on the screen and in the site? And how soon does Ctrl-C end a build?"""

import os
import shutil
import statistics
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from itertools import count, islice
from pathlib import Path

from playwright.sync_api import Page, sync_playwright

from tests.bench.table import Found, show
from tests.project import Project
from tests.watching import free_address, page_with, read_until, running

TIMES = 8
REST = 2  # seconds between two saves: nobody saves faster
MODULE, FIGURE, WORDS = "diagrams/posts/relu.py", "relu/one_map.ja.svg", 'ja="ReLUの前"'
NUMBERS = count()  # a word that was there before would be brought back, not drawn
SHOWN = """text => [...document.querySelectorAll('figure')].some(
  (figure) => figure.lastChild.shadowRoot.textContent.includes(text))"""


def saves(project: Project, seen: Callable[[str], object]) -> list[float]:
    """Seconds from saving another word to when it is seen, of several saves."""
    found, path = [], project.folder / MODULE
    original = path.read_text(encoding="utf-8")
    assert WORDS in original
    for number in islice(NUMBERS, TIMES):
        time.sleep(REST)
        word = f"前{number}番"
        path.write_text(original.replace(WORDS, f'ja="{word}"'), encoding="utf-8")
        began = time.perf_counter()
        seen(word)
        found.append(time.perf_counter() - began)
    path.write_text(original, encoding="utf-8")
    return found


def until(true: Callable[[], bool]) -> None:
    while not true():
        time.sleep(0.005)


def on_disk(project: Project) -> Callable[[str], None]:
    """Waits for a word in the figure's file."""
    return lambda word: until(lambda: word in (project.figures / FIGURE).read_text(encoding="utf-8"))


def in_page(page: Page) -> Callable[[str], object]:
    """Waits for a word in the open page of figures."""
    return lambda word: page.wait_for_function(SHOWN, arg=word, polling=20)


def watched(project: Project, page: Page) -> Iterator[tuple[str, list[float], float]]:
    """What the watch of figures takes, once it is warm."""
    address = free_address()
    with running(project, "build_figures.py", "--watch", "--address", address) as process:
        read_until(process, "figures built")
        threading.Thread(target=process.stdout.read, daemon=True).start()
        page.goto(f"http://{address}/relu")
        time.sleep(REST * 3)
        yield "a saved figure is on the disk", saves(project, on_disk(project)), 0.5
        yield "a saved figure is seen in the open page", saves(project, in_page(page)), 2
        page.goto("about:blank")


def served(project: Project) -> tuple[str, list[float], float]:
    """What a page of the site takes that is served while it is written."""
    address = free_address()
    with running(project, "-m", "diagrams.site", "--serve", "--address", address,
                 "--figures", free_address()) as process:
        threading.Thread(target=process.stdout.read, daemon=True).start()
        until(lambda: page_with(address, "ReLU"))
        return "the whole site is built again", saves(project, lambda word: until(lambda: page_with(address, word))), 10


def stopped(project: Project) -> tuple[str, list[float], float]:
    """What a build takes to end when it is interrupted while it draws, or while the network runs."""
    took = []
    for moment in (r"\[3/", "running the network") * 2:
        for folder in (project.folder / ".cache", project.figures):
            shutil.rmtree(folder / ("manifests" if moment.startswith("running") else "relu"), ignore_errors=True)
        shutil.rmtree(project.folder / ".cache" / "drawn", ignore_errors=True)
        shutil.rmtree(project.folder / ".cache" / "records", ignore_errors=True)
        took.append(project.interrupt("build_figures.py", when=moment).seconds)
    return "Ctrl-C ends a build", took, 1


def measured(project: Project) -> Iterator[tuple[str, list[float], float]]:
    """(what, seconds of each time, the most that is good enough)."""
    with sync_playwright() as playwright:
        chromium = os.environ.get("CHROMIUM") or shutil.which("chromium")
        browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox", "--disable-gpu"])
        yield from watched(project, browser.new_page())
    yield served(project)
    yield stopped(project)


def told(what: str, seconds: list[float], most: float) -> Found:
    """The median, and the whole range."""
    return what, statistics.median(seconds), most, f"{min(seconds):.2f} to {max(seconds):.2f} s"


def main() -> int:
    with tempfile.TemporaryDirectory() as folder:
        project = Project.copy(Path(folder) / "project", ())
        assert project.build().returncode == 0
        return show("median seconds", [told(*each) for each in measured(project)])


if __name__ == "__main__":
    sys.exit(main())
