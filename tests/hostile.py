"""Files that nobody should have to trust, made for tests: name -> what writes the file."""

import io
import os
import struct
import zipfile
import zlib
from collections.abc import Callable
from pathlib import Path

import numpy as np
from PIL import Image

Writer = Callable[[Path], object]
KINDS = {"jpg": "JPEG", "png": "PNG", "gif": "GIF", "webp": "WEBP", "tif": "TIFF", "bmp": "BMP", "jp2": "JPEG2000"}
SOUND = ("png", "bmp", "tif")  # they lose nothing
OTHER_NAMES = ("x.jpg", "x.png", "x.npz", "x.exe")
OTHERS = {"page.html": b"<html><script>alert(1)</script>", "drawing.svg": b"<svg xmlns='http://www.w3.org/2000/svg'/>",
          "paper.pdf": b"%PDF-1.7\n1 0 obj", "program.exe": b"MZ" + bytes(500),
          "ghost.eps": b"%!PS-Adobe-3.0 EPSF-3.0\n%%BoundingBox: 0 0 99 99\n(a) (w) file\n",
          "lines.xpm": b"/* XPM */ static char *a[] = {",
          "empty.jpg": b"", "zeros.png": bytes(9999), "film.mp4": b"\0\0\0\x18ftypmp42",
          "data.json": b"[" * 9999, "soul.psd": b"8BPS\0\1",
          "pickle.jpg": b"cos\nsystem\n(S'true'\ntR.", "archive.jpg": b"PK\3\4" + bytes(99)}
NAMES = ("two\nlines.jpg", "\x1b[31mred.jpg", "right\u202eleft.jpg", "a b'c\".jpg", "[bold]x[!bold].jpg", "-rf.jpg",
         "x" * 250 + ".jpg", "%s%n{}.jpg", os.fsdecode(b"\xff\xfe.jpg"))


def encoded(kind: str, size: tuple[int, int] = (120, 90)) -> bytes:
    """A photo of noise, which hardly shrinks."""
    pixels = np.random.default_rng(0).integers(0, 256, (size[1], size[0], 3), dtype=np.uint8)
    with io.BytesIO() as file:
        Image.fromarray(pixels).save(file, KINDS[kind])
        return file.getvalue()


def chunk(name: bytes, data: bytes) -> bytes:
    """One chunk of a PNG."""
    return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))


def png(width: int, height: int, *chunks: bytes, bits: int = 8, colour: int = 2) -> bytes:
    """A PNG that says it has so many pixels, and has none."""
    head = chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, bits, colour, 0, 0, 0))
    return b"\x89PNG\r\n\x1a\n" + head + b"".join(chunks) + chunk(b"IEND", b"")


def with_size(kind: str, width: int, height: int) -> bytes:
    """A photo whose header says that it is much larger than it is."""
    data = bytearray(encoded(kind))
    if kind == "jpg":
        at = data.index(b"\xff\xc0") + 5
        data[at:at + 4] = struct.pack(">HH", min(height, 65500), min(width, 65500))
    else:
        at, form = {"gif": (6, "<HH"), "bmp": (18, "<ii")}[kind]
        data[at:at + struct.calcsize(form)] = struct.pack(form, min(width, 65500), min(height, 65500))
    return bytes(data)


def photos() -> dict[str, Writer]:
    """What is given as a photo and is none that can be used."""
    made = {f"cut-{part}.{kind}": content(encoded(kind)[:len(encoded(kind)) * part // 100])
            for kind in KINDS for part in (1, 10, 30, 60) if (kind, part) != ("jp2", 60)}
    made |= {f"other-{name}": content(data) for name, data in OTHERS.items()}
    made |= {f"disguised.{kind}": content(b"<html>" + encoded(kind)) for kind in KINDS}
    made |= {f"bomb.{kind}": content(with_size(kind, 60000, 60000)) for kind in ("jpg", "gif", "bmp")}
    bomb = zlib.compress(bytes(80 << 20))
    made |= {"bomb.png": content(png(60000, 60000, chunk(b"IDAT", zlib.compress(bytes(9 << 20))))),
             "bits.png": content(png(30000, 30000, bits=1, colour=0)),
             "line.png": content(png(2_000_000_000, 1)), "nothing.png": content(png(0, 0)),
             "text.png": content(png(99, 99, chunk(b"zTXt", b"a\0\0" + bomb))),
             "profile.png": content(png(99, 99, chunk(b"iCCP", b"a\0\0" + bomb))),
             "tiny.png": content(encoded("png", (9, 9))), "huge.jpg": large, "folder.jpg": Path.mkdir,
             "pipe.jpg": os.mkfifo, "endless.jpg": lambda path: path.symlink_to("/dev/zero"),
             "archive-of-arrays.jpg": stored(x=sound_array()),
             "loop.jpg": lambda path: path.symlink_to(path),
             "lost.jpg": lambda path: path.symlink_to("../../../lost.jpg"), "missing.jpg": lambda path: None}
    made |= {f"{name}-then-a-photo.jpg": content(data + encoded("jpg")) for name, data in (
        ("page", b"<html><script>alert(1)</script>"), ("archive", b"PK\3\4" + bytes(99)), ("paper", b"%PDF-1.7\n"))}
    return made | {name: content(b"no photo") for name in NAMES}


def photos_and_more() -> dict[str, Writer]:
    """Sound photos that are something else as well, or have the suffix of another kind: only their pixels count."""
    tails = {"archive": b"PK\3\4" + bytes(99), "page": b"<html><script>alert(1)</script>", "zeros": bytes(10 << 20)}
    made = {f"with-{name}.{kind}": content(encoded(kind) + tail) for kind in SOUND for name, tail in tails.items()}
    return made | {f"{kind}-as-{other}": content(encoded(kind)) for kind in SOUND for other in OTHER_NAMES}


def large(path: Path) -> None:
    """A file of ten gigabytes that takes no place on the disk."""
    with open(path, "wb") as file:
        file.write(encoded("jpg"))
        file.truncate(10 << 30)


def content(data: bytes) -> Writer:
    return lambda path: path.write_bytes(data)


def header(description: str, data: bytes = b"", version: bytes = b"\1\0") -> bytes:
    """An array as it is stored, with any header."""
    text = description.encode() + b"\n"
    return b"\x93NUMPY" + version + struct.pack("<H", len(text)) + text + data


def sound_array() -> bytes:
    return header("{'descr': '<f8', 'fortran_order': False, 'shape': (8,)}", bytes(64))


def stored(**arrays: bytes) -> Writer:
    """An .npz of these entries."""
    return packed(zipfile.ZIP_STORED, **arrays)


def packed(how: int, **arrays: bytes) -> Writer:
    def write(path: Path) -> None:
        with zipfile.ZipFile(path, "w", how) as archive:
            for name, data in arrays.items():
                archive.writestr(name if "." in name else f"{name}.npy", data)
    return write


def twice(data: bytes) -> Writer:
    """Two arrays of one name."""
    def write(path: Path) -> None:
        with zipfile.ZipFile(path, "w") as archive:
            for _ in range(2):
                archive.writestr("x.npy", data)
    return write


def polyglot(beginning: bytes, write_rest: Writer) -> Writer:
    """A file that begins as one thing and ends as another."""
    def write(path: Path) -> None:
        write_rest(path)
        path.write_bytes(beginning + path.read_bytes())
    return write


def flipped(at: float) -> Writer:
    """A sound .npz, but for one byte."""
    def write(path: Path) -> None:
        np.savez(path, x=np.arange(2000.0), y=np.arange(3))
        data = bytearray(path.read_bytes())
        data[int(at * len(data))] ^= 0xFF
        path.write_bytes(data)
    return write


def cut(part: float) -> Writer:
    def write(path: Path) -> None:
        np.savez(path, x=np.arange(2000.0))
        data = path.read_bytes()
        path.write_bytes(data[:int(part * len(data))])
    return write


PATHS = ("/etc/passwd", "../../outside", "a/../../outside", "..\\..\\outside", "C:\\outside", "C:outside", "a//b", "",
         "./a", "two\nlines", "\x1b[31mred", "right\u202eleft", "x" * 5000)
SHAPES = ("(10**15,)", "(1000000000000000,)", "(-1,)", "(-1, -8)", "(99999, 99999, 99999)", "(3, 3)", "'a'", "(1.5,)",
          "(None,)", "((1,),)", "(0, 99999999999999999999)", "__import__('os').getcwd()")
TYPES = ("'|O'", "'<f9'", "'<U99999999'", "[('a', '<f8')]", "[('a', '|O')]", "None", "'" + "<" * 500 + "'", "5")


def archives() -> dict[str, Writer]:
    """What is given as an .npz and is none of plain arrays."""
    described = "{{'descr': {}, 'fortran_order': False, 'shape': {}}}".format
    made = {f"shape-{n}": stored(x=header(described("'<f8'", shape), bytes(64))) for n, shape in enumerate(SHAPES)}
    made |= {f"type-{n}": stored(x=header(described(dtype, "(8,)"), bytes(64))) for n, dtype in enumerate(TYPES)}
    made |= {f"path-{n}": stored(**{f"{path}.npy": sound_array()}) for n, path in enumerate(PATHS)}
    made |= {"twice": twice(sound_array())}
    made |= {f"flipped-{n}": flipped(n / 12) for n in range(12)} | {f"cut-{n}": cut(n / 8) for n in range(8)}
    made |= {f"other-{name}": content(data) for name, data in OTHERS.items()}
    made |= {
        "objects": lambda path: np.savez(path, x=np.array([{"a": 1}], dtype=object)),
        "bomb": packed(zipfile.ZIP_DEFLATED, x=header(described("'|u1'", "(200000000,)"), bytes(200_000_000))),
        "long-header": stored(x=header(described("'<f8'", "(8,)") + " " * 60000, bytes(64))),
        "deep-header": stored(x=header("(" * 9000, bytes(64))), "no-header": stored(x=b"\x93NUMPY"),
        "future": stored(x=header(described("'<f8'", "(8,)"), bytes(64), b"\x09\x09")),
        "no-array": stored(**{"a.txt": b"a"}),
        "no-array-at-length": stored(**{"a." * 30000: b"a"}),
        "a-photo": content(encoded("jpg")), "a-drawing": content(encoded("png")),
        "a-photo-and-more": polyglot(encoded("gif"), stored(**{"a.txt": b"a"})),
        "many": stored(**{f"x{n}": header(described("'|u1'", "(1,)"), b"a") for n in range(2000)}),
        "nothing": stored(), "only": content(header(described("'<f8'", "(8,)"), bytes(64))),
        "folder": Path.mkdir, "pipe": os.mkfifo, "endless": lambda path: path.symlink_to("/dev/zero"),
        "missing": lambda path: None}
    return {f"{name}.npz": write for name, write in made.items()}
