"""How a recognised file is laid out: where time and acceleration are and what they mean."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, tzinfo
from pathlib import Path
from typing import NamedTuple

from limbwatch.sensor.files.tables.heads.head import Head
from limbwatch.sensor.files.times.writing.date_codes import tells_day, tells_year
from limbwatch.sensor.files.times.writing.patterns import UNDATED
from limbwatch.sensor.files.values.unit import Unit


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """A column of parts of a second, beside one of whole seconds: a column and their length, s."""

    column: int
    step: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Counter:
    """A column of numbers that grow with time."""

    column: int
    step: float
    """Seconds per unit."""
    epoch: datetime | None
    """Time of the number ``zero``: aware, or naive for local time. None when it is not known, as
    for the time since the start of a device."""
    zero: float = 0.0
    part: Part | None = None
    doubt: str = ""
    """What speaks against it, as a warning; empty when nothing does."""
    guessed: bool = False
    """Whether neither the file nor a person says the unit."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Written:
    """A column of dates and times, or of times of day."""

    column: int
    pattern: str
    """A key of `PATTERNS`."""
    zone: tzinfo | None = None
    """Zone that the file states for it; None when the text itself has an offset or nobody says."""
    date: int | None = None
    """Column of the date, when it is apart."""
    half: int | None = None
    """Column of AM or PM, when it is apart."""
    part: Part | None = None
    stated: bool = False
    """Whether the file says in which order day and month are."""
    day: str = ""
    """Pattern of the column of dates, where all of the file was looked at for it."""
    form: str = ""
    """Format of that column, as for ``strptime``, where a person says it."""
    likely: str = ""
    """A key of ``ORDERS``: how the program that wrote the file writes dates unless it was told
    otherwise. Empty where it is not known."""
    elapsed: bool = False
    """Whether hours, minutes and seconds count from a start."""


PARTS = ("second", "minute", "hour", "day", "month", "year")
"""Parts of a time that may have columns of their own."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Apart:
    """Columns of the parts of a time."""

    column: int
    """Seconds, with or without a fraction."""
    minute: int
    hour: int | None = None
    year: int | None = None
    month: int | None = None
    day: int | None = None
    """`hour` to `day`: None where there is no such column; of the date all three or none."""
    date: int | None = None
    """Column of the date, when it is in one."""
    form: str = ""
    """Format of that column, as for ``strptime``, where a person says it."""
    part: Part | None = None
    zone: tzinfo | None = None
    """As the file states it."""

    @property
    def columns(self) -> dict[str, int]:
        """Columns of the parts that are there, by their names."""
        columns = (self.column, self.minute, self.hour, self.day, self.month, self.year)
        return {name: at for name, at in zip(PARTS, columns, strict=True) if at is not None}


@dataclass(frozen=True, slots=True, kw_only=True)
class Steady:
    """No column of time: the samples follow each other at a stated rate."""

    doubt: str = ""
    """Which column looks like time and why it cannot be, as a sentence; empty when none does."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Formatted:
    """A column of dates and times in a format that a person says."""

    column: int
    form: str
    """As for ``strptime``; of the two texts with a space between them, when the date is apart, or
    of the time of day alone."""
    date: int | None = None
    """Column of the date, when it is apart."""
    day: str = ""
    likely: str = ""
    """`day` and `likely`: as of `Written`, for that column."""


Columned = Counter | Written | Apart | Formatted
"""Of the ways to tell time, those that have a column."""

Time = Counter | Written | Apart | Formatted | Steady


def tells_date(time: Time) -> bool:
    """Tell whether each row says by itself of which day it is."""
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
    """What spaces the samples."""
    axes: tuple[int, int, int]
    """Columns of x, y and z."""
    unit: Unit | None
    """As the format or the header states it; None when neither does."""
    more: tuple[tuple[int, int, int], ...] = ()
    """Columns of x, y and z of further samples in the same row."""
    gravity: tuple[int, int, int] | None = None
    """Columns to be added to the axes, when the file keeps gravity apart."""
    anchor: Counter | Written | Formatted | None = None
    """A second column of time, which ties ``time`` to the clock."""
    start: datetime | None = None
    """Time of the first sample as the preamble or file name tells it; naive is local."""
    counts_from: datetime | None = None
    """Aware time at which a count of seconds was zero, as another file tells it."""
    later: tuple[tuple[float, float], ...] = ()
    """Seconds of that count from which on it is behind, after a pause, and by how many in all."""
    rate: float | None = None
    """Rate that the file states, Hz."""
    device: str = ""
    """What recorded it, as far as the format tells."""
    only: tuple[tuple[int, float], ...] = ()
    """Columns and the value they have in rows of acceleration."""
    worn: tuple[tuple[str, int, float], ...] = ()
    """For files with several sensors: ``ankle`` or ``wrist``, and the column and value of it."""
    extra: int = 0
    """Rows of numbers before the first sample."""
    raw_export: str = ""
    """What to export instead when gravity is missing, as a sentence."""
    has_gravity: bool = False
    """Whether the format always has gravity, so that its lack is a fault of the sensor."""
    gravity_file: Path | None = None
    """A file beside this one that has the gravity."""
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Refusal:
    """A file that is understood and holds no raw acceleration."""

    what: str
    """What the file is: ``"epoch counts of ActiLife"``."""
    remedy: str
    """What to export instead, as a sentence."""
    asks: bool = False
    """Whether it may hold raw acceleration after all, in columns that a person must say."""


class Dialect(NamedTuple):
    """One kind of file."""

    name: str
    """As shown to people."""
    evidence: str
    """What it was recognised by."""
    recognise: Callable[[Head], Layout | Refusal | None]
    """Gives the layout or a refusal, or None when the file is of another kind."""
