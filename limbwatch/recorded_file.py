"""The Python interface to recorded files: a path and options in, a `Recording` out."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime, tzinfo

from limbwatch.given import PathLike, Zone, path_given, python_errors, require_kinds
from limbwatch.sensor import Placement, Recording, files
from limbwatch.sensor.aware_time import aware


def read_recording(
    path: PathLike,
    *,
    placement: str | Placement,
    timezone: Zone = None,
    start: datetime | str | None = None,
    rate: float | None = None,
    unit: str | None = None,
    columns: Mapping[str, str | int] | None = None,
    time_unit: str | None = None,
    time_format: str | None = None,
    sensor: str | None = None,
) -> Recording:
    """Read a recorded file, as ``limbwatch replay`` does.

    Parameters
    ----------
    path : str or Path
        CSV or other text, also compressed with gzip, ``.cwa``, ``.gt3x``, GENEActiv ``.bin``,
        JSON, EDF, a spreadsheet, or a Parquet file from the ``recording`` folder of a night.
    placement : str or Placement
        Where the sensor was worn: ``ankle_left``, ``ankle_right``, ``wrist_left``,
        ``wrist_right``, ``ankle`` or ``wrist``.
    timezone : str, tzinfo or None
        Time zone of the wearer, such as ``"Europe/Berlin"``: for times without a zone, and for
        showing absolute times. None for this computer's.
    start : datetime, str or None
        Aware time of the first sample, for a file without it; text is ISO 8601 with its offset,
        such as ``2026-03-14T22:00+01:00``.
    rate : float or None
        Samples per second, Hz, for a file without times.
    unit : str or None
        ``g``, ``mg``, ``m/s2``, ``g/64`` or ``8-bit``; overrides the file's own unit.
    columns : mapping of str to str or int, optional
        Name or number (from 1) of the columns ``time``, ``date``, ``x``, ``y``, ``z``, if they
        are not recognised.
    time_unit, time_format : str or None
        Unit of numeric times (``ms``, ``excel`` ...), or format of written times, as for
        ``strptime``.
    sensor : str or None
        Name of the sensor, in a file of several whose names do not tell the placement.

    Returns
    -------
    Recording

    Raises
    ------
    UnreadableFile
        If no samples can be taken from the file.
    ValueError
        If the placement, the time zone, the unit, the rate or the start is impossible.
    """
    # imported late: the modules behind the command line are large
    from limbwatch.cli.reading.recordings import by_wall_clock, zone_of  # noqa: PLC0415

    place, where = path_given(path, "path"), _parse_word(placement)
    require_kinds(timezone=timezone, start=start, rate=rate, unit=unit, columns=columns)
    require_kinds(time_unit=time_unit, time_format=time_format, sensor=sensor)
    with python_errors():
        zone = timezone if isinstance(timezone, tzinfo) else zone_of(timezone)
    said = files.TableOptions(
        columns={axis: str(name) for axis, name in (columns or {}).items()},
        time_unit=time_unit,
        time_format=time_format,
        sensor=sensor,
    )
    with python_errors():
        found = files.read_recorded_file(
            place,
            placement=where,
            timezone=zone,
            start=None if start is None else aware(start),
            rate=rate,
            unit=unit,
            options=said,
        )
    return replace(found, start=by_wall_clock(found.start, zone))


def _parse_word(word: str | Placement) -> Placement:
    from limbwatch.cli.reading.placements import parse_placement  # noqa: PLC0415

    if isinstance(word, Placement):
        return word
    if not isinstance(word, str):
        raise TypeError(f"placement must be one of {', '.join(Placement)}, not {word!r}")
    with python_errors():
        return parse_placement(word)
