"""Local times to UTC, through the changes to and from daylight-saving time."""

import itertools
import re
from datetime import datetime, timedelta, timezone, tzinfo
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import numpy as np

from limbwatch.sensor.arrays import Array
from limbwatch.sensor.aware_time import fixed
from limbwatch.sensor.bounds import BOUNDS

LOCAL_1970 = datetime(1970, 1, 1)  # noqa: DTZ001 - what local clocks are counted from


_A_NIGHT_S = 43_200.0
"""Distance, seconds, below which samples on both sides of a change of clocks are of one night."""


_LOOKED_AT = 2000
"""Rows that show when most of a file was recorded."""


def to_utc(
    begin: datetime, seconds: Array, zone: tzinfo, notes: list[str]
) -> tuple[Array, datetime]:
    """Convert local times to elapsed seconds, and second 0, naive, to an aware time.

    Whether the device followed a change of the clock shows in what it wrote: times inside the hour
    that does not exist, or the hour that comes twice written once, mean that it did not. Local
    seconds count from ``begin``; NaN where unknown.
    """
    aware = fixed(begin.replace(tzinfo=zone))
    finite = seconds[np.isfinite(seconds)]
    if len(finite) == 0:
        return seconds, aware
    if float(finite.max() - finite.min()) > BOUNDS.recording_s:
        # a clock that was set late: use the offset of the rows that can be one recording
        sample = np.sort(finite[:: max(1, len(finite) // _LOOKED_AT)])
        middle = sample[len(sample) // 2]  # one of them: a mean of two may lie months from both
        near = finite[np.abs(finite - middle) < BOUNDS.recording_s]
        aware = aware.astimezone(timezone(timedelta(seconds=_offset(begin, near[0], zone))))
    for change, size in _clock_changes(begin, finite, zone):
        if size > 0:
            seconds = _spring_forward(seconds, change - size, size, notes)
        else:
            seconds = _fall_back(seconds, change, -size, notes)
    return seconds, aware


def _offset(begin: datetime, after: float, zone: tzinfo) -> float:
    """Return the offset from UTC at a local time, seconds."""
    earliest, latest = ((end - begin).total_seconds() for end in (datetime.min, datetime.max))  # noqa: DTZ901 - naive, as begin
    moment = begin + timedelta(seconds=min(max(after, earliest), latest - 1))
    offset = moment.replace(tzinfo=zone).utcoffset()
    return 0.0 if offset is None else offset.total_seconds()


def _clock_changes(begin: datetime, finite: Array, zone: tzinfo) -> list[tuple[float, float]]:
    """Return local seconds and size of each change of the clock that has samples around it.

    Python reads a time that does not exist, and the first of two equal ones, by the offset before
    the change: the seconds are those of the end of that hour.
    """
    changes = []
    low, high = float(finite.min()), float(finite.max())
    # half a day is shorter than the time between changes; only halves that hold samples are
    # searched, whatever a stamp of the year 9999 claims
    halves = np.unique((finite - low) // _A_NIGHT_S)
    ends = low + np.union1d(halves, halves + 1) * _A_NIGHT_S
    marks = [*ends[ends < high].tolist(), high + 3600.0]
    for early, late in itertools.pairwise(marks):
        before, after = _offset(begin, early, zone), _offset(begin, late, zone)
        if before == after:
            continue
        while late - early > 1e-3:
            middle = (early + late) / 2
            if _offset(begin, middle, zone) == before:
                early = middle  # noqa: PLW2901 - bisection of this interval
            else:
                late = middle  # noqa: PLW2901 - bisection of this interval
        changes.append((float(np.round(late)), after - before))
    return changes


def _spring_forward(seconds: Array, change: float, size: float, notes: list[str]) -> Array:
    skipped = (seconds >= change + 1) & (seconds < change + size - 1)
    if skipped.any():
        notes.append(
            "Clocks went forward in this night and the device's did not; its times were read as "
            "those before the change throughout."
        )
        return seconds
    before, after = seconds[seconds < change], seconds >= change
    if not after.any():
        return seconds
    # parts of a file that are days apart were not recorded while the clocks changed
    if len(before) and seconds[after].min() - before.max() < _A_NIGHT_S:
        notes.append("Clocks went forward in this night; the device followed.")
    return np.where(after, seconds - size, seconds)


def _fall_back(seconds: Array, change: float, size: float, notes: list[str]) -> Array:
    # the wall shows [change - size, change) twice; Python's fold=0 is the first time
    steps = np.diff(seconds)
    back = np.flatnonzero((steps < -0.5 * size) & (steps > -1.5 * size)) + 1
    near = back[(seconds[back] >= change - size - 60) & (seconds[back] < change)]
    if len(near):
        notes.append("Clocks went back in this night; the device followed.")
        result = seconds.copy()
        result[near[0] :] += size
        return result
    twice = (seconds >= change - size) & (seconds < change)
    after = seconds >= change
    if not after.any():
        return seconds
    if twice.any():
        notes.append(
            "Clocks went back in this night and the device's did not; its times were read as "
            "those before the change throughout."
        )
        return seconds
    return np.where(after, seconds + size, seconds)


def named_zone(name: str) -> tzinfo | None:
    """Find a zone by its name in the time zone database, such as ``Europe/Berlin``."""
    if re.fullmatch(r"[A-Za-z]+(?:/[A-Za-z0-9_+-]+){1,2}", name) is None:
        return None
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return None


def zone_letters(text: str) -> str | None:
    """Find the abbreviation of a zone in a name or a line, such as ``Time (JST)``."""
    match = _LETTERS.search(text)
    return None if match is None else match[1]


_LETTERS = re.compile(
    r"(?<![A-Za-z])((?:[CEMP]|AK|NZ|AE|AC)[SD]T|(?:[CEW])E(?:S)?T|BST|IST|MSK|JST|KST|HKT|SGT|SAST"
    r"|WIB|PHT|ICT|PKT|TRT|BRT|ART|CLT|COT|HST|AWST)(?![A-Za-z])"
)
"""Abbreviations of zones; several zones share some of them, so they are reported but not used."""


def offset_of(text: str) -> tzinfo | None:
    """Read a fixed offset such as ``GMT +01:00``, ``-0700``, ``02:00:00`` or ``GMT+8``.

    None when the text has none.
    """
    match = re.search(r"([+-])?\s*(\d{1,2})(?::?(\d{2}))?(?::\d{2})?\s*$", text.strip())
    if match is None:
        return None
    minutes = int(match[2]) * 60 + int(match[3] or 0)
    if minutes > 14 * 60:
        return None
    return timezone(timedelta(minutes=-minutes if match[1] == "-" else minutes))


def days_since_1970(year: Array, month: Array, day: Array, years: tuple[int, int]) -> Array:
    """Return days since 1970-01-01; NaN for an impossible date, or one outside ``years``."""
    possible = (month >= 1) & (month <= 12) & (day >= 1) & (day <= 31)
    possible &= (year >= years[0]) & (year <= years[1])
    months = np.where(possible, (year - 1970) * 12 + month - 1, 0).astype("datetime64[M]")
    days = months.astype("datetime64[D]").astype(np.float64) + day - 1
    return np.where(possible, days, np.nan)
