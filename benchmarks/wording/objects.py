"""Of which classes the objects are that stand in an expression, by what the sources tell of it.

Every function and field of the sources is annotated; so nothing has to be run.
"""

import ast
import re
from typing import Final

from benchmarks.wording.sources import (
    Function,
    Given,
    Scope,
    SourceClass,
    Sources,
    inside,
    name_of,
)

_NAME: Final = re.compile(r"[A-Za-z_]\w*")
_NO_TEXT: Final = frozenset(
    {"float", "int", "bool", "bytes", "None", "Path", "datetime", "date", "timedelta", "tzinfo"}
    | {"list", "tuple", "Sequence", "Iterable", "Iterator", "Array", "Signal", "Zoneinfo", "dict"}
    | {"NDArray", "np", "Final", "Mapping", "type", "set", "frozenset", "time"}
)
"""Names in annotations of what is no text."""


class Objects:
    """The classes of the objects in expressions."""

    def __init__(self, sources: Sources) -> None:
        self._sources = sources
        self._known: dict[tuple[int, int], frozenset[str]] = {}

    def classes(self, given: Given) -> tuple[SourceClass, ...]:
        """Find the classes of an expression, and their families; those within a list, too."""
        return self._sources.family(self._names(given))

    def _names(self, given: Given) -> frozenset[str]:
        key = (id(given.node), id(given.scope.function))
        if key not in self._known:
            self._known[key] = frozenset()  # what is made of itself
            self._known[key] = frozenset(self._found(*given))
        return self._known[key]

    def _found(self, node: ast.expr, scope: Scope) -> set[str]:
        match node:
            case ast.Name(id="self" | "cls") if scope.owner is not None:
                found = {scope.owner.name}
            case ast.Name(id=name):
                found = self._of_name(name, scope)
            case ast.Attribute(value=value, attr=name):
                owners = self.classes(Given(value, scope))
                found = {made for one in owners for made in self._of_part(one, name)}
            case ast.Call(func=func):
                found = self._of_call(func, scope)
            case _:
                parts = (Given(one, scope) for one in inside(node))
                found = {made for one in parts for made in self._names(one)}
        return found

    def _of_name(self, name: str, scope: Scope) -> set[str]:
        told = annotation_of(name, scope)
        told = told or self._sources.told.get((id(scope.function), name))
        if told is not None:
            return names_in(told)
        if name in self._sources.classes:
            return {name}
        given = self._sources.set[id(scope.function), name] if scope.function else []
        constant = None if given else self._sources.constant(name, scope.module)
        return {one for each in (*given, *filter(None, [constant])) for one in self._names(each)}

    def _of_part(self, owner: SourceClass, name: str) -> set[str]:
        told = owner.fields.get(name)
        if name in owner.methods:
            told = owner.methods[name].returns
        if told is not None:
            return names_in(told)
        return {one for each in owner.values.get(name, ()) for one in self._names(each)}

    def _of_call(self, func: ast.expr, scope: Scope) -> set[str]:
        if isinstance(func, ast.Attribute):
            return {one for _, made in self.methods(func, scope) for one in _returns(made)} or (
                set(self._names(Given(func.value, scope))) if func.attr in {"get", "pop"} else set()
            )
        name = name_of(func)
        if name in self._sources.classes:
            return {name}
        found = self._sources.function(name, scope.module)
        return _returns(found[0]) if found else set()

    def methods(self, func: ast.Attribute, scope: Scope) -> list[tuple[Scope, Function]]:
        """Find the methods that are called by an expression, each with its scope.

        Where it is not told of which class an object is, a method that only one class has is its.
        """
        found = self.classes(Given(func.value, scope))
        only = self._sources.owners.get(func.attr, [])
        return [
            (Scope(one.scope.module, one, one.methods[func.attr]), one.methods[func.attr])
            for one in (found or (only if len(only) == 1 else ()))
            if func.attr in one.methods
        ]

    def parts(self, node: ast.Attribute, scope: Scope) -> list[SourceClass]:
        """Find the classes whose objects an attribute is a part of."""
        name = node.attr
        return [
            one
            for one in self.classes(Given(node.value, scope))
            if name in one.fields or name in one.values or name in one.methods
        ]


def annotation_of(name: str, scope: Scope) -> ast.expr | None:
    """Give the annotation of a parameter of a function."""
    if scope.function is None:
        return None
    taken = scope.function.args
    every = (*taken.posonlyargs, *taken.args, *taken.kwonlyargs, taken.vararg)
    return next((one.annotation for one in every if one and one.arg == name), None)


def names_in(annotation: ast.expr) -> set[str]:
    """List the names in an annotation, also in one that is written as a text."""
    return set(_NAME.findall(ast.unparse(annotation)))


def may_be_text(annotation: ast.expr | None) -> bool:
    """Tell whether something may hold a text by its annotation."""
    return annotation is None or not names_in(annotation) <= _NO_TEXT


def _returns(function: Function) -> set[str]:
    return names_in(function.returns) if function.returns is not None else set()
