"""Where a scoring lies on the clock of a night, by the clocks as they are written."""

from datetime import UTC, datetime, timedelta
from typing import Final

from limbwatch.sensor.scorings.moments import UNKNOWN_DAY

_DAY: Final = timedelta(days=1)
_NO_TIME: Final = "it has no time of day, so its seconds are taken to count from our start"
_NO_DATE: Final = "it has times of day without a date, so they are taken to be of our night"


def second_zero(theirs: datetime | None, ours: datetime) -> tuple[float, tuple[str, ...]]:
    """Tell when a scoring began on the clock of a night.

    Parameters
    ----------
    theirs : datetime or None
        The start of a `Scoring`; without a zone it is of the night's.
    ours : datetime
        The night's start, aware.

    Returns
    -------
    float, tuple of str
        Seconds from our start to the scoring's second 0, and what had to be assumed. Of another
        date only the time of day is used, as the date is made up where files are anonymous.
    """
    if theirs is None:
        return 0.0, (_NO_TIME,)
    if theirs.utcoffset() is not None:
        return (theirs - ours).total_seconds(), ()
    apart = _apart(theirs, ours)
    if abs(apart) <= _DAY:
        return apart.total_seconds(), ()
    days = [ours.replace(tzinfo=None) + _DAY * day for day in (-1, 0, 1)]
    nearest = min((_apart(datetime.combine(d, theirs.time()), ours) for d in days), key=abs)
    if theirs.date() == UNKNOWN_DAY.date():
        return nearest.total_seconds(), (_NO_DATE,)
    said = (
        f"it does not have the date of our night ({ours:%Y-%m-%d}) but {theirs:%Y-%m-%d}, so only "
        "its time of day is used"
    )
    return nearest.total_seconds(), (said,)


def _apart(theirs: datetime, ours: datetime) -> timedelta:
    """Go through UTC: clocks may change between the two, and hours between them are not written."""
    return theirs.replace(tzinfo=ours.tzinfo).astimezone(UTC) - ours.astimezone(UTC)
