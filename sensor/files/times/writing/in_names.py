"""Dates and times in the names of files."""

import re
from datetime import UTC, date, datetime

from limbwatch.sensor.files.times.writing.months import is_month, month_named
from limbwatch.sensor.files.times.writing.scales import credible

_DAY = r"(?P<year>20\d\d)([-_.]?)(?P<month>0[1-9]|1[0-2])\2(?P<day>0[1-9]|[12]\d|3[01])"
_NO_DAY = (
    r"(?![T_ .-]{0,3}20\d\d(?P<sign>[-_.])(?:0[1-9]|1[0-2])(?P=sign)(?:0[1-9]|[12]\d|3[01])(?!\d))"
)
"""A second day, as in 2026-03-02_2026-03-04, is no clock of 20:26:03."""
_CLOCK = r"[T_ .-]{0,3}(?P<hour>[01]\d|2[0-3])[-_.:h]?(?P<minute>[0-5]\d)"
_SECOND = r"(?:[-_.:m]?(?P<second>[0-5]\d))?"
_ONLY_DAY = re.compile(rf"(?<!\d){_DAY}(?!\d)")
_MOMENT = re.compile(rf"(?<!\d){_DAY}{_NO_DAY}{_CLOCK}{_SECOND}(?!\d)")


_NAMED_DAYS = (
    re.compile(
        r"(?<!\d)(?P<day>\d{1,2})(?:st|nd|rd|th|\.)?[ _.-]{0,2}"
        r"(?P<month>[^\W\d_]{3,12})\.?[ _.,-]{0,2}(?P<year>20\d\d)(?!\d)"
    ),
    re.compile(
        r"(?<![^\W\d_])(?P<month>[^\W\d_]{3,12})\.?[ _.-]{0,2}(?P<day>\d{1,2})(?:st|nd|rd|th)?"
        r"[ _.,-]{1,2}(?P<year>20\d\d)(?!\d)"
    ),
)
"""A day whose month is written in letters: ``10 March 2026``, ``March 10, 2026``."""


def moment_in(name: str) -> datetime | None:
    """Find the one date and time of day in the name of a file; None for none or several.

    Naive, such as of ``log_2026-02-08_23-12-00.csv`` or ``20260208T231200.txt``. What it is the
    time of, of the first sample, the last or the download, the name does not say.
    """
    found = set()
    for match in _MOMENT.finditer(name):
        text = f"{match['year']}-{match['month']}-{match['day']}"
        clock = f"{match['hour']}:{match['minute']}:{match['second'] or '00'}"
        try:
            found.add(datetime.fromisoformat(f"{text}T{clock}"))
        except ValueError:
            continue
    credited = {moment for moment in found if credible(moment.replace(tzinfo=UTC))}
    return credited.pop() if len(credited) == 1 else None


def day_in(name: str) -> date | None:
    """Find the one date in the name of a file; None where there is none, or more than one.

    It may be that of the evening, of the morning after or of the download.
    """
    found = set()
    dated = [(match, int(match["month"])) for match in _ONLY_DAY.finditer(name)]
    for form in _NAMED_DAYS:
        dated += [
            (match, month_named(match["month"]) or 0)
            for match in form.finditer(name)
            if is_month(match["month"])
        ]
    for match, month in dated:
        try:
            found.add(date(int(match["year"]), month, int(match["day"])))
        except ValueError:
            continue
    credited = {
        day for day in found if credible(datetime(day.year, day.month, day.day, tzinfo=UTC))
    }
    return credited.pop() if len(credited) == 1 else None
