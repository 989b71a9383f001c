"""One light file that is the network: named arrays in an .npz without pickles, and a card beside it.

Small kernels travel as float16. A large one travels as 4-bit integers in groups along its inputs,
each group with a float16 scale. Every reader of the file, Keras or browser, decodes the same values.
"""

import hashlib
import json
from pathlib import Path
from typing import Any

import numpy as np

from diagrams import npz

FILE = Path(__file__).parent / "weights" / "creatures.npz"
GROUP = 32
LARGE = 1_000_000
HALF_RANGE = 7


class WeightsError(ValueError):
    """The weights file is missing or is not the one that its card describes."""


def card_of(file: Path) -> Path:
    """The card that lies beside a weights file."""
    return file.with_suffix(".json")


def sha256(file: Path) -> str:
    return hashlib.sha256(file.read_bytes()).hexdigest()


def encode(name: str, array: np.ndarray) -> dict[str, np.ndarray]:
    """Named arrays as stored for one float32 array: one float16, or packed int4 and its scales."""
    if array.size < LARGE:
        return {name: array.astype(np.float16)}
    shape, array = array.shape, array.reshape(-1, array.shape[-1])
    inputs, outputs = array.shape
    padded = np.zeros((-(-inputs // GROUP) * GROUP, outputs), np.float32)
    padded[:inputs] = array
    groups = padded.reshape(-1, GROUP, outputs)
    scale = (np.abs(groups).max(axis=1, keepdims=True) / HALF_RANGE).astype(np.float16)
    divisor = np.where(scale == 0, 1, scale).astype(np.float32)
    levels = np.clip(np.rint(groups / divisor), -HALF_RANGE, HALF_RANGE).astype(np.int8) + 8
    levels = levels.reshape(-1, outputs).astype(np.uint8)
    return {
        f"{name}:int4": levels[0::2] | levels[1::2] << 4,
        f"{name}:scale": scale[:, 0],
        f"{name}:shape": np.array(shape),
    }


def decode(stored: dict[str, np.ndarray], name: str) -> np.ndarray:
    """The float32 array that `encode` stored under this name."""
    if name in stored:
        return stored[name].astype(np.float32)
    packed = stored[f"{name}:int4"]
    levels = np.empty((2 * len(packed), packed.shape[1]), np.float32)
    levels[0::2], levels[1::2] = packed & 15, packed >> 4
    scale = stored[f"{name}:scale"].astype(np.float32)[:, None]
    decoded = (levels - 8).reshape(-1, GROUP, packed.shape[1]) * scale
    shape = tuple(int(size) for size in stored[f"{name}:shape"])
    return decoded.reshape(-1, packed.shape[1])[: int(np.prod(shape[:-1]))].reshape(shape)


def write(file: Path, arrays: dict[str, np.ndarray]) -> None:
    """Store named float32 arrays, in order."""
    stored: dict[str, Any] = {}
    for name, array in arrays.items():
        stored |= encode(name, array)
    np.savez(file, **stored)


def read(file: Path = FILE) -> dict[str, np.ndarray]:
    """The named float32 arrays of a weights file, in order.

    Raises WeightsError when the file is missing, damaged, or not the one its card describes.
    """
    card = read_card(file)
    if sha256(file) != card.get("sha256"):
        raise WeightsError(f"{file} is not the file that {card_of(file).name} describes: "
                           "restore both from git, or run `make train`")
    return decode_all(file)


def decode_all(file: Path) -> dict[str, np.ndarray]:
    """The named float32 arrays of a weights file, whatever its card says; raises WeightsError when it holds others."""
    try:
        stored = npz.read(file)
        names = dict.fromkeys(name.partition(":")[0] for name in stored)
        return {name: decode(stored, name) for name in names}
    except KeyError as error:
        raise WeightsError(f"{npz.shown(file)}: no array {error}") from None
    except (IndexError, TypeError, ValueError) as error:
        raise WeightsError(npz.one_line(error)) from None


def read_card(file: Path = FILE) -> dict[str, Any]:
    """What the network was trained on and how well it does."""
    try:
        if not file.exists():
            raise FileNotFoundError
        card = json.loads(card_of(file).read_text(encoding="utf-8"))
        if not isinstance(card, dict):
            raise ValueError("it holds no names")
        return card
    except FileNotFoundError:
        raise WeightsError(f"{file} or its card is missing: restore both from git, or run `make train`") from None
    except (ValueError, RecursionError) as error:
        raise WeightsError(f"{card_of(file)} is damaged ({error}): restore it from git") from None
