"""Weights as small files that a browser fetches one by one, without losing a bit where that is possible.

Numbers travel as float16 where that is exact, or else as float32. A large kernel travels unit by unit, as 4-bit
integers in groups along its inputs with a float16 scale each where that is exact, or else as float16.
"""

from collections.abc import Callable, Iterator
from typing import Any

import numpy as np

from diagrams import weightfile

MOST = 300_000  # bytes of one part of a large kernel
Keep = Callable[[bytes, str], str]


def stored(arrays: dict[str, np.ndarray], keep: Keep) -> list[dict[str, Any]]:
    """Each file for named float32 arrays: its address, its bytes, and which array it holds how and where."""
    small = {name: array for name, array in arrays.items() if array.size < weightfile.LARGE}
    large = {name: array for name, array in arrays.items() if name not in small}
    files = [together(small)] if small else []
    for name, array in large.items():
        files += unit_by_unit(name, array)
    return [{"file": keep(content, "bin"), "bytes": len(content), "holds": holds} for content, holds in files]


def together(arrays: dict[str, np.ndarray]) -> tuple[bytes, list[dict[str, Any]]]:
    """Small arrays one after another."""
    content, holds = b"", []
    for name, array in arrays.items():
        kind = "float16" if is_exact(array, array.astype(np.float16)) else "float32"
        holds.append({"name": name, "type": kind, "shape": list(array.shape), "at": len(content)})
        content += array.astype(f"<f{4 if kind == 'float32' else 2}").tobytes()
    return content, holds


def unit_by_unit(name: str, array: np.ndarray) -> Iterator[tuple[bytes, list[dict[str, Any]]]]:
    """A large kernel in parts of some units each: all of a unit's numbers side by side, then the scales of each."""
    encoded = weightfile.encode(name, array)
    if is_exact(array, weightfile.decode(encoded, name)):
        kind, columns = "int4", [encoded[f"{name}:int4"].T, encoded[f"{name}:scale"].T.astype("<f2")]
    else:
        kind, columns = "float16", [array.reshape(-1, array.shape[-1]).T.astype("<f2")]
    units = array.shape[-1]
    step = max(1, MOST * units // sum(column.nbytes for column in columns))
    for first in range(0, units, step):
        rows = [np.ascontiguousarray(column[first : first + step]) for column in columns]
        yield b"".join(row.tobytes() for row in rows), [{
            "name": name, "type": kind, "shape": list(array.shape), "at": 0, "units": [first, first + len(rows[0])]}]


def is_exact(array: np.ndarray, copy: np.ndarray) -> bool:
    return np.array_equal(array, copy.astype(np.float32))
