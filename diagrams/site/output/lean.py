"""What no reader asks for is not published."""

from pathlib import Path

UNUSED = ("assets/**/*.map", "assets/images/favicon.png", "sitemap.xml.gz")


def prune(site: Path) -> None:
    """Remove files of the theme that no page uses, and folders that are empty then."""
    for pattern in UNUSED:
        for path in list(site.glob(pattern)):
            path.unlink()
    for folder in sorted((path for path in site.rglob("*") if path.is_dir()), reverse=True):
        if not any(folder.iterdir()):
            folder.rmdir()
