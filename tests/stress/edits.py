"""Random edits of the project, as an author makes them; each says what it did, or None where it found no place."""

import ast
import json
import re
from collections.abc import Callable
from pathlib import Path
from random import Random

import numpy as np
from PIL import Image, ImageOps

from diagrams import weightfile

Edit = Callable[[Path, Random], str | None]
NUMBER = re.compile(r"(?<![\w.\"'])\d+(?![\w.\"'])")
LABEL = re.compile(r'\b(ja|en)="([^"{}\\]+)"')
COLOUR = re.compile(r'"#[0-9a-f]{6}"')


def modules(root: Path, *folders: str) -> list[Path]:
    return [path for folder in folders for path in sorted((root / "diagrams" / folder).glob("[a-z]*.py"))]


def change(path: Path, random: Random, pattern: re.Pattern, new: Callable[[re.Match], str]) -> str | None:
    """Change one match of a pattern in a file."""
    text = path.read_text("utf-8")
    places = list(pattern.finditer(text))
    if not places:
        return None
    match = random.choice(places)
    path.write_text(text[:match.start()] + new(match) + text[match.end():], "utf-8")
    return f"{path.name}: {match[0][:40]} -> {new(match)[:40]}"


def number_in_figure(root: Path, random: Random) -> str | None:
    path = random.choice(modules(root, "posts"))
    return change(path, random, NUMBER, lambda match: str(int(match[0]) + 1))


def number_in_stroke(root: Path, random: Random) -> str | None:
    path = random.choice(modules(root, "draw", ""))
    return change(path, random, NUMBER, lambda match: str(int(match[0]) + 1))


def label(root: Path, random: Random) -> str | None:
    path = random.choice(modules(root, "posts", "draw", ""))
    return change(path, random, LABEL, lambda match: f'{match[1]}="{match[2][:-1]}{"犬" if match[1] == "ja" else "x"}"')


def colour(root: Path, random: Random) -> str | None:
    path = root / "diagrams/draw/palette.py"
    return change(path, random, COLOUR, lambda match: f'"#{random.randrange(16 ** 6):06x}"')


def comment(root: Path, random: Random) -> str | None:
    path = random.choice(modules(root, "posts", "draw", "", "build"))
    path.write_text(path.read_text("utf-8") + "\n# a remark\n", "utf-8")
    return f"{path.name}: a comment"


def docstring(root: Path, random: Random) -> str | None:
    path = random.choice(modules(root, "posts", "draw", ""))
    return change(path, random, re.compile(r'(?<=""")[A-Z]\w+'), lambda match: f"Truly, {match[0].lower()}")


def new_function(root: Path, random: Random) -> str | None:
    path = random.choice(modules(root, "posts", "draw", ""))
    path.write_text(path.read_text("utf-8") + f"\n\ndef added_{random.randrange(10 ** 6)}():\n    return 1\n", "utf-8")
    return f"{path.name}: a function that nobody calls"


def layer_argument(root: Path, random: Random) -> str | None:
    path = root / "docs/script/creatures_cnn.py"
    edits = [(r"Dense\(512\)", "Dense(500)"), (r"Conv2D\(64, \(3, 3\)\)", "Conv2D(48, (3, 3))"),
             (r"MaxPooling2D\(pool_size=\(2, 2\)\)", "MaxPooling2D(pool_size=(3, 3))"),
             (r"Dropout\(0.25\)", "Dropout(0.3)")]
    pattern, new = random.choice(edits)
    return change(path, random, re.compile(pattern), lambda match: new)


def line_of_script(root: Path, random: Random) -> str | None:
    path = root / "docs/script/creatures_cnn.py"
    return change(path, random, re.compile(r"\n\ndef build_model"), lambda match: f"\nmore = 1{match[0]}")


def weights(root: Path, random: Random) -> str | None:
    file = root / "diagrams/weights/creatures.npz"
    with np.load(file) as stored:
        arrays = {name: stored[name] for name in stored.files}
    name = random.choice([name for name, array in arrays.items() if array.dtype == np.float16 and array.ndim == 4])
    arrays[name] = arrays[name] * np.float16(random.uniform(0.9, 1.1))
    np.savez_compressed(file, **arrays)
    card = weightfile.card_of(file)
    told = json.loads(card.read_bytes()) | {"sha256": weightfile.sha256(file)}
    card.write_text(json.dumps(told), "utf-8")
    return f"weights: {name}"


def photo(root: Path, random: Random) -> str | None:
    path = random.choice(sorted((root / "docs/samples").glob("*.jpg")))
    with Image.open(path) as image:
        ImageOps.mirror(image).save(path)
    return f"{path.name} mirrored"


def experiment(root: Path, random: Random) -> str | None:
    path = random.choice(sorted((root / "diagrams/experiments/results").glob("*.json")))
    return change(path, random, re.compile(r"\b0\.\d{3,}"), lambda match: f"{0.9 * float(match[0]):.6f}")


def renamed_post(root: Path, random: Random) -> str | None:
    path = random.choice(modules(root, "posts"))
    path.rename(path.with_name(f"{path.stem}{random.randrange(100)}.py"))
    return f"{path.name} renamed"


def removed_post(root: Path, random: Random) -> str | None:
    paths = modules(root, "posts")
    if len(paths) < 3:
        return None
    path = random.choice(paths)
    path.unlink()
    return f"{path.name} removed"


def added_post(root: Path, random: Random) -> str | None:
    path = random.choice(modules(root, "posts"))
    added = path.with_name(f"added_{random.randrange(10 ** 6)}.py")
    added.write_bytes(path.read_bytes())
    return f"{added.name} like {path.name}"


def figures_of(path: Path) -> ast.Tuple:
    return next(node.value for node in ast.parse(path.read_text("utf-8")).body
                if isinstance(node, ast.Assign) and getattr(node.targets[0], "id", "") == "FIGURES")


def removed_figure(root: Path, random: Random) -> str | None:
    path = random.choice(modules(root, "posts"))
    names = [element.id for element in figures_of(path).elts]
    if len(names) < 3:
        return None
    gone = random.choice(names)
    told = f"FIGURES = ({', '.join(name for name in names if name != gone)})"
    path.write_text(re.sub(r"^FIGURES = \([^)]*\)", told, path.read_text("utf-8"), flags=re.M), "utf-8")
    return f"{path.name}: no {gone}"


def added_figure(root: Path, random: Random) -> str | None:
    path = random.choice(modules(root, "posts"))
    names = [element.id for element in figures_of(path).elts]
    added = f"added_{random.randrange(10 ** 6)}"
    text = re.sub(r"^FIGURES = \([^)]*\)", f"{added} = {names[0]}\nFIGURES = ({', '.join([*names, added])})",
                  path.read_text("utf-8"), flags=re.M)
    body = text[text.index(f"def {names[0]}("):]
    body = body[:body.index("\n\n\n")].replace(f"def {names[0]}(", f"def {added}(")
    path.write_text(text.replace(f"{added} = {names[0]}\n", f"{body}\n\n\n"), "utf-8")
    return f"{path.name}: {added} like {names[0]}"


def output_by_hand(root: Path, random: Random) -> str | None:
    path = random.choice(sorted(path for path in (root / "docs/figures").rglob("*") if path.is_file()))
    random.choice([path.unlink, lambda: path.write_bytes(path.read_bytes()[:-9]), lambda: path.write_text("<svg/>")])()
    return f"{path.name} changed by hand"


def orphan(root: Path, random: Random) -> str | None:
    path = root / f"docs/figures/relu{random.choice(['', '2'])}/left-over.{random.choice(['ja', 'en'])}.svg"
    path.parent.mkdir(exist_ok=True)
    path.write_text("<svg/>")
    return f"{path.name} that nobody makes"


COMMON: list[Edit] = [number_in_figure, number_in_stroke, label, label, colour, comment, docstring, new_function]
RARE: list[Edit] = [layer_argument, line_of_script, weights, photo, experiment, renamed_post, removed_post,
                    added_post, removed_figure, added_figure, output_by_hand, orphan]
