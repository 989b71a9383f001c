"""What is gathered from the figures: each post's facts and titles for the pages, and the fonts for the site."""

import json
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from diagrams import inputs, samples, script
from diagrams.build import modules, webfonts
from diagrams.build.task import FACTS, FIGURE, POSTER
from diagrams.inputs import Entry, Marker
from diagrams.language import LANGUAGES

LICENCE = "CC BY 4.0"


def outputs(figures: Path, record: dict[str, Any], manifest: Entry, posts: list[str] | None) -> dict[Path, bytes]:
    """Path -> content of every gathered file."""
    made = {figures / post / "post.json": to_bytes(summary(post, record, manifest))
            for post in posts or record["posts"]}
    characters = set().union(*(output.get("characters", "") for output in record["outputs"].values()))
    return made | {figures / "fonts" / name: data for name, data in webfonts.files_of(characters).items()}


def to_bytes(content: dict[str, Any]) -> bytes:
    return (json.dumps(content, ensure_ascii=False, indent=1) + "\n").encode()


def summary(post: str, record: dict[str, Any], manifest: Entry) -> dict[str, Any]:
    """What the pages need to know of a post."""
    description = record["posts"][post]
    facts = record["outputs"][f"{post}/{FACTS}"]
    figures = {name: figure_summary(post, name, record, manifest) for name in description["figures"]}
    caveats = {*facts["caveats"], *(caveat for figure in figures.values() for caveat in figure["caveats"])}
    return {
        "number": description["number"], "first_published": description["first_published"],
        **explained(description, manifest), "caveats": sorted(caveats),
        "facts": facts["facts"], "figures": figures,
    }


def explained(description: dict[str, Any], manifest: Entry) -> dict[str, Any]:
    """The script that the post explains, the lines of it, and of what, as code; layers are made in the network's."""
    markers = list(map(modules.from_json, description["explains"]))
    entries = entries_of(markers, manifest)
    [name] = {entry.get("script", script.NETWORK.name) for entry in entries} or {script.NETWORK.name}
    return {"script": name, "lines": sorted({entry["line"] for entry in entries} - {0}),
            "explains": list(map(modules.written, markers))}


def entries_of(markers: Iterable[Marker], manifest: Entry) -> list[Entry]:
    """Everything that markers ask for, in their order."""
    found = [marker.entries(manifest) for marker in markers]
    return [entry for each in found for entry in (each if isinstance(each, list) else [each])]


def lines(markers: Iterable[Marker], manifest: Entry) -> list[int]:
    """The line of the script of every layer and statement that markers ask for; 0 where it has none of its own."""
    return [entry["line"] for entry in entries_of(markers, manifest) if "line" in entry]


def figure_summary(post: str, name: str, record: dict[str, Any], manifest: Entry) -> dict[str, Any]:
    """Title, description and table of a figure in each language, its licence, and what it is made of.

    That is told as code, and as the lines of the script.
    """
    drawn = {language: record["outputs"][f"{post}/{name}.{language}.svg"] for language in LANGUAGES}
    asked = {argument: modules.from_json(ask) for argument, ask in record["posts"][post]["asks"][name].items()}
    photos = [manifest["photo"], *(manifest["samples"] if inputs.Samples() in asked.values() else ())]
    has_table = all(drawing["table"] for drawing in drawn.values())
    return {
        "title": {language: drawing["title"] for language, drawing in drawn.items()},
        "description": {language: drawing["description"] for language, drawing in drawn.items()},
        "table": {language: drawing["table"] for language, drawing in drawn.items()} if has_table else None,
        "caveats": sorted({caveat for drawing in drawn.values() for caveat in drawing["caveats"]}),
        "made_of": {argument: modules.written(marker) for argument, marker in asked.items()},
        "licence": licence([photo["licence"] for photo in photos]), "lines": lines(asked.values(), manifest),
    }


def licence(of_photos: list[str]) -> str:
    """A figure is ours to license, unless a photo in it carries conditions."""
    return ", ".join(dict.fromkeys(each for each in of_photos if each not in samples.FREE_LICENCES)) or LICENCE


def drawings(record: dict[str, Any]) -> set[str]:
    """The files of all figures and posters, relative to the figures folder."""
    return {f"{post}/{name}.{language}.{ending}" for post, description in record["posts"].items()
            for kind, ending in (("figures", FIGURE), ("posters", POSTER))
            for name in description[kind] for language in LANGUAGES}


def expected(record: dict[str, Any]) -> set[str]:
    """All files that belong below the figures folder, relative to it."""
    gathered = {f"{post}/post.json" for post in record["posts"]} | {f"fonts/{name}" for name in webfonts.RANGES}
    return drawings(record) | gathered


def forget_gone(record: dict[str, Any]) -> None:
    """Drop records of drawings that no post has any more."""
    kept = drawings(record) | {f"{post}/{FACTS}" for post in record["posts"]}
    record["outputs"] = {name: output for name, output in record["outputs"].items() if name in kept}
