"""What the script compiles its model with, made by the script itself."""

from typing import Any, NoReturn

import keras
import numpy as np

from diagrams import script, weightfile
from diagrams.network import Network
from diagrams.probes.passes import NotInThisNetwork

LOSS = "categorical_crossentropy"


class Compiled(Exception):
    """The script has come as far as compiling; carries what it compiles with."""


def settings(network: Network) -> dict[str, Any]:
    """What the script's `model_train` gives to `compile`, with as many photos as the card's training had.

    Raises NotInThisNetwork where the loss is another than the one that the gradient's figures are about.
    """
    source: Any = script.load(script.NETWORK)
    photos, size = training_photos(), network.image_size
    source.build_model = lambda *_: uncompiled()
    nothing = (np.broadcast_to(np.uint8(0), (photos, size, size, 3)),
               np.broadcast_to(np.float32(0), (photos, len(network.source.labels))))
    try:
        source.model_train(*nothing, nothing, "never written.keras")
    except Compiled as found:
        return checked(found.args[0])
    except Exception as error:
        raise NotInThisNetwork(f"model_train of the script does not get as far as compile: {error}") from error
    raise NotInThisNetwork("model_train of the script does not compile the model of build_model")


def uncompiled() -> keras.Model:
    """An empty model that tells what it should be compiled with, and goes no further."""
    def stop(**told: Any) -> NoReturn:
        raise Compiled(told)
    model = keras.Sequential()
    model.compile = stop
    return model


def training_photos() -> int:
    """How many photos an epoch of the network's training took."""
    return sum(part["training after augmentation"] for part in weightfile.read_card()["photos"].values())


def checked(told: dict[str, Any]) -> dict[str, Any]:
    if told.get("loss") != LOSS:
        raise NotInThisNetwork(f"the script's loss is {told.get('loss')}, not {LOSS}")
    return told
