"""All forms of columns of time (counts, texts, parts) as seconds of a clock."""

import re
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta, tzinfo

import numpy as np
import pyarrow as pa

from limbwatch.sensor.arrays import Array
from limbwatch.sensor.errors import UnreadableFile
from limbwatch.sensor.files.doubt import Doubt
from limbwatch.sensor.files.tables.clock_columns.clock_parts import seconds_of
from limbwatch.sensor.files.tables.clock_columns.row_dates import Dated, day_order, first_cells
from limbwatch.sensor.files.tables.clock_columns.time_cells import (
    afternoon,
    counts_of,
    half_of_last,
    held_dates,
    over_full_hours,
    redated,
    some_of,
    texts_of,
)
from limbwatch.sensor.files.tables.heads.head import Head
from limbwatch.sensor.files.tables.layout import Columned, Counter, Formatted, TimeParts, Written
from limbwatch.sensor.files.tables.parsed.parsed_rows import Table, numbers
from limbwatch.sensor.files.times.continued import (
    DAY_S,
    UNKNOWN_EVENING,
    continue_half_days,
    day_of,
    half_a_day_off,
    over_midnight,
    past_midnight,
    since_start,
    unwrapped,
)
from limbwatch.sensor.files.times.writing.patterns import ORDERS, UNDATED, tells_day
from limbwatch.sensor.files.times.writing.scales import SERIAL, UNIX
from limbwatch.sensor.files.times.writing.written_dates import (
    BUDDHIST_AHEAD,
    date_pattern_of,
    is_buddhist,
    offset_in,
    read_date,
    zone_in,
)
from limbwatch.sensor.files.times.writing.zone import (
    LOCAL_1970,
    named_zone,
    offset_of,
    to_utc,
    zone_letters,
)


@dataclass(slots=True, kw_only=True)
class TimeShapes:
    """Columns of time and what is needed to read them."""

    head: Head
    table: Table
    """Table with the columns of ``column_types``."""
    zone: tzinfo
    """Zone of local times whose zone the file does not state."""
    day: datetime | None
    """Rough time of the first row, as the file or the person states it."""
    notes: list[str]
    counted: float = 0.0
    """Seconds that a count from an arbitrary start, without a date, had reached at its first
    row."""
    of_day: bool = False
    """Whether a number was a time of day without a date."""

    def read(self, source: Columned) -> tuple[Array, datetime | None]:
        """Return the seconds of a column and the aware time of second 0, where it is known."""
        if isinstance(source, Formatted):
            return self._formatted(source)
        if isinstance(source, Counter):
            seconds, begin = self._counted(source)
        elif isinstance(source, TimeParts):
            return self._apart(source)
        elif source.pattern in UNDATED:
            seconds, begin = self._undated(source)
        else:
            seconds, begin = self._dated(source)
        if source.part is not None:
            seconds = seconds + numbers(self.table.columns[source.part.column]) * source.part.step
        return seconds, begin

    def _formatted(self, source: Formatted) -> tuple[Array, datetime | None]:
        # imported late: pandas takes longer to import than reading a night
        from limbwatch.sensor.files.tables.clock_columns.formatted_times import (  # noqa: PLC0415
            dated_clock,
            read_formatted,
        )

        table = self.table
        if source.date is not None and not tells_day(source.form):
            dates = table.columns[source.date]
            days, begin = self._days(dates, LOCAL_1970, source.day, source)
            source, table = dated_clock(table, source, days, begin)
        return read_formatted(
            self.head,
            table,
            source,
            zone=self.zone,
            day=self._local_day(self.zone),
            notes=self.notes,
        )

    def _apart(self, source: TimeParts) -> tuple[Array, datetime | None]:
        columns = self.table.columns
        total = seconds_of({part: numbers(columns[at]) for part, at in source.columns.items()})
        if source.part is not None:
            total = total + numbers(columns[source.part.column]) * source.part.step
        if source.hour is None:
            return over_full_hours(total, self.notes), None
        zone = source.zone or self.zone
        if source.date is not None:
            days, begin = self._days(columns[source.date], LOCAL_1970, source.form)
            total = past_midnight(total + DAY_S * days, total >= DAY_S, self.notes)
            return to_utc(begin, total, zone, self.notes)
        if source.year is None:
            return self._of_day(total, zone)
        first = next((float(second) for second in total if np.isfinite(second)), 0.0)
        begin = LOCAL_1970 + timedelta(seconds=first)
        return to_utc(begin, total - first, zone, self.notes)

    def _of_day(self, seconds: Array, zone: tzinfo) -> tuple[Array, datetime]:
        """Continue times of day from the day that is stated, or a placeholder."""
        count = int((seconds >= DAY_S).sum())
        seconds = over_midnight(seconds, self.notes)
        if count:
            # unchanged: 24:10 is 0:10 of the next day, and follows 23:59
            self.notes.append(
                f"Rows with an hour of 24 or more were taken for the day after: {count} of them."
            )
        return to_utc(day_of(seconds, self._local_day(zone)), seconds, zone, self.notes)

    def _dated(self, source: Written) -> tuple[Array, datetime]:
        column = self.table.columns[source.column]
        pattern = source.pattern
        if pattern in ORDERS and not source.stated:
            pattern = self._decide_order(some_of(column), pattern)
        self._doubt_year(self.head.texts(source.column), pattern)
        seconds, base, late = texts_of(column, pattern)
        seconds = past_midnight(seconds, late, self.notes)
        offset = offset_in(self.head.texts(source.column), pattern)
        if offset is None:
            begin = LOCAL_1970 + timedelta(microseconds=base // 1000)
            seconds = continue_half_days(seconds, base * 1e-9 % 86400, self.notes)
            name = zone_in(self.head.texts(source.column), pattern) or self._zone_letters(source)
            # a name of the time zone database is unique; letters such as CST are not
            zone = source.zone or named_zone(name or "") or self.zone
            self._doubt_zone(name, begin, zone)
            return to_utc(begin, seconds, zone, self.notes)
        # the wearer's clock has this offset, whatever this computer's zone is
        zone = offset_of(offset) or UTC
        return seconds, (UNIX + timedelta(microseconds=base // 1000)).astimezone(zone)

    def _zone_letters(self, source: Written) -> str | None:
        """Find letters of a zone in the name of a column, or in a line above that states one."""
        if source.zone is not None:
            return None
        named = self.head.names[source.column] if source.column < len(self.head.names) else ""
        told = re.compile(r"zone|(?<![a-z])tz(?![a-z])", re.IGNORECASE)
        above = filter(told.search, self.head.preamble)
        return next(filter(None, map(zone_letters, (named, *above))), None)

    def _doubt_zone(self, name: str | None, begin: datetime, zone: tzinfo) -> None:
        """Warn that the times name a zone other than the one they are read in."""
        if name is None:
            return
        seasons = (begin, begin + timedelta(days=182))
        if name not in {str(zone), *(when.replace(tzinfo=zone).tzname() for when in seasons)}:
            self.notes.append(
                Doubt(
                    f"The times say {name}, which is not a name of {zone}, in which they were "
                    "read. --timezone gives another."
                )
            )

    def _doubt_year(self, cells: list[str], pattern: str) -> None:
        """Warn that years are those of another calendar."""
        if cells and pattern and is_buddhist(cells[0], pattern):
            self.notes.append(
                Doubt(
                    f"The years are of the Buddhist calendar ({cells[0].strip()}): "
                    f"{BUDDHIST_AHEAD} were taken off."
                )
            )

    def _decide_order(self, cells: list[str], pattern: str, source: Dated | None = None) -> str:
        likely, beside = (
            ("", "") if source is None else (source.likely, first_cells(self.head, source))
        )
        pattern, doubts = day_order(cells, pattern, self.head.path.name, likely, beside)
        self.notes.extend(doubts)
        return pattern

    def _undated(self, source: Written) -> tuple[Array, datetime | None]:
        seconds, base, late = texts_of(self.table.columns[source.column], source.pattern)
        seconds = seconds + base * 1e-9
        if source.pattern == "days and clock":
            return seconds, None
        if source.pattern == "minutes":
            return over_full_hours(seconds, self.notes), None
        if source.half is not None:
            seconds = afternoon(seconds, self.table.columns[source.half])
        zone = source.zone or self.zone
        day = self._local_day(zone)
        if source.elapsed or (source.date is None and self._counts_from_start(seconds, day)):
            return over_midnight(seconds, self.notes), None
        begin = datetime.combine((day or UNKNOWN_EVENING).date(), time())
        if source.date is None:
            if day is not None and half_a_day_off(seconds, day):
                self.notes.append(
                    "The times of day lie 12 hours from the start of the recording: they were "
                    "read as those of the other half of the day."
                )
                seconds = (seconds + 43200.0) % 86400.0
            self._doubt_zone(self._zone_letters(source), begin, zone)
            return self._of_day(seconds, zone)
        dates = self.table.columns[source.date]
        days, begin = self._days(dates, begin, source.form or source.day, source)
        seconds = past_midnight(seconds + 86400.0 * days, late, self.notes)
        seconds = continue_half_days(seconds, 0.0, self.notes)
        self._doubt_zone(self._zone_letters(source), begin, zone)
        return to_utc(begin, seconds, zone, self.notes)

    def _counts_from_start(self, seconds: Array, day: datetime | None) -> bool:
        """Tell whether hours, minutes and seconds count from the start that was given."""
        first = seconds[np.isfinite(seconds)][:1]
        if not len(first):
            return False
        midnight = datetime.combine(UNKNOWN_EVENING.date(), time())
        return since_start(midnight + timedelta(seconds=float(first[0])), day, self.notes)

    def _local_day(self, zone: tzinfo) -> datetime | None:
        """Return the rough time of the first row, if known, by the clock of a zone."""
        if self.day is None or self.day.tzinfo is None:
            return self.day
        return self.day.astimezone(zone).replace(tzinfo=None)

    def _days(
        self, column: pa.ChunkedArray, begin: datetime, told: str, source: Dated | None = None
    ) -> tuple[Array, datetime]:
        """Return the days of each row after the first date in a column of dates, and that date."""
        coded = column.combine_chunks().dictionary_encode()
        cells = [cell or "" for cell in coded.dictionary.to_pylist()]
        dates = [cell for cell in cells if cell]
        # sample rows, not distinct dates: of a night's two dates a stray last line is a third
        pattern = told or date_pattern_of(some_of(column))
        if pattern in ORDERS and not told:
            pattern = self._decide_order(dates, pattern, source)
        self._doubt_year(dates, pattern or "")
        days = [None if pattern is None else read_date(cell, pattern) for cell in cells]
        known = [day for day in days if day is not None]
        if not known:
            return np.zeros(len(column)), begin
        after = np.array([np.nan if day is None else (day - known[0]).days for day in days])
        codes = np.asarray(coded.indices.fill_null(len(after)))
        each = np.append(after, np.nan)[codes]
        empty = np.array([not cell.strip() for cell in cells] + [True])[codes]
        return held_dates(each, empty, self.notes), datetime.combine(known[0], time())

    def _counted(self, source: Counter) -> tuple[Array, datetime | None]:
        if source.doubt:
            self.notes.append(Doubt(source.doubt))
        counts, base = counts_of(self.table.columns[source.column])
        source = redated(source, counts, base)
        if source.step == DAY_S and (cells := self.head.filled(source.column)):
            counts = counts - half_of_last(cells, counts)
        if source.epoch is None:
            self.counted = base * source.step
            return unwrapped(counts, self.notes) * source.step, None
        if source.epoch == SERIAL and 0 <= base < 1:
            # a spreadsheet's first day is 1: a smaller number is a time of day
            self.of_day = True
            return self._of_day((base + counts) * DAY_S, self.zone)
        try:
            begin = source.epoch + timedelta(seconds=(base - source.zero) * source.step)
        except OverflowError as error:
            raise UnreadableFile(
                f"{self.head.path}: its first time ({base:.6g}) is far beyond any date. Remove "
                "that row if it is torn."
            ) from error
        if begin.tzinfo is None:
            return to_utc(begin, counts * source.step, self.zone, self.notes)
        return counts * source.step, begin
