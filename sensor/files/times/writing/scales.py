"""Time as a number: its unit, its epoch, and whether the result is credible."""

import itertools
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from statistics import median

from limbwatch.sensor.bounds import BOUNDS
from limbwatch.sensor.files.times.writing.zone import LOCAL_1970

UNIX = datetime(1970, 1, 1, tzinfo=UTC)
"""Second 0 of Unix time."""

SERIAL = datetime(1899, 12, 30)  # noqa: DTZ001 - day 0 of a spreadsheet, which knows no zone
POLAR_EPOCH = datetime(2000, 1, 1, tzinfo=UTC)
"""Second 0 of Polar's nanoseconds (Polar BLE SDK, "TimeSystemExplained")."""

GPS_EPOCH = datetime(1980, 1, 6, tzinfo=UTC)
"""Second 0 of GPS time."""

GPS_LEAPS = (
    (datetime(2017, 1, 1, tzinfo=UTC), 18),
    (datetime(2015, 7, 1, tzinfo=UTC), 17),
    (datetime(2012, 7, 1, tzinfo=UTC), 16),
    (datetime(2009, 1, 1, tzinfo=UTC), 15),
    (datetime(2006, 1, 1, tzinfo=UTC), 14),
)
"""Seconds that GPS is ahead of UTC, by the date from which they apply (IERS, Bulletin C; none was
added since 2017)."""

FIT_EPOCH = datetime(1989, 12, 31, tzinfo=UTC)
"""Second 0 of Garmin's files (FIT SDK, "date_time")."""

RATES = (
    BOUNDS.rates_hz[0] * (1 - BOUNDS.clock_off),
    BOUNDS.rates_hz[1] * (1 + BOUNDS.clock_off),
)
"""Lowest and highest samples per second that are believed."""

CREDIBLE_FROM = datetime(2001, 1, 1, tzinfo=UTC)
"""Earliest credible time: clocks that show less were never set, and count on from the year of their
chip (1970, 1980, 2000)."""

WRITTEN_IN = datetime(2026, 11, 30, tzinfo=UTC)
"""A date known to have passed: a computer whose clock shows less cannot judge what lies in the
future."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Scale:
    """A way to count time."""

    words: str
    """Description for people."""
    step: float
    """Seconds per unit."""
    epoch: datetime | None = None
    """Time of ``zero``: aware, or naive for a clock that keeps local time. None for a count from an
    arbitrary start."""
    zero: float = 0.0
    """Number that stands for ``epoch``."""
    since: datetime = CREDIBLE_FROM
    """Earliest time, aware; anything before is a count from an arbitrary start."""
    fastest: float = RATES[1]
    """Highest rate, Hz; anything faster is another scale."""


UNITS = (
    Scale(words="seconds", step=1.0),
    Scale(words="milliseconds", step=1e-3),
    Scale(words="microseconds", step=1e-6),
    Scale(words="nanoseconds", step=1e-9),
    Scale(words="minutes", step=60.0),
    Scale(words="hours", step=3600.0),
    Scale(words="days", step=86400.0),
)
"""Counts from an arbitrary start. The four decimal units are a factor of 1000 apart and believable
rates one of 200, so at most one of them fits."""

HUNDREDTHS = Scale(words="hundredths of a second", step=1e-2)
"""Ticks of many small systems (FreeRTOS, Linux' USER_HZ): a factor of 10 from milliseconds, so that
both may fit. Used only where a rate or a person confirms it."""

TICKS = "parts of a second since 1970 (Unix)"
"""Description of a Unix time in an unusual unit."""

DATED = (
    Scale(words="seconds since 1970 (Unix)", step=1.0, epoch=UNIX),
    Scale(words="milliseconds since 1970 (Unix)", step=1e-3, epoch=UNIX),
    Scale(words="microseconds since 1970 (Unix)", step=1e-6, epoch=UNIX),
    Scale(words="nanoseconds since 1970 (Unix)", step=1e-9, epoch=UNIX),
    # ticks of .NET are the same numbers at a tenth of the rate; Polar's fastest is 416 Hz
    Scale(words="nanoseconds since 2000 (Polar)", step=1e-9, epoch=POLAR_EPOCH, fastest=424.0),
    Scale(words="days since 1900 (spreadsheet)", step=86400.0, epoch=SERIAL),
    Scale(words="days since year 0 (MATLAB)", step=86400.0, epoch=LOCAL_1970, zero=719529.0),
    Scale(words="modified Julian days", step=86400.0, epoch=UNIX, zero=40587.0),
    Scale(words="Julian days", step=86400.0, epoch=UNIX, zero=2440587.5),
    Scale(
        words="100 ns since year 1 (.NET ticks)",
        step=1e-7,
        epoch=LOCAL_1970,
        zero=621355968000000000.0,
    ),
    Scale(
        words="100 ns since 1601 (Windows FILETIME)",
        step=1e-7,
        epoch=UNIX,
        zero=116444736000000000.0,
    ),
    Scale(
        words="microseconds since 1601 (WebKit)", step=1e-6, epoch=UNIX, zero=11644473600000000.0
    ),
    # nine years of seconds: nothing runs that long without a new start
    Scale(
        words="seconds since 2001 (Apple)",
        step=1.0,
        epoch=UNIX,
        zero=-978307200.0,
        since=datetime(2010, 1, 1, tzinfo=UTC),
    ),
    Scale(words="seconds since 1904 (LabVIEW)", step=1.0, epoch=UNIX, zero=2082844800.0),
)
"""Counts from a date. Between 2001 and tomorrow no two of one unit overlap. Days and .NET's ticks
are those of a clock that people set, so they are local."""


TIME_UNITS = {
    "s": 1.0,
    "cs": 1e-2,
    "ms": 1e-3,
    "us": 1e-6,
    "ns": 1e-9,
    "min": 60.0,
    "h": 3600.0,
    "days": 86400.0,
    "excel": 86400.0,
    "matlab": 86400.0,
    "ticks": 1e-7,
    "filetime": 1e-7,
}
"""Seconds per unit of time, by the name that a person gives it. The last four count from a date of
their own, the others from 1970 where that gives a date, or else from an arbitrary start."""

ORIGINS = {
    "excel": "days since 1900 (spreadsheet)",
    "matlab": "days since year 0 (MATLAB)",
    "ticks": "100 ns since year 1 (.NET ticks)",
    "filetime": "100 ns since 1601 (Windows FILETIME)",
}
"""Description of the scale of each unit that counts from a date of its own."""


def unit_name(step: float) -> str:
    """Return the name of the unit with so many seconds, counted from any start."""
    return next(name for name, own in TIME_UNITS.items() if own == step)


def scale_words(step: float, epoch: datetime | None, zero: float) -> str:
    """Describe how a column counts time."""
    if epoch is None:
        units = (*UNITS, HUNDREDTHS)
        unit = next((scale.words for scale in units if scale.step == step), f"units of {step:g} s")
        return f"{unit} since some start"
    known = (scale for scale in DATED if (scale.step, scale.zero) == (step, zero))
    return next((s.words for s in known if s.epoch == epoch), f"units of {step:g} s since {epoch}")


def gps_epoch(seconds: float) -> datetime:
    """Return the epoch from which a count of GPS seconds gives UTC, leap seconds removed."""
    when = GPS_EPOCH + timedelta(seconds=seconds)
    ahead = next((leap for since, leap in GPS_LEAPS if when >= since), 13)
    return GPS_EPOCH - timedelta(seconds=ahead)


def latest() -> datetime:
    """Return the last moment at which a recording can have been made: tomorrow at this time."""
    return max(datetime.now(UTC), WRITTEN_IN) + timedelta(days=1)


def credible(when: datetime) -> bool:
    """Tell whether a recording can have been made at an aware time."""
    return CREDIBLE_FROM <= when <= latest()


def dated(value: float, spacing: float, step: float | None = None) -> Scale | None:
    """Find the count from a date that a typical number belongs to, by the spacing of the rows.

    ``step`` is seconds per unit, when stated. None when no scale gives a date between 2001 and
    tomorrow and 5 to 1000 samples per second.
    """
    high = latest().timestamp()
    for scale in DATED:
        if step not in (None, scale.step) or scale.epoch is None:
            continue
        origin = scale.epoch.replace(tzinfo=UTC).timestamp()
        when = (value - scale.zero) * scale.step + origin
        spaced = spacing * scale.step
        if scale.since.timestamp() <= when <= high and believable(spaced, scale.fastest):
            return scale
    if step is None or step >= 1 or step in {scale.step for scale in DATED}:
        return None
    # ticks of a length that no other format has: Hexoskin's 1/256 s
    date = CREDIBLE_FROM.timestamp() <= value * step <= high and believable(spacing * step)
    return replace(DATED[0], words=TICKS, step=step) if date else None


def elapsed(spacing: float, rate: float | None = None) -> Scale | None:
    """Find the unit of a count from an arbitrary start, by the spacing of its rows.

    None when no unit gives a believable rate, or none the stated one, Hz.
    """
    for scale in UNITS if rate is None else (*UNITS, HUNDREDTHS):
        found = 1 / (spacing * scale.step)
        if rate is not None and agrees(found, rate):
            return scale
        if rate is None and believable(spacing * scale.step):
            return scale
    return None


def believable(spacing: float, fastest: float = RATES[1]) -> bool:
    """Tell whether a sensor on a limb can have a spacing in seconds."""
    return RATES[0] <= 1 / spacing <= fastest


def agrees(rate: float, stated: float) -> bool:
    """Tell whether a measured rate can be the stated one: batches and losses blur a short look."""
    return 0.67 < rate / stated < 1.5


def typical_spacing(values: Sequence[float]) -> float | None:
    """Measure the spacing of rows whose numbers grow nearly throughout, in their unit, above 0.

    None when they do not grow.
    """
    if len(values) < 2:
        return None
    steps = [b - a for a, b in itertools.pairwise(values)]
    growing = sum(step >= 0 for step in steps)
    positive = [step for step in steps if step > 0]
    if growing < 0.9 * len(steps) or not positive:
        return None
    # batches share a stamp: average over all rows, not over distinct stamps
    return median(positive) * len(positive) / max(1, growing)


def _is_whole(value: float) -> bool:
    """Tell whether a number is whole; NaN is not."""
    return float(value).is_integer()


def counts_rows(values: Sequence[float]) -> bool:
    """Tell whether numbers count rows: whole, and one more each row but for losses and wraps."""
    if len(values) < 2 or not all(map(_is_whole, values)):
        return False
    ones = sum(b - a == 1 for a, b in itertools.pairwise(values))
    return ones > 0.8 * (len(values) - 1)


def counts_by(values: Sequence[float]) -> float | None:
    """Return the whole number that values grow by from row to row; None when they do not.

    Rows, frames and packets are counted so, but clocks only where nothing is ever late.
    """
    if len(values) < 3 or not all(map(_is_whole, values)):
        return None
    steps = [b - a for a, b in itertools.pairwise(values)]
    middle = median(steps)
    same = sum(step == middle for step in steps)
    return middle if middle > 0 and same > 0.95 * len(steps) else None


def counts_events(values: Sequence[float]) -> bool:
    """Tell whether numbers count something other than rows by ones: packets, steps, seconds."""
    steps = [b - a for a, b in itertools.pairwise(values)]
    whole = all(map(_is_whole, values))
    return whole and bool(steps) and all(step in (0, 1) for step in steps)


def only_grows(values: Sequence[float]) -> bool:
    """Tell whether numbers never fall, and the last is larger than the first."""
    return len(values) > 1 and list(values) == sorted(values) and values[0] < values[-1]


def grows_evenly(values: Sequence[float]) -> bool:
    """Tell whether a column that is not named as time grows as a clock does, not as a distance."""
    positive = [b - a for a, b in itertools.pairwise(values) if b > a]
    if len(positive) < 0.1 * len(values) or len(positive) < 3:
        return False
    middle = median(positive)
    return sum(0.5 * middle <= step <= 1.6 * middle for step in positive) > 0.8 * len(positive)
