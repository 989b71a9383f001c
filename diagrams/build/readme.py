"""Draws the one built picture that is committed: the README's."""

from diagrams.build import files, modules, tracing
from diagrams.draw.palette import PAPER
from diagrams.language import Say

PICTURE = files.ROOT / "docs" / "assets" / "readme.png"


def main() -> None:
    """Draw the arithmetic of the Conv2D post in English, two dots to a pixel."""
    with files.lock(files.CACHE / "lock"):
        manifest = tracing.manifest()
    figure = modules.load("conv2d").arithmetic
    asked = {name: marker.resolve(manifest, files.ARRAYS) for name, marker in modules.markers(figure).items()}
    figure(Say("en"), **asked).figure.savefig(PICTURE, dpi=144, facecolor=PAPER)
    print(f"wrote {PICTURE}")


if __name__ == "__main__":
    main()
