"""The explorer in a browser: what its page shows, and its engine alone, with a network exported into a folder."""

import base64
import json
import re
import shutil
from pathlib import Path

import numpy as np

from diagrams.build.files import ROOT
from diagrams.facts import MINUS
from diagrams.site import explorer, pixels

PAGE = "en/explorer.html"
STATE, TOLD = ".explorer-state", ".explorer-told"
CELL = re.compile(r"[Rr]ow (\d+), column (\d+) of map (\d+)")
ASSETS = ROOT / "docs" / "assets"
RUN = """async ([photo, plain, whole]) => {
  const { Engine } = await import("/assets/explorer/engine.js")
  const heard = [], failed = []
  let done
  const ended = new Promise(resolve => { done = resolve })
  const hear = data => {
    if (data.failed !== undefined) failed.push(data.failed)
    if (data.output) heard.push(data)
    if (data.done || data.stopped !== undefined || data.failed !== undefined) done(data)
  }
  const engine = await Engine.open(new URL("/assets/pixels/NETWORK", location).href, { plain })
  engine.hear(hear)
  const { file, given } = engine.network.photos[photo]
  const content = await (await fetch("/assets/pixels/" + file)).arrayBuffer()
  const size = engine.network.layers[0].input.reduce((a, b) => a * b)
  const outputs = Object.fromEntries(Object.entries(given).map(
    ([n, [at, length]]) => [n, new Float32Array(content.slice(at, at + 4 * length))]))
  const begin = performance.now()
  engine.run(new Uint8Array(content, 0, size), whole ? {} : outputs, whole)
  const last = await ended
  const took = performance.now() - begin
  engine.close()
  const base64 = values => new Promise(resolve => {
    const reader = new FileReader()
    reader.onload = () => resolve(reader.result.split(",")[1] ?? "")
    reader.readAsDataURL(new Blob([values]))
  })
  return { failed, last: { ...last, output: null }, took, layers: await Promise.all(heard.map(
    async data => ({ layer: data.layer, took: data.took, output: await base64(data.output) }))) }
}"""


def write(folder: Path, manifest: dict, store: Path) -> dict:
    """Everything that the engine fetches for a network, in `folder`; returns the network's description."""
    for name in ("explorer", "play"):
        shutil.copytree(ASSETS / name, folder / "assets" / name, dirs_exist_ok=True)
    found, kept = explorer.export(manifest, store), pixels.Pixels()
    kept.files |= found["files"]
    address = kept.keep(found["network"], "json")
    kept.write(folder)
    element = f'<cnn-explorer network="/assets/pixels/{Path(address).name}"><figure>A figure</figure></cnn-explorer>'
    (folder / "explorer.html").write_text(
        f'<!doctype html><html lang="en"><title>Explorer</title>{element}'
        '<script type="module" src="/assets/explorer/cnn-explorer.js"></script>', encoding="utf-8")
    (folder / "index.html").write_text('<!doctype html><html lang="en"><title>Engine</title>', encoding="utf-8")
    return {"address": Path(address).name, **json.loads(found["network"])}


def run(page, network: dict, photo: int = 0, *, plain=False, whole=False) -> dict:
    """The engine on one sample photo: `layers` with their outputs, `took` in all, and what it said `last`."""
    found = page.evaluate(RUN.replace("NETWORK", network["address"]), [photo, plain, whole])
    for each in found["layers"]:
        each["output"] = np.frombuffer(base64.b64decode(each["output"]), np.float32)
    return found


def choose(page, layers, kind, nth=1):
    """Choose a layer; returns it."""
    place = next(n for n, layer in enumerate(layers) if (layer.kind, layer.nth) == (kind, nth))
    page.locator(".explorer-steps input").nth(place).dispatch_event("click")
    return layers[place]


def numbers(locator) -> list[float]:
    """The numbers that elements show."""
    return [float(text.replace(MINUS, "-")) for text in locator.all_text_contents() if text.strip()]


def result(page) -> float:
    return numbers(page.locator(".explorer-equation .explorer-cell"))[-1]


def box_of_map(page) -> dict[str, float]:
    """Where the large map lies, all of it in sight."""
    page.locator("[role=application]").evaluate("map => map.scrollIntoView({ block: 'center' })")
    return page.locator("[role=application] canvas").first.bounding_box()


def shown(page) -> tuple[int, int, int]:
    """Row, column and map of what is explained, from zero."""
    return tuple(int(n) - 1 for n in CELL.search(page.locator(TOLD).inner_text()).groups())
