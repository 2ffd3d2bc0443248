"""How a recognised file is laid out: where time and acceleration are, and what they mean."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, tzinfo
from pathlib import Path
from typing import NamedTuple

from limbwatch.sensor.files.tables.heads.head import Head
from limbwatch.sensor.files.times.writing.patterns import UNDATED, tells_day, tells_year
from limbwatch.sensor.files.values.unit import Unit


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """A column of fractions of a second beside one of whole seconds."""

    column: int
    """Position of the column."""
    step: float
    """Seconds per unit."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Counter:
    """A column of numbers that grow with time."""

    column: int
    """Position of the column."""
    step: float
    """Seconds per unit."""
    epoch: datetime | None
    """Time of the number ``zero``: aware, or naive for local time. None when unknown, as for the
    time since the start of a device."""
    zero: float = 0.0
    """Number that stands for ``epoch``."""
    part: Part | None = None
    """Column of fractions of a second, when there is one."""
    doubt: str = ""
    """Evidence against this reading, as a warning; empty when there is none."""
    guessed: bool = False
    """Whether the unit was guessed, as neither the file nor a person states it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Written:
    """A column of dates and times, or of times of day."""

    column: int
    """Position of the column."""
    pattern: str
    """A key of `PATTERNS`."""
    zone: tzinfo | None = None
    """Zone that the file states for the times; None when the text itself has an offset or no zone
    is stated."""
    date: int | None = None
    """Column of the date, when it is separate."""
    half: int | None = None
    """Column of AM or PM, when it is separate."""
    part: Part | None = None
    """Column of fractions of a second, when there is one."""
    stated: bool = False
    """Whether the order of day and month is settled."""
    day: str = ""
    """Pattern of the column of dates, where the whole file was searched for it."""
    form: str = ""
    """Format of that column, as for ``strptime``, where a person states it."""
    likely: str = ""
    """A key of ``ORDERS``: how the program that wrote the file writes dates by default. Empty where
    unknown."""
    elapsed: bool = False
    """Whether hours, minutes and seconds count from a start."""


PARTS = ("second", "minute", "hour", "day", "month", "year")
"""Parts of a time that may have columns of their own."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TimeParts:
    """Columns of the parts of a time."""

    column: int
    """Column of seconds, with or without a fraction."""
    minute: int
    """Column of minutes."""
    hour: int | None = None
    """Column of hours; None where there is no such column."""
    year: int | None = None
    """Column of years; year, month and day are either all present or all None."""
    month: int | None = None
    """Column of months."""
    day: int | None = None
    """Column of days."""
    date: int | None = None
    """Column of the date, when it is in one."""
    form: str = ""
    """Format of that column, as for ``strptime``, where a person states it."""
    part: Part | None = None
    """Column of fractions of a second, when there is one."""
    zone: tzinfo | None = None
    """Zone that the file states."""

    @property
    def columns(self) -> dict[str, int]:
        """Columns of the parts that are present, by name."""
        columns = (self.column, self.minute, self.hour, self.day, self.month, self.year)
        return {name: at for name, at in zip(PARTS, columns, strict=True) if at is not None}


@dataclass(frozen=True, slots=True, kw_only=True)
class Steady:
    """No column of time: the samples follow each other at a stated rate."""

    doubt: str = ""
    """Which column looks like time and why it cannot be, as a sentence; empty when none does."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Formatted:
    """A column of dates and times in a format that a person states."""

    column: int
    """Position of the column."""
    form: str
    """Format as for ``strptime``: when the date is separate, that of both texts with a space
    between them, or of the time of day alone."""
    date: int | None = None
    """Column of the date, when it is separate."""
    day: str = ""
    """As in `Written`, for the column of dates."""
    likely: str = ""
    """As in `Written`, for the column of dates."""


Columned = Counter | Written | TimeParts | Formatted
"""The layouts of time that have a column."""

Time = Counter | Written | TimeParts | Formatted | Steady
"""The layouts of time."""


def tells_date(time: Time) -> bool:
    """Tell whether each row contains its own date."""
    if isinstance(time, Counter):
        return time.epoch is not None
    if isinstance(time, Written):
        return time.date is not None or time.pattern not in UNDATED
    if isinstance(time, Formatted):
        if not tells_day(time.form):
            return time.date is not None
        return tells_year(time.form)
    return False


@dataclass(frozen=True, slots=True, kw_only=True)
class Layout:
    """Where time and acceleration are in a file."""

    time: Time
    """Column that spaces the samples."""
    axes: tuple[int, int, int]
    """Columns of x, y and z."""
    unit: Unit | None
    """Unit that the format or the header states; None when neither does."""
    more: tuple[tuple[int, int, int], ...] = ()
    """Columns of x, y and z of further samples in the same row."""
    gravity: tuple[int, int, int] | None = None
    """Columns to be added to the axes, when the file keeps gravity separate."""
    anchor: Counter | Written | TimeParts | Formatted | None = None
    """A second column of time, which ties ``time`` to the clock."""
    start: datetime | None = None
    """Time of the first sample from the preamble or file name; naive is local."""
    counts_from: datetime | None = None
    """Aware time at which a count of seconds was zero, according to another file."""
    later: tuple[tuple[float, float], ...] = ()
    """Pairs of a second of that count from which it lags, after a pause, and its total lag,
    seconds."""
    rate: float | None = None
    """Rate that the file states, Hz."""
    device: str = ""
    """Name of the recorder, as far as the format reveals it."""
    only: tuple[tuple[int, float], ...] = ()
    """Columns and the value they have in rows of acceleration."""
    worn: tuple[tuple[str, int, float], ...] = ()
    """For files with several sensors: ``ankle`` or ``wrist``, and the column and value that mark
    it."""
    extra: int = 0
    """Rows of numbers before the first sample."""
    raw_export: str = ""
    """What to export instead when gravity is missing, as a sentence."""
    has_gravity: bool = False
    """Whether the format always has gravity, so that its absence is a fault of the sensor."""
    gravity_file: Path | None = None
    """A file beside this one that has the gravity."""
    notes: tuple[str, ...] = ()
    """Sentences for the person."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Refusal:
    """A file that is recognised but holds no raw acceleration."""

    what: str
    """What the file is: ``"epoch counts of ActiLife"``."""
    remedy: str
    """What to export instead, as a sentence."""
    asks: bool = False
    """Whether it may hold raw acceleration after all, in columns that a person must name."""


class Dialect(NamedTuple):
    """One kind of file."""

    name: str
    """Name shown to people."""
    evidence: str
    """What it was recognised by."""
    recognise: Callable[[Head], Layout | Refusal | None]
    """Returns the layout or a refusal, or None when the file is of another kind."""
