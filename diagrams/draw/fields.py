"""What single numbers of a feature map see of the photo, and what of it moves them."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from diagrams.draw.journey import layer_name
from diagrams.facts import Fact, sentence, shape, share, word
from diagrams.language import Say
from diagrams.traced import TracedLayer
from diagrams.windows import Spans, has_windows, seen_in_photo


@dataclass(frozen=True)
class Field:
    """What one cell sees of the photo: the layer's name, and rows and columns of pixels, each (start, stop)."""

    name: str
    spans: Spans

    @property
    def sizes(self) -> tuple[int, int]:
        """Rows and columns."""
        rows, columns = (stop - start for start, stop in self.spans)
        return rows, columns

    def part_of(self, image: np.ndarray) -> float:
        """Which part of an image's area (rows, columns, ...) the cell sees."""
        return float(np.prod(self.sizes) / np.prod(image.shape[:2]))

    def inside(self, image: np.ndarray) -> np.ndarray:
        """The part of an image (rows, columns, ...) that the cell sees."""
        return image[slice(*self.spans[0]), slice(*self.spans[1])]

    def moved(self, strength: np.ndarray) -> tuple[int, int]:
        """How many gradients (rows, columns) are not zero: inside the field, and outside."""
        inside = int((self.inside(strength) > 0).sum())
        return inside, int((strength > 0).sum()) - inside


def fields_of(say: Say, layers: Sequence[TracedLayer]) -> list[Field]:
    """What the followed cell of each convolution and pooling sees of the photo."""
    found = []
    for n, layer in enumerate(layers, 1):
        if has_windows(layer) and layer.cell:
            row, column = layer.cell
            spans = seen_in_photo(layers[:n], ((row, row + 1), (column, column + 1)))
            found.append(Field(layer_name(say, layer), spans))
    return found


def full_field(layers: Sequence[TracedLayer]) -> tuple[int, int]:
    """The pixels, down and across, that a cell of the last layer would see if no border cut them off."""
    sizes = np.ones(2, int)
    for layer in reversed([layer for layer in layers if has_windows(layer)]):
        widths = layer.settings.get("kernel_size") or layer.settings["pool_size"]
        sizes = (sizes - 1) * layer.settings["strides"] + widths
    return tuple(sizes.tolist())


def told_of_view(field: Field, full: tuple[int, int], photo: tuple[int, int]) -> Fact:
    """What lies outside a field in a photo of these sizes, and whether the border keeps it from being `full`."""
    if field.sizes == photo:
        return word(ja="ここでは、写真全体が見えています。", en="Here, that is the whole photo.")
    outside = word(ja="写真のほかの部分に何が写っていても、この数は変わりません。",
                   en="Whatever the rest of the photo shows, this number stays as it is.")
    if field.sizes == full:
        return outside
    return sentence(ja="{outside}なお、この枠は写真の縁で切れています。縁から離れたセルなら、{full}ピクセルです。",
                    en="{outside} The border of the photo cuts this frame off; for a cell far from it, it would be "
                       "{full} pixels.", outside=outside, full=shape(full))


def told_of_centre(strength: np.ndarray) -> Fact:
    """How much of the gradient (rows, columns) of a field lies in its middle."""
    rows, columns = (slice(size // 4, size - size // 4) for size in strength.shape)
    middle, whole = strength[rows, columns], float(strength.sum())
    if not whole:
        return word(ja="この数では、どのピクセルの勾配もゼロです。",
                    en="For this number, every pixel has a gradient of zero.")
    return sentence(ja="枠の中央にある{area}のピクセルに、勾配の大きさの合計の{part}が集まっています。",
                    en="The middle of the frame, {area} of its pixels, holds {part} of the gradient, signs "
                       "aside.", area=share(middle.size / strength.size), part=share(float(middle.sum()) / whole))
