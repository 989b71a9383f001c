"""Runs textlint and cspell on what the project says, and tells what they found where."""

import json
import os
import re
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

from tests.prose import sources, terms
from tests.prose.sources import Source

HERE = Path(__file__).parent
NODE = Path(sys.executable).with_name("node")
MODULES = HERE / "node_modules"
TEXTLINT = (MODULES / "textlint/bin/textlint.js", "--config", HERE / "textlint.config.js", "--format", "json")
CSPELL = (MODULES / "cspell/bin.mjs", "lint", "**", "--config", HERE / "cspell.config.yaml", "--show-suggestions",
          "--no-progress", "--no-summary", "--no-color", "--dot", "--root")
ENDING = {"ja": ".md", "en": ".txt"}
SPELT = re.compile(r"(?P<file>.+?):(?P<line>\d+):\d+ - (?P<told>.*)")


class Broken(RuntimeError):
    """A tool that could not check; what it said."""


def missing() -> str:
    """What has to be installed first; "" when all is there."""
    paths = [path for path in (NODE, TEXTLINT[0], CSPELL[0]) if not path.is_file()]
    return f"no {paths[0]}: `make lint` installs it" if paths else ""


def findings(root: Path) -> list[str]:
    """FILE:LINE: what is wrong, for everything that the project in `root` says. Raises Broken."""
    if reason := missing():
        raise Broken(reason)
    texts = [text for text in sources.read(root) if text.text.strip()]
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name).resolve()
        (folder / "terms.yml").write_text(terms.rules(sources.terms(root)), "utf-8")
        written = {write(folder, text): text for text in texts}
        japanese, english = start(folder, *TEXTLINT, folder / "ja"), start(folder, *CSPELL, folder / "en")
        return [*wording(answer(japanese), written), *spelling(answer(english), folder / "en", written)]


def write(folder: Path, text: Source) -> Path:
    """One text as a file: Japanese as Markdown, English as plain text, in which cspell takes nothing for code."""
    path = folder / text.language / f"{text.path}{ENDING[text.language]}"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text.text, "utf-8")
    return path


def start(folder: Path, *command: Path | str) -> subprocess.Popen:
    """A tool at work, so that the other one can be, too."""
    return subprocess.Popen([NODE, *command], cwd=HERE, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
                            encoding="utf-8", env=os.environ | {"PROSE_TERMS": str(folder / "terms.yml")})


def answer(tool: subprocess.Popen) -> str:
    """What a tool printed. Raises Broken when it ended otherwise than by finding something or nothing."""
    printed, failed = tool.communicate()
    if tool.returncode not in (0, 1) or failed.strip():
        raise Broken(failed or printed)
    return printed


def wording(answer: str, written: dict[Path, Source]) -> Iterator[str]:
    """What textlint found."""
    for file in json.loads(answer):
        text = written[Path(file["filePath"])]
        lines = text.text.split("\n")
        for message in file["messages"]:
            line, column = message["line"], message["column"]
            near = lines[line - 1][max(0, column - 11):column + 14]
            told = " ".join(message["message"].split())
            yield f"{text.path}:{line}: …{near}… {told} ({message['ruleId']})"


def spelling(answer: str, folder: Path, written: dict[Path, Source]) -> Iterator[str]:
    """What cspell found."""
    for found in map(SPELT.match, filter(None, answer.split("\n"))):
        text = written[folder / found["file"]]
        yield f"{text.path}:{found['line']}: {found['told']} (cspell)"
