"""Run the published training script as it stands, on all devices of this machine, bit for bit repeatable.

    python -m diagrams.train data/creatures.npz --model data/creatures_cnn.keras

One GPU is used without further ado. With several, each takes its share of every batch (data parallel):
through TensorFlow's MirroredStrategy, or through Keras's own DataParallel with KERAS_BACKEND=jax.
--virtual-devices 2 tries that on a machine without any.
"""

import argparse
import contextlib
import os
import runpy
import sys

from diagrams import script


def parse() -> tuple[argparse.Namespace, list[str]]:
    parser = argparse.ArgumentParser(prog="python -m diagrams.train", description=__doc__,
                                     formatter_class=argparse.RawDescriptionHelpFormatter,
                                     epilog="All other arguments go to the script; see its own --help.")
    parser.add_argument("--virtual-devices", type=int, default=0, metavar="N",
                        help="split the processor into N devices")
    return parser.parse_known_args()


def tensorflow_devices(virtual: int):
    """A scope in which TensorFlow trains on all GPUs, or on as many virtual devices."""
    import tensorflow as tf

    tf.config.experimental.enable_op_determinism()
    if virtual:
        processor = tf.config.list_physical_devices("CPU")[0]
        tf.config.set_logical_device_configuration(processor, [tf.config.LogicalDeviceConfiguration()] * virtual)
    devices = [device.name for device in tf.config.list_logical_devices("CPU" if virtual else "GPU")]
    return tf.distribute.MirroredStrategy(devices).scope() if len(devices) > 1 else contextlib.nullcontext()


def jax_devices(virtual: int):
    """Let Keras share every batch among all devices that JAX finds."""
    if virtual:
        os.environ["XLA_FLAGS"] = f"{os.environ.get('XLA_FLAGS', '')} --xla_force_host_platform_device_count={virtual}"
    import keras

    if len(keras.distribution.list_devices()) > 1:
        keras.distribution.set_distribution(keras.distribution.DataParallel())
    return contextlib.nullcontext()


SCOPES = {"tensorflow": tensorflow_devices, "jax": jax_devices}


def main() -> None:
    options, rest = parse()
    backend = os.environ.get("KERAS_BACKEND", "tensorflow")
    scope = SCOPES.get(backend, lambda virtual: contextlib.nullcontext())
    sys.argv = [str(script.NETWORK), *rest]
    with scope(options.virtual_devices):
        runpy.run_path(str(script.NETWORK), run_name="__main__")


if __name__ == "__main__":
    main()
