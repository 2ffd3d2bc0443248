"""Times with their unit in the cell, as MATLAB writes durations: ``0.04 sec``."""

import csv
import io
import re

from limbwatch.sensor.files.tables.rewriting import SHARE, Rewriting, last_lines
from limbwatch.sensor.files.tables.time_names import unit_step
from limbwatch.sensor.files.tables.unit_cells import unit_cells

_SEPARATORS = ",;\t|"
_NUMBER = r"[-+]?(?:\d+[.,]?\d*|[.,]\d+)(?:[eE][-+]?\d+)?"
_CELL = re.compile(
    rf'(?P<before>(?:^|[{_SEPARATORS}])[ ]*"?)(?P<number>{_NUMBER})[ \u00a0\u202f]?'
    rf'(?P<unit>[^\W\d_]{{1,12}})(?P<behind>"?[ ]*(?=[{_SEPARATORS}\r\n]|$))',
    re.MULTILINE,
)


def timed_cells(start: bytes) -> Rewriting | None:
    """Tell whether one cell of each row is a number and a unit of time, and grows.

    The unit is the same in each row; the other cells may have one of acceleration behind them.
    """
    try:
        lines = [line.decode("utf-8-sig") for line in last_lines(start)]
    except UnicodeDecodeError:
        return None
    found = [_times(line) for line in lines]
    told = [cells[0] for cells in found if len(cells) == 1]
    units = {cell["unit"] for cell in told}
    if len(units) != 1 or len(told) < SHARE * len(lines):
        return None
    numbers = [float(cell["number"].replace(",", ".")) for cell in told]
    if numbers != sorted(numbers) or numbers[0] == numbers[-1]:
        return None
    (unit,) = units
    beside = unit_cells(_bare(start, unit))
    return Rewriting(
        rewritten=lambda text: (
            _bare(text, unit) if beside is None else beside.rewritten(_bare(text, unit))
        ),
        note=f"The unit behind each time, {unit}, was taken for that of its column.",
        further=() if beside is None else (beside.note,),
    )


def _times(line: str) -> list[re.Match[str]]:
    """Find the cells of a line that are a number and a unit of time."""
    return [cell for cell in _CELL.finditer(line) if unit_step(cell["unit"]) is not None]


def _bare(text: bytes, unit: str) -> bytes:
    """Write the times without their unit, and it behind the name of their column."""
    told = text.decode("utf-8-sig", errors="replace")
    first = next((cell for cell in _CELL.finditer(told) if cell["unit"] == unit), None)
    above = "" if first is None else told[: told.rfind("\n", 0, first.start("number")) + 1]
    rows = told[len(above) :]
    names = above.rstrip("\r\n").rpartition("\n")[2]
    named = _with_unit(names, rows.partition("\n")[0].rstrip("\r"), unit)
    ends = above[len(above.rstrip("\r\n")) :]
    above = above.rstrip("\r\n").removesuffix(names) + named + ends
    bare = _CELL.sub(
        lambda cell: (
            f"{cell['before']}{cell['number']}{cell['behind']}" if cell["unit"] == unit else cell[0]
        ),
        rows,
    )
    return (above + bare).encode()


def _with_unit(names: str, row: str, unit: str) -> str:
    """Put the unit behind the name of the column whose first cell has it."""
    separator = max(_SEPARATORS, key=row.count)
    named = next(csv.reader([names], delimiter=separator), [])
    cells = next(csv.reader([row], delimiter=separator), [])
    if len(named) != len(cells):
        return names
    line = io.StringIO()
    csv.writer(line, delimiter=separator, lineterminator="").writerow(
        f"{name} ({unit})" if (held := _CELL.fullmatch(cell)) and held["unit"] == unit else name
        for name, cell in zip(named, cells, strict=True)
    )
    return line.getvalue()
