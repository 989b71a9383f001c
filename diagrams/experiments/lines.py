"""What happens without it: every statement of the script is left out once, and the script is run."""

import contextlib
import io
import tempfile
import zlib
from pathlib import Path

import keras
import numpy as np

from diagrams import evaluation, release, script
from diagrams.experiments.photos import Photos
from diagrams.experiments.training import module

NO_MODEL = "no model is saved"


def store(photos: Photos, path: Path) -> None:
    """The photos as the script reads them; what is measured on serves as validation and as test."""
    held_back = {f"{axis}_{part}": values for part in ("validation", "test")
                 for axis, values in (("x", photos.x_validation), ("y", photos.y_validation))}
    np.savez(path, labels=np.array(photos.labels), x_train=photos.x, y_train=photos.y, **held_back)


def run(source: str, data: Path, model: Path, constants: dict) -> str:
    """Run a script's `main` with other constants; returns what Python says when it fails, else ""."""
    try:
        made = module(source)
        for name in constants:
            if hasattr(made, name):  # it may be the one that was left out
                setattr(made, name, constants[name])
        made.main(data, model)
    except SystemExit as stop:
        return str(stop)
    except Exception as error:
        return f"{type(error).__name__}: {str(error).strip().partition(chr(10))[0]}"
    return "" if model.exists() else NO_MODEL


def outcome(source: str, data: Path, photos: Photos, *, epochs: int, seed: int) -> dict:
    """What becomes of a script: {"accuracy": balanced, "answers": hash of all answers}, or {"error": text}."""
    keras.backend.clear_session()
    with tempfile.TemporaryDirectory() as folder, contextlib.redirect_stdout(io.StringIO()):
        path = Path(folder) / "model.keras"
        if error := run(source, data, path, {"image_size": photos.x.shape[1], "epochs": epochs, "seed": seed}):
            return {"error": error.replace(folder, "...")}
        labels = release.labels_of(data, script.load(script.NETWORK))
        shown, truth = evaluation.test_photos(data, labels)
        found = evaluation.answers(keras.models.load_model(path, compile=False), shown)
    accuracy = evaluation.accuracy(found, truth, labels)
    return {"accuracy": accuracy["balanced"], "answers": zlib.crc32(found.astype(np.uint8))}
