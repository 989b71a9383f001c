"""One style for all pages, and the explorer's first scripts as one file each: on slow lines every request waits.

Sources stay apart for who writes them, and in `make serve`.
"""

import posixpath
import re
from pathlib import Path

from diagrams.site.output.assets import CODE

STYLES = "site.css"
STYLE = re.compile(r'[ \t]*<link rel="stylesheet" href="([^"]*?)assets/([^"]+\.css)">\n?')
PRELOADED = re.compile(r'<link rel="modulepreload" href="[^"]*?assets/([^"]+)">')
SOURCE_MAP = re.compile(r"/\*# sourceMappingURL=.*?\*/")
ENTRIES = ("explorer/cnn-explorer.js", "explorer/worker.js")
IMPORT = re.compile(r'^import \{([^}]*)\} from "(\.[^"]+)";\n', re.M)
EXPORT = re.compile(r"^export (?=(?:async )?(?:function|class|const) (\w+))", re.M)
LEFT_OVER = re.compile(r"^(?:import\b(?!\()|export\b|await\b).*", re.M)


class Apart(ValueError):
    """Something cannot be merged; the message says what, in one line."""


def put(site: Path) -> None:
    """Merge styles and scripts of a built site, in place; raises Apart."""
    merged = {name for entry in ENTRIES if (site / CODE / entry).is_file() for name in script(site / CODE, entry)}
    pages = {path: path.read_text(encoding="utf-8") for path in site.rglob("*.html")}
    styles(site / CODE, {path: [name for _, name in STYLE.findall(html)] for path, html in pages.items()})
    for path, html in pages.items():
        html = PRELOADED.sub(lambda link: "" if link[1] in merged else link[0], html)
        path.write_text(with_one_style(html), encoding="utf-8")


def styles(folder: Path, named: dict[Path, list[str]]) -> None:
    """Write the styles that the pages name, which must be the same everywhere and in the same order, as one file."""
    names = next(filter(None, named.values()), [])
    for path, others in named.items():
        if others and others != names:
            raise Apart(f"{path.name} names the styles {', '.join(others)}; another page {', '.join(names)}")
    texts = [SOURCE_MAP.sub("", (folder / name).read_text(encoding="utf-8")) for name in names]
    for name in names:
        (folder / name).unlink()
    if texts:
        (folder / STYLES).write_text("\n".join(texts), encoding="utf-8")


def with_one_style(html: str) -> str:
    """A page that names the one style where it named the first."""
    first = STYLE.search(html)
    if not first:
        return html
    one = f'      <link rel="stylesheet" href="{first[1]}{CODE}/{STYLES}">\n'
    return html[:first.start()] + one + STYLE.sub("", html[first.end():])


def script(folder: Path, entry: str) -> list[str]:
    """Write a module with all that it imports into its own file; returns the names of what it imports.

    Each module keeps to itself in a function; those that are imported later, too, also stay as they are.
    """
    order = imported(folder, entry)
    variables = {name: f"m{n}" for n, name in enumerate(order)}
    parts = [f"const {variables[name]} = (() => {{\n{body(folder, name, variables)}}})();\n" for name in order[:-1]]
    (folder / entry).write_text("".join([*parts, body(folder, entry, variables)]), encoding="utf-8")
    return order[:-1]


def imported(folder: Path, name: str) -> list[str]:
    """A module and all that it imports, each once and behind what it needs."""
    found: dict[str, None] = {}

    def add(module: str) -> None:
        for _, target in IMPORT.findall((folder / module).read_text(encoding="utf-8")):
            if (other := beside(module, target)) not in found:
                add(other)
        found[module] = None

    add(name)
    return [*found]


def beside(name: str, target: str) -> str:
    """What a module means by a path."""
    return posixpath.normpath(posixpath.join(posixpath.dirname(name), target))


def body(folder: Path, name: str, variables: dict[str, str]) -> str:
    """A module's code inside of a function: what it imports is taken from others, what it exports is returned."""
    code = (folder / name).read_text(encoding="utf-8")
    exported = EXPORT.findall(code)
    code = IMPORT.sub(lambda found: (f"const {{{found[1].replace(' as ', ': ')}}} = "
                                     f"{variables[beside(name, found[2])]};\n"), code)
    code = EXPORT.sub("", code)
    if left := LEFT_OVER.search(code):
        raise Apart(f"{name}: this cannot be merged: {left[0]}")
    return code + (f"return {{ {', '.join(exported)} }};\n" if exported else "")
