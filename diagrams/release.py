"""Make a trained model the network of this project: a light weights file, and a card measured with it.

    python -m diagrams.release data/creatures_cnn.keras data/creatures.npz --about photos.txt
"""

import argparse
import datetime
import json
from importlib.metadata import version
from pathlib import Path

import keras
import numpy as np

from diagrams import network, script, weightfile

BATCH = 64


def test_photos(data: Path, labels: list[str]) -> tuple[np.ndarray, np.ndarray, dict]:
    """(photos float32 (n, size, size, 3) in [0, 1), answers (n,), photos per label and part) from an .npz."""
    with np.load(data, allow_pickle=False) as arrays:
        names = [str(name) for name in arrays["labels"]]
        place = np.array([labels.index(name) for name in names])
        counts = {name: {"training": int(arrays["originals"][i]),
                         "validation": int((arrays["y_validation"] == i).sum()),
                         "test": int((arrays["y_test"] == i).sum()),
                         "training after augmentation": int((arrays["y_train"] == i).sum())}
                  for i, name in enumerate(names)}
        return arrays["x_test"].astype(np.float32) / 256, place[arrays["y_test"]], counts


def answers(model: keras.Model, photos: np.ndarray) -> np.ndarray:
    """The label that the model finds most likely for each photo."""
    return model.predict(photos, batch_size=BATCH, verbose=0).argmax(axis=1)


def silent_channels(model: keras.Sequential, photos: np.ndarray) -> dict[str, list[int]]:
    """For each ReLU: [channels that are zero on every photo, channels]."""
    highest: dict[str, np.ndarray] = {}
    for start in range(0, len(photos), BATCH):
        flow, seen = photos[start : start + BATCH], 0
        for layer in model.layers:
            flow = np.asarray(layer(flow))
            if network.kind_of(layer) == "ReLU":
                seen += 1
                top = flow.max(axis=tuple(range(flow.ndim - 1)))
                highest[f"ReLU {seen}"] = np.maximum(highest.get(f"ReLU {seen}", 0), top)
    return {name: [int((top == 0).sum()), len(top)] for name, top in highest.items()}


def accuracy(found: np.ndarray, truth: np.ndarray, labels: list[str]) -> dict:
    """Share of right answers per label, their mean, and the share over all photos."""
    per_label = {name: round(float((found[truth == i] == i).mean()), 4) for i, name in enumerate(labels)}
    return {"balanced": round(float(np.mean(list(per_label.values()))), 4),
            "all photos": round(float((found == truth).mean()), 4), "per label": per_label}


def release(trained: Path, data: Path, about: str) -> dict:
    """Write the weights file and its card; returns the card."""
    source = script.load(script.NETWORK)
    photos, truth, counts = test_photos(data, source.labels)
    full = network.with_separate_activations(keras.models.load_model(trained, compile=False))
    weightfile.FILE.parent.mkdir(exist_ok=True)
    part = weightfile.FILE.with_suffix(".part.npz")
    weightfile.write(part, network.named_weights(full))
    light = network.with_separate_activations(full)
    network.give_weights(light, network.grouped_by_layer(weightfile.decode_all(part)))
    found = answers(light, photos)
    card = {
        "sha256": weightfile.sha256(part),
        "labels": list(source.labels),
        "licence": "CC BY 4.0",
        "about": about,
        "photos": counts,
        "training": {"seed": source.seed, "epochs": source.epochs, "batch size": source.batch_size,
                     "learning rate": source.learning_rate, "date": datetime.date.today().isoformat(),
                     "versions": {name: version(name) for name in ("tensorflow", "keras", "numpy")}},
        "accuracy on test photos": accuracy(found, truth, source.labels),
        "answers that differ from the float32 model's": int((found != answers(full, photos)).sum()),
        "silent channels on test photos": silent_channels(light, photos),
    }
    card_part = weightfile.card_of(part)
    card_part.write_text(json.dumps(card, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
    part.replace(weightfile.FILE)
    card_part.replace(weightfile.card_of(weightfile.FILE))
    return card


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("model", type=Path, help="the .keras file that the script saved")
    parser.add_argument("data", type=Path, help="the .npz that it was trained and tested on")
    parser.add_argument("--about", type=Path, help="a text that says what the photos are")
    arguments = parser.parse_args()
    about = arguments.about.read_text(encoding="utf-8").strip() if arguments.about else str(arguments.data)
    card = release(arguments.model, arguments.data, about)
    print(json.dumps(card["accuracy on test photos"], indent=1))
    print(f"wrote {weightfile.FILE} ({weightfile.FILE.stat().st_size / 1e6:.1f} MB) and its card")


if __name__ == "__main__":
    main()
