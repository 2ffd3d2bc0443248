"""Corrections that the page asks for, checked before they are written."""

import re
from collections.abc import Callable, Mapping
from datetime import datetime, time, timedelta
from functools import partial
from pathlib import Path
from typing import Any, Final

from limbwatch.classify.kind import Kind
from limbwatch.cli.language.spoken import capital, tr
from limbwatch.cli.night.correction.corrected import as_corrected, what_was_changed
from limbwatch.cli.night.correction.corrections import (
    Change,
    Correction,
    add_correction,
    in_force,
    last_undo,
    read_corrections,
    relabelled,
)
from limbwatch.cli.night.correction.rebuilt import corrected_night
from limbwatch.cli.night.folder import CORRECTIONS
from limbwatch.cli.night.scored.contents import NightSource, read_night
from limbwatch.cli.night.whole_files import lock_at, writing
from limbwatch.cli.reading.clock_change import clock_change
from limbwatch.cli.reading.recordings import zone_of
from limbwatch.cli.words import clock, figure

_FAR_S: Final = 1e9
"""Beyond any recording; also keeps out integers that no float can hold."""


def change(folder: Path, asked: Mapping[str, Any]) -> Correction | None:
    """Write the correction that the page asks for, unless the night is already like that.

    What is asked is ``{"change": "relabel", "onset_s": 12.3, "kind": "twitch"}``,
    ``{"change": "exclude", "start_s": 1.0, "end_s": 2.0}`` or, by the clock,
    ``{"change": "exclude", "from": "23:10", "to": "23:40:30"}``,
    ``{"change": "bedtime", "time": "22:50"}``, ``rising`` alike, ``{"change": "undo"}``, or
    ``{"change": "redo"}``. With ``seen``, the count of lines that the page was made of, it is
    refused if there are others by now: nobody changes a night they have not seen.

    Return the new line; None when the night was already like that, and nothing was written.

    Raises
    ------
    CommandError
        If a file of the night is damaged or cannot be written.
    ValueError
        If the change is impossible; then nothing is written.
    """
    # without a change nothing is written, not even a lock: the disk may be read-only
    if _asked_change(folder, asked) is None:
        return None
    with writing(folder / CORRECTIONS, option=None), lock_at(folder / CORRECTIONS):
        # decided again while holding the turn, so that no other change can intervene
        wanted = _asked_change(folder, asked)
        if wanted is None:
            return None
        kind, fields = wanted
        made_at = datetime.now().astimezone().isoformat(timespec="seconds")
        _check(read_night(folder), kind, made_at, fields)
        return add_correction(folder, kind, made_at=made_at, **fields)


def _asked_change(
    folder: Path, asked: Mapping[str, Any]
) -> tuple[Change, Mapping[str, Any]] | None:
    """Interpret the request for the night as it is now; None when it is already like that."""
    night = read_night(folder)
    _check_seen(folder, asked)
    name = asked.get("change")
    if not isinstance(name, str) or name not in _CHANGES:
        raise ValueError(f"there is no change {name!r}")
    kind, make = _CHANGES[name]
    fields = make(night, asked)
    return None if fields is None else (kind, fields)


def _check_seen(folder: Path, asked: Mapping[str, Any]) -> None:
    """Refuse a request from a page that shows the night before a later correction."""
    lines = read_corrections(folder)
    if "seen" not in asked or asked["seen"] == len(lines):
        return
    made = datetime.fromisoformat(lines[-1].made_at).strftime("%H:%M") if lines else "?"
    raise ValueError(
        f"this night was corrected elsewhere after this page was opened, last at {made}: nothing "
        "was changed. Reload the page, look, and correct it there"
    )


_Fields = dict[str, Any] | None
_MakeFields = Callable[[NightSource, Mapping[str, Any]], _Fields]


def words_of(folder: Path, line: Correction) -> str:
    """Say what a correction changed or took back, as the page shows it beside the index."""
    night = read_night(folder)
    lines = {str(correction.number): correction for correction in read_corrections(folder)}
    target, again = line, True
    while target.change is Change.UNDO:
        target, again = lines[target.before], not again
    what = capital(what_was_changed(night, target))
    if target is line:
        return what
    return tr("{what}: redone", what=what) if again else tr("{what}: undone", what=what)


def index_of(folder: Path) -> str:
    """Return the index of the corrected night or test, for printing."""
    summary = as_corrected(read_night(folder)).night.summary
    plm = summary.plm
    index = plm.index_per_hour if summary.test is None else plm.wake_index_per_hour
    return figure(index, 1)


def _relabel(night: NightSource, asked: Mapping[str, Any]) -> _Fields:
    onset = _number(asked, "onset_s")
    try:
        after = Kind(str(asked.get("kind")))
    except ValueError:
        raise ValueError(f"there is no kind {asked.get('kind')!r}") from None
    candidates = [event for event in night.events if abs(event.onset - onset) < 0.1]
    if not candidates:
        raise ValueError(f"there is no movement at {onset:g} s")
    event = min(candidates, key=lambda each: abs(each.onset - onset))
    given = relabelled(night.events, read_corrections(night.folder))
    now = Kind(given.get(night.events.index(event), event.kind.value))
    if _without_periodicity(after) == _without_periodicity(now):
        return None
    return {
        "start_s": event.onset,
        "end_s": event.onset + event.duration,
        "before": event.kind.value,
        "after": after.value,
    }


def _without_periodicity(kind: Kind) -> Kind:
    """Treat periodic as any limb movement: periodicity is for the rules to decide, not a person."""
    return Kind.LIMB_MOVEMENT if kind is Kind.PLM else kind


def _exclude(night: NightSource, asked: Mapping[str, Any]) -> _Fields:
    if "from" in asked or "to" in asked:
        start, end = (_seconds(night, asked.get(key)) for key in ("from", "to"))
        if end <= start:
            raise ValueError(f"{asked.get('to')} is not after {asked.get('from')} in this night")
    else:
        start = max(0.0, _number(asked, "start_s"))
        end = min(night.seconds, _number(asked, "end_s"))
    if end - start < 1:
        raise ValueError("a span to leave out lasts a second or longer and lies in the night")
    lines = in_force(read_corrections(night.folder))
    spans = [(line.start_s, line.end_s) for line in lines if line.change is Change.EXCLUDE]
    if any(first <= start and end <= last for first, last in spans):
        return None
    return {"start_s": start, "end_s": end}


def _undo(night: NightSource, _: Mapping[str, Any]) -> _Fields:
    lines = in_force(read_corrections(night.folder))
    if not lines:
        raise ValueError("there is nothing to undo")
    return _revert(lines[-1])


def _redo(night: NightSource, _: Mapping[str, Any]) -> _Fields:
    line = last_undo(read_corrections(night.folder))
    if line is None:
        raise ValueError("there is nothing to redo")
    return _revert(line)


def _revert(line: Correction) -> dict[str, Any]:
    return {"start_s": line.start_s, "end_s": line.end_s, "before": str(line.number)}


def _set_time(kind: Change, night: NightSource, asked: Mapping[str, Any]) -> _Fields:
    seconds = _seconds(night, asked.get("time"))
    bed = as_corrected(night).night.summary.sleep.in_bed_s
    before = "" if bed is None else str(bed[0 if kind is Change.BEDTIME else 1])
    # the page shows minutes, so typing the minute already shown is no correction
    if before and clock(night.start, float(before)) == clock(night.start, seconds):
        return None
    return {"start_s": seconds, "end_s": seconds, "before": before, "after": f"{seconds:g}"}


_CHANGES: Final[Mapping[str, tuple[Change, _MakeFields]]] = {
    "relabel": (Change.RELABEL, _relabel),
    "exclude": (Change.EXCLUDE, _exclude),
    "bedtime": (Change.BEDTIME, partial(_set_time, Change.BEDTIME)),
    "rising": (Change.RISING, partial(_set_time, Change.RISING)),
    "undo": (Change.UNDO, _undo),
    "redo": (Change.UNDO, _redo),
}
"""How each requested change is written, and the function that builds its line."""
_TIME = re.compile(r"([01]?\d|2[0-3]):([0-5]\d)(?::([0-5]\d)(?:\.\d+)?)?")


def _seconds(night: NightSource, text: Any) -> float:
    """Return the time in the recording, seconds, that a time of day names."""
    match = _TIME.fullmatch(text) if isinstance(text, str) else None
    if match is None:
        raise ValueError(f"a time is written 22:50, not {text!r}")
    wanted = time(int(match[1]), int(match[2]), int(match[3] or 0))
    at = datetime.combine(night.start.date(), wanted, tzinfo=night.start.tzinfo)
    seconds = (at - night.start).total_seconds()
    # the minute in which the recording began counts as part of it
    if seconds < -60:
        seconds = (at + timedelta(days=1) - night.start).total_seconds()
    if seconds > night.seconds + 60:
        raise _outside(night, text, at)
    return min(max(seconds, 0.0), night.seconds)


def _outside(night: NightSource, text: str, at: datetime) -> ValueError:
    """Say where the recording lies, and if the clocks changed that night, by which clock."""
    lies = f"{clock(night.start, 0)} to {clock(night.start, night.seconds)}"
    end = night.start + timedelta(seconds=night.seconds)
    zone = zone_of(night.summary.origin.asked.get("timezone"))
    change = clock_change(night.start, end, zone)
    if change is None:
        return ValueError(f"{text} is not within this recording, {lies}")
    here = at - change.forward
    if not change.at <= here <= end:
        return ValueError(
            f"{text} is not within this recording, {lies} by the clock that it began with"
        )
    return ValueError(
        f"{text} is not within this recording, {lies} by the clock that it began with. The clocks "
        f"went {change.way} in this night: if {text} is by the new time, write {here:%H:%M}"
    )


def _check(night: NightSource, kind: Change, made_at: str, fields: Mapping[str, Any]) -> None:
    """Apply the change on trial, so that none is written that cannot be applied."""
    lines = read_corrections(night.folder)
    values = {"before": "", "after": ""} | dict(fields)
    line = Correction(number=len(lines) + 1, made_at=made_at, change=kind, **values)
    corrected_night(night, (*lines, line))


def _number(asked: Mapping[str, Any], key: str) -> float:
    value = asked.get(key)
    if (
        isinstance(value, bool)
        or not isinstance(value, int | float)
        or not -_FAR_S < value < _FAR_S
    ):
        raise ValueError(f"{key} is a number of seconds, not {str(value)[:40]!r}")
    return float(value)
