"""The dates of a night: its evening, and the morning after it.

A night that begins after midnight belongs to the evening before, as its folder does. Beside that
date, its times of day must show that they are of the next day.
"""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Final

from limbwatch.classify.figures import Summary
from limbwatch.cli.language.spoken import tr
from limbwatch.cli.language.usage import standins
from limbwatch.cli.night.folder import night_date
from limbwatch.cli.words import SHORT_DAYS, listed, long_date

_NEVER_DOUBTED: Final = 2010
"""First year of past dates that are accepted unchecked; later than any year clocks count from."""


def evening_of(summary: Summary) -> date:
    """Return the date of a night: that of its evening, as nights last from noon to noon.

    The date of an hour's test awake is the day it begins on.
    """
    if summary.test is not None:
        return summary.begins.date()
    return date.fromisoformat(summary.evening or night_date(summary.begins))


def has_credible_date(begins: datetime) -> bool:
    """Tell whether the start of a night is plausible: no unset clock, and not in the future."""
    if begins.year >= _NEVER_DOUBTED and begins <= datetime.now(begins.tzinfo):
        return True
    # imported late: it takes long, and few nights need it
    from limbwatch.sensor.files.times.writing.scales import credible

    return credible(begins)


def wrong_dates(nights: Sequence[str]) -> str:
    """Return that the dates of nights are wrong, with the consequences and what to do."""
    return tr(
        "The date of {nights} cannot be right: a clock was set wrong. It is in the medians, but "
        "in no trend and no comparison before and since a day. To give the right one: {command}",
        nights=listed(nights),
        command=standins("limbwatch replay ankle_left=FILE --start 2026-03-14T22:41"),
    )


def days_of(summary: Summary) -> str:
    """Write the dates of a night in full: ``Saturday 14 to Sunday 15 March 2026``."""
    end = summary.ends.astimezone(summary.begins.tzinfo).date()
    return long_date(evening_of(summary), max(end, evening_of(summary)))


def begin_of_night(summary: Summary) -> str:
    """Write the start of a night: ``22:31``, or ``Sun 00:05`` if it is after its evening."""
    begins = summary.begins
    if begins.date() == evening_of(summary):
        return f"{begins:%H:%M}"
    return tr(
        "{weekday} {clock}", weekday=tr(SHORT_DAYS[begins.weekday()]), clock=f"{begins:%H:%M}"
    )


def times_of(summary: Summary) -> str:
    """Write the times of a night: ``22:31 to 06:58``, or ``Sun 00:05 to 06:58`` after midnight."""
    return tr("{start} to {end}", start=begin_of_night(summary), end=f"{summary.ends:%H:%M}")
