"""Runs an experiment: every variation with every seed."""

import io
import tempfile
import time
import zlib
from collections.abc import Iterable, Iterator
from importlib.metadata import version
from pathlib import Path
from typing import Any

import keras
import numpy as np
import tensorflow as tf
from rich.console import Console
from rich.progress import track

from diagrams import script
from diagrams.build import files
from diagrams.experiments import lines, photos, results, statements, training
from diagrams.experiments.studies import STUDIES, Study


def run(name: str, data: Path, seed: int, folder: Path) -> dict[str, Any]:
    """Run an experiment with its seeds from `seed` on; writes its results, and returns them."""
    study, start = STUDIES[name], time.monotonic()
    seeds, holds_for = range(seed, seed + study.seeds), results.current(name, study.lines)
    tf.config.experimental.enable_op_determinism()
    given: Any = photos.read(data, study.size, study.originals, study.copies)  # Any: arrays are no Buffer in 3.11
    arrays: dict[str, np.ndarray]
    runs, arrays = [], {}
    for made, kept in (omissions if study.lines else trainings)(name, study, given, seeds):
        runs.append(made)
        arrays |= {f"{made['variation']}/{made['seed']}/{array}": values for array, values in kept.items()}
    result = {
        "question": study.question,
        "command": f"{results.command(name)} --seed {seed}",
        "photos": f"{zlib.crc32(given.x, zlib.crc32(given.x_validation)):08x}",
        "size": {"pixels": given.x.shape[1], "training photos": len(given.x), "epochs": study.epochs,
                 "originals": len(np.unique(np.stack([given.y, given.original]), axis=1).T),
                 "validation photos": len(given.x_validation)},
        "seconds": round(time.monotonic() - start),
        "versions": {package: version(package) for package in ("tensorflow", "keras", "numpy")},
        "every line": study.lines,
        "network": holds_for,
        "runs": runs,
    }
    if arrays:
        files.write(folder / f"{name}.npz", packed(arrays))
    files.write(folder / f"{name}.json", results.as_text(result).encode())
    return result


def check(study: Study) -> None:
    """Raises NotInScript when the script no longer has what a study changes."""
    for variation in study.variations.values():
        training.edited(script.published(), variation.edits)


def progress(todo: list[Any], name: str) -> Iterable[Any]:
    return track(todo, name, console=Console(stderr=True))


Made = Iterator[tuple[dict[str, Any], dict[str, np.ndarray]]]


def trainings(name: str, study: Study, given: photos.Photos, seeds: range) -> Made:
    """Train every variation with every seed: (what is measured, the arrays that are kept)."""
    for variation, seed in progress([(v, seed) for seed in seeds for v in study.variations], name):
        made, kept = one(study, variation, given, seed)
        print(f"{name}: {variation}, seed {seed}: {made['new photos']['balanced']:.3f}", flush=True)
        yield {"variation": variation, "seed": seed, **made}, kept


def omissions(name: str, study: Study, given: photos.Photos, seeds: range) -> Made:
    """Run the script without each of its statements.

    Once where that ends in an error, saves nothing, or gives the very same answers; else with every seed. The whole
    script is run with more of them: all others are compared with it.
    """
    whole: dict[int, Any]
    source, settled, whole = script.published(), set(), {}
    everything: list[Any] = [None, *statements.statements(source)]  # None: all are there
    constants = {"image_size": given.x.shape[1], "epochs": study.epochs}
    lines.check(source, constants | {"seed": seeds.start})
    with tempfile.TemporaryDirectory() as folder, lines.workers() as pool:
        lines.store(given, data := Path(folder) / "photos.npz")
        for seed in seeds:
            todo = [statement for statement in everything if statement not in settled]
            made = pool.map(lines.outcome, [
                lines.Attempt(statements.without(source, statement), data, constants | {"seed": seed})
                for statement in todo])
            for statement, found in zip(progress(todo, f"{name}, seed {seed}"), made, strict=True):
                if not statement:
                    must_train(found)
                answers = found.pop("answers", None)
                whole.setdefault(seed, answers)
                found["changes nothing"] = bool(statement) and answers == whole[seed]
                settled |= {statement} if "accuracy" not in found or found["changes nothing"] else set()
                nth = statements.nth(statement, everything[1:]) if statement else 0
                yield {"variation": statement.text if statement else "", "nth": nth, "seed": seed, **found}, {}
        more = range(seeds.stop, seeds.stop + lines.MORE)
        made = pool.map(lines.outcome, [lines.Attempt(source, data, constants | {"seed": seed}) for seed in more])
        for seed, found in zip(progress([*more], f"{name}, all lines"), made, strict=True):
            must_train(found)
            yield {"variation": "", "nth": 0, "seed": seed, "accuracy": found["accuracy"], "changes nothing": False}, {}


def must_train(found: dict[str, Any]) -> None:
    """Raises ValueError when not even the whole script gives a network."""
    if "accuracy" not in found:
        raise ValueError(f"the whole script fails: {found.get('error', 'it saves no network')}")


def one(study: Study, variation: str, given: photos.Photos, seed: int) -> tuple[dict[str, Any], dict[str, np.ndarray]]:
    """Train one variation with one seed: (what is measured, the arrays that are kept)."""
    change = study.variations[variation]
    changed = change.photos(given, seed) if change.photos else given
    looks = {"losses": training.losses, "silent": training.silent_on(given)}
    look = looks.get(study.keep, training.first_kernel)
    model, seen = training.train(change, changed, epochs=study.epochs, seed=seed, look=look)
    made = training.outcome(model, changed, given)
    if study.keep == "losses":
        made["training loss measured again"] = {name: [round(each[name], 4) for each in seen] for name in seen[0]}
    elif study.keep == "silent":
        made["silent before training"] = seen[0]
    return made, kept_arrays(study.keep, model, seen)


def kept_arrays(keep: str, model: keras.Sequential, seen: list[Any]) -> dict[str, np.ndarray]:
    """The weights that a study keeps, as float16."""
    if keep == "first kernels":
        return {"kernels": np.stack(seen).astype(np.float16)}
    kept = [layer for layer in model.layers if isinstance(layer, keras.layers.Conv2D) and keep == "convolutions"]
    return {f"{n}/{weight.name}": np.asarray(weight, np.float16)
            for n, layer in enumerate(kept, 1) for weight in layer.weights}


def packed(arrays: dict[str, Any]) -> bytes:
    """An .npz as bytes."""
    buffer = io.BytesIO()
    np.savez_compressed(buffer, **arrays)
    return buffer.getvalue()
