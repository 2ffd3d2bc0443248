"""The nights of a recording, each with its number and its time in bed as written down."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import tzinfo

from limbwatch.classify.origin import Origin
from limbwatch.cli.making.days import NightPart, NightsAndDays, one_night, recordings_of_night
from limbwatch.cli.making.scoring_wish import bed_from_origin
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
