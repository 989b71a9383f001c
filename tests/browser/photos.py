"""Photos made for tests, of every kind that readers may have."""

import io

import numpy as np
from PIL import Image

RANDOM = np.random.default_rng(0)
ORIENTATION, QUARTER_TURN = 0x0112, 6  # in EXIF


def scene(width: int, height: int) -> Image.Image:
    """Something with edges, colours and fine grain."""
    rough = Image.fromarray(RANDOM.integers(0, 256, (9, 9, 3), np.uint8))
    smooth = np.asarray(rough.resize((width, height), Image.Resampling.BICUBIC), np.int16)
    return Image.fromarray((smooth + RANDOM.integers(-20, 20, smooth.shape)).clip(0, 255).astype(np.uint8))


def saved(photo: Image.Image, ending: str, **settings) -> bytes:
    buffer = io.BytesIO()
    photo.save(buffer, ending, **settings)
    return buffer.getvalue()


def transparent() -> bytes:
    photo = scene(500, 400)
    photo.putalpha(Image.fromarray(RANDOM.integers(0, 256, photo.size[::-1], np.uint8)))
    return saved(photo, "PNG")


def turned() -> bytes:
    """A photo whose camera was held upright."""
    exif = Image.Exif()
    exif[ORIENTATION] = QUARTER_TURN
    return saved(scene(640, 420), "JPEG", quality=90, exif=exif.tobytes())


def huge() -> bytes:
    """Fifty megapixels."""
    block = np.asarray(scene(1000, 1000))
    return saved(Image.fromarray(np.tile(block, (6, 9, 1))[:5900, :8500]), "JPEG", quality=80)


LOSSLESS = {
    "landscape.png": lambda: saved(scene(731, 402), "PNG"),
    "portrait.png": lambda: saved(scene(333, 1201), "PNG"),
    "exact.png": lambda: saved(scene(100, 100), "PNG"),
    "smaller.png": lambda: saved(scene(61, 83), "PNG"),
    "large.png": lambda: saved(scene(2503, 1999), "PNG"),
    "grey.png": lambda: saved(scene(400, 300).convert("L"), "PNG"),
    "palette.png": lambda: saved(scene(400, 300).quantize(16), "PNG"),
}
LOSSY = {
    "transparent.png": transparent,
    "turned.jpg": turned,
    "fine.jpg": lambda: saved(scene(1600, 1200), "JPEG", quality=92, subsampling=0),
    "usual.jpg": lambda: saved(scene(1600, 1200), "JPEG", quality=80),
    "grey.jpg": lambda: saved(scene(700, 900).convert("L"), "JPEG", quality=85),
    "photo.webp": lambda: saved(scene(900, 700), "WEBP", quality=85),
}
REFUSED = {
    "broken.jpg": (lambda: b"\xff\xd8\xff\xe0 no photo", "could not be opened"),
    "cut.png": (lambda: saved(scene(300, 300), "PNG")[:3000], "could not be opened"),
    "notes.txt": (lambda: b"some words", "could not be opened"),
    "drawing.svg": (lambda: b'<svg xmlns="http://www.w3.org/2000/svg" width="99" height="99"/>', "could not be opened"),
    "empty.jpg": (lambda: b"", "is empty"),
    "tiny.png": (lambda: saved(scene(40, 300), "PNG"), "40×300 pixels"),
}
