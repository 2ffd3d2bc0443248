"""A change to or from summer time during a night, in the wearer's time zone.

All times of a night are on the clock it began with, so that each of its hours is an hour. The
wearer read a clock that was changed, and wrote down what it showed.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta, tzinfo
from typing import Final

from limbwatch.sensor import Recording

_FINENESS: Final = timedelta(seconds=1)
"""Resolution of the search for a change; zones change at full minutes."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ClockChange:
    """A change of the clocks during a night."""

    at: datetime
    """Aware time of the change, by the clock before it."""
    forward: timedelta
    """Shift of the clock; negative if it went back."""

    @property
    def way(self) -> str:
        """Direction of the change: ``forward`` or ``back``."""
        return "forward" if self.forward > timedelta() else "back"

    @property
    def time_shown(self) -> str:
        """Whether the new clock shows a time ``later`` or ``earlier`` than the old one."""
        return "later" if self.forward > timedelta() else "earlier"

    @property
    def minutes(self) -> int:
        """Size of the shift, minutes."""
        return round(abs(self.forward).total_seconds() / 60)

    @property
    def sentence(self) -> str:
        """Warning about the times of the night."""
        return (
            f"The clocks went {self.way} at {self.at:%H:%M} in this night. Its times are by the "
            f"clock it began with: from then on the wearer's clock showed {self.minutes} min "
            f"{self.time_shown}."
        )


def clock_change(begin: datetime, end: datetime, zone: tzinfo) -> ClockChange | None:
    """Find the change of a zone's clocks between two times less than half a year apart.

    None also if the recording does not begin on the zone's clock: it is then unknown which clock
    the wearer read.
    """
    if not _is_on_clock_of(begin, zone):
        return None
    before, after = (moment.astimezone(zone).utcoffset() for moment in (begin, end))
    if before is None or after is None or before == after:
        return None
    early, late = begin, begin + (end - begin)
    while late - early > _FINENESS:
        middle = early + (late - early) / 2
        if middle.astimezone(zone).utcoffset() == before:
            early = middle
        else:
            late = middle
    at = (late + timedelta(seconds=30)).replace(second=0, microsecond=0)
    return ClockChange(at=at, forward=after - before)


def with_clock_change_warning(
    recordings: tuple[Recording, ...], zone: tzinfo
) -> tuple[Recording, ...]:
    """Warn, in each recording of a night, that its times differ from the wearer's clock."""
    begin = min(one.begin for one in recordings)
    found = clock_change(begin, max(one.end for one in recordings), zone)
    if found is None:
        return recordings
    said = found.sentence
    return tuple(
        # stored samples keep their warnings
        one if said in one.quality.warnings else one.warned(said)
        for one in recordings
    )


def by_wearers_clock(
    begin: datetime, zone: tzinfo, warn: Callable[[str], None]
) -> Callable[[datetime], str]:
    """Return a function that writes a local time the wearer read off a clock as ISO 8601.

    It adds the offset where the wearer's clock differs from the recording's, which is that of its
    beginning, and warns of times that the clock showed twice or never.
    """
    if not _is_on_clock_of(begin, zone):
        return datetime.isoformat

    def write(moment: datetime) -> str:
        first, second = (moment.replace(tzinfo=zone, fold=fold) for fold in (0, 1))
        before, after = first.utcoffset(), second.utcoffset()
        if before is not None and after is not None and before != after:
            _warn_of_change(moment, back=after < before, warn=warn)
        offset = begin.utcoffset()
        # of an ambiguous time the one within the recording, if that began between the two
        aware = second if after == offset and first.timestamp() < begin.timestamp() else first
        return moment.isoformat() if aware.utcoffset() == offset else aware.isoformat()

    return write


def _warn_of_change(moment: datetime, *, back: bool, warn: Callable[[str], None]) -> None:
    if back:
        warn(
            f"the clocks went back in this night and showed {moment:%H:%M} twice: the first within "
            "the recording is taken. Correct it on the page where it was the second"
        )
    else:
        warn(
            f"the clocks went forward in this night and never showed {moment:%H:%M}: it is read by "
            "the clock before"
        )


def _is_on_clock_of(begin: datetime, zone: tzinfo) -> bool:
    """Tell whether a recording begins on the clock of a zone."""
    return begin.astimezone(zone).utcoffset() == begin.utcoffset()
