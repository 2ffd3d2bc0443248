"""Tables deeper inside JSON, with the facts beside them: columns, rows, or series of numbers."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from limbwatch.sensor.files.containers.contained import Sheet, sheet_of_columns
from limbwatch.sensor.files.containers.stated_columns import is_rows, stated_columns, with_units
from limbwatch.sensor.files.containers.time_series import series_table
from limbwatch.sensor.files.tables.heads.spelling import holds_number
from limbwatch.sensor.files.values.unit import is_other_unit

_DEEPEST = 6
"""Deepest nesting of objects that is searched: session, sensors, each of them. Chosen."""

_LONGER = 10
"""Ratio of the rows of inner tables to those of the outer one from which the latter is not the
table. Chosen."""

_AXES = 3
"""Fewest numbers of a row that may be a sample of acceleration."""

_FEWEST_ROWS = 20
_FEWEST_COLUMNS = 3
WHOSE = ("name", "sensor", "device", "position", "placement", "location", "label", "id", "mac")
"""Keys that name the sensor of an object; without them, the objects of a list are packets."""


@dataclass(frozen=True, slots=True, kw_only=True)
class InnerTable:
    """A table within JSON."""

    name: str
    """Name of the sensor, if each object of a list is of one."""
    said: tuple[str, ...]
    """Numbers and texts beside and around the table, as ``name: value``."""
    names: tuple[str, ...]
    """Names of its columns; empty if it has none."""
    columns: Sequence[Sequence[Any]]
    stated: list[Any] | None = None
    """The list that holds its rows or columns, if their names stand in another one."""

    def __len__(self) -> int:
        return len(self.columns[0])


def inner_tables(content: dict[str, Any]) -> tuple[Sheet, ...]:
    """Find the tables of JSON that lie deeper than the rows at its top.

    Returns one sheet per sensor, with facts about it in lines above the table; none if several have
    no distinct names, or if no inner table is much longer than the rows at the top. A table whose
    names stand in another list need not be: it may itself be at the top, and it may be shorter than
    lists there that hold fewer than three numbers a row.
    """
    found = list(_find_tables(content, "", (), _DEEPEST))
    longest = max(map(len, found), default=0)
    lists = [one for one in content.values() if isinstance(one, list)]
    outer = max(map(len, lists), default=0)
    top = [one for one in lists if len(one) == outer]
    stated = [one.stated for one in found if one.stated and len(one) == longest]
    others = [column for column in top if not any(column is one for one in stated)]
    # three numbers or more in a row of equally long lists may be a sample
    may_be_shorter = bool(stated) and all(
        _count_numbers(list(row)) < _AXES for row in zip(*others, strict=True)
    )
    if longest < max(_FEWEST_ROWS, 0 if may_be_shorter else _LONGER * outer):
        return ()
    kept = [one for one in found if len(one) * _LONGER >= longest]
    names = {one.name for one in kept}
    if len(names) < len(kept):
        return ()
    return tuple(sheet_of_columns(one.name, one.columns, one.names, one.said) for one in kept)


def _count_numbers(value: Any) -> int:
    """Count the numbers in a value, also as text, and in its lists and objects."""
    if isinstance(value, dict | list):
        return sum(map(_count_numbers, value.values() if isinstance(value, dict) else value))
    return holds_number(value) if isinstance(value, str) else isinstance(value, int | float)


def _find_tables(
    value: Any, name: str, around: tuple[dict[str, Any], ...], deepest: int
) -> Iterator[InnerTable]:
    if not isinstance(value, dict) or deepest == 0:
        return
    around = (*around, value)
    columns = {key: one for key, one in value.items() if _is_numbers(one)}
    lengths = {len(one) for one in columns.values()}

    def table(
        names: tuple[str, ...], columns: Sequence[Sequence[Any]], stated: Any = None
    ) -> InnerTable:
        said = tuple(fact for value in around for fact in _facts_in(value))
        return InnerTable(name=name, said=said, names=names, columns=columns, stated=stated)

    if len(columns) >= _FEWEST_COLUMNS and len(lengths) == 1:
        yield table(with_units(columns, around), list(columns.values()))
    for key, one in value.items():
        if (stated := stated_columns(one, around)) is not None:
            yield table(*stated, stated=one)
        elif (series := series_table(one)) is not None:
            yield table(*series)
        elif is_rows(one, _is_number):
            yield table((), list(zip(*one, strict=True)))
        elif _are_records(one):
            columns_of_records = [[record[key] for record in one] for key in one[0]]
            yield table(with_units(one[0], around), columns_of_records)
        elif isinstance(one, dict):
            yield from _find_tables(one, key if not name else f"{name} {key}", around, deepest - 1)
        elif isinstance(one, list) and one and all(_sensor_name(each) for each in one):
            for each in one:
                yield from _find_tables(each, _sensor_name(each), around, deepest - 1)
        elif isinstance(one, list) and len(one) == 1:
            yield from _find_tables(one[0], name, around, deepest - 1)


def _facts_in(value: dict[str, Any], name: str = "") -> Iterator[str]:
    """Yield the facts in an object and in its inner objects without tables.

    A unit of another quantity has the name of its inner object before it, as that may be a sensor.
    """
    for key, one in value.items():
        if isinstance(one, str | int | float):
            yield f"{name if is_other_unit(str(one)) else ''}{key}: {one}"
        elif isinstance(one, dict) and not any(isinstance(v, dict | list) for v in one.values()):
            yield from _facts_in(one, f"{key} ")


def _sensor_name(value: Any) -> str:
    if not isinstance(value, dict):
        return ""
    folded = {key.casefold(): one for key, one in value.items()}
    name = next((str(folded[key]) for key in WHOSE if isinstance(folded.get(key), str | int)), "")
    tags = folded.get("tags")
    return " ".join((name, *map(str, tags.values()))) if name and isinstance(tags, dict) else name


def _is_numbers(value: Any) -> bool:
    return isinstance(value, list) and len(value) >= _FEWEST_ROWS and all(map(_is_number, value))


def _are_records(value: Any) -> bool:
    """Return whether a value is a list of objects with equal keys and plain values."""
    if not isinstance(value, list) or len(value) < _FEWEST_ROWS or not isinstance(value[0], dict):
        return False
    names = value[0].keys()
    return len(names) >= _FEWEST_COLUMNS and all(
        isinstance(record, dict)
        and record.keys() == names
        and all(isinstance(cell, str) or _is_number(cell) for cell in record.values())
        for record in value
    )


def _is_number(value: Any) -> bool:
    return value is None or (isinstance(value, int | float) and not isinstance(value, bool))
