"""Columns of a night: every figure of `Summary`, flattened, with its meaning and unit.

Columns follow from the types of the figures, not from the nights at hand: two studies scored by one
version have the same columns, and a new figure becomes a column without a line here.
"""

import types
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, fields, is_dataclass
from enum import StrEnum
from functools import cache
from operator import attrgetter, itemgetter, methodcaller
from typing import Any, Final, Union, get_args, get_origin, get_type_hints

from limbwatch.classify.associations import WINDOWS
from limbwatch.classify.figures import Summary
from limbwatch.classify.laboratory import RespiratoryFigures
from limbwatch.classify.night import Finding
from limbwatch.classify.sensor_figures import SensorFigures
from limbwatch.cli.study.tabled.figure_meanings import meaning_of, unit_of
from limbwatch.sensor import Placement

JOIN: Final = "; "
"""Separates several texts in one cell."""
_NOT_SHOWN: Final = frozenset({"schema", "subject", "session", "placement"})
"""Fields that have a column elsewhere."""
_WINDOW: Final = (RespiratoryFigures, "window")
"""Field that is part of column names."""


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a table."""

    name: str
    kind: type
    """``int``, ``float`` or ``str``; truth is an int, 1 or 0."""
    description: str
    value_of: Callable[[Any], Any]
    """Takes the object that a row describes; returns the value."""
    unit: str = ""
    """Empty for counts, shares and texts."""


def field_column(name: str, kind: type, description: str) -> Column:
    """Return a column of the attribute with that name."""
    return Column(name, kind, description, attrgetter(name))


@cache
def figure_columns() -> tuple[Column, ...]:
    """Return the columns of a summary, in the order of keys in ``night.json``."""
    return tuple(_columns(Summary, "", lambda summary: summary))


def _columns(owner: type, prefix: str, of: Callable[[Any], Any]) -> Iterator[Column]:
    hints = get_type_hints(owner)
    for field in fields(owner):
        name = f"{prefix}{field.name}"
        if field.name not in _NOT_SHOWN and (owner, field.name) != _WINDOW:
            yield from _columns_of_type(
                hints[field.name], name, _unless_none(of, attrgetter(field.name))
            )


def _columns_of_type(kind: Any, name: str, of: Callable[[Any], Any]) -> Iterator[Column]:
    kind = _without_none(kind)
    if isinstance(kind, type) and is_dataclass(kind):
        yield from _columns(kind, f"{name}_", of)
    elif isinstance(kind, type) and issubclass(kind, str | bool | int | float):
        yield from _scalar(kind, name, of)
    elif get_origin(kind) is tuple and get_args(kind) == (float, float):
        stem = name.removesuffix("_s")
        for number, end in enumerate(("start", "end")):
            yield _column(f"{stem}_{end}_s", float, _unless_none(of, itemgetter(number)))
    elif get_origin(kind) is tuple:
        yield from _columns_of_tuple(get_args(kind)[0], name, of)
    elif isinstance(get_origin(kind), type) and issubclass(get_origin(kind), Mapping):
        yield from _columns_of_mapping(get_args(kind), name, of)


def _scalar(kind: type, name: str, of: Callable[[Any], Any]) -> Iterator[Column]:
    if issubclass(kind, bool):
        yield _column(name, int, _unless_none(of, int))
    elif issubclass(kind, str):
        yield _column(name, str, _unless_none(of, str))
    else:
        yield _column(name, kind, of)


def _columns_of_tuple(kind: Any, name: str, of: Callable[[Any], Any]) -> Iterator[Column]:
    if kind is SensorFigures:
        for placement in Placement:
            yield from _columns(
                kind, f"{name}_{placement.value}_", methodcaller("sensor", placement)
            )
    elif kind is RespiratoryFigures:
        for window in WINDOWS:
            yield from _columns(kind, f"{name}_{window.rules}_", _by_window(of, window.rules))
    elif kind is Finding:
        yield _column(name, str, lambda owner: JOIN.join(finding.code for finding in of(owner)))
    elif isinstance(kind, type) and issubclass(kind, str):
        yield _column(name, str, _unless_none(of, JOIN.join))
    else:  # rows of another table, or spans: only counted
        yield _column(f"{name.removesuffix('_s')}_count", int, _unless_none(of, len))


def _columns_of_mapping(
    kinds: tuple[Any, ...], name: str, of: Callable[[Any], Any]
) -> Iterator[Column]:
    key, value = kinds
    if isinstance(key, type) and issubclass(key, StrEnum) and value is int:
        for member in key:
            yield _column(
                f"{name}_{member.value}", int, _unless_none(of, methodcaller("get", member))
            )
    else:
        yield _column(
            name,
            str,
            lambda owner: JOIN.join(f"{k}={v}" for k, v in sorted((of(owner) or {}).items())),
        )


def _by_window(of: Callable[[Any], Any], rules: str) -> Callable[[Any], Any]:
    return lambda owner: next(
        (figures for figures in of(owner) or () if figures.window == rules), None
    )


def _unless_none(of: Callable[[Any], Any], take: Callable[[Any], Any]) -> Callable[[Any], Any]:
    """Apply a function to a value unless it is None."""

    def get(owner: Any) -> Any:
        value = of(owner)
        return None if value is None else take(value)

    return get


def _without_none(kind: Any) -> Any:
    """Return a type without None."""
    if get_origin(kind) in {Union, types.UnionType}:
        (kind,) = (member for member in get_args(kind) if member is not type(None))
    return kind


def _column(name: str, kind: type, of: Callable[[Any], Any]) -> Column:
    return Column(name, kind, meaning_of(name), of, unit_of(name))
