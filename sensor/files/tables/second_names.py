"""A line of names among the rows: that of the columns again, or of another table."""

import re
from dataclasses import replace

import numpy as np
import pyarrow as pa

from limbwatch.sensor.files.doubt import Doubt
from limbwatch.sensor.files.tables.changed_columns import shown
from limbwatch.sensor.files.tables.head import Head
from limbwatch.sensor.files.tables.name_lines import labelled_name
from limbwatch.sensor.files.tables.parsed_rows import Table
from limbwatch.sensor.files.tables.plain_numbers import is_number

_COLUMN = re.compile(r"(?:^|[^a-z])[xyz](?:$|[^a-z])|[xyz]$|time|stamp|date|sec|acc|gyr|mag|temp")
_NAMED = 2
"""Cells that are like names of columns of a recording, from which a line is one of names."""


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
            f"After {kept} rows the columns change their names (to {shown(line)}); "
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
