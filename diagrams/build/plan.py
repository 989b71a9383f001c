"""What is stale, and why: every output's ingredients now against those it was made from."""

import sys
from dataclasses import replace
from pathlib import Path
from typing import Any, NamedTuple

from diagrams import caveats, inputs
from diagrams.build import digests, files, fingerprint, modules
from diagrams.build.files import BuildError
from diagrams.build.task import FACTS, FIGURE, POSTER, SOCIAL, Task
from diagrams.inputs import Entry
from diagrams.language import LANGUAGES

TOOLS = ("matplotlib", "numpy", "fonttools", "budoux", "noto-cjk-sans-jp-regular", "pillow")

MAKERS = {kind: (digests.WORKER, name) for kind, name in (
    (FIGURE, "figure"), (POSTER, "poster"), (SOCIAL, "social"), (FACTS, "facts"))}

Asked = tuple[str, str, str]  # post, name of the function, how the file ends


class PostError(BuildError):
    """A post cannot be built; one line for each reason."""


def descriptions(posts: list[str], record: dict[str, Any]) -> dict[str, dict[str, Any]]:
    """What each post module asks for, from the record while its code is the same."""
    found = {}
    for post, digest in digests.of_posts(posts).items():
        known = record.get("posts", {}).get(post, {})
        found[post] = known if known.get("code") == digest else modules.describe(post) | {"code": digest}
    return found


def check_code() -> None:
    """Raises PostError where what was drawn may be of other code than its task says."""
    if files.code() != files.CODE_THAT_RUNS:
        raise PostError("the code was changed while figures were drawn; build again")


def tasks(found: dict[str, dict[str, Any]], manifest: Entry, record: dict[str, Any], figures: Path, *,
          force: bool = False) -> list[Task]:
    """Every figure and poster in every language, and every post's facts, with the reason why it is stale.

    Raises PostError, before anything is drawn, naming post, figure and layer where a layer is missing.
    """
    return [replace(task, why="asked for" if force else reason(task, record, figures))
            for task in made(all_of(found), found, manifest)]


def socials(found: dict[str, dict[str, Any]], manifest: Entry) -> list[Task]:
    """The picture of every post, in every language, that other sites show of a link to it: of its first figure."""
    first = [(post, description["figures"][0], SOCIAL) for post, description in found.items() if description["figures"]]
    return made(first, found, manifest)


def made(asked: list[Asked], found: dict[str, dict[str, Any]], manifest: Entry) -> list[Task]:
    """Tasks with what they are made of."""
    common = {"tools": fingerprint.of([fingerprint.of_versions(*TOOLS), *sys.version_info[:2]])}
    codes, known, tasks = code_of(asked), answers(found, manifest), []
    for post, name, ending in asked:
        asks = found[post]["asks"][name]
        data = {argument: known[str(ask)].digest for argument, ask in asks.items()}
        warned = tuple(sorted(set().union(*(known[str(ask)].caveats for ask in asks.values()))))
        for language in languages(name):
            notices = caveats.say(language, warned).notices if language else ()
            ingredients = common | {"its code": codes[wanted(post, name, language, ending)]} | data | \
                ({"notices": fingerprint.of(notices)} if notices else {})
            tasks.append(Task(post, name, language, asks, ingredients, warned, notices, "", ending))
    return tasks


def all_of(found: dict[str, dict[str, Any]]) -> list[Asked]:
    """Everything that posts ask for."""
    return [(post, name, POSTER if name in description["posters"] else FIGURE)
            for post, description in found.items() for name in description["asks"]]


def read_ahead(posts: list[str], record: dict[str, Any]) -> None:
    """Read all that is known without the network, so that it need not be read again."""
    code_of(all_of(descriptions(posts, record)))


def code_of(asked: list[Asked]) -> dict[digests.Wanted, str]:
    """A hash of the code of every drawing in each language, and of facts."""
    return digests.of_outputs([wanted(post, name, language, ending)
                               for post, name, ending in asked for language in languages(name)])


class Answer(NamedTuple):
    """What a marker stands for: a hash of it, and what a reader must know of it."""

    digest: str
    caveats: set[str]


def answers(found: dict[str, dict[str, Any]], manifest: Entry) -> dict[str, Answer]:
    """The answer to everything that posts and figures ask for, by the ask as text.

    Raises PostError where they ask for layers that the network does not have.
    """
    known: dict[str, Answer] = {}
    missing: dict[tuple[str, str], list[str]] = {}
    for post, description in found.items():
        for name, asks in {"": dict(enumerate(description["explains"])), **description["asks"]}.items():
            try:
                known |= {str(ask): answer(ask, manifest) for ask in asks.values() if str(ask) not in known}
            except inputs.MissingLayer as error:
                missing.setdefault((post, str(error)), []).extend([name] if name else [])
    if missing:
        raise PostError("\n".join(f"post {post}, figures {', '.join(names) or 'of the whole post'}: {error}"
                                  for (post, error), names in missing.items()))
    return known


def answer(ask: list[Any], manifest: Entry) -> Answer:
    entries = modules.from_json(ask).entries(manifest)
    return Answer(inputs.fingerprint(entries), inputs.caveats(entries))


def languages(name: str) -> tuple[str, ...]:
    """The languages that a figure is drawn in; facts are computed once for all."""
    return ("",) if name == FACTS else LANGUAGES


def wanted(post: str, name: str, language: str, ending: str) -> digests.Wanted:
    """A drawing, or facts, as a place in the code."""
    return (f"diagrams.posts.{post}", name), MAKERS[ending if language else FACTS], language


def reason(task: Task, record: dict[str, Any], figures: Path) -> str:
    """Why an output is stale, in words; "" when it is not."""
    known = record.get("outputs", {}).get(task.output)
    if not known:
        return "never drawn"
    changed = [name for name in task.ingredients | known["ingredients"]
               if task.ingredients.get(name) != known["ingredients"].get(name)]
    if changed:
        return f"changed: {', '.join(changed)}"
    if not task.language:
        return ""
    path = figures / task.output
    if not path.exists():
        return "its file is missing"
    return "" if fingerprint.of_file(path) == known["sha256"] else "its file was changed by other hands"


def explained(task: Task, record: dict[str, Any]) -> list[str]:
    """Why an output is stale, with every function, class or constant that has changed."""
    before = record["outputs"].get(task.output, {}).get("ingredients", {}).get("its code", "")
    pieces = digests.changed_pieces(before, task.ingredients["its code"])
    return [f"{task.output}: {task.why or 'up to date'}", *(f"    {piece.rstrip('.')}" for piece in pieces)]


def orphans(figures: Path, expected: set[str], posts: list[str] | None) -> list[Path]:
    """Files below the figures folder that nothing makes any more; only of these posts, or (None) of all."""
    folders = [figures / post for post in posts] if posts else [figures]
    there = [path for folder in folders for path in folder.rglob("*") if path.is_file()]
    return sorted(path for path in there if str(path.relative_to(figures)) not in expected
                  and not path.name.startswith(".part-"))


def read_record(path: Path) -> dict[str, Any]:
    """What was built and from what; empty when there is none."""
    found = files.read_json(path)
    return {name: found[name] if isinstance(found.get(name), dict) else {} for name in ("posts", "outputs")}
