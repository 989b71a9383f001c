"""One training of the published script with something changed, and what came of it."""

import contextlib
import io
import tempfile
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from types import ModuleType
from typing import Any

import keras
import numpy as np

from diagrams import evaluation, network, script
from diagrams.experiments.photos import Change, Photos

Layers = Callable[[list[keras.Layer]], list[keras.Layer]]
Look = Callable[[keras.Sequential, keras.utils.PyDataset], Any]


class NotInScript(ValueError):
    """The script no longer has what an experiment changes."""


@dataclass(frozen=True)
class Variation:
    """What differs from the published training: pieces of the script's text, its layers, or the photos."""

    edits: dict[str, str] = field(default_factory=dict)
    layers: Layers = lambda layers: [fresh(layer) for layer in layers]
    photos: Change | None = None


def edited(source: str, edits: dict[str, str]) -> str:
    """The script's text with pieces replaced; raises NotInScript when a piece is not there."""
    for old, new in edits.items():
        if old not in source:
            raise NotInScript(f"{script.NETWORK.name} no longer has: {old}")
        source = source.replace(old, new)
    return source


def module(source: str) -> ModuleType:
    """A script given as text, imported."""
    made = ModuleType("script")
    made.__file__ = str(script.NETWORK)
    exec(compile(source, script.NETWORK.name, "exec"), made.__dict__)
    return made


def fresh(layer: keras.Layer, **changes: Any) -> keras.Layer:
    """A new layer with the same settings, some of them changed."""
    return type(layer).from_config(layer.get_config() | {"name": None} | changes)


def rebuilt(model: keras.Sequential, change: Layers, seed: int) -> keras.Sequential:
    """The model with other layers, from the first draw of `seed` on; each activation is a layer of its own."""
    layers = network.with_separate_activations(model).layers
    keras.utils.set_random_seed(seed)
    return keras.Sequential([keras.Input(model.input_shape[1:]), *change(layers)])


def watched(callback: type, look: Look, seen: list[Any]) -> type:
    """The script's callback, which also keeps what a look at the training shows, at its start and after each epoch."""
    class Watched(callback):
        def on_train_begin(self, logs: dict[str, float] | None = None) -> None:
            seen.append(look(self.model, self.photos))

        def on_epoch_end(self, epoch: int, logs: dict[str, float] | None = None) -> None:
            super().on_epoch_end(epoch, logs)
            seen.append(look(self.model, self.photos))
    return Watched


def first_kernel(model: keras.Sequential, photos: keras.utils.PyDataset) -> np.ndarray:
    """The first kernel there is: (height, width, inputs, filters) of a convolution."""
    return next(layer.get_weights()[0] for layer in model.layers if hasattr(layer, "kernel"))


def losses(model: keras.Sequential, photos: keras.utils.PyDataset) -> dict[str, float]:
    """The loss without dropout: on the photos just as the last epoch varied them, and on photos that are not varied."""
    measured = {"as varied": photos, "as they are": type(photos)(photos.X, photos.y)}
    return {name: model.evaluate(each, return_dict=True, verbose=0)["loss"] for name, each in measured.items()}


def silent_on(photos: Photos) -> Look:
    """A look at how many channels are silent on the photos to measure on, before and after each epoch."""
    new = photos.x_validation.astype(np.float32) / 256
    return lambda model, _: evaluation.silent_channels(model, new)


def prepared(variation: Variation, *, epochs: int, seed: int) -> ModuleType:
    """The script with a variation, ready to train."""
    source: Any = module(edited(script.published(), variation.edits))
    source.epochs, source.seed = epochs, seed
    build = source.build_model
    source.build_model = lambda *arguments: rebuilt(build(*arguments), variation.layers, seed)
    return source


def train(variation: Variation, photos: Photos, *, epochs: int, seed: int,
          look: Look = first_kernel) -> tuple[keras.Sequential, list[Any]]:
    """Run the script's own `model_train`; returns the model, and what a look showed before and after each epoch."""
    source: Any
    seen: list[Any]
    source, seen = prepared(variation, epochs=epochs, seed=seed), []
    source.EachEpoch = watched(source.EachEpoch, look, seen)
    keras.backend.clear_session()
    one_hot = np.eye(len(photos.labels), dtype=np.float32)
    with tempfile.TemporaryDirectory() as folder, contextlib.redirect_stdout(io.StringIO()):
        model = source.model_train(photos.x, one_hot[photos.y], (photos.x_validation, one_hot[photos.y_validation]),
                                   Path(folder) / "model.keras")
    return model, seen


def accuracy(model: keras.Sequential, photos: Photos) -> dict[str, Any]:
    """The accuracy on the photos to measure on, per label and balanced."""
    found = evaluation.answers(model, photos.x_validation.astype(np.float32) / 256)
    return evaluation.accuracy(found, photos.y_validation, list(photos.labels))


def outcome(model: keras.Sequential, changed: Photos, photos: Photos) -> dict[str, Any]:
    """What is kept of a training: its accuracies, epoch by epoch too, and its silent channels.

    "new photos" are the validation photos; where a variation held back others of its own, those are "held back".
    """
    new = photos.x_validation.astype(np.float32) / 256
    own = {} if changed.x_validation is photos.x_validation else {"held back": accuracy(model, changed)["balanced"]}
    return own | {
        "new photos": accuracy(model, photos),
        "by epoch": {name: [round(float(value), 4) for value in values]
                     for name, values in model.history.history.items()},
        "silent": evaluation.silent_channels(network.with_separate_activations(model), new),
    }
