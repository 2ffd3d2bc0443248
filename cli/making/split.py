"""How a recording of days is to be cut into nights."""

from typing import Final, NamedTuple

from limbwatch.cli.errors import CommandError
from limbwatch.cli.language.typed_clocks import read_time
from limbwatch.sensor.typed_words import meant

NOON: Final = 720
"""Minute of the day at which nights are cut, unless the wearer sleeps then."""


class Split(NamedTuple):
    """How a recording of days is cut into nights."""

    wanted: bool = True
    """Whether it is cut at all."""
    minute: int = NOON
    """Minute of the day of the cut."""
    stated: bool = False
    """Whether a person named the minute: it then holds for all days, and for recordings no longer
    than a night."""


def parse_split(text: str | None) -> Split:
    """Parse ``noon``, ``none`` or a time of day.

    Raises
    ------
    CommandError
        If it is none of these.
    """
    word = None if text is None else meant(text, ("noon", "none"))
    if text is None or word == "noon":
        return Split()
    if word == "none":
        return Split(wanted=False)
    try:
        found = read_time(text)
    except ValueError as error:
        raise CommandError(
            f"--split {error}, or noon, or none for one night however long"
        ) from None
    return Split(minute=found.hour * 60 + found.minute, stated=True)
