"""What code a figure is made of: its function, and all that it mentions, directly or through what it mentions.

Found by reading, not by running. A name means what its module defines or imports. An attribute of anything but
a module means every method of that name, so what is found is at least what can run.
"""

import ast
from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path

from diagrams.build.fingerprint import of, without_docstrings

Place = tuple[str, str]  # module, name: ("diagrams.draw.canvas", "Canvas.arrow"); ("diagrams.draw.canvas", "") is
# what the module does when it is imported, beside defining things
OTHER = {"ja": "en", "en": "ja", "": ""}
LOOSE = ""


def below(folder: Path) -> dict[str, str]:
    """{name: source} of every module of the package in a folder."""
    paths = {path: path.relative_to(folder.parent).with_suffix("") for path in folder.rglob("*.py")}
    return {".".join(name.parts).removesuffix(".__init__"): path.read_text("utf-8") for path, name in paths.items()}


def read(source: str) -> dict:
    """A module in pieces: {"imported": {name: what it stands for}, "pieces": {name: what `piece` says}}."""
    tree = without_docstrings(ast.parse(source))
    statements: dict[str, list[ast.AST]] = {LOOSE: []}
    for node in tree.body:
        for name, part in named(node):
            statements.setdefault(name, []).append(part)
    return {"imported": dict(imports(tree)), "pieces": {name: piece(parts) for name, parts in statements.items()}}


def imports(tree: ast.Module) -> Iterator[tuple[str, str]]:
    """(name, module or module.thing that it stands for) of every import, also inside of functions."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import | ast.ImportFrom):
            origin = f"{node.module}." if isinstance(node, ast.ImportFrom) else ""
            yield from ((alias.asname or alias.name, origin + alias.name) for alias in node.names)


def named(node: ast.stmt) -> Iterator[tuple[str, ast.AST]]:
    """(name, code) of what a statement defines; what Python calls by itself, like __init__, belongs to the class."""
    if isinstance(node, ast.ClassDef):
        methods = [part for part in node.body if isinstance(part, ast.FunctionDef) and not part.name.startswith("__")]
        node.body = [part for part in node.body if part not in methods]
        yield from ((f"{node.name}.{method.name}", method) for method in methods)
    if isinstance(node, ast.FunctionDef | ast.ClassDef):
        yield node.name, node
    elif not isinstance(node, ast.Import | ast.ImportFrom):
        given = [part.id for part in ast.walk(node) if isinstance(part, ast.Name) and isinstance(part.ctx, ast.Store)]
        yield from ((name, node) for name in given or [LOOSE])


def piece(parts: list[ast.AST]) -> dict:
    """Code under one name: its hash without what it says in one language, and the names and attributes it uses."""
    nodes = [node for part in parts for node in ast.walk(part)]
    attributes = [(getattr(node.value, "id", ""), node.attr) for node in nodes if isinstance(node, ast.Attribute)]
    return {"digests": {language: of([dump(part, language) for part in parts]) for language in OTHER},
            "names": sorted({node.id for node in nodes if isinstance(node, ast.Name)}),
            "attributes": sorted(set(attributes))}


def dump(node, language: str) -> str:
    """Code as text; say(ja=..., en=...) only with what it says in the language."""
    if isinstance(node, list):
        return f"[{', '.join(dump(part, language) for part in node)}]"
    if not isinstance(node, ast.AST):
        return repr(node)
    fields = dict(ast.iter_fields(node))
    if isinstance(node, ast.Call) and getattr(node.func, "id", getattr(node.func, "attr", "")) == "say":
        fields["keywords"] = [word for word in node.keywords if not word.arg or word.arg != OTHER[language]]
    return f"{type(node).__name__}({', '.join(dump(value, language) for value in fields.values())})"


class Sources:
    """The modules that run when some of them, the roots, are imported; each as `read` returns it."""

    def __init__(self, modules: dict[str, dict], roots: Iterable[str]):
        self.all = modules
        self.modules = {name: modules[name] for root in roots for name in self.imported_with(root)}
        self.methods: dict[str, list[Place]] = {}
        for module, content in self.modules.items():
            for name in content["pieces"]:
                if "." in name:
                    self.methods.setdefault(name.partition(".")[2], []).append((module, name))
        self.mentioned = cache(self.mentioned)

    def imported_with(self, root: str) -> set[str]:
        """Every module that runs when this one is imported, and the packages that they are in."""
        found, todo = set(), [root]
        while todo:
            name = todo.pop()
            if name in self.all and name not in found:
                found.add(name)
                origins = self.all[name]["imported"].values()
                todo += [*origins, *(origin.rpartition(".")[0] for origin in origins), name.rpartition(".")[0]]
        return found

    def resolve(self, module: str, name: str) -> Place | None:
        """Where a name of a module is defined, through any number of imports; None when not in the package."""
        content = self.modules[module]
        if name in content["pieces"]:
            return module, name
        origin = content["imported"].get(name, f"{module}.{name}")
        if origin in self.modules:
            return origin, LOOSE
        owner, _, name = origin.rpartition(".")
        return self.resolve(owner, name) if owner in self.modules and owner != module else None

    def mentioned(self, place: Place) -> set[Place]:
        """All that the code at a place mentions."""
        module, name = place
        code = self.modules[module]["pieces"][name]
        found = {self.resolve(module, name) for name in code["names"]}
        for owner, attribute in code["attributes"]:
            of = self.resolve(module, owner) if owner else None
            is_module = of and of[1] == LOOSE
            found |= {self.resolve(of[0], attribute)} if is_module else {*self.methods.get(attribute, ())}
        return found - {None}

    def reached(self, *starts: Place) -> set[Place]:
        """The places of all code that code at these places is made of."""
        run = {(other, LOOSE) for module, _ in starts for other in self.imported_with(module)}
        found, todo = set(), [*(self.resolve(*start) for start in starts), *run]
        while todo:
            place = todo.pop()
            if place not in found:
                found.add(place)
                todo += self.mentioned(place)
        return found

    def digests(self, *starts: Place, language: str = "") -> dict[str, str]:
        """{place: hash} of all code that code at these places is made of; "" stands for both languages."""
        return {".".join(place): self.modules[place[0]]["pieces"][place[1]]["digests"][language]
                for place in sorted(self.reached(*starts))}
