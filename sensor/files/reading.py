"""Reading any recorded file to a recording."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, tzinfo
from pathlib import Path

from limbwatch.sensor.bounds import BOUNDS
from limbwatch.sensor.errors import UnreadableFile, WrongKind
from limbwatch.sensor.files.archived import is_archive, unarchived
from limbwatch.sensor.files.axes_apart import axis_files, join_axes
from limbwatch.sensor.files.containers.container_kinds import opened
from limbwatch.sensor.files.containers.unisens_entries import unisens_of
from limbwatch.sensor.files.containers.wfdb_header import wfdb_header_of
from limbwatch.sensor.files.doubt import Doubt
from limbwatch.sensor.files.headed_parts import headed_parts
from limbwatch.sensor.files.json_text import is_json, is_message, read_json
from limbwatch.sensor.files.long_text import LongText, NotInPieces
from limbwatch.sensor.files.packed import unpacked
from limbwatch.sensor.files.recognition import (
    ReadRequest,
    Recognised,
    recognise,
    recognise_contained,
)
from limbwatch.sensor.files.recorders.binary_files import device_file, read_device
from limbwatch.sensor.files.recorders.foreign_files import require_no_tar
from limbwatch.sensor.files.recorders.movesense import movesense_log
from limbwatch.sensor.files.rows.runs import assemble
from limbwatch.sensor.files.rows.stamped_rows import StampedRows
from limbwatch.sensor.files.rows.start import decide_start
from limbwatch.sensor.files.rows.weighing import Weighed
from limbwatch.sensor.files.several.alike_members import copies_doubt, unread_pieces_doubt
from limbwatch.sensor.files.several.stated_place import file_name_doubt
from limbwatch.sensor.files.tables.clock_columns.row_times import RowTimes
from limbwatch.sensor.files.tables.heads.beginning import first_bytes
from limbwatch.sensor.files.tables.table_options import NOTHING, TableOptions
from limbwatch.sensor.files.text import read_text
from limbwatch.sensor.files.times.writing.scales import latest
from limbwatch.sensor.placement import Placement
from limbwatch.sensor.recording import Recording
from limbwatch.sensor.store import PARQUET, is_stored, read_stored

Seen = Recognised | StampedRows | Recording | Weighed
"""What a file was recognised as (a table, a device's decoded file, or a stored recording),
followed by the unit that was chosen."""


def read_recorded_file(
    path: Path,
    *,
    placement: Placement,
    timezone: tzinfo,
    start: datetime | None = None,
    rate: float | None = None,
    unit: str | None = None,
    options: TableOptions = NOTHING,
) -> Recording:
    """Read a recorded file.

    The kind of file is found by its content. The rate is measured from the time stamps, the unit
    checked against gravity at rest; ``Recording.quality`` has what was found on the way.

    Parameters
    ----------
    path : Path
        CSV or other text, also compressed with gzip, or ``.cwa``, ``.gt3x``, GENEActiv ``.bin``,
        or a Parquet file from the ``recording`` folder of a night.
    placement : Placement
        Where the sensor was worn.
    timezone : tzinfo
        Zone of local times for which the file states none.
    start : datetime or None
        Aware time of the first sample, for a file that does not tell it.
    rate : float or None
        Samples per second, Hz, for a file without times.
    unit : str or None
        ``g``, ``mg``, ``m/s2``, ``g/64`` or ``8-bit``; overrides what the file states.
    options : TableOptions
        Columns, time and sensor of a table as a person states them; they are then not guessed.

    Raises
    ------
    UnreadableFile
        If no samples can be taken from it.
    WrongKind
        If it is understood and does not hold raw acceleration.
    ValueError
        If the start has no time zone or a year without nights, or lies in the future, the rate is
        not positive or the unit is unknown.
    """
    if start is not None and start.utcoffset() is None:
        raise ValueError(f"start must have a time zone: {start.isoformat()}")
    if start is not None and start.year not in BOUNDS.years:
        raise ValueError(
            f"start must be of the years {BOUNDS.years[0]} to {BOUNDS.years[-1]}, not {start.year}"
        )
    if start is not None and start > latest():
        raise ValueError(f"start must not lie in the future: {start.isoformat()}")
    if rate is not None and not 0 < rate < float("inf"):
        raise ValueError(f"rate must be positive, not {rate} Hz")
    told = ReadRequest(
        placement=placement, zone=timezone, start=start, rate=rate, unit=unit, options=options
    )
    return read_request(path, told)


def read_request(
    path: Path, request: ReadRequest, seen: Callable[[Seen], None] | None = None
) -> Recording:
    """Read a recorded file, with the errors of ``read_recorded_file``.

    ``seen`` is called with what the file was recognised as, before its samples are judged, and
    then with its unit.
    """
    first, zipped = first_bytes(path)
    if zipped and _is_binary(first):
        with unpacked(path) as inner:
            return read_request(inner, request, seen)
    require_no_tar(path, first)
    if is_archive(path, first) and not zipped:
        return _read_archived(path, request, seen)
    found: Seen
    if first.startswith(PARQUET) and is_stored(path):
        found = replace(read_stored(path), placement=request.placement)
    else:
        found = _recognise(path, first, zipped=zipped, request=request)
        found = replace(found, notes=(*found.notes, *file_name_doubt(path, request.placement)))
    if seen is not None:
        seen(found)
    if isinstance(found, Recording):
        return found
    if isinstance(found, StampedRows):
        return _device_recording(found, request, seen)
    joined = headed_parts(found, request)
    if joined is not None:
        return assemble(joined, request.placement, seen).recording
    return read_text(found, request, seen)


def _read_archived(
    path: Path, request: ReadRequest, seen: Callable[[Seen], None] | None
) -> Recording:
    if request.archived:
        raise UnreadableFile(
            f"{path} is a ZIP archive within another. Unpack both and give the file with raw "
            "acceleration."
        )
    with unarchived(path, request.placement, request.options.sensor) as member:
        said = replace(request.options, sensor=None) if member.by_name else request.options
        found = read_request(member.path, replace(request, options=said, archived=True), seen)
    notes = (*found.quality.notes, f"Read from {member.name} in the ZIP archive.")
    doubts = [*file_name_doubt(path, request.placement, within=member.name)]
    if member.copies:
        doubts.append(copies_doubt(member.name, member.copies))
    if member.pieces:
        doubts.append(unread_pieces_doubt(member.name, member.pieces))
    warnings = (*found.quality.warnings, *map(str, doubts))
    return replace(found, quality=replace(found.quality, notes=notes, warnings=warnings))


def open_long_text(path: Path, request: ReadRequest) -> LongText:
    """Open a text file that is read piece by piece, as consecutive recordings.

    Raises
    ------
    NotInPieces
        If it is not text; or during iteration, if only the whole file tells how to read it.
    UnreadableFile, WrongKind
        As for ``read_recorded_file``.
    """
    first, zipped = first_bytes(path)
    if _is_binary(first) or is_json(first) or is_message(first):
        raise NotInPieces("it is no text")
    if wfdb_header_of(path, first) is not None:
        raise NotInPieces("it is a record of WFDB")
    if unisens_of(path, first) is not None:
        raise NotInPieces("it is a measurement of Unisens")
    if not request.options.axes and axis_files(path):
        raise NotInPieces("its axes lie in three files")
    found = recognise(path, first, request, zipped=zipped)
    found = replace(found, notes=(*found.notes, *file_name_doubt(path, request.placement)))
    return LongText(found=found, request=request)


def _is_binary(first: bytes) -> bool:
    """Return whether the reader of this kind needs a file, not a stream."""
    return b"\x00" in first and not first.startswith((b"\xff\xfe", b"\xfe\xff"))


def _recognise(
    path: Path, first: bytes, *, zipped: bool, request: ReadRequest
) -> StampedRows | Recognised:
    apart = () if request.options.axes else axis_files(path)
    contained = join_axes(apart) if apart else opened(path, first, zipped=zipped)
    if contained is None:
        kind = None if zipped else device_file(path, first)
        if kind is not None:
            return read_device(path, kind, request.zone, request.placement)
        if not is_json(first):
            return recognise(path, first, request, zipped=zipped)
        content, cut = read_json(path, zipped=zipped)
        log = movesense_log(content, path)
        if log is not None:
            return replace(log, notes=(*log.notes, *cut))
        from limbwatch.sensor.files.containers.json_rows import rows_of  # noqa: PLC0415

        contained = rows_of(content, path)
        if contained is not None:
            contained = replace(contained, notes=(*contained.notes, *cut))
    if contained is None:
        raise WrongKind(
            f"{path} is JSON without rows of samples and without Movesense acceleration (Samples, "
            "MeasAcc or MeasIMU, ArrayAcc). Export raw acceleration as CSV: time, x, y, z."
        )
    return recognise_contained(path, contained, request)


def _device_recording(
    source: StampedRows, request: ReadRequest, seen: Callable[[Seen], None] | None
) -> Recording:
    clock = RowTimes(seconds=source.seconds, start=source.start if source.clocked else None)
    begin, notes = decide_start(
        clock, request.start, request.zone, source.path.name, source.seconds
    )
    expected = replace(source.expected, given=request.unit)
    unused: tuple[str, ...] = ()
    if request.options != NOTHING:
        unused = (Doubt("The file has no columns: what was said of them was not used."),)
    source = replace(
        source,
        start=begin,
        clocked=source.clocked and begin is source.start,
        expected=expected,
        notes=(*source.notes, *notes, *unused),
    )
    return assemble(source, request.placement, seen).recording
