"""Recognised text files, parsed, timed, and passed on to become a recording."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import numpy as np
import pyarrow as pa

from limbwatch.sensor.arrays import Array, Mask, Values
from limbwatch.sensor.errors import UnreadableFile, WrongKind
from limbwatch.sensor.files.doubt import Doubt
from limbwatch.sensor.files.recognition import ReadRequest, Recognised
from limbwatch.sensor.files.rows.own_rows import SampleRows, held_rows, own_rows
from limbwatch.sensor.files.rows.runs import assemble
from limbwatch.sensor.files.rows.stamped_rows import StampedRows
from limbwatch.sensor.files.rows.start import decide_start
from limbwatch.sensor.files.rows.weighing import Weighed
from limbwatch.sensor.files.several.side_by_side import interleaved
from limbwatch.sensor.files.several.stated_place import serial_in
from limbwatch.sensor.files.tables.clock_columns.counting import at_rate, counter
from limbwatch.sensor.files.tables.clock_columns.row_counter import (
    clock_by_counter,
    with_packets_turned,
)
from limbwatch.sensor.files.tables.clock_columns.row_dates import dated_by_name
from limbwatch.sensor.files.tables.clock_columns.row_times import RowTimes, column_types, read_clock
from limbwatch.sensor.files.tables.clock_columns.time_columns import ticks_at
from limbwatch.sensor.files.tables.heads.beginning import first_bytes
from limbwatch.sensor.files.tables.heads.head import Head, read_head
from limbwatch.sensor.files.tables.layout import Counter, Dialect, Layout, Steady
from limbwatch.sensor.files.tables.parsed.parsed_rows import (
    Table,
    copy_numbers,
    is_cut,
    numbers,
    sheet_is_full,
)
from limbwatch.sensor.files.tables.parsed.table import parse
from limbwatch.sensor.files.tables.preambles.preamble import stated_rates
from limbwatch.sensor.files.times.writing.scales import agrees
from limbwatch.sensor.files.values.signal import Expected
from limbwatch.sensor.placement import Placement
from limbwatch.sensor.recording import Recording


def read_text(
    found: Recognised,
    request: ReadRequest,
    seen: Callable[[Weighed], None] | None = None,
) -> Recording:
    """Read a recognised text file.

    Raises
    ------
    UnreadableFile, WrongKind
        If there are no usable samples of raw acceleration.
    """
    found = resolve_start_and_rate(found, request.rate)
    if request.start is None:
        found = replace(found, layout=dated_by_name(found.head, found.layout))
    table = parse(found.head, types_of(found.head, found.layout))
    clock = clock_by_counter(
        found.head, table, found.layout, zone=request.zone, start=request.start
    )
    source = stamped_rows(found, table, request, clock=clock, whole=True)
    del table
    return assemble(source, request.placement, seen).recording


def resolve_start_and_rate(found: Recognised, rate: float | None) -> Recognised:
    """Return a recognised file with the beginning and the rate of its samples settled."""
    head, layout = found.head, found.layout
    if layout.extra:
        head = replace(head, skip=head.skip + layout.extra)
    asked = None
    if rate is not None:
        layout, asked = _at_rate(head, layout, rate, said=found.options.time)
    elif layout.rate is not None and isinstance(layout.time, Steady) and layout.time.doubt:
        # the stated rate decides a unit that the column leaves open
        layout = replace(layout, time=ticks_at(head, layout.axes, layout.rate) or layout.time)
    return replace(found, head=head, layout=layout, asked=asked)


def stamped_rows(
    found: Recognised,
    table: Table,
    request: ReadRequest,
    *,
    clock: RowTimes | None = None,
    whole: bool = False,
) -> StampedRows:
    """Time the rows of a parsed table, whose columns are those of `types_of`.

    The file comes from `resolve_start_and_rate`. ``clock`` has the times if they were read already.
    A ``whole`` table is the entire file, and ends where that does.

    Raises
    ------
    UnreadableFile, WrongKind
        If the table is empty, or has no sensor at the placement.
    """
    head, layout = found.head, found.layout
    if len(table) == 0:
        raise UnreadableFile(f"{head.path} has no rows of samples. Export the recording again.")
    if clock is None:
        clock = read_clock(head, table, layout, zone=request.zone, start=request.start)
    rows = _all_samples(found, table, clock.seconds, whole=whole)
    chosen = _selected_rows(table, layout, request.placement, head.path)
    if chosen is not None:
        rows = rows.marked(chosen)
    others_at = found.beside if whole else ()
    own = own_rows(rows.seconds, rows.xyz, head, others_at, texts=table.texts)
    if own is not None:
        rows = rows.kept(own[0], own[1], asked_of_all=False)
    held = held_rows(rows.xyz)
    if held is not None:
        rows = rows.kept(held[0], (held[1],), asked_of_all=True)
    name, seconds = head.path.name, rows.seconds
    begin, notes = decide_start(clock, request.start, request.zone, name, seconds)
    if layout.gravity_file is not None and clock.start is not None and seconds is not None:
        rows.xyz[:] += _read_gravity(layout.gravity_file, found.dialect, seconds, clock.start)
        notes = (*notes, f"Gravity was added from {layout.gravity_file.name} beside the file.")
    return StampedRows(
        path=head.path,
        seconds=seconds,
        xyz=rows.xyz,
        start=begin,
        clocked=begin is clock.start,
        rate=rows.rate,
        stated=stated_rates(head),
        device=layout.device,
        expected=Expected(
            unit=layout.unit,
            given=request.unit,
            raw_export=layout.raw_export,
            has_gravity=layout.has_gravity,
        ),
        drift_ppm=clock.drift_ppm,
        broken=table.broken,
        pauses_stated=bool(layout.later),
        run_together=table.run_together * (1 + len(layout.more)),
        reported=table.reported,
        notes=(*found.notes, *layout.notes, *rows.notes, *clock.notes, *notes),
        asked=rows.asked,
        doubt=layout.time.doubt if isinstance(layout.time, Steady) else "",
        serial=serial_in(head.preamble),
        counted=clock.counted,
        held=held is not None,
    )


def _all_samples(
    found: Recognised, table: Table, seconds: Array | None, *, whole: bool
) -> SampleRows:
    """Read the samples of all rows, in the order in which they were taken."""
    head, layout = found.head, found.layout
    xyz = _axes_values(table, layout)
    notes = table.notes
    turned = None if seconds is None else with_packets_turned(head, layout, seconds)
    if turned is not None:
        xyz, notes = xyz[turned[0]], (*notes, *turned[1])
    if layout.more:
        others = [_axes_values(table, replace(layout, axes=axes)) for axes in layout.more]
        xyz = interleaved([xyz, *others], head.path)
        seconds = None if seconds is None else np.repeat(seconds, 1 + len(others))
    if whole:
        notes = (*notes, *sheet_is_full(head, table))
        if is_cut(head):
            # whichever of its samples the cut number belongs to
            xyz[-1 - len(layout.more) :] = np.nan
    return SampleRows(seconds, xyz, layout.rate, found.asked, notes)


def _at_rate(head: Head, layout: Layout, rate: float, *, said: bool) -> tuple[Layout, float | None]:
    """Read a file at the rate that a person gives, which must fit the times if it has any.

    The second value is the rate that the times must show, Hz, or None.
    """
    ticks = None
    if isinstance(layout.time, Steady) and layout.time.doubt and not said:
        ticks = ticks_at(head, layout.axes, rate)
    if ticks is not None:
        return replace(layout, time=ticks), rate
    if isinstance(layout.time, Steady):
        notes = layout.notes
        if layout.rate is not None and not agrees(layout.rate, rate):
            notes = (
                *notes,
                Doubt(f"The file states {layout.rate:g} Hz; {rate:g} Hz was taken, as asked."),
            )
        if layout.time.doubt:
            notes = (*notes, Doubt(f"{layout.time.doubt} No column was taken for time."))
        return replace(layout, rate=rate, notes=notes), None
    if isinstance(layout.time, Counter) and layout.time.epoch is None and not said:
        at = layout.time.column
        if not layout.time.guessed:
            other = counter(head.numbers(at), at, None, rate)
            if other is not None and other.epoch is None:
                layout = replace(layout, time=replace(layout.time, step=other.step))
            return layout, rate
        known = at_rate(head.numbers(at), at, rate)
        if known is not None:
            return replace(layout, time=known), rate
        doubt = Doubt(
            f"Column {at + 1} grows evenly and states no unit; it was not taken for time."
        )
        return replace(layout, time=Steady(), rate=rate, notes=(*layout.notes, doubt)), None
    return layout, rate


def types_of(head: Head, layout: Layout) -> Mapping[int, pa.DataType]:
    """Return the type in which each needed column is parsed."""
    needed = [column for axes in (layout.axes, *layout.more) for column in axes]
    needed += layout.gravity or ()
    needed += [column for column, _ in layout.only] + [column for _, column, _ in layout.worn]
    return dict.fromkeys(needed, pa.float32()) | column_types(head, layout)


def _axes_values(table: Table, layout: Layout) -> Values:
    """Put three columns side by side, and add gravity if it has columns of its own.

    Each axis is contiguous, as it was parsed and as it is stored and averaged.
    """
    xyz = np.empty((3, len(table)), dtype=np.float32).T
    for axis, column in enumerate(layout.axes):
        copy_numbers(table.columns[column], xyz[:, axis])
        if layout.gravity is not None:
            xyz[:, axis] += numbers(table.columns[layout.gravity[axis]]).astype(np.float32)
    return xyz


def _selected_rows(table: Table, layout: Layout, placement: Placement, path: Path) -> Mask | None:
    """Return the rows of acceleration, and of the sensor worn at the placement; None for all."""
    wanted = list(layout.only)
    if layout.worn:
        mine = [(column, value) for limb, column, value in layout.worn if limb == placement.limb]
        if not mine:
            limbs = ", ".join(sorted({limb for limb, _, _ in layout.worn})) or "none"
            raise WrongKind(
                f"{path} has no sensor at the {placement.limb}; it has: {limbs}. Give it as that."
            )
        wanted += mine[:1]
    if not wanted:
        return None
    rows = np.ones(len(table), dtype=bool)
    for column, value in wanted:
        rows &= numbers(table.columns[column]) == value
    return rows


def _read_gravity(path: Path, dialect: Dialect, seconds: Array, start: datetime) -> Values:
    """Read the gravity that an app wrote to its own file, at the given times, shape (n, 3).

    It is NaN before the first and after the last sample of that file.
    """
    first, zipped = first_bytes(path)
    head = read_head(path, first, zipped=zipped)
    layout = dialect.recognise(head)
    if not isinstance(layout, Layout):
        raise UnreadableFile(f"{path} is not the gravity of the file beside it; move it away.")
    table = parse(head, types_of(head, layout))
    clock = read_clock(head, table, layout, zone=UTC, start=None)
    if clock.seconds is None or clock.start is None:
        raise UnreadableFile(f"{path} has no times to match with the file beside it.")
    gravity = _axes_values(table, layout)
    known = clock.seconds + (clock.start - start).total_seconds()
    columns = [
        np.interp(seconds, known, gravity[:, axis], left=np.nan, right=np.nan) for axis in range(3)
    ]
    return np.column_stack(columns).astype(np.float32)
