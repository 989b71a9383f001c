"""Small networks that an author might write instead of the script's, each with what of the posts it refuses."""

import re
from dataclasses import dataclass
from pathlib import Path

RELU, POOL = "Activation('relu')", "MaxPooling2D(2)"
BEGIN = ("Conv2D(4, 3, padding='same')", RELU, "Conv2D(5, 3)", RELU)
END = ("Flatten()", "Dense(total_num)", "Activation('softmax')")
NORM, AVERAGE = "keras.layers.BatchNormalization()", "keras.layers.AveragePooling2D(2)"

NO_POOL = "post maxpooling2d: the network has no MaxPooling2D layer"
NO_SECOND = "post relu: the network has no 2nd Conv2D layer"
NOT_THE_PHOTO = "the Conv2D layer does not read the photo itself: a layer before it changes it"
NO_MAPS = "layer has no feature maps with the followed cell"


@dataclass(frozen=True)
class Variant:
    """The layers in the order of the script, and one line for each reason why a post cannot show them."""

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
                                         RELU, "MaxPooling2D(3, strides=2)", *END)),
    "even kernels, same everywhere": Variant(("Conv2D(4, 4, padding='same')", RELU, "Conv2D(4, 2, padding='same')",
                                              RELU, "MaxPooling2D(2, padding='same')", *END)),
    "nothing is square": Variant(("Conv2D(4, (3, 5))", RELU, "Conv2D(4, (1, 3), strides=(1, 2))", RELU,
                                  "MaxPooling2D((2, 3))", *END)),
    "stride wider than the kernel": Variant(("Conv2D(4, 3, strides=5)", RELU, "Conv2D(4, 3, padding='same')", RELU,
                                             POOL, *END)),
    "kernel as large as the photo": Variant(("Conv2D(4, 24)", RELU, *END), (NO_POOL, NO_SECOND)),
    "batch normalization, no bias": Variant(("Conv2D(4, 3, use_bias=False)", NORM, RELU,
                                             "Conv2D(4, 3, use_bias=False)", NORM, RELU, POOL, *END)),
    "normalized before it is seen": Variant((NORM, *BEGIN, POOL, *END), (
        f"post conv2d: {NOT_THE_PHOTO}", f"post maxpooling2d: {NOT_THE_PHOTO}")),
    "dropout first": Variant(("Dropout(0.1)", *BEGIN, POOL, *END)),
    "global average": Variant((*BEGIN, POOL, "keras.layers.GlobalAveragePooling2D()", *END[1:])),
    "average, then maximum": Variant((*BEGIN[:2], AVERAGE, *BEGIN[2:], POOL, *END)),
    "average, same": Variant((*BEGIN, POOL, "keras.layers.AveragePooling2D(3, padding='same')", *END)),
    "only averages": Variant((*BEGIN, AVERAGE, *END), (NO_POOL,)),
    "strides instead of pooling": Variant((*BEGIN[:2], "Conv2D(4, 3, strides=2)", RELU, *END), (NO_POOL,)),
    "no ReLU": Variant(("Conv2D(4, 3)", POOL, *END), ("post relu: the network has no ReLU layer", NO_SECOND)),
    "one convolution": Variant(("Conv2D(4, 3)", RELU, POOL, *END), (NO_SECOND,)),
    "pooling before ReLU": Variant(("Conv2D(4, 3)", POOL, RELU, "Conv2D(4, 3)", RELU, *END)),
    "pooling first": Variant((POOL, *BEGIN, *END), (f"post conv2d: {NOT_THE_PHOTO}",
                                                    f"post maxpooling2d: the MaxPooling2D {NO_MAPS}",
                                                    f"post maxpooling2d: {NOT_THE_PHOTO}")),
    "pooling whose windows overlap": Variant((*BEGIN, "MaxPooling2D(3, strides=1, padding='same')", *END)),
    "pooling that leaves one cell": Variant((*BEGIN, "MaxPooling2D(22)", *END)),
    "one filter": Variant(("Conv2D(1, 3)", RELU, "Conv2D(1, 3)", RELU, POOL, *END)),
    "many filters": Variant(("Conv2D(40, 3)", RELU, "Conv2D(7, 3)", RELU, "MaxPooling2D(5)", *END)),
    "other activations first": Variant(("Conv2D(4, 3, activation='sigmoid')", "Conv2D(4, 3)", RELU, POOL, *END)),
    "ReLU behind the maps only": Variant(("Conv2D(4, 3)", POOL, "Flatten()", "Dense(8)", RELU, *END[1:]),
                                         (f"post relu: the ReLU {NO_MAPS}", NO_SECOND)),
    "two labels": Variant((*BEGIN, POOL, *END), labels=("cats", "dogs")),
    "twelve labels": Variant((*BEGIN, POOL, *END), labels=(*"abcdefghij", "dogs", "a rather long label")),
    "other photo size": Variant((*BEGIN, POOL, *END), size=37),
    "without softmax": Variant((*BEGIN, POOL, *END[:2]), tuple(
        f"post {post}: the network ends in a Dense layer: its answers are no probabilities"
        for post in ("evaluate", "maxpooling2d"))),
    "no convolution": Variant(("Flatten()", "Dense(8)", RELU, *END[1:]), (
        "post conv2d: the network has no Conv2D layer", NO_POOL,
        "post maxpooling2d: the network has no Conv2D layer", f"post relu: the ReLU {NO_MAPS}",
        "post relu: the network has no Conv2D layer")),
    "a ceiling": Variant(("Conv2D(4, 3)", "keras.layers.ReLU(max_value=6)", "Conv2D(4, 3)", RELU, POOL, *END), tuple(
        f"post {post}: the ReLU layer has max_value=6, which figures cannot show"
        for post in ("maxpooling2d", "relu"))),
    "strides that leave little": Variant(("Conv2D(4, 3, strides=4, padding='same')", RELU,
                                          "Conv2D(4, 8, padding='same')", RELU, POOL, *END),
                                         ("post relu: without padding, the (8, 8) kernel of the 2nd Conv2D is larger "
                                          "than what it reads",)),
    "dilation": Variant(("Conv2D(4, 3, dilation_rate=2)", RELU, "Conv2D(4, 3)", RELU, POOL, *END), tuple(
        f"post {post}: the Conv2D layer has dilation_rate=(2, 2), which figures cannot show"
        for post in ("conv2d", "maxpooling2d", "relu"))),
}
