"""Numbers with a comma or point between thousands, as spreadsheets show them: ``"8,192"``.

The same sign is a decimal mark elsewhere, so it separates thousands only where nothing else fits:
three digits behind each, none behind a lone zero, and one of these: a cell with two of them;
numbers below a thousand in the same column; three columns of them beside decimals with the other
sign; or three axes of whole numbers, some of which have it. Seconds that grow beside codes are no
axis, and codes of four digits without it show that the program does not separate thousands.
"""

import re
from functools import partial

from limbwatch.sensor.files.tables.heads.spelling import split_line
from limbwatch.sensor.files.tables.rewritten.rewriting import LOOKED_AT, Rewriting

SIGNS = ((",", "."), (".", ","))
"""Separator of thousands, and the decimal mark that goes with it."""

AXES = 3
"""Number of axes."""

NAMES = {",": "comma", ".": "point"}
"""Names of the signs, for people."""

_SEPARATORS = ";\t|,"
_NUMBER = re.compile(r"[+-]?[\d.,]*\d")
_WHOLE = re.compile(r"[+-]?\d{1,3}")
_PLAIN = re.compile(r"[+-]?\d{4,}")
_DATE = re.compile(r"\d{1,2}\.\d{1,2}\.\d{2,4}|\d{4}\.\d{1,2}\.\d{1,2}")


def grouped_cells(start: bytes) -> Rewriting | None:
    """Return how to rewrite a table with separators of thousands, judged by its beginning."""
    lines = start.decode("latin-1").split("\n", LOOKED_AT)[:LOOKED_AT]
    filled = [line for line in lines[:-1] if line.strip()]
    if not filled:
        return None
    separator = next((sign for sign in _SEPARATORS if sign in filled[-1]), ",")
    for sign, decimal in SIGNS:
        if sign == separator and '"' not in filled[-1]:
            continue
        rows = [split_line(line, separator) for line in filled]
        columns = zip(*(row for row in rows if len(row) == len(rows[-1])), strict=True)
        if _separates_thousands([list(map(str.strip, cells)) for cells in columns], sign, decimal):
            return Rewriting(
                rewritten=partial(
                    _remove_separators, sign=sign, decimal=decimal, separator=separator
                ),
                note=f"The {NAMES[sign]} in numbers was taken for the sign between thousands.",
            )
    return None


def _separates_thousands(columns: list[list[str]], sign: str, decimal: str) -> bool:
    """Tell whether a sign separates thousands wherever it stands in a number."""
    form = re.compile(
        rf"[+-]?[1-9]\d{{0,2}}(?:{re.escape(sign)}\d{{3}})+(?:{re.escape(decimal)}\d+)?"
    )
    grouped_columns = axes = whole = 0
    shown = decimals = ungrouped = False
    for cells in columns:
        numbers = [c for c in cells if _NUMBER.fullmatch(c) and not _DATE.fullmatch(c)]
        grouped = [cell for cell in numbers if sign in cell]
        if not all(map(form.fullmatch, grouped)):
            return False
        grouped_columns += bool(grouped)
        if not _is_monotonic(numbers, sign, decimal):
            axes += bool(grouped)
            whole += bool(numbers) and all(sign in c or _WHOLE.fullmatch(c) for c in numbers)
            ungrouped |= any(map(_PLAIN.fullmatch, numbers))
        shown |= any(cell.count(sign) > 1 for cell in grouped)
        shown |= bool(grouped) and any(map(_WHOLE.fullmatch, numbers))
        decimals |= any(cell.count(decimal) == 1 and sign not in cell for cell in numbers)
    shown |= (decimals and grouped_columns >= AXES) or (0 < axes < whole == AXES and not ungrouped)
    return bool(grouped_columns) and shown


def _is_monotonic(numbers: list[str], sign: str, decimal: str) -> bool:
    """Tell whether a column holds times or counts the rows, even where the newest comes first."""
    try:
        values = [float(cell.replace(sign, "").replace(decimal, ".")) for cell in numbers]
    except ValueError:  # a clock with points
        return False
    straight = sorted(values)
    return len(set(values)) > 1 and values in (straight, straight[::-1])


def _remove_separators(text: bytes, *, sign: str, decimal: str, separator: str) -> bytes:
    edge = '"' if sign == separator else f'"{separator}'
    cell = re.compile(
        rf"((?:^|[{edge}])[ ]*[+-]?)([1-9]\d{{0,2}}(?:{re.escape(sign)}\d{{3}})+)"
        rf"(?=(?:{re.escape(decimal)}\d+)?[ ]*(?:[{edge}\r\n]|\Z))",
        re.MULTILINE,
    )
    decoded = text.decode("latin-1")  # any bytes may occur in names
    return cell.sub(lambda found: found[1] + found[2].replace(sign, ""), decoded).encode("latin-1")
