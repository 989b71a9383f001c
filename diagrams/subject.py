"""The one photo, filter and cell that all posts follow: chosen by rules, never by hand.

The photo: of those whose licence sets no condition, the one whose pixel values are spread the most.
The filter of each layer: the one whose feature map is spread the most on that photo, below zero as
well as above, so that ReLU has something to cut and something to keep.
The cell: in the followed map of the first convolution, the largest value whose window lies
wholly inside the photo. After a change of the model the rules choose again.
"""

import numpy as np

from diagrams.samples import Sample, load_photo


def choose_photo(samples: list[Sample], size: int) -> Sample:
    """The free photo with the largest standard deviation of its pixel values."""
    free = [sample for sample in samples if sample.is_free]
    return max(free, key=lambda sample: float(load_photo(sample.path, size).std()))


def choose_channel(output: np.ndarray) -> int:
    """The last-axis index with the largest spread on the poorer side of zero; the largest value without places."""
    places = output.reshape(-1, output.shape[-1])
    if len(places) == 1:
        return int(places[0].argmax())
    above, below = np.maximum(places, 0).std(axis=0), np.minimum(places, 0).std(axis=0)
    return int(np.minimum(above, below).argmax())


def choose_cell(feature_map: np.ndarray, margin: tuple[int, int]) -> tuple[int, int]:
    """(row, column) of the largest value at least `margin` cells from the border, if the map is that large."""
    rows, columns = (min(m, (size - 1) // 2) for m, size in zip(margin, feature_map.shape, strict=True))
    inner = feature_map[rows : feature_map.shape[0] - rows, columns : feature_map.shape[1] - columns]
    row, column = np.unravel_index(inner.argmax(), inner.shape)
    return int(row) + rows, int(column) + columns


def follow_cell(cell: tuple[int, int], window: tuple[int, int], strides: tuple[int, int],
                padding: str, input_size: tuple[int, int], output_size: tuple[int, int]) -> tuple[int, int] | None:
    """The output cell whose window is centred nearest to an input cell; None if no window reads it."""
    followed = []
    for place, width, stride, size, outputs in zip(cell, window, strides, input_size, output_size, strict=True):
        before = max((outputs - 1) * stride + width - size, 0) // 2 if padding == "same" else 0
        index = min(max(round((place + before - (width - 1) / 2) / stride), 0), outputs - 1)
        first = index * stride - before
        if not first <= place < first + width:
            return None
        followed.append(index)
    return followed[0], followed[1]
