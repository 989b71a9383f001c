"""A local page that shows the figures of all posts, or of one, and swaps each as soon as it is drawn anew."""

import json
import os
import sys
import time
from collections.abc import Iterator
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from diagrams.build import files, webfonts
from diagrams.build.watch import PROBLEM

PAUSE = 0.1
PAGE = """<!doctype html><meta charset="utf-8"><title>Figures</title><style>
@@fonts
body { display: flex; flex-wrap: wrap; gap: 1.5rem; align-items: start; margin: 1.5rem; color: #24272d;
  background: #fcfaf5; font: 14px system-ui, sans-serif; }
#problem { flex-basis: 100%; padding: 0 1rem; color: #a32c66; white-space: pre-wrap; }
figure { margin: 0; }
figure.new { outline: 3px solid #a32c66; outline-offset: 6px; }
</style><pre id="problem"></pre><script>
const only = location.pathname.slice(1);
const shown = new Map();

async function show(name) {
  let figure = shown.get(name);
  if (!figure) {
    figure = document.createElement("figure");
    figure.append(name, document.createElement("div"));
    figure.lastChild.attachShadow({ mode: "open" });
    shown.set(name, figure);
    document.body.append(figure);
  }
  const answer = await fetch(`/${name}`, { cache: "no-store" });
  if (!answer.ok) { figure.remove(); shown.delete(name); return; }
  figure.lastChild.shadowRoot.innerHTML = await answer.text();
  figure.classList.add("new");
  setTimeout(() => figure.classList.remove("new"), 1500);
}

new EventSource("/changes").onmessage = (event) => {
  const { drawn, problem } = JSON.parse(event.data);
  document.getElementById("problem").textContent = problem;
  drawn.filter((name) => name.startsWith(only)).forEach(show);
};
</script>"""


def drawings() -> dict[str, int]:
    """{post/name.language.svg: when it was written} of all figures."""
    found = {}
    for path in sorted(files.FIGURES.glob("*/*.svg")):
        try:
            found[f"{path.parent.name}/{path.name}"] = path.stat().st_mtime_ns
        except FileNotFoundError:
            continue
    return found


def problem() -> str:
    """What went wrong with the last build; "" when nothing did."""
    try:
        return PROBLEM.read_text("utf-8")
    except FileNotFoundError:
        return ""


def changes() -> Iterator[dict[str, Any]]:
    """What is there, then what is new: {"drawn": names of figures, "problem": text}."""
    before: dict[str, int] = {}
    said: str | None = None
    while True:
        now, wrong = drawings(), problem()
        drawn = [name for name in now | before if now.get(name) != before.get(name)]
        if drawn or wrong != said:
            yield {"drawn": drawn, "problem": wrong}
        before, said = now, wrong
        time.sleep(PAUSE)


class Preview(SimpleHTTPRequestHandler):
    """Serves the page, the figures, and the stream of what changes."""

    def __init__(self, *arguments: Any) -> None:
        super().__init__(*arguments, directory=files.FIGURES)

    def do_GET(self) -> None:
        if self.path == "/changes":
            self.stream()
        elif "." in self.path:
            super().do_GET()
        else:
            self.answer("text/html; charset=utf-8")
            self.wfile.write(PAGE.replace("@@fonts", webfonts.faces("/fonts/{}".format)).encode())

    def answer(self, kind: str) -> None:
        self.send_response(200)
        self.send_header("Content-Type", kind)
        self.send_header("Cache-Control", "no-store")
        self.end_headers()

    def stream(self) -> None:
        """Say what changes until the page is closed."""
        self.answer("text/event-stream")
        try:
            for change in changes():
                self.wfile.write(f"data: {json.dumps(change)}\n\n".encode())
                self.wfile.flush()
        except (BrokenPipeError, ConnectionResetError):
            return

    def log_message(self, *_: object) -> None:
        """Say nothing: the terminal is for the build."""


class Server(ThreadingHTTPServer):
    """Ends with the process that started it."""

    daemon_threads = True
    allow_reuse_address = True
    parent = os.getppid()

    def service_actions(self) -> None:
        if os.getppid() != self.parent:
            raise KeyboardInterrupt


def main(address: str) -> None:
    host, _, port = address.rpartition(":")
    try:
        with Server((host, int(port)), Preview) as server:
            server.serve_forever()
    except KeyboardInterrupt:
        return
    except (OSError, ValueError) as error:
        sys.exit(f"no page of figures at {address}: {error}")


if __name__ == "__main__":
    main(sys.argv[1])
