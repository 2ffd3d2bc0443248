"""Times in bed as written down: from a diary, or lights off and on of one night."""

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
    """A diary, or lights off and on of one night, as a source of times in bed."""

    diary: tuple[DiaryNight, ...] = ()
    """Nights of one person."""
    one: bool = False
    """Whether it holds lights off and on of a single night, whatever its date."""

    @property
    def counted(self) -> bool:
        """Whether the diary counts nights instead of dating them."""
        return not self.one and any(night.number is not None for night in self.diary)

    def with_entry(
        self,
        origin: Origin,
        evening: date,
        begin: datetime,
        zone: tzinfo,
        warn: Callable[[str], None],
    ) -> Origin:
        """Add the diary entry for the night of an evening to its origin.

        Counted nights are counted from the first sample of the recording; entries are on the
        wearer's clock. Warn if there is no entry for this night.
        """
        if not self.diary:
            return origin
        number = counted_night(begin, evening)
        entry = self.diary[0] if self.one else night_in(self.diary, evening, number)
        if entry is None:
            which = f"{evening} (number {number})" if self.counted else str(evening)
            warn(f"the diary says nothing about the night of {which}: time in bed is estimated")
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
    """Parse the options of the command line for the time in bed.

    Raises
    ------
    CommandError
        If both ways are used, or a value is not understood.
    """
    if lights_off is not None or lights_on is not None:
        if diary is not None:
            raise CommandError(
                "--diary says when the lights went off and on, and so do --lights-off and "
                "--lights-on: give only one of the two"
            )
        night = DiaryNight(
            lights_off=parse_clock(lights_off, "--lights-off"),
            lights_on=parse_clock(lights_on, "--lights-on"),
        )
        return DiarySource(diary=(night,), one=True)
    if diary is None:
        return DiarySource()
    return DiarySource(diary=diary_of(read_diary(diary), subject))
