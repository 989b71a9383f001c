"""What each kind of layer computes, by hand in NumPy, without Keras."""

import numpy as np

CLOSE = {"rtol": 1e-4, "atol": 1e-5}  # float32 sums of up to 33,856 products, added in another order


def windows(values: np.ndarray, size, strides, padding: str, border: float = 0) -> np.ndarray:
    """All windows of a map: (rows, columns, height, width, channels); `same` pads with `border`."""
    if padding == "same":
        pads = []
        for length, width, stride in zip(values.shape, size, strides, strict=False):
            total = max((-(-length // stride) - 1) * stride + width - length, 0)
            pads.append((total // 2, total - total // 2))
        values = np.pad(values, [*pads, (0, 0)], constant_values=border)
    found = np.lib.stride_tricks.sliding_window_view(values, tuple(size), axis=(0, 1))[:: strides[0], :: strides[1]]
    return found.transpose(0, 1, 3, 4, 2)


def pools(x: np.ndarray, settings: dict, border: float) -> np.ndarray:
    """The windows of a pooling layer."""
    return windows(x, settings["pool_size"], settings["strides"], settings["padding"], border)


def weighted(sums: np.ndarray, layer) -> np.ndarray:
    """Sums of products with the bias, where there is one."""
    return sums if layer.bias is None else sums + layer.bias


def convolution(x, layer, norm) -> np.ndarray:
    seen = windows(x, layer.kernel.shape[:2], layer.settings["strides"], layer.settings["padding"])
    return weighted(np.einsum("rchwi,hwio->rco", seen, layer.kernel.astype(np.float64)), layer)


def normalization(x, layer, norm) -> np.ndarray:
    found, epsilon = norm
    spread = np.sqrt(found["moving_variance"].astype(np.float64) + epsilon)
    return found["gamma"] * (x - found["moving_mean"]) / spread + found["beta"]


def flat(x, layer, norm) -> np.ndarray:
    rows, columns, channels = x.shape
    return np.array([x[r, c, k] for r in range(rows) for c in range(columns) for k in range(channels)])


def softmax(x, layer, norm) -> np.ndarray:
    powers = np.exp(x - x.max())
    return powers / powers.sum()


RULES = {
    "Conv2D": convolution,
    "ReLU": lambda x, layer, norm: np.where(x > 0, x, 0),
    "Sigmoid": lambda x, layer, norm: 1 / (1 + np.exp(-x)),
    "MaxPooling2D": lambda x, layer, norm: pools(x, layer.settings, -np.inf).max(axis=(2, 3)),
    "AveragePooling2D": lambda x, layer, norm: np.nanmean(pools(x, layer.settings, np.nan), axis=(2, 3)),
    "GlobalAveragePooling2D": lambda x, layer, norm: np.array([x[..., n].mean() for n in range(x.shape[2])]),
    "BatchNormalization": normalization,
    "Dropout": lambda x, layer, norm: x,
    "Flatten": flat,
    "Dense": lambda x, layer, norm: weighted(x @ layer.kernel.astype(np.float64), layer),
    "Softmax": softmax,
}


def by_hand(layer, norm=None) -> np.ndarray:
    """The output of a traced layer from its input; `norm`, (weights by name, epsilon), is for a BatchNormalization."""
    return RULES[layer.kind](layer.input.astype(np.float64), layer, norm)
