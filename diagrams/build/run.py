"""Builds what is stale, and says what it did."""

import contextlib
import gc
import multiprocessing
import os
import sys
import time
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from diagrams.build import digests, drawn, files, modules, plan, publish, report, seal, tracing, worker
from diagrams.build.task import Task
from diagrams.inputs import Entry

Made = tuple[Task, dict[str, Any], bytes, str]  # what `worker.make` returns


@dataclass(frozen=True)
class Build:
    """Where to build, and from which photo (None: the one that the rules choose)."""

    figures: Path = files.FIGURES
    own_photo: Path | None = None

    @property
    def record(self) -> Path:
        """The journal of this folder's outputs."""
        return files.record_of(self.figures)

    def survey(self, posts: list[str] | None, *, force: bool = False) -> tuple[Entry, dict[str, Any], list[Task]]:
        """(manifest, record, tasks) as things stand; the network is run first if need be."""
        known = modules.names()
        unknown = [post for post in posts or [] if post not in known]
        if unknown:
            raise plan.PostError(f"no post is named {', '.join(unknown)}; there are {', '.join(known)}")
        record = plan.read_record(self.record)
        manifest = tracing.manifest(self.own_photo, meanwhile=lambda: plan.read_ahead(posts or known, record))
        record["posts"] |= plan.descriptions(posts or known, record)
        record["posts"] = {post: record["posts"][post] for post in known if post in record["posts"]}
        wanted = {post: record["posts"][post] for post in posts or known}
        return manifest, record, plan.tasks(wanted, manifest, record, self.figures, force=force)

    def tasks(self, posts: list[str] | None) -> list[Task]:
        """Every figure and every post's facts, with the reason why it is stale."""
        with files.lock(files.CACHE / "lock"):
            return self.survey(posts)[2]

    def why(self, figure: str) -> list[str]:
        """What makes a figure (post/name) stale, a line for each language and for each piece of code that changed.

        Raises PostError when there is no such figure.
        """
        with files.lock(files.CACHE / "lock"):
            _, record, tasks = self.survey(None)
        chosen = [task for task in tasks if figure in (f"{task.post}/{task.name}", task.output)]
        if not chosen:
            names = ", ".join(sorted({f"{task.post}/{task.name}" for task in tasks}))
            raise plan.PostError(f"no figure is named {figure}; there are {names}")
        return [line for task in chosen for line in plan.explained(task, record)]

    def problems(self, posts: list[str] | None) -> list[str]:
        """One line for each output that a build would make, repair or remove."""
        with files.lock(files.CACHE / "lock"):
            manifest, record, tasks = self.survey(posts)
            stale = [f"{task.output}: {task.why}" for task in tasks if task.why]
            gathered = {} if stale else publish.outputs(self.figures, record, manifest, posts)
            wrong = [f"{path.relative_to(self.figures)}: missing or changed by other hands"
                     for path, data in gathered.items() if not path.exists() or path.read_bytes() != data]
            missing = [f"{post}/post.json: its file is missing" for post in posts or record["posts"]
                       if stale and not (self.figures / post / "post.json").exists()]
            return stale + missing + wrong + [f"{path.relative_to(self.figures)}: nothing makes it any more"
                                              for path in self.orphans(record, posts)]

    def orphans(self, record: dict[str, Any], posts: list[str] | None) -> list[Path]:
        """Files that nothing makes any more; a folder for one's own photo is not ours to sweep."""
        return [] if self.own_photo else plan.orphans(self.figures, publish.expected(record), posts)

    def build(self, posts: list[str] | None, *, jobs: int, force: bool = False, sealed: bool = True) -> int:
        """Make what is stale, remove what nothing makes any more; returns the exit code.

        A whole build is `sealed`, so that the next one sees sooner that nothing has changed; the watch, which is told
        what changes, has no time for that.
        """
        began = time.perf_counter()
        with files.lock(files.CACHE / "lock"):
            sources = seal.of_sources() if sealed and not posts and self == Build() else ""
            files.sweep_parts(self.figures, files.CACHE)
            manifest, record, tasks = self.survey(posts, force=force)
            stale = [task for task in tasks if task.why]
            asked = [modules.from_json(ask).entries(manifest) for task in stale for ask in task.asks.values()]
            if stale and tracing.mend(manifest, asked, self.own_photo):
                manifest, record, tasks = self.survey(posts, force=force)
                stale = [task for task in tasks if task.why]
            back = {} if force else {task.output: (task, *output) for task in stale if (output := drawn.find(task))}
            with drawing([task for task in stale if task.output not in back], manifest, jobs) as results:
                if stale and not self.own_photo:
                    report.keep(self.figures)  # while the first ones are being drawn
                for found in back.values():
                    self.put(*found, record)
                failures = self.take(results, len(stale) - len(back), record)
            if not failures:
                self.finish(posts, manifest, record)
                if sources and sources == seal.of_sources():
                    seal.put(sources, sum(bool(task.language) for task in tasks))
        for failure in failures.values():
            print(failure, file=sys.stderr)
        figures = [task for task in tasks if task.language]
        built = [task for task in figures if task.why and task.output not in {**back, **failures}]
        said(len(built), sum(task.output in back for task in figures), sum(not task.why for task in figures),
             len(failures), time.perf_counter() - began)
        return 1 if failures else 0

    def put(self, task: Task, made: dict[str, Any], data: bytes, record: dict[str, Any]) -> None:
        """Write an output and journal it, unless it may be of other code than the journal would say."""
        plan.check_code()
        if task.language:
            files.write(self.figures / task.output, data)
        record["outputs"][task.output] = made | {"ingredients": task.ingredients, "caveats": task.caveats}
        files.write_json(self.record, record)

    def take(self, results: Iterable[Made], total: int, record: dict[str, Any]) -> dict[str, str]:
        """Journal every finished output; returns the tracebacks of those that failed."""
        failures = {}
        for number, (task, made, data, failure) in enumerate(results, 1):
            progress(number, total, task)
            if failure:
                failures[task.output] = failure
                continue
            self.put(task, made, data, record)
            drawn.keep(task, made, data)
        return failures

    def finish(self, posts: list[str] | None, manifest: Entry, record: dict[str, Any]) -> None:
        """Write what is gathered from all figures of a post, and sweep."""
        publish.forget_gone(record)
        wanted = publish.outputs(self.figures, record, manifest, posts)
        for path, data in wanted.items():
            if not path.exists() or path.read_bytes() != data:
                files.write(path, data)
        for path in self.orphans(record, posts):
            path.unlink()
        files.drop_empty(self.figures)
        files.write_json(self.record, record)
        digests.forget({output["ingredients"]["its code"] for output in record["outputs"].values()})
        drawn.forget_old()


@contextlib.contextmanager
def drawing(stale: list[Task], manifest: Entry, jobs: int) -> Iterator[Iterable[Made]]:
    """What `worker.make` returns for each task, as they are finished by worker processes, which begin at once."""
    if not stale:
        yield ()
        return
    path = files.CACHE / "manifest.json"
    files.write_json(path, manifest)
    for post in {task.post for task in stale}:
        modules.load(post)  # the workers are forked with matplotlib, the posts and the fonts in memory
    from diagrams.draw import fonts

    fonts.install()
    gc.freeze()  # or each worker would look through all that is loaded, and so copy it
    with multiprocessing.get_context("fork").Pool(min(jobs, len(stale)), worker.start, [path]) as pool:
        yield pool.imap_unordered(worker.make, stale)


def said(built: int, back: int, up_to_date: int, failed: int, seconds: float) -> None:
    """Say in one line what a build did."""
    print(f"{built} figures built, {back} brought back, {up_to_date} up to date, {failed} failed, {seconds:.1f} s")


def progress(number: int, total: int, task: Task) -> None:
    """One line that counts up on a terminal, one line each elsewhere."""
    line = f"[{number}/{total}] {task.output}"
    if not sys.stderr.isatty():
        print(line, file=sys.stderr, flush=True)
        return
    end = "\n" if number == total else ""
    print(f"\r\033[K{line[: os.get_terminal_size(sys.stderr.fileno()).columns - 1]}", end=end, file=sys.stderr,
          flush=True)
