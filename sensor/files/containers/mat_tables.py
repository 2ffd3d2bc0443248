"""Tables of a MATLAB file: vectors and matrices of one length, side by side."""

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import numpy as np
import pyarrow as pa

from limbwatch.sensor.files.containers.contained import Sheet, named, sheet_of_columns
from limbwatch.sensor.files.containers.inner_tables import WHOSE
from limbwatch.sensor.files.containers.labchart_blocks import channels_cut
from limbwatch.sensor.files.containers.mat_values import MatValue
from limbwatch.sensor.files.tables.heads.axis_names import AXES
from limbwatch.sensor.files.times.writing.scales import credible

_FEWEST_ROWS = 20
_MOST_COLUMNS = 32
"""Most columns of a matrix; one with more is a picture or a spectrum. Chosen."""

_MOST_LINES = 100
"""Most lines above a table, so that its rows stay within the part that is recognised. Chosen."""
_LONGEST_LINE = 200
"""Longest such line, characters. Chosen."""


_DATENUM_1970 = 719_529
"""Days from MATLAB's year 0 to 1970 (its ``datenum``)."""

_WHEN = re.compile(r"start|begin|date|time|t_?0$", re.IGNORECASE)
"""Names of variables that may hold a date in days."""

_UNIT = re.compile(r"(?:acc\w*_)?units?", re.IGNORECASE)
_LABELS = re.compile(r"col|lab|name|chan|var|head", re.IGNORECASE)
"""Names of variables that may name the columns of a matrix."""


def mat_sheets(values: Sequence[MatValue]) -> tuple[tuple[Sheet, ...], tuple[str, ...]]:
    """Find the tables in the variables of a file; return them and notes.

    There is one table for each struct and length, named by its path.
    """
    notes: list[str] = []
    sheets = list(_tables(channels_cut(values) or values, "", (), notes))
    names = [sheet.name for sheet in sheets]
    found = tuple(
        sheet if names.count(sheet.name) == 1 else replace(sheet, name=f"{sheet.name} {at}".strip())
        for at, sheet in enumerate(sheets, 1)
    )
    return found, tuple(dict.fromkeys(notes))


def _tables(
    values: Sequence[MatValue], name: str, comment_lines: tuple[str, ...], notes: list[str]
) -> Iterator[Sheet]:
    comment_lines = (*comment_lines, *_lines_above(values, notes))[:_MOST_LINES]
    lengths: defaultdict[int, list[tuple[str, list[pa.Array]]]] = defaultdict(list)
    for value in values:
        columns = _columns(value, notes)
        if columns:
            lengths[len(columns[0])].append((value.name, columns))
    units = [one.lines[0] for one in values if _UNIT.fullmatch(one.name) and len(one.lines) == 1]
    for arrays in lengths.values():
        called = name if len(lengths) == 1 else f"{name} {arrays[-1][0]}".strip()
        whole: dict[str, pa.Array] = {}
        taken: set[str] = set()
        for array, columns in arrays:
            names = _names(array, columns, values, notes)
            if taken & set(names):
                names = [f"{array}_{label}" for label in names]
            taken.update(names)
            if names:
                whole |= {
                    named(label, units[0] if units and len(columns) > 1 else ""): column
                    for label, column in zip(names, columns, strict=True)
                }
            else:
                beside = [one[0] for _, one in arrays if len(one) == 1]
                yield sheet_of_columns(
                    f"{name} {array}".strip(), [*beside, *columns], facts=comment_lines
                )
        if len(whole) >= len(AXES):
            yield sheet_of_columns(called, list(whole.values()), list(whole), comment_lines)
    for value in values:
        structs = [one for one in value.inside if one.kind == "struct" and not one.name]
        if value.kind == "struct" and not structs:
            yield from _tables(value.inside, f"{name} {value.name}".strip(), comment_lines, notes)
        for at, one in enumerate(structs, 1):
            yield from _tables(one.inside, _path(name, value, at, one), comment_lines, notes)


def _path(name: str, value: MatValue, at: int, element: MatValue) -> str:
    """Return the path of an element of an array of structs, by a name in it or by its number."""
    told = {one.name.casefold(): one.lines[0] for one in element.inside if len(one.lines) == 1}
    mine = next((told[key] for key in WHOSE if key in told), str(at))
    return f"{name} {value.name} {mine}".strip()


def _columns(value: MatValue, notes: list[str]) -> list[pa.Array]:
    """Return the columns of an array that is long in one dimension and narrow in the other."""
    if value.kind == "text" and len(value.lines) >= _FEWEST_ROWS:
        return [pa.array(value.lines)]
    if value.kind == "cell" and len(value.inside) >= _FEWEST_ROWS:
        texts = [one.lines[0] for one in value.inside if len(one.lines) == 1]
        return [pa.array(texts)] if len(texts) == len(value.inside) else []
    if value.numbers is None or value.numbers.ndim != 2:
        return []
    table = value.numbers
    across = table.shape[0] < table.shape[1]
    if across:
        table = table.T
    if len(table) < _FEWEST_ROWS or not 1 <= table.shape[1] <= _MOST_COLUMNS:
        return []
    if across and table.shape[1] > 1:
        notes.append(
            f"{value.name} is {value.shape[0]} x {value.shape[1]}: its rows were read as columns."
        )
    return [pa.array(np.ascontiguousarray(column), from_pandas=True) for column in table.T]


def _names(
    array: str, columns: Sequence[pa.Array], values: Sequence[MatValue], notes: list[str]
) -> list[str]:
    """Return the names of an array's columns; empty if none fit."""
    if len(columns) == 1:
        return [array]
    told = [
        texts
        for one in values
        if _LABELS.search(one.name)
        and len(texts := _texts(one)) == len(columns)
        and len(set(texts)) == len(texts)
    ]
    if len(told) == 1 and all(told[0]):
        return told[0]
    if len(columns) != len(AXES):
        return []
    notes.append(f"The columns of {array} have no names and were read as x, y and z.")
    return [f"{array}_{axis}" for axis in AXES]


def _texts(value: MatValue) -> list[str]:
    if value.kind == "text":
        return list(value.lines)
    return [one.lines[0] for one in value.inside if value.kind == "cell" and len(one.lines) == 1]


def _lines_above(values: Sequence[MatValue], notes: list[str]) -> Iterator[str]:
    """Yield lines on values beside arrays, also those in structs without arrays."""
    for value in values:
        yield from _line_above(value, values, notes)
        if value.kind == "struct" and not any(
            one.inside or _columns(one, []) for one in value.inside
        ):
            for one in value.inside:
                yield from _line_above(one, value.inside, notes)


def _unit_beside(value: MatValue, beside: Sequence[MatValue]) -> str:
    """Return the unit of a number from the variable named for it: ``isi`` and ``isi_units``."""
    called = re.compile(rf"{re.escape(value.name)}_?units?", re.IGNORECASE)
    units = [one.lines[0] for one in beside if called.fullmatch(one.name) and len(one.lines) == 1]
    return f" {units[0].strip()}" if len(units) == 1 else ""


def _line_above(value: MatValue, beside: Sequence[MatValue], notes: list[str]) -> Iterator[str]:
    """Yield a text, a number with its unit or a date as a line above a table."""
    if len(value.lines) == 1 and len(value.lines[0]) <= _LONGEST_LINE:
        yield f"{value.name}: {value.lines[0]}"
    elif value.numbers is not None:
        numbers = value.numbers.ravel()[:7].tolist()
        when = _parse_date(value.name, numbers)
        if when is not None:
            text = when.isoformat(sep=" ", timespec="milliseconds")
            notes.append(f"{value.name} was read as a date of MATLAB: {text}.")
            yield f"{value.name}: {text}"
        elif len(numbers) == 1:
            number = numbers[0]
            whole = isinstance(number, float) and number.is_integer() and abs(number) < 1e15
            unit = _unit_beside(value, beside)
            yield f"{value.name}: {int(number) if whole else number}{unit}"


def _parse_date(name: str, numbers: Sequence[float]) -> datetime | None:
    """Parse a MATLAB date: days since its year 0, or six numbers from year to second."""
    try:
        if len(numbers) == 6 and _WHEN.search(name):
            year, month, day, hour, minute = map(int, numbers[:5])
            when = datetime(year, month, day, hour, minute, tzinfo=UTC)
            when += timedelta(seconds=numbers[5])
        elif len(numbers) == 1 and _WHEN.search(name):
            ms = round((numbers[0] - _DATENUM_1970) * 86_400_000)
            when = datetime(1970, 1, 1, tzinfo=UTC) + timedelta(milliseconds=ms)
        else:
            return None
    except (ValueError, OverflowError):
        return None
    return when.replace(tzinfo=None) if credible(when) else None
