"""A table kept in a spreadsheet: a header, and one row per item."""

import csv
import io
import re
from pathlib import Path
from typing import Final

from limbwatch.cli.errors import CommandError, ExitCode, reason_of

_DELIMITERS: Final = ",;\t"
_DELIMITER_LINE: Final = re.compile(r'"?sep=(.)"?\s*', re.IGNORECASE)
"""Line by which a spreadsheet states the delimiter above the header, such as ``sep=;``."""
_UNKNOWN: Final = "n/a"
"""Cell without a value, as BIDS writes it."""
_DECIMAL_COMMA: Final = re.compile(r"[+-]?\d+,(?:\d{1,2}|\d{4,})")
"""Number with a decimal comma; a comma before exactly three digits may group thousands."""


def read_cells(path: Path) -> tuple[list[str], list[tuple[int, list[str]]]]:
    """Read a text table: its header in lower case, and each row with its line number.

    A line that states the delimiter (``sep=;``) may stand above the header. A cell ``n/a`` is
    empty, as in BIDS.

    Raises
    ------
    CommandError
        If it is not a table, or a row has more cells than the header.
    """
    try:
        text = path.read_text(encoding="utf-8-sig")
    except OSError as error:
        raise unreadable(path, reason_of(error)) from error
    except UnicodeDecodeError as error:
        raise unreadable(path, "it is not UTF-8. Save it as CSV UTF-8") from error
    stated, text = split_delimiter_line(text)
    lines_above = int(bool(stated))
    header = text.partition("\n")[0]
    delimiter = stated or max(_DELIMITERS, key=header.count)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    lines: list[tuple[int, list[str]]] = []
    try:
        names = [name.strip().lower() for name in next(reader, [])]
        lines += [
            (lines_above + reader.line_num, [_value_of(cell) for cell in cells])
            for cells in reader
            if any(cell.strip() for cell in cells)
        ]
    except csv.Error as error:
        raise unreadable(path, f"line {lines_above + reader.line_num}: {error}") from error
    for line, cells in lines:
        if any(cells[len(names) :]):
            raise unreadable(
                path,
                f"line {line} has {len(cells)} cells and the header {len(names)}. Put a cell that "
                "holds the delimiter in double quotes",
            )
    twice = sorted({name for name in names if name and names.count(name) > 1})
    if twice:
        raise unreadable(path, f"its header has {', '.join(twice)} twice")
    return names, lines


def split_delimiter_line(text: str) -> tuple[str, str]:
    """Return the delimiter that a line above a table states, or nothing, and the table."""
    above, _, below = text.partition("\n")
    stated = _DELIMITER_LINE.fullmatch(above)
    return ("", text) if stated is None else (stated[1], below)


def _value_of(cell: str) -> str:
    value = cell.strip()
    return "" if value.lower() == _UNKNOWN else value


def decimal_point(text: str) -> str:
    """Write a decimal comma as a point; any other text is returned as it is."""
    return text.replace(",", ".") if _DECIMAL_COMMA.fullmatch(text) else text


def unreadable(path: Path, why: str) -> CommandError:
    """Return the error for a table that cannot be used."""
    return CommandError(f"the table {path} cannot be read: {why}.", exit_code=ExitCode.UNREADABLE)
