"""For the notebooks of the posts: their figures, and what the real layers read and gave."""

import io
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np

from diagrams import caveats, inputs
from diagrams.build import files, modules, tracing
from diagrams.draw.drawing import Drawing
from diagrams.draw.palette import PAPER

SHARPNESS = 2  # dots to a pixel


class Picture:
    """A drawing as a notebook shows it; in words where pictures cannot be shown."""

    def __init__(self, drawing: Drawing) -> None:
        self.drawing = drawing

    def _repr_png_(self) -> tuple[bytes, dict[str, int]]:
        """The picture, and how large it is in pixels of the page."""
        figure = self.drawing.figure
        with io.BytesIO() as file:
            figure.savefig(file, format="png", dpi=SHARPNESS * figure.dpi, facecolor=PAPER)
            return file.getvalue(), dict(zip(("width", "height"), map(int, figure.get_size_inches() * figure.dpi),
                                             strict=True))

    def __repr__(self) -> str:
        return f"{self.drawing.title}\n{self.drawing.description}"


class Notebook:
    """What a notebook draws in one language, of the photo that all posts follow or of your own."""

    def __init__(self, language: str, photo: str | None = None) -> None:
        self.language = language
        self.photo = Path(photo) if photo else None

    @property
    def manifest(self) -> inputs.Entry:
        """What the network did with the photo; it runs again only if script, weights or photo have changed."""
        with files.lock(files.CACHE / "lock"):
            return tracing.manifest(self.photo)

    def get(self, marker: inputs.Marker, **changes: Any) -> Any:
        """What a figure gets for a marker, with parts of it changed: get(Layer("ReLU"), channel=3)."""
        return replace(marker.resolve(self.manifest, files.ARRAYS), **changes)

    def show(self, figure: Callable[..., Drawing], **made_of: Any) -> Picture:
        """Draw a figure of a post; what it is made of can be other markers, or what `get` gave."""
        asked, manifest = modules.markers(figure) | made_of, self.manifest
        markers = {name: each for name, each in asked.items() if isinstance(each, inputs.Marker)}
        entries = [marker.entries(manifest) for marker in markers.values()]
        changed = [{"trained": getattr(each, "trained", True)} for each in made_of.values()]
        known = set().union(*map(inputs.caveats, [*entries, changed]))
        resolved = {name: marker.resolve(manifest, files.ARRAYS) for name, marker in markers.items()}
        return Picture(figure(caveats.say(self.language, known), **asked | resolved))

    def around(self, marker: inputs.Marker) -> tuple[np.ndarray, list[np.ndarray], np.ndarray]:
        """What reaches the line of the script that makes a layer, or the first of several, the line's trained weights,
        and what it gives."""
        manifest = self.manifest
        entries = marker.entries(manifest)
        line = (entries[0] if isinstance(entries, list) else entries)["line"]
        layers = [inputs.traced_layer(entry, files.ARRAYS) for entry in manifest["layers"] if entry["line"] == line]
        weights = [part for layer in layers for part in (layer.kernel, layer.bias)
                   if part is not None and part.size]
        return layers[0].input, weights, layers[-1].output
