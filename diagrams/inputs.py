"""What a figure may ask for in its signature, and what it then gets.

    def winners(say, pool=Layer("MaxPooling2D")): ...

The markers are resolved against the manifest that `diagrams.trace` wrote; nothing here needs Keras.
"""

import hashlib
import json
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np


class MissingLayer(ValueError):
    """The network no longer has a layer that a figure is about."""


@dataclass(frozen=True)
class TracedLayer:
    """One layer as it worked on the photo.

    `input` and `output` are float32 without the batch axis: (height, width, channels) or (units,).
    `kernel` is (height, width, inputs, filters) or (inputs, units), with `bias`; None without weights.
    `channel` and `cell` (row, column) are the filter and the place that all posts follow; `cell` is
    None where the layer has no places or does not read the followed one. `line` counts from 1.
    """

    kind: str
    nth: int
    line: int
    trained: bool
    settings: dict[str, Any]
    channel: int
    cell: tuple[int, int] | None
    input: np.ndarray = field(repr=False)
    output: np.ndarray = field(repr=False)
    kernel: np.ndarray | None = field(repr=False, default=None)
    bias: np.ndarray | None = field(repr=False, default=None)


@dataclass(frozen=True)
class TracedPhoto:
    """The photo that all posts follow: pixels (size, size, 3) float32 in [0, 1)."""

    name: str
    label: str
    licence: str
    author: str
    pixels: np.ndarray = field(repr=False)


@dataclass(frozen=True)
class Layer:
    """Asks for the nth layer of a kind: Layer("Conv2D") is the first convolution."""

    kind: str
    nth: int = 1

    def entries(self, manifest: dict) -> dict:
        for layer in manifest["layers"]:
            if (layer["kind"], layer["nth"]) == (self.kind, self.nth):
                return layer
        which = "no" if self.nth == 1 else f"no {self.nth}."
        raise MissingLayer(f"the network has {which} {self.kind} layer")

    def resolve(self, manifest: dict, store: Path) -> TracedLayer:
        return traced_layer(self.entries(manifest), store)


@dataclass(frozen=True)
class Until:
    """Asks for all layers from the photo up to the nth of a kind, that one included."""

    kind: str
    nth: int = 1

    def entries(self, manifest: dict) -> list[dict]:
        last = Layer(self.kind, self.nth).entries(manifest)
        return manifest["layers"][: manifest["layers"].index(last) + 1]

    def resolve(self, manifest: dict, store: Path) -> tuple[TracedLayer, ...]:
        return tuple(traced_layer(entry, store) for entry in self.entries(manifest))


@dataclass(frozen=True)
class Every:
    """Asks for all layers of a kind, in order; at least one."""

    kind: str

    def entries(self, manifest: dict) -> list[dict]:
        Layer(self.kind).entries(manifest)
        return [layer for layer in manifest["layers"] if layer["kind"] == self.kind]

    def resolve(self, manifest: dict, store: Path) -> tuple[TracedLayer, ...]:
        return tuple(traced_layer(entry, store) for entry in self.entries(manifest))


@dataclass(frozen=True)
class Photo:
    """Asks for the photo that all posts follow."""

    def entries(self, manifest: dict) -> dict:
        return manifest["photo"]

    def resolve(self, manifest: dict, store: Path) -> TracedPhoto:
        entry = dict(manifest["photo"])
        return TracedPhoto(pixels=array(store, entry.pop("pixels")), **entry)


@dataclass(frozen=True)
class Probe:
    """Asks for the named arrays of a function of `diagrams.probes`."""

    name: str

    def entries(self, manifest: dict) -> dict:
        probe = manifest["probes"][self.name]
        if "missing" in probe:
            raise MissingLayer(probe["missing"])
        return probe

    def resolve(self, manifest: dict, store: Path) -> dict[str, np.ndarray]:
        return {name: array(store, digest) for name, digest in self.entries(manifest)["arrays"].items()}


@dataclass(frozen=True)
class Card:
    """Asks for the card of the weights: what they were trained on and how well they do."""

    def entries(self, manifest: dict) -> dict:
        return manifest["card"]

    def resolve(self, manifest: dict, store: Path) -> dict:
        return manifest["card"]


@dataclass(frozen=True)
class Labels:
    """Asks for the label names of the script, in the order of the network's answers."""

    def entries(self, manifest: dict) -> dict:
        return {"labels": manifest["labels"]}

    def resolve(self, manifest: dict, store: Path) -> tuple[str, ...]:
        return tuple(manifest["labels"])


MARKERS = (Layer, Until, Every, Photo, Probe, Card, Labels)


def array(store: Path, digest: str) -> np.ndarray:
    """One stored array, by the hash of its content."""
    return np.load(store / f"{digest}.npy", allow_pickle=False)


def traced_layer(entry: dict, store: Path) -> TracedLayer:
    arrays = {name: array(store, digest) for name, digest in entry["arrays"].items()}
    plain = {name: value for name, value in entry.items() if name != "arrays"}
    plain["cell"] = plain["cell"] and tuple(plain["cell"])
    return TracedLayer(**plain, **arrays)


def fingerprint(entries: Any) -> str:
    """A hash of everything that a marker stands for; the line in the script is not part of it."""
    without_lines = json.dumps(entries, sort_keys=True)
    if isinstance(entries, dict | list):
        rows = entries if isinstance(entries, list) else [entries]
        without_lines = json.dumps([{k: v for k, v in row.items() if k != "line"} for row in rows], sort_keys=True)
    return hashlib.sha256(without_lines.encode()).hexdigest()


def is_untrained(entries: Any) -> bool:
    """Whether anything here was read at or after a layer without trained weights."""
    rows = entries if isinstance(entries, list) else [entries]
    return any(row.get("trained") is False for row in rows)
