"""Cells that hold a number and its unit: ``0.98 g`` of dashboards, ``0.04 sec`` of MATLAB."""

import csv
import io
import re
from collections.abc import Callable
from functools import cache

from limbwatch.sensor.files.tables.clock_columns.time_names import unit_step
from limbwatch.sensor.files.tables.heads.spelling import split_line
from limbwatch.sensor.files.tables.rewritten.rewriting import (
    SHARE,
    Rewriting,
    last_lines,
    mostly,
)
from limbwatch.sensor.files.values.unit import unit_named

FEWEST = 3
"""Fewest such cells in a line: three axes."""

_CELL = re.compile(
    r'(?<=[,;\t|"])([-+]?(?:\d+[.,]?\d*|[.,]\d+)(?:[eE][-+]?\d+)?)[ \u00a0\u202f]?'
    r'([^\W\d_][^\s,;|"]{0,5})(?="?[ ]*(?:[,;\t|\r\n]|$))'
)


def unit_cells(start: bytes) -> Rewriting | None:
    """Return how to rewrite a table whose numbers have a unit of acceleration behind them.

    All have the same; cells of other quantities may stand beside them (`3.7 V`).
    """
    try:
        lines = [line.decode() for line in last_lines(start)]
    except UnicodeDecodeError:
        return None
    found = [[unit for _, unit in _CELL.findall(line)] for line in lines]
    units = {unit for cells in found for unit in cells if unit_named(unit) is not None}
    if len(units) != 1:
        return None
    (unit,) = units
    if not mostly(found, lambda cells: cells.count(unit) >= FEWEST):
        return None
    return Rewriting(
        rewritten=lambda text: _without_units(text, unit),
        note=f"The unit behind each number, {unit}, was taken for that of its column.",
    )


def _has_unit(cell: str, unit: str) -> bool:
    match = _CELL.search(f",{cell}")
    return match is not None and match[2] == unit


def _without_units(text: bytes, unit: str) -> bytes:
    """Add the unit to the names and remove it from the numbers."""
    decoded = text.decode("utf-8-sig", errors="replace")
    names, end, rows = decoded.partition("\n")
    if _CELL.search(names):
        names, end, rows = "", "", decoded
    else:
        row = rows.partition("\n")[0]
        separator = max(",;\t|", key=row.count)
        names = _with_unit(
            names.rstrip("\r"), row, separator, unit, lambda cell: _has_unit(cell, unit)
        )
    return (
        names + end + _CELL.sub(lambda cell: cell[1] if cell[2] == unit else cell[0], rows)
    ).encode()


def _with_unit(
    names: str, row: str, separator: str, unit: str, has_unit: Callable[[str], bool]
) -> str:
    """Add a unit to the names of the columns whose first cell has it."""
    named, cells = split_line(names, separator), split_line(row, separator)
    if len(named) != len(cells):
        return names
    line = io.StringIO()
    csv.writer(line, delimiter=separator, lineterminator="").writerow(
        f"{name} ({unit})" if has_unit(cell) else name
        for name, cell in zip(named, cells, strict=True)
    )
    return line.getvalue()


_SEPARATORS = ",;\t|"
"""Separators of cells, the comma first."""
_NUMBER = r"[-+]?(?:\d+[.,]?\d*|[.,]\d+)(?:[eE][-+]?\d+)?"
_TIME_CELL = re.compile(
    rf'(?P<before>(?:^|[{_SEPARATORS}])[ ]*"?)(?P<number>{_NUMBER})[ \u00a0\u202f]?'
    rf'(?P<unit>[^\W\d_]{{1,12}})(?P<behind>"?[ ]*(?=[{_SEPARATORS}\r\n]|$))',
    re.MULTILINE,
)


def timed_cells(start: bytes) -> Rewriting | None:
    """Return how to rewrite a table in which one cell per row is a growing time with its unit.

    The unit may change from row to row (`59.98 sec`, `1.0003 min`); the other cells may have a unit
    of acceleration behind them.
    """
    try:
        lines = [line.decode("utf-8-sig") for line in last_lines(start)]
    except UnicodeDecodeError:
        return None
    found = [_time_cells(line) for line in lines]
    told = [cells[0] for cells in found if len(cells) == 1]
    if not told or len(told) < SHARE * len(lines):
        return None
    unit = told[0]["unit"]
    numbers = [float(_time_in(cell, unit).replace(",", ".")) for cell in told]
    if numbers != sorted(numbers) or numbers[0] == numbers[-1]:
        return None
    beside = unit_cells(_without_time_units(start, unit))
    return Rewriting(
        rewritten=lambda text: (
            _without_time_units(text, unit)
            if beside is None
            else beside.rewritten(_without_time_units(text, unit))
        ),
        note=f"The unit behind each time, {unit}, was taken for that of its column.",
        further=() if beside is None else (beside.note,),
    )


def _time_cells(line: str) -> list[re.Match[str]]:
    """Find the cells of a line that are a number and a unit of time."""
    return [cell for cell in _TIME_CELL.finditer(line) if unit_step(cell["unit"]) is not None]


def _time_in(cell: re.Match[str], unit: str) -> str:
    """Return the number of a time in a unit, unchanged where that is its own."""
    ratio = _ratio(cell["unit"], unit)
    if ratio is None or ratio == 1.0:
        return cell["number"]
    point = "," if "," in cell["number"] else "."
    return f"{float(cell['number'].replace(',', '.')) * ratio:.12f}".replace(".", point)


@cache
def _ratio(unit: str, wanted: str) -> float | None:
    """Return how many of the wanted unit one unit is; None unless both are units of time."""
    own, step = unit_step(unit), unit_step(wanted)
    return None if own is None or step is None else own / step


def _is_time(cell: str, unit: str) -> bool:
    match = _TIME_CELL.fullmatch(cell)
    return match is not None and _ratio(match["unit"], unit) is not None


def _without_time_units(text: bytes, unit: str) -> bytes:
    """Remove the unit from the times and add it to the name of their column."""
    told = text.decode("utf-8-sig", errors="replace")
    above = _text_above(told, last_lines(text)[-1].decode("utf-8-sig", errors="replace"), unit)
    rows = told[len(above) :]
    names = above.rstrip("\r\n").rpartition("\n")[2]
    row = rows.partition("\n")[0]
    named = _with_unit(names, row, _separator(row), unit, lambda cell: _is_time(cell, unit))
    ends = above[len(above.rstrip("\r\n")) :]
    above = above.rstrip("\r\n").removesuffix(names) + named + ends
    bare = _TIME_CELL.sub(
        lambda cell: (
            cell[0]
            if _ratio(cell["unit"], unit) is None
            else f"{cell['before']}{_time_in(cell, unit)}{cell['behind']}"
        ),
        rows,
    )
    return (above + bare).encode()


def _text_above(text: str, row: str, unit: str) -> str:
    """Return the text before the first row, which has a time and as many cells as a later one."""
    width = len(split_line(row, _separator(row)))
    for cell in _TIME_CELL.finditer(text):
        begin = text.rfind("\n", 0, cell.start("number")) + 1
        end = text.find("\n", begin)
        line = text[begin : None if end < 0 else end]
        if (
            _ratio(cell["unit"], unit) is not None
            and len(split_line(line, _separator(row))) == width
        ):
            return text[:begin]
    return ""


def _separator(row: str) -> str:
    """Return the separator of the cells of a row: a comma may be a decimal mark."""
    return next((sign for sign in _SEPARATORS[1:] if sign in row), _SEPARATORS[0])
