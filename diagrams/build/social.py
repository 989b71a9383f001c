"""The pictures that other sites show of links to posts; only a site that has an address needs them."""

import os
import sys
from typing import NamedTuple

from diagrams.build import drawn, files, modules, plan, tracing
from diagrams.build.files import BuildError
from diagrams.build.run import Build, Made, drawing
from diagrams.build.task import Task
from diagrams.inputs import Entry


class Picture(NamedTuple):
    """A PNG, and what it says."""

    data: bytes
    title: str


def pictures() -> dict[tuple[str, str], Picture]:
    """{(post, language): picture} of all posts; drawn when they are not known. Raises BuildError where one fails."""
    with files.lock(files.CACHE / "lock"):
        manifest, known, missing = survey()
        asked = [modules.from_json(ask).entries(manifest) for task in missing for ask in task.asks.values()]
        if missing and tracing.mend(manifest, asked, None):
            manifest, known, missing = survey()
        with drawing(missing, manifest, os.cpu_count() or 1) as results:
            for result in results:
                keep(result, known)
        return known


def survey() -> tuple[Entry, dict[tuple[str, str], Picture], list[Task]]:
    """The manifest, the pictures that are known, and those that are not, as tasks."""
    manifest, record, _ = Build().survey(None)
    known, missing = {}, []
    for task in plan.socials(record["posts"], manifest):
        if found := drawn.find(task):
            known[task.post, task.language] = Picture(found[1], found[0]["title"])
        else:
            missing.append(task)
    return manifest, known, missing


def keep(result: Made, known: dict[tuple[str, str], Picture]) -> None:
    """Take a picture that was drawn."""
    task, made, data, failure = result
    if failure:
        print(failure, file=sys.stderr)
        raise BuildError(f"the picture for links to the post {task.post} cannot be drawn, for the reason above")
    plan.check_code()
    drawn.keep(task, made, data)
    known[task.post, task.language] = Picture(data, made["title"])
