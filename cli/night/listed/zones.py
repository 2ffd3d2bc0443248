"""The clocks of nights: the offset from UTC that each night keeps.

The time zone is not kept: nights of summer and winter in one place have two offsets.
"""

from collections import defaultdict
from collections.abc import Iterable
from datetime import datetime, timedelta

from limbwatch.cli.language.spoken import tr
from limbwatch.cli.words import listed

_MOST_NAMED = 3
"""Most nights of one offset named in a sentence; of more, only the last. Chosen."""
_SUMMER = timedelta(hours=1)
"""Shift of clocks in summer time (half of it on Lord Howe Island)."""


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
