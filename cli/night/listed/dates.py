"""The days that a night is called by: its evening, and the morning after it.

A night that begins after midnight belongs to the evening before, as its folder does. Whoever reads
its clock beside that date has to see that it is of the next day.
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
"""Year from which a past date needs no other look; above every year that clocks count from."""


def evening_of(summary: Summary) -> date:
    """Give the day that a night is called by: its evening, as nights last from noon to noon.

    A test of an hour awake is no night, and of the day that it begins on.
    """
    if summary.test is not None:
        return summary.begins.date()
    return date.fromisoformat(summary.evening or night_date(summary.begins))


def has_credible_date(begins: datetime) -> bool:
    """Tell whether a night can have begun when it says: not before clocks are set, nor to come."""
    if begins.year >= _NEVER_DOUBTED and begins <= datetime.now(begins.tzinfo):
        return True
    # what reads files knows; it takes long to import, and most nights are never doubted
    from limbwatch.sensor.files.times.writing.scales import credible

    return credible(begins)


def wrong_dates(nights: Sequence[str]) -> str:
    """Say of nights that their dates cannot be, what that costs, and the mend."""
    return tr(
        "The date of {nights} cannot be right: a clock was set wrong. It is in the medians, and in "
        "no trend and no comparison before and since a day. To give the right one: {command}",
        nights=listed(nights),
        command=standins("limbwatch replay ankle_left=FILE --start 2026-03-14T22:41"),
    )


def days_of(summary: Summary) -> str:
    """Name a night in full: ``Saturday 14 to Sunday 15 March 2026``, whenever it begins."""
    end = summary.ends.astimezone(summary.begins.tzinfo).date()
    return long_date(evening_of(summary), max(end, evening_of(summary)))


def begin_of_night(summary: Summary) -> str:
    """Write when a night begins: ``22:31``; ``Sun 00:05`` where that is after its evening."""
    begins = summary.begins
    if begins.date() == evening_of(summary):
        return f"{begins:%H:%M}"
    return tr(
        "{weekday} {clock}", weekday=tr(SHORT_DAYS[begins.weekday()]), clock=f"{begins:%H:%M}"
    )


def times_of(summary: Summary) -> str:
    """Write ``22:31 to 06:58``, or ``Sun 00:05 to 06:58`` of a night that begins after midnight."""
    return tr("{start} to {end}", start=begin_of_night(summary), end=f"{summary.ends:%H:%M}")
