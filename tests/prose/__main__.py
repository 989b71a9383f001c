"""Check the wording and the spelling of everything that the project says: python -m tests.prose"""

import sys
from pathlib import Path

from tests.prose import tools

ROOT = Path(__file__).resolve().parents[2]
HINT = "A word that is right and unknown goes into tests/prose/words.txt; docs/glossary.yml says which terms to avoid."


def main() -> int:
    try:
        found = tools.findings(ROOT)
    except tools.Broken as reason:
        sys.exit(f"the prose could not be checked: {reason}")
    print("\n".join([*found, HINT]) if found else "Wording and spelling: nothing found")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
