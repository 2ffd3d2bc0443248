"""The sources of the program: what stands under which name, and who gives what to whom."""

import ast
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Final, NamedTuple

ROOT: Final = Path(__file__).parents[2]
ROOMS: Final = ("sensor", "dsp", "classify", "cli")
Function = ast.FunctionDef | ast.AsyncFunctionDef
_INDEXED: Final = (
    *(ast.Call, ast.For, ast.comprehension, ast.withitem, ast.NamedExpr),
    *(ast.Assign, ast.AnnAssign, ast.AugAssign),
)
"""What is found again by a name."""
_SAYING: Final = (
    *(ast.Call, ast.keyword, ast.Assign, ast.AugAssign, ast.AnnAssign, ast.Raise),
    *(ast.Expr, ast.JoinedStr, ast.Constant, ast.BinOp),
)
"""What is looked through for what it says."""


@dataclass(eq=False)
class SourceModule:
    """A module: its functions, constants and imports, by name.

    Parameters
    ----------
    path : str
        From the root of the sources.
    tree : ast.Module
    """

    path: str
    tree: ast.Module
    functions: dict[str, Function] = field(default_factory=dict)
    constants: dict[str, ast.expr] = field(default_factory=dict)
    imported: dict[str, tuple[str, str]] = field(default_factory=dict)


@dataclass(eq=False)
class SourceClass:
    """A class: what its objects hold, and what they do.

    Parameters
    ----------
    name : str
    scope : Scope
        Where it stands.
    bases : tuple of str
    """

    name: str
    scope: "Scope"
    bases: tuple[str, ...]
    fields: dict[str, ast.expr | None] = field(default_factory=dict)
    """Their annotations, in order."""
    methods: dict[str, Function] = field(default_factory=dict)
    values: dict[str, list["Given"]] = field(default_factory=lambda: defaultdict(list))


class Scope(NamedTuple):
    """Where an expression stands: in which module, class and function."""

    module: SourceModule
    owner: SourceClass | None = None
    function: Function | None = None


class Given(NamedTuple):
    """An expression with where it stands."""

    node: ast.expr
    scope: Scope


class Sources:
    """All modules of some rooms.

    Parameters
    ----------
    root : pathlib.Path
        Folder of the sources.
    rooms : tuple of str
        Folders in it that are read.
    """

    def __init__(self, root: Path = ROOT, rooms: tuple[str, ...] = ROOMS) -> None:
        self._root = root
        self.modules = {
            one.path: one
            for room in rooms
            for path in sorted((root / room).rglob("*.py"))
            for one in [_read(path, root)]
        }
        self.nodes: list[tuple[ast.AST, Scope]] = []
        """Expressions and statements of all modules in which something may be said, each with where
        it stands."""
        self.classes: dict[str, SourceClass] = {}
        self.calls: dict[str, list[tuple[ast.Call, Scope]]] = defaultdict(list)
        self.set: dict[tuple[int, str], list[Given]] = defaultdict(list)
        """What a variable of a function is set to, in it, by the function's identity."""
        self.told: dict[tuple[int, str], ast.expr] = {}
        """How a variable of a function is annotated."""
        self.owners: dict[str, list[SourceClass]] = defaultdict(list)
        """The classes whose objects have something of a name."""
        self._aliases: dict[str, set[str]] = {}
        """Names of types that stand for one of several classes."""
        self._families: dict[frozenset[str], tuple[SourceClass, ...]] = {}
        """Those that were asked for."""
        for module in self.modules.values():
            self._look_through(module)
            for name, value in module.constants.items():
                if isinstance(value, ast.BinOp) and isinstance(value.op, ast.BitOr):
                    parts = (one.id for one in ast.walk(value) if isinstance(one, ast.Name))
                    self._aliases[name] = set(parts)
        for one in self.classes.values():
            for name in {*one.fields, *one.methods, *one.values}:
                self.owners[name].append(one)

    def _look_through(self, module: SourceModule) -> None:
        waiting: list[tuple[ast.AST, Scope]] = [(module.tree, Scope(module))]
        for node, scope in waiting:
            inner = scope
            if isinstance(node, ast.ClassDef):
                inner = Scope(module, self._class(node, scope), None)
            elif isinstance(node, Function):
                inner = Scope(module, scope.owner, node)
            elif isinstance(node, _INDEXED):
                self._index(node, scope)
            elif isinstance(node, ast.ImportFrom):
                module.imported |= _imported(node, self._root)
            for child in children(node):
                waiting.append((child, inner))  # noqa: PERF401 - a generator for each is slower
        self.nodes += [one for one in waiting if isinstance(one[0], _SAYING)]

    def _class(self, node: ast.ClassDef, scope: Scope) -> SourceClass:
        one = SourceClass(node.name, scope, tuple(map(name_of, node.bases)))
        self.classes.setdefault(node.name, one)
        for part in node.body:
            if isinstance(part, Function):
                one.methods[part.name] = part
            elif isinstance(part, ast.AnnAssign) and isinstance(part.target, ast.Name):
                one.fields[part.target.id] = part.annotation
        for target, value in settings(node.body):
            one.values[name_of(target)].append(Given(value, Scope(scope.module, one)))
        return one

    def _index(self, node: ast.AST, scope: Scope) -> None:
        here = id(scope.function)
        match node:
            case ast.Call(func=func):
                self.calls[name_of(func)].append((node, scope))
                if (added := _added(node)) is not None:
                    self.set[here, added[0]].append(Given(added[1], scope))
            case ast.For(target=target, iter=value) | ast.comprehension(target=target, iter=value):
                for name, held in each_of(target, value):
                    self.set[here, name].append(Given(held, scope))
            case ast.withitem(context_expr=value, optional_vars=ast.Name(id=name)):
                self.set[here, name].append(Given(value, scope))
            case ast.NamedExpr(target=ast.Name(id=name), value=value):
                self.set[here, name].append(Given(value, scope))
            case ast.Assign() | ast.AnnAssign() | ast.AugAssign():
                if isinstance(node, ast.AnnAssign):
                    self.told[here, name_of(node.target)] = node.annotation
                for target, value in settings([node]):
                    if isinstance(target, ast.Attribute) and scope.owner is not None:
                        scope.owner.values[target.attr].append(Given(value, scope))
                    elif scope.function is not None:
                        self.set[here, name_of(target)].append(Given(value, scope))

    def function(self, name: str, module: SourceModule) -> tuple[Function, Scope] | None:
        """Find the function of a module, or one that it imports, that a name stands for."""
        place, there = module.path, name
        if name not in module.functions:
            place, there = module.imported.get(name, ("", ""))
        home = self.modules.get(place)
        found = home and home.functions.get(there)
        return (found, Scope(home, None, found)) if home and found else None

    def constant(self, name: str, module: SourceModule) -> Given | None:
        """Find the constant of a module, or one that it imports, that a name stands for."""
        place, there = module.path, name
        if name not in module.constants:
            place, there = module.imported.get(name, ("", ""))
        home = self.modules.get(place)
        if home is None or there not in home.constants:
            return None
        return Given(home.constants[there], Scope(home))

    def is_text(self, name: str) -> bool:
        """Tell whether a class is one of texts, as errors are: not one whose fields are told."""
        one = self.classes.get(name)
        return name[:1].isupper() and (one is None or not one.fields)

    def family(self, names: frozenset[str]) -> tuple[SourceClass, ...]:
        """Find the classes of some names, what they are made of and what is made of them."""
        if names not in self._families:
            self._families[names] = tuple(self._family(names))
        return self._families[names]

    def _family(self, names: Iterable[str]) -> Iterable[SourceClass]:
        every = {one for name in names for one in self._aliases.get(name, {name})}
        found = {name: self.classes[name] for name in sorted(every) if name in self.classes}
        waiting = list(found.values())
        for one in waiting:
            for other in self.classes.values():
                if (one.name in other.bases or other.name in one.bases) and (
                    other.name not in found
                ):
                    found[other.name] = other
                    waiting.append(other)
        return found.values()


def name_of(node: ast.AST) -> str:
    """Give the name that an expression ends with; empty where it has none."""
    match node:
        case ast.Name(id=name) | ast.Attribute(attr=name):
            return name
    return ""


@cache
def _holding(kind: type[ast.AST]) -> tuple[str, ...]:
    """Name the parts of a kind of node that may hold nodes which say something."""
    silent = {"ctx", "op", "ops", "id", "attr", "arg", "kind", "type_comment", "lineno"}
    return tuple(name for name in kind._fields if name not in silent)


def children(node: ast.AST) -> list[ast.AST]:
    """List the nodes that a node holds, in a part of the time of `ast.iter_child_nodes`."""
    held: list[ast.AST] = []
    for name in _holding(type(node)):
        one = getattr(node, name, None)
        if type(one) is list:
            held += [each for each in one if isinstance(each, ast.AST)]
        elif isinstance(one, ast.AST):
            held.append(one)
    return held


def walked(tree: ast.AST) -> Iterator[ast.AST]:
    """Yield a node and all that are in it, outer ones first."""
    waiting = [tree]
    for node in waiting:
        yield node
        waiting.extend(children(node))


@cache
def parsed(path: Path) -> ast.Module:
    """Read a module; each is looked through more than once."""
    return ast.parse(path.read_text(encoding="utf-8"))


def returned(function: Function) -> Iterator[ast.expr]:
    """Yield what a function returns or yields."""
    for node in walked(function):
        if isinstance(node, ast.Return | ast.Yield | ast.YieldFrom) and node.value is not None:
            yield node.value


def inside(node: ast.expr) -> list[ast.expr]:
    """List what an expression that is no text, name or call may stand for, or holds."""
    held: list[ast.expr] = []
    match node:
        case ast.IfExp(body=body, orelse=other):
            held = [body, other]
        case (
            ast.DictComp(value=inner)
            | ast.FormattedValue(value=inner)
            | ast.ListComp(elt=inner)
            | ast.SetComp(elt=inner)
            | ast.GeneratorExp(elt=inner)
            | ast.Subscript(value=inner)
            | ast.Starred(value=inner)
            | ast.Await(value=inner)
            | ast.NamedExpr(value=inner)
        ):
            held = [inner]
        case (
            ast.Dict(values=values)
            | ast.BoolOp(values=values)
            | ast.List(elts=values)
            | ast.Tuple(elts=values)
            | ast.Set(elts=values)
        ):
            held = values
    return held


def each_of(target: ast.expr, value: ast.expr) -> Iterator[tuple[str, ast.expr]]:
    """Yield the names that a loop sets, each with what holds its values."""
    match target, value:
        case ast.Name(id=name), _:
            yield name, value
        case ast.Tuple(elts=names), ast.Call(func=ast.Name(id="zip"), args=values):
            for one, held in zip(names, values, strict=False):
                yield from each_of(one, held)
        case ast.Tuple(elts=[_, inner]), ast.Call(func=ast.Name(id="enumerate"), args=[held, *_]):
            yield from each_of(inner, held)
        case ast.Tuple(elts=[_, inner]), ast.Call(func=ast.Attribute(attr="items")):
            yield from each_of(inner, value)
        case ast.Tuple(elts=names), ast.Tuple(elts=rows) | ast.List(elts=rows):
            for at, one in enumerate(names):
                column = [row.elts[at] for row in rows if isinstance(row, ast.Tuple)]
                yield from each_of(one, ast.Tuple(elts=column, ctx=ast.Load()))
        case ast.Tuple(elts=names), _:
            for one in names:
                yield from each_of(one, value)


def settings(body: Iterable[ast.AST]) -> Iterator[tuple[ast.expr, ast.expr]]:
    """Yield what statements set, each with what it is set to."""
    for node in body:
        match node:
            case ast.Assign(targets=[ast.Tuple() as target], value=ast.IfExp() as value):
                for chosen in (value.body, value.orelse):
                    yield from _paired(target, chosen)
            case ast.Assign(targets=[ast.Tuple() as target], value=value):
                yield from _paired(target, value)
            case ast.Assign(targets=targets, value=value):
                yield from ((one, value) for one in targets)
            case ast.AnnAssign(target=target, value=ast.expr() as value):
                yield target, value
            case ast.AugAssign(target=target, value=value):
                yield target, value


def _paired(target: ast.Tuple, value: ast.expr) -> Iterator[tuple[ast.expr, ast.expr]]:
    if isinstance(value, ast.Tuple) and len(value.elts) == len(target.elts):
        yield from zip(target.elts, value.elts, strict=True)
        return
    for at, part in enumerate(target.elts):
        one = part.value if isinstance(part, ast.Starred) else part
        yield one, ast.Subscript(value=value, slice=ast.Constant(at), ctx=ast.Load())


def _added(call: ast.Call) -> tuple[str, ast.expr] | None:
    match call:
        case ast.Call(
            func=ast.Attribute(value=ast.Name(id=name), attr="append" | "extend" | "add"),
            args=[value],
        ):
            return name, value
    return None


def _read(path: Path, root: Path) -> SourceModule:
    tree = parsed(path)
    module = SourceModule(path.relative_to(root).as_posix(), tree)
    module.functions |= {one.name: one for one in tree.body if isinstance(one, Function)}
    for target, value in settings(tree.body):
        module.constants[name_of(target)] = value
    return module


def _imported(node: ast.ImportFrom, root: Path) -> dict[str, tuple[str, str]]:
    """Give the names that an import takes from the product: of which module, and as what there."""
    if not (node.module or "").startswith("limbwatch."):
        return {}
    place = (node.module or "").removeprefix("limbwatch.").replace(".", "/")
    known = f"{place}.py" if (root / f"{place}.py").exists() else f"{place}/__init__.py"
    return {one.asname or one.name: (known, one.name) for one in node.names}
