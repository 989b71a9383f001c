"""What code a figure is made of: its function, and all that it mentions, directly or through what it mentions.

Found by reading, not by running. A name means what its module defines or imports. An attribute of anything but
a module means every method of that name, so what is found is at least what can run.
"""

import ast
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

from diagrams.build.fingerprint import of, without_docstrings

Place = tuple[str, str]  # module, name: ("diagrams.draw.canvas", "Canvas.arrow")
DEFINITIONS = (ast.FunctionDef, ast.ClassDef)
OTHER = {"ja": "en", "en": "ja"}


@dataclass
class Module:
    """A module as pieces: `defined` name -> the statements that define it, `imported` name -> what it stands for.

    `loose` statements define nothing; they run whenever the module is imported.
    """

    defined: dict[str, list[ast.AST]] = field(default_factory=dict)
    imported: dict[str, str] = field(default_factory=dict)
    loose: list[ast.AST] = field(default_factory=list)

    def imports(self, name: str) -> list[str]:
        """Names of modules, or of things in them, that the module of this name imports; its packages too."""
        origins = self.imported.values()
        return [*origins, *(origin.rpartition(".")[0] for origin in origins), name.rpartition(".")[0]]


def read(source: str) -> Module:
    """A module's source in pieces; a class without its methods is one, each method another: Canvas.arrow."""
    tree, module = without_docstrings(ast.parse(source)), Module()
    for node in ast.walk(tree):
        if isinstance(node, ast.Import | ast.ImportFrom):
            origin = f"{node.module}." if isinstance(node, ast.ImportFrom) else ""
            module.imported |= {alias.asname or alias.name: origin + alias.name for alias in node.names}
    for node in tree.body:
        if isinstance(node, ast.Import | ast.ImportFrom):
            continue
        names = [node.name] if isinstance(node, DEFINITIONS) else assigned(node)
        for name in names:
            module.defined.setdefault(name, []).append(node)
        if not names:
            module.loose.append(node)
        if isinstance(node, ast.ClassDef):
            split_class(node, module)
    return module


def assigned(node: ast.stmt) -> list[str]:
    """The names that a statement gives values to."""
    return [target.id for target in ast.walk(node)
            if isinstance(target, ast.Name) and isinstance(target.ctx, ast.Store)]


def split_class(node: ast.ClassDef, module: Module) -> None:
    """Make every method a piece of its own; what Python calls by itself, like __init__, stays with the class."""
    methods = [part for part in node.body if isinstance(part, ast.FunctionDef) and not part.name.startswith("__")]
    node.body = [part for part in node.body if part not in methods]
    for method in methods:
        module.defined.setdefault(f"{node.name}.{method.name}", []).append(method)


class Sources:
    """The modules of a package that run when some of them are imported, read once."""

    def __init__(self, texts: dict[str, str], roots: Iterable[str]):
        self.modules: dict[str, Module] = {}
        todo = list(roots)
        while todo:
            name = todo.pop()
            if name in texts and name not in self.modules:
                self.modules[name] = read(texts[name])
                todo += self.modules[name].imports(name)
        self.methods: dict[str, list[Place]] = {}
        for module, pieces in self.modules.items():
            for name in pieces.defined:
                if "." in name:
                    self.methods.setdefault(name.partition(".")[2], []).append((module, name))
        self.mentioned = cache(self.mentioned)
        self.digest = cache(self.digest)

    def pieces(self, place: Place) -> list[ast.AST]:
        """The statements at a place; those that define nothing where it is a module itself."""
        module, name = place
        return self.modules[module].defined[name] if name else self.modules[module].loose

    def resolve(self, module: str, name: str) -> Place | None:
        """Where a name of a module is defined, through any number of imports; None when not in the package."""
        pieces = self.modules[module]
        if name in pieces.defined:
            return module, name
        origin = pieces.imported.get(name, f"{module}.{name}")
        if origin in self.modules:
            return origin, ""
        owner, _, name = origin.rpartition(".")
        return self.resolve(owner, name) if owner in self.modules and owner != module else None

    def mentioned(self, place: Place) -> set[Place]:
        """All that the code at a place mentions."""
        module, found = place[0], set()
        for part in (part for piece in self.pieces(place) for part in ast.walk(piece)):
            if isinstance(part, ast.Name):
                found.add(self.resolve(module, part.id))
            elif isinstance(part, ast.Attribute):
                owner = self.resolve(module, part.value.id) if isinstance(part.value, ast.Name) else None
                is_module = owner and not owner[1]
                found |= {self.resolve(owner[0], part.attr)} if is_module else {*self.methods.get(part.attr, ())}
        return found - {None}

    def imported_with(self, module: str) -> set[str]:
        """Every module that runs when this one is imported."""
        found, todo = set(), [module]
        while todo:
            name = todo.pop()
            if name in self.modules and name not in found:
                found.add(name)
                todo += self.modules[name].imports(name)
        return found

    def reached(self, *starts: Place) -> set[Place]:
        """The places of all code that code at these places is made of."""
        run = {(other, "") for module, _ in starts for other in self.imported_with(module)}
        found, todo = set(), [*(self.resolve(*start) for start in starts), *run]
        while todo:
            place = todo.pop()
            if place not in found:
                found.add(place)
                todo += self.mentioned(place)
        return found

    def digest(self, place: Place, language: str) -> str:
        """A hash of the code at a place, without what it says in another language; with all of it for ""."""
        return of([dump(piece, language) for piece in self.pieces(place)])

    def digests(self, *starts: Place, language: str = "") -> dict[str, str]:
        """{place: hash} of all code that code at these places is made of."""
        return {".".join(place): self.digest(place, language) for place in sorted(self.reached(*starts))}


def below(folder: Path) -> dict[str, str]:
    """{name: source} of every module of the package in a folder."""
    paths = {path: path.relative_to(folder.parent).with_suffix("") for path in folder.rglob("*.py")}
    return {".".join(name.parts).removesuffix(".__init__"): path.read_text("utf-8") for path, name in paths.items()}


def dump(node, language: str) -> str:
    """Code as text; say(ja=..., en=...) only with what it says in the language."""
    if isinstance(node, list):
        return f"[{', '.join(dump(part, language) for part in node)}]"
    if not isinstance(node, ast.AST):
        return repr(node)
    fields = dict(ast.iter_fields(node))
    if isinstance(node, ast.Call) and getattr(node.func, "id", getattr(node.func, "attr", "")) == "say":
        fields["keywords"] = [word for word in node.keywords if word.arg != OTHER.get(language)]
    return f"{type(node).__name__}({', '.join(dump(value, language) for value in fields.values())})"
