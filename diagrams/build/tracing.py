"""The manifest of the network's traces: kept by what it was made from, made anew only when that changed."""

import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

from diagrams import samples, script, weightfile
from diagrams.build import digests, files, fingerprint
from diagrams.build.files import ARRAYS, CACHE, ROOT, BuildError

MANIFESTS = CACHE / "manifests"
KEPT_MANIFESTS = 8
TOOLS = ("tensorflow", "keras", "numpy", "pillow")


class TraceError(BuildError):
    """The network could not be run; the message is the reason in one line."""


def key(own_photo: Path | None) -> str:
    """A hash of everything that the traces depend on."""
    if own_photo and not own_photo.is_file():
        raise TraceError(f"{own_photo}: no such photo")
    return fingerprint.of({
        "scripts": [fingerprint.of_file(path) for path in (script.NETWORK, samples.PREPARATION)],
        "weights": [fingerprint.of_file(path) for path in (weightfile.FILE, weightfile.card_of(weightfile.FILE))
                    if path.exists()],
        "samples": fingerprint.of_folder(samples.FOLDER),
        "own photo": own_photo and [own_photo.name, fingerprint.of_file(own_photo)],
        "code": digests.of_tracing(),
        "versions": fingerprint.of_versions(*TOOLS),
    })


def manifest(own_photo: Path | None = None, meanwhile: Callable[[], object] = lambda: None) -> dict[str, Any]:
    """The manifest for the project as it is now, traced first if need be; something else is done `meanwhile`.

    Raises TraceError with one line when the script, a photo or the weights do not allow it.
    """
    wanted = key(own_photo)
    path = MANIFESTS / f"{wanted}.json"
    found = files.read_json(path)
    if not arrays_of(found) or not is_complete(found):
        print("running the network on the photo", file=sys.stderr, flush=True)
        if not traced(path, own_photo, meanwhile):
            return manifest(own_photo)
        found = files.read_json(path)
        forget_old()
    path.touch()
    return found


def traced(path: Path, own_photo: Path | None, meanwhile: Callable[[], object]) -> bool:
    """Run the network and write its manifest; False where something was edited before it had been read.

    Raises TraceError where that fails, or is of other code than that which runs.
    """
    MANIFESTS.mkdir(parents=True, exist_ok=True)
    part = MANIFESTS / f".part-{os.getpid()}-{path.name}"
    try:
        wrong = run(part, own_photo, meanwhile)
        if key(own_photo) != path.stem:
            return False
        if files.code() != files.CODE_THAT_RUNS:
            raise TraceError("the code was changed while the network ran; build again")
        if wrong:
            raise TraceError(wrong)
        part.replace(path)
        return True
    finally:
        files.sweep_parts(ARRAYS, MANIFESTS)


def run(part: Path, own_photo: Path | None, meanwhile: Callable[[], object]) -> str:
    """Trace in a process of its own, the only one that imports TensorFlow, and write the manifest to `part`.

    Returns why that failed; "" when it did not.
    """
    photos = [own_photo.resolve()] if own_photo else []
    command = [sys.executable, "-m", "diagrams.trace", *map(str, [ARRAYS, part, *photos])]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True,
                          env=os.environ | {"TF_CPP_MIN_LOG_LEVEL": "3"}) as process:
        try:
            meanwhile()
            said = process.communicate()[1]
        except BaseException:
            process.kill()
            raise
    return reason(said) if process.returncode else ""


def reason(said: str) -> str:
    """Why a trace failed: the last line that it said, or all that Python said."""
    lines = said.strip().splitlines() or ["the network could not be run"]
    if "Traceback (most recent call last):" in lines:
        return "the network could not be run; Python says:\n" + \
            "\n".join(lines[lines.index("Traceback (most recent call last):"):])
    return lines[-1]


def arrays_of(found: dict[str, Any]) -> set[str]:
    """The names of all arrays that a manifest speaks of."""
    if not found.get("layers"):
        return set()
    named = [layer["arrays"] for layer in found["layers"]]
    named += [probe.get("arrays", {}) for probe in found["probes"].values()]
    photos = [found["photo"], *found.get("samples", ())]
    return {*(photo["pixels"] for photo in photos), *(digest for arrays in named for digest in arrays.values())}


def is_complete(found: dict[str, Any]) -> bool:
    return all((ARRAYS / f"{digest}.npy").exists() for digest in arrays_of(found))


def mend(found: dict[str, Any], asked: list[Any], own_photo: Path | None) -> bool:
    """Trace again if a stored array in these entries is not what its name says; returns whether one was not."""
    text = json.dumps(asked)
    damaged = [path for digest in arrays_of(found) if digest in text
               and not fingerprint.of_file(path := ARRAYS / f"{digest}.npy").startswith(digest)]
    for path in damaged:
        path.unlink()
    return bool(damaged and manifest(own_photo))


def forget_old() -> None:
    """Keep the latest manifests, and the arrays that they speak of."""
    recent = sorted(MANIFESTS.glob("*.json"), key=lambda path: path.stat().st_mtime, reverse=True)
    for path in recent:
        if path in recent[KEPT_MANIFESTS:] or not arrays_of(files.read_json(path)):
            path.unlink(missing_ok=True)
    needed = set().union(*(arrays_of(files.read_json(path)) for path in recent[:KEPT_MANIFESTS]))
    for path in ARRAYS.iterdir():
        if path.suffix != ".npy" or path.stem not in needed:
            path.unlink(missing_ok=True)
