"""A recording that is running, seen from outside: how old its newest data are."""

import json
import sqlite3
import time
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from limbwatch.cli.night_folder import CAPTURE, SUMMARY
from limbwatch.sensor import Placement

_RECENT: Final = 2000
"""Newest notifications looked at: several seconds of four sensors."""
_OVER_AFTER_S: Final = 900.0
"""A capture without a sign of life for so long is over, whatever ended it."""
_LATE_S: Final = 5.0
"""Data older than this are late: packets of ordinary sensors come at least every two seconds."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LiveSensor:
    """One sensor of a running recording.

    Parameters
    ----------
    placement : str
        As a person says it.
    age_s : float or None
        Age of its newest data, seconds; None when none is among the newest of all sensors.
    late : bool
        Whether that is longer than it should be.
    battery : str
        Last level noted; empty when none was.
    """

    placement: str
    age_s: float | None
    late: bool
    battery: str


@dataclass(frozen=True, slots=True, kw_only=True)
class LiveRecording:
    """A running recording.

    Parameters
    ----------
    name : str
        Of its folder.
    minutes : float
        Since its first sign of life.
    size_mb : float
        Of its capture.
    sensors : tuple of LiveSensor
    """

    name: str
    minutes: float
    size_mb: float
    sensors: tuple[LiveSensor, ...]


def running(nights: Path) -> LiveRecording | None:
    """Find the recording that is running in a folder of nights.

    Parameters
    ----------
    nights : Path

    Returns
    -------
    LiveRecording or None
        The newest; None when there is none.
    """
    captures = [
        path
        for path in nights.glob(f"*/{CAPTURE}")
        if not (path.parent / SUMMARY).exists() and _last_touch(path) < _OVER_AFTER_S
    ]
    for path in sorted(captures, key=_last_touch):
        try:
            return _read(path)
        except sqlite3.Error:
            # being made this moment, or not a capture: the next look will tell
            continue
    return None


def _last_touch(path: Path) -> float:
    files = [path, path.with_name(f"{CAPTURE}-wal")]
    return min(time.time() - one.stat().st_mtime for one in files if one.exists())


def _read(path: Path) -> LiveRecording | None:
    address = f"{path.resolve().as_uri()}?mode=ro"
    with closing(sqlite3.connect(address, uri=True, timeout=1)) as base:
        clocks = base.execute(
            "SELECT host_ns, wall_ns FROM clock WHERE id IN "
            "((SELECT min(id) FROM clock), (SELECT max(id) FROM clock)) ORDER BY id"
        ).fetchall()
        if not clocks:
            return None
        host, wall = clocks[-1]
        now_ns = host + (time.time_ns() - wall)
        return LiveRecording(
            name=path.parent.name,
            minutes=max(0.0, (now_ns - clocks[0][0]) / 6e10),
            size_mb=path.stat().st_size / 1e6,
            sensors=tuple(_sensors(base, now_ns)),
        )


def _sensors(base: sqlite3.Connection, now_ns: int) -> Iterator[LiveSensor]:
    newest = dict(
        base.execute(
            "SELECT stream.sensor, max(recent.host_ns) FROM "
            "(SELECT stream, host_ns FROM notification ORDER BY id DESC LIMIT ?) AS recent "
            "JOIN stream ON stream.id = recent.stream GROUP BY stream.sensor",
            (_RECENT,),
        ).fetchall()
    )
    for sensor, placement in base.execute("SELECT id, placement FROM sensor ORDER BY id"):
        last = newest.get(sensor)
        age = None if last is None else max(0.0, (now_ns - last) / 1e9)
        yield LiveSensor(
            placement=Placement(placement).words if placement in set(Placement) else placement,
            age_s=age,
            late=age is None or age > _LATE_S,
            battery=_battery(base, sensor),
        )


def _battery(base: sqlite3.Connection, sensor: int) -> str:
    row = base.execute(
        "SELECT detail FROM event WHERE sensor = ? AND kind = 'battery' ORDER BY id DESC LIMIT 1",
        (sensor,),
    ).fetchone()
    detail: Any = json.loads(row[0]) if row else {}
    percent = detail.get("percent") if isinstance(detail, dict) else None
    return "" if percent is None else f"{percent:.0f} %"


def live_event(nights: Path) -> str:
    """Write the state of now as one server-sent event.

    Parameters
    ----------
    nights : Path

    Returns
    -------
    str
        ``data: {...}`` and an empty line.
    """
    found = running(nights)
    state = {
        "running": found is not None,
        "name": "" if found is None else found.name,
        "minutes": 0 if found is None else round(found.minutes),
        "size_mb": 0 if found is None else round(found.size_mb, 1),
        "sensors": []
        if found is None
        else [
            {
                "placement": one.placement,
                "age": None if one.age_s is None else round(one.age_s, 1),
                "late": one.late,
                "battery": one.battery,
            }
            for one in found.sensors
        ],
    }
    return f"data: {json.dumps(state)}\n\n"
