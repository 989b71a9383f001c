"""What a browser may run and load on a page: a content security policy, on each page and for hosts that send headers.

Scripts and styles come from the site alone. What the theme writes into its pages is allowed by its hash.
"""

from base64 import b64encode
from dataclasses import dataclass, field
from hashlib import sha256
from html.parser import HTMLParser
from pathlib import Path

FIRST = '<meta charset="utf-8">'
RUN = {None, "", "module", "text/javascript"}
ALLOWED = {
    "default-src": "'none'",
    "script-src": "'self' 'wasm-unsafe-eval'",
    "style-src": "'self'",
    "img-src": "'self' data: blob:",
    "font-src": "'self'",
    "connect-src": "'self'",
    "worker-src": "'self'",
    "base-uri": "'none'",
    "form-action": "'none'",
}
BY_HEADER_ONLY = {"frame-ancestors": "'none'"}


@dataclass
class Inline:
    """Scripts and style attributes that stand in pages themselves, as sources of a policy."""

    scripts: set[str] = field(default_factory=set)
    styles: set[str] = field(default_factory=set)

    def policy(self, **more: str) -> str:
        """The policy of pages that have these and no others."""
        rules = dict(ALLOWED)
        rules["script-src"] = " ".join([rules["script-src"], *sorted(self.scripts)])
        if self.styles:
            rules["style-src-attr"] = " ".join(["'unsafe-hashes'", *sorted(self.styles)])
        return "; ".join(f"{name} {sources}" for name, sources in (rules | more).items())

    def __or__(self, other: "Inline") -> "Inline":
        return Inline(self.scripts | other.scripts, self.styles | other.styles)


class Reader(HTMLParser):
    """Collects what stands in one page."""

    def __init__(self) -> None:
        super().__init__()
        self.found = Inline()
        self.script: str | None = None

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        known = dict(attributes)
        if tag == "script" and "src" not in known and known.get("type") in RUN:
            self.script = ""
        if style := known.get("style"):
            self.found.styles.add(source(style))

    def handle_data(self, data: str) -> None:
        if self.script is not None:
            self.script += data

    def handle_endtag(self, tag: str) -> None:
        if tag == "script" and self.script is not None:
            self.found.scripts.add(source(self.script))
            self.script = None


def source(text: str) -> str:
    """The source that allows a text and no other."""
    return f"'sha256-{b64encode(sha256(text.encode()).digest()).decode()}'"


def inline(html: str) -> Inline:
    """What stands in a page."""
    reader = Reader()
    reader.feed(html)
    reader.close()
    return reader.found


def put(site: Path) -> str:
    """Give every page its policy, before anything that it governs; returns the one that serves them all by header."""
    everything = Inline()
    for page in sorted(site.rglob("*.html")):
        html = page.read_text(encoding="utf-8")
        found = inline(html)
        everything |= found
        meta = f'<meta http-equiv="Content-Security-Policy" content="{found.policy()}">'
        page.write_text(html.replace(FIRST, f"{FIRST}\n      {meta}", 1), encoding="utf-8")
    return everything.policy(**BY_HEADER_ONLY)
