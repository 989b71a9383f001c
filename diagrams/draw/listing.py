"""Arrays as the Python that makes them, for readers who want to copy the numbers."""

import numpy as np


def listing(values: np.ndarray, decimals: int) -> str:
    """Numbers (height, width, channels) as nested lists, a line for each channel."""
    channels = [[[f"{number:.{decimals}f}" for number in row] for row in values[..., n]]
                for n in range(values.shape[-1])]
    lines = ["[" + ", ".join(f"[{', '.join(row)}]" for row in rows) + "]" for rows in channels]
    return "[" + ",\n    ".join(lines) + "]"
