"""What the columns of a plain table are, by the names above them or without any."""

import math
import re
from collections.abc import Mapping, Sequence
from typing import Final

import numpy as np

from limbwatch.sensor.errors import UnreadableFile
from limbwatch.sensor.scorings.column_words import BEGINNINGS, ENDS, LEGS, LENGTHS, places_of
from limbwatch.sensor.scorings.delimited import cell_of, number_of
from limbwatch.sensor.scorings.plain_row import PLACE, SLEPT, PlainRow, name_of
from limbwatch.sensor.scorings.vocabulary import stage_of

_COLUMNS: Final[Mapping[str, tuple[str, ...]]] = {
    "side": (*LEGS, "limbs"),
    "onset_s": (*BEGINNINGS, "beginn", "timestamp", "unix time"),
    "duration_s": LENGTHS,
    "end_s": ENDS,
    "asleep": ("asleep", "sleep"),
    "slept": (SLEPT,),
    "stage": ("stage", "sleep stage", "schlafstadium", "stadium", "stade", "fase", "stadio"),
    "kind": ("kind", "event", "type"),
    "text": (
        *("trial type", "description", "annotation", "annotations", "label", "text"),
        *("ereignis", "evenement", "evento", "gebeurtenis", "beschreibung"),
    ),
}
REQUIRED: Final = ("side", "onset_s", "duration_s")
_HEADERLESS: Final = ("side", "onset_s", "duration_s", "asleep")
EXPECTED: Final = (
    "side,onset_s,duration_s and then lines such as L,100.0,2.0; or onset_s,duration_s with a "
    "column stage or kind; or an export of RemLogic, Luna, Noxturnal, DOMINO, Profusion (XML), the "
    "NSRR (XML), Sleepware (XML) or EDF+"
)
"""What a table or another list of events may be, for messages."""
_DATA: Final = re.compile(r"[\[\d]")
"""Beginning of a cell of data, such as a time in brackets, where names were looked for."""


def named_columns(row: PlainRow) -> dict[str, int] | None:
    """Return the index of each column; None if the first row is data.

    Raises
    ------
    UnreadableFile
        If a column that every table needs is missing.
    """
    cells = [name_of(cell) for cell in row.cells]
    if len(cells) >= len(REQUIRED) and np.isfinite(number_of(row.cells[1].strip())):
        return None
    found = {
        name: next((cells.index(alias) for alias in aliases if alias in cells), None)
        for name, aliases in _COLUMNS.items()
    }
    # a column of times of day may have the shorter name beside one of seconds
    found |= {name: at for at, cell in enumerate(row.cells) if (name := cell.strip()) in found}
    needed = set(REQUIRED)
    if any(found[name] is not None for name in ("stage", "kind", "text")):
        needed -= {"side"} if found["text"] is None else {"side", "duration_s"}
    if found["end_s"] is not None:
        needed -= {"duration_s"}
    missing = [name for name in REQUIRED if name in needed and found[name] is None]
    if missing and _DATA.match(row.cells[0].strip()):
        raise _unnamed_error(row)
    if missing:
        raise UnreadableFile(
            f"{row.where}: no column {' and no column '.join(missing)} among "
            f"{', '.join(row.cells)!r}; expected {EXPECTED}."
        )
    places = [k for k in places_of(cells) if k not in found.values()]
    found |= {f"{PLACE}{number}": k for number, k in enumerate(places)}
    return {name: place for name, place in found.items() if place is not None}


def unnamed_columns(rows: list[PlainRow]) -> Sequence[str]:
    """Return what the columns of a table without names are: legs first, or onsets first.

    Raises
    ------
    UnreadableFile
        If rows begin with numbers, and nothing says what they are.
    """
    first = rows[0]
    if not math.isfinite(number_of(first.cells[0])):
        return _HEADERLESS
    words = [cell_of(row.cells, 2) for row in rows]
    if not all(words) or any(math.isfinite(number_of(word)) for word in words):
        raise _unnamed_error(first)
    staged = all(stage_of(word, bare=True) is not None for word in words)
    return ("onset_s", "duration_s", "stage" if staged else "kind")


def _unnamed_error(row: PlainRow) -> UnreadableFile:
    return UnreadableFile(
        f"{row.where}: no line above the rows names their columns, and {', '.join(row.cells)!r} "
        f"does not say what they are; expected {EXPECTED}."
    )
