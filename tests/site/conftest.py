"""A small project with two posts, written as the figure builder writes them."""

import base64
import io
import json
import shutil
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from diagrams.site.page import Page, read_posts

ROOT = Path(__file__).parent.parent.parent
LINES = "import numpy\nprint(1)"
LAYERS = "".join(f"  model.add(Layer({number}))\n" for number in range(20))
SCRIPT = (f'"""Words."""\nimport keras\n\n\ndef build_model():\n  model = keras.Sequential()\n{LAYERS}'
          "  return model\n\n\ndef main():\n  build_model()\n")
PAGES = ("index.md", "posts/relu.md", "glossary.md")
HOME = ("---\ntitle: {0}\ndescription: {0}\n---\n\n# {0} {{ #top }}\n\n"
        "{{{{ posts }}}}\n\n{{{{ script_map }}}}\n\n{{{{ credits }}}}\n")


def png(size: int) -> str:
    """A square of noise as a data URL."""
    pixels = np.random.default_rng(0).integers(0, 255, (size, size), dtype=np.uint8)
    with io.BytesIO() as file:
        Image.fromarray(pixels).save(file, "png")
        return "data:image/png;base64," + base64.b64encode(file.getvalue()).decode()


def drawing(language: str, title: str, image: str) -> str:
    """A figure as the builder writes it."""
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 358 120" width="358" height="120" role="img" '
        f'lang="{language}"><title>{title}</title><desc>{title}</desc>'
        '<defs><clipPath id="edge"><rect width="358" height="120"/></clipPath></defs>'
        '<g clip-path="url(#edge)"><use href="#edge"/>'
        f'<image class="pixels" href="{image}" x="8" y="40" width="64" height="64"/>'
        '<text x="8" y="20" font-family="Figure Sans" font-size="15" class="fill-ink" fill="#1d2733">'
        f"{title}</text></g></svg>")


def write_post(docs: Path, slug: str, number: int, **changes):
    """One post with its figure, its facts and its two pages."""
    folder = docs / "figures" / slug
    folder.mkdir(parents=True, exist_ok=True)
    post = {
        "number": number, "first_published": "2019-11-12", "script": "creatures_cnn.py", "lines": [number],
        "caveats": [],
        "facts": {"share": {"ja": "72%", "en": "72%", "value": 0.72, "kind": "share"},
                  "numpy": {"ja": LINES, "en": LINES, "value": LINES, "kind": "code"}},
        "figures": {"map": {"title": {"ja": "この特徴マップ", "en": "This feature map"}, "licence": "CC BY 4.0",
                            "caveats": [], "table": {
            "ja": [["行", "値"], ["上", "0.5"]], "en": [["row", "value"], ["top", "0.5"]]}}}}
    (folder / "post.json").write_text(json.dumps(post | changes), encoding="utf-8")
    for language, title in (("ja", "この特徴マップ"), ("en", "This feature map")):
        (folder / f"map.{language}.svg").write_text(drawing(language, title, png(8)), encoding="utf-8")
        page = docs / "posts" / f"{slug}.{language}.md"
        page.parent.mkdir(exist_ok=True)
        page.write_text(f"---\ntitle: {slug} {title}\ndescription: {title} {{{{ {slug}.share }}}}\n---\n\n"
                        f"# {slug} {title} {{ #top }}\n\n{{{{ {slug}.share }}}}: $f(x) = \\max(0, x)$\n\n"
                        f"![](../figures/{slug}/map.svg)\n\n## {title} {{ #second }}\n\n{{{{ script }}}}\n",
                        encoding="utf-8")


@pytest.fixture
def docs(tmp_path) -> Path:
    """The docs folder of the small project."""
    docs = tmp_path / "docs"
    (docs / "script").mkdir(parents=True)
    (docs / "script" / "creatures_cnn.py").write_text(SCRIPT)
    write_post(docs, "relu", 8)
    write_post(docs, "pool", 14, first_published=None)
    shutil.copytree(ROOT / "docs" / "samples", docs / "samples")
    return docs


@pytest.fixture
def mistakes() -> list[str]:
    """The lines that a page reported."""
    return []


@pytest.fixture
def open_page(docs, mistakes):
    """Open a page of the small project."""
    def opened(source="posts/relu.md", language="ja", url="posts/relu.html") -> Page:
        return Page(source, language, docs, read_posts(docs / "figures"), mistakes.append, url)

    return opened


@pytest.fixture(scope="session")
def site_project(tmp_path_factory) -> Path:
    """The small project with everything that MkDocs needs to build it."""
    root = tmp_path_factory.mktemp("project")
    for folder in ("docs/assets", "docs/script", "docs/samples", "diagrams"):
        shutil.copytree(ROOT / folder, root / folder, ignore=shutil.ignore_patterns("__pycache__", "*.npz"))
    for path in (ROOT / "docs").glob("glossary.*"):
        shutil.copy(path, root / "docs")
    for language, title in (("ja", "はじめに"), ("en", "Home")):
        (root / f"docs/index.{language}.md").write_text(HOME.format(title), encoding="utf-8")
    settings = (ROOT / "mkdocs.yml").read_text(encoding="utf-8").splitlines(keepends=True)
    (root / "mkdocs.yml").write_text("".join(
        line for line in settings if not line.endswith(".md\n") or line.strip("- \n") in PAGES), encoding="utf-8")
    write_post(root / "docs", "relu", 8, lines=[54, 56])
    for name in ("figure-sans", "figure-japanese", "figure-symbols"):
        (root / "docs/figures/fonts").mkdir(exist_ok=True)
        (root / f"docs/figures/fonts/{name}.woff2").write_bytes(b"")
    return root
