"""What has changed in a section since it was stamped, sentence by sentence."""

import subprocess
from collections.abc import Callable
from difflib import SequenceMatcher
from pathlib import Path

from yaml import YAMLError

from diagrams.translations import markdown, pairs
from diagrams.translations.stamps import Step, digest, sentences

VERSIONS = 60
READERS: dict[str, Callable[[str], dict[str, dict[str, str]]]] = {".py": pairs.code_texts, ".js": pairs.script_texts}


def difference(root: Path, step: Step, language: str) -> list[str]:
    """Sentences that are gone (-) and new (+) in one language.

    A stamp holds digests only; the words of what is gone are looked for in the history of the file.
    """
    if step.pair is None or step.stamp is None:
        return []
    now = sentences(step.pair.texts[language])
    before = step.stamp[language]
    changes = SequenceMatcher(a=before, b=[digest(sentence) for sentence in now], autojunk=False).get_opcodes()
    gone = {before[n] for kind, start, end, *_ in changes if kind != "equal" for n in range(start, end)}
    known = earlier(root, step.pair.files[language], gone)
    lines = []
    for kind, start, end, new_start, new_end in changes:
        if kind != "equal":
            lines += [f"- {known.get(digits, '(a sentence that the history does not show)')}"
                      for digits in before[start:end]]
            lines += [f"+ {sentence}" for sentence in now[new_start:new_end]]
    return lines


def earlier(root: Path, path: str, digests: set[str]) -> dict[str, str]:
    """{digest: sentence} of those that an earlier version of a file holds; {} without git."""
    found: dict[str, str] = {}
    for commit in git(root, "log", f"-{VERSIONS}", "--format=%H", "--", path).split():
        if digests <= found.keys():
            break
        for sentence in sentences_of_file(path, git(root, "show", f"{commit}:./{path}")):
            if digest(sentence) in digests:
                found[digest(sentence)] = sentence
    return found


def sentences_of_file(path: str, source: str) -> list[str]:
    """Every sentence of a source as stamps see it."""
    try:
        if path.endswith(".md"):
            texts = [section.text for section in markdown.sections(source)]
        else:
            read = READERS.get(Path(path).suffix, pairs.glossary_texts)
            texts = [text for both in read(source).values() for text in both.values()]
    except (SyntaxError, ValueError, KeyError, TypeError, YAMLError):  # a version that was broken at the time
        return []
    return [sentence for text in texts for sentence in sentences(text)]


def git(root: Path, *command: str) -> str:
    """What git answers; "" where there is no git, or no history."""
    try:
        answer = subprocess.run(["git", *command], cwd=root, capture_output=True, text=True, check=False)
    except OSError:
        return ""
    return answer.stdout if answer.returncode == 0 else ""
