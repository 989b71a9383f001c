"""Build the site beside the published folder, and put it in its place only when everything went well."""

import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

QUIET_THEME = {"NO_MKDOCS_2_WARNING": "1"}
LOOK = 0.2  # seconds between two looks at what runs


class BuildFailed(Exception):
    """The site was not built; what is published stays as it is."""


def publish(root: Path, target: Path):
    """Build the site of the project in `root` strictly, and make it the folder `target`.

    Raises BuildFailed, with `target` untouched, when the build gives an error or a warning, or when
    `target` holds something that is not a site.
    """
    if target.exists() and any(target.iterdir()) and not (target / "index.html").exists():
        raise BuildFailed(f"{target} holds something that is not this site; give an empty folder, or none")
    target.parent.mkdir(parents=True, exist_ok=True)
    with workshop(target) as folder:
        build(root, folder / "new")
        swap(folder / "new", target, folder / "old")


@contextmanager
def workshop(target: Path) -> Iterator[Path]:
    """A folder beside the target, on the same disk, gone in the end."""
    folder = Path(tempfile.mkdtemp(prefix=f"{target.name}.", dir=target.parent))
    try:
        yield folder
    finally:
        shutil.rmtree(folder)


def build(root: Path, folder: Path):
    """Run MkDocs; what it says goes to the terminal."""
    command = [sys.executable, "-m", "mkdocs", "build", "--strict", "--site-dir", str(folder)]
    if subprocess.run(command, cwd=root, env=os.environ | QUIET_THEME).returncode:
        raise BuildFailed("the site has the faults named above")


def swap(new: Path, target: Path, old: Path):
    """Put a new folder in the place of another, which moves to `old`; on failure it moves back."""
    if not target.exists():
        new.rename(target)
        return
    target.rename(old)
    try:
        new.rename(target)
    except BaseException:
        old.rename(target)
        raise


def serve(root: Path, address: str, figures: str) -> int:
    """Serve the site until Ctrl-C: one process draws what is edited, shown at once at the address `figures`; MkDocs
    builds again when pages or drawn figures change. Returns the exit code: 1 when one of them ended by itself.
    """
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    commands = (["build_figures.py", "--watch", "--address", figures],
                ["-m", "mkdocs", "serve", "--no-strict", "--dev-addr", address])
    children = [subprocess.Popen([sys.executable, *command], cwd=root, env=os.environ | QUIET_THEME)
                for command in commands]
    try:
        while all(child.poll() is None for child in children):
            time.sleep(LOOK)
        return 1
    except KeyboardInterrupt:
        return 0
    finally:
        end(children)


def end(children: list[subprocess.Popen]):
    """Let processes end that Ctrl-C may have reached already; interrupt them if it has not, and wait for both."""
    for signal_, patience in ((None, LOOK * 5), (signal.SIGINT, 10), (signal.SIGKILL, None)):
        for child in children:
            if signal_ and child.poll() is None:
                child.send_signal(signal_)
        with suppress(subprocess.TimeoutExpired):
            for child in children:
                child.wait(patience)
