"""Run the published training script as it stands, on all devices of this machine, bit for bit repeatable.

    python -m diagrams.train data/creatures.npz --model data/creatures_cnn.keras

One GPU is used without further ado. With several, each takes its share of every batch (data parallel),
through TensorFlow's MirroredStrategy; --virtual-devices 2 tries that on a machine without any.
KERAS_BACKEND=jax or torch trains on another backend, on one device, and not bit for bit repeatable.
"""

import argparse
import contextlib
import os
import runpy
import sys
from pathlib import Path
from typing import Any

from diagrams import npz, script


def parse() -> tuple[argparse.Namespace, list[str]]:
    parser = argparse.ArgumentParser(prog="python -m diagrams.train", description=__doc__,
                                     formatter_class=argparse.RawDescriptionHelpFormatter,
                                     epilog="All other arguments go to the script; see its own --help.")
    parser.add_argument("--virtual-devices", type=int, default=0, metavar="N",
                        help="split the processor into N devices")
    return parser.parse_known_args()


def is_tensorflow() -> bool:
    return os.environ.get("KERAS_BACKEND", "tensorflow") == "tensorflow"


def tensorflow_devices(virtual: int) -> contextlib.AbstractContextManager[Any]:
    """A scope in which TensorFlow trains on all GPUs, or on as many virtual devices."""
    import tensorflow as tf

    tf.config.experimental.enable_op_determinism()
    if virtual:
        processor = tf.config.list_physical_devices("CPU")[0]
        tf.config.set_logical_device_configuration(processor, [tf.config.LogicalDeviceConfiguration()] * virtual)
    devices = [device.name for device in tf.config.list_logical_devices("CPU" if virtual else "GPU")]
    return tf.distribute.MirroredStrategy(devices).scope() if len(devices) > 1 else contextlib.nullcontext()


def refuse_unsound(arguments: list[str]) -> None:
    """End here when photos to train on would fill the memory, or are no photos; what is missing, the script names."""
    for argument in arguments:
        if argument.endswith(".npz") and Path(argument).exists():
            try:
                npz.check(Path(argument))
            except ValueError as error:
                sys.exit(f"{npz.shown(Path(argument))} is not an .npz file of photos ({error}); "
                         "augment_images.py makes one")


def main() -> None:
    options, rest = parse()
    refuse_unsound(rest)
    sys.argv = [str(script.NETWORK), *rest]
    with tensorflow_devices(options.virtual_devices) if is_tensorflow() else contextlib.nullcontext():
        runpy.run_path(str(script.NETWORK), run_name="__main__")


if __name__ == "__main__":
    main()
