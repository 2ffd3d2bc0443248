"""Columns of JSON whose names and units stand in another list than their numbers.

Edge Impulse writes ``sensors`` with ``name`` and ``units`` beside ``values``, programs around wfdb
``sig_name`` and ``units`` beside ``p_signal``, Grafana ``schema.fields`` beside ``data.values``,
and others ``columns``, ``channels`` or ``fields`` beside rows.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from limbwatch.sensor.files.tables.clock_columns.time_names import is_timely
from limbwatch.sensor.files.values.unit import is_other_unit

_NAMES = re.compile(
    r"(?:columns?|channels?|fields?|sensors?|signals?|features?|variables?|axes|axis|headers?)"
    r"(?:_?(?:names?|labels?))?|(?:sig|col|ch)_?names?|names?|labels?|keys?",
    re.IGNORECASE,
)
"""Keys of a list with the names of columns."""

_UNITS = re.compile(r"(?:\w+_)?(?:units?|uom)", re.IGNORECASE)
"""Keys of units: of all columns, of each in their order, or of each by its name."""

_NAME_KEYS = ("name", "label", "channel", "signal", "axis", "title", "key", "id")
"""Keys of the name of a column that is described by an object, the likeliest first."""

_FEWEST_VALUES = 20
"""Fewest values of a column: fewer are a list of something else. Chosen."""

_FEWEST_COLUMNS = 3


class StatedColumns(NamedTuple):
    """Names of columns, with their units in brackets, and their cells."""

    names: tuple[str, ...]
    columns: Sequence[Sequence[Any]]


def stated_columns(value: Any, around: Sequence[Mapping[str, Any]]) -> StatedColumns | None:
    """Return rows, or columns one after the other, under the names that stand around them.

    ``around`` are the objects that contain the value, the outermost first. None if the value is no
    table, or if nothing around it names as many columns.
    """
    if not isinstance(value, list) or not value:
        return None
    if (channels := _described_channels(value)) is not None:
        return channels
    if not isinstance(value[0], list):
        return None
    width = len(value[0])
    names = _names_around(around, width) if len(value) >= _FEWEST_VALUES else None
    if names is not None and all(map(_row_of(width), value)):
        table = StatedColumns(names, list(zip(*value, strict=True)))
        return _with_time_beside(table, around[-1])
    names = _names_around(around, len(value)) if width >= _FEWEST_VALUES else None
    if names is not None and all(map(_row_of(width), value)):
        return _with_time_beside(StatedColumns(names, value), around[-1])
    return None


def _with_time_beside(table: StatedColumns, beside: Mapping[str, Any]) -> StatedColumns:
    """Put a list of times that stands beside a table before its columns, if it has no time."""
    if any(map(is_timely, table.names)):
        return table
    for name, times in beside.items():
        fits = isinstance(times, list) and len(times) == len(table.columns[0])
        if fits and is_timely(name) and _are_plain(times):
            return StatedColumns((name, *table.names), [times, *table.columns])
    return table


def with_units(names: Iterable[str], around: Sequence[Mapping[str, Any]]) -> tuple[str, ...]:
    """Return names of columns with the units that an object around them states for each."""
    units = _units_by_name(around)
    return tuple(_joined(name, units.get(name, "")) for name in names)


def unit_facts(value: Mapping[str, Any]) -> Iterator[str]:
    """Yield the units that an object or a small object in it states, as ``key: unit``.

    A unit of another quantity has the name of its small object before it, as that may be a sensor.
    """
    inner = {f"{name} ": one for name, one in value.items() if isinstance(one, dict)}
    for name, place in {"": value, **inner}.items():
        if name and any(map(_is_long, place.values())):
            continue
        for key, unit in place.items():
            if _UNITS.fullmatch(key) and isinstance(unit, str):
                yield f"{name if is_other_unit(unit) else ''}{key}: {unit}"


def _names_around(around: Sequence[Mapping[str, Any]], width: int) -> tuple[str, ...] | None:
    """Find names and units of so many columns in the nearest object that has them."""
    if width < _FEWEST_COLUMNS:
        return None
    units: Sequence[str] = ()
    for place in _places(around):
        lists = {key: one for key, one in place.items() if isinstance(one, list)}
        fitting = {key: one for key, one in lists.items() if len(one) == width}
        for key, one in fitting.items():
            described = _described(one) if _NAMES.fullmatch(key) else None
            if described is not None:
                return tuple(_joined(name, unit) for name, unit in described)
        texts = {key: one for key, one in fitting.items() if all(map(_is_text, one))}
        units = units or next((one for key, one in texts.items() if _UNITS.fullmatch(key)), ())
        names = next((one for key, one in texts.items() if _NAMES.fullmatch(key)), None)
        if names is not None:
            units = units or _texts_of(around, width)
            if units:
                return tuple(_joined(name, unit) for name, unit in zip(names, units, strict=True))
            return with_units(names, around)
    if units:
        return tuple(_joined(f"column {at}", unit) for at, unit in enumerate(units, start=1))
    return None


def _texts_of(around: Sequence[Mapping[str, Any]], width: int) -> Sequence[str]:
    """Return the nearest list of so many units."""
    return next(
        (
            one
            for place in _places(around)
            for key, one in place.items()
            if _UNITS.fullmatch(key)
            and isinstance(one, list)
            and len(one) == width
            and all(map(_is_text, one))
        ),
        (),
    )


def _places(around: Sequence[Mapping[str, Any]]) -> Iterator[Mapping[str, Any]]:
    """Yield objects from the nearest on, each with the objects in it that hold no table."""
    for value in reversed(around):
        yield value
        yield from (
            one
            for one in value.values()
            if isinstance(one, dict) and not any(map(_is_long, one.values()))
        )


def _described(value: list[Any]) -> list[tuple[str, str]] | None:
    """Return name and unit of each object of a list that describes columns."""
    found = [_name_and_unit(one) for one in value]
    known = [one for one in found if one is not None]
    return known if len(known) == len(found) else None


def _name_and_unit(value: Any) -> tuple[str, str] | None:
    if not isinstance(value, dict) or any(map(_is_long, value.values())):
        return None
    folded = {key.casefold(): one for key, one in value.items()}
    name = next((folded[key] for key in _NAME_KEYS if _is_text(folded.get(key))), None)
    return None if name is None else (name, _unit_in(value))


def _unit_in(value: Mapping[str, Any]) -> str:
    """Return the unit that the description of a column states, also in its ``config``."""
    units = (
        unit
        for place in _places((value,))
        for key, unit in place.items()
        if _UNITS.fullmatch(key) and isinstance(unit, str)
    )
    return next(units, "")


def _described_channels(value: list[Any]) -> StatedColumns | None:
    """Return channels that are objects with a name and one list of numbers each."""
    names: list[str] = []
    columns: list[list[Any]] = []
    for one in value if _FEWEST_COLUMNS <= len(value) < _FEWEST_VALUES else ():
        if not isinstance(one, dict):
            return None
        lists = [inner for inner in one.values() if _is_long(inner)]
        plain = {key: inner for key, inner in one.items() if not _is_long(inner)}
        described = _name_and_unit(plain)
        if described is None or len(lists) != 1 or not _are_plain(lists[0]):
            return None
        names.append(_joined(*described))
        columns.append(lists[0])
    if len({len(one) for one in columns}) != 1:
        return None
    return StatedColumns(tuple(names), columns)


def _units_by_name(around: Sequence[Mapping[str, Any]]) -> dict[str, str]:
    return {
        name: unit
        for place in reversed(list(_places(around)))
        for key, one in place.items()
        if _UNITS.fullmatch(key) and isinstance(one, dict)
        for name, unit in one.items()
        if isinstance(unit, str)
    }


def _joined(name: str, unit: str) -> str:
    bare = unit.strip()
    return f"{name.strip()} ({bare})" if bare else name.strip()


def _is_text(value: Any) -> bool:
    return isinstance(value, str)


def _is_long(value: Any) -> bool:
    return isinstance(value, list) and len(value) >= _FEWEST_VALUES


def is_rows(value: Any, is_cell: Callable[[Any], bool]) -> bool:
    """Tell whether a value is a table: a list of equally long lists of such cells."""
    if not _is_long(value) or not isinstance(value[0], list):
        return False
    width = len(value[0])
    return width >= _FEWEST_COLUMNS and all(
        isinstance(row, list) and len(row) == width and all(map(is_cell, row)) for row in value
    )


def is_plain_cell(cell: Any) -> bool:
    """Tell whether a cell is a number, a text or empty."""
    return isinstance(cell, str | int | float | None)


def _are_plain(row: list[Any]) -> bool:
    return all(map(is_plain_cell, row))


def _row_of(width: int) -> Any:
    return lambda row: isinstance(row, list) and len(row) == width and _are_plain(row)
