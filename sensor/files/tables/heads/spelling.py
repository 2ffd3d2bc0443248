"""Separator and decimal mark of a table, and cells that hold one number."""

import csv
import re
from itertools import islice

GROUPS = "'\u2019\u00a0\u202f"
"""Separators of thousands that have no other use in a number: Switzerland's, France's and SI's. A
point, comma or plain blank there may be something else."""

_GROUPED = rf"\d{{1,3}}(?:[{GROUPS}]\d{{3}})+"

NUMBER = {
    mark: re.compile(
        rf"[+-]?(?:{_GROUPED}(?:{sign}\d*)?|(?:\d+{sign}?\d*|{sign}\d+)(?:[eE][+-]?\d+)?)|[Nn]a[Nn]",
        re.ASCII,
    )
    for mark, sign in ((".", r"\."), (",", ","))
}
"""Pattern of a number in the digits 0 to 9, by its decimal mark."""

_WITHOUT_GROUPS = str.maketrans("", "", GROUPS)


def is_number(cell: str, decimal: str) -> bool:
    """Tell whether a cell holds one number."""
    return NUMBER[decimal].fullmatch(cell.strip()) is not None


def holds_number(cell: str) -> bool:
    """Tell whether a cell holds one number, with either decimal mark."""
    return any(is_number(cell, mark) for mark in ".,")


def as_number(cell: str, decimal: str) -> float:
    """Read a cell that holds one number."""
    return float(cell.strip().translate(_WITHOUT_GROUPS).replace(decimal, "."))


_QUOTED = re.compile(r'"([^"]*)"|(\S+)')
# A decimal comma makes sense only with another separator or in quotes, so those pairs come last.
SPELLINGS = (*((sign, ".") for sign in ";\t|, "), *((sign, ",") for sign in ";\t| ,"))


def spelling_of(lines: list[str]) -> tuple[str, str]:
    """Choose the separator and decimal mark that make most lines rows of numbers."""
    declared = next(
        (re.match(r'"?sep=(.)"?\s*$', line) for line in lines[:3] if line.strip()), None
    )
    sample = [line for line in lines[-30:] if line.strip()]
    best, most = (",", "."), (0, 0)
    for separator, decimal in SPELLINGS:
        if declared is not None and separator != declared[1]:
            continue
        found = [_try_separator(line, separator) for line in sample if separator in line]
        rows = [cells for cells in found if is_row(cells, decimal)]
        # counts of rows, batteries and buttons are numbers with either decimal sign
        numbers = sum(is_number(cell, decimal) for cells in rows for cell in cells)
        if (len(rows), numbers) > most:
            best, most = (separator, decimal), (len(rows), numbers)
    return best


def _try_separator(line: str, separator: str) -> list[str]:
    """Split a line to try a separator; between blanks `14.` is part of a date, not a number."""
    cells = cells_of(line, separator)
    return cells if separator != " " else [cell for cell in cells if not cell.endswith((".", ","))]


def cells_of(line: str, separator: str) -> list[str]:
    """Split a line as the CSV parser will."""
    if separator == " " and '"' in line:
        # blanks within quotes separate nothing
        return [quoted or plain for quoted, plain in _QUOTED.findall(line)]
    if separator == " ":
        return line.split()
    if '"' not in line:
        return line.split(separator)
    return split_line(line, separator)


def split_line(line: str, separator: str = ",") -> list[str]:
    """Split a single line: a quote that is not closed affects no other line."""
    try:
        return next(csv.reader([line.rstrip("\r")], delimiter=separator), [])
    except csv.Error:
        return []


def is_row(cells: list[str], decimal: str) -> bool:
    """Tell whether a line is data: three numbers, not counting a time."""
    numbers = (cell for cell in cells if is_number(cell, decimal))
    return len(list(islice(numbers, 3))) == 3
