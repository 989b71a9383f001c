"""What happens without it: every statement of the script is left out once, and the script is run as a command."""

import contextlib
import io
import re
import signal
import sys
import tempfile
import zlib
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from multiprocessing import get_context
from pathlib import Path
from typing import Any

import keras
import numpy as np
import tensorflow as tf

from diagrams import evaluation, release, script
from diagrams.experiments.photos import Photos

DATA, MODEL = Path("data/creatures.npz"), Path("data/creatures_cnn.keras")  # where the script looks by itself
MORE = 6  # seeds for the whole script alone


@dataclass(frozen=True)
class Attempt:
    """A script given as text, the .npz that it reads, and the values that some of its constants take."""

    source: str
    data: Path
    constants: dict[str, int]

    @property
    def text(self) -> str:
        """The script with these constants; one that was left out stays out."""
        text = self.source
        for name, value in self.constants.items():
            text = re.sub(rf"^{name} = .*$", f"{name} = {value}", text, flags=re.M)
        return text


@contextlib.contextmanager
def workers() -> Iterator[ProcessPoolExecutor]:
    """Processes that try scripts, one for each core: the trainings are too small to fill more."""
    pool = ProcessPoolExecutor(mp_context=get_context("spawn"), initializer=alone)
    try:
        yield pool
    finally:
        pool.shutdown(cancel_futures=True)


def alone() -> None:
    """Compute in one thread and on no GPU, so that results do not depend on either; the parent hears Ctrl-C."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    tf.config.set_visible_devices([], "GPU")
    tf.config.threading.set_intra_op_parallelism_threads(1)
    tf.config.threading.set_inter_op_parallelism_threads(1)
    tf.config.experimental.enable_op_determinism()


def check(source: str, constants: dict[str, int]) -> None:
    """Raises ValueError when the script does not have one of these constants on a line of its own."""
    for name in constants:
        if not re.search(rf"^{name} = .*$", source, flags=re.M):
            raise ValueError(f"{script.NETWORK.name} has no line that begins with: {name} = ")


def store(photos: Photos, path: Path) -> None:
    """The photos as the script reads them; what is measured on serves as validation and as test."""
    held_back: dict[str, Any] = {f"{axis}_{part}": values for part in ("validation", "test")
                                 for axis, values in (("x", photos.x_validation), ("y", photos.y_validation))}
    np.savez(path, labels=np.array(photos.labels), x_train=photos.x, y_train=photos.y, **held_back)


def run(source: str) -> str:
    """Run a script as a command in the current folder; returns what it ends with when it fails, else ""."""
    heard, arguments = io.StringIO(), sys.argv
    sys.argv = [script.NETWORK.name, str(DATA)]
    try:
        with contextlib.redirect_stdout(io.StringIO()), contextlib.redirect_stderr(heard):
            exec(compile(source, script.NETWORK.name, "exec"),
                 {"__name__": "__main__", "__file__": str(script.NETWORK)})
    except SystemExit as stop:
        return stop.code if isinstance(stop.code, str) else heard.getvalue().strip().rpartition("\n")[2]
    except Exception as error:
        return f"{type(error).__name__}: {str(error).strip().partition(chr(10))[0]}"
    finally:
        sys.argv = arguments
    return ""


def outcome(attempt: Attempt) -> dict[str, Any]:
    """What becomes of a script: {"accuracy": balanced, "answers": hash of all answers}, {"error": text}, or
    {"nothing saved": True} when it runs to its end and leaves no network.

    Chance begins with what the script is, whatever ran in this process before: it may set no seed itself.
    """
    data = attempt.data.absolute()
    keras.backend.clear_session()
    keras.utils.set_random_seed(zlib.crc32(attempt.text.encode()))
    with tempfile.TemporaryDirectory() as folder, contextlib.chdir(folder):
        DATA.parent.mkdir()
        DATA.symlink_to(data)
        if error := run(attempt.text):
            return {"error": error}
        if not MODEL.exists():
            return {"nothing saved": True}
        labels = release.labels_of(DATA, script.load(script.NETWORK))
        shown, truth = evaluation.test_photos(DATA, labels)
        found: Any = evaluation.answers(keras.models.load_model(MODEL, compile=False), shown)  # an array; see run.py
    accuracy = evaluation.accuracy(found, truth, labels)
    return {"accuracy": accuracy["balanced"], "answers": zlib.crc32(found.astype(np.uint8))}
