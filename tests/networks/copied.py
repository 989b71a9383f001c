"""What the lines that a reader can copy from a post must print: one check for each post, (facts, output, traced)."""

import re

import numpy as np
import pytest

from diagrams.inputs import Layer, Probe
from tests.by_hand import by_hand


def numbers_in(out: str) -> list[float]:
    """The numbers that Python has printed."""
    return [float(number) for number in re.findall(r"-?\d[\d.]*(?:e[+-]\d+)?", out)]


def whole_network(told, out, traced):
    scaled = [told[f"{name}_scaled"].value for name in ("red", "green", "blue")]
    assert numbers_in(out.splitlines()[0]) == list(np.round(scaled, 3))
    assert numbers_in(out[out.index("\n"):]) == [float(n) for n in told["one_hot"].value.split(", ")]


def convolution(told, out, traced):
    assert out.strip().replace("-", "−") == told["result"].text["en"]


def relu(told, out, traced):
    assert "-" not in out
    assert len(numbers_in(out)) == told["crop_values"].value


def pooling(told, out, traced):
    assert float(told["winner"].text["en"].replace("−", "-")) in numbers_in(out)


def convolution_of_maps(told, out, traced):
    assert out.replace("-", "−").split() == [told[name].text.en for name in ("strongest_sum", "result")]


def flatten(told, out, traced):
    counted = [told[name].value for name in ("cells_before", "map_from_zero", "row_from_zero", "column_from_zero")]
    assert [int(n) for n in re.findall(r"\d+", out.splitlines()[1])] == counted
    assert f"{float(out.splitlines()[0]):.3f}" == told["value"].text["en"].replace("−", "-")
    assert out.splitlines()[2] == "True"


def dense(told, out, traced):
    weights, work = (numbers_in(part) for part in out.split("]")[:2])
    assert sum(weights) == pytest.approx(100, abs=0.5) == pytest.approx(sum(work), abs=0.5)


def softmax(told, out, traced):
    last = Layer("Softmax").resolve(traced.manifest, traced.folder)
    np.testing.assert_allclose(numbers_in(out), by_hand(last), atol=0.00051)


def loss(told, out, traced):
    found, *slopes = numbers_in(out)
    assert found == float(told["loss"].text.en)
    parts = by_hand(Layer("Softmax").resolve(traced.manifest, traced.folder))
    right = np.eye(len(parts))[traced.manifest["labels"].index(told["label"].text.en)]
    np.testing.assert_allclose(slopes, parts - right, atol=0.00051)


def dropout(told, out, traced):
    kept = Probe("dropped").resolve(traced.manifest, traced.folder)["kept"]
    stays = kept[:, told["row"].value - 1, told["column"].value - 1, told["filter"].value - 1].any()
    wanted = told["larger"].value if stays else 0
    assert any(number == pytest.approx(wanted, abs=1e-3) for number in numbers_in(out))


def fit(told, out, traced):
    assert numbers_in(out)[-2:] == [pytest.approx(told[name].value, abs=1e-3) for name in ("reported", "again")]


def gradient(told, out, traced):
    assert float(out.split()[-1]) == pytest.approx(told["product"].value, rel=5e-4)


def adam(told, out, traced):
    assert float(out.split()[0]) == pytest.approx(told["step_first"].value, rel=2e-3)


def review(told, out, traced):
    needed, part = numbers_in(out)
    assert needed == told["used"].value
    assert part == pytest.approx(100 * told["used_share"].value, abs=0.06)


def sayings(told, out, traced):
    _, border, grey = numbers_in(out)
    for left, name in ((1 - border, "object"), (grey, "colour")):
        if told[f"{name}_verdict"].text.en != "not measured":
            assert float(told[f"{name}_sum"].text.en.rpartition("= ")[2]) == pytest.approx(left, abs=0.0011)


CHECKS = {"main": whole_network, "conv2d": convolution, "relu": relu, "maxpooling2d": pooling,
          "conv2d_again": convolution_of_maps, "flatten": flatten, "dense": dense, "softmax": softmax,
          "loss": loss, "gradient": gradient, "adam": adam, "dropout": dropout, "fit": fit,
          "review": review, "sayings": sayings}
