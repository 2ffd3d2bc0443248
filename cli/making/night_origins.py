"""The nights of a recording, each with its number and its time in bed as written down."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import datetime, tzinfo

from limbwatch.classify.origin import Origin
from limbwatch.cli.making.days import NightPart, NightsAndDays, one_night, recordings_of_night
from limbwatch.cli.making.noted_bed import bed_from_origin
from limbwatch.cli.reading.clock_change import with_clock_change_warning
from limbwatch.cli.reading.written import DiarySource
from limbwatch.sensor import Recording
from limbwatch.sensor.long_recording import AnyRecording


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
    around it is not numbered.

    Parameters
    ----------
    origin : Origin
        Common to all nights.
    zone, warn
        As for `with_written`.
    """
    parts = found.nights
    begin = min(part.begin for part in (*parts, *found.days))
    alone = len(parts) == 1 and not found.days
    return [
        with_written(
            origin if alone else part_of(parts, number, origin),
            written,
            night,
            begin=begin,
            zone=zone,
            warn=warn,
        )
        for number, night in enumerate(parts, start=1)
    ]


def with_written(
    origin: Origin,
    written: DiarySource,
    night: NightPart,
    *,
    begin: datetime,
    zone: tzinfo,
    warn: Callable[[str], None],
) -> Origin:
    """Add the diary entry of a night, if it lies within the recording.

    Parameters
    ----------
    begin : datetime
        Start of the whole recording.
    zone : tzinfo
        Time zone of the wearer.
    warn : callable
        Called with a message about an entry that does not fit the night or lies outside it.
    """
    told = written.with_entry(origin, night.evening, begin, zone, warn)
    bed = bed_from_origin(told, night.begin)
    if bed is None or bed.touches((night.end - night.begin).total_seconds()):
        return told
    warn(
        f"what was written down for the night of {night.evening} lies outside its recording "
        f"({night.begin:%H:%M} to {night.end:%H:%M}): time in bed is estimated"
    )
    return origin


def part_of(nights: Sequence[NightPart], number: int, origin: Origin) -> Origin:
    """Add to the origin which of the nights it is, counted from 1."""
    evening = nights[number - 1].evening.isoformat()
    return replace(origin, evening=evening, part=f"{number} of {len(nights)}")


def read_night_recordings(
    sensors: Sequence[AnyRecording],
    night: NightPart,
    origin: Origin,
    *,
    zone: tzinfo,
    short: bool = False,
) -> tuple[Recording, ...]:
    """Read a night described by `origins_of_nights`, with notes on changes of the wearer's clock.

    Parameters
    ----------
    short : bool
        As for `one_night`.
    """
    if origin.part is None:
        read = one_night(sensors, short=short)
    else:
        read = recordings_of_night(sensors, night, origin)
    return with_clock_change_warning(read, zone) if read else read
