"""What an expression may say: the texts that it may stand for, wherever they are written.

Words chosen by a condition, variables of a function, what callers give it, constants, what
functions return, and what is kept in an object under a name.
"""

import ast
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from typing import Final

from benchmarks.wording.objects import Objects, annotation_of, may_be_text
from benchmarks.wording.sources import Function, Given, Scope, Sources, inside, name_of, returned
from benchmarks.wording.written import form_of

TRANSLATING: Final = frozenset(
    {"tr", "trn", "counted", "_", "translate_stored", "translate_trouble", "printable"}
    | {"shell_word", "shell_line"}
)
"""Functions whose texts are found by themselves, or are none of the sources."""
_UNCHANGED: Final = frozenset(
    {
        *("str", "sorted", "list", "tuple", "set", "frozenset", "next", "iter", "filter", "max"),
        *("min", "reversed", "strip", "rstrip", "lstrip", "removeprefix", "removesuffix"),
        *(
            "join",
            "capitalize",
            "lower",
            "capital",
            "chain",
            "from_iterable",
            "copy",
            "values",
            "items",
            "splitlines",
        ),
        *("fromkeys", "cast", "islice", "cycle", "MappingProxyType"),
    }
)
"""Functions that give on the texts that they are given, or what they are called on."""


@dataclass(frozen=True)
class Piece:
    """A text that may be said: its form, and what stands in its placeholders."""

    form: str
    scope: Scope
    places: dict[str, Given] = field(default_factory=dict, hash=False, compare=False)


class PossibleTexts:
    """The texts that the expressions of some sources may stand for."""

    def __init__(self, sources: Sources) -> None:
        self._sources = sources
        self._objects = Objects(sources)
        self._steps: dict[tuple[int, int], tuple[Piece | Given, ...]] = {}
        self._replaced: dict[str, list[tuple[ast.Call, Scope]]] = defaultdict(list)
        """Where an object is made of another with something of a name changed."""
        for call, scope in sources.calls["replace"]:
            for one in call.keywords:
                self._replaced[one.arg or ""].append((call, scope))

    def of(self, given: Given) -> tuple[Piece, ...]:
        """Find what an expression may say.

        Returns
        -------
        tuple of Piece
            Each once; empty where nothing of it is written in the sources.
        """
        found: dict[str, Piece] = {}
        met = {_key(given)}
        waiting = [given]
        for one in waiting:
            for step in self._step(one):
                if isinstance(step, Piece):
                    found.setdefault(step.form, step)
                elif _key(step) not in met:
                    met.add(_key(step))
                    waiting.append(step)
        return tuple(found.values())

    def _step(self, given: Given) -> tuple[Piece | Given, ...]:
        """Give what an expression says itself, and the expressions that it may stand for."""
        if _key(given) not in self._steps:
            self._steps[_key(given)] = tuple(self._said(*given))
        return self._steps[_key(given)]

    def _said(self, node: ast.expr, scope: Scope) -> Iterator[Piece | Given]:
        match node:
            case ast.Constant(value=str()):
                yield Piece(form_of(node)[0], scope)
            case ast.JoinedStr() | ast.BinOp(op=ast.Add()):
                form, values = form_of(node)
                yield Piece(
                    form, scope, {name: Given(held, scope) for name, held in values.items()}
                )
            case ast.Name(id=name):
                yield from self._named(name, scope)
            case ast.Attribute():
                yield from self._kept(node, scope)
            case ast.Call():
                yield from self._called(node, scope)
            case ast.Subscript(value=ast.Call() as call, slice=ast.Constant(value=int(at))):
                yield from (_part(step, at) for step in self._called(call, scope))
            case _:
                yield from (Given(one, scope) for one in inside(node))

    def _named(self, name: str, scope: Scope) -> Iterator[Given]:
        told = annotation_of(name, scope)
        if scope.function is not None:
            # of a constant `Final` alone would tell nothing
            told = told or self._sources.told.get((id(scope.function), name))
        if not may_be_text(told):
            return
        given = [] if scope.function is None else self._sources.set[id(scope.function), name]
        passed = self._passed(name, scope)
        yield from (*given, *passed)
        constant = None if given or passed else self._sources.constant(name, scope.module)
        if constant is not None:
            yield constant

    def _passed(self, name: str, scope: Scope) -> list[Given]:
        """Give what callers give for a parameter of a function, and its default."""
        function = scope.function
        if function is None or annotation_of(name, scope) is None:
            return []
        taken = function.args
        names = [one.arg for one in (*taken.posonlyargs, *taken.args)]
        defaults = dict(zip(reversed(names), reversed(taken.defaults), strict=False))
        keys = zip(taken.kwonlyargs, taken.kw_defaults, strict=True)
        defaults |= {one.arg: value for one, value in keys if value is not None}
        given = [Given(defaults[name], scope)] if name in defaults else []
        bound = 1 if names[:1] in (["self"], ["cls"]) else 0
        at = names.index(name) - bound if name in names else None
        rest = len(names) - bound if taken.vararg and taken.vararg.arg == name else None
        called = function.name
        if called == "__init__" and scope.owner is not None:
            called = scope.owner.name
        for call, where in self._sources.calls[called]:
            if called == function.name and not self._calls(call, where, function):
                continue
            given += _argument(call, where, name, at)
            given += [Given(one, where) for one in call.args[rest:]] if rest is not None else []
        return given

    def _calls(self, call: ast.Call, scope: Scope, function: Function) -> bool:
        if isinstance(call.func, ast.Attribute):
            return any(made is function for _, made in self._objects.methods(call.func, scope))
        found = self._sources.function(name_of(call.func), scope.module)
        return found is not None and found[0] is function

    def _kept(self, node: ast.Attribute, scope: Scope) -> Iterator[Given]:
        name = node.attr
        for owner in self._objects.parts(node, scope):
            if not may_be_text(owner.fields.get(name)):
                continue
            yield from owner.values.get(name, ())
            if name in owner.fields:
                at = list(owner.fields).index(name)
                for call, where in self._sources.calls[owner.name]:
                    yield from _argument(call, where, name, at)
                for call, where in self._replaced[name]:
                    changed = [Given(one, where) for one in call.args[:1]]
                    if any(owner in self._objects.classes(one) for one in changed):
                        yield from _argument(call, where, name, None)
            if name in owner.methods and may_be_text(owner.methods[name].returns):
                function = owner.methods[name]
                where = Scope(owner.scope.module, owner, function)
                yield from (Given(one, where) for one in returned(function))

    def _called(self, call: ast.Call, scope: Scope) -> Iterator[Piece | Given]:
        name = name_of(call.func)
        within = [call.func.value] if isinstance(call.func, ast.Attribute) else []
        given = [Given(one, scope) for one in (*within, *call.args)]
        if name == "format" and within:
            filled = {one.arg: Given(one.value, scope) for one in call.keywords if one.arg}
            yield from (replace(one, places=one.places | filled) for one in self.of(given[0]))
        elif name in {"get", "pop"}:  # what is asked for is a key
            yield from (*given[:1], *given[2:])
        elif name in _UNCHANGED:
            yield from given
        elif name not in TRANSLATING:
            functions = list(self._functions(call, scope))
            for where, function in functions:
                if may_be_text(function.returns):
                    yield from (Given(one, where) for one in returned(function))
            if not functions and self._sources.is_text(name):
                yield from given

    def _functions(self, call: ast.Call, scope: Scope) -> Iterator[tuple[Scope, Function]]:
        if isinstance(call.func, ast.Attribute):
            yield from self._objects.methods(call.func, scope)
            return
        found = self._sources.function(name_of(call.func), scope.module)
        if found is not None:
            yield found[1], found[0]


def _part(step: Piece | Given, at: int) -> Piece | Given:
    """Give a part of what a function returns, where it returns several things."""
    if isinstance(step, Given) and isinstance(step.node, ast.Tuple) and at < len(step.node.elts):
        return Given(step.node.elts[at], step.scope)
    return step


def _argument(call: ast.Call, scope: Scope, name: str, at: int | None) -> Iterator[Given]:
    """Yield what a call gives for a parameter of a name and a place."""
    yield from (Given(one.value, scope) for one in call.keywords if one.arg == name)
    before = call.args[: at + 1] if at is not None else []
    whole = not any(isinstance(one, ast.Starred) for one in before)
    if at is not None and whole and len(before) == at + 1:
        yield Given(before[at], scope)


def _key(given: Given) -> tuple[int, int]:
    return id(given.node), id(given.scope.function)
