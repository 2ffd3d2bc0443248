"""Placing a scoring on a night's clock, by their written times."""

from datetime import UTC, datetime, timedelta
from typing import Final

from limbwatch.sensor.scorings.moments import UNKNOWN_DAY

_DAY: Final = timedelta(days=1)
_HALF_DAY: Final = timedelta(hours=12)
_NO_TIME: Final = "it has no time of day, so its seconds are taken to count from our start"
_NO_DATE: Final = "it has times of day without a date, so they are taken to be of our night"


def second_zero(
    theirs: datetime | None,
    ours: datetime,
    *,
    stretch: tuple[float, float] = (0.0, 0.0),
    length: float = 0.0,
    shift: float = 0.0,
) -> tuple[float, tuple[str, ...]]:
    """Return the start of a scoring on a night's clock, seconds, and the assumptions made.

    ``theirs`` is the start of a `Scoring`, in the night's zone if it has none; ``stretch`` is the
    beginning and end of what the scoring holds, seconds from its start. ``length`` is that of the
    night, and ``shift`` how far its clock is ahead, as a person states, both in seconds: the date
    may be wrong with it. The scoring's date is believed if it then meets the night; otherwise only
    its time of day is used, as anonymous files have made-up dates.
    """
    if theirs is None:
        return 0.0, (_NO_TIME,)
    ahead, night = timedelta(seconds=shift), timedelta(seconds=length)
    first, last = (timedelta(seconds=edge) for edge in stretch)

    def meets(apart: timedelta) -> bool:
        return apart - ahead + last >= timedelta(0) and apart - ahead + first <= night

    apart = _difference(theirs, ours)
    if abs(apart - ahead) <= _HALF_DAY or meets(apart):
        return apart.total_seconds(), ()
    own = theirs.tzinfo or ours.tzinfo
    day = (ours + ahead).astimezone(own).date()
    times = [datetime.combine(day + _DAY * k, theirs.time(), theirs.tzinfo) for k in (-1, 0, 1)]
    # prefer a day on which it meets the night, then the nearest
    nearest = min(
        (_difference(time, ours) for time in times),
        key=lambda one: (not meets(one), abs(one - ahead)),
    )
    if theirs.date() == UNKNOWN_DAY.date():
        return nearest.total_seconds(), (_NO_DATE,)
    assumption = (
        f"it does not have the date of our night ({ours:%Y-%m-%d}) but {theirs:%Y-%m-%d}, so only "
        "its time of day is used"
    )
    return nearest.total_seconds(), (assumption,)


def _difference(theirs: datetime, ours: datetime) -> timedelta:
    """Return the difference through UTC, as clocks may change between the two."""
    aware = theirs if theirs.utcoffset() is not None else theirs.replace(tzinfo=ours.tzinfo)
    return aware.astimezone(UTC) - ours.astimezone(UTC)
