"""Binary device files: their kinds, and how each is recognised and decoded."""

import zipfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import UTC, timedelta, tzinfo
from pathlib import Path
from typing import Any, Final, NamedTuple, cast

import numpy as np

from limbwatch.sensor.errors import UnreadableFile, WrongKind
from limbwatch.sensor.files.actigraph.gt3x_archive import read_gt3x
from limbwatch.sensor.files.device_samples import DeviceSamples, pieces_left_out
from limbwatch.sensor.files.packed import ZIP_DAMAGE, require_modest_members
from limbwatch.sensor.files.recorders.device_damage import cut_off, save_geneactiv
from limbwatch.sensor.files.recorders.embrace_session import read_embrace
from limbwatch.sensor.files.recorders.foreign_files import require_no_foreign
from limbwatch.sensor.files.recorders.omconvert_wav import is_omconvert, read_omconvert
from limbwatch.sensor.files.rows.stamped_rows import StampedRows
from limbwatch.sensor.files.several.stated_place import stated_place_doubt
from limbwatch.sensor.files.times.writing.zone import LOCAL_1970, offset_of, to_utc
from limbwatch.sensor.files.values.signal import Expected
from limbwatch.sensor.files.values.unit import G
from limbwatch.sensor.placement import Placement
from limbwatch.sensor.scratch import unpacking

_AXIVITY: Final = "Axivity .cwa"
_GENEACTIV: Final = "GENEActiv .bin"


class BinaryFormat(NamedTuple):
    """A kind of file that a device or its maker's program writes."""

    what: str
    """Its name for people."""
    recognises: Callable[[Path, bytes], bool]
    """From its path and first bytes, whether a file is of this kind."""
    read: Callable[[Path], DeviceSamples]
    """Decode it. Any error but ``UnreadableFile`` and ``WrongKind`` means that it is damaged."""
    remedy: str = "copy it from the device again"
    """What to do with a damaged one, by where such a file comes from."""


def device_file(path: Path, start: bytes) -> str | None:
    """Recognise a device file by its first bytes; None if it is not one that is decoded.

    Raises
    ------
    UnreadableFile
        If it is an archive or a table of another program.
    """
    for known in BINARY_FORMATS:
        if known.recognises(path, start):
            return known.what
    require_no_foreign(path, start)
    return None


def _is_actigraph(path: Path, start: bytes) -> bool:
    """Tell whether a file is an archive of an ActiGraph; other archives raise an error."""
    if start[:4] != b"PK\x03\x04":
        return False
    try:
        with zipfile.ZipFile(path) as archive:
            names = archive.namelist()
        if "info.txt" in names:
            require_modest_members(path)
            return True
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
    (known,) = (one for one in BINARY_FORMATS if one.what == kind)
    try:
        found = known.read(path)
    except (UnreadableFile, WrongKind):
        raise
    except Exception as error:
        raise UnreadableFile(
            f"{path} looks like {kind} but cannot be decoded ({error}). It is damaged or cut off; "
            f"{known.remedy}."
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


_SAVING = {_GENEACTIV: save_geneactiv}


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


def _header_field(metadata: Mapping[str, Any], *names: str) -> str:
    """Return the first of some fields that is filled; empty if none is."""
    groups = [group for group in metadata.values() if isinstance(group, Mapping)]
    # a decoder gives None for what the file does not state
    found = (group[name] for name in names for group in groups if group.get(name) is not None)
    return next(filter(None, map(str, found)), "")


def _zone(metadata: Mapping[str, Any]) -> tzinfo | None:
    """Parse ``GMT +01:00`` (GENEActiv) or ``02:00:00`` (ActiGraph)."""
    return offset_of(_header_field(metadata, "Time Zone", "TimeZone"))


def _rate(metadata: Mapping[str, Any]) -> float | None:
    text = _header_field(metadata, "sample_rate_hz", "Sample Rate", "Measurement Frequency")
    # a header without a rate has 0
    return (float(text.split()[0]) or None) if text else None


def _device(metadata: Mapping[str, Any], kind: str) -> str:
    maker = kind.split(maxsplit=1)[0]
    text = _header_field(metadata, "hardware_type", "Device Type")
    if not text:
        return maker
    # actfast does not know every device code of the makers
    text = maker if text == "Unknown" else text
    number = _header_field(metadata, "device_id", "Serial Number", "Device Unique Serial Code")
    return f"{text} {number}".strip()


BINARY_FORMATS: Final = (
    BinaryFormat(
        _AXIVITY, lambda _, start: start[:2] == b"MD", lambda path: _by_library(path, _AXIVITY)
    ),
    BinaryFormat(
        _GENEACTIV,
        lambda _, start: start[:15] == b"Device Identity",
        lambda path: _by_library(path, _GENEACTIV),
    ),
    BinaryFormat(
        "Empatica EmbracePlus .avro",
        lambda _, start: start[:4] == b"Obj\x01",
        read_embrace,
        remedy="download it again",
    ),
    BinaryFormat(
        "Axivity .wav of omconvert",
        lambda _, start: is_omconvert(start),
        read_omconvert,
        remedy="convert the .cwa again, or give the .cwa itself",
    ),
    BinaryFormat("ActiGraph .gt3x", _is_actigraph, read_gt3x),
)
"""All kinds, the archive last: its test refuses other archives."""
