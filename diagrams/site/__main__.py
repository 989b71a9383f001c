"""Build the site, or serve it while it is written."""

import argparse
import os
import sys
from pathlib import Path

from diagrams.build.run import Build
from diagrams.site.publish import BuildFailed, publish, publish_offline, serve

ROOT = Path(__file__).resolve().parent.parent.parent


def arguments() -> argparse.Namespace:
    """What was asked for on the command line."""
    parser = argparse.ArgumentParser(prog="python -m diagrams.site", description=__doc__, epilog=(
        "A site with any fault is not published: the folder keeps what it held. "
        "Draw the figures first with build_figures.py; --serve does so by itself."))
    parser.add_argument("--serve", action="store_true",
                        help="serve the site, and rebuild it when a source changes")
    parser.add_argument("--address", default="127.0.0.1:8000", metavar="HOST:PORT",
                        help="where to serve it (default: %(default)s)")
    parser.add_argument("--figures", default="127.0.0.1:8001", metavar="HOST:PORT",
                        help="with --serve: where to show the figures as they are drawn (default: %(default)s)")
    parser.add_argument("--to", type=Path, default=ROOT / "site", metavar="FOLDER",
                        help="the folder to publish (default: site)")
    parser.add_argument("--offline", type=Path, metavar="FILE.zip",
                        help="write the site as a zip that is read from a disk, and publish nothing")
    return parser.parse_args()


def main() -> None:
    """Build or serve; exit with 1 and the reason when that fails."""
    asked = arguments()
    if asked.serve:
        sys.exit(serve(ROOT, asked.address, asked.figures))
    stale = Build().problems(None)
    if stale:
        sys.exit("Not published: " + "; ".join(stale[:3]) + ("; ..." if stale[3:] else "") +
                 ". Run python build_figures.py first.")
    write(asked)


def write(asked: argparse.Namespace) -> None:
    """Publish the folder, or the zip, and say where it is."""
    target, make = (asked.offline, publish_offline) if asked.offline else (asked.to, publish)
    if not (asked.offline or os.environ.get("SITE_URL")):
        print("SITE_URL is not set: no sitemap, and search engines are not told where the site is", file=sys.stderr)
    try:
        make(ROOT, target.resolve())
    except BuildFailed as failure:
        sys.exit(f"Not published: {failure}. {target} is as it was.")
    except KeyboardInterrupt:
        sys.exit(f"Stopped. {target} is as it was.")
    print(f"published {target}")


if __name__ == "__main__":
    main()
