"""How a file was understood: each decision, its evidence, and how to change it."""

from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta, tzinfo
from pathlib import Path

from limbwatch.sensor.errors import SensorError
from limbwatch.sensor.files.reading import Seen, read_request
from limbwatch.sensor.files.recognition import ReadRequest, Recognised
from limbwatch.sensor.files.rows.stamped_rows import StampedRows
from limbwatch.sensor.files.rows.weighing import Weighed
from limbwatch.sensor.files.tables.heads.head import Head
from limbwatch.sensor.files.tables.layout import (
    PARTS,
    Counter,
    Formatted,
    Layout,
    Steady,
    Time,
    TimeParts,
    Written,
)
from limbwatch.sensor.files.tables.table_options import NOTHING, TableOptions, listed
from limbwatch.sensor.files.times.writing.patterns import PATTERNS
from limbwatch.sensor.files.times.writing.scales import scale_words
from limbwatch.sensor.files.values.unit import Unit
from limbwatch.sensor.placement import Placement
from limbwatch.sensor.recording import Recording


@dataclass(frozen=True, slots=True, kw_only=True)
class Explanation:
    """The kind of a file, and how it is read."""

    path: Path
    dialect: str
    """Name of the kind of file."""
    lines: tuple[str, ...]
    """For people: one decision each with its evidence and how to change it, then the first and
    the last sample as understood, then warnings, or why it cannot be read."""


def explain(
    path: Path,
    *,
    placement: Placement = Placement.ANKLE,
    timezone: tzinfo = UTC,
    clock: tzinfo | None = None,
    start: datetime | None = None,
    rate: float | None = None,
    unit: str | None = None,
    options: TableOptions = NOTHING,
) -> Explanation:
    """Read a file, with the arguments of ``read_recorded_file``, and explain how it was understood.

    If the sensor's ``clock`` has its own zone, the file's times are in it, and samples are
    shown in the wearer's, ``timezone``. A file that is only partly understood is explained too;
    the last line then says why it cannot be read.

    Raises
    ------
    UnreadableFile, WrongKind
        As ``read_recorded_file``, if not even the kind of file is clear.
    """
    told = ReadRequest(
        placement=placement,
        zone=clock or timezone,
        start=start,
        rate=rate,
        unit=unit,
        options=options,
    )
    seen: list[Seen] = []
    try:
        recording = read_request(path, told, seen.append)
    except SensorError as error:
        if not seen:
            raise
        end = [f"not read: {error}"]
    else:
        end = _samples(recording, timezone, clock)
    weighed = next((one for one in seen if isinstance(one, Weighed)), None)
    kinds = [one for one in seen if not isinstance(one, Weighed)]
    zone = f"{timezone} (--timezone changes it)"
    if clock is not None:
        zone = f"{clock} (--device-clock changes it), and shown here in {timezone} (--timezone)"
    dialect, lines = _describe(kinds[-1], told, weighed, zone)
    return Explanation(path=path, dialect=dialect, lines=(*lines, *end))


def _describe(
    seen: Recognised | StampedRows | Recording,
    request: ReadRequest,
    weighed: Weighed | None,
    zone: str,
) -> tuple[str, list[str]]:
    if isinstance(seen, Recording):
        what = "limbwatch recording"
        return what, [f"{what}: samples that were stored with a night, read as they are"]
    if isinstance(seen, StampedRows):
        return seen.kind, [
            f"{seen.kind}, recognised by its first bytes",
            f"time: the device's own clock; times without a zone are in {zone}",
            f"unit: {_unit_words(seen.expected.unit, request, weighed)}",
        ]
    return seen.dialect.name, [
        f"{seen.dialect.name}, recognised by {seen.dialect.evidence} (--columns says otherwise)",
        *_table_lines(seen),
        *_sensor_lines(seen, request),
        *_layout_lines(seen.head, seen.layout, zone),
        f"unit: {_unit_words(seen.layout.unit, request, weighed)}",
        *seen.layout.notes,
    ]


_SEPARATORS = {",": "comma", ";": "semicolon", "\t": "tab", "|": "bar", " ": "white space"}


def _table_lines(seen: Recognised) -> list[str]:
    head = seen.head
    packed = ", gzip" if head.zipped else ""
    names = "with column names" if head.names else "without column names"
    return [
        (
            f"text: {head.encoding}{packed}, separated by {_SEPARATORS[head.separator]}, decimal "
            f"{'point' if head.decimal == '.' else 'comma'}, {len(head.preamble)} lines before the "
            f"table, {head.width} columns, {names}"
        ),
        f"columns: {seen.columns or listed(head)}",
        f"first row: {head.separator.join(head.rows[0])}",
    ]


def _sensor_lines(seen: Recognised, request: ReadRequest) -> list[str]:
    if not seen.sensor:
        return ["sensor: one in this file"]
    return [
        (
            f"sensor: {seen.sensor}, taken for the {request.placement.words} "
            f"(--sensor {request.placement.value}=NAME takes another)"
        )
    ]


def _layout_lines(head: Head, layout: Layout, zone: str) -> list[str]:
    axes = ", ".join(_name(head, at) for at in layout.axes)
    lines = [f"time: {_time_words(head, layout.time)}{_time_change(head, layout.time)}"]
    if layout.anchor is not None:
        lines.append(f"time of day: {_time_words(head, layout.anchor)}")
    if layout.device:
        lines.append(f"device: {layout.device}")
    if layout.start is not None:
        lines.append(f"start stated: {layout.start.isoformat()}")
    lines.append(f"times without a zone are in {zone}")
    if layout.rate is not None:
        lines.append(f"rate stated: {layout.rate:g} Hz")
    added = " plus gravity from its own columns" if layout.gravity is not None else ""
    lines.append(f"x, y, z: columns {axes}{added} (--columns x=...,y=...,z=... changes it)")
    return lines


def _unit_words(stated: Unit | None, request: ReadRequest, weighed: Weighed | None) -> str:
    """Describe the unit that was chosen, and its evidence."""
    said = "no unit of acceleration is stated" if stated is None else f"{stated.name} is stated"
    if weighed is None:
        return f"{said}; the file was given up before it was checked against gravity at rest"
    unit, rest = weighed.unit, weighed.at_rest
    seen = f"at rest the magnitude is {rest:.4g}, {rest * unit.scale:.2f} g in it"
    if request.unit is not None:
        return f"{unit.name}, as said; {seen} ({said})"
    return f"{unit.name} was taken: {seen}, and 1 g is gravity; {said} (--unit changes that)"


def _name(head: Head, column: int) -> str:
    return repr(head.names[column]) if column < len(head.names) else str(column + 1)


def _time_words(head: Head, time: Time) -> str:
    if isinstance(time, Steady):
        doubt = f". {time.doubt.rstrip('. ')}" if time.doubt else ""
        return f"no column{doubt}; samples follow each other at a rate"
    if isinstance(time, Formatted):
        date = "" if time.date is None else f", date in column {_name(head, time.date)}"
        return f"column {_name(head, time.column)}, written as {time.form}{date}, as said"
    if isinstance(time, Counter):
        words = scale_words(time.step, time.epoch, time.zero)
        return f"column {_name(head, time.column)}, {words}{_part_words(head, time)}"
    zone = "" if time.zone is None else f", zone {time.zone}"
    if isinstance(time, TimeParts):
        told = time.columns
        parts = ", ".join(f"{part} {_name(head, told[part])}" for part in PARTS if part in told)
        return f"columns of its parts, {parts}{zone}{_part_words(head, time)}"
    date = "" if time.date is None else f", date in column {_name(head, time.date)}"
    if time.form:
        date += f", written as {time.form}, as said"
    half = "" if time.half is None else f", AM or PM in column {_name(head, time.half)}"
    words = PATTERNS[time.pattern].words
    part = _part_words(head, time)
    return f"column {_name(head, time.column)}, {words}{zone}{date}{half}{part}"


def _time_change(head: Head, time: Time) -> str:
    """Show the first times as written, and how to read them otherwise."""
    if isinstance(time, Steady):
        return " (--columns time=NAME names one; --rate gives the rate)"
    shown = ", ".join(head.texts(time.column)[:3])
    other = "--time-unit" if isinstance(time, Counter) else "--time-format"
    return f"; seen: {shown} (--columns time=NAME or {other} reads it otherwise)"


def _part_words(head: Head, time: Counter | Written | TimeParts) -> str:
    if time.part is None:
        return ""
    return f", with parts of {time.part.step:g} s in column {_name(head, time.part.column)}"


def _samples(recording: Recording, zone: tzinfo, clock: tzinfo | None) -> list[str]:
    if clock is not None or recording.start.tzinfo is UTC:
        recording = replace(recording, start=recording.start.astimezone(zone))
    first, last = recording.runs[0], recording.runs[-1]
    end = last.start + (len(last) - 1) / last.rate
    count = sum(len(run) for run in recording.runs)
    runs = "one run" if len(recording.runs) == 1 else f"{len(recording.runs)} runs"
    lines = [
        (
            f"samples: {count} in {runs}, "
            f"{_rates(recording)} Hz measured, {end - first.start:.3f} s from first to last"
        ),
        f"first sample: {_sample(recording, first.start, first.xyz[0])}",
        f"last sample: {_sample(recording, end, last.xyz[-1])}",
    ]
    return [*lines, *(f"to check: {warning}" for warning in recording.quality.warnings)]


def _rates(recording: Recording) -> str:
    """Format the rate, or the range over which it changed."""
    rates = [run.rate for run in recording.runs]
    if max(rates) < 1.1 * min(rates):
        return f"{recording.rate:.4g}"
    return f"{min(rates):.4g} to {max(rates):.4g}"


def _sample(recording: Recording, seconds: float, xyz: object) -> str:
    when = (recording.start + timedelta(seconds=seconds)).isoformat(
        sep=" ", timespec="milliseconds"
    )
    x, y, z = (float(value) for value in xyz)  # type: ignore[attr-defined]
    return f"{when}, x {x:.3f} y {y:.3f} z {z:.3f} g"
