"""Small networks that an author might write instead of the script's, each with what figures cannot show of it."""

import os
import re
from dataclasses import dataclass
from pathlib import Path

RELU, POOL = "Activation('relu')", "MaxPooling2D(2)"
BEGIN = ("Conv2D(4, 3, padding='same')", RELU, "Conv2D(5, 3)", RELU)
END = ("Flatten()", "Dense(total_num)", "Activation('softmax')")
NORM, AVERAGE = "keras.layers.BatchNormalization()", "keras.layers.AveragePooling2D(2)"

NOT_THE_PHOTO = "the Conv2D layer does not read the photo itself: a layer before it changes it"
NO_MAPS = "layer has no feature maps with the followed cell"


@dataclass(frozen=True)
class Variant:
    """The layers in the order of the script, and each reason why a post cannot show them, but for layers it lacks."""

    layers: tuple[str, ...]
    refused: tuple[str, ...] = ()
    size: int = 24
    labels: tuple[str, ...] = ()
    as_list: bool = False

    def body(self) -> str:
        """What stands in `build_model`."""
        if self.as_list:
            return f"  return Sequential([keras.Input(input_shape), {', '.join(self.layers)}])"
        adds = "".join(f"  model.add({layer})\n" for layer in ("keras.Input(input_shape)", *self.layers))
        return f"  model = Sequential()\n{adds}  return model"

    def script(self, published: str) -> str:
        """The published script with this network in it."""
        text = re.sub(r"(def build_model\([^\n]*\n).*?\n\n\n", lambda found: f"{found[1]}{self.body()}\n\n\n",
                      published, count=1, flags=re.DOTALL)
        text = re.sub(r"^image_size = \d+", f"image_size = {self.size}", text, flags=re.MULTILINE)
        labels = f"labels = {list(self.labels)}" if self.labels else r"\g<0>"
        return re.sub(r"^labels = .*", labels, text, flags=re.MULTILINE)

    def write(self, folder: Path, published: str) -> Path:
        """The script as a file of its own."""
        path = folder / "creatures_cnn.py"
        path.write_text(self.script(published), encoding="utf-8")
        return path


VARIANTS = {
    "as it is, but small": Variant((*BEGIN, POOL, "Dropout(0.25)", *BEGIN, POOL, "Flatten()", "Dense(9)", RELU,
                                    "Dropout(0.5)", *END[1:])),
    "a list": Variant((*BEGIN, POOL, *END), as_list=True),
    "activations inside": Variant(("Conv2D(4, 3, activation='relu')", "Conv2D(6, 3, activation='relu')", POOL,
                                   "Flatten()", "Dense(total_num, activation='softmax')")),
    "layers of activations": Variant(("Conv2D(4, 5)", "keras.layers.ReLU()", "Conv2D(4, 3)", "keras.layers.ReLU()",
                                      POOL, *END[:2], "keras.layers.Softmax()")),
    "kernel of one cell": Variant(("Conv2D(4, 1)", RELU, "Conv2D(4, 1)", RELU, POOL, *END)),
    "large kernel and strides": Variant(("Conv2D(4, 7, strides=2, padding='same')", RELU, "Conv2D(4, 3, strides=2)",
                                         RELU, "MaxPooling2D(3, strides=2)", "Dropout(0.4)", *END)),
    "even kernels, same everywhere": Variant(("Conv2D(4, 4, padding='same')", RELU, "Conv2D(4, 2, padding='same')",
                                              RELU, "MaxPooling2D(2, padding='same')", *END)),
    "nothing is square": Variant(("Conv2D(4, (3, 5))", RELU, "Conv2D(4, (1, 3), strides=(1, 2))", RELU,
                                  "MaxPooling2D((2, 3))", "Dropout(0.5)", *END)),
    "stride wider than the kernel": Variant(("Conv2D(4, 3, strides=5)", RELU, "Conv2D(4, 3, padding='same')", RELU,
                                             POOL, *END)),
    "kernel as large as the photo": Variant(("Conv2D(4, 24)", RELU, *END)),
    "batch normalization, no bias": Variant(("Conv2D(4, 3, use_bias=False)", NORM, RELU,
                                             "Conv2D(4, 3, use_bias=False)", NORM, "Dropout(0.2)", RELU, POOL,
                                             *END)),
    "normalized before it is seen": Variant((NORM, *BEGIN, POOL, *END), (NOT_THE_PHOTO,)),
    "dropout first": Variant(("Dropout(0.1)", *BEGIN, POOL, *END), (f"the Dropout {NO_MAPS}",)),
    "dropout of nothing": Variant((*BEGIN, POOL, "Dropout(0.0)", *END)),
    "dropout of whole maps": Variant((*BEGIN, POOL, "Dropout(0.3, noise_shape=(None, 1, 1, 5))", *END), (
        "the Dropout layer has noise_shape=(None, 1, 1, 5), which figures cannot show",)),
    "dropout of units only": Variant((*BEGIN, POOL, "Flatten()", "Dropout(0.5)", *END[1:]),
                                     (f"the Dropout {NO_MAPS}",)),
    "global average": Variant((*BEGIN, POOL, "keras.layers.GlobalAveragePooling2D()", *END[1:])),
    "average, then maximum": Variant((*BEGIN[:2], AVERAGE, *BEGIN[2:], POOL, *END)),
    "average, same": Variant((*BEGIN, POOL, "keras.layers.AveragePooling2D(3, padding='same')", *END)),
    "only averages": Variant((*BEGIN, AVERAGE, *END)),
    "strides instead of pooling": Variant((*BEGIN[:2], "Conv2D(4, 3, strides=2)", RELU, *END)),
    "no ReLU": Variant(("Conv2D(4, 3)", POOL, *END)),
    "one convolution": Variant(("Conv2D(4, 3)", RELU, POOL, *END)),
    "pooling before ReLU": Variant(("Conv2D(4, 3)", POOL, RELU, "Conv2D(4, 3)", RELU, *END)),
    "pooling first": Variant((POOL, *BEGIN, *END), (NOT_THE_PHOTO, f"the MaxPooling2D {NO_MAPS}")),
    "pooling whose windows overlap": Variant((*BEGIN, "MaxPooling2D(3, strides=1, padding='same')", *END)),
    "pooling that leaves one cell": Variant((*BEGIN, "MaxPooling2D(22)", "Dropout(0.5)", *END)),
    "one filter": Variant(("Conv2D(1, 3)", RELU, "Conv2D(1, 3)", RELU, POOL, "Dropout(0.5)", *END)),
    "many filters": Variant(("Conv2D(40, 3)", RELU, "Conv2D(7, 3)", RELU, "MaxPooling2D(5)", *END)),
    "other activations first": Variant(("Conv2D(4, 3, activation='sigmoid')", "Conv2D(4, 3)", RELU, POOL, *END)),
    "ReLU behind the maps only": Variant(("Conv2D(4, 3)", POOL, "Flatten()", "Dense(8)", RELU, *END[1:]),
                                         (f"the ReLU {NO_MAPS}",)),
    "two labels": Variant((*BEGIN, POOL, "Dropout(0.25)", *END), labels=("cats", "dogs")),
    "twelve labels": Variant((*BEGIN, POOL, *["Dropout(0.25)"] * 4, *END),
                             labels=(*"abcdefghij", "dogs", "a rather long label")),
    "other photo size": Variant((*BEGIN, POOL, *END), size=37),
    "without softmax": Variant((*BEGIN, POOL, "Dropout(0.25)", *END[:2]), (
        "the network ends in a Dense layer: its answers are no probabilities",)),
    "softmax inside, too": Variant((*BEGIN, POOL, "Flatten()", "Dense(8, activation='softmax')", *END[1:]),
                                   ("the Softmax layer is not the network's last",)),
    "no convolution": Variant(("Flatten()", "Dense(8)", RELU, *END[1:]), (f"the ReLU {NO_MAPS}",)),
    "a ceiling": Variant(("Conv2D(4, 3)", "keras.layers.ReLU(max_value=6)", "Conv2D(4, 3)", RELU, POOL, *END), (
        "the ReLU layer has max_value=6, which figures cannot show",)),
    "strides that leave little": Variant(("Conv2D(4, 3, strides=4, padding='same')", RELU,
                                          "Conv2D(4, 8, padding='same')", RELU, POOL, *END),
                                         ("without padding, the (8, 8) kernel of the 2nd Conv2D is larger than what "
                                          "it reads",)),
    "dilation": Variant(("Conv2D(4, 3, dilation_rate=2)", RELU, "Conv2D(4, 3)", RELU, POOL, *END), (
        "the Conv2D layer has dilation_rate=(2, 2), which figures cannot show",)),
}

RARER = ("kernel of one cell", "stride wider than the kernel", "normalized before it is seen", "dropout of nothing",
         "dropout of whole maps", "dropout of units only", "average, same", "only averages", "one convolution",
         "pooling before ReLU", "pooling that leaves one cell", "many filters", "other activations first",
         "ReLU behind the maps only", "other photo size", "softmax inside, too", "a ceiling",
         "strides that leave little")
CHOSEN = {name: variant for name, variant in VARIANTS.items() if os.environ.get("EDITS") or name not in RARER}
"""The networks that `make test` runs; `make stress` runs all."""
