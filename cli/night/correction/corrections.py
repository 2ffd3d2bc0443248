"""``corrections.csv``: what the person changed, with time and both values, line after line.

Nothing is ever taken out of the file: an undo is one more line, and a redo undoes an undo. What
the program found stays as it is in ``night.json`` and ``events.csv``.
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
from limbwatch.cli.night.turns import turn_at
from limbwatch.cli.night.whole_files import write_whole, writing


class Change(StrEnum):
    """What a correction does."""

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
        If the span runs backwards, a time is not finite or a kind is none.
    """

    number: int
    """From 1."""
    made_at: str
    """ISO 8601 with offset."""
    change: Change
    start_s: float
    end_s: float
    """`start_s` and `end_s`: what it is about, seconds from the recording's start: an event from
    its onset to its end, a span to leave out, or a moment (both equal)."""
    before: str
    after: str
    """`before` and `after`: both values: kinds, or moments in seconds; the number of the line for
    an undo."""

    def __post_init__(self) -> None:
        if not (isfinite(self.start_s) and isfinite(self.end_s) and self.start_s <= self.end_s):
            raise ValueError(f"{self.start_s} to {self.end_s} s is no span of time")
        if datetime.fromisoformat(self.made_at).utcoffset() is None:
            raise ValueError(f"{self.made_at} has no offset from UTC")
        if self.change is Change.RELABEL:
            Kind(self.before)
            Kind(self.after)


_COLUMNS = tuple(field.name for field in fields(Correction))


def read_corrections(night: Path) -> tuple[Correction, ...]:
    """Read every line, undone ones too; none without a file.

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
    except csv.Error as error:  # a cell without end
        raise damaged(path, error) from None
    if set(_COLUMNS) - set(rows.fieldnames or ()):
        raise damaged(path, f"its columns are not {', '.join(_COLUMNS)}")
    found = []
    for line, row in lines:
        try:
            found.append(_correction(row))
        except (ValueError, TypeError) as error:
            raise damaged(path, f"line {line}: {error}") from None
    return tuple(found)


def _correction(row: dict[str, str]) -> Correction:
    # the reader puts what is missing, and the name of what is too much, as None
    if None in row or None in row.values():
        raise ValueError(f"it has not {len(_COLUMNS)} cells")
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
    """Add a line to the file of a night; nothing else there changes but a hidden lock file.

    Two programs may do so at once: each waits for the other, and no line is lost.

    Raises
    ------
    CommandError
        If the file is damaged or cannot be written; then it is as before.
    ValueError
        If the line is impossible.
    """
    with writing(night / CORRECTIONS, option=None), turn_at(night / CORRECTIONS):
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


def standing(corrections: Sequence[Correction]) -> tuple[Correction, ...]:
    """Leave out undone lines and the undoing ones; corrections are in order of making."""
    undone = _undone(corrections)
    return tuple(
        line
        for line in corrections
        if line.change is not Change.UNDO and str(line.number) not in undone
    )


def last_undo(corrections: Sequence[Correction]) -> Correction | None:
    """Find the undo that a redo takes back: the latest made, if nothing was changed after it."""
    undone = _undone(corrections)
    undoing = {str(line.number) for line in corrections if line.change is Change.UNDO}
    for line in reversed(corrections):
        if line.change is not Change.UNDO:
            return None
        if str(line.number) not in undone and line.before not in undoing:
            return line
    return None


def _undone(corrections: Sequence[Correction]) -> set[str]:
    """Numbers of lines that an undo took back which was not taken back itself."""
    undone: set[str] = set()
    for line in reversed(corrections):
        if line.change is Change.UNDO and str(line.number) not in undone:
            undone.add(line.before)
    return undone


def relabelled(events: Sequence[Event], corrections: Sequence[Correction]) -> dict[int, str]:
    """Find the kinds that stand of those that the person gave to events, by their position.

    An event is known by its onset, so that corrections outlive a new scoring that finds the same
    movement; one that is no longer found is left out.
    """
    place = {f"{event.onset:.3f}": number for number, event in enumerate(events)}
    labels: dict[int, str] = {}
    for line in standing(corrections):
        number = place.get(f"{line.start_s:.3f}")
        if line.change is Change.RELABEL and number is not None:
            labels[number] = line.after
    return {number: kind for number, kind in labels.items() if kind != events[number].kind.value}
