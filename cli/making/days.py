"""A recording of several days, cut into nights, each with its number and time in bed."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta, tzinfo
from itertools import pairwise
from typing import Final, NamedTuple

import numpy as np

from limbwatch.classify.nights.cutting import MINUTE_S, DayCourse, cuts, windows
from limbwatch.classify.origin import Origin
from limbwatch.classify.scoring import sleep_of
from limbwatch.cli.errors import CommandError
from limbwatch.cli.making.scoring_wish import bed_from_origin
from limbwatch.cli.making.split import NOON, Split
from limbwatch.cli.reading.clock_change import with_clock_change_warning
from limbwatch.cli.reading.long_recordings import all_read, begin_of, end_of
from limbwatch.cli.reading.moved_sensor import with_moving_warning
from limbwatch.cli.reading.sources import check_one_night, with_length_warning
from limbwatch.cli.reading.written import DiarySource
from limbwatch.dsp import analyse
from limbwatch.sensor import Recording
from limbwatch.sensor.bounds import BOUNDS
from limbwatch.sensor.long_recording import AnyRecording

_DAY_S: Final = 86_400.0
BEFORE_BED: Final = timedelta(hours=2)
"""Time before bed that belongs to a night: the evening, when legs may be restless. Chosen."""
AFTER_BED: Final = timedelta(hours=1)
"""Time after bed that belongs to a night: the morning, when late rising shows. Chosen."""

_SMALL_HOURS: Final = (0, 360)
"""Minutes of the day whose recording makes a night even without a main sleep: the wearer lay awake
or wore no sensor. GGIR counts a recording over midnight as a night; the end at 06:00 is chosen."""

_EVENING: Final = 18 * 60
"""Minute of the day from which a sensor that is put on is put on for the night. Chosen."""

SHORTEST_S: Final = 60.0
"""Least recorded length of a night, seconds. Chosen below the few minutes of a file that somebody
tries a sensor or a format with, so that a damaged one is reported as damaged, not as short."""


class NightPart(NamedTuple):
    """One night of a recording."""

    begin: datetime
    """Start, included."""
    end: datetime
    """End, excluded."""
    evening: date
    """Date of its evening."""


class NightsAndDays(NamedTuple):
    """The nights of a recording, and the days around them."""

    nights: tuple[NightPart, ...]
    """In chronological order; at least one."""
    days: tuple[NightPart, ...] = ()
    """Parts before the first and after the last night that are not nights."""

    @property
    def begin(self) -> datetime:
        """Start of the first part."""
        return min(part.begin for part in (*self.nights, *self.days))


def nights_in(sensors: Sequence[AnyRecording], split: Split) -> NightsAndDays:
    """Find the nights of a recording of one sensor or more.

    It is a single night if it is no longer than a night, whatever it holds.

    Raises
    ------
    CommandError
        If the sensors were not worn at the same time.
    """
    check_one_night(sensors)
    begin, end = begin_of(sensors), end_of(sensors)
    whole = NightsAndDays((NightPart(begin, end, _evening_of(begin)),))
    if not split.wanted or ((end - begin).total_seconds() <= BOUNDS.night_s and not split.stated):
        return whole
    midnight = begin.replace(hour=0, minute=0, second=0, microsecond=0)
    first, last = ((at - midnight).total_seconds() / MINUTE_S for at in (begin, end))
    course = _course_of(sensors, midnight, minutes=int(np.ceil(last)) + 1)
    found = cuts(course, first=first, end=last, nominal=split.minute, regular=not split.stated)
    if not found:
        return whole
    spans = windows(found)
    parts, nights, days = [], [], []
    for at, (opening, closing, day) in enumerate(spans):
        start, stop = max(opening, first), min(closing, last)
        part = NightPart(
            midnight + timedelta(minutes=start),
            midnight + timedelta(minutes=stop) if np.isfinite(closing) else end + timedelta(days=1),
            midnight.date() + timedelta(days=day),
        )
        parts.append(part)
        minute = _first_recorded(course, start, stop)
        if minute is None:
            continue
        inner = 0 < at < len(spans) - 1
        if inner or minute % (24 * 60) >= _EVENING or _is_night(course, start, stop):
            nights.append(part)
        else:
            days.append(part._replace(end=min(part.end, end)))
    return NightsAndDays(tuple(nights), tuple(days)) if nights else NightsAndDays(tuple(parts))


def _course_of(sensors: Sequence[AnyRecording], midnight: datetime, *, minutes: int) -> DayCourse:
    """Return the course of all sensors from a midnight on; each is read a day at a time."""
    course = DayCourse.empty(minutes)
    for sensor in sensors:
        midnight_s = (midnight - sensor.start).total_seconds()
        first_s, last_s = sensor.span
        edges = [*np.arange(first_s, last_s, _DAY_S).tolist(), last_s + 1.0]
        for start, stop in pairwise(edges):
            part = sensor.between(start, stop)
            if part is not None:
                course.add(part, midnight_s=midnight_s)
    return course


def _is_night(course: DayCourse, start: float, stop: float) -> bool:
    """Tell whether the minutes hold a main sleep or any of the small hours."""
    minutes = np.arange(int(start), min(int(np.ceil(stop)), len(course.worn)))
    of_day = minutes % (24 * 60)
    small = (of_day >= _SMALL_HOURS[0]) & (of_day < _SMALL_HOURS[1])
    return bool(course.main_sleep[minutes].any() or small.any())


def _first_recorded(course: DayCourse, start: float, stop: float) -> int | None:
    """Return the first recorded minute of a stretch; None if nothing was recorded."""
    recorded = np.flatnonzero(course.recorded[int(start) : int(np.ceil(stop))])
    return int(start) + int(recorded[0]) if len(recorded) else None


def _evening_of(begin: datetime) -> date:
    return (begin.replace(tzinfo=None) - timedelta(minutes=NOON)).date()


def recordings_of_night(
    sensors: Sequence[AnyRecording], night: NightPart, origin: Origin
) -> tuple[Recording, ...]:
    """Read one night without the daytime around it.

    Return a recording for each sensor that recorded then, from `BEFORE_BED` before bedtime, with
    the diary entries of the origin, to `AFTER_BED` after it; the whole part if nobody slept. Each
    sensor is analysed in turn to find the time in bed, so that a whole day of no more than one
    sensor is in memory.
    """
    tracks = [
        analyse(one.rebased(night.begin))
        for sensor in sensors
        for one in _read_stretch(sensor, night.begin, night.end)
    ]
    begin, end = night.begin, night.end
    if tracks:
        told = bed_from_origin(origin, night.begin)
        sleep = sleep_of(tracks, told)
        if sleep.in_bed is not None and (sleep.onset is not None or told is not None):
            bed = [night.begin + timedelta(seconds=at) for at in sleep.in_bed]
            begin = max(night.begin, bed[0] - BEFORE_BED)
            end = min(night.end, bed[1] + AFTER_BED)
    return tuple(one for sensor in sensors for one in _read_stretch(sensor, begin, end))


def _read_stretch(sensor: AnyRecording, begin: datetime, end: datetime) -> Iterator[Recording]:
    """Yield a stretch of one sensor; nothing if it was not recorded."""
    one = sensor.between(
        (begin - sensor.start).total_seconds(), (end - sensor.start).total_seconds()
    )
    if one is not None:
        yield one


def one_night(sensors: Sequence[AnyRecording], *, short: bool = False) -> tuple[Recording, ...]:
    """Read the whole of a recording that is one night.

    Raises
    ------
    CommandError
        If no sensor recorded for `SHORTEST_S`, unless a ``short`` night is accepted.
    """
    recordings = all_read(sensors)
    longest = max(sum(len(run) / run.rate for run in one.runs) for one in recordings)
    if longest < SHORTEST_S and not short:
        raise CommandError(
            f"this recording holds {longest:.3g} s; less than {SHORTEST_S:.0f} s is too short for "
            "a night. Give all files of the night; limbwatch replay --short scores it all the "
            "same."
        )
    return with_length_warning(with_moving_warning(recordings))


def origins_of_nights(
    found: NightsAndDays,
    origin: Origin,
    written: DiarySource,
    *,
    zone: tzinfo,
    warn: Callable[[str], None],
) -> list[Origin]:
    """Return the origin of each night: its number, and its time in bed as written down.

    All diary entries are checked before a night is made. A recording of a single night without days
    around it is not numbered. The origin given is common to all nights, and the zone is the
    wearer's. ``warn`` is called with a message about an entry that does not fit its night or lies
    outside the recording.
    """
    parts = found.nights
    origins = []
    for number, night in enumerate(parts, start=1):
        own = origin
        if len(parts) > 1 or found.days:
            evening = night.evening.isoformat()
            own = replace(origin, evening=evening, part=f"{number} of {len(parts)}")
        told = written.with_entry(own, night.evening, found.begin, zone, warn)
        bed = bed_from_origin(told, night.begin)
        if bed is None or bed.touches((night.end - night.begin).total_seconds()):
            origins.append(told)
            continue
        warn(
            f"what was written down for the night of {night.evening} lies outside its recording "
            f"({night.begin:%H:%M} to {night.end:%H:%M}): time in bed is estimated"
        )
        origins.append(own)
    return origins


def read_night_recordings(
    sensors: Sequence[AnyRecording],
    night: NightPart,
    origin: Origin,
    *,
    zone: tzinfo,
    short: bool = False,
) -> tuple[Recording, ...]:
    """Read a night described by `origins_of_nights`, with notes on changes of the wearer's clock.

    ``short`` is as for `one_night`.
    """
    if origin.part is None:
        read = one_night(sensors, short=short)
    else:
        read = recordings_of_night(sensors, night, origin)
    return with_clock_change_warning(read, zone) if read else read
