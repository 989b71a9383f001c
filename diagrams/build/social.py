"""The pictures that other sites show of links to posts; only a site that has an address needs them."""

import os

from diagrams.build import drawn, files, modules, plan, tracing
from diagrams.build.files import BuildError
from diagrams.build.run import Build, drawing
from diagrams.build.task import Task
from diagrams.inputs import Entry


def pictures() -> dict[tuple[str, str], bytes]:
    """{(post, language): PNG} of all posts; drawn when they are not known. Raises BuildError where one fails."""
    with files.lock(files.CACHE / "lock"):
        manifest, tasks = survey()
        known = {task.output: output[1] for task in tasks if (output := drawn.find(task))}
        missing = [task for task in tasks if task.output not in known]
        if missing and tracing.mend(manifest, [modules.from_json(ask).entries(manifest)
                                               for task in missing for ask in task.asks.values()], None):
            manifest, tasks = survey()
        with drawing(missing, manifest, os.cpu_count() or 1) as results:
            for task, made, data, failure in results:
                if failure:
                    raise BuildError(failure)
                drawn.keep(task, made, data)
                known[task.output] = data
        return {(task.post, task.language): known[task.output] for task in tasks}


def survey() -> tuple[Entry, list[Task]]:
    """The manifest, and every picture as a task."""
    manifest, record, _ = Build().survey(None)
    return manifest, plan.socials(record["posts"], manifest)
