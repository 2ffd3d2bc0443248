"""Tables that continue in the next sheet, as when they exceed the rows of a sheet."""

import csv
from dataclasses import replace
from datetime import UTC, datetime
from itertools import pairwise

from limbwatch.sensor.files.containers.contained import Contained, Sheet

LONGEST = 3.0
"""Rows that may be missing at the change of sheet, in steps. Chosen."""


def with_continued_sheets(contained: Contained) -> Contained:
    """Join sheets with equal names of columns if each begins one step after the one before."""
    joined: list[Sheet] = []
    notes: list[str] = []
    for sheet in contained.sheets:
        if joined and _continues(joined[-1], sheet):
            before = joined.pop()
            rows = sheet.text.partition(b"\n")[2]
            joined.append(replace(before, text=before.text + rows))
            notes.append(f"The sheet {sheet.name} goes on from {before.name}: read as one table.")
        else:
            joined.append(sheet)
    if not notes:
        return contained
    return replace(contained, sheets=tuple(joined), notes=(*contained.notes, *notes))


def _continues(sheet: Sheet, other: Sheet) -> bool:
    head, other_head = sheet.text.split(b"\n", 1)[0], other.text.split(b"\n", 1)[0]
    if head != other_head or _moment(head) is not None:
        return False
    last = [_moment(line) for line in sheet.text.rstrip().rsplit(b"\n", 2)[1:]]
    first = [_moment(line) for line in other.text.split(b"\n", 3)[1:3]]
    times = [one for one in (*last, *first) if one is not None]
    if len(times) < 4:
        return False
    steps = [after - before for before, after in pairwise(times)]
    return min(steps) > 0 and steps[1] <= LONGEST * max(steps[0], steps[2])


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
