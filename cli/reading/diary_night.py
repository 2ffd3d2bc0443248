"""One night of a sleep diary."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Final

from limbwatch.cli.language.typed_clocks import Clock

Spell = tuple[Clock, Clock]
"""Begin and end of a stretch in a diary."""

NOON: Final = time(12)
"""Time of day at which nights begin and end."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DiaryNight:
    """One night of a diary, on the wearer's clock."""

    subject: str | None = None
    """The person's label as written, letters and digits only."""
    evening: date | None = None
    """Date of the evening; None if nights are counted."""
    number: int | None = None
    """Number of the night within the recording, from 1, if nights are counted."""
    lights_off: Clock | None = None
    lights_on: Clock | None = None
    out_of_bed: tuple[Spell, ...] = ()
    off_body: tuple[Spell, ...] = ()

    @property
    def in_words(self) -> str:
        """Lights off and on as they were parsed."""
        off, on = (
            "-" if clock is None else f"{clock:%H:%M}"
            for clock in (self.lights_off, self.lights_on)
        )
        return f"lights off {off}, on {on}"

    def asked(
        self, evening: date, *, by: str, write: Callable[[datetime], str] = datetime.isoformat
    ) -> dict[str, str]:
        """Return the settings for the night of an evening, with dated times and their source.

        A time before noon belongs to the next morning.
        """
        told = {"lights-off": self.lights_off, "lights-on": self.lights_on}
        found = {
            name: write(moment_of(clock, evening))
            for name, clock in told.items()
            if clock is not None
        }
        for name, spells in (("out-of-bed", self.out_of_bed), ("off-body", self.off_body)):
            if spells:
                found[name] = " ".join(_write_spell(spell, evening, write) for spell in spells)
        return found | {"bed-time-by": by} if found else {}


def moment_of(clock: Clock, evening: date) -> datetime:
    """Add the date to a time of day in the night of an evening, from noon to noon."""
    if isinstance(clock, datetime):
        return clock
    return datetime.combine(evening + timedelta(days=clock < NOON), clock)


def _write_spell(spell: Spell, evening: date, write: Callable[[datetime], str]) -> str:
    return "/".join(write(moment_of(clock, evening)) for clock in spell)


def evening_of(off: Clock | None, on: Clock | None) -> date | None:
    """Return the evening of a night whose lights off or on has a date; None if neither has."""
    moment = off if isinstance(off, datetime) else on
    return (moment - timedelta(hours=NOON.hour)).date() if isinstance(moment, datetime) else None
