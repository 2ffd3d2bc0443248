"""A recording of days, as the nights that it holds."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta
from itertools import pairwise
from typing import Final, NamedTuple

import numpy as np

from limbwatch.classify.nights.cutting import MINUTE_S, DayCourse, cuts, windows
from limbwatch.classify.origin import Origin
from limbwatch.classify.scoring import sleep_of
from limbwatch.cli.making.split import NOON, Split
from limbwatch.cli.making.told_bed import told_bed
from limbwatch.cli.reading.long_recordings import Stretches, begin_of, end_of
from limbwatch.cli.reading.sources import check_one_night, told_of_days
from limbwatch.dsp import analyse
from limbwatch.sensor import Recording, aligned
from limbwatch.sensor.bounds import BOUNDS

_DAY_S: Final = 86_400.0
BEFORE_BED: Final = timedelta(hours=2)
"""What of the day belongs to a night: the evening in which legs may be restless at rest,"""
AFTER_BED: Final = timedelta(hours=1)
"""and the morning, in which a late rising shows. Both chosen."""


class NightPart(NamedTuple):
    """One night of a recording: from when, until before when, and the date of its evening."""

    begin: datetime
    end: datetime
    evening: date


def nights_in(sensors: Sequence[Stretches], split: Split) -> list[NightPart]:
    """Find the nights of a recording.

    Parameters
    ----------
    sensors : sequence of Stretches
        At least one.
    split : Split

    Returns
    -------
    list of NightPart
        In order of time; one for what is no longer than a night.
    """
    begin, end = begin_of(sensors), end_of(sensors)
    whole = [NightPart(begin, end, _evening(begin))]
    if not split.wanted or ((end - begin).total_seconds() <= BOUNDS.night_s and not split.told):
        return whole
    midnight = begin.replace(hour=0, minute=0, second=0, microsecond=0)
    first, last = ((at - midnight).total_seconds() / MINUTE_S for at in (begin, end))
    course = DayCourse.empty(int(np.ceil(last)) + 1)
    for sensor in sensors:
        midnight_s = (midnight - sensor.start).total_seconds()
        first_s, last_s = sensor.span
        edges = [*np.arange(first_s, last_s, _DAY_S).tolist(), last_s + 1.0]
        for start, stop in pairwise(edges):
            part = sensor.between(start, stop)
            if part is not None:
                course.add(part, midnight_s=midnight_s)
    found = cuts(course, first=first, end=last, nominal=split.minute, regular=not split.told)
    if not found:
        return whole

    def moment(minute: float) -> datetime:
        return midnight + timedelta(minutes=minute)

    return [
        NightPart(
            moment(max(start, first)),
            moment(min(stop, last)) if np.isfinite(stop) else end + timedelta(days=1),
            midnight.date() + timedelta(days=day),
        )
        for start, stop, day in windows(found)
    ]


def _evening(begin: datetime) -> date:
    return (begin.replace(tzinfo=None) - timedelta(minutes=NOON)).date()


def parts_of(
    sensors: Sequence[Stretches], nights: Sequence[NightPart], origin: Origin
) -> Iterator[tuple[tuple[Recording, ...], Origin]]:
    """Read one night after the other.

    Parameters
    ----------
    sensors : sequence of Stretches
    nights : sequence of NightPart
        As `nights_in` gives them, more than one.
    origin : Origin
        Of all of them.

    Yields
    ------
    tuple of Recording, Origin
        Of each night with any sample.
    """
    for number, night in enumerate(nights, start=1):
        found = (
            one.between(
                (night.begin - one.start).total_seconds(), (night.end - one.start).total_seconds()
            )
            for one in sensors
        )
        recordings = tuple(each for each in found if each is not None)
        if recordings:
            yield (
                recordings,
                replace(
                    origin, evening=night.evening.isoformat(), part=f"{number} of {len(nights)}"
                ),
            )


def one_night(sensors: Sequence[Stretches]) -> tuple[Recording, ...]:
    """Read all of a recording that is one night.

    Raises
    ------
    CommandError
        If the sensors were not worn at one time.
    """
    read = (one if isinstance(one, Recording) else one.between(*one.span) for one in sensors)
    recordings = tuple(each for each in read if each is not None)
    check_one_night(recordings)
    return told_of_days(recordings)


def around_sleep(recordings: tuple[Recording, ...], origin: Origin) -> tuple[Recording, ...]:
    """Leave out what lies far from the time in bed: the day is no part of a night.

    Parameters
    ----------
    recordings : tuple of Recording
        Of one night and the day around it.
    origin : Origin
        With what was written down of the night.

    Returns
    -------
    tuple of Recording
        With samples of their own, from `BEFORE_BED` to `AFTER_BED`; all of it where nobody slept.
    """
    common = aligned(recordings)
    tracks = tuple(analyse(each) for each in common)  # one by one: a day of all is much memory
    told = told_bed(origin, common[0].start)
    sleep = sleep_of(tracks, told)
    del tracks
    if sleep.in_bed is None or (sleep.onset is None and told is None):
        return recordings
    begin = sleep.in_bed[0] - BEFORE_BED.total_seconds()
    end = sleep.in_bed[1] + AFTER_BED.total_seconds()
    found = (one.between(begin, end) for one in common)
    return tuple(_own(each) for each in found if each is not None)


def _own(recording: Recording) -> Recording:
    """Copy the samples, so that those of the day are given back."""
    runs = tuple(replace(run, xyz=run.xyz.copy(order="K")) for run in recording.runs)
    return replace(recording, runs=runs)
