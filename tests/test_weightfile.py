"""The weights file keeps the network, and says so when it does not."""

import json

import numpy as np
import pytest

from diagrams import weightfile
from diagrams.weightfile import GROUP, LARGE, WeightsError, decode_all, read


@pytest.fixture
def file(tmp_path):
    path = tmp_path / "net.npz"
    rng = np.random.default_rng(1)
    arrays = {"00.Conv2D.kernel": rng.normal(size=(3, 3, 3, 8)), "01.Dense.kernel": rng.normal(size=(1003, 1024))}
    weightfile.write(path, {name: array.astype(np.float32) for name, array in arrays.items()})
    weightfile.card_of(path).write_text(json.dumps({"sha256": weightfile.sha256(path)}))
    return path, arrays


def test_small_arrays_come_back_to_half_precision(file):
    path, arrays = file
    np.testing.assert_allclose(read(path)["00.Conv2D.kernel"], arrays["00.Conv2D.kernel"], rtol=1e-3)


def test_large_arrays_come_back_to_half_a_level_of_their_group(file):
    path, arrays = file
    original = arrays["01.Dense.kernel"]
    assert original.size > LARGE
    found = read(path)["01.Dense.kernel"]
    assert found.shape == original.shape
    for start in range(0, len(original), GROUP):
        level = np.abs(original[start : start + GROUP]).max(axis=0) / 7
        off = np.abs(found[start : start + GROUP] - original[start : start + GROUP])
        assert (off <= level * 0.51).all()


def test_large_kernels_of_any_rank_keep_their_shape(tmp_path):
    kernel = np.random.default_rng(0).normal(size=(3, 3, 384, 320)).astype(np.float32)
    weightfile.write(tmp_path / "net.npz", {"00.Conv2D.kernel": kernel})
    found = decode_all(tmp_path / "net.npz")["00.Conv2D.kernel"]
    assert found.shape == kernel.shape
    assert np.corrcoef(found.ravel(), kernel.ravel())[0, 1] > 0.99


def test_names_and_order_are_kept(file):
    path, arrays = file
    assert list(decode_all(path)) == list(arrays)


def test_a_changed_file_is_refused(file):
    path, _ = file
    data = bytearray(path.read_bytes())
    data[200] ^= 1
    path.write_bytes(data)
    with pytest.raises(WeightsError, match=r"is not the file that net\.json describes"):
        read(path)


def test_a_missing_file_and_a_damaged_card_are_named(file, tmp_path):
    path, _ = file
    with pytest.raises(WeightsError, match=r"other\.npz or its card is missing"):
        read(tmp_path / "other.npz")
    weightfile.card_of(path).write_text("{")
    with pytest.raises(WeightsError, match=r"net\.json is damaged"):
        read(path)


def test_the_committed_network_is_light_and_its_card_is_complete():
    card = weightfile.read_card()
    assert weightfile.FILE.stat().st_size <= 10_000_000
    assert weightfile.sha256(weightfile.FILE) == card["sha256"]
    assert {"about", "photos", "training", "accuracy on test photos", "licence"} <= set(card)
    assert {"seed", "epochs", "date", "versions"} <= set(card["training"])
