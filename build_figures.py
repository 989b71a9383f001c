"""Draw every figure of every post, in both languages, from the real layers of the network.

    python build_figures.py                    build what is stale
    python build_figures.py relu               only this post
    python build_figures.py --watch            build again whenever something is edited, and show the figures
    python build_figures.py --list             every figure, its state and why
    python build_figures.py --why relu/numbers what makes this figure stale, down to the function
    python build_figures.py --report           write report.html: what the last build changed, before and after
    python build_figures.py --report --against old-figures
                                               ... against a copy of docs/figures
    python build_figures.py --check            build nothing; exit 1 if something is stale;
                                               names experiments that were run with another network
    python build_figures.py --sample cat.jpg   draw with your own photo, into own-figures/cat/

A figure is stale when its code, the shared strokes, or what the layers returned has changed.
The network itself runs only when the script, the weights or a photo has changed.
"""

import argparse
import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from diagrams.build import seal

if TYPE_CHECKING:
    from diagrams.build.run import Build


def parse(arguments: list[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("posts", nargs="*", metavar="POST", help="posts to build, such as relu (default: all)")
    mode = parser.add_mutually_exclusive_group()
    mode.add_argument("--watch", action="store_true", help="build whenever a source changes; show the figures")
    parser.add_argument("--address", default="127.0.0.1:8001", metavar="HOST:PORT",
                        help="with --watch: where to show them (default: %(default)s)")
    mode.add_argument("--list", action="store_true", help="show post, figure, state and why; build nothing")
    mode.add_argument("--why", metavar="FIGURE", help="what makes a figure stale, such as relu/numbers; build nothing")
    mode.add_argument("--report", action="store_true", help="build, then write a page with what is different now")
    parser.add_argument("--against", type=Path, metavar="FOLDER", help="with --report: figures to compare with "
                        "(default: those before the last build that changed some)")
    mode.add_argument("--check", action="store_true", help="name each stale or missing output; exit 1 if any")
    mode.add_argument("--force", action="store_true", help="build again what is up to date, too")
    parser.add_argument("--jobs", type=int, default=os.cpu_count() or 1, metavar="N",
                        help="figures to draw at a time (default: %(default)s)")
    parser.add_argument("--sample", type=Path, metavar="PHOTO",
                        help="draw with this photo, into own-figures/<its name>")
    options = parser.parse_args(arguments)
    if options.jobs < 1:
        parser.error("--jobs needs at least one")
    if options.against and not options.report:
        parser.error("--against goes with --report")
    return options


def show_list(build: "Build", posts: list[str]) -> int:
    """One line per figure: post, figure, state, why."""
    tasks = build.tasks(posts or None)
    whys: dict[tuple[str, str], set[str]] = {}
    for task in tasks:
        whys.setdefault((task.post, task.name), set()).add(task.why)
    for (post, name), reasons in whys.items():
        why = "; ".join(sorted(reasons - {""}))
        print(f"{post:<14} {name:<26} {'stale' if why else 'up to date':<11} {why}".rstrip())
    return 0


def check(build: "Build", posts: list[str]) -> int:
    from diagrams.experiments import results

    problems = build.problems(posts or None)
    print("\n".join(problems) or "everything is up to date")
    for line in results.outdated():
        print(line)
    return 1 if problems else 0


def report(build: "Build", against: Path | None) -> int:
    """Write the page of what differs, and say where it is."""
    from diagrams.build import report

    print(f"{report.write(against or report.BEFORE, build.figures)}: {report.PAGE}")
    return 0


def watched(options: argparse.Namespace) -> int:
    """Build whenever something changes, until Ctrl-C."""
    from diagrams.build.watch import watch

    try:
        watch(lambda: run(options), options.address)
    except KeyboardInterrupt:
        print("\nno longer watching")
    return 0


def main(arguments: list[str] | None = None) -> int:
    options = parse(arguments)
    if options.watch:
        return watched(options)
    try:
        if options == parse([]) and (unbroken := seal.unbroken()) is not None:
            print(f"0 figures built, 0 brought back, {unbroken} up to date, 0 failed")
            return 0
        return run(options)
    except KeyboardInterrupt:
        print("\nstopped; the figures that were finished are kept", file=sys.stderr)
        return 130


def run(options: argparse.Namespace) -> int:
    """Do what the options ask for, and tell mistakes in a line; returns the exit code."""
    from diagrams.build.files import BuildError
    from diagrams.build.run import Build

    build = Build()
    if options.sample:
        build = Build(Path("own-figures") / options.sample.stem, options.sample)
    try:
        if options.list:
            return show_list(build, options.posts)
        if options.why:
            print("\n".join(build.why(options.why)))
            return 0
        if options.check:
            return check(build, options.posts)
        code = build.build(options.posts or None, jobs=options.jobs, force=options.force,
                           sealed=not options.watch)
        return code or (report(build, options.against) if options.report else 0)
    except (BuildError, OSError) as error:
        print(f"build_figures: {error}", file=sys.stderr)
        return 2


if __name__ == "__main__":
    sys.exit(main())
