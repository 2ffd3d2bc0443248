"""A change to or from summer time in a night, by the wearer's time zone.

Every time of a night is by the clock that it began with, so that an hour of it is an hour. The
wearer looked at a clock that was changed, and wrote down what that one showed.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta, tzinfo
from typing import Final

from limbwatch.sensor import Recording

_FINENESS: Final = timedelta(seconds=1)
"""How closely the moment of a change is looked for; zones change at full minutes."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ClockChange:
    """The clocks were changed."""

    at: datetime
    """Aware, by the clock before."""
    forward: timedelta
    """By how much the clock showed a later time; negative where it went back."""

    @property
    def way(self) -> str:
        """Which way the clocks went."""
        return "forward" if self.forward > timedelta() else "back"

    @property
    def time_shown(self) -> str:
        """What the clock showed after it, against the one before."""
        return "later" if self.forward > timedelta() else "earlier"

    @property
    def minutes(self) -> int:
        """By how many minutes they went."""
        return round(abs(self.forward).total_seconds() / 60)

    @property
    def sentence(self) -> str:
        """What whoever reads times of the night has to know."""
        return (
            f"The clocks went {self.way} at {self.at:%H:%M} in this night. Its times are by the "
            f"clock it began with: from then on the wearer's clock showed {self.minutes} min "
            f"{self.time_shown}."
        )


def clock_change(begin: datetime, end: datetime, zone: tzinfo) -> ClockChange | None:
    """Find the change of the clocks of a zone between two moments of less than half a year.

    None also where the clock at the beginning is not that of the zone: then nobody knows which
    clock the wearer looked at.
    """
    if not _of_zone(begin, zone):
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


def told_of_change(recordings: tuple[Recording, ...], zone: tzinfo) -> tuple[Recording, ...]:
    """Warn, in each recording of a night, of times that are not those of the wearer's clock."""
    begin = min(one.begin for one in recordings)
    found = clock_change(begin, max(one.end for one in recordings), zone)
    if found is None:
        return recordings
    said = found.sentence
    return tuple(
        # stored samples keep what was said of them
        one if said in one.quality.warnings else one.warned(said)
        for one in recordings
    )


def by_wearers_clock(
    begin: datetime, zone: tzinfo, warn: Callable[[str], None]
) -> Callable[[datetime], str]:
    """Give what writes down a moment, without a zone, that the wearer read off a clock.

    It is ISO 8601, with its offset where the wearer's clock was another then than at the beginning
    of the recording, by whose clock all its times are. A time that the clock showed twice, or
    never, is warned of.
    """
    if not _of_zone(begin, zone):
        return datetime.isoformat

    def write(moment: datetime) -> str:
        first, second = (moment.replace(tzinfo=zone, fold=fold) for fold in (0, 1))
        before, after = first.utcoffset(), second.utcoffset()
        if before is not None and after is not None and before != after:
            _say(moment, back=after < before, warn=warn)
        offset = begin.utcoffset()
        # of two times of one name that of the recording, where it began between them
        aware = second if after == offset and first.timestamp() < begin.timestamp() else first
        return moment.isoformat() if aware.utcoffset() == offset else aware.isoformat()

    return write


def _say(moment: datetime, *, back: bool, warn: Callable[[str], None]) -> None:
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


def _of_zone(begin: datetime, zone: tzinfo) -> bool:
    """Whether the clock that a recording begins with is that of a zone."""
    return begin.astimezone(zone).utcoffset() == begin.utcoffset()
