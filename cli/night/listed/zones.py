"""By which clock the times of a night are told: its offset from UTC, which the night keeps.

The zone itself is kept nowhere: a night of summer and one of winter have two offsets in one place.
"""

from collections import defaultdict
from collections.abc import Iterable
from datetime import datetime, timedelta

from limbwatch.cli.language.spoken import tr
from limbwatch.cli.words import listed

_NAMED = 3
"""Nights of one offset that a sentence names; of more it says the last ones. Chosen."""
_SUMMER = timedelta(hours=1)
"""By which clocks are set forward in summer (by half of it on Lord Howe Island)."""


def offset_words(moment: datetime) -> str:
    """Write the offset of an aware moment: ``UTC+1``, ``UTC-3:30`` or ``UTC``."""
    offset = moment.utcoffset() or timedelta()
    minutes = round(offset.total_seconds() / 60)
    hours, rest = divmod(abs(minutes), 60)
    if not minutes:
        return "UTC"
    return f"UTC{'+' if minutes > 0 else '-'}{hours}{f':{rest:02d}' if rest else ''}"


def by_several_clocks(begins: Iterable[datetime]) -> bool:
    """Tell whether nights were recorded by clocks of several offsets from UTC."""
    return len({one.utcoffset() for one in begins}) > 1


def told_of_zones(nights: Iterable[tuple[str, datetime]]) -> str:
    """Say which nights have times by another clock; empty where summer time explains all of it.

    Parameters
    ----------
    nights : iterable of (str, datetime)
        The name of each and its begin, in order of time.
    """
    found: dict[str, list[str]] = defaultdict(list)
    offsets: set[timedelta] = set()
    for name, begins in nights:
        found[offset_words(begins)].append(name)
        offsets.add(begins.utcoffset() or timedelta())
    if not offsets or max(offsets) - min(offsets) <= _SUMMER:
        return ""
    clocks = [
        tr("{offset}: {nights}", offset=offset, nights=_some(names))
        for offset, names in sorted(found.items(), key=lambda item: len(item[1]))
    ]
    return tr(
        "Not all by one clock: times of day are each by the clock that its night was recorded by "
        "({clocks}).",
        clocks="; ".join(clocks),
    )


def _some(names: list[str]) -> str:
    if len(names) <= _NAMED:
        return listed(names)
    return tr("{count} nights, the last {night}", count=len(names), night=names[-1])
