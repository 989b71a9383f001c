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

from diagrams.build.files import BuildError
from diagrams.site.output import offline, origin
from diagrams.site.output.finish import Faulty, finish
from diagrams.site.output.swap import swap

GENERATOR = "mkdocs"
QUIET_THEME = {"NO_MKDOCS_2_WARNING": "1"}
OURS = (origin.FILE, "search/search_index.json")
LOOK = 0.2  # seconds between two looks at what runs


class BuildFailed(Exception):
    """The site was not built; what is published stays as it is."""


def publish(root: Path, target: Path) -> None:
    """Build the site of the project in `root` strictly, and make it the folder `target`.

    Raises BuildFailed, with `target` untouched, when the build gives an error or a warning, or when
    `target` is a mount point or holds something that is not a site.
    """
    if target.is_mount():
        raise BuildFailed(f"{target} is a mount point, which no other folder can replace; give a folder in it, "
                          f"such as {target / 'site'}")
    if target.exists() and not is_replaceable(target):
        raise BuildFailed(f"{target} holds something that is not this site; give an empty folder, or none")
    with built(root, target) as folder:
        swap(folder, target)


def publish_offline(root: Path, archive: Path) -> None:
    """Build the site as a zip that is read from a disk; raises BuildFailed, with an older one untouched."""
    with built(root, archive) as folder:
        offline.write(folder, archive, origin.epoch(root))


def is_replaceable(target: Path) -> bool:
    """Whether a published site, or nothing, would be lost with a folder."""
    return target.is_dir() and (not any(target.iterdir()) or any((target / name).is_file() for name in OURS))


@contextmanager
def built(root: Path, target: Path) -> Iterator[Path]:
    """A finished site in a folder beside the target; whatever is in that place in the end is removed.

    Raises BuildFailed when it cannot be built or written.
    """
    address = os.environ.get("SITE_URL", "")
    address = f"{address.rstrip('/')}/" if address else ""
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        with workshop(target) as folder:
            build(root, folder / "new")
            finish(folder / "new", root, address)
            yield folder / "new"
    except Faulty as error:
        print(error, file=sys.stderr)
        raise BuildFailed("the site has the faults named above") from error
    except BuildError as error:
        raise BuildFailed(str(error)) from error
    except OSError as error:
        raise BuildFailed(f"{error.filename or target} cannot be written: {error.strerror or error}") from error


@contextmanager
def workshop(target: Path) -> Iterator[Path]:
    """A folder beside the target, on the same disk, gone in the end."""
    folder = Path(tempfile.mkdtemp(prefix=f"{target.name}.", dir=target.parent))
    try:
        yield folder
    finally:
        shutil.rmtree(folder)


def build(root: Path, folder: Path, generator: str = GENERATOR) -> None:
    """Run the generator; what it says goes to the terminal. Raises BuildFailed."""
    command = [sys.executable, "-m", generator, "build", "--strict", "--site-dir", str(folder)]
    surroundings = QUIET_THEME | {"SOURCE_DATE_EPOCH": str(origin.epoch(root))}
    if subprocess.run(command, cwd=root, env=os.environ | surroundings).returncode:
        raise BuildFailed("the site has the faults named above")


def serve(root: Path, address: str, figures: str) -> int:
    """Serve the site until Ctrl-C: one process draws what is edited, shown at once at the address `figures`; MkDocs
    builds again when pages or drawn figures change. Returns the exit code: 1 when one of them ended by itself.
    """
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    commands = (["build_figures.py", "--watch", "--address", figures],
                ["-m", GENERATOR, "serve", "--no-strict", "--dev-addr", address])
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


def end(children: list[subprocess.Popen[bytes]]) -> None:
    """Let processes end that Ctrl-C may have reached already; interrupt them if it has not, and wait for both."""
    for signal_, patience in ((None, LOOK * 5), (signal.SIGINT, 10), (signal.SIGKILL, None)):
        for child in children:
            if signal_ and child.poll() is None:
                child.send_signal(signal_)
        with suppress(subprocess.TimeoutExpired):
            for child in children:
                child.wait(patience)
