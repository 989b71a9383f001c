"""A drawing as one plain SVG: real text, no styles, theme colours marked by a class, the same bytes every time."""

import base64
import io
import re
import xml.etree.ElementTree as ET

import numpy as np
from PIL import Image
from PIL.PngImagePlugin import putchunk

from diagrams.draw.drawing import Drawing
from diagrams.draw.palette import CLASSES

SVG = "http://www.w3.org/2000/svg"
XLINK = "http://www.w3.org/1999/xlink"
FONT = "Figure Sans, sans-serif"
BY_PALETTE = 3  # a kind of PNG
ET.register_namespace("", SVG)


def to_svg(drawing: Drawing, language: str) -> bytes:
    """The drawing as SVG bytes, with its title and description inside."""
    raw = io.StringIO()
    drawing.figure.savefig(raw, format="svg", metadata={"Date": None, "Creator": None, "Type": None, "Format": None})
    root = ET.fromstring(raw.getvalue())
    for parent in list(root.iter()):
        for child in list(parent):
            if child.tag in (f"{{{SVG}}}metadata", f"{{{SVG}}}style"):
                parent.remove(child)
    for element in root.iter():
        plain_attributes(element)
    drop_unused(root)
    name(root, drawing, language)
    return ET.tostring(root, encoding="utf-8")


def plain_attributes(element: ET.Element) -> None:
    """Turn styles into presentation attributes and mark what follows the colour scheme."""
    for declaration in filter(None, element.attrib.pop("style", "").split(";")):
        key, _, value = declaration.partition(":")
        element.set(key.strip(), value.strip())
    if f"{{{XLINK}}}href" in element.attrib:
        element.set("href", element.attrib.pop(f"{{{XLINK}}}href"))  # inside HTML, no other prefix is understood
    classes = [f"{key}-{CLASSES[element.attrib[key]]}" for key in ("fill", "stroke") if element.get(key) in CLASSES]
    if element.tag == f"{{{SVG}}}image":
        flatten_image(element)
        classes.append("pixels")
    if element.tag == f"{{{SVG}}}text":
        element.set("font-family", FONT)
        if "rotate(-0 " in element.get("transform", ""):
            del element.attrib["transform"]
    if "d" in element.attrib:
        element.set("d", re.sub(r"-?\d+\.\d+", short, re.sub(r"\s+", " ", element.attrib["d"]).strip()))
    if classes:
        element.set("class", " ".join(classes))


def short(number: re.Match[str]) -> str:
    """A coordinate to a hundredth of a pixel: nobody sees more."""
    return f"{float(number[0]):.2f}".rstrip("0").rstrip(".")


def flatten_image(element: ET.Element) -> None:
    """Place an image by x, y, width and height, and store it with a palette where that loses nothing."""
    across, _, _, down, x, y = map(float, re.findall(r"-?[\d.]+(?:e-?\d+)?", element.attrib.pop("transform")))
    width, height = float(element.attrib["width"]), float(element.attrib["height"])
    for key, number in (("x", x), ("y", y), ("width", across * width), ("height", down * height)):
        element.set(key, f"{number:.6g}")
    element.attrib.pop("image-rendering", None)
    element.set("preserveAspectRatio", "none")
    data = element.attrib["href"].partition(",")[2]
    element.set("href", "data:image/png;base64," + base64.b64encode(small_png(base64.b64decode(data))).decode())


def small_png(png: bytes) -> bytes:
    """The same pixels in fewer bytes."""
    image = Image.open(io.BytesIO(png)).convert("RGB")
    if not image.getcolors(256):
        return saved(image)
    return min(saved(image.quantize(256, dither=Image.Dither.NONE)), in_order(image), key=len)


def in_order(image: Image.Image) -> bytes:
    """A PNG with a palette from blue to red: what is alike in a map is near in the palette, and compresses better.

    Pillow filters lines of grey levels, but not of places in a palette; so these are saved as grey, and then called
    what they are.
    """
    red, green, blue = np.asarray(image, dtype=np.int64).reshape(-1, 3).T
    colors, places = np.unique((red - blue + 255) << 24 | red << 16 | green << 8 | blue, return_inverse=True)
    grey = saved(Image.fromarray(places.astype(np.uint8).reshape(image.size[::-1])))
    start, head, rest = grey[:8], bytearray(grey[16:29]), grey[33:]
    head[9] = BY_PALETTE
    out = io.BytesIO()
    out.write(start)
    putchunk(out, b"IHDR", bytes(head))
    putchunk(out, b"PLTE", colors.astype(">u4").view(np.uint8).reshape(-1, 4)[:, 1:].tobytes())
    return out.getvalue() + rest


def saved(image: Image.Image) -> bytes:
    out = io.BytesIO()
    image.save(out, "PNG", optimize=True)
    return out.getvalue()


def drop_unused(root: ET.Element) -> None:
    """Remove names that nothing refers to, and groups that only carried one."""
    used = set(re.findall(r"url\(#([^)]+)\)", " ".join(v for e in root.iter() for v in e.attrib.values())))
    used |= {value[1:] for e in root.iter() for key, value in e.attrib.items() if key.endswith("href")}
    for element in root.iter():
        if element.get("id") not in used:
            element.attrib.pop("id", None)
    unwrap(root)


def unwrap(parent: ET.Element) -> None:
    """Replace every group without attributes by its children, at every depth."""
    children = []
    for child in parent:
        unwrap(child)
        bare = child.tag == f"{{{SVG}}}g" and not child.attrib
        children += list(child) if bare else [child]
    for child in children:
        child.tail = "\n"
    parent[:] = [child for child in children if child.tag != f"{{{SVG}}}defs" or len(child)]
    if len(parent):
        parent.text = "\n"


def name(root: ET.Element, drawing: Drawing, language: str) -> None:
    """Give the picture its language, its title and description, and sizes in CSS pixels."""
    for key in ("width", "height"):
        root.set(key, root.attrib[key].removesuffix("pt"))
    root.attrib.pop("version", None)
    root.attrib.update({"role": "img", "lang": language, "aria-labelledby": "title desc",
                        "stroke-linejoin": "round"})
    title, description = ET.Element(f"{{{SVG}}}title", id="title"), ET.Element(f"{{{SVG}}}desc", id="desc")
    title.text, description.text = drawing.title, drawing.description
    root[:0] = [title, description]
