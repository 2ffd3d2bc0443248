"""When a night was: its evening, the morning after it, and the clock that its times are by.

A night that begins after midnight belongs to the evening before, as its folder does. Beside that
date, its times of day must show that they are of the next day. Of the clock a night keeps the
offset from UTC and not the zone: nights of summer and winter in one place have two offsets.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date, datetime, timedelta
from typing import Final

from limbwatch.classify.figures import Summary
from limbwatch.cli.language.spoken import tr
from limbwatch.cli.language.usage import standins
from limbwatch.cli.night.folder import night_date
from limbwatch.cli.words import SHORT_DAYS, listed, long_date

_NEVER_DOUBTED: Final = 2010
"""First year of past dates that are accepted unchecked; later than any year clocks count from."""
_MOST_NAMED = 3
"""Most nights of one offset named in a sentence; of more, only the last. Chosen."""
_SUMMER = timedelta(hours=1)
"""Shift of clocks in summer time (half of it on Lord Howe Island)."""


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


def offset_words(moment: datetime) -> str:
    """Write the offset of an aware time: ``UTC+1``, ``UTC-3:30`` or ``UTC``."""
    offset = moment.utcoffset() or timedelta()
    minutes = round(offset.total_seconds() / 60)
    hours, rest = divmod(abs(minutes), 60)
    if not minutes:
        return "UTC"
    return f"UTC{'+' if minutes > 0 else '-'}{hours}{f':{rest:02d}' if rest else ''}"


def by_several_clocks(begins: Iterable[datetime]) -> bool:
    """Tell whether nights were recorded with several offsets from UTC."""
    return len({one.utcoffset() for one in begins}) > 1


def zones_warning(nights: Iterable[tuple[str, datetime]]) -> str:
    """Return which nights were recorded by another clock; empty if summer time explains it.

    The nights are given by name and start, in chronological order.
    """
    found: dict[str, list[str]] = defaultdict(list)
    offsets: set[timedelta] = set()
    for name, begins in nights:
        found[offset_words(begins)].append(name)
        offsets.add(begins.utcoffset() or timedelta())
    if not offsets or max(offsets) - min(offsets) <= _SUMMER:
        return ""
    clocks = [
        tr("{offset}: {nights}", offset=offset, nights=_names_in_brief(names))
        for offset, names in sorted(found.items(), key=lambda item: len(item[1]))
    ]
    return tr(
        "Not all by one clock: times of day are each by the clock that its night was recorded by "
        "({clocks}).",
        clocks="; ".join(clocks),
    )


def _names_in_brief(names: list[str]) -> str:
    if len(names) <= _MOST_NAMED:
        return listed(names)
    return tr("{count} nights, the last {night}", count=len(names), night=names[-1])
