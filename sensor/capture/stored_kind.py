"""Sensors that streamed as another kind than the capture names.

Earlier versions recognised the kind anew at each connection but kept the sensor's number: a watch
whose app had changed was stored under the kind of its first connection. Its later data lie in the
capture on the characteristic of their own kind, to which the recorder subscribes for no other kind.
"""

import sqlite3
from collections.abc import Sequence
from dataclasses import replace

from limbwatch.sensor.capture.decoded import CapturedSensor
from limbwatch.sensor.devices import DEVICES, Device, device_of_kind, recognised


def with_other_kinds(
    connection: sqlite3.Connection, sensors: Sequence[CapturedSensor]
) -> tuple[CapturedSensor, ...]:
    """Insert, behind each sensor, a copy for every further kind that its data came as."""
    known = {device.data for device in DEVICES}
    uuids = dict(connection.execute("SELECT id, uuid FROM characteristic"))
    stored = known.intersection(uuids.values())
    if all(stored <= {device_of_kind(captured.kind).data} for captured in sensors):
        # every characteristic is the sensors' own: no need to search the night
        return tuple(sensors)
    owner = dict(connection.execute("SELECT id, sensor FROM stream"))
    data_uuids: dict[int, set[str]] = {}
    try:
        pairs = connection.execute("SELECT DISTINCT stream, characteristic FROM notification")
        for stream, characteristic in pairs:
            data_uuids.setdefault(owner.get(stream, 0), set()).add(uuids.get(characteristic, ""))
    except sqlite3.DatabaseError:
        # whoever reads the samples reports the damage
        return tuple(sensors)
    return tuple(
        entry
        for captured in sensors
        for entry in (
            captured,
            *_under_other_kinds(captured, data_uuids.get(captured.number, set())),
        )
    )


def _under_other_kinds(sensor: CapturedSensor, data_uuids: set[str]) -> tuple[CapturedSensor, ...]:
    """Return copies of a sensor for each other kind whose data came under its number."""
    own = device_of_kind(sensor.kind).data
    kinds = (_kind_of(sensor, uuid) for uuid in sorted(data_uuids - {own}))
    return tuple(replace(sensor, kind=device.kind) for device in kinds if device is not None)


def _kind_of(sensor: CapturedSensor, uuid: str) -> Device | None:
    """Find the kind by its characteristic, and by name where several kinds share that."""
    kinds = [device for device in DEVICES if device.data == uuid]
    if len(kinds) > 1 or any(device.shared for device in kinds):
        named = recognised(sensor.name, frozenset())
        return named if named in kinds else None
    return next(iter(kinds), None)
