"""Spreadsheets (.xlsx, .xls, .ods), opened by python-calamine; sheets that go on in the next."""

import csv
import io
import zipfile
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise
from pathlib import Path
from typing import Any

import pyarrow as pa

from limbwatch.sensor.errors import UnreadableFile
from limbwatch.sensor.files.containers.contained import Contained, Sheet, library
from limbwatch.sensor.files.packed import require_modest_members
from limbwatch.sensor.files.tables.heads.columns import Columns

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


LONGEST = 3.0
"""Rows that may be missing at the change of sheet, in steps. Chosen."""


def with_continued_sheets(contained: Contained) -> Contained:
    """Join sheets with equal names of columns if each begins one step after the one before."""
    joined: list[Sheet] = []
    notes: list[str] = []
    for sheet in contained.sheets:
        if joined and _continues(joined[-1], sheet):
            before = joined.pop()
            joined.append(replace(before, content=_joined(before.content, sheet.content)))
            notes.append(f"The sheet {sheet.name} goes on from {before.name}: read as one table.")
        else:
            joined.append(sheet)
    if not notes:
        return contained
    return replace(contained, sheets=tuple(joined), notes=(*contained.notes, *notes))


def _joined(one: bytes | Columns, other: bytes | Columns) -> bytes | Columns:
    if isinstance(one, Columns) and isinstance(other, Columns):
        tables = (one.table, other.table)
        return replace(one, table=pa.concat_tables(tables, promote_options="permissive"))
    text, rows = (held.text() if isinstance(held, Columns) else held for held in (one, other))
    return text + rows.partition(b"\n")[2]


def _continues(sheet: Sheet, other: Sheet) -> bool:
    before, behind = sheet.content, other.content
    head, other_head = (one.beginning().split(b"\n", 1)[0] for one in (sheet, other))
    if head != other_head or _moment(head) is not None or _kinds(before) != _kinds(behind):
        return False
    last = [_moment(line) for line in _ending(before).rstrip().rsplit(b"\n", 2)[1:]]
    first = [_moment(line) for line in other.beginning().split(b"\n", 3)[1:3]]
    times = [one for one in (*last, *first) if one is not None]
    if len(times) < 4:
        return False
    steps = [after - before for before, after in pairwise(times)]
    return min(steps) > 0 and steps[1] <= LONGEST * max(steps[0], steps[2])


def _kinds(content: bytes | Columns) -> list[str]:
    """Return what columns hold: texts continue no numbers, nor times either."""
    kinds = content.table.schema.types if isinstance(content, Columns) else []
    numbers = (pa.types.is_integer, pa.types.is_floating)
    return ["number" if any(one(kind) for one in numbers) else str(kind) for kind in kinds]


def _ending(content: bytes | Columns) -> bytes:
    """Return the last lines as text."""
    if isinstance(content, bytes):
        return content
    last = max(content.table.num_rows - 2, 0)
    return replace(content, table=content.table.slice(last)).text()


def _moment(line: bytes) -> float | None:
    """Parse the first cell of a row as a number or a time, seconds."""
    cell = next(csv.reader([line.decode("utf-8", "replace")]), [""])[:1]
    text = cell[0] if cell else ""
    try:
        return float(text)
    except ValueError:
        pass
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        return None
    # a local time by a clock that never changes: Windows refuses those before 1970, such as Excel's
    return (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).timestamp()
