"""One night of a sleep diary, as it was written down."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Final

from limbwatch.cli.language.typed_clocks import Clock

Spell = tuple[Clock, Clock]

NOON: Final = time(12)
"""Nights go from noon to noon."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DiaryNight:
    """One night of a diary, by the clock of the wearer."""

    subject: str | None = None
    """As it is written, letters and digits alone."""
    evening: date | None = None
    """None where nights are counted."""
    number: int | None = None
    """Which night of the recording, from 1, where they are counted."""
    lights_off: Clock | None = None
    lights_on: Clock | None = None
    out_of_bed: tuple[Spell, ...] = ()
    off_body: tuple[Spell, ...] = ()

    @property
    def in_words(self) -> str:
        """Lights off and on, as they were understood."""
        off, on = (
            "-" if clock is None else f"{clock:%H:%M}"
            for clock in (self.lights_off, self.lights_on)
        )
        return f"lights off {off}, on {on}"

    def asked(
        self, evening: date, *, by: str, write: Callable[[datetime], str] = datetime.isoformat
    ) -> dict[str, str]:
        """Write it down for the night of an evening, each moment with its date, and who says so.

        A clock time before noon is of the next morning. In a spell the end follows the begin.
        """
        told = {"lights-off": self.lights_off, "lights-on": self.lights_on}
        found = {
            name: write(moment_of(clock, evening))
            for name, clock in told.items()
            if clock is not None
        }
        for name, spells in (("out-of-bed", self.out_of_bed), ("off-body", self.off_body)):
            if spells:
                found[name] = " ".join(_spell(spell, evening, write) for spell in spells)
        return found | {"bed-time-by": by} if found else {}


def moment_of(clock: Clock, evening: date) -> datetime:
    """Give the date to a time of day of the night of an evening, from noon to noon."""
    if isinstance(clock, datetime):
        return clock
    return datetime.combine(evening + timedelta(days=clock < NOON), clock)


def _spell(spell: Spell, evening: date, write: Callable[[datetime], str]) -> str:
    return "/".join(write(moment_of(clock, evening)) for clock in spell)


def evening_of(off: Clock | None, on: Clock | None) -> date | None:
    """Tell of which evening a night is whose lights off or on has a date; None without one."""
    moment = off if isinstance(off, datetime) else on
    return (moment - timedelta(hours=NOON.hour)).date() if isinstance(moment, datetime) else None
