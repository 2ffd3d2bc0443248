"""A table kept in a spreadsheet: a header, and one row per item."""

import csv
import io
from pathlib import Path
from typing import Final

from limbwatch.cli.errors import CommandError, ExitCode, reason_of

_DELIMITERS: Final = ",;\t"


def read_cells(path: Path) -> tuple[list[str], list[tuple[int, list[str]]]]:
    """Read a text table: its header in lower case, and each row with its line number.

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
    header = text.partition("\n")[0]
    reader = csv.reader(
        io.StringIO(text, newline=""), delimiter=max(_DELIMITERS, key=header.count), strict=True
    )
    lines: list[tuple[int, list[str]]] = []
    try:
        names = [name.strip().lower() for name in next(reader, [])]
        lines += [
            (reader.line_num, [cell.strip() for cell in cells])
            for cells in reader
            if any(cell.strip() for cell in cells)
        ]
    except csv.Error as error:
        raise unreadable(path, f"line {reader.line_num}: {error}") from error
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


def unreadable(path: Path, why: str) -> CommandError:
    """Return the error for a table that cannot be used."""
    return CommandError(f"the table {path} cannot be read: {why}.", exit_code=ExitCode.UNREADABLE)
