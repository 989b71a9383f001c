"""The network as the browser runs it: {{ explorer }}, or on a post {{ explorer }} with a sentence behind it.

One description, and the files that it speaks of.
"""

import io
import json
import posixpath
import re
from functools import cache
from html import escape
from pathlib import Path
from typing import Any

import numpy as np
from PIL import Image

from diagrams import inputs, samples, script, weightfile
from diagrams.build import files as built
from diagrams.build import tracing
from diagrams.inputs import Entry
from diagrams.labels import label_name
from diagrams.site import figures, parts
from diagrams.site.page import Page, Post
from diagrams.site.parts import Keep
from diagrams.site.pixels import Pixels

RUNS = {"Conv2D", "ReLU", "Sigmoid", "Tanh", "Linear", "Softmax", "MaxPooling2D", "AveragePooling2D",
        "GlobalAveragePooling2D", "BatchNormalization", "Dropout", "Flatten", "Dense"}
SETTINGS = ("padding", "strides", "kernel_size", "pool_size", "rate")
PAGE = "explorer.html"
SUBJECT = re.compile(r'(?:Layer|Every)\("(\w+)"(?:, (?:nth|since)=(\d+))?')
FIGURE = ("main", "lines")  # stands where the explorer will, and stays where that cannot run
SCRIPTS = Path("assets/explorer")
FIRST = ("cnn-explorer.js", "worker.js")  # and what these import
IMPORT = re.compile(r'^import .*? from "(.+?)";$', re.M)
STYLE = re.compile(r'<link rel="stylesheet"[^>]*>')
EARLY = re.compile(r'<link rel="(?:modulepreload|preload)"[^>]*>|<script type="module" async[^>]*></script>')
THUMBNAIL = 48  # pixels


def block(page: Page, pixels: Pixels) -> str:
    """The explorer with its figure inside."""
    description = export_now()
    network = kept(description, page, pixels)
    path = page.docs / "figures" / FIGURE[0] / f"{FIGURE[1]}.{page.language}.svg"
    return (f'{preloads(page, network, description)}<cnn-explorer network="{network}">'
            f'{figures.figure(path, *FIGURE, page, pixels)}</cnn-explorer>')


def invitation(sentence: str, page: Page, pixels: Pixels) -> str:
    """The explorer on a post, to be opened at the layer that the post explains; "" where a browser cannot run it.

    Until a reader opens it, nothing of it is fetched.
    """
    description = export_now()
    layers = json.loads(description["network"])["layers"]
    layer = subject(page.its_post, layers)
    if not layer or any("cannot" in each for each in layers):
        return ""
    button = page.say(ja="ネットワークを動かす", en="Run the network here")
    return (f'<cnn-explorer network="{kept(description, page, pixels)}" layer="{layer}" page="{page.link(PAGE)}">'
            f'<p class="explorer-invitation">{escape(sentence)}</p>'
            f'<button type="button" class="toy-back">{button}</button></cnn-explorer>')


def subject(post: Post, layers: list[dict[str, Any]]) -> str:
    """The first layer that a post explains, as the explorer calls it; "" where the network has no such layer."""
    found = SUBJECT.match(next(iter(post.explains), ""))
    name = f"{found[1]}-{found[2] or 1}" if found else ""
    return name if name in {f"{layer['kind']}-{layer['nth']}" for layer in layers} else ""


def kept(description: dict[str, Any], page: Page, pixels: Pixels) -> str:
    """Let a site have what `export` gave; returns the path from a page to the network."""
    for name, content in description["files"].items():
        pixels.files[name] = content
    return page.shared(pixels.keep(description["network"], "json"))


def preloads(page: Page, network: str, description: dict[str, Any]) -> str:
    """What is needed for the first map, asked for at once and not one after another."""
    scripts = "".join(f'<link rel="modulepreload" href="{page.shared(path)}">' for path in first_scripts(page.docs))
    fetched = (network, page.shared(f"{SCRIPTS}/convolve.wasm"),
               *(posixpath.join(posixpath.dirname(network), name) for name in first_files(description)))
    runs = f'<script type="module" async src="{page.shared(str(SCRIPTS / FIRST[0]))}"></script>'
    return scripts + "".join(f'<link rel="preload" as="fetch" crossorigin href="{path}">' for path in fetched) + runs


def early(html: str) -> str:
    """A page that asks for what its explorer needs right behind the styles, before anything that waits for those."""
    found = "".join(EARLY.findall(html))
    html = EARLY.sub("", html)
    end = max((style.end() for style in STYLE.finditer(html)), default=0)
    return html[:end] + found + html[end:]


def first_files(description: dict[str, Any]) -> list[str]:
    """The photo that is shown first, and the first weights."""
    network = json.loads(description["network"])
    photo = next(photo["file"] for photo in network["photos"] if photo["name"] == network["followed"])
    weights = [layer["parts"][0]["file"] for layer in network["layers"] if layer.get("parts")]
    return [photo, *weights[:1]]


def first_scripts(docs: Path) -> list[str]:
    """The scripts that run before the first map is there: those of the page and of its worker, and what they import."""
    found = [str(SCRIPTS / name) for name in FIRST]
    for path in found:  # grows meanwhile
        imported = IMPORT.findall((docs / path).read_text(encoding="utf-8"))
        names = (posixpath.normpath(posixpath.join(posixpath.dirname(path), name)) for name in imported)
        found += [name for name in names if name not in found]
    return found


def export_now() -> dict[str, Any]:
    """What `export` gives for the network as it is now."""
    with built.lock(built.CACHE / "lock"):
        return export_traced(tracing.key(None))


@cache
def export_traced(key: str) -> dict[str, Any]:
    """What `export` gives for the traces of this key, which are today's."""
    return export(tracing.manifest(), built.ARRAYS)


def export(manifest: Entry, store: Path) -> dict[str, Any]:
    """`network`, its description as JSON, and `files`, the content of each file that it names."""
    pixels = Pixels()

    def keep(content: bytes, ending: str) -> str:
        return Path(pixels.keep(content, ending)).name

    network = {
        "labels": [label_name(label).text.as_dict() for label in manifest["labels"]],
        "layers": [layer(n, entry, manifest, store, keep) for n, entry in enumerate(manifest["layers"])],
        "photos": photos(manifest, store, keep),
        "followed": manifest["photo"]["name"],
        "thumbnails": thumbnails(manifest["samples"], store, keep),
        "limits": limits(),
    }
    content = json.dumps(network, ensure_ascii=False, separators=(",", ":")).encode()
    return {"network": content, "files": pixels.files}


def layer(n: int, entry: Entry, manifest: Entry, store: Path, keep: Keep) -> dict[str, Any]:
    """One layer: what it is, its shapes and settings, its weights; `cannot` says what a browser does not run of it."""
    arrays = {name: inputs.array(store, digest) for name, digest in entry["arrays"].items()}
    shapes = {side: list(arrays.pop(side).shape) for side in ("input", "output")}
    norms = manifest["probes"]["normalizations"]["arrays"]
    arrays |= {name.partition(".")[2]: inputs.array(store, digest) for name, digest in norms.items()
               if name.partition(".")[0] == str(n)}
    described = {name: entry[name] for name in ("kind", "nth", "line", "trained", "channel", "cell")} | shapes
    described |= {name: value for name, value in entry["settings"].items() if name in SETTINGS}
    cannot = entry["refused"] or ("" if entry["kind"] in RUNS else entry["kind"])
    if cannot:
        return described | {"cannot": cannot}
    return described | {"apart": is_apart(entry["kind"], arrays), "parts": parts.stored(arrays, keep)}


def is_apart(kind: str, arrays: dict[str, np.ndarray]) -> bool:
    """Whether weights are so many that they travel only when somebody asks."""
    return kind == "Dense" and arrays["kernel"].size >= weightfile.LARGE


def photos(manifest: Entry, store: Path, keep: Keep) -> list[dict[str, Any]]:
    """Every sample photo: its pixels, 0 to 255, and behind them what layers give for it whose weights are apart."""
    given = manifest["probes"]["given_samples"]["arrays"]
    given = {int(n): inputs.array(store, digest) for n, digest in given.items()}
    found = []
    for place, entry in enumerate(manifest["samples"]):
        content, ends = levels(entry, store).tobytes(), {}
        for n, outputs in given.items():
            ends[n] = [len(content), outputs[place].size]
            content += outputs[place].astype("<f4").tobytes()
        found.append({"name": entry["name"], "label": label_name(entry["label"]).text.as_dict(),
                      "author": entry["author"], "licence": entry["licence"],
                      "file": keep(content, "bin"), "bytes": len(content), "given": ends})
    return found


def limits() -> dict[str, int]:
    """What the preparation for training asks of a photo: pixels on its short side, and all of them."""
    preparation = script.load(samples.PREPARATION)
    return {"smallest": preparation.smallest_side, "most": preparation.most_pixels}


def levels(entry: Entry, store: Path) -> np.ndarray:
    """A photo as its pixels' levels, 0 to 255."""
    return np.rint(inputs.array(store, entry["pixels"]) * 256).astype(np.uint8)


def thumbnails(samples: list[Entry], store: Path, keep: Keep) -> dict[str, Any]:
    """All sample photos, small, side by side in one picture."""
    sheet = Image.new("RGB", (THUMBNAIL * len(samples), THUMBNAIL))
    for place, entry in enumerate(samples):
        small = Image.fromarray(levels(entry, store)).resize((THUMBNAIL, THUMBNAIL), Image.Resampling.BOX)
        sheet.paste(small, (THUMBNAIL * place, 0))
    buffer = io.BytesIO()
    sheet.save(buffer, "JPEG", quality=85)
    return {"file": keep(buffer.getvalue(), "jpg"), "size": THUMBNAIL}
