"""What was written down of nights on the command line: a diary, or lights off and on of one."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, datetime, tzinfo
from pathlib import Path

from limbwatch.classify.origin import Origin
from limbwatch.cli.errors import CommandError
from limbwatch.cli.reading.clock_change import by_wearers_clock
from limbwatch.cli.reading.diary import counted_night, diary_of, night_in, parse_clock, read_diary
from limbwatch.cli.reading.diary_night import DiaryNight


@dataclass(frozen=True, slots=True, kw_only=True)
class DiarySource:
    """What was written down."""

    diary: tuple[DiaryNight, ...] = ()
    """Of one person."""
    one: bool = False
    """Whether it is lights off and on of one night, whichever that is."""

    @property
    def counted(self) -> bool:
        """Whether the diary counts nights and does not date them."""
        return not self.one and any(night.number is not None for night in self.diary)

    def told(
        self,
        origin: Origin,
        evening: date,
        begin: datetime,
        zone: tzinfo,
        warn: Callable[[str], None],
    ) -> Origin:
        """Add what was written down of a night to what it is made with.

        A log that counts nights counts them from the first sample of the recording; things were
        written down by the wearer's clock. Where nothing was written down of this night, that is
        warned of.
        """
        if not self.diary:
            return origin
        number = counted_night(begin, evening)
        entry = self.diary[0] if self.one else night_in(self.diary, evening, number)
        if entry is None:
            which = f"{evening} (number {number})" if self.counted else str(evening)
            warn(f"the diary says nothing of the night of {which}: time in bed is estimated")
            return origin
        said = entry.asked(
            evening,
            by="lights" if self.one else "diary",
            write=by_wearers_clock(begin, zone, warn),
        )
        return replace(origin, asked=dict(sorted({**origin.asked, **said}.items())))


def written_of(
    diary: Path | None, lights_off: str | None, lights_on: str | None, subject: str | None
) -> DiarySource:
    """Understand what the command line says of the time in bed.

    Raises
    ------
    CommandError
        If it says both, or something of it is not understood.
    """
    if lights_off is not None or lights_on is not None:
        if diary is not None:
            raise CommandError(
                "--diary says when the lights went off and on, and so do --lights-off and "
                "--lights-on: give one of both"
            )
        night = DiaryNight(
            lights_off=parse_clock(lights_off, "--lights-off"),
            lights_on=parse_clock(lights_on, "--lights-on"),
        )
        return DiarySource(diary=(night,), one=True)
    if diary is None:
        return DiarySource()
    return DiarySource(diary=diary_of(read_diary(diary), subject))
