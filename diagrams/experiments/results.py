"""The results of experiments: small files that say what was run, and for which network it holds."""

import ast
import json
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np

from diagrams import script, weightfile
from diagrams.build import digests, fingerprint
from diagrams.build.code import plain

FOLDER = Path(__file__).parent / "results"
COMMAND_LINE = "if __name__"  # how what stands under it is named here
NOT_THE_NETWORK = ("main", "read_arrays", "model_eval", COMMAND_LINE)
SET_BY_EXPERIMENTS = ("epochs", "seed", "image_size")


class NoResult(ValueError):
    """An experiment has no results yet; the message says how to get them."""


def path_of(name: str) -> Path:
    return FOLDER / f"{name}.json"


def arrays_of(name: str) -> Path:
    """Where an experiment keeps arrays, if it has any."""
    return FOLDER / f"{name}.npz"


def command(name: str) -> str:
    return f"python -m diagrams.experiments {name}"


@cache
def network_of(source: str, left_out: tuple[str, ...] = NOT_THE_NETWORK) -> str:
    """A hash of what the script trains and how: not of its comments, its command line, or what is left out by name."""
    return fingerprint.of([code for names, code in statements(source) if names.isdisjoint(left_out)])


@cache
def statements(source: str) -> list[tuple[set[str], list[Any]]]:
    """What each statement of a script defines, and the statement."""
    return [(defined(node), plain(node)) for node in fingerprint.bare(ast.parse(source)).body]


def defined(node: ast.stmt) -> set[str]:
    """The function, class or constants that a statement of a script defines."""
    if isinstance(node, ast.If):
        return {COMMAND_LINE}
    return {getattr(target, "id", getattr(target, "name", "")) for target in getattr(node, "targets", [node])}


def made_by(name: str, every_line: bool) -> str:
    """A hash of all code that makes an experiment's results: its study, and what runs that."""
    return digests.of(("diagrams.experiments.studies", name.upper()), ("diagrams.experiments.photos", "read"),
                      ("diagrams.experiments.run", "omissions" if every_line else "trainings"))


def current(name: str, every_line: bool = False) -> dict[str, str]:
    """What an experiment's results hold for: hashes of the script, of the weights file, and of how they are made.

    `every_line` of the script counts where each is left out in turn; else only what trains, but for constants that
    experiments set themselves.
    """
    left_out = () if every_line else NOT_THE_NETWORK + SET_BY_EXPERIMENTS
    return {"script": network_of(script.published(), left_out), "weights": weightfile.read_card()["sha256"],
            "experiment": made_by(name, every_line)}


def read(name: str) -> dict[str, Any]:
    """One experiment's results; raises NoResult when there are none."""
    if not path_of(name).exists():
        raise NoResult(f"the experiment {name} has no results yet: {command(name)}")
    return json.loads(path_of(name).read_bytes())


def read_arrays(name: str) -> dict[str, np.ndarray]:
    """The arrays that an experiment has kept, by name."""
    if not arrays_of(name).exists():
        return {}
    with np.load(arrays_of(name), allow_pickle=False) as stored:
        return {array: stored[array] for array in stored.files}


def hashes(name: str) -> list[str]:
    """Hashes of an experiment's files; raises NoResult when there are none."""
    read(name)
    return [fingerprint.of_file(path) for path in (path_of(name), arrays_of(name)) if path.exists()]


def names() -> list[str]:
    """The experiments that have results."""
    return sorted(path.stem for path in FOLDER.glob("*.json"))


def why_outdated(name: str, result: dict[str, Any]) -> str:
    """What has changed since an experiment was run; "" when nothing has."""
    now = current(name, result.get("every line", False))
    changed = [what for what in now if result["network"].get(what) != now[what]]
    return f"changed since: {', '.join(changed)}" if changed else ""


def outdated() -> list[str]:
    """One line for each experiment that was run with another network than today's."""
    whys = {name: why_outdated(name, read(name)) for name in names()}
    return [f"experiment {name}: {why}; to repeat it: {command(name)} --data data/creatures.npz"
            for name, why in whys.items() if why]


def as_text(result: dict[str, Any]) -> str:
    """The file's text: a line for each training, so that a difference can be read."""
    runs = ",\n  ".join(json.dumps(run) for run in result["runs"])
    return json.dumps(result | {"runs": []}, indent=1).replace('"runs": []', f'"runs": [\n  {runs}\n ]') + "\n"


def state(name: str) -> str:
    """An experiment's state in a few words."""
    try:
        return why_outdated(name, read(name)) or "up to date"
    except NoResult:
        return "no results yet"
