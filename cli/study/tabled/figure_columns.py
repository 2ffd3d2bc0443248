"""The columns of a night: every figure of `Summary`, flat, with what it is and its unit.

Columns follow from the types of the figures, not from the nights at hand: two studies scored by one
version have the same columns, and a new figure becomes one without a line here.
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
"""Between several texts in one cell."""
_NOT_SHOWN: Final = frozenset({"schema", "subject", "session", "placement"})
_WINDOW: Final = (RespiratoryFigures, "window")
"""Keys that stand in another column, or in the name of one."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """A column of a table."""

    name: str
    kind: type
    """``int``, ``float`` or ``str``; truth is an int, 1 or 0."""
    description: str
    unit: str = ""
    """Empty for counts, shares and texts."""
    of: Callable[[Any], Any]
    """Takes what the rows are made of."""


def field_column(name: str, kind: type, *, description: str) -> Column:
    """Make a column of an attribute of that name of what the rows are made of."""
    return Column(name=name, kind=kind, description=description, of=attrgetter(name))


@cache
def figure_columns() -> tuple[Column, ...]:
    """List the columns of a summary, in the order of ``night.json``'s keys."""
    return tuple(_columns(Summary, "", lambda summary: summary))


def _columns(owner: type, prefix: str, of: Callable[[Any], Any]) -> Iterator[Column]:
    hints = get_type_hints(owner)
    for one in fields(owner):
        name = f"{prefix}{one.name}"
        if one.name not in _NOT_SHOWN and (owner, one.name) != _WINDOW:
            yield from _of_type(hints[one.name], name, _known(of, attrgetter(one.name)))


def _of_type(kind: Any, name: str, of: Callable[[Any], Any]) -> Iterator[Column]:
    kind = _bare(kind)
    if isinstance(kind, type) and is_dataclass(kind):
        yield from _columns(kind, f"{name}_", of)
    elif isinstance(kind, type) and issubclass(kind, str | bool | int | float):
        yield from _plain(kind, name, of)
    elif get_origin(kind) is tuple and get_args(kind) == (float, float):
        stem = name.removesuffix("_s")
        for at, end in enumerate(("start", "end")):
            yield _column(f"{stem}_{end}_s", float, _known(of, itemgetter(at)))
    elif get_origin(kind) is tuple:
        yield from _several(get_args(kind)[0], name, of)
    elif isinstance(get_origin(kind), type) and issubclass(get_origin(kind), Mapping):
        yield from _mapped(get_args(kind), name, of)


def _plain(kind: type, name: str, of: Callable[[Any], Any]) -> Iterator[Column]:
    if issubclass(kind, bool):
        yield _column(name, int, _known(of, int))
    elif issubclass(kind, str):
        yield _column(name, str, _known(of, str))
    else:
        yield _column(name, kind, of)


def _several(kind: Any, name: str, of: Callable[[Any], Any]) -> Iterator[Column]:
    if kind is SensorFigures:
        for placement in Placement:
            yield from _columns(
                kind, f"{name}_{placement.value}_", methodcaller("sensor", placement)
            )
    elif kind is RespiratoryFigures:
        for window in WINDOWS:
            yield from _columns(kind, f"{name}_{window.rules}_", _by_window(of, window.rules))
    elif kind is Finding:
        yield _column(name, str, lambda owner: JOIN.join(one.code for one in of(owner)))
    elif isinstance(kind, type) and issubclass(kind, str):
        yield _column(name, str, _known(of, JOIN.join))
    else:  # rows of another table, or spans
        yield _column(f"{name.removesuffix('_s')}_count", int, _known(of, len))


def _mapped(kinds: tuple[Any, ...], name: str, of: Callable[[Any], Any]) -> Iterator[Column]:
    key, value = kinds
    if isinstance(key, type) and issubclass(key, StrEnum) and value is int:
        for member in key:
            yield _column(f"{name}_{member.value}", int, _known(of, methodcaller("get", member)))
    else:
        yield _column(
            name,
            str,
            lambda owner: JOIN.join(f"{k}={v}" for k, v in sorted((of(owner) or {}).items())),
        )


def _by_window(of: Callable[[Any], Any], rules: str) -> Callable[[Any], Any]:
    return lambda owner: next((one for one in of(owner) or () if one.window == rules), None)


def _known(of: Callable[[Any], Any], take: Callable[[Any], Any]) -> Callable[[Any], Any]:
    """Take something of what is found, where it is known."""

    def get(owner: Any) -> Any:
        found = of(owner)
        return None if found is None else take(found)

    return get


def _bare(kind: Any) -> Any:
    """Take the None off a type."""
    if get_origin(kind) in {Union, types.UnionType}:
        (kind,) = (one for one in get_args(kind) if one is not type(None))
    return kind


def _column(name: str, kind: type, of: Callable[[Any], Any]) -> Column:
    return Column(name=name, kind=kind, description=meaning_of(name), unit=unit_of(name), of=of)
