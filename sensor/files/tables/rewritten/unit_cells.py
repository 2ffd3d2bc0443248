"""Cells that hold a number and its unit, as dashboards show them: ``0.98 g``."""

import re

from limbwatch.sensor.files.tables.rewritten.rewriting import (
    Rewriting,
    last_lines,
    mostly,
    with_unit,
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
        names = with_unit(
            names.rstrip("\r"), row, separator, unit, lambda cell: _has_unit(cell, unit)
        )
    return (names + end + _CELL.sub(lambda cell: _number(cell, unit), rows)).encode()


def _number(cell: re.Match[str], unit: str) -> str:
    return cell[1] if cell[2] == unit else cell[0]
