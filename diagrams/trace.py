"""Runs the real, trained layers once and stores what each got and gave.

    python -m diagrams.trace FOLDER MANIFEST [PHOTO]      (called by build_figures.py when something has changed)
"""

import hashlib
import io
import json
import os
import sys
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from diagrams import samples, script, subject, weightfile
from diagrams.inputs import Entry

if TYPE_CHECKING:
    from diagrams.network import Network

WINDOWED = ("Conv2D", "MaxPooling2D", "AveragePooling2D")
SHOWN: dict[str, dict[str, Any]] = {  # what layers must be set to
    "Conv2D": {"dilation_rate": (1, 1), "groups": 1},
    "Dropout": {"noise_shape": None},
    "ReLU": {"max_value": None, "negative_slope": 0, "threshold": 0},
}


class Store:
    """Arrays as files named by the hash of their content: what did not change keeps its name."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        folder.mkdir(parents=True, exist_ok=True)

    def put(self, array: np.ndarray) -> str:
        """Store one array; returns its name."""
        buffer = io.BytesIO()
        np.save(buffer, np.ascontiguousarray(array), allow_pickle=False)
        digest = hashlib.sha256(buffer.getvalue()).hexdigest()[:32]
        path = self.folder / f"{digest}.npy"
        if not path.exists():
            self.write(path, buffer.getvalue())
        return digest

    def write(self, path: Path, data: bytes) -> None:
        """Write a file whole or not at all."""
        part = path.with_name(f".part-{os.getpid()}-{path.name}")
        try:
            part.write_bytes(data)
            part.replace(path)
        except OSError as error:
            raise OSError(f"{path} cannot be written: {error.strerror}") from error
        finally:
            part.unlink(missing_ok=True)


def settings_of(layer: Any) -> dict[str, Any]:
    """The arguments of a layer that figures show, as plain JSON values."""
    shown = ("padding", "strides", "kernel_size", "pool_size", "rate", "units", "filters")
    found = {name: getattr(layer, name) for name in shown if hasattr(layer, name)}
    return {name: list(value) if isinstance(value, tuple) else value for name, value in found.items()}


def run_layers(network: "Network", photo: np.ndarray) -> list[tuple[np.ndarray, np.ndarray]]:
    """(input, output) of every layer for one photo, without the batch axis."""
    flow, pairs = photo[None], []
    for layer in network.model.layers:
        out = np.asarray(layer(flow))
        pairs.append((np.asarray(flow)[0], out[0]))
        flow = out
    return pairs


def weights_of(layer: Any) -> dict[str, np.ndarray]:
    """The kernel and bias of a layer, as far as it has them."""
    return {weight.name: np.asarray(weight) for weight in layer.weights if weight.name in ("kernel", "bias")}


def trace_layers(network: "Network", photo: np.ndarray, store: Store) -> list[Entry]:
    """The manifest's entry of every layer, the followed channel and cell included."""
    entries = []
    seen: Counter[str] = Counter()
    pairs = run_layers(network, photo)
    for position, (layer, (before, after), (channel, cell)) in enumerate(
            zip(network.model.layers, pairs, followed(network, pairs), strict=True)):
        kind = network.kinds[position]
        seen[kind] += 1
        arrays = {"input": before, "output": after} | weights_of(layer)
        entries.append({
            "kind": kind, "nth": seen[kind], "line": network.lines[position],
            "source": network.sources[position],
            "trained": network.is_trained_up_to(position), "settings": settings_of(layer),
            "channel": channel, "cell": cell, "refused": refusal(kind, layer),
            "arrays": {name: store.put(array) for name, array in arrays.items()},
        })
    return entries


def followed(network: "Network",
             pairs: list[tuple[np.ndarray, np.ndarray]]) -> list[tuple[int, tuple[int, int] | None]]:
    """The followed channel and cell of every layer, of which `pairs` are what it got and gave."""
    found, channel, cell = [], 0, None
    for kind, layer, (before, after) in zip(network.kinds, network.model.layers, pairs, strict=True):
        if hasattr(layer, "kernel") or after.shape[-1] != before.shape[-1]:
            channel = subject.choose_channel(after)
        cell = next_cell(kind, layer, cell, before, after, channel)
        found.append((channel, cell))
    return found


def refusal(kind: str, layer: Any) -> str:
    """The first setting of a layer that the figures cannot show; "" if there is none."""
    if kind == "Dense" and len(layer.input.shape) > 2:
        return f"an input of shape {layer.input.shape[1:]}"
    for name, plain in {"data_format": "channels_last", **SHOWN.get(kind, {})}.items():
        if (found := getattr(layer, name, plain)) != plain:
            return f"{name}={found}"
    return ""


def next_cell(kind: str, layer: Any, cell: tuple[int, int] | None, before: np.ndarray, after: np.ndarray,
              channel: int) -> tuple[int, int] | None:
    """Where the followed cell is after this layer; the first convolution chooses it."""
    if after.ndim != 3:
        return None
    if kind not in WINDOWED:
        return cell
    window = tuple(layer.kernel_size if kind == "Conv2D" else layer.pool_size)
    if cell is None and kind == "Conv2D" and before.shape[-1] == 3:
        return subject.choose_cell(after[..., channel], tuple((size - 1) // 2 for size in window))
    if cell is None:
        return None
    return subject.follow_cell(cell, window, tuple(layer.strides), layer.padding, before.shape[:2], after.shape[:2])


def photo_entry(sample: samples.Sample, size: int, store: Store) -> Entry:
    """The manifest's entry of one photo."""
    return {"name": sample.path.name, "label": sample.label, "licence": sample.licence, "author": sample.author,
            "is_free": sample.is_free, "pixels": store.put(samples.load_photo(sample.path, size))}


def statements(path: Path) -> list[Entry]:
    """Every statement of a script that calls something, with the name of the script's file."""
    return [{"script": path.name, **each} for each in script.calls_in(path.read_text(encoding="utf-8"))]


def trace(folder: Path, own_photo: Path | None = None) -> Entry:
    """Run everything that figures may ask for; returns the manifest, arrays stored in `folder`."""
    from diagrams import network as networks
    from diagrams import probes

    store, network = Store(folder), networks.load()
    size = network.image_size
    sample = samples.own_sample(own_photo) if own_photo else subject.choose_photo(samples.credited_samples(), size)
    photo = samples.load_photo(sample.path, size)
    return {
        "photo": photo_entry(sample, size, store),
        "samples": [photo_entry(each, size, store) for each in samples.credited_samples()],
        "layers": trace_layers(network, photo, store),
        "probes": probes.run_all(network, photo, store),
        "card": weightfile.read_card(),
        "labels": list(network.source.labels),
        "statements": statements(script.NETWORK) + statements(samples.PREPARATION),
    }


def main(folder: str, manifest: str, own_photo: str = "") -> None:
    """Store all arrays in `folder`, and in the file `manifest` what they are."""
    traced = trace(Path(folder), Path(own_photo) if own_photo else None)
    Store(Path(folder)).write(Path(manifest), json.dumps(traced).encode())


if __name__ == "__main__":
    os.environ["TF_ENABLE_ONEDNN_OPTS"] = "0"  # equal bits whatever the number of threads
    os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")
    try:
        main(*sys.argv[1:])
    except (ValueError, OSError) as error:
        sys.exit(f"{error}")
