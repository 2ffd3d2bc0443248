"""Any recorded file to a recording, and why it was read the way it was."""

from dataclasses import dataclass, replace
from datetime import datetime, tzinfo
from pathlib import Path

from limbwatch.sensor.errors import WrongKind
from limbwatch.sensor.files.containers.json_rows import rows_of
from limbwatch.sensor.files.containers.opening import opened
from limbwatch.sensor.files.device import device_file, read_device
from limbwatch.sensor.files.movesense import is_json, movesense_log, read_json
from limbwatch.sensor.files.recognition import Recognised, recognise, recognise_contained
from limbwatch.sensor.files.runs import Source, recording_of
from limbwatch.sensor.files.tables.beginning import first_bytes
from limbwatch.sensor.files.tables.head import Head
from limbwatch.sensor.files.tables.layout import Counter, Layout, Steady, Time, Written
from limbwatch.sensor.files.text import begun, read_text
from limbwatch.sensor.files.times.scales import scale_words
from limbwatch.sensor.files.times.written import PATTERNS
from limbwatch.sensor.files.unpacked import unpacked
from limbwatch.sensor.placement import Placement
from limbwatch.sensor.recording import Recording
from limbwatch.sensor.store import PARQUET, is_stored, read_stored


@dataclass(frozen=True, slots=True, kw_only=True)
class Explanation:
    """Which kind of file it is and how it is read.

    Parameters
    ----------
    path : Path
    dialect : str
        Name of the kind of file.
    lines : tuple of str
        One fact each, for people.
    """

    path: Path
    dialect: str
    lines: tuple[str, ...]


def read_recording(
    path: Path,
    *,
    placement: Placement,
    timezone: tzinfo,
    start: datetime | None = None,
    rate: float | None = None,
    unit: str | None = None,
    sensor: str | None = None,
) -> Recording:
    """Read a recorded file.

    The kind of file is found by its content. The rate is measured from the time stamps, the unit
    checked against gravity at rest; what was met on the way is in ``Recording.quality``.

    Parameters
    ----------
    path : Path
        CSV or other text, also compressed with gzip, or ``.cwa``, ``.gt3x``, GENEActiv ``.bin``,
        or a Parquet file from the ``recording`` folder of a night.
    placement : Placement
        Where the sensor was worn.
    timezone : tzinfo
        Zone of local times of which the file does not tell the zone.
    start : datetime or None
        Aware time of the first sample, for a file that does not tell it.
    rate : float or None
        Samples per second, Hz, for a file without times.
    unit : str or None
        ``g``, ``mg``, ``m/s2``, ``g/64`` or ``8-bit``; overrides what the file says.
    sensor : str or None
        Name of the sensor in a file with several, where the placement does not tell it.

    Returns
    -------
    Recording

    Raises
    ------
    UnreadableFile
        If no samples can be taken from it.
    WrongKind
        If it is understood and holds no raw acceleration.
    ValueError
        If the start has no time zone, the rate is not positive or the unit is unknown.
    """
    if start is not None and start.utcoffset() is None:
        raise ValueError(f"start must have a time zone: {start.isoformat()}")
    if rate is not None and not 0 < rate < float("inf"):
        raise ValueError(f"rate must be positive, not {rate} Hz")
    told = _Told(
        placement=placement, zone=timezone, start=start, rate=rate, unit=unit, sensor=sensor
    )
    return _read(path, told)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Told:
    """What a person says of a file."""

    placement: Placement
    zone: tzinfo
    start: datetime | None
    rate: float | None
    unit: str | None
    sensor: str | None


def _read(path: Path, told: _Told) -> Recording:
    first, zipped = first_bytes(path)
    if zipped and _is_binary(first):
        with unpacked(path) as inner:
            return _read(inner, told)
    if first.startswith(PARQUET) and is_stored(path):
        return replace(read_stored(path), placement=told.placement)
    found = _understood(path, first, zipped=zipped, told=told)
    if isinstance(found, Source):
        return _placed(found, told)
    return read_text(
        found,
        placement=told.placement,
        zone=told.zone,
        start=told.start,
        rate=told.rate,
        unit=told.unit,
    )


def _is_binary(first: bytes) -> bool:
    """Tell whether a file is of a kind that its reader wants as a file, not as a stream."""
    return b"\x00" in first and not first.startswith((b"\xff\xfe", b"\xfe\xff"))


def _understood(path: Path, first: bytes, *, zipped: bool, told: _Told) -> Source | Recognised:
    contained = opened(path, first, zipped=zipped)
    if contained is None:
        kind = None if zipped else device_file(path, first)
        if kind is not None:
            return read_device(path, kind, told.zone)
        if not is_json(first):
            return recognise(
                path, first, zipped=zipped, placement=told.placement, sensor=told.sensor
            )
        content = read_json(path, zipped=zipped)
        log = movesense_log(content, path)
        if log is not None:
            return log
        contained = rows_of(content, path)
    if contained is None:
        raise WrongKind(
            f"{path} is JSON without rows of samples and without Movesense acceleration (Samples, "
            "MeasAcc or MeasIMU, ArrayAcc). Export raw acceleration as CSV: time, x, y, z."
        )
    return recognise_contained(path, contained, placement=told.placement, sensor=told.sensor)


def _placed(source: Source, told: _Told) -> Recording:
    begin, notes = begun(source.start if source.clocked else None, told.start, told.zone)
    expected = replace(source.expected, given=told.unit)
    return recording_of(
        replace(
            source,
            start=begin,
            clocked=source.clocked and begin is source.start,
            expected=expected,
            notes=(*source.notes, *notes),
        ),
        told.placement,
    )


def explain(
    path: Path, *, placement: Placement = Placement.ANKLE, sensor: str | None = None
) -> Explanation:
    """Say which kind of file it is, by what it was recognised, and how it will be read.

    Parameters
    ----------
    path : Path

    Returns
    -------
    Explanation

    Raises
    ------
    UnreadableFile, WrongKind
        As ``read_recording``, as far as the first lines show it.
    """
    first, zipped = first_bytes(path)
    if first.startswith(PARQUET):
        lines = ("samples that limbwatch stored with a night; read as they are",)
        return Explanation(path=path, dialect="limbwatch recording", lines=lines)
    kind = None if zipped else device_file(path, first)
    if kind is not None:
        lines = (f"device file, recognised by its first bytes: {kind}",)
        return Explanation(path=path, dialect=kind, lines=lines)
    if is_json(first):
        lines = ("a log converted to JSON, recognised by its first character",)
        return Explanation(path=path, dialect="Movesense JSON", lines=lines)
    found = recognise(path, first, zipped=zipped, placement=placement, sensor=sensor)
    return Explanation(
        path=path,
        dialect=found.dialect.name,
        lines=(
            f"{found.dialect.name}, recognised by {found.dialect.evidence}",
            *_table_lines(found.head),
            *_layout_lines(found.head, found.layout),
        ),
    )


_SEPARATORS = {",": "comma", ";": "semicolon", "\t": "tab", "|": "bar", " ": "white space"}


def _table_lines(head: Head) -> tuple[str, ...]:
    packed = ", gzip" if head.zipped else ""
    names = "with column names" if head.names else "without column names"
    return (
        (
            f"text: {head.encoding}{packed}, separated by {_SEPARATORS[head.separator]}, decimal "
            f"{'point' if head.decimal == '.' else 'comma'}, {len(head.preamble)} lines before the "
            f"table, {head.width} columns, {names}"
        ),
    )


def _layout_lines(head: Head, layout: Layout) -> tuple[str, ...]:
    axes = ", ".join(_name(head, at) for at in layout.axes)
    lines = [f"time: {_time_words(head, layout.time)}"]
    if layout.anchor is not None:
        lines.append(f"time of day: {_time_words(head, layout.anchor)}")
    if layout.start is not None:
        lines.append(f"start stated: {layout.start.isoformat()}")
    if layout.rate is not None:
        lines.append(f"rate stated: {layout.rate:g} Hz")
    unit = "not stated" if layout.unit is None else layout.unit.name
    added = " plus gravity from its own columns" if layout.gravity is not None else ""
    lines.append(f"x, y, z: columns {axes}{added}; unit {unit}, to be checked against gravity")
    return (*lines, *layout.notes)


def _name(head: Head, column: int) -> str:
    return repr(head.names[column]) if column < len(head.names) else str(column + 1)


def _time_words(head: Head, time: Time) -> str:
    if isinstance(time, Steady):
        return "no column; samples follow each other at the stated rate"
    if isinstance(time, Counter):
        words = scale_words(time.step, time.epoch, time.zero)
        return f"column {_name(head, time.column)}, {words}{_part_words(head, time)}"
    zone = "" if time.zone is None else f", zone {time.zone}"
    date = "" if time.date is None else f", date in column {_name(head, time.date)}"
    half = "" if time.half is None else f", AM or PM in column {_name(head, time.half)}"
    words = PATTERNS[time.pattern].words
    part = _part_words(head, time)
    return f"column {_name(head, time.column)}, {words}{zone}{date}{half}{part}"


def _part_words(head: Head, time: Counter | Written) -> str:
    if time.part is None:
        return ""
    return f", with parts of {time.part.step:g} s in column {_name(head, time.part.column)}"
