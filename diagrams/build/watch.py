"""Draws again whatever is edited, from a process that keeps the libraries in memory."""

import os
import signal
import subprocess
import sys
import time
import traceback
from collections.abc import Callable, Iterator

from diagrams.build import files, seal

PAUSE = 0.1  # seconds between two looks
PROBLEM = files.CACHE / "problem.txt"
LIBRARIES = ("budoux", "fontTools.subset", "matplotlib.backends.backend_svg", "matplotlib.pyplot", "numpy", "PIL.Image")


def watch(build: Callable[[], int], address: str) -> None:
    """Build whenever a source changes, until Ctrl-C; a page at `address` shows the figures as they are drawn."""
    preview = subprocess.Popen([sys.executable, "-m", "diagrams.build.preview", address], cwd=files.ROOT)
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    print(f"figures as they are drawn: http://{address}/ (Ctrl-C ends)", flush=True)
    for library in LIBRARIES:
        __import__(library)
    try:
        for _ in changes():
            apart(build)
    finally:
        PROBLEM.unlink(missing_ok=True)
        preview.terminate()
        preview.wait()


def changes() -> Iterator[None]:
    """Once at the beginning, and each time that the sources are not what they were."""
    before = None
    while True:
        now = {path: (status.st_mtime_ns, status.st_size) for path, status in looks()}
        if now != before:
            before = now
            yield
        time.sleep(PAUSE)


def looks() -> Iterator[tuple[str, os.stat_result]]:
    """Every source, with its time and size; what is just being replaced is left out."""
    for top in seal.SOURCES:
        for path in seal.walk(files.ROOT / top):
            try:
                yield path, os.stat(path)
            except FileNotFoundError:
                continue


def apart(build: Callable[[], int]) -> None:
    """Build in a process of its own, which reads the code as it is now; what goes wrong is kept for the page."""
    child = os.fork()
    if child:
        wait_for(child)
        return
    code = 1
    try:
        forget_code()
        with Heard() as heard:
            code = build()
        PROBLEM.write_text("" if code == 0 else heard.text, "utf-8")
    except Exception:
        traceback.print_exc()
        PROBLEM.write_text(traceback.format_exc(), "utf-8")
    finally:
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(code)


def wait_for(child: int) -> None:
    """Wait until a process has ended; what interrupts the waiting interrupts it, too."""
    try:
        os.waitpid(child, 0)
    except BaseException:
        os.kill(child, signal.SIGINT)
        os.waitpid(child, 0)
        raise


def forget_code() -> None:
    """Let the project's own modules be imported anew."""
    for name in [name for name in sys.modules if name.partition(".")[0] == "diagrams"]:
        del sys.modules[name]


class Heard:
    """Passes on what is written to the terminal's error stream, and keeps it."""

    def __enter__(self):
        self.text, self.stream, sys.stderr = "", sys.stderr, self
        return self

    def __exit__(self, *_):
        sys.stderr = self.stream

    def write(self, text: str) -> None:
        self.text += text
        self.stream.write(text)

    def __getattr__(self, name: str):
        return getattr(self.stream, name)
