"""Which column is the time, from names and from the numbers in it."""

import itertools
import re
from datetime import UTC, datetime
from statistics import median

from limbwatch.sensor.files.tables.head import Head
from limbwatch.sensor.files.tables.layout import SERIAL, UNIX, Counter, Time, Written
from limbwatch.sensor.files.times.written import DATES, pattern_of

STEPS = {"s": 1.0, "ms": 1e-3, "us": 1e-6, "ns": 1e-9}

RATES = (0.2, 4000.0)
"""Hz between which a spacing of samples is believed when the unit of time is not stated."""

TIMELY = re.compile(
    r"time|stamp|epoc|date|elapsed|clock|^ts?$|^ts?[_ (\[]|seconds|^sec|millis|^ms$|unix|^utc|zeit"
    r"|datum|temps|tiempo|fecha|heure"
)
KNOWN_YEARS = (datetime(2001, 1, 1, tzinfo=UTC), datetime(2100, 1, 1, tzinfo=UTC))
"""Numbers that give a date between these are time since an epoch."""

POLAR_EPOCH = datetime(2000, 1, 1, tzinfo=UTC)
"""Second 0 of Polar's nanoseconds (Polar BLE SDK, "TimeSystemExplained")."""


def time_column(head: Head, taken: tuple[int, ...]) -> Time | None:
    """Find the best column of time.

    Numbers since 1970 come before text (they know no time zone), text before time since some
    start.

    Parameters
    ----------
    head : Head
    taken : tuple of int
        Columns that hold acceleration.

    Returns
    -------
    Counter, Written or None
        None when there is no column of time.
    """
    found: list[tuple[int, Time]] = []
    for at in range(head.width):
        if at in taken:
            continue
        name = head.folded[at] if at < len(head.folded) else ""
        if head.names and not TIMELY.search(name):
            continue
        source = _time(head, at, name)
        if source is not None:
            found.append((_rank(source), source))
        if not head.names and (found or at == 0):
            break
    if not found and head.names and 0 not in taken and not _counts_rows(head.numbers(0)):
        # whatever it is called in whichever language, a first column that grows is time
        return _time(head, 0, head.folded[0])
    return min(found, key=lambda pair: pair[0])[1] if found else None


def _rank(source: Time) -> int:
    if isinstance(source, Counter):
        return 0 if source.epoch is UNIX else 2 if source.epoch is SERIAL else 3
    if isinstance(source, Written):
        return (
            1 if source.pattern not in ("time of day", "minutes") or source.date is not None else 2
        )
    return 9


def _time(head: Head, at: int, name: str) -> Time | None:
    cells = head.texts(at)
    values = head.numbers(at)
    if len(values) > 0.8 * len(cells):
        if not head.names and _counts_rows(values):
            return None
        return counter(values, at, stated_step(head, at, name))
    pattern = pattern_of([cell for cell in cells if cell])
    if pattern is None:
        return None
    date = _date_column(head) if pattern == "time of day" else None
    return Written(column=at, pattern=pattern, date=date)


def _date_column(head: Head) -> int | None:
    for at in range(head.width):
        cells = head.texts(at)
        if cells and any(date.match(cells[0]) for date in DATES.values()):
            return at
    return None


def stated_step(head: Head, at: int, name: str) -> float | None:
    """Seconds per unit as a name or the units row states it."""
    if at < len(head.units) and head.units[at].strip("[]() ").casefold() in STEPS:
        return STEPS[head.units[at].strip("[]() ").casefold()]
    if re.search(r"(?:[\[(_\s.]|^)(?:ns|nsec|nanos?|nanoseconds?)(?:[\])_]|$)", name):
        return 1e-9
    if re.search(r"(?:[\[(_\s.]|^)(?:us|µs|usec|micros?|microseconds?)(?:[\])_]|$)", name):
        return 1e-6
    if re.search(r"(?:[\[(_\s.]|^)(?:ms|msec|millis?|milliseconds?)(?:[\])_]|$)", name):
        return 1e-3
    if re.search(r"(?:[\[(_\s.]|^)(?:s|sec|secs|seconds?)(?:[\])_]|$)|seconds", name):
        return 1.0
    return None


def counter(values: list[float], column: int, step: float | None) -> Counter | None:
    """Read numbers as time: since 1970, as days of a spreadsheet, or since some start.

    Parameters
    ----------
    values : list of float
        First numbers of the column.
    column : int
    step : float or None
        Seconds per unit, when stated.

    Returns
    -------
    Counter or None
        None when the numbers do not grow.
    """
    spacing = _spacing(values) if len(values) > 1 else None
    if spacing is None:
        return None
    low, high = (year.timestamp() for year in KNOWN_YEARS)
    for unit in (step,) if step is not None else STEPS.values():
        if low <= values[0] * unit <= high and _believable(spacing * unit):
            return Counter(column=column, step=unit, epoch=UNIX)
    polar = values[0] * 1e-9 + POLAR_EPOCH.timestamp()
    if step in (None, 1e-9) and values[0] > 4.7e17 and low <= polar <= high:
        return Counter(column=column, step=1e-9, epoch=POLAR_EPOCH)
    days = 20000 < values[0] < 80000 and spacing < 1e-3 and _believable(spacing * 86400)
    if step is None and days:
        return Counter(column=column, step=86400.0, epoch=SERIAL)
    fitting = (unit for unit in STEPS.values() if 4 <= 1 / (spacing * unit) <= 1000)
    # 0, 1, 2 under a name of time are seconds, not milliseconds
    if step is None:
        step = 1.0 if _counts_rows(values) else next(fitting, 1.0)
    return Counter(column=column, step=step, epoch=None)


def _counts_rows(values: list[float]) -> bool:
    return (
        bool(values)
        and values == [values[0] + k for k in range(len(values))]
        and values[0] in (0, 1)
    )


def _spacing(values: list[float]) -> float | None:
    """Typical spacing; None unless the numbers grow nearly throughout."""
    steps = [b - a for a, b in itertools.pairwise(values)]
    growing = sum(step >= 0 for step in steps)
    total = max(values) - min(values)
    if growing < 0.9 * len(steps) or total <= 0:
        return None
    positive = [step for step in steps if step > 0]
    # a batch shares a stamp, so the spacing is that of the rows, not that of the stamps
    return median(positive) * len(positive) / max(1, growing)


def _believable(spacing: float) -> bool:
    return RATES[0] <= 1 / spacing <= RATES[1]
