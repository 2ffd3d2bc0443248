"""Cells that hold a number and its unit, as dashboards show them: ``0.98 g``."""

import re

from limbwatch.sensor.files.tables.rewritten.rewriting import (
    SHARE,
    Rewriting,
    last_lines,
    with_unit,
)
from limbwatch.sensor.files.values.unit import unit_named

FEWEST = 3
"""Such cells in a line: three axes."""

_CELL = re.compile(
    r'(?<=[,;\t|"])([-+]?(?:\d+[.,]?\d*|[.,]\d+)(?:[eE][-+]?\d+)?)[ \u00a0\u202f]?'
    r'([^\W\d_][^\s,;|"]{0,5})(?="?[ ]*(?:[,;\t|\r\n]|$))'
)


def unit_cells(start: bytes) -> Rewriting | None:
    """Tell whether the numbers of a table have a unit of acceleration behind them.

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
    if sum(cells.count(unit) >= FEWEST for cells in found) < SHARE * len(lines):
        return None
    return Rewriting(
        rewritten=lambda text: _bare(text, unit),
        note=f"The unit behind each number, {unit}, was taken for that of its column.",
    )


def _has_unit(cell: str, unit: str) -> bool:
    held = _CELL.search(f",{cell}")
    return held is not None and held[2] == unit


def _bare(text: bytes, unit: str) -> bytes:
    """Write the unit into the names, and the numbers without it."""
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
