"""``corrections.csv``: a person's corrections, one per line, with their time and both values.

Lines are never removed: an undo is another line, and a redo undoes an undo. The program's results
stay unchanged in ``night.json`` and ``events.csv``.
"""

import csv
import io
from collections.abc import Sequence
from dataclasses import astuple, dataclass, fields
from datetime import datetime
from enum import StrEnum
from math import isfinite
from pathlib import Path

from limbwatch.classify.kind import Kind
from limbwatch.classify.night import Event
from limbwatch.cli.night.csv_table import csv_table
from limbwatch.cli.night.damage import damaged
from limbwatch.cli.night.folder import CORRECTIONS
from limbwatch.cli.night.whole_files import lock_at, write_whole, writing


class Change(StrEnum):
    """The kinds of correction."""

    RELABEL = "relabel"
    EXCLUDE = "exclude"
    BEDTIME = "bedtime"
    RISING = "rising"
    UNDO = "undo"


@dataclass(frozen=True, slots=True, kw_only=True)
class Correction:
    """One line of the file.

    Raises
    ------
    ValueError
        If the span runs backwards, a time is not finite or a kind is unknown.
    """

    number: int
    """Number of the line, from 1."""
    made_at: str
    """Time of the correction, ISO 8601 with offset."""
    change: Change
    """Kind of correction."""
    start_s: float
    """Start of what is corrected, seconds from the recording's start: the onset of an event, the
    start of a span to exclude, or a moment."""
    end_s: float
    """End of what is corrected, seconds from the recording's start; equal to `start_s` for a
    moment."""
    before: str
    """Old value: a kind or a moment in seconds; for an undo, the number of the undone line."""
    after: str
    """New value: a kind or a moment in seconds."""

    def __post_init__(self) -> None:
        if not (isfinite(self.start_s) and isfinite(self.end_s) and self.start_s <= self.end_s):
            raise ValueError(f"{self.start_s} to {self.end_s} s is not a span of time")
        if datetime.fromisoformat(self.made_at).utcoffset() is None:
            raise ValueError(f"{self.made_at} has no offset from UTC")
        if self.change is Change.RELABEL:
            Kind(self.before)
            Kind(self.after)


_COLUMNS = tuple(field.name for field in fields(Correction))


def read_corrections(night: Path) -> tuple[Correction, ...]:
    """Read all lines, including undone ones; none without a file.

    Raises
    ------
    CommandError
        If a line cannot be read.
    """
    path = night / CORRECTIONS
    try:
        text = path.read_text(encoding="utf-8")
    except FileNotFoundError:
        return ()
    except (OSError, UnicodeDecodeError) as error:
        raise damaged(path, error) from None
    rows = csv.DictReader(io.StringIO(text))
    try:
        lines = list(enumerate(rows, start=2))
    except csv.Error as error:  # a cell that is not closed
        raise damaged(path, error) from None
    if set(_COLUMNS) - set(rows.fieldnames or ()):
        raise damaged(path, f"its columns are not {', '.join(_COLUMNS)}")
    found = []
    for line, row in lines:
        try:
            found.append(_parse_row(row))
        except (ValueError, TypeError) as error:
            raise damaged(path, f"line {line}: {error}") from None
    return tuple(found)


def _parse_row(row: dict[str, str]) -> Correction:
    # DictReader sets missing cells to None, and collects surplus ones under the key None
    if None in row or None in row.values():
        raise ValueError(f"it does not have {len(_COLUMNS)} cells")
    return Correction(
        number=int(row["number"]),
        made_at=row["made_at"],
        change=Change(row["change"]),
        start_s=float(row["start_s"]),
        end_s=float(row["end_s"]),
        before=row["before"],
        after=row["after"],
    )


def add_correction(
    night: Path,
    change: Change,
    *,
    made_at: str,
    start_s: float,
    end_s: float,
    before: str = "",
    after: str = "",
) -> Correction:
    """Append a line to a night's file; only a hidden lock file is written besides.

    Concurrent programs wait for each other, so that no line is lost.

    Raises
    ------
    CommandError
        If the file is damaged or cannot be written; it is then unchanged.
    ValueError
        If the line is invalid.
    """
    with writing(night / CORRECTIONS, option=None), lock_at(night / CORRECTIONS):
        lines = read_corrections(night)
        line = Correction(
            number=len(lines) + 1,
            made_at=made_at,
            change=change,
            start_s=round(start_s, 3),
            end_s=round(end_s, 3),
            before=before,
            after=after,
        )
        content = csv_table(_COLUMNS, map(astuple, (*lines, line)))
        write_whole(night / CORRECTIONS, content)
    return line


def in_force(corrections: Sequence[Correction]) -> tuple[Correction, ...]:
    """Return the corrections in force, without undone lines and undos; input is in order."""
    undone = _undone_numbers(corrections)
    return tuple(
        line
        for line in corrections
        if line.change is not Change.UNDO and str(line.number) not in undone
    )


def last_undo(corrections: Sequence[Correction]) -> Correction | None:
    """Return the undo that a redo takes back: the last line in force, if it is an undo."""
    undone = _undone_numbers(corrections)
    undoing = {str(line.number) for line in corrections if line.change is Change.UNDO}
    for line in reversed(corrections):
        if line.change is not Change.UNDO:
            return None
        if str(line.number) not in undone and line.before not in undoing:
            return line
    return None


def _undone_numbers(corrections: Sequence[Correction]) -> set[str]:
    """Return the numbers of undone lines whose undo was not itself undone."""
    undone: set[str] = set()
    for line in reversed(corrections):
        if line.change is Change.UNDO and str(line.number) not in undone:
            undone.add(line.before)
    return undone


def relabelled(events: Sequence[Event], corrections: Sequence[Correction]) -> dict[int, str]:
    """Return the new kind of each relabelled event, by the event's position.

    Events are matched by onset, so that corrections survive a rescore that finds the same
    movement; those of a movement no longer found are left out.
    """
    place = {f"{event.onset:.3f}": number for number, event in enumerate(events)}
    labels: dict[int, str] = {}
    for line in in_force(corrections):
        number = place.get(f"{line.start_s:.3f}")
        if line.change is Change.RELABEL and number is not None:
            labels[number] = line.after
    return {number: kind for number, kind in labels.items() if kind != events[number].kind.value}
