"""What the page may change: corrections and notes, checked before they are written."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from math import isfinite
from pathlib import Path
from typing import Any

from limbwatch.classify.kind import Kind
from limbwatch.cli.kinds import EXPLANATIONS
from limbwatch.cli.night.contents import NightSource, read_night
from limbwatch.cli.night.corrected import as_corrected
from limbwatch.cli.night.corrections import (
    Change,
    Correction,
    add_correction,
    read_corrections,
    relabelled,
    standing,
)
from limbwatch.cli.night.notes import FIELDS, DayNotes, write_notes
from limbwatch.cli.night.rebuilt import corrected_night


def change(folder: Path, asked: Mapping[str, Any]) -> Correction:
    """Make the correction that the page asks for.

    Parameters
    ----------
    folder : Path
        Folder of the night.
    asked : mapping
        ``{"change": "relabel", "onset_s": 12.3, "kind": "twitch"}``,
        ``{"change": "exclude", "start_s": 1.0, "end_s": 2.0}``,
        ``{"change": "bedtime", "time": "22:50"}``, ``rising`` alike, or ``{"change": "undo"}``.

    Returns
    -------
    Correction

    Raises
    ------
    CommandError
        If a file of the night is damaged or cannot be written.
    ValueError, TypeError
        If the change is impossible; then nothing is written.
    """
    night = read_night(folder)
    made_at = datetime.now().astimezone().isoformat(timespec="seconds")
    try:
        kind = Change(str(asked.get("change")))
    except ValueError:
        raise ValueError(f"there is no change {asked.get('change')!r}") from None
    match kind:
        case Change.RELABEL:
            given = _relabel(night, asked)
        case Change.EXCLUDE:
            given = _exclude(night, asked)
        case Change.UNDO:
            given = _undo(folder)
        case _:
            given = _moment(night, kind, asked)
    _check(night, kind, made_at, given)
    return add_correction(folder, kind, made_at=made_at, **given)


def note(folder: Path, asked: Mapping[str, Any]) -> None:
    """Replace the notes of a night.

    Parameters
    ----------
    folder : Path
    asked : mapping
        Fields of `DayNotes`; what is missing is forgotten.

    Raises
    ------
    CommandError
        If they cannot be written.
    ValueError
        If a field is unknown or impossible; then nothing is written.
    """
    unknown = set(asked) - set(FIELDS)
    if unknown:
        raise ValueError(f"there is no field {sorted(unknown)[0]!r}")
    write_notes(folder, DayNotes(**asked))


def index_of(folder: Path) -> str:
    """Read the index of a night with its corrections.

    Parameters
    ----------
    folder : Path

    Returns
    -------
    str
        Periodic movements per hour of sleep; a dash when unknown.
    """
    index = as_corrected(read_night(folder)).night.summary.plm.index_per_hour
    return "\N{EN DASH}" if index is None else f"{index:.1f}"


def _relabel(night: NightSource, asked: Mapping[str, Any]) -> dict[str, Any]:
    onset = _number(asked, "onset_s")
    try:
        after = Kind(str(asked.get("kind")))
    except ValueError:
        raise ValueError(f"there is no kind {asked.get('kind')!r}") from None
    near = [event for event in night.events if abs(event.onset - onset) < 0.1]
    if not near:
        raise ValueError(f"there is no movement at {onset:g} s")
    event = min(near, key=lambda one: abs(one.onset - onset))
    given = relabelled(night.events, read_corrections(night.folder))
    if after.value == given.get(night.events.index(event), event.kind.value):
        raise ValueError(f"it is called {EXPLANATIONS[after].lane.lower()} already")
    return {
        "start_s": event.onset,
        "end_s": event.onset + event.duration,
        "before": event.kind.value,
        "after": after.value,
    }


def _exclude(night: NightSource, asked: Mapping[str, Any]) -> dict[str, Any]:
    start = max(0.0, _number(asked, "start_s"))
    end = min(night.seconds, _number(asked, "end_s"))
    if end - start < 1:
        raise ValueError("a span to leave out lasts a second or longer and lies in the night")
    return {"start_s": start, "end_s": end}


def _undo(folder: Path) -> dict[str, Any]:
    lines = standing(read_corrections(folder))
    if not lines:
        raise ValueError("there is nothing to undo")
    last = lines[-1]
    return {"start_s": last.start_s, "end_s": last.end_s, "before": str(last.number)}


def _moment(night: NightSource, kind: Change, asked: Mapping[str, Any]) -> dict[str, Any]:
    try:
        time = datetime.strptime(str(asked.get("time")), "%H:%M").time()  # noqa: DTZ007 - no day
    except ValueError:
        raise ValueError(f"a time is written 22:50, not {asked.get('time')!r}") from None
    at = datetime.combine(night.start.date(), time, tzinfo=night.start.tzinfo)
    seconds = (at - night.start).total_seconds()
    # the minute the recording began in belongs to it
    if seconds < -60:
        seconds = (at + timedelta(days=1) - night.start).total_seconds()
    if seconds > night.seconds + 60:
        raise ValueError(f"{asked.get('time')} is not within this recording")
    seconds = min(max(seconds, 0.0), night.seconds)
    bed = as_corrected(night).night.summary.sleep.in_bed_s
    before = "" if bed is None else str(bed[0 if kind is Change.BEDTIME else 1])
    return {"start_s": seconds, "end_s": seconds, "before": before, "after": f"{seconds:g}"}


def _check(night: NightSource, kind: Change, made_at: str, given: Mapping[str, Any]) -> None:
    """Try the change, so that none is ever written that cannot be applied."""
    lines = read_corrections(night.folder)
    values = {"before": "", "after": ""} | dict(given)
    line = Correction(number=len(lines) + 1, made_at=made_at, change=kind, **values)
    corrected_night(night, (*lines, line))


def _number(asked: Mapping[str, Any], key: str) -> float:
    value = asked.get(key)
    if isinstance(value, bool) or not isinstance(value, int | float) or not isfinite(value):
        raise TypeError(f"{key} is a number of seconds, not {value!r}")
    return float(value)
