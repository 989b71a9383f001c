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


def by_hand(layer, norm=None) -> np.ndarray:
    """The output of a traced layer from its input; a BatchNormalization needs its `norm`, (weights by name, epsilon)."""
    x = layer.input.astype(np.float64)
    match layer.kind:
        case "Conv2D":
            seen = windows(x, layer.kernel.shape[:2], layer.settings["strides"], layer.settings["padding"])
            sums = np.einsum("rchwi,hwio->rco", seen, layer.kernel.astype(np.float64))
            return sums if layer.bias is None else sums + layer.bias
        case "ReLU":
            return np.where(x > 0, x, 0)
        case "Sigmoid":
            return 1 / (1 + np.exp(-x))
        case "MaxPooling2D":
            return pools(x, layer.settings, -np.inf).max(axis=(2, 3))
        case "AveragePooling2D":
            return np.nanmean(pools(x, layer.settings, np.nan), axis=(2, 3))
        case "GlobalAveragePooling2D":
            return np.array([x[..., channel].sum() / (x.shape[0] * x.shape[1]) for channel in range(x.shape[2])])
        case "BatchNormalization":
            found, epsilon = norm
            spread = np.sqrt(found["moving_variance"].astype(np.float64) + epsilon)
            return found["gamma"] * (x - found["moving_mean"]) / spread + found["beta"]
        case "Dropout":
            return x
        case "Flatten":
            return np.array([x[r, c, k] for r in range(x.shape[0]) for c in range(x.shape[1])
                             for k in range(x.shape[2])])
        case "Dense":
            sums = x @ layer.kernel.astype(np.float64)
            return sums if layer.bias is None else sums + layer.bias
        case "Softmax":
            powers = np.exp(x - x.max())
            return powers / powers.sum()
    raise AssertionError(f"no independent computation for {layer.kind}")
