"""Draws again whatever is edited, from a process that keeps the libraries in memory."""

import contextlib
import gc
import os
import signal
import subprocess
import sys
import time
import traceback
from collections.abc import Callable, Iterator
from importlib import import_module
from typing import Any

from diagrams.build import files, seal

PAUSE = 0.03  # seconds between two looks
POSTS = files.PACKAGE / "posts"
PROBLEM = files.CACHE / "problem.txt"
LIBRARIES = ("budoux", "fontTools.subset", "matplotlib.backends.backend_svg", "matplotlib.pyplot",
             "multiprocessing.pool", "numpy", "PIL.Image")


def watch(build: Callable[[], int], address: str) -> None:
    """Build whenever a source changes, until Ctrl-C; a page at `address` shows the figures as they are drawn."""
    preview = subprocess.Popen([sys.executable, "-m", "diagrams.build.preview", address], cwd=files.ROOT)
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    print(f"figures as they are drawn: http://{address}/ (Ctrl-C ends)", flush=True)
    for library in LIBRARIES:
        import_module(library)
    loaded = ""
    try:
        for _ in changes():
            apart(build, loaded)
            if loaded != files.code(POSTS):
                loaded = load()
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
        for path in files.walk(files.ROOT / top):
            try:
                yield path, os.stat(path)
            except FileNotFoundError:
                continue


def apart(build: Callable[[], int], loaded: str) -> None:
    """Build in a process of its own, which runs the code as it is now; what goes wrong is kept for the page."""
    gc.freeze()  # or the child would look through all that is loaded, and so copy it
    child = os.fork()
    if child:
        gc.unfreeze()
        wait_for(child)
        return
    code = 1
    try:
        renew(loaded)
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
        with contextlib.suppress(ProcessLookupError):  # it had just ended
            os.kill(child, signal.SIGINT)
            os.waitpid(child, 0)
        raise


def load() -> str:
    """Load all that draws but the posts, which are edited most; returns a hash of that code."""
    forget_code()
    now = files.code(POSTS)
    try:
        import_module("diagrams.build.run")
        for path in sorted((files.PACKAGE / "draw").glob("*.py")):
            import_module(f"diagrams.draw.{path.stem}".removesuffix(".__init__"))
        rehearse()
    except Exception:  # what is wrong is told by the build
        forget_code()
    return now


def rehearse() -> None:
    """Read what builds read, and draw what nobody sees, so that all of it is in memory."""
    digests, fingerprint, plan, tracing, results, script, language, canvas, svg = (
        import_module(f"diagrams.{name}") for name in (
            "build.digests", "build.fingerprint", "build.plan", "build.tracing", "experiments.results", "script",
            "language", "draw.canvas", "draw.svg"))
    for name in digests.sources()[0]:
        digests.module(name)
    fingerprint.of_versions(*plan.TOOLS, *tracing.TOOLS)
    results.statements(script.published())
    svg.to_svg(canvas.Canvas(language.Say("ja", ()), "あ").drawing(50, ""), "ja")


def renew(loaded: str) -> None:
    """Keep the code that is loaded while it is that on the disk; else let all be imported anew."""
    if loaded != files.code(POSTS):
        forget_code()
    fresh: Any = import_module("diagrams.build.files")
    fresh.CODE_THAT_RUNS = files.code()


def forget_code() -> None:
    """Let the project's own modules be imported anew."""
    for name in [name for name in sys.modules if name.partition(".")[0] == "diagrams"]:
        del sys.modules[name]


class Heard:
    """Passes on what is written to the terminal's error stream, and keeps it."""

    def __enter__(self) -> "Heard":
        self.text, self.stream, sys.stderr = "", sys.stderr, self
        return self

    def __exit__(self, *_: object) -> None:
        sys.stderr = self.stream

    def write(self, text: str) -> None:
        self.text += text
        self.stream.write(text)

    def __getattr__(self, name: str) -> Any:
        return getattr(self.stream, name)
