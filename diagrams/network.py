"""The network of the script as Keras builds it, with its trained weights."""

from collections.abc import Hashable, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from types import ModuleType

import keras
import numpy as np

from diagrams import script, weightfile


@dataclass(frozen=True)
class Network:
    """The script's model, every activation a layer of its own, so that each step can be looked at.

    `fitted[i]` says whether layer i has trained weights or needs none.
    """

    model: keras.Sequential
    kinds: tuple[str, ...]
    lines: tuple[int, ...]
    sources: tuple[str, ...]
    fitted: tuple[bool, ...]
    source: ModuleType

    @property
    def image_size(self) -> int:
        return self.source.image_size

    def is_trained_up_to(self, position: int) -> bool:
        """Whether the layer at this position, and all before it, have trained weights."""
        return all(self.fitted[: position + 1])


def load() -> Network:
    """Build the script's network and give it the trained weights that still fit."""
    with script.blame(script.NETWORK):
        source = script.load(script.NETWORK)
        model = untrained(source)
        check_answers(model, source.labels)
    stored = grouped_by_layer(weightfile.read())
    if list(source.labels) != weightfile.read_card()["labels"]:
        stored.pop()  # the last layer's units were trained to stand for other labels
    fitted = give_weights(model, stored)
    kinds = tuple(kind_of(layer) for layer in model.layers)
    lines = lines_of(kinds)
    return Network(model, kinds, lines, tuple(map(source_of, kinds, lines)), fitted, source)


def untrained(source: ModuleType) -> keras.Sequential:
    """The script's model with the very numbers that its training starts from."""
    keras.utils.set_random_seed(source.seed)
    model = source.build_model()
    if not isinstance(model, keras.Sequential) or not model.built:
        raise TypeError("build_model must return a Sequential model that begins with keras.Input")
    return with_separate_activations(model)


def check_answers(model: keras.Sequential, labels: list[str]) -> None:
    """Raises ValueError where the network does not give each label one number."""
    if model.output_shape[1:] != (len(labels),):
        raise ValueError(f"the network gives numbers of shape {model.output_shape[1:]} for {len(labels)} labels")


def kind_of(layer: keras.Layer) -> str:
    """The layer's class, but what it computes for activations: ReLU, Softmax."""
    if isinstance(layer, keras.layers.Activation):
        return script.kind_of_activation(layer.activation.__name__)
    return type(layer).__name__


def with_separate_activations(model: keras.Sequential) -> keras.Sequential:
    """The same function as a new model in which `Conv2D(activation="relu")` is two layers."""
    separated = keras.Sequential([keras.Input(model.input_shape[1:])])
    for layer in model.layers:
        for piece in pieces(layer):
            separated.add(piece)
    olds = [layer for layer in model.layers if layer.weights]
    news = [layer for layer in separated.layers if layer.weights]
    for old, new in zip(olds, news, strict=True):
        new.set_weights(old.get_weights())
    return separated


def pieces(layer: keras.Layer) -> list[keras.Layer]:
    """Fresh layers that together do what this one does."""
    config = layer.get_config()
    own = config.get("activation")
    if isinstance(layer, keras.layers.Activation) or own in (None, "linear"):
        return [type(layer).from_config(config)]
    linear = type(layer).from_config(config | {"activation": "linear"})
    return [linear, keras.layers.Activation(own, name=f"{layer.name}_activation")]


def source_of(kind: str, line: int) -> str:
    """The script's statement that makes a layer; only its kind where it is made in a loop."""
    return script.statement_at(script.published(), line) or f"{kind}(...)"


def lines_of(kinds: tuple[str, ...]) -> tuple[int, ...]:
    """The line of the script that makes each layer; 0 where a layer is made in a loop."""
    written = script.layer_lines(script.published())
    lines = [0] * len(kinds)
    matcher = SequenceMatcher(None, [kind for kind, _ in written], kinds, autojunk=False)
    for block in matcher.get_matching_blocks():
        for offset in range(block.size):
            lines[block.b + offset] = written[block.a + offset][1]
    return tuple(lines)


StoredLayer = tuple[str, list[np.ndarray]]


def give_weights(model: keras.Sequential, stored: list[StoredLayer]) -> tuple[bool, ...]:
    """Give each layer the stored weights of the layer that it still is; say which layers are served."""
    news = [layer for layer in model.layers if layer.weights]
    served = {layer for layer in model.layers if not layer.weights}
    for old, new in pairs([signature(*old) for old in stored],
                          [signature(kind_of(layer), layer.get_weights()) for layer in news]):
        news[new].set_weights(stored[old][1])
        served.add(news[new])
    return tuple(layer in served for layer in model.layers)


def pairs(olds: Sequence[Hashable], news: Sequence[Hashable]) -> list[tuple[int, int]]:
    """Places (old, new) of signatures that are equal, in order; what is alike from the start on stays together.

    So one line added, removed or changed in the script costs no more than the layers that no longer fit.
    """
    alike = 0
    while alike < min(len(olds), len(news)) and olds[alike] == news[alike]:
        alike += 1
    matcher = SequenceMatcher(None, olds[alike:], news[alike:], autojunk=False)
    later = [(alike + block.a + n, alike + block.b + n)
             for block in matcher.get_matching_blocks() for n in range(block.size)]
    return [(n, n) for n in range(alike)] + later


def grouped_by_layer(stored: dict[str, np.ndarray]) -> list[StoredLayer]:
    """The stored arrays layer by layer, (kind, arrays) each: names are number.kind.weight."""
    layers: dict[str, list[np.ndarray]] = {}
    for name, array in stored.items():
        layers.setdefault(name.rpartition(".")[0], []).append(array)
    return [(name.partition(".")[2], arrays) for name, arrays in layers.items()]


def named_weights(model: keras.Sequential) -> dict[str, np.ndarray]:
    """All weights of a model by stored name: 00.Conv2D.kernel, 00.Conv2D.bias, ..."""
    return {
        f"{position:02d}.{kind_of(layer)}.{weight.name}": np.asarray(weight)
        for position, layer in enumerate(model.layers) for weight in layer.weights
    }


def signature(kind: str, arrays: list[np.ndarray]) -> tuple[str | tuple[int, ...], ...]:
    """What must be equal for weights to fit: the kind of layer and the shapes."""
    return kind, *(array.shape for array in arrays)
