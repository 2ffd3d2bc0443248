"""Spreadsheets (.xlsx, .xls, .ods), opened by python-calamine."""

import csv
import io
import zipfile
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any

from limbwatch.sensor.errors import UnreadableFile
from limbwatch.sensor.files.containers.contained import Contained, Sheet, library
from limbwatch.sensor.files.packed import require_modest_members

WHAT = "a spreadsheet"


def read_spreadsheet(path: Path) -> Contained:
    """Read the sheets of a workbook: dates as ISO 8601, numbers with all their digits.

    Raises
    ------
    UnreadableFile
        If the library is missing, or the workbook is damaged or encrypted.
    """
    calamine = library("python_calamine", path, WHAT)
    if zipfile.is_zipfile(path):
        require_modest_members(path)
    try:
        book = calamine.CalamineWorkbook.from_path(path)
        sheets = tuple(
            Sheet(name=name, content=_text(book.get_sheet_by_name(name)))
            for name in book.sheet_names
        )
    except Exception as error:
        raise UnreadableFile(
            f"{path} is {WHAT} that cannot be opened ({error}). Save it again, without a password, "
            "or as CSV."
        ) from error
    return Contained(what=WHAT, sheets=sheets)


def _text(sheet: Any) -> bytes:
    """Write all cells as text: titles, facts and names may stand above the numbers of a column."""
    text = io.StringIO()
    csv.writer(text, lineterminator="\n").writerows(
        [_cell(value) for value in row] for row in sheet.iter_rows()
    )
    return text.getvalue().encode()


def _cell(value: Any) -> str:
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() and abs(value) < 1e15 else repr(value)
    if isinstance(value, datetime):
        return value.isoformat(sep=" ", timespec="microseconds")
    if isinstance(value, timedelta):
        return repr(value.total_seconds())
    if isinstance(value, date | time):
        return value.isoformat()
    return str(value)
