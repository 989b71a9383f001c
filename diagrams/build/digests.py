"""Hashes of the code that figures and traces are made of, kept while no source has changed."""

import sys
from functools import cache
from typing import Any

from diagrams.build import code, files, fingerprint
from diagrams.build.code import Place

STORE = files.CACHE / "digests.json"
PIECES = files.CACHE / "code"
MODULES = files.CACHE / "modules"
WORKER = "diagrams.build.worker"
DESCRIBING = ("diagrams.build.modules", "describe")
TRACING = ("diagrams.trace", code.MAIN)
COMMON = {WORKER, DESCRIBING[0]}
SAID = ("POST", "FIGURES", "POSTERS", "facts")

Wanted = tuple[Place, Place, str]  # a function, what makes a file of what it returns, the language


def of_outputs(outputs: list[Wanted]) -> dict[Wanted, str]:
    """A hash of all code that makes each output: what its function mentions, and what makes any of its kind."""
    made = known({told(output): ([*output[:2]], output[2]) for output in outputs})
    return {output: made[told(output)] for output in outputs}


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


def told(output: Wanted) -> str:
    function, maker, language = output
    return " ".join([*function, *maker, language])


def known(wanted: dict[str, tuple[list[Place], str]]) -> dict[str, str]:
    """A hash for each set of places and language; worked out anew only when a source that it can depend on changed."""
    closures, digests = (stored(files.CODE_THAT_RUNS)[name] for name in ("closures", "digests"))
    roots = {name: sorted({module for module, _ in places}) for name, (places, _) in wanted.items()}
    keys = {root: key_of(root, closures) for root in set().union(*roots.values())}
    now = {name: fingerprint.of([keys[root] for root in some]) for name, some in roots.items()}
    missing = [name for name in wanted if digests.get(name, {}).get("key") != now[name]]
    if missing:
        found = reading(files.CODE_THAT_RUNS, frozenset().union(COMMON, *(roots[name] for name in missing)))
        for name in missing:
            places, language = wanted[name]
            digests[name] = {"key": now[name], "digest": keep(found.digests(*places, language=language))}
        files.write_json(STORE, {"closures": closures, "digests": digests})
    return {name: digests[name]["digest"] for name in wanted}


def key_of(root: str, closures: dict[str, dict[str, Any]]) -> str:
    """A hash of every source that is imported with a module, and of how they are read; `closures` learns which.

    Which they are can change only with one of them, or when modules come or go.
    """
    texts, hashes = sources()

    def key(names: list[str]) -> str:
        return fingerprint.of([hashes[""], sorted(texts), [hashes.get(name, "") for name in names]])

    if root not in closures or key(closures[root]["modules"]) != closures[root]["key"]:
        names = sorted(code.Sources(module, [root]).modules)
        closures[root] = {"modules": names, "key": key(names)}
    return closures[root]["key"]


def sources() -> tuple[dict[str, str], dict[str, str]]:
    """({module: source}, {module: hash}) of the code that runs.

    The hash under "" is that of what reads them, this version of Python included.
    """
    return sources_of(files.CODE_THAT_RUNS)


@cache
def stored(_: str) -> dict[str, dict[str, Any]]:
    """What is known from earlier."""
    return {"closures": {}, "digests": {}} | files.read_json(STORE)


@cache
def reading(_: str, roots: frozenset[str]) -> code.Sources:
    """The code that runs with these modules; more of them than are asked for do no harm."""
    return code.Sources(module, roots)


@cache
def sources_of(_: str) -> tuple[dict[str, str], dict[str, str]]:
    texts = code.below(files.PACKAGE)
    hashes = {name: files.sha256(text.encode())[:32] for name, text in texts.items()}
    readers = [hashes[f"diagrams.build.{name}"] for name in ("code", "fingerprint")]
    return texts, hashes | {"": fingerprint.of([*readers, *sys.version_info[:2]])[:32]}


def module(name: str) -> dict[str, Any] | None:
    """A module of the package in pieces; None for what is none."""
    texts, hashes = sources()
    return read(name, texts[name], f"{hashes[name]}{hashes['']}") if name in texts else None


@cache
def read(module: str, text: str, key: str) -> dict[str, Any]:
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
    _, hashes = sources()
    modules = {f"{digest}{hashes['']}" for digest in hashes.values()}
    for folder, names in ((PIECES, needed), (MODULES, modules)):
        for path in folder.glob("*.json"):
            if path.stem not in names:
                path.unlink(missing_ok=True)
