"""What code a figure is made of: its function, and all that it mentions, directly or through what it mentions.

Found by reading, not by running. A name means all that its module defines or imports under it; an attribute of
what is neither a module nor a class means every method of that name. So what is found is at least what can run,
as long as code names what it calls: getattr, globals and the like are not followed, and not used where figures
are drawn.
"""

import ast
from collections.abc import Callable, Iterable, Iterator
from functools import cache
from pathlib import Path
from typing import Any

from diagrams.build.files import BuildError
from diagrams.build.fingerprint import bare, of
from diagrams.language import OTHER

Place = tuple[str, str]  # module, name: ("diagrams.draw.canvas", "Canvas.arrow"); ("diagrams.draw.canvas", "") is
# what the module does when it is imported, beside defining things
Said = tuple[dict[str, Any], list[tuple[str | None, Any]]]  # what stands for a say(...), its arguments by name
LEFT_OUT = OTHER | {"": ""}
LOOSE = ""
NOT_EVERYWHERE = {"kind", "type_params"}  # not in every version of Python
MAIN = "__main__"  # what a module does only when it is run as a command
KEEPS_NOTHING = {"cache", "dataclass", "property", "staticmethod", "classmethod", "contextmanager", "cached_property",
                 "marker"}


class CodeError(BuildError):
    """A module cannot be read; the message is one line with its name, the line and the reason."""


def below(folder: Path) -> dict[str, str]:
    """{name: source} of every module of the package in a folder."""
    paths = {path: path.relative_to(folder.parent).with_suffix("") for path in folder.rglob("*.py")}
    return {".".join(name.parts).removesuffix(".__init__"): path.read_text("utf-8-sig") for path, name in paths.items()}


def read(source: str, module: str = "") -> dict[str, Any]:
    """A module in pieces: {"imported": {name: all that it may stand for}, "pieces": {name: what `piece` says}}."""
    try:
        tree = bare(ast.parse(source, module))
    except SyntaxError as error:
        raise CodeError(f"{module}, line {error.lineno}: {error.msg}") from error
    statements: dict[str, list[ast.AST]] = {LOOSE: []}
    for node in tree.body:
        for name, part in named(node):
            statements.setdefault(name, []).append(part)
    imported: dict[str, list[str]] = {}
    for name, origin in imports(tree, module):
        imported.setdefault(name, []).append(origin)
    return {"imported": imported, "pieces": {name: piece(parts) for name, parts in statements.items()}}


def imports(tree: ast.Module, module: str) -> Iterator[tuple[str, str]]:
    """(name, module or module.thing that it stands for) of every import, also inside of functions."""
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom):
            if node.level or any(alias.name == "*" for alias in node.names):
                raise CodeError(f"{module}, line {node.lineno}: import each thing by the full name of its module")
            yield from ((alias.asname or alias.name, f"{node.module}.{alias.name}") for alias in node.names)
        if isinstance(node, ast.Import):
            for alias in node.names:
                top = alias.name.partition(".")[0]  # import a.b.c gives the name a, and runs a.b.c
                yield from ((alias.asname or top, alias.name if alias.asname else top), (LOOSE, alias.name))


def named(node: ast.stmt) -> Iterator[tuple[str, ast.AST]]:
    """(name, code) of what a statement defines.

    What Python, or a base class, calls by itself belongs to the class. What only runs is loose; so is what a
    decorator may have kept somewhere.
    """
    definition = node if isinstance(node, ast.FunctionDef | ast.ClassDef) else None
    if definition and not KEEPS_NOTHING.issuperset(map(last_name, definition.decorator_list)):
        yield LOOSE, node
    if isinstance(node, ast.ClassDef) and not node.bases:
        methods = [part for part in node.body if isinstance(part, ast.FunctionDef) and not part.name.startswith("__")]
        node.body = [part for part in node.body if part not in methods]
        yield from ((f"{node.name}.{method.name}", method) for method in methods)
    if definition:
        yield definition.name, definition
    elif isinstance(node, ast.Assign | ast.AnnAssign | ast.AugAssign):
        targets = node.targets if isinstance(node, ast.Assign) else [node.target]
        given = [part.id for target in targets for part in ast.walk(target)
                 if isinstance(part, ast.Name) and isinstance(part.ctx, ast.Store)]
        yield from ((name, node) for name in given or [LOOSE])
    elif not isinstance(node, ast.Import | ast.ImportFrom):
        yield MAIN if isinstance(node, ast.If) and ast.unparse(node.test) == "__name__ == '__main__'" else LOOSE, node


def last_name(node: ast.expr) -> str:
    """The name of what is called, or of what a decorator is, without the module that it is from."""
    node = node.func if isinstance(node, ast.Call) else node
    return getattr(node, "attr", getattr(node, "id", ""))


def piece(parts: list[ast.AST]) -> dict[str, Any]:
    """Code under one name: its hash without what it says in one language, and the names and attributes it uses."""
    nodes = [node for part in parts for node in ast.walk(part)]
    return {"digests": digests(parts),
            "uses": sorted({dotted(node) for node in nodes if isinstance(node, ast.Name | ast.Attribute)})}


def digests(parts: list[ast.AST]) -> dict[str, str]:
    """{language: hash} of code, where say(ja=..., en=...) is left with what it says in that one; "" stands for both."""
    said: list[Said] = []
    found: dict[str, str]
    content, found = [plain(part, said) for part in parts], {}
    for language, other in LEFT_OUT.items():
        for fields, words in said:
            fields["keywords"] = [told for name, told in words if name != other]
        found[language] = of(content) if said or not found else next(iter(found.values()))
    return found


def dotted(node: ast.expr) -> str:
    """A name with its attributes: draw.canvas.Canvas; .width where what it is an attribute of has no name."""
    if isinstance(node, ast.Attribute):
        return f"{dotted(node.value)}.{node.attr}"
    return getattr(node, "id", "")


def plain(node: object, said: list[Said] | None = None) -> Any:
    """Code as nested lists that are the same in every version of Python: without what is empty or only some have.

    For each say(...), what stands for it is added to `said`, with its arguments by name: [(name, argument), ...].
    """
    if isinstance(node, list):
        return [plain(part, said) for part in node]
    if not isinstance(node, ast.AST):
        return repr(node)
    parts = {name: plain(getattr(node, name, None), said) for name in node._fields if name not in NOT_EVERYWHERE}
    fields = {name: part for name, part in parts.items() if part not in ([], "None")}
    if said is not None and isinstance(node, ast.Call) and last_name(node) == "say" and node.keywords:
        said.append((fields, [(word.arg, told) for word, told in zip(node.keywords, parts["keywords"], strict=True)]))
    return [type(node).__name__, fields]


class Sources:
    """The modules that run when some of them, the roots, are imported.

    `load` returns a module as `read` does, by its name; None for what is no module of the package.
    """

    def __init__(self, load: Callable[[str], dict[str, Any] | None], roots: Iterable[str]) -> None:
        self.load, self.imported_with = cache(load), cache(self.find_imported)
        self.modules = {name: found for root in roots for name in self.imported_with(root)
                        if (found := self.load(name))}
        self.methods: dict[str, list[Place]] = {}
        for module, content in self.modules.items():
            for name in content["pieces"]:
                if "." in name:
                    self.methods.setdefault(name.partition(".")[2], []).append((module, name))
        self.mentioned, self.reached = cache(self.find_mentioned), cache(self.find_reached)

    def find_imported(self, root: str) -> set[str]:
        """Every module that runs when this one is imported, and the packages that they are in."""
        found, todo = set(), [root]
        while todo:
            name = todo.pop()
            if name not in found and (module := self.load(name)):
                found.add(name)
                origins = [origin for some in module["imported"].values() for origin in some]
                todo += [*origins, *(origin.rpartition(".")[0] for origin in origins), name.rpartition(".")[0]]
        return found

    def resolve(self, module: str, name: str, seen: frozenset[Place] = frozenset()) -> set[Place]:
        """Where a name of a module may be defined, through any number of imports; nowhere when not in the package."""
        content = self.modules[module]
        found = {(module, name)} & {(module, piece) for piece in content["pieces"] if piece}
        origins = content["imported"].get(name, [] if found else [f"{module}.{name}"])
        for origin in origins:
            owner, _, rest = origin.rpartition(".")
            if origin in self.modules:
                found.add((origin, LOOSE))
            elif owner in self.modules and (owner, rest) not in seen and owner != module:
                found |= self.resolve(owner, rest, seen | {(owner, rest)})
        return found

    def find_mentioned(self, place: Place) -> set[Place]:
        """All that the code at a place mentions."""
        module, within = place
        found = set()
        for use in self.modules[module]["pieces"][within]["uses"]:
            first, *attributes = use.split(".")
            owners = self.resolve(module, first) if first else set()
            owners |= self.member(place, first) if within else set()  # in a class: width = property(_width)
            found |= owners
            if attributes:
                found |= self.attribute(owners, attributes)
        return found

    def attribute(self, owners: set[Place], attributes: list[str]) -> set[Place]:
        """What the last of attributes may be, of a module, of a class, or of anything."""
        for name in attributes[:-1]:
            owners = set().union(*(self.member(owner, name) for owner in owners))
        known = set().union(*(self.member(owner, attributes[-1]) for owner in owners))
        return known or {*self.methods.get(attributes[-1], ())}

    def member(self, owner: Place, name: str) -> set[Place]:
        """What a name may be in a module, or in a class."""
        module, within = owner
        if not within:
            return self.resolve(module, name)
        return {(module, f"{within}.{name}")} & {(module, piece) for piece in self.modules[module]["pieces"]}

    def find_reached(self, *starts: Place) -> set[Place]:
        """The places of all code that code at these places is made of."""
        modules = set().union(*(self.imported_with(module) for module, _ in starts))
        found, todo = set(), [place for start in starts for place in self.resolve(*start)]
        todo += [(module, LOOSE) for module in modules]
        while todo:
            place = todo.pop()
            if place not in found and place[0] in modules:
                found.add(place)
                todo += self.mentioned(place)
        return found

    def digests(self, *starts: Place, language: str = "") -> dict[str, str]:
        """{place: hash} of all code that code at these places is made of; "" stands for both languages."""
        return {".".join(place): self.modules[place[0]]["pieces"][place[1]]["digests"][language]
                for place in sorted(self.reached(*starts))}
