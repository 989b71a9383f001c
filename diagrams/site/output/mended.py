"""What the theme writes and HTML does not allow."""

import re
from pathlib import Path

FOR_TEXT_ONLY = re.compile(r'(<input\b[^>]*\btype="checkbox"[^>]*?) autocomplete="off"')


def put(site: Path) -> None:
    """Mend every page, in place."""
    for page in site.rglob("*.html"):
        page.write_text(FOR_TEXT_ONLY.sub(r"\1", page.read_text(encoding="utf-8")), encoding="utf-8")
