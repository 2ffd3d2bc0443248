"""Sessions of Empatica's EmbracePlus (.avro): samples with their start, rate and scale.

The fields are those of Empatica's published schema (``empatica.format.avro.Session``) and of the
script in its developer documentation: before version 6.5 the scale is a range of g over a range of
steps, later a factor.
"""

from collections.abc import Mapping
from datetime import timedelta
from pathlib import Path
from typing import Any, Final

import numpy as np

from limbwatch.sensor.arrays import Values
from limbwatch.sensor.errors import UnreadableFile, WrongKind
from limbwatch.sensor.files.containers.contained import library
from limbwatch.sensor.files.device_samples import DeviceSamples
from limbwatch.sensor.files.doubt import Doubt
from limbwatch.sensor.files.recorders.avro_blocks import holds_nothing, require_modest_blocks
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
