"""Binary device files: ActiGraph, Empatica; and Axivity, GENEActiv, Movisens through actfast."""

import zipfile
from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, timedelta, tzinfo
from pathlib import Path
from typing import Any, Final, cast

import numpy as np

from limbwatch.sensor.errors import UnreadableFile, WrongKind
from limbwatch.sensor.files.actigraph.gt3x_archive import read_gt3x
from limbwatch.sensor.files.device_samples import DeviceSamples, pieces_left_out
from limbwatch.sensor.files.packed import ZIP_DAMAGE, require_modest_members
from limbwatch.sensor.files.recorders.device_damage import cut_off, save_geneactiv
from limbwatch.sensor.files.recorders.embrace_session import read_embrace
from limbwatch.sensor.files.rows.stamped_rows import StampedRows
from limbwatch.sensor.files.several.stated_place import stated_place_doubt
from limbwatch.sensor.files.times.writing.zone import LOCAL_1970, offset_of, to_utc
from limbwatch.sensor.files.values.signal import Expected
from limbwatch.sensor.files.values.unit import G
from limbwatch.sensor.placement import Placement
from limbwatch.sensor.scratch import unpacking

ACTIGRAPH: Final = "ActiGraph .gt3x"
EMPATICA: Final = "Empatica EmbracePlus .avro"


def device_file(path: Path, start: bytes) -> str | None:
    """Recognise a device file by its first bytes; None if it is not one that is decoded.

    Raises
    ------
    UnreadableFile
        If it is an archive or a table of another program.
    """
    if start[:2] == b"MD":
        return "Axivity .cwa"
    if start[:15] == b"Device Identity":
        return "GENEActiv .bin"
    if start[:4] == b"Obj\x01":
        return EMPATICA
    if start[:4] == b"PK\x03\x04":
        return _archive(path)
    if start.startswith(_SQLITE) and (
        b"dataTimestamp" in start or path.suffix.casefold() == ".agd"
    ):
        raise WrongKind(
            f"{path} is an .agd of ActiLife: counts of an ActiGraph, one row an epoch, in which no "
            "movement can be seen by itself. Give the .gt3x of the same recording."
        )
    if path.suffix.casefold() == ".eeg" and path.with_suffix(".vhdr").is_file():
        raise UnreadableFile(
            f"{path} holds the samples of a BrainVision recording, which limbwatch does not read. "
            "Export it as EDF with the channels of the accelerometer, or as CSV: time, x, y, z."
        )
    _require_unpacked(path, start)
    for magic, what in _FOREIGN.items():
        if start.startswith(magic):
            raise UnreadableFile(
                f"{path} is {what}, which limbwatch does not read. Export raw acceleration as CSV"
                f"{_WRITERS.get(magic, '')}: time, x, y, z."
            )
    if path.suffix.casefold() == ".dat" and b"\x00" in start:
        raise UnreadableFile(
            f"{path} is not text. If it holds the samples of a WFDB record (PhysioNet), put its "
            f"header {path.stem}.hea beside it; else export raw acceleration as CSV: time, x, y, z."
        )
    if path.name.casefold() == "acc.bin" and not start.isascii():
        raise UnreadableFile(
            f"{path} is not a file of a known device, by its first bytes. If it holds the samples "
            "of a movisens sensor (Unisens), put its unisens.xml beside it; else export raw "
            "acceleration as CSV: time, x, y, z."
        )
    if path.suffix.casefold() == ".mat" and b"\x00" in start:
        raise UnreadableFile(
            f"{path} is not a MATLAB file of version 5 to 7.2, which are read. If it is of "
            f"version 4, load it in MATLAB or GNU Octave and save it again: load('{path.name}'); "
            f"save('{path.name}', '-v7')."
        )
    return None


_SQLITE = b"SQLite format 3"
_PICKLE = "a pickle of Python (a kind that can run any program when it is opened)"
_FOREIGN = {
    _SQLITE: "an SQLite database",
    b"\x80\x02": _PICKLE,
    b"\x80\x03": _PICKLE,
    b"\x80\x04": _PICKLE,
    b"\x80\x05": _PICKLE,
    b"\x89HDF": "an HDF5 file",
    b"\x93NUMPY": "an array of numpy",
    b"RIFF": "a WAV file, as omconvert writes one of a .cwa, or another file of RIFF",
    b"$FL2": "a data file of SPSS",
    b"$FL3": "a data file of SPSS",
    b"FEA1": "a Feather file of the first kind, as R and pandas wrote it before 2020",
    b"RDX": "a data file of R",
    b"X\n\x00\x00\x00": "a data file of R",
    b"<stata_dta>": "a data file of Stata",
    b"%PDF": "a PDF document",
}

_PACKED = {
    b"BZh": "compressed with bzip2",
    b"7z\xbc\xaf": "a 7-Zip archive",
    b"\xfd7zXZ": "compressed with xz",
    b"\x28\xb5\x2f\xfd": "compressed with Zstandard",
    b"Rar!\x1a\x07": "a RAR archive",
}

_PANDAS = " with R or pandas (to_csv)"
_FROM_PYTHON = " with Python (pandas, to_csv)"
_WRITERS = {
    b"\x80\x02": _FROM_PYTHON,
    b"\x80\x03": _FROM_PYTHON,
    b"\x80\x04": _FROM_PYTHON,
    b"\x80\x05": _FROM_PYTHON,
    b"\x89HDF": " with h5py, R or MATLAB",
    b"\x93NUMPY": " with numpy (savetxt)",
    b"RIFF": " with omconvert or OMGUI (a .cwa can be given as it is)",
    b"$FL2": " with SPSS (Save as), R (haven) or pandas (read_spss)",
    b"$FL3": " with SPSS (Save as), R (haven) or pandas (read_spss)",
    b"FEA1": _PANDAS,
    b"RDX": " with R (write.csv)",
    b"X\n\x00\x00\x00": " with R (write.csv)",
    b"<stata_dta>": " with Stata (export delimited), R (haven) or pandas (read_stata)",
}
"""Programs with which people can write a CSV of such a file."""


def _require_unpacked(path: Path, start: bytes) -> None:
    for magic, what in _PACKED.items():
        if start.startswith(magic):
            raise UnreadableFile(
                f"{path} is {what}, which limbwatch does not open, as it does gzip and ZIP. Unpack "
                "it and give the file with raw acceleration in it."
            )


def _archive(path: Path) -> str:
    try:
        with zipfile.ZipFile(path) as archive:
            names = archive.namelist()
        if "info.txt" in names:
            require_modest_members(path)
            return ACTIGRAPH
    except ZIP_DAMAGE as error:
        raise UnreadableFile(
            f"{path} is a damaged or cut-off ZIP archive or .gt3x file ({error}). Copy it again."
        ) from error
    shown = ", ".join(names[:4]) + (", ..." if len(names) > 4 else "")
    raise UnreadableFile(
        f"{path} is a ZIP archive ({shown}). Unpack it and give the file with raw acceleration."
    )


def read_device(path: Path, kind: str, zone: tzinfo, placement: Placement) -> StampedRows:
    """Decode a device file; damaged pieces are left out with a warning.

    The zone is that of the device's clock, used if the file does not tell; a header that names
    another placement gives a warning.

    Raises
    ------
    UnreadableFile
        If it is damaged.
    WrongKind
        If it has no acceleration.
    """
    try:
        found = _DECODERS[kind](path) if kind in _DECODERS else _by_library(path, kind)
    except (UnreadableFile, WrongKind):
        raise
    except Exception as error:
        raise UnreadableFile(
            f"{path} looks like {kind} but cannot be decoded ({error}). It is damaged or cut off; "
            "copy it from the device again."
        ) from error
    notes = [*found.notes, *stated_place_doubt(stated_fields(found.metadata), placement)]
    own = _zone(found.metadata) or zone
    # these devices keep the local time of the computer that set them up, except those of a cloud
    seconds, start = to_utc(found.begin, found.seconds, UTC if found.utc else own, notes)
    return StampedRows(
        path=path,
        kind=kind,
        seconds=seconds,
        xyz=found.xyz,
        start=start.astimezone(own) if found.utc else start,
        clocked=True,
        rate=found.rate or _rate(found.metadata),
        device=_device(found.metadata, kind),
        expected=Expected(unit=G, given=None, has_gravity=True),
        notes=tuple(notes),
    )


_DECODERS = {ACTIGRAPH: read_gt3x, EMPATICA: read_embrace}


def _by_library(path: Path, kind: str) -> DeviceSamples:
    content, lost = _decode(path, kind)
    table = next((t for t in content["timeseries"].values() if "acceleration" in t), None)
    if table is None or len(table["datetime"]) == 0:
        raise WrongKind(f"{path} is {kind} without acceleration. Record with the sensor enabled.")
    stamps, warnings = table["datetime"], content.get("warnings") or ()
    return DeviceSamples(
        begin=LOCAL_1970 + timedelta(microseconds=int(stamps[0]) // 1000),
        seconds=(stamps - stamps[0]) * 1e-9,
        xyz=np.array(table["acceleration"], dtype=np.float32),
        metadata=content["metadata"],
        notes=(*_damage(warnings, lost), *cut_off(path, content, left_out=lost or len(warnings))),
    )


def _decode(path: Path, kind: str) -> tuple[Mapping[str, Any], int]:
    """Decode a file, saving what is possible of damaged pages; return also the lost pieces."""
    content: Mapping[str, Any] | None = None
    try:
        content = _read(path)
    except ValueError as error:
        if "UTF-8" not in str(error):
            raise
    save = _SAVING.get(kind)
    if save is None or (content is not None and not content.get("warnings")):
        return content or _read(path), 0
    # a decoder that lost its step may read everything in a copy without the bad pieces
    with unpacking() as folder:
        copy = folder / path.name
        lost = save(path, copy)
        saved = _read(copy)
    if content is not None and _samples(saved) <= _samples(content):
        return content, 0
    return saved, lost


_SAVING = {"GENEActiv .bin": save_geneactiv}


def _read(path: Path) -> Mapping[str, Any]:
    import actfast  # noqa: PLC0415 - loaded for device files only

    return cast("Mapping[str, Any]", actfast.read(path, lenient=True))


def _samples(content: Mapping[str, Any]) -> int:
    return max((len(table["datetime"]) for table in content["timeseries"].values()), default=0)


def _damage(warnings: Sequence[str], lost: int) -> tuple[str, ...]:
    """Return a warning, in one sentence, on what could not be decoded."""
    if lost or not warnings:
        return pieces_left_out(lost)
    return pieces_left_out(len(warnings), warnings[0])


def stated_fields(metadata: Mapping[str, Any]) -> Iterator[str]:
    """Yield the fields of an ActiGraph or GENEActiv header that tell where it was worn."""
    for name in ("Limb", "Side", "Device Location Code"):
        text = _header_field(metadata, name)
        if text:
            yield f"{name}: {text}"


def _header_field(metadata: Mapping[str, Any], name: str) -> str | None:
    for group in metadata.values():
        if isinstance(group, Mapping) and name in group:
            return str(group[name])
    return None


def _zone(metadata: Mapping[str, Any]) -> tzinfo | None:
    """Parse ``GMT +01:00`` (GENEActiv) or ``02:00:00`` (ActiGraph)."""
    text = _header_field(metadata, "Time Zone") or _header_field(metadata, "TimeZone")
    return None if text is None else offset_of(text)


def _rate(metadata: Mapping[str, Any]) -> float | None:
    for name in ("sample_rate_hz", "Sample Rate", "Measurement Frequency"):
        text = _header_field(metadata, name)
        if text is not None:
            # a header without a rate has 0
            return float(text.split()[0]) or None
    return None


def _device(metadata: Mapping[str, Any], kind: str) -> str:
    maker = kind.split(maxsplit=1)[0]
    for name in ("hardware_type", "Device Type"):
        text = _header_field(metadata, name)
        if text is not None:
            # actfast does not know every device code of the makers
            text = maker if text == "Unknown" else text
            number = _header_field(metadata, "device_id") or _header_field(
                metadata, "Serial Number"
            )
            number = number or _header_field(metadata, "Device Unique Serial Code") or ""
            return f"{text} {number}".strip()
    return maker
