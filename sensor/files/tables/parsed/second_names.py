"""A line of names among the rows: that of the columns again, or of a table that goes on otherwise.

A program that was updated goes on with more columns or fewer.
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
from limbwatch.sensor.files.tables.heads.plain_numbers import is_number
from limbwatch.sensor.files.tables.parsed.parsed_rows import Table

_COLUMN = re.compile(r"(?:^|[^a-z])[xyz](?:$|[^a-z])|[xyz]$|time|stamp|date|sec|acc|gyr|mag|temp")
_NAMED = 2
"""Cells that are like names of columns of a recording, from which a line is one of names."""

SHOWN = 80
"""Letters of a file that a message shows."""

_FEWEST = 3
"""Names in a line of names, at least: those of x, y and z."""

_LOOKED_AT = 200
"""Rows before and behind the second names whose values are held against each other."""

_ALIKE = 2.0
"""Ratio of the values in the middle, up to which they are of one sensor and unit: gravity stays.
A gyroscope's values, which stand under x, y and z as well, are far from it. Chosen."""


def with_changed_columns(
    head: Head, wanted: Iterable[int]
) -> tuple[Head, tuple[str, ...], int] | None:
    """Bring rows under a second line of names into the columns of the first.

    Gives the head with the whole table as its content, what a person should know, and how many
    rows were left out; None where no line of other names stands among the rows.
    """
    own = {at: head.folded[at] for at in wanted if at < len(head.folded)}
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
        names = _names(head, line)
        if names is not None and names != head.folded:
            where = {name: at for at, name in enumerate(names) if name}
            places, width = tuple(map(where.get, head.folded)), len(names)
            behind = (_cells(head, each) for each in lines[number + 1 : number + 1 + _LOOKED_AT])
            moved = [_moved(head, cells, places, width) for cells in behind]
            if not own or not all(names.count(name) == 1 for name in own.values()):
                doubt_of = _ended
            elif not _alike(_size(head, found[-_LOOKED_AT:], own), _size(head, moved, own)):
                doubt_of = _other_values
            else:
                notes.append(
                    f"The columns change at line {number + 1} (to {_shown(line)}): from there on "
                    "they were taken by their names."
                )
                continue
            lost = sum(map(bool, lines[number + 1 :]))
            notes.append(doubt_of(number, _shown(line), lost))
            break
        if names is not None:
            places = None
        elif places is None:
            found.append(line)
        elif line.strip():
            found.append(_moved(head, _cells(head, line), places, width))
    if not notes:
        return None
    return head.with_text("\n".join([*found, ""])), tuple(notes), lost


def _shown(line: str) -> str:
    """Show a line of a file to people, and not all of it."""
    return line if len(line) <= SHOWN else f"{line[:SHOWN]} ..."


def _ended(number: int, shown: str, lost: int) -> str:
    """Say of names without those of the columns that are needed that nothing is read from there."""
    return Doubt(
        f"The columns change at line {number + 1} (to {shown}), and not all that are read are "
        f"among them: the {lost} rows from there on were left out. Cut the file there, and give "
        "both parts, to have them scored."
    )


def _other_values(number: int, shown: str, lost: int) -> str:
    """Say of rows under the same names that they are of another sensor or unit."""
    return Doubt(
        f"The columns change at line {number + 1} (to {shown}), and the values under them are of "
        f"another size, as of another sensor or unit: the {lost} rows from there on were left out. "
        "Cut the file there, and give both parts, to have them scored."
    )


def _size(head: Head, lines: Sequence[str], wanted: Iterable[int]) -> float:
    """Give the length of the vector of the wanted columns in the middle; NaN where there is none.

    What only grows is a time.
    """
    rows = [_cells(head, line) for line in lines]
    values = [
        [_number(head, row[at]) if at < len(row) else math.nan for row in rows] for at in wanted
    ]
    axes = [column for column in map(np.array, values) if len(column) and not _grows(column)]
    lengths = np.sqrt(np.sum(np.square(axes), axis=0)) if axes else np.empty(0)
    known = lengths[np.isfinite(lengths)]
    return float(np.median(known)) if len(known) else math.nan


def _number(head: Head, cell: str) -> float:
    cell = cell.strip().strip('"')
    if not is_number(cell, head.decimal):
        return math.nan
    return float(cell.replace(head.decimal, "."))


def _grows(values: Array) -> bool:
    known = values[np.isfinite(values)]
    return len(known) < 2 or bool((np.diff(known) >= 0).all())


def _alike(one: float, other: float) -> bool:
    """Tell whether two sizes are of one sensor; what is not known may be."""
    return not (other < one / _ALIKE or other > one * _ALIKE)


def _lines(head: Head) -> list[str]:
    encoding = "utf-8-sig" if head.encoding == "utf8" else head.encoding
    text = head.whole().decode(encoding, errors="replace").replace("\x00", "")
    return re.split(r"\r\n|\n|\r", text)


def _cells(head: Head, line: str) -> list[str]:
    if '"' not in line or not head.quoted:
        return line.split(head.separator)
    return next(csv.reader([line], delimiter=head.separator), [])


def _names(head: Head, line: str) -> tuple[str, ...] | None:
    """Read a line of names as `Head.folded` gives them; None for one of samples or of words."""
    if not line[:1].isalpha() and line[:1] not in ('"', "#", "%"):
        return None
    names = [cell.strip().strip('"').strip().casefold() for cell in _cells(head, line)]
    names[0] = labelled_name(names[0].lstrip("#%/; ")).casefold()
    while names and not names[-1]:
        names.pop()
    known = set(names) & set(filter(None, head.folded))
    # some of the old names are among them, so that it is no sentence of a program
    plain = not any(is_number(name, head.decimal) for name in names)
    return tuple(names) if plain and len(names) >= _FEWEST and len(known) >= 2 else None


def _moved(head: Head, cells: Sequence[str], places: Sequence[int | None], width: int) -> str:
    """Write a row in the order of the first names; one of another width stays one."""
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
    """Cut a file at a second line of names that are not those of the first."""
    import pyarrow.compute as pc  # noqa: PLC0415 - dear to import, for broken files only

    own = {at: head.names[at].strip().casefold() for at in text.columns if at < len(head.names)}
    if len(own) < 3:
        return text
    at = next(iter(own))
    words = pc.match_substring_regex(pc.fill_null(text.columns[at], ""), "^\\W*[A-Za-z]")
    repeated: list[int] = []
    for row in np.flatnonzero(np.asarray(words)).tolist():
        cells = {at: text.columns[at][row].as_py() or "" for at in own}
        plainly = {at: cell.strip().strip('"') for at, cell in cells.items()}
        names = {at: labelled_name(cell).casefold() for at, cell in plainly.items()}
        if names == own:
            repeated.append(row)
            continue
        if any(is_number(cell, head.decimal) for cell in names.values()):
            continue
        if not all(re.search(r"[a-z]", name) for name in names.values()):
            continue
        plain = all(name.isprintable() and "\ufffd" not in name for name in names.values())
        if not plain or sum(map(bool, map(_COLUMN.search, names.values()))) < _NAMED:
            continue  # foreign text, or no text: the rows go on behind it
        text = _without_names(text, repeated)
        kept = row - len(repeated)
        lost = len(text) - kept
        line = ", ".join(cells.values())
        note = (
            f"After {kept} rows the columns change their names (to {_shown(line)}); "
            f"the {lost} rows from there on were left out. Cut the file there to have them scored."
        )
        return replace(
            text,
            columns={at: column.slice(0, kept) for at, column in text.columns.items()},
            told=text.told + lost,
            notes=(*text.notes, Doubt(note)),
        )
    return _without_names(text, repeated)


def _without_names(text: Table, rows: list[int]) -> Table:
    """Leave out the line of column names where it stands again among the rows."""
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
