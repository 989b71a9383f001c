"""Hashes of the code that figures and traces are made of, kept while no source has changed."""

import sys
from functools import cache

from diagrams.build import code, files, fingerprint
from diagrams.build.code import Place

STORE = files.CACHE / "code.json"
PIECES = files.CACHE / "code"
MODULES = files.CACHE / "modules"
DRAWING = ("diagrams.build.worker", "make")
DESCRIBING = ("diagrams.build.modules", "describe")
TRACING = ("diagrams.trace", code.MAIN)
SAID = ("POST", "FIGURES", "POSTERS", "facts")

Wanted = tuple[Place, str]


def of_figures(figures: list[Wanted]) -> dict[Wanted, str]:
    """A hash of all code that makes each figure, (its function, language): what it mentions, and what draws any."""
    made = known({told(figure): ([figure[0], DRAWING], figure[1]) for figure in figures})
    return {figure: made[told(figure)] for figure in figures}


def of_tracing() -> str:
    """A hash of all code that runs the network."""
    return of(TRACING)


def of(*places: Place) -> str:
    """A hash of all code that code at these places is made of."""
    name = " ".join(".".join(place) for place in places)
    return known({name: ([*places], "")})[name]


def of_posts(posts: list[str]) -> dict[str, str]:
    """A hash, for each post, of all code that decides what it explains, shows and asks for."""
    made = known({f"post {post}": ([DESCRIBING, *((f"diagrams.posts.{post}", name) for name in SAID)], "")
                  for post in posts})
    return {post: made[f"post {post}"] for post in posts}


def told(figure: Wanted) -> str:
    place, language = figure
    return " ".join([*place, language])


def known(wanted: dict[str, tuple[list[Place], str]]) -> dict[str, str]:
    """A hash for each set of places and language; worked out anew only when some source has changed."""
    texts = code.below(files.PACKAGE)
    sources = hashes(texts)
    stored = files.read_json(STORE)
    digests = stored.get("digests", {}) if stored.get("sources") == sources else {}
    missing = {name: what for name, what in wanted.items() if name not in digests}
    if missing:
        found = code.Sources(lambda module: read(module, texts[module], f"{sources[module]}{sources['']}")
                             if module in texts else None,
                             {module for places, _ in missing.values() for module, _ in places})
        digests |= {name: keep(found.digests(*places, language=language))
                    for name, (places, language) in missing.items()}
        files.write_json(STORE, {"sources": sources, "digests": digests})
    return digests


def hashes(texts: dict[str, str]) -> dict[str, str]:
    """{module: hash} of sources; under "" that of what reads them, this version of Python included."""
    found = {module: files.sha256(text.encode())[:32] for module, text in texts.items()}
    readers = [found[f"diagrams.build.{name}"] for name in ("code", "fingerprint")]
    return found | {"": fingerprint.of([*readers, *sys.version_info[:2]])[:32]}


@cache
def read(module: str, text: str, key: str) -> dict:
    """A module in pieces, from the cache if it was read before; `key` is a hash of its text and of what reads it."""
    path = MODULES / f"{key}.json"
    found = files.read_json(path)
    if not found:
        found = code.read(text, module)
        files.write_json(path, found)
    return found


def keep(pieces: dict[str, str]) -> str:
    """Keep the hashes of single pieces, so that it can be said later which one has changed; returns one of all."""
    digest = fingerprint.of(pieces)
    if not (path := PIECES / f"{digest}.json").exists():
        files.write_json(path, pieces)
    return digest


def changed_pieces(before: str, now: str) -> list[str]:
    """The names of functions, classes and constants that differ between two hashes; [] where that is not known."""
    old, new = (files.read_json(PIECES / f"{digest}.json") for digest in (before, now))
    return sorted(name for name in old | new if old.get(name) != new.get(name)) if old and new else []


def forget(needed: set[str]) -> None:
    """Keep the pieces of these hashes, and of today's modules, only."""
    current = files.read_json(STORE).get("sources", {})
    modules = {f"{digest}{current['']}" for digest in current.values()}
    for folder, names in ((PIECES, needed), (MODULES, modules)):
        for path in folder.glob("*.json"):
            if path.stem not in names:
                path.unlink(missing_ok=True)
