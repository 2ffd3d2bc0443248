"""Sessions of Empatica's EmbracePlus (.avro): samples with their start, rate and scale.

The fields are those of Empatica's published schema (``empatica.format.avro.Session``) and of the
script in its developer documentation: before version 6.5 the scale is a range of g over a range of
steps, later a factor. Blocks are checked before a library unpacks them: they are deflated, and
lists state their own length (Apache Avro, specification, "Object Container Files"), so that both
could fill any memory.
"""

import zlib
from collections.abc import Collection, Iterator, Mapping
from datetime import timedelta
from pathlib import Path
from typing import IO, Any, Final

import numpy as np

from limbwatch.sensor.arrays import Values
from limbwatch.sensor.bounds import require_modest
from limbwatch.sensor.errors import UnreadableFile, WrongKind
from limbwatch.sensor.files.containers.contained import library
from limbwatch.sensor.files.device_samples import DeviceSamples
from limbwatch.sensor.files.doubt import Doubt
from limbwatch.sensor.files.packed import STEP
from limbwatch.sensor.files.times.writing.zone import LOCAL_1970

WHAT: Final = "an Avro file, as Empatica's EmbracePlus writes"

_INSTEAD: Final = (
    "make accelerometer.csv of it with the script that Empatica's developer documentation gives"
)

_SHOWN: Final = 8
"""Fields of another program's file that are listed."""


def read_embrace(path: Path) -> DeviceSamples:
    """Decode a file of an EmbracePlus, with its sessions one after the other.

    Raises
    ------
    UnreadableFile
        If the library is missing, the file is from another program, or more is packed in it than
        any recording of its size holds.
    WrongKind
        If it has no acceleration.
    ValueError, LookupError, TypeError
        If it is damaged.
    """
    fastavro = library("fastavro", path, WHAT, _INSTEAD)
    require_modest_blocks(path)
    found: list[Mapping[str, Any]] = []
    notes: tuple[str, ...] = ()
    with path.open("rb") as file:
        sessions = fastavro.reader(file)
        _require_acceleration(path, sessions.writer_schema)
        try:
            found.extend(sessions)
        except Exception as error:
            if not found:
                raise
            notes = (
                Doubt(
                    f"The file is damaged behind its session {len(found)} ({error}); what is "
                    "before that was read. Copy the file again if you can."
                ),
            )
    measured = [one["rawData"]["accelerometer"] for one in found]
    measured = [one for one in measured if one and len(one["x"])]
    if not measured:
        raise WrongKind(
            f"{path} is {WHAT}, without acceleration: no session in it has a sample. Give the file "
            "of a time in which the sensor was worn."
        )
    first = int(measured[0]["timestampStart"])
    rates = [_rate(one) for one in measured]
    return DeviceSamples(
        begin=LOCAL_1970 + timedelta(microseconds=first),
        seconds=np.concatenate(
            [
                (int(one["timestampStart"]) - first) * 1e-6 + np.arange(len(one["x"])) / rate
                for one, rate in zip(measured, rates, strict=True)
            ]
        ),
        xyz=np.concatenate([_in_g(one) for one in measured]),
        metadata={"session": _fields(found[0])},
        rate=rates[0],
        utc=True,
        notes=notes,
    )


def _require_acceleration(path: Path, schema: Any) -> None:
    """Refuse files of other programs, by the fields that their schema declares."""
    raw = _field(schema, "rawData")
    if raw is not None and _field(raw, "accelerometer") is not None and not holds_nothing(schema):
        return
    names = [str(one.get("name")) for one in schema.get("fields", ())] if schema else []
    shown = ", ".join(names[:_SHOWN]) + (", ..." if len(names) > _SHOWN else "")
    raise UnreadableFile(
        f"{path} is an Avro file, and none of Empatica's EmbracePlus with raw data (its fields: "
        f"{shown or 'none'}). Export raw acceleration as CSV: time, x, y, z."
    )


def _field(schema: Any, name: str) -> Any:
    """Return the type of a field; ``schema`` may be a union of types."""
    kinds = schema if isinstance(schema, list) else [schema]
    for kind in kinds:
        for one in kind.get("fields", ()) if isinstance(kind, dict) else ():
            if one.get("name") == name:
                return one.get("type")
    return None


def _rate(measured: Mapping[str, Any]) -> float:
    rate = float(measured["samplingFrequency"])
    if not 0 < rate < np.inf:
        raise ValueError(f"its samplingFrequency is {rate:g}")
    return rate


def _in_g(measured: Mapping[str, Any]) -> Values:
    params = measured["imuParams"]
    if params.get("conversionFactor"):
        step = float(params["conversionFactor"])
    else:
        span = float(params["digitalMax"]) - float(params["digitalMin"])
        if span == 0:
            raise ValueError("its imuParams do not say how many steps are one g")
        step = (float(params["physicalMax"]) - float(params["physicalMin"])) / span
    axes = [np.asarray(measured[axis], np.float64) for axis in "xyz"]
    return (np.stack(axes, axis=1) * step).astype(np.float32)


def _fields(session: Mapping[str, Any]) -> dict[str, str]:
    """Return the header fields, named as in the headers of other devices."""
    minutes = round(float(session.get("timezone") or 0) / 60)
    hours, rest = divmod(abs(minutes), 60)
    return {
        "Device Type": str(session.get("deviceModel") or "EmbracePlus"),
        "Serial Number": str(session.get("deviceSn") or ""),
        "TimeZone": f"{'-' if minutes < 0 else '+'}{hours:02d}:{rest:02d}",
    }


_SYNC: Final = 16
"""Bytes of the marker after the head and each block."""

_LONGEST: Final = 10
"""Bytes of the longest whole number: seven bits of 64 in each."""

_CODEC: Final = b"avro.codec"


def require_modest_blocks(path: Path) -> None:
    """Refuse an Avro file whose blocks unpack to more than a recording can have.

    A damaged file is left to its reader, which reports the damage.

    Raises
    ------
    UnreadableFile
        If they do; sizes are measured, as none are stated for unpacked blocks.
    """
    packed, room = path.stat().st_size, 0
    with path.open("rb") as file:
        deflated = _read_codec(file)
        while (count := _read_number(file)) is not None:
            size = _read_number(file)
            if count <= 0 or size is None or size < 0:
                return
            block = file.read(size)
            inflating = zlib.decompressobj(-zlib.MAX_WBITS)
            while deflated and block and not inflating.eof:
                try:
                    room += len(inflating.decompress(block, STEP))
                except zlib.error:
                    return
                require_modest(str(path), packed, room)
                block = inflating.unconsumed_tail
            file.seek(_SYNC, 1)


def holds_nothing(schema: Any) -> bool:
    """Return whether a schema has lists of items without bytes, which can claim any length."""
    kinds = list(_kinds(schema))
    empty = {str(kind.get("name")).rpartition(".")[2] for kind in kinds if _is_empty(kind, set())}
    return any(kind.get("type") == "array" and _is_empty(kind["items"], empty) for kind in kinds)


def _kinds(schema: Any) -> Iterator[Mapping[str, Any]]:
    """Yield every type that a schema defines, itself included."""
    if isinstance(schema, list):
        for kind in schema:
            yield from _kinds(kind)
    elif isinstance(schema, dict):
        yield schema
        inner = [one.get("type") for one in schema.get("fields", ())]
        for kind in (*inner, schema.get("items"), schema.get("values"), schema.get("type")):
            yield from _kinds(kind)


def _is_empty(schema: Any, names: Collection[str]) -> bool:
    """Return whether values of a type, perhaps one of ``names``, take no byte."""
    if not isinstance(schema, dict):
        return schema == "null" or (isinstance(schema, str) and schema.rpartition(".")[2] in names)
    if schema.get("type") == "fixed":
        return not schema.get("size")
    if schema.get("type") == "record":
        return all(_is_empty(one.get("type"), names) for one in schema.get("fields", ()))
    return _is_empty(schema.get("type"), names)


def _read_codec(file: IO[bytes]) -> bool:
    """Read the head; return whether the blocks after it are deflated."""
    file.seek(len(b"Obj\x01"))
    metadata: dict[bytes, bytes] = {}
    while count := _read_number(file):
        if count < 0:
            _read_number(file)  # the byte length of this part of the map
        for _ in range(abs(count)):
            key, value = _read_text(file), _read_text(file)
            if key is None or value is None:
                return False
            metadata[key] = value
    file.seek(_SYNC, 1)
    return metadata.get(_CODEC) == b"deflate"


def _read_text(file: IO[bytes]) -> bytes | None:
    size = _read_number(file)
    return None if size is None or size < 0 else file.read(size)


def _read_number(file: IO[bytes]) -> int | None:
    """Read a whole number, seven bits per byte, lowest first; None at the end of the file."""
    found = 0
    for place in range(_LONGEST):
        byte = file.read(1)
        if not byte:
            return None
        found |= (byte[0] & 0x7F) << (7 * place)
        if byte[0] < 0x80:
            break
    return (found >> 1) ^ -(found & 1)
