"""Lines of names among the rows: the same names again, or those of changed columns.

A program that was updated may go on with more columns or fewer.
"""

import csv
import io
import math
import re
from collections.abc import Iterable, Sequence
from dataclasses import replace

import numpy as np
import pyarrow as pa

from limbwatch.sensor.arrays import Array
from limbwatch.sensor.files.doubt import Doubt
from limbwatch.sensor.files.tables.heads.head import Head
from limbwatch.sensor.files.tables.heads.name_lines import labelled_name
from limbwatch.sensor.files.tables.heads.spelling import as_number, is_number
from limbwatch.sensor.files.tables.parsed.parsed_rows import Table

_COLUMN = re.compile(r"(?:^|[^a-z])[xyz](?:$|[^a-z])|[xyz]$|time|stamp|date|sec|acc|gyr|mag|temp")
"""Part of a name of a recording's column."""

_NAMED = 2
"""Cells that must look like column names of a recording for a line of names."""

SHOWN = 80
"""Characters of a file that a message shows."""

_FEWEST = 3
"""Fewest names in a line of names: those of x, y and z."""

_LOOKED_AT = 200
"""Rows before and behind the second names whose values are compared."""

_ALIKE = 2.0
"""Ratio of the median magnitudes up to which they are of one sensor and unit: gravity stays. A
gyroscope's values, which stand under x, y and z as well, are far from it. Chosen."""


def with_changed_columns(
    head: Head, wanted: Iterable[int]
) -> tuple[Head, tuple[str, ...], int] | None:
    """Move rows below a second line of names into the columns of the first.

    Gives the head with the whole table as its content, notes for the person, and the number of rows
    that were left out; None where no line of other names is among the rows.
    """
    wanted_names = {at: head.folded[at] for at in wanted if at < len(head.folded)}
    lines = _lines(head)
    found: list[str] = []
    notes: list[str] = []
    lost = 0
    places: tuple[int | None, ...] | None = None
    width = head.width
    for number, line in enumerate(lines):
        if number < head.skip:
            found.append(line)
            continue
        names = _read_names(head, line)
        if names is not None and names != head.folded:
            where = {name: at for at, name in enumerate(names) if name}
            places, width = tuple(map(where.get, head.folded)), len(names)
            behind = (
                _cells(head, row_text) for row_text in lines[number + 1 : number + 1 + _LOOKED_AT]
            )
            moved = [_reorder_row(head, cells, places, width) for cells in behind]
            if not wanted_names or not all(
                names.count(name) == 1 for name in wanted_names.values()
            ):
                doubt = _doubt_missing_columns
            elif not _can_be_one_sensor(
                _median_magnitude(head, found[-_LOOKED_AT:], wanted_names),
                _median_magnitude(head, moved, wanted_names),
            ):
                doubt = _doubt_other_sensor
            else:
                notes.append(
                    f"The columns change at line {number + 1} (to {_shown(line)}): from there on "
                    "they were taken by their names."
                )
                continue
            lost = sum(map(bool, lines[number + 1 :]))
            notes.append(doubt(number, _shown(line), lost))
            break
        if names is not None:
            places = None
        elif places is None:
            found.append(line)
        elif line.strip():
            found.append(_reorder_row(head, _cells(head, line), places, width))
    if not notes:
        return None
    return head.with_text("\n".join([*found, ""])), tuple(notes), lost


def _shown(line: str) -> str:
    """Shorten a line of a file for a message."""
    return line if len(line) <= SHOWN else f"{line[:SHOWN]} ..."


def _doubt_missing_columns(number: int, shown: str, lost: int) -> str:
    """Warn that needed columns are missing under the new names, so that reading stops there."""
    return Doubt(
        f"The columns change at line {number + 1} (to {shown}), and not all that are read are "
        f"among them: the {lost} rows from there on were left out. Cut the file there, and give "
        "both parts, to have them scored."
    )


def _doubt_other_sensor(number: int, shown: str, lost: int) -> str:
    """Warn that rows under the same names are of another sensor or unit."""
    return Doubt(
        f"The columns change at line {number + 1} (to {shown}), and the values under them are of "
        f"another size, as of another sensor or unit: the {lost} rows from there on were left out. "
        "Cut the file there, and give both parts, to have them scored."
    )


def _median_magnitude(head: Head, lines: Sequence[str], wanted: Iterable[int]) -> float:
    """Return the median length of the vector of the wanted columns; NaN where there is none.

    A column that only grows is taken for a time and left out.
    """
    rows = [_cells(head, line) for line in lines]
    values = [
        [_number(head, row[at]) if at < len(row) else math.nan for row in rows] for at in wanted
    ]
    axes = [column for column in map(np.array, values) if len(column) and not _is_growing(column)]
    lengths = np.sqrt(np.sum(np.square(axes), axis=0)) if axes else np.empty(0)
    known = lengths[np.isfinite(lengths)]
    return float(np.median(known)) if len(known) else math.nan


def _number(head: Head, cell: str) -> float:
    cell = cell.strip().strip('"')
    return as_number(cell, head.decimal) if is_number(cell, head.decimal) else math.nan


def _is_growing(values: Array) -> bool:
    known = values[np.isfinite(values)]
    return len(known) < 2 or bool((np.diff(known) >= 0).all())


def _can_be_one_sensor(size: float, other: float) -> bool:
    """Tell whether two magnitudes can be of one sensor; an unknown one can."""
    return not (other < size / _ALIKE or other > size * _ALIKE)


def _lines(head: Head) -> list[str]:
    encoding = "utf-8-sig" if head.encoding == "utf8" else head.encoding
    text = head.whole().decode(encoding, errors="replace").replace("\x00", "")
    return re.split(r"\r\n|\n|\r", text)


def _cells(head: Head, line: str) -> list[str]:
    if '"' not in line or not head.quoted:
        return line.split(head.separator)
    return next(csv.reader([line], delimiter=head.separator), [])


def _read_names(head: Head, line: str) -> tuple[str, ...] | None:
    """Read a line of names as `Head.folded` gives them; None for samples or prose."""
    if not line[:1].isalpha() and line[:1] not in ('"', "#", "%"):
        return None
    names = [cell.strip().strip('"').strip().casefold() for cell in _cells(head, line)]
    names[0] = labelled_name(names[0].lstrip("#%/; ")).casefold()
    while names and not names[-1]:
        names.pop()
    known = set(names) & set(filter(None, head.folded))
    # a line without any of the old names is a message of the program
    readable = not any(is_number(name, head.decimal) for name in names)
    return tuple(names) if readable and len(names) >= _FEWEST and len(known) >= 2 else None


def _reorder_row(head: Head, cells: Sequence[str], places: Sequence[int | None], width: int) -> str:
    """Write a row in the order of the first names; a broken row stays broken."""
    if not width <= len(cells) <= width + 1 or (len(cells) > width and cells[-1].strip()):
        return head.separator * (head.width + width)
    moved = ["" if at is None else cells[at] for at in places]
    moved += [""] * (head.width - len(moved))
    if not head.quoted:
        return head.separator.join(moved)
    line = io.StringIO()
    csv.writer(line, delimiter=head.separator, lineterminator="").writerow(moved)
    return line.getvalue()


def one_table(head: Head, text: Table) -> Table:
    """Cut a table at a second line of other names; drop repetitions of the first."""
    import pyarrow.compute as pc  # noqa: PLC0415 - slow to import, for broken files only

    wanted_names = {
        at: head.names[at].strip().casefold() for at in text.columns if at < len(head.names)
    }
    if len(wanted_names) < 3:
        return text
    at = next(iter(wanted_names))
    words = pc.match_substring_regex(pc.fill_null(text.columns[at], ""), "^\\W*[A-Za-z]")
    repeated: list[int] = []
    for row in np.flatnonzero(np.asarray(words)).tolist():
        cells = {at: text.columns[at][row].as_py() or "" for at in wanted_names}
        plainly = {at: cell.strip().strip('"') for at, cell in cells.items()}
        names = {at: labelled_name(cell).casefold() for at, cell in plainly.items()}
        if names == wanted_names:
            repeated.append(row)
            continue
        if any(is_number(cell, head.decimal) for cell in names.values()):
            continue
        if not all(re.search(r"[a-z]", name) for name in names.values()):
            continue
        readable = all(name.isprintable() and "\ufffd" not in name for name in names.values())
        if not readable or sum(map(bool, map(_COLUMN.search, names.values()))) < _NAMED:
            continue  # foreign or binary text: the rows go on behind it
        text = _drop_repeated_names(text, repeated)
        kept = row - len(repeated)
        lost = len(text) - kept
        line = ", ".join(cells[at] for at in sorted(cells))
        note = (
            f"After {kept} rows the columns change their names (to {_shown(line)}); "
            f"the {lost} rows from there on were left out. Cut the file there to have them scored."
        )
        return replace(
            text,
            columns={at: column.slice(0, kept) for at, column in text.columns.items()},
            reported=text.reported + lost,
            notes=(*text.notes, Doubt(note)),
        )
    return _drop_repeated_names(text, repeated)


def _drop_repeated_names(text: Table, rows: list[int]) -> Table:
    """Drop the line of column names where it recurs among the rows."""
    if not rows:
        return text
    kept = np.ones(len(text), dtype=bool)
    kept[rows] = False
    mask = pa.array(kept)
    often = "again" if len(rows) == 1 else f"{len(rows)} times more"
    note = f"The line of column names stands {often} among the rows; it was left out there."
    return replace(
        text,
        columns={at: column.filter(mask) for at, column in text.columns.items()},
        notes=(*text.notes, note),
    )
