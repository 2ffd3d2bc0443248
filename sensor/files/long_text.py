"""A text file too large for memory, read as consecutive recordings of about half a day.

The order of day and month is looked up in the whole file first. Times of day, and numbers that
count from some start, continue from the last row of the piece before. Files that need all rows at
once (clocks that went back, rows out of order or held, comments, headers, a unit that changes)
raise `NotInPieces`, and are read whole.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, time, timedelta
from typing import Final

import numpy as np
import pyarrow as pa

from limbwatch.sensor.errors import UnreadableFile
from limbwatch.sensor.files.doubt import plain_among, warnings_among
from limbwatch.sensor.files.headed_parts import may_have_later_headers
from limbwatch.sensor.files.recognition import ReadRequest, Recognised
from limbwatch.sensor.files.rows.piece_notes import PieceNotes
from limbwatch.sensor.files.rows.remarks import LeftOut, remarks_on
from limbwatch.sensor.files.rows.runs import assemble
from limbwatch.sensor.files.rows.stamped_rows import StampedRows
from limbwatch.sensor.files.rows.start import decide_start
from limbwatch.sensor.files.tables.clock_columns.row_counter import counts_down
from limbwatch.sensor.files.tables.clock_columns.row_dates import dated_by_name, with_day_order
from limbwatch.sensor.files.tables.clock_columns.row_times import (
    LastRow,
    clock_after,
    last_row,
    read_clock,
)
from limbwatch.sensor.files.tables.heads.head import Head
from limbwatch.sensor.files.tables.layout import Layout, Steady, tells_date
from limbwatch.sensor.files.tables.parsed.parsed_rows import Broken, Table, is_cut
from limbwatch.sensor.files.tables.parsed.table import MANY, batches
from limbwatch.sensor.files.text import resolve_start_and_rate, stamped_rows, types_of
from limbwatch.sensor.files.times.misplaced.excursions import BEHIND_S
from limbwatch.sensor.files.times.spacing.lines import Piece
from limbwatch.sensor.files.times.writing.scales import credible
from limbwatch.sensor.files.values.unit import Unit
from limbwatch.sensor.freed import give_back
from limbwatch.sensor.quality import Quality
from limbwatch.sensor.recording import Recording
from limbwatch.sensor.samples import LACKING, lasting_longest
from limbwatch.sensor.standstill import PartsStanding, idles

ENDS: Final = (time(12), time(20))
"""Times of day at which pieces end: nights run from noon to noon and most people are awake at
eight, so that few sleep across an end. Chosen."""

SHORTEST: Final = timedelta(hours=6)
"""Shortest piece that ends at such a time; chosen."""

MOST_ROWS: Final = 4_000_000
"""Longest piece, rows: 22 h at 50 Hz, about 0.4 GB while they are read; chosen."""

OVERLAP_S: Final = 1.0
"""Largest overlap of the fitted times of two pieces, seconds: more is a clock that went back."""

APART_S: Final = 86_400.0
"""Gap between pieces from which only the whole file can tell if it is one recording, seconds."""


class NotInPieces(Exception):  # noqa: N818 - no fault: the file is read in another way
    """The whole file is needed to tell how to read it; the message says why."""


@dataclass(slots=True, kw_only=True)
class LongText:
    """A recognised text file, read piece by piece.

    Raises
    ------
    NotInPieces
        During iteration; everything read until then is void.
    """

    found: Recognised
    request: ReadRequest
    """Pieces end in its time zone."""
    _first: Recording | None = field(default=None, init=False)
    _unit: Unit | None = field(default=None, init=False)
    _last: LastRow | None = field(default=None, init=False)
    _near: LastRow | None = field(default=None, init=False)
    _opening: tuple[str, ...] = field(default=(), init=False)
    _runs: list[Piece] = field(default_factory=list, init=False)
    _left_out: LeftOut = field(default=LeftOut(), init=False)
    _gaps: int = field(default=0, init=False)
    _end: float = field(default=0.0, init=False)
    _quality: Quality = field(default_factory=Quality, init=False)
    _notes: PieceNotes = field(default_factory=PieceNotes, init=False)
    _standing: PartsStanding = field(default_factory=PartsStanding, init=False)

    def __iter__(self) -> Iterator[Recording]:
        """Yield recordings with a common second 0, in order of time and not overlapping."""
        found = resolve_start_and_rate(self.found, self.request.rate)
        if self.request.start is None:
            found = replace(found, layout=dated_by_name(found.head, found.layout))
        _require_plain(found.head, found.layout)
        try:
            self.found = replace(found, layout=with_day_order(found.head, found.layout))
            yield from map(self._place, map(self._read_piece, self._tables()))  # one at a time
        except (UnreadableFile, pa.ArrowException, EOFError, OSError, UnicodeDecodeError) as error:
            raise NotInPieces(str(error)) from error  # reading it whole may work, or refuse it

    @property
    def quality(self) -> Quality:
        """Quality over all pieces, once they were read."""
        rate = lasting_longest((run.stop, run.rate) for run in self._runs)
        slowest = min(run.rate for run in self._runs)
        stated = None if self._first is None else self._first.rate_nominal
        notes = (
            *self._notes.merged(self._runs),
            *self._left_out.sentences(),
            *remarks_on(self._quality, stated, rate, slowest, self._gaps + 1),
        )
        return replace(self._quality, notes=plain_among(notes), warnings=warnings_among(notes))

    def _tables(self) -> Iterator[list[Table]]:
        """Parse the file up to about each end; yield each table in a list that releases it."""
        head, broken = self.found.head, Broken(head=self.found.head)
        types = types_of(head, self.found.layout)
        held: list[pa.RecordBatch] = []
        until, told, count = None, 0, 0
        for batch in batches(head, types, broken):
            if until is None:
                until = self._end_after(self._time(batch, 0, before=0))
            held.append(batch)
            count += len(batch)
            if broken.rows >= MANY:
                raise NotInPieces("many of its rows have another width")
            if broken.quoted and not head.quoted:
                raise NotInPieces("some of its rows, and not the first ones, have quotes")
            if broken.run_together:
                raise NotInPieces("some of its lines are many rows without an end between them")
            if broken.commented:
                raise NotInPieces("comments stand behind its rows")
            last = self._time(batch, len(batch) - 1, before=count - 1)
            if last >= until or count >= MOST_ROWS:
                yield [_table_of_batches(held, types, broken.rows - told)]
                until, told, count = None, broken.rows, 0
        if held:
            yield [_table_of_batches(held, types, broken.rows - told)]

    def _end_after(self, begin: datetime) -> datetime:
        """Return the first end at which a piece that begins here is long enough."""
        least = begin.astimezone(self.request.zone) + SHORTEST
        days = (least.date(), least.date() + timedelta(days=1))
        ends = (datetime.combine(day, at, self.request.zone) for day in days for at in ENDS)
        return next(end for end in ends if end >= least)

    def _time(self, batch: pa.RecordBatch, at: int, *, before: int) -> datetime:
        """Return the time of a row that follows ``before`` others in the piece."""
        types = types_of(self.found.head, self.found.layout)
        table = _table_of_batches([batch.slice(at, 1)], types, 0)
        source = self._time_rows(table, self._near, before)
        seconds = 0.0 if source.seconds is None else float(source.seconds[0])
        if not np.isfinite(seconds):
            raise NotInPieces("some of its rows have no time")
        when = source.start + timedelta(seconds=seconds)
        if not isinstance(self.found.layout.time, Steady):
            self._near = last_row(self.found.head, self.found.layout, table, when)
        return when

    def _time_rows(self, table: Table, last: LastRow | None, before: int = 0) -> StampedRows:
        """Time rows by the last row before them, or by number if they have no times."""
        head, layout, zone = self.found.head, self.found.layout, self.request.zone
        if isinstance(layout.time, Steady):
            source = stamped_rows(self.found, table, self.request)
            if source.rate is None:
                raise NotInPieces("it has neither times nor a rate")
            behind = timedelta(seconds=(self._left_out.of + before) / source.rate)
            return replace(source, start=source.start + behind)
        if last is None:
            clock = read_clock(head, table, layout, zone=zone, start=self.request.start)
            _, self._opening = decide_start(
                clock, self.request.start, zone, head.path.name, clock.seconds
            )
            return stamped_rows(self.found, table, self.request, clock=clock)
        if credible(last.at) and tells_date(layout.time):
            clock = read_clock(head, table, layout, zone=zone, start=None)
        else:
            clock = clock_after(last, head, table, layout, zone=zone)
        told = replace(self.request, start=clock.start)
        return stamped_rows(self.found, table, told, clock=clock)

    def _read_piece(self, parsed: list[Table]) -> Recording:
        """Convert one piece to a recording, and require that all pieces are of one kind."""
        table = parsed.pop()
        source = self._time_rows(table, self._last)
        _require_order(source)
        if source.held:
            raise NotInPieces("its rows repeat each other, and only all of them tell for how long")
        if source.seconds is not None:
            # a clock without a date counts from the first sample
            first = 0.0 if source.clocked else float(source.seconds[0])
            at = source.start + timedelta(seconds=float(source.seconds[-1]) - first)
            self._last = last_row(self.found.head, self.found.layout, table, at)
        del table
        give_back()
        if self._unit is not None and source.expected.unit is None:
            source = replace(source, expected=replace(source.expected, unit=self._unit))
        told = assemble(source, self.request.placement)
        found = told.recording
        alike = self._notes.add(told.notes, self._opening)
        if not alike or self._unit not in (None, told.unit):
            raise NotInPieces("its days are not of one kind")
        if not idles(source.kind, source.device) and not self._standing.settled(found.runs):
            raise NotInPieces("it repeats one value where a piece ends")
        self._unit = told.unit
        self._left_out = self._left_out.and_of(told.left_out)
        first = self._first is None
        self._quality = found.quality if first else self._quality.plus(found.quality)
        return found

    def _place(self, found: Recording) -> Recording:
        """Place a piece after the one before it."""
        if self._first is None:
            self._first = found
            shift = 0.0
        else:
            shift = (found.start - self._first.start).total_seconds()
            off = shift + found.runs[0].start - self._end
            if not -OVERLAP_S <= off <= APART_S:
                raise NotInPieces(f"after {self._end:.0f} s its times go {off:.0f} s on")
        runs = []
        for run in found.runs:
            start = max(run.start + shift, self._end) if self._runs else run.start
            self._gaps += bool(self._runs) and start > self._end + LACKING / run.rate
            runs.append(replace(run, start=start))
            self._end = runs[-1].end
            self._runs.append(Piece(first=0, stop=len(run), start=start, rate=run.rate))
        return replace(found, start=self._first.start, runs=tuple(runs))


def _require_plain(head: Head, layout: Layout) -> None:
    """Refuse files in which a row alone does not tell its time or its samples."""
    apart: tuple[object, ...] = (layout.more, layout.gravity, layout.anchor, layout.worn)
    apart = (*apart, layout.gravity_file, layout.counts_from, counts_down(head, layout) is not None)
    if head.content is not None or head.separator == " " or head.choices or any(apart):
        raise NotInPieces("it is no plain table")
    if may_have_later_headers(head, layout) or is_cut(head):
        raise NotInPieces("a header stands among its rows, or its last row ends within a number")


def _require_order(source: StampedRows) -> None:
    seconds = source.seconds
    if seconds is None:
        return
    # NaN fails too; smaller steps back come from phones that stamp in several threads
    if not bool((np.diff(seconds) >= -BEHIND_S).all()):
        raise NotInPieces("its times do not only go on")


def _table_of_batches(
    batches: list[pa.RecordBatch], types: Mapping[int, pa.DataType], broken: int
) -> Table:
    table = pa.Table.from_batches(batches)
    batches.clear()
    return Table(columns={at: table.column(str(at)) for at in types}, broken=broken)
