"""Make a trained model the network of this project: a light weights file, and a card measured with it.

    python -m diagrams.release data/creatures_cnn.keras data/creatures.npz --about photos.txt
"""

import argparse
import contextlib
import datetime
import json
import sys
import zipfile
from collections.abc import Iterator, Mapping
from importlib.metadata import version
from pathlib import Path
from types import ModuleType
from typing import Any

import keras
import numpy as np

from diagrams import evaluation, network, npz, script, weightfile
from diagrams.experiments import results


@contextlib.contextmanager
def opened(data: Path) -> Iterator[Mapping[str, np.ndarray]]:
    """The arrays of an .npz by name; raises ValueError in one line when it is not one for training."""
    if not data.exists():
        raise ValueError(f"{data}: no such file")
    try:
        npz.check(data)
        with open(data, "rb") as file, np.load(file, allow_pickle=False) as arrays:
            yield arrays
    except (OSError, ValueError, EOFError, TypeError, KeyError, zipfile.BadZipFile):
        raise ValueError(f"{data} is not an .npz that augment_images.py made") from None


def trained_model(file: Path) -> keras.Sequential:
    """The model that the script saved, every activation a layer of its own."""
    if not file.exists():
        raise ValueError(f"{file}: no such file")
    try:
        return network.with_separate_activations(keras.models.load_model(file, compile=False))
    except Exception as error:
        raise ValueError(f"{file} is not a model that creatures_cnn.py saved") from error


def check(model: keras.Sequential, data: Path, labels: list[str]) -> None:
    """Raises ValueError when a model was not trained on such photos, or there are none to measure it with."""
    with opened(data) as arrays:
        shape = arrays["x_test"].shape
    if not shape[0]:
        raise ValueError(f"{data} has no test photos")
    if model.input_shape[1:] != shape[1:] or model.output_shape[1:] != (len(labels),):
        raise ValueError(f"the model makes {model.output_shape[-1]} numbers of photos of {model.input_shape[1:]}, "
                         f"but {data} has {len(labels)} labels and photos of {shape[1:]}")


def labels_of(data: Path, source: ModuleType) -> list[str]:
    """The labels of an .npz, in the order in which the script trains them."""
    with opened(data) as arrays:
        names = arrays["labels"].tolist()
    return list(source.labels) if set(names) == set(source.labels) else names


def photo_counts(data: Path) -> dict[str, dict[str, int]]:
    """How many photos of each label were used for what."""
    with opened(data) as arrays:
        return {str(name): {"training": int(arrays["originals"][i]),
                            "validation": int((arrays["y_validation"] == i).sum()),
                            "test": int((arrays["y_test"] == i).sum()),
                            "training after augmentation": int((arrays["y_train"] == i).sum())}
                for i, name in enumerate(arrays["labels"])}


def light_copy(full: keras.Sequential, path: Path) -> keras.Sequential:
    """Write the weights file; returns the network that it holds."""
    path.parent.mkdir(exist_ok=True)
    weightfile.write(path, network.named_weights(full))
    light = network.with_separate_activations(full)
    network.give_weights(light, network.grouped_by_layer(weightfile.decode_all(path)))
    return light


def measured(light: keras.Sequential, full: keras.Sequential, data: Path, labels: list[str]) -> dict[str, Any]:
    """What the card says of the network in the file, beside the float32 network it was made from."""
    photos, truth = evaluation.test_photos(data, labels)
    found, original = evaluation.answers(light, photos), evaluation.answers(full, photos)
    return {
        "accuracy on test photos": evaluation.accuracy(found, truth, labels),
        "answers on test photos": evaluation.confusion(found, truth, labels),
        "float32 model": {"balanced": evaluation.accuracy(original, truth, labels)["balanced"],
                          "answers that differ": int((found != original).sum())},
        "test photos by probability": evaluation.by_probability(light, photos, truth),
        "silent channels on test photos": evaluation.silent_channels(light, photos),
        "accuracy on what is left of the test photos": evaluation.what_is_needed(light, photos, truth, labels),
    }


def how_trained(source: ModuleType) -> dict[str, Any]:
    """The script's settings for training, and what it ran with."""
    text = script.published()
    return {"script": results.network_of(text), "seed": source.seed, "epochs": source.epochs,
            "batch size": source.batch_size, "learning rate": source.learning_rate,
            "date": datetime.date.today().isoformat(),
            "versions": {name: version(name) for name in ("tensorflow", "keras", "numpy")}}


def release(trained: Path, data: Path, about: str) -> dict[str, Any]:
    """Write the weights file and its card, or neither; returns the card."""
    with script.blame(script.NETWORK):
        source = script.load(script.NETWORK)
    labels, full = labels_of(data, source), trained_model(trained)
    check(full, data, labels)
    part = weightfile.FILE.with_suffix(".part.npz")
    card_part = weightfile.card_of(part)
    try:
        light = light_copy(full, part)
        card = {"sha256": weightfile.sha256(part), "labels": labels, "licence": "CC BY 4.0", "about": about,
                "photos": photo_counts(data), "training": how_trained(source), **measured(light, full, data, labels)}
        card_part.write_text(json.dumps(card, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
        part.replace(weightfile.FILE)
        card_part.replace(weightfile.card_of(weightfile.FILE))
    finally:
        part.unlink(missing_ok=True)
        card_part.unlink(missing_ok=True)
    return card


def advice(labels: list[str], source: ModuleType) -> str:
    """What is still to be done before the figures show this network."""
    if labels == list(source.labels):
        return "now: make site"
    return f"it knows other labels: write  labels = {json.dumps(labels)}  in {script.NETWORK}, then: make site"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("model", type=Path, help="the .keras file that the script saved")
    parser.add_argument("data", type=Path, help="the .npz that it was trained and tested on")
    parser.add_argument("--about", type=Path, help="a text that says what the photos are")
    arguments = parser.parse_args()
    try:
        about = arguments.about.read_text(encoding="utf-8").strip() if arguments.about else str(arguments.data)
        card = release(arguments.model, arguments.data, about)
    except (OSError, ValueError) as error:
        sys.exit(f"release: {error}")
    print(json.dumps(card["accuracy on test photos"], indent=1))
    print(f"wrote {weightfile.FILE} ({weightfile.FILE.stat().st_size / 1e6:.1f} MB) and its card")
    print(advice(card["labels"], script.load(script.NETWORK)))


if __name__ == "__main__":
    main()
