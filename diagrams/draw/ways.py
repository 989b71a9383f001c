"""How many ways lead through the layers from one number to another."""

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from diagrams.facts import Fact, both
from diagrams.traced import TracedLayer
from diagrams.windows import gather, has_windows


def ways(layers: Sequence[TracedLayer], start: tuple[int, ...], end: int, *, is_open: bool) -> float:
    """How many ways lead from a place of what the first layer gives to a number that the last gives.

    A way goes from a number to one that is computed from it. It is not open where ReLU has made zero of the number, or
    where it is not the largest of its window: then a small change of what lies before changes nothing behind.
    """
    flow = np.zeros(layers[0].output.shape)
    flow[start] = 1
    for layer in layers[1:]:
        flow = passed(layer, flow, is_open)
        if is_open and layer.kind == "ReLU":
            flow = flow * (layer.output > 0)
    return float(flow[end])


def passed(layer: TracedLayer, flow: np.ndarray, is_open: bool) -> np.ndarray:
    """The ways to each number that a layer gives, from those to each that it gets."""
    if has_windows(layer):
        found = gather(replace(layer, input=flow), border=0)
        if is_open and layer.kind == "MaxPooling2D":
            windows = gather(layer)
            found = found * (windows == windows.max(axis=-1, keepdims=True))
        flow = found.sum(axis=-1)
    if layer.kernel.size:
        return np.broadcast_to(flow.sum(axis=-1, keepdims=True), layer.output.shape)
    if flow.size == layer.output.size:
        return flow.reshape(layer.output.shape)
    return flow.sum(axis=(0, 1))


def power(n: float) -> Fact:
    """A number of any size in a formula: 4.9 \\times 10^{10}."""
    if n < 1_000_000:
        return both("formula", n, f"{n:,.0f}".replace(",", "{,}"))
    digits, _, exponent = f"{n:.1e}".partition("e")
    return both("formula", n, rf"{digits} \times 10^{{{int(exponent)}}}")
