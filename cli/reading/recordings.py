"""Files read as the command line asks, several at once, with time zone and start."""

import re
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta, timezone, tzinfo
from difflib import get_close_matches
from typing import NamedTuple
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError, available_timezones

from limbwatch.cli.errors import CommandError
from limbwatch.cli.reading.sources import Source, require_different_sensors
from limbwatch.cli.reading.unread import combined_error
from limbwatch.cli.workers import sensor_workers
from limbwatch.sensor import Recording
from limbwatch.sensor.bounds import BOUNDS
from limbwatch.sensor.errors import UnreadableFile
from limbwatch.sensor.files import explain, read_recorded_file
from limbwatch.sensor.files.rows.start import Midnight
from limbwatch.sensor.files.times.writing.scales import latest
from limbwatch.sensor.typed_words import meant


def zone_of(name: str | None) -> tzinfo:
    """Return the time zone of a name such as ``Europe/Berlin``; None is this computer's.

    Raises
    ------
    CommandError
        If there is no zone of that name.
    """
    if name is None:
        from tzlocal import get_localzone

        return get_localzone()
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError) as error:
        if known := meant(name, available_timezones()):
            return ZoneInfo(known)
        raise CommandError(
            f"there is no time zone {name!r}; write it like Europe/Berlin.{_zone_hint(name)}"
        ) from error


_OFFSET = re.compile(r"(?:UTC|GMT)?([-+])(\d{1,2})(?::?00)?", re.IGNORECASE)
"""A difference from UTC in whole hours, as people write it."""


def _zone_hint(name: str) -> str:
    """Say what an unknown name of a zone may mean; ``Etc/GMT+1`` is an hour behind UTC."""
    offset = _OFFSET.fullmatch(name.strip())
    if offset is not None:
        sign = "-" if offset[1] == "+" else "+"
        fixed = f"Etc/GMT{sign}{int(offset[2])}"
        if fixed in available_timezones():
            return f" The zone that is always at {offset[1]}{int(offset[2])} h is {fixed}."
    if name.endswith("Standard Time"):
        return " This is a name of Windows."
    names = {one.lower(): one for one in available_timezones()}
    close = [names[each] for each in get_close_matches(name.lower(), names, n=3)]
    return f" Did you mean {', '.join(close)}?" if close else ""


def start_of(text: str, zone: tzinfo, *, name: str = "--start") -> datetime:
    """Parse the aware start of a recording: ISO 8601, or a date alone for its midnight.

    ``zone`` is used if there is no offset; ``name`` stands for the option in errors.

    Raises
    ------
    CommandError
        If it is not a date and time, of a year without nights, or in the future.
    """
    try:
        kind = Midnight if _is_date(text) else datetime
        start: datetime = kind.fromisoformat(text)
    except ValueError as error:
        raise CommandError(
            f"{name} {text!r} is not a date and time; write it like 2026-03-14T22:41+01:00"
        ) from error
    if start.year not in BOUNDS.years:
        first, last = BOUNDS.years[0], BOUNDS.years[-1]
        raise CommandError(
            f"{name} {text!r} is in the year {start.year}; nights are from {first} to {last}"
        )
    if start.tzinfo is None:
        start = start.replace(tzinfo=zone)
        if not _is_date(text):
            _require_shown_once(start, f"{name} {text!r}")
    if start > (limit := latest()):
        raise CommandError(
            f"{name} {text!r} lies in the future, and no recording begins after "
            f"{limit:%Y-%m-%dT%H:%M%z}. Give the date on which it was made"
        )
    return start


def _require_shown_once(start: datetime, what: str) -> None:
    """Refuse a local time that the clocks skip, or show twice, when they are changed."""
    first, second = (start.replace(fold=fold) for fold in (0, 1))
    if first.utcoffset() == second.utcoffset():
        return
    both = [
        f"{moment.astimezone(UTC).astimezone(start.tzinfo).isoformat()}"
        for moment in (first, second)
    ]
    if first.timestamp() > second.timestamp():
        raise CommandError(
            f"{what} never was: the clocks went forward past it. Give it with its offset, "
            f"{both[1]} or {both[0]}"
        )
    raise CommandError(
        f"{what} was twice, as the clocks went back. Give it with its offset, {both[0]} or "
        f"{both[1]}"
    )


def _is_date(text: str) -> bool:
    """Tell whether a text is a date alone."""
    try:
        date.fromisoformat(text)
    except ValueError:
        return False
    return True


class Clocks(NamedTuple):
    """The clocks that files are read by."""

    zone: tzinfo
    """Zone of the wearer: for times without a zone, and for showing absolute times."""
    clock: tzinfo | None = None
    """Zone of the sensors' clocks, if it is not the wearer's."""
    start: datetime | None = None
    """Aware start of files that do not have one."""


def read_sources(sources: tuple[Source, ...], clocks: Clocks) -> tuple[Recording, ...]:
    """Read several files in parallel, in the order given.

    Raises
    ------
    UnreadableFile
        For all files that cannot be read.
    CommandError
        If one file of a single sensor was given for two placements.
    """

    def read(source: Source) -> Recording | UnreadableFile:
        try:
            found = read_recorded_file(
                source.path,
                placement=source.placement,
                timezone=clocks.clock or clocks.zone,
                start=clocks.start or source.start,
                rate=source.rate,
                unit=source.unit,
                options=source.options,
            )
        except UnreadableFile as error:
            return error
        return replace(found, start=by_wall_clock(found.start, clocks.zone, clocks.clock))

    with sensor_workers() as workers:
        tried = tuple(workers.map(read, sources))
    faults = [one for one in tried if isinstance(one, UnreadableFile)]
    if faults:
        raise combined_error(faults, {source.path for source in sources})
    recordings = tuple(one for one in tried if isinstance(one, Recording))
    require_different_sensors(sources, recordings)
    return recordings


def by_wall_clock(start: datetime, zone: tzinfo, clock: tzinfo | None = None) -> datetime:
    """Return a start on the wearer's clock, with the fixed offset of that time.

    All times of the night are then on one clock, even across a change to or from summer time. A
    start in UTC means that the file has absolute times and does not know the wearer's clock; the
    same holds for a sensor whose clock has its own zone.
    """
    local = start if clock is None and start.tzinfo is not UTC else start.astimezone(zone)
    return local.replace(tzinfo=timezone(local.utcoffset() or timedelta()), fold=0)


def explanation(source: Source, clocks: Clocks) -> str:
    """Return how a file was understood, why, and which options would change it."""
    found = explain(
        source.path,
        placement=source.placement,
        timezone=clocks.zone,
        clock=clocks.clock,
        start=clocks.start or source.start,
        rate=source.rate,
        unit=source.unit,
        options=source.options,
    )
    lines = (f"{source.placement.value}={source.path}", *(f"  {line}" for line in found.lines))
    return "\n".join(lines)
