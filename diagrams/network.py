"""The network of the script as Keras builds it, with its trained weights."""

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
    source = script.load(script.NETWORK)
    model = untrained(source)
    fitted = give_weights(model, weightfile.read())
    kinds = tuple(kind_of(layer) for layer in model.layers)
    return Network(model, kinds, lines_of(kinds), fitted, source)


def untrained(source: ModuleType) -> keras.Sequential:
    """The script's model with the very numbers that its training starts from."""
    keras.utils.set_random_seed(source.seed)
    return with_separate_activations(source.build_model())


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


def lines_of(kinds: tuple[str, ...]) -> tuple[int, ...]:
    """The line of the script that makes each layer; 0 where a layer is made in a loop."""
    written = script.layer_lines(script.NETWORK.read_text(encoding="utf-8"))
    lines = [0] * len(kinds)
    matcher = SequenceMatcher(None, [kind for kind, _ in written], kinds, autojunk=False)
    for block in matcher.get_matching_blocks():
        for offset in range(block.size):
            lines[block.b + offset] = written[block.a + offset][1]
    return tuple(lines)


def give_weights(model: keras.Sequential, stored: dict[str, np.ndarray]) -> tuple[bool, ...]:
    """Give each layer the stored weights of the layer that it still is; say which layers are served.

    Layers are matched in order by kind and shapes, so that one line added, removed or changed
    in the script costs no more than the layers that no longer fit.
    """
    olds = grouped_by_layer(stored)
    news = [layer for layer in model.layers if layer.weights]
    served = {layer for layer in model.layers if not layer.weights}
    matcher = SequenceMatcher(None, [signature(old) for old in olds],
                              [signature(layer.get_weights()) for layer in news], autojunk=False)
    for block in matcher.get_matching_blocks():
        for offset in range(block.size):
            news[block.b + offset].set_weights(olds[block.a + offset])
            served.add(news[block.b + offset])
    return tuple(layer in served for layer in model.layers)


def grouped_by_layer(stored: dict[str, np.ndarray]) -> list[list[np.ndarray]]:
    """The stored arrays layer by layer: their names begin with the layer's number and kind."""
    layers: dict[str, list[np.ndarray]] = {}
    for name, array in stored.items():
        layers.setdefault(name.rpartition(".")[0], []).append(array)
    return list(layers.values())


def named_weights(model: keras.Sequential) -> dict[str, np.ndarray]:
    """All weights of a model by stored name: 00.Conv2D.kernel, 00.Conv2D.bias, ..."""
    return {
        f"{position:02d}.{kind_of(layer)}.{weight.name}": np.asarray(weight)
        for position, layer in enumerate(model.layers) for weight in layer.weights
    }


def signature(arrays: list[np.ndarray]) -> tuple:
    """What must be equal for weights to fit: the shapes."""
    return tuple(array.shape for array in arrays)
