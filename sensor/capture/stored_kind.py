"""The kind that a sensor really streamed as, where a capture holds it under another one.

Earlier versions told the kind anew at each connection and kept the sensor's number: a watch whose
app had changed went on under the kind of its first connection. What came then lies in the capture
beside it, on the characteristic of its own kind, to which the recorder subscribes for no other.
"""

import sqlite3
from collections.abc import Sequence
from dataclasses import replace

from limbwatch.sensor.capture.decoded import CapturedSensor
from limbwatch.sensor.devices import DEVICES, Device, device_of_kind, recognised


def with_other_kinds(
    connection: sqlite3.Connection, sensors: Sequence[CapturedSensor]
) -> tuple[CapturedSensor, ...]:
    """Add a sensor once more, behind itself, for each further kind that its data came as."""
    known = {device.data for device in DEVICES}
    uuids = dict(connection.execute("SELECT id, uuid FROM characteristic"))
    there = known.intersection(uuids.values())
    if all(there <= {device_of_kind(one.kind).data} for one in sensors):
        # nothing but what each of them sends: the night need not be looked through
        return tuple(sensors)
    owner = dict(connection.execute("SELECT id, sensor FROM stream"))
    heard: dict[int, set[str]] = {}
    try:
        pairs = connection.execute("SELECT DISTINCT stream, characteristic FROM notification")
        for stream, characteristic in pairs:
            heard.setdefault(owner.get(stream, 0), set()).add(uuids.get(characteristic, ""))
    except sqlite3.DatabaseError:
        # its damage is told by who reads the samples
        return tuple(sensors)
    return tuple(
        entry for one in sensors for entry in (one, *_further(one, heard.get(one.number, set())))
    )


def _further(sensor: CapturedSensor, heard: set[str]) -> tuple[CapturedSensor, ...]:
    """Give a sensor under each other kind whose data came under its number."""
    own = device_of_kind(sensor.kind).data
    kinds = (_kind_of(sensor, uuid) for uuid in sorted(heard - {own}))
    return tuple(replace(sensor, kind=device.kind) for device in kinds if device is not None)


def _kind_of(sensor: CapturedSensor, uuid: str) -> Device | None:
    """Tell the kind by the characteristic; one that several kinds have, by the name as well."""
    kinds = [device for device in DEVICES if device.data == uuid]
    if len(kinds) > 1 or any(device.shared for device in kinds):
        named = recognised(sensor.name, frozenset())
        return named if named in kinds else None
    return next(iter(kinds), None)
