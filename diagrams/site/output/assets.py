"""Styles, scripts and fonts in one folder named by its content, which browsers may keep for good."""

import re
import shutil
from hashlib import sha256
from pathlib import Path

CODE, FONTS, PIXELS = "assets", "figures/fonts", "assets/pixels"
LINK = re.compile(r'((?:=|: ?)"(?:(?:\.\./)+|\./|/(?:[\w.-]+/)*)?)assets/(?!pixels/)')


def fingerprint(site: Path) -> str:
    """Give the folder of assets a name by its content, and let every page name it so; returns the name.

    Inside it everything keeps its place, so that scripts find each other. Pixel maps, each named by
    its own content already, stay where they are.
    """
    gather_fonts(site)
    files = [path for path in sorted((site / CODE).rglob("*"))
             if path.is_file() and not path.is_relative_to(site / PIXELS)]
    name = f"{CODE}-{digest(files, site)}"
    for path in files:
        target = site / name / path.relative_to(site / CODE)
        target.parent.mkdir(parents=True, exist_ok=True)
        path.rename(target)
    remove_empty(site / CODE)
    for page in site.rglob("*.html"):
        page.write_text(LINK.sub(rf"\1{name}/", page.read_text(encoding="utf-8")), encoding="utf-8")
    return name


def gather_fonts(site: Path) -> None:
    """Put the fonts of the figures beside the style that asks for them."""
    if not (site / FONTS).is_dir():
        return
    shutil.move(site / FONTS, site / CODE / "fonts")
    for style in (site / CODE).glob("*.css"):
        text = style.read_text(encoding="utf-8")
        style.write_text(text.replace(f"../{FONTS}/", "fonts/"), encoding="utf-8")


def digest(files: list[Path], site: Path) -> str:
    """A short name for the content of files and their places."""
    whole = sha256()
    for path in files:
        content = path.read_bytes()
        whole.update(f"{path.relative_to(site).as_posix()} {len(content)}\n".encode() + content)
    return whole.hexdigest()[:10]


def remove_empty(folder: Path) -> None:
    """Remove the empty folders in a folder, and itself if nothing is left."""
    for path in sorted(folder.rglob("*"), reverse=True):
        if path.is_dir() and not any(path.iterdir()):
            path.rmdir()
    if not any(folder.iterdir()):
        folder.rmdir()
