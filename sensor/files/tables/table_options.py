"""What a person states about a table: columns, and the format of time."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from statistics import median_high
from types import MappingProxyType

from limbwatch.sensor.errors import UnreadableFile
from limbwatch.sensor.files.tables.axes.axis_columns import unit_of
from limbwatch.sensor.files.tables.clock_columns.row_dates import with_date_beside
from limbwatch.sensor.files.tables.clock_columns.time_columns import as_time, time_column
from limbwatch.sensor.files.tables.clock_columns.time_doubts import steady
from limbwatch.sensor.files.tables.clock_columns.time_names import TIMELY
from limbwatch.sensor.files.tables.heads.head import Head
from limbwatch.sensor.files.tables.layout import (
    Counter,
    Formatted,
    Layout,
    Steady,
    Time,
    TimeParts,
    Written,
)
from limbwatch.sensor.files.times.writing.patterns import (
    tells_clock,
    tells_day,
    tells_some_of_date,
    tells_year,
)
from limbwatch.sensor.files.times.writing.scales import (
    DATED,
    ORIGINS,
    RATES,
    TIME_UNITS,
    UNIX,
    credible,
)
from limbwatch.sensor.files.times.writing.written_dates import read_date

FIELDS = ("time", "date", "x", "y", "z")
"""Roles that a person can assign to a column."""

NO_COLUMN = "none"
"""Value of ``time`` when the rows follow each other at a rate."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TableOptions:
    """What a person states; empty where nothing is stated.

    Raises
    ------
    ValueError
        If a field, a unit or a code of the format is unknown, or both unit and format are given.
    """

    columns: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    """Name or number (from 1) of the column of each of ``FIELDS``. ``time`` may be ``none``."""
    time_unit: str | None = None
    """A key of ``TIME_UNITS``."""
    time_format: str | None = None
    """As for ``strptime``: ``%d/%m/%Y %H:%M:%S.%f``."""
    sensor: str | None = None
    """Name of the sensor, in a file with several."""

    def __post_init__(self) -> None:
        for name in self.columns:
            if name not in FIELDS:
                raise ValueError(f"columns: {name!r} is not one of {', '.join(FIELDS)}")
        if 0 < len({"x", "y", "z"} & self.columns.keys()) < 3:
            raise ValueError("columns: say all of x, y and z, or none of them")
        if self.time_unit is not None and self.time_unit not in TIME_UNITS:
            allowed = ", ".join(TIME_UNITS)
            raise ValueError(f"time unit {self.time_unit!r} is not known; allowed are {allowed}")
        if self.time_unit is not None and self.time_format is not None:
            raise ValueError("a time has a unit (a number) or a format (a text), not both")
        if self.time_format is not None and "%" not in self.time_format:
            raise ValueError(
                f"time format {self.time_format!r} has no %; write it like %d/%m/%Y %H:%M:%S.%f"
            )
        wrong = "" if self.time_format is None else _find_wrong_code(self.time_format)
        if wrong:
            raise ValueError(
                f"time format {self.time_format!r} cannot be read by: {wrong}; write it like "
                "%d/%m/%Y %H:%M:%S.%f"
            )
        form = self.time_format or ""
        if tells_some_of_date(form) and not tells_day(form):
            raise ValueError(
                f"time format {form!r} has a part of a date; a date has day (%d) and month (%m, %b "
                "or %B), and a year (%Y or %y) unless --start is to tell it, and a time of day has "
                "none of them"
            )

    @property
    def axes(self) -> bool:
        """Whether all three axes are stated."""
        return {"x", "y", "z"} <= self.columns.keys()

    @property
    def time(self) -> bool:
        """Whether anything is stated about time."""
        described = self.time_unit is not None or self.time_format is not None
        return described or "time" in self.columns


def _find_wrong_code(form: str) -> str:
    """Describe what is wrong with the codes of a format; empty where they are valid."""
    codes = re.findall(r"%(.)", form.replace("%%", ""), flags=re.DOTALL)
    twice = sorted({code for code in codes if codes.count(code) > 1})
    if twice:
        return f"it has %{twice[0]} more than once"
    # a format of a day without a year is deprecated since Python 3.13
    whole = form if tells_year(form) else f"%Y {form}"
    try:
        datetime.strptime("", whole)  # noqa: DTZ007 - the codes are tried, there is no moment
    except (ValueError, IndexError, re.error) as error:
        # an empty text does not match, but its codes were understood
        return "" if str(error).startswith("time data") else str(error)
    return ""


NOTHING = TableOptions()


def column_of(head: Head, options: TableOptions, name: str) -> int:
    """Find a column that a person names.

    Raises
    ------
    UnreadableFile
        If the table has none of that name or number; the message lists what it has.
    """
    wanted = options.columns[name].strip()
    at = head.column(wanted)
    if at is None and wanted.isdigit() and 1 <= int(wanted) <= head.width:
        at = int(wanted) - 1
    if at is None or at >= head.width:
        raise UnreadableFile(
            f"{head.path} has no column {wanted!r} for {name}; it has {listed(head)}. Give "
            "--columns one of these names or numbers."
        )
    return at


def listed(head: Head) -> str:
    """List the columns of a table with their numbers."""
    names = [
        f"{at + 1} {head.names[at]!r}" if at < len(head.names) and head.names[at] else f"{at + 1}"
        for at in range(head.width)
    ]
    return ", ".join(names[:24]) + (", ..." if len(names) > 24 else "")


def with_stated_axes(head: Head, options: TableOptions) -> Layout:
    """Lay out a table whose axes a person names."""
    x, y, z = (column_of(head, options, name) for name in "xyz")
    axes = (x, y, z)
    if len(set(axes)) < 3:
        raise UnreadableFile(
            f"{head.path}: x, y and z are said to be {axes[0] + 1}, {axes[1] + 1} and "
            f"{axes[2] + 1}; they must be three different columns."
        )
    time = time_column(head, axes) or steady(head, axes)
    return with_date_beside(head, Layout(time=time, axes=axes, unit=unit_of(head, axes)))


def with_stated_time(head: Head, layout: Layout, options: TableOptions) -> Layout:
    """Read time as a person states it, whatever the table looks like."""
    named = options.columns.get("time", "").strip().casefold()
    if named == NO_COLUMN and head.column("none") is None:
        return replace(layout, time=Steady(), anchor=None)
    if options.time_format is not None:
        return with_stated_format(head, layout, options)
    is_named = "time" in options.columns
    at = column_of(head, options, "time") if is_named else _likely_time_column(head, layout)
    return replace(layout, time=_read_time_column(head, at, options), anchor=None)


def with_stated_format(head: Head, layout: Layout, options: TableOptions) -> Layout:
    """Read time in the format that a person states, in the columns that it is meant for."""
    form = options.time_format or ""
    named = "time" in options.columns
    dates = layout.anchor
    if not named and isinstance(dates, Written) and tells_day(form):
        # the dates are beside a count, which keeps the spacing of the samples
        time = _apply_format(head, dates.column, options, dates)
        return replace(layout, anchor=None if isinstance(time, TimeParts) else time)
    at = column_of(head, options, "time") if named else _likely_time_column(head, layout)
    found = layout.time if getattr(layout.time, "column", None) == at else None
    kept = None if named or tells_day(form) else layout.anchor
    return replace(layout, time=_apply_format(head, at, options, found), anchor=kept)


def _likely_time_column(head: Head, layout: Layout) -> int:
    """Find the column that the unit or format is meant for, when none is named."""
    if isinstance(layout.time, Counter | Written | TimeParts):
        return layout.time.column
    timely = [at for at, name in enumerate(head.folded) if TIMELY.search(name)]
    free = [at for at in (*timely, 0) if at not in layout.axes and at < head.width]
    if not free:
        raise UnreadableFile(
            f"{head.path}: which column is the time? It has {listed(head)}. Say it, such as "
            "--columns time=1."
        )
    return free[0]


def _apply_format(
    head: Head, at: int, options: TableOptions, found: Time | None
) -> Formatted | Written | TimeParts:
    """Apply a format to the column, to the dates beside it, or to both."""
    form = options.time_format or ""
    named = column_of(head, options, "date") if "date" in options.columns else None
    clock = found if isinstance(found, Written | TimeParts) else as_time(head, at, named)
    date = named
    if date is None and isinstance(clock, Written | TimeParts):
        date = clock.date
    if date is None or tells_clock(form) or not tells_day(form):
        likely = clock.likely if isinstance(clock, Written) else ""
        return Formatted(column=at, form=form, date=date, likely=likely)
    if not tells_year(form):
        raise UnreadableFile(
            f"{head.path}: the time format {form!r} is that of a date alone, and has no year. Say "
            "the format of date and time of day, with a space between, such as "
            "'%d/%m %H:%M:%S.%f', and --start."
        )
    if not isinstance(clock, Written | TimeParts):
        raise UnreadableFile(
            f"{head.path}: the time format {form!r} is that of a date alone, and the time of day "
            f"beside it ({(head.texts(at) or [''])[0]!r}) is not written in a known way. Say the "
            "format of date and time of day, with a space between, such as '%d/%m/%Y "
            "%H:%M:%S.%f'."
        )
    dates = head.filled(date)
    if not any(read_date(cell, form) for cell in dates):
        raise UnreadableFile(
            f"{head.path}: no date is written as the time format {form!r} says; the first is "
            f"{next(iter(dates), '')!r}. Give --time-format as it is written there, or leave it "
            "out."
        )
    return replace(clock, date=date, form=form)


def _read_time_column(head: Head, at: int, options: TableOptions) -> Time:
    if options.time_unit is not None:
        return _read_counter(head, at, options.time_unit)
    date = column_of(head, options, "date") if "date" in options.columns else None
    found = as_time(head, at, date)
    if found is None:
        raise UnreadableFile(
            f"{head.path}: column {at + 1} ({', '.join(head.texts(at)[:3])}, ...) is said to be "
            "the time, and is not written in a known way. Say how: --time-unit for numbers, "
            "--time-format for a text, such as '%d/%m/%Y %H:%M:%S.%f'."
        )
    return found


def _read_counter(head: Head, at: int, unit: str) -> Counter:
    values = head.numbers(at)
    if len(values) < len(head.rows) / 2:
        raise UnreadableFile(
            f"{head.path}: column {at + 1} is said to be numbers ({unit}), and holds "
            f"{(head.texts(at) or [''])[0]!r}. Give --time-format, or another column."
        )
    step = TIME_UNITS[unit]
    _require_pace(head, values, unit)
    if unit in ORIGINS:
        origin = next(scale for scale in DATED if scale.words == ORIGINS[unit])
        return Counter(column=at, step=step, epoch=origin.epoch, zero=origin.zero)
    middle = median_high(values)
    return Counter(column=at, step=step, epoch=UNIX if _is_credible(middle * step) else None)


def _require_pace(head: Head, values: list[float], unit: str) -> None:
    """Refuse a unit stated by a person that no sensor on a limb would record in."""
    spacing = (values[-1] - values[0]) / (len(values) - 1)
    if spacing <= 0 or RATES[0] <= 1 / (spacing * TIME_UNITS[unit]) <= RATES[1]:
        return
    paces = {name: 1 / (spacing * step) for name, step in TIME_UNITS.items()}
    fitting = [
        f"{name} ({paces[name]:.4g})"
        for name in ("s", "cs", "ms", "us", "ns", "min", "h")
        if RATES[0] <= paces[name] <= RATES[1]
    ]
    way = f"By {' or '.join(fitting)} it would be." if fitting else "By no unit it would be."
    raise UnreadableFile(
        f"{head.path}: with --time-unit {unit} there are {paces[unit]:.3g} samples per second, "
        f"which is not between {RATES[0]:g} and {RATES[1]:g}. {way}"
    )


def _is_credible(seconds: float) -> bool:
    try:
        return credible(datetime.fromtimestamp(seconds, UTC))
    except (OverflowError, ValueError, OSError):
        return False
