"""What a figure may ask for in its signature, and what it then gets.

    def winners(say, pool=Layer("MaxPooling2D")): ...

The markers are resolved against the manifest that `diagrams.trace` wrote; nothing here needs Keras.
"""

import hashlib
import json
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import numpy as np

from diagrams import script
from diagrams.experiments import results
from diagrams.traced import TracedLayer, TracedPhoto

T = TypeVar("T")
Entry = dict[str, Any]  # of the manifest, or all of it


class MissingLayer(ValueError):
    """The network no longer has a layer, the script a line, or an experiment results, that a figure is about."""


class Marker:
    """What a parameter asks for; `entries` says what of the manifest that is, `resolve` gets it."""

    if TYPE_CHECKING:  # a parameter is declared as what it gets, whatever asks: relu: TracedLayer = Layer("ReLU")
        def __new__(cls, *given: Any, **named: Any) -> Any: ...

    def entries(self, manifest: Entry) -> Entry | list[Entry]:
        raise NotImplementedError

    def resolve(self, manifest: Entry, store: Path) -> Any:
        raise NotImplementedError


def marker(kind: type[T]) -> type[T]:
    """A frozen dataclass; what checks types need not know, so that for it `__new__` alone says what comes out."""
    return dataclass(frozen=True)(kind)


@marker
class Layer(Marker):
    """Asks for the nth layer of a kind: Layer("Conv2D") is the first convolution.

    With `maps` it must give feature maps in which the followed cell has a place; with `reads_photo` its input must
    be the photo, nothing done to it before; with `answers` no layer may come after it.
    """

    kind: str
    nth: int = 1
    maps: bool = False
    reads_photo: bool = False
    answers: bool = False

    def entries(self, manifest: Entry) -> Entry:
        for layer in manifest["layers"]:
            if (layer["kind"], layer["nth"]) == (self.kind, self.nth):
                return self.checked(layer, manifest)
        raise MissingLayer(f"the network has no {self.name} layer")

    @property
    def name(self) -> str:
        return self.kind if self.nth == 1 else f"{ordinal(self.nth)} {self.kind}"

    def checked(self, layer: Entry, manifest: Entry) -> Entry:
        """The layer, if figures can show it."""
        if layer["refused"]:
            raise MissingLayer(f"the {self.name} layer has {layer['refused']}, which figures cannot show")
        if self.maps and layer["cell"] is None:
            raise MissingLayer(f"the {self.name} layer has no feature maps with the followed cell")
        if self.reads_photo and layer["arrays"]["input"] != manifest["photo"]["pixels"]:
            raise MissingLayer(f"the {self.name} layer does not read the photo itself: a layer before it changes it")
        if self.answers and layer is not manifest["layers"][-1]:
            raise MissingLayer(f"the {self.name} layer is not the network's last")
        return layer

    def resolve(self, manifest: Entry, store: Path) -> TracedLayer:
        return traced_layer(self.entries(manifest), store)


@marker
class Until(Marker):
    """Asks for all layers from the photo up to the nth of a kind, that one included.

    `maps` and `answers` hold for that one, as for a layer.
    """

    kind: str
    nth: int = 1
    maps: bool = False
    answers: bool = False

    def entries(self, manifest: Entry) -> list[Entry]:
        last = Layer(self.kind, self.nth, self.maps, answers=self.answers).entries(manifest)
        layers = manifest["layers"][: manifest["layers"].index(last) + 1]
        return [Layer(layer["kind"], layer["nth"]).entries(manifest) for layer in layers]

    def resolve(self, manifest: Entry, store: Path) -> tuple[TracedLayer, ...]:
        return tuple(traced_layer(entry, store) for entry in self.entries(manifest))


@marker
class Every(Marker):
    """Asks for all layers of a kind, in order, from the nth on; at least one."""

    kind: str
    since: int = 1

    def entries(self, manifest: Entry) -> list[Entry]:
        Layer(self.kind, self.since).entries(manifest)
        return [layer for layer in manifest["layers"] if layer["kind"] == self.kind and layer["nth"] >= self.since]

    def resolve(self, manifest: Entry, store: Path) -> tuple[TracedLayer, ...]:
        return tuple(traced_layer(entry, store) for entry in self.entries(manifest))


@marker
class Maps(Marker):
    """Asks for all layers from the photo up to the last that gives feature maps with the followed cell.

    No convolution comes behind that one.
    """

    def entries(self, manifest: Entry) -> list[Entry]:
        layers = manifest["layers"]
        convolutions = sum(layer["kind"] == "Conv2D" for layer in layers)
        Layer("Conv2D", max(convolutions, 1), maps=True).entries(manifest)
        last = max(n for n, layer in enumerate(layers) if layer["cell"])
        return Until(layers[last]["kind"], layers[last]["nth"]).entries(manifest)

    def resolve(self, manifest: Entry, store: Path) -> tuple[TracedLayer, ...]:
        return tuple(traced_layer(entry, store) for entry in self.entries(manifest))


@marker
class Weighted(Marker):
    """Asks for all layers with a kernel, in order; at least one."""

    def entries(self, manifest: Entry) -> list[Entry]:
        found = [layer for layer in manifest["layers"] if "kernel" in layer["arrays"]]
        if not found:
            raise MissingLayer("the network has no layer with a kernel")
        return found

    def resolve(self, manifest: Entry, store: Path) -> tuple[TracedLayer, ...]:
        return tuple(traced_layer(entry, store) for entry in self.entries(manifest))


@marker
class Photo(Marker):
    """Asks for the photo that all posts follow."""

    def entries(self, manifest: Entry) -> Entry:
        return manifest["photo"]

    def resolve(self, manifest: Entry, store: Path) -> TracedPhoto:
        entry = dict(manifest["photo"])
        return TracedPhoto(pixels=array(store, entry.pop("pixels")), **entry)


@marker
class Samples(Marker):
    """Asks for all sample photos, in the order of their credits."""

    def entries(self, manifest: Entry) -> list[Entry]:
        return manifest["samples"]

    def resolve(self, manifest: Entry, store: Path) -> tuple[TracedPhoto, ...]:
        return tuple(TracedPhoto(**entry | {"pixels": array(store, entry["pixels"])}) for entry in manifest["samples"])


@marker
class Line(Marker):
    """Asks for the first statement of a script that calls something of this name: Line("evaluate").

    The script is the network's, or another one of those that readers download, by the name of its file.
    """

    call: str
    script: str = script.NETWORK.name

    def entries(self, manifest: Entry) -> Entry:
        for statement in manifest["statements"]:
            if statement["script"] == self.script and self.call in statement["calls"]:
                return statement
        raise MissingLayer(f"{self.script} no longer calls {self.call}")

    def resolve(self, manifest: Entry, store: Path) -> str:
        return self.entries(manifest)["source"]


@marker
class Probe(Marker):
    """Asks for the named arrays of a function of `diagrams.probes`."""

    name: str

    def entries(self, manifest: Entry) -> Entry:
        probe = manifest["probes"][self.name]
        if "missing" in probe:
            raise MissingLayer(probe["missing"])
        return probe

    def resolve(self, manifest: Entry, store: Path) -> dict[str, np.ndarray]:
        return {name: array(store, digest) for name, digest in self.entries(manifest)["arrays"].items()}


@marker
class Card(Marker):
    """Asks for the card of the weights: what they were trained on and how well they do."""

    def entries(self, manifest: Entry) -> Entry:
        """The card; what it tells is outdated when the script has changed since, or layers do not fit its weights."""
        trained = manifest["card"].get("training", {}).get("script")
        changed = trained and trained != results.network_of(script.published())
        fits = all(layer["trained"] for layer in manifest["layers"])
        return manifest["card"] | {"outdated": bool(changed) or not fits}

    def resolve(self, manifest: Entry, store: Path) -> dict[str, Any]:
        return manifest["card"]


@marker
class Experiment(Marker):
    """Asks for the results of an experiment: its file's content, and its arrays by name under "arrays"."""

    name: str

    def entries(self, manifest: Entry) -> Entry:
        try:
            why = results.why_outdated(self.name, results.read(self.name))
            return {"files": results.hashes(self.name), "outdated": bool(why)}
        except results.NoResult as error:
            raise MissingLayer(str(error)) from None

    def resolve(self, manifest: Entry, store: Path) -> dict[str, Any]:
        return results.read(self.name) | {"arrays": results.read_arrays(self.name)}


@marker
class Labels(Marker):
    """Asks for the label names of the script, in the order of the network's answers."""

    def entries(self, manifest: Entry) -> Entry:
        return {"labels": manifest["labels"]}

    def resolve(self, manifest: Entry, store: Path) -> tuple[str, ...]:
        return tuple(manifest["labels"])


MARKERS = tuple(Marker.__subclasses__())


def array(store: Path, digest: str) -> np.ndarray:
    """One stored array, by the hash of its content."""
    return np.load(store / f"{digest}.npy", allow_pickle=False)


def traced_layer(entry: Entry, store: Path) -> TracedLayer:
    arrays: dict[str, Any] = {name: array(store, digest) for name, digest in entry["arrays"].items()}
    plain = {name: value for name, value in entry.items() if name not in ("arrays", "refused")}
    plain["cell"] = plain["cell"] and tuple(plain["cell"])
    return TracedLayer(**plain, **arrays)


def lines_of_code(layers: Iterable[TracedLayer]) -> int:
    """How many lines of the script traced layers take; layers may share one."""
    return len({layer.line for layer in layers})


def ordinal(n: int) -> str:
    """1st, 2nd, 3rd, 4th, 11th, 21st."""
    ending = "th" if 10 < n % 100 < 14 else {1: "st", 2: "nd", 3: "rd"}.get(n % 10, "th")
    return f"{n}{ending}"


def fingerprint(entries: Any) -> str:
    """A hash of everything that a marker stands for.

    Of the lines in the script only their order counts, and whether layers share one: a comment changes neither.
    """
    rows = entries if isinstance(entries, list) else [entries]
    if all(isinstance(row, dict) for row in rows):
        lines = sorted({row.get("line", 0) for row in rows})
        rows = [row | {"line": lines.index(row.get("line", 0))} for row in rows]
    return hashlib.sha256(json.dumps(rows, sort_keys=True).encode()).hexdigest()


def caveats(entries: Any) -> set[str]:
    """What a reader must know of anything here: "untrained", "outdated" (see `diagrams.caveats`)."""
    rows = [row for row in (entries if isinstance(entries, list) else [entries]) if isinstance(row, dict)]
    said = {"untrained": any(row.get("trained") is False for row in rows),
            "outdated": any(row.get("outdated") for row in rows)}
    return {caveat for caveat, holds in said.items() if holds}
