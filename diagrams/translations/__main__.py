"""Are the two languages in step?

status says, for every section of every page, whether its Japanese and its English still say what they said when
someone declared that they say the same; stamp makes that declaration. Neither is possible while one language
lacks what the other has.
"""

import argparse
import sys
from pathlib import Path

from diagrams.translations import parity, stamps
from diagrams.translations.difference import difference
from diagrams.translations.markdown import Unreadable
from diagrams.translations.pairs import NAMED
from diagrams.translations.stamps import Refused, Step

ROOT = Path(__file__).resolve().parent.parent.parent


def arguments() -> argparse.Namespace:
    """What was asked for on the command line."""
    parser = argparse.ArgumentParser(prog="python -m diagrams.translations", description=__doc__, epilog=(
        "Sections are named as in their address: posts/relu#formula; posts/relu#head is a page's title and "
        "description, glossary#stride a term, diagrams/posts/relu#numbers what a figure says. "
        "posts/relu alone means all of its sections. Stamps are kept in " + stamps.LOCK + "."))
    commands = parser.add_subparsers(dest="command", metavar="status | stamp")
    status = commands.add_parser("status", help="what is out of step, with the sentences that moved (the default)")
    stamp = commands.add_parser("stamp", help="declare that both languages of a section say the same")
    stamp.add_argument("--only-wording", action="store_true",
                       help="one language alone has moved, and still means the same as before")
    for command, number in ((status, "*"), (stamp, "+")):
        command.add_argument("sections", nargs=number, metavar="PAGE[#section]")
    parser.set_defaults(sections=[], command="status")
    return parser.parse_args()


def chosen(steps: list[Step], asked: list[str]) -> list[Step]:
    """The sections that were asked for; all of them when none was. Raises Refused for a name that is unknown."""
    for name in asked:
        if not any(named(step, name) for step in steps):
            pages = ", ".join(sorted({step.name.partition("#")[0] for step in steps}))
            raise Refused(f"{name}: no such page or section; pages: {pages}")
    return [step for step in steps if not asked or any(named(step, name) for name in asked)]


def named(step: Step, name: str) -> bool:
    """Whether a name means this section, or its page."""
    return name in (step.name, step.name.partition("#")[0])


def show(step: Step) -> None:
    """Print what is out of step in a section."""
    print(step.told())
    for language in step.moved:
        print(f"    {NAMED[language]}:")
        for line in difference(ROOT, step, language):
            print(f"    {line}")


def status(steps: list[Step], problems: list[str]) -> int:
    """Print all that is not in step; 1 when there is something."""
    behind = [step for step in steps if not step.in_step]
    for problem in problems:
        print(problem)
    for step in behind:
        show(step)
    print(f"{len(steps) - len(behind)} of {len(steps)} sections in step"
          + (f", {len(problems)} problems of parity" if problems else ""))
    return 1 if behind or problems else 0


def stamp(steps: list[Step], problems: list[str], only_wording: bool) -> int:
    """Stamp sections, all of them or none. Raises Refused where a stamp would not be true."""
    if problems:
        raise Refused(f"not yet, the two languages do not hold the same. {problems[0]}")
    kept = stamps.read(ROOT)
    for step in steps:
        kept = stamps.stamped(step, kept, only_wording)
    stamps.write(ROOT, kept)
    print(f"stamped: {', '.join(step.name for step in steps)}")
    return 0


def main() -> int:
    asked = arguments()
    problems = parity.problems(ROOT)
    try:
        steps = chosen(stamps.steps(ROOT), asked.sections)
        if asked.command == "stamp":
            return stamp(steps, problems, asked.only_wording)
        return status(steps, problems)
    except (Refused, Unreadable) as reason:
        print(reason, file=sys.stderr)
        return 2


if __name__ == "__main__":
    sys.exit(main())
