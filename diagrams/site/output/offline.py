"""The site as a zip that is read from a disk.

Browsers let no page of a disk fetch a file, start a worker or load a module. The theme reads its
index from a classic script there, and `offline.js` runs the worker's scripts in the page itself.
"""

import json
import re
import shutil
import time
import zipfile
from pathlib import Path

from diagrams.site.output import shared

WORKER = "search/worker.js"
INDEX = "search/search_index"
FOR_HOSTS = ("_headers", ".htaccess", ".nojekyll", "404.html", "sitemap.xml", "cost.txt")
SCRIPTS = re.compile(r"^importScripts\((.*)\);$", re.M)
VERSIONS = re.compile(r'\s*<link rel="alternate"[^>]*>')
BUNDLE = re.compile(r'(<script src="([^"]*)javascripts/bundle)')
SHIM = """/* What searches, in the page itself: a page on a disk may start no worker. */
window.Worker = class extends EventTarget {
  constructor() {
    super();
    this.own = new EventTarget();
    search((...heard) => this.own.addEventListener(...heard),
      (data) => setTimeout(() => this.dispatchEvent(new MessageEvent("message", { data }))));
  }

  postMessage(data) {
    setTimeout(() => this.own.dispatchEvent(new MessageEvent("message", { data })));
  }

  terminate() {}
};

function search(addEventListener, postMessage) {
%s
}
"""


def write(site: Path, archive: Path, epoch: int) -> None:
    """Change a finished site so that it can be read from a disk, and write it as a zip of that time."""
    [assets] = site.glob("assets-*")
    shared.put_back(site)
    for name in FOR_HOSTS:
        (site / name).unlink(missing_ok=True)
    for index in site.rglob(f"{INDEX}.json"):
        index.with_suffix(".js").write_text(f"var __index={whole(index)}\n", encoding="utf-8")
        index.unlink()
    (assets / "offline.js").write_text(SHIM % worker(assets / WORKER), encoding="utf-8")
    shutil.rmtree(assets / "search")
    for page in site.rglob("*.html"):
        html = VERSIONS.sub("", page.read_text(encoding="utf-8"))
        html = BUNDLE.sub(r'<script src="\2offline.js"></script>\n      \1', html)
        page.write_text(html, encoding="utf-8")
    pack(site, archive, epoch)


def whole(index: Path) -> str:
    """An index with all pages in it, which it otherwise only names."""
    content, pages = json.loads(index.read_text(encoding="utf-8")), index.with_name("pages.json")
    content["config"]["pages"] = json.loads(pages.read_text(encoding="utf-8"))
    pages.unlink()
    return json.dumps(content, ensure_ascii=False, separators=(",", ":"))


def worker(path: Path) -> str:
    """A worker with the scripts that it imports, as one script."""
    own = path.read_text(encoding="utf-8")
    names = json.loads(f"[{next(SCRIPTS.finditer(own))[1]}]")
    parts = [(path.parent / name).read_text(encoding="utf-8") for name in names]
    return "".join([*parts, SCRIPTS.sub("", own)])


def pack(site: Path, archive: Path, epoch: int) -> None:
    """Zip a folder under the archive's own name; the same files at the same time give the same bytes."""
    part = archive.with_name(f".part-{archive.name}")
    moment = time.gmtime(epoch)[:6]
    with zipfile.ZipFile(part, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as file:
        for path in sorted(path for path in site.rglob("*") if path.is_file()):
            entry = zipfile.ZipInfo(f"{archive.stem}/{path.relative_to(site).as_posix()}", moment)
            entry.external_attr = 0o644 << 16
            entry.compress_type = zipfile.ZIP_DEFLATED
            file.writestr(entry, path.read_bytes())
    part.replace(archive)
