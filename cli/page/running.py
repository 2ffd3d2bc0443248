"""The state of a running recording, read from outside: age of the data, what happened."""

import json
import sqlite3
import time
from collections.abc import Iterator
from contextlib import closing
from dataclasses import asdict, dataclass, replace
from datetime import UTC, datetime, timedelta, timezone
from enum import StrEnum
from pathlib import Path
from threading import Lock
from typing import Any, Final
from urllib.parse import quote

from limbwatch.classify.rules.published import WASM_2016, rules_by_name
from limbwatch.classify.rules.rule_set import Rules
from limbwatch.cli.language.stored import translate_stored
from limbwatch.cli.night.folder import CAPTURE, SESSION, SUMMARY, night_name
from limbwatch.cli.night.scored.scored_by import scored_by
from limbwatch.cli.page.follower import Follower, Happening
from limbwatch.cli.words import limb_words
from limbwatch.sensor import SensorError, UnreadableFile
from limbwatch.sensor.capture.disk.lock import is_held
from limbwatch.sensor.capture.disk.opening import open_capture
from limbwatch.sensor.capture.disk.schema import last_written, size_of
from limbwatch.sensor.capture.incident import Incident

_RECENT: Final = 2000
"""Newest notifications that are looked at: several seconds of four sensors."""
_OVER_AFTER_S: Final = 900.0
"""A capture that was not written for this long is over, whatever ended it."""
_LATE_S: Final = 5.0
"""Data older than this are late: packets of ordinary sensors come at least every two seconds."""
_SHOWN: Final = 12
"""Most happenings that the page shows."""


class Phase(StrEnum):
    """What a recording is doing."""

    NONE = "none"
    STARTING = "starting"
    RECORDING = "recording"
    SCORING = "scoring"
    ENDED = "ended"
    BROKEN = "broken"


@dataclass(frozen=True, slots=True, kw_only=True)
class SensorState:
    """One sensor of a running recording."""

    placement: str
    """In words."""
    age: float | None
    """Age of its newest data, seconds; None when the newest notifications hold none of it."""
    late: bool
    """Whether the data are older than they should be."""
    battery: str
    """Last battery level; empty when there was none."""
    signal: tuple[tuple[float, float, float], ...] = ()
    """Quarter seconds of the newest minute: seconds before the newest sample, smallest and
    largest magnitude, g."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LiveState:
    """What the page of a running recording shows."""

    phase: Phase = Phase.NONE
    name: str = ""
    """Name of the night's folder; empty when there is none."""
    minutes: int = 0
    """Time since the recording began."""
    size_mb: float = 0.0
    """Size of the capture."""
    speed: float = 1.0
    """Factor of simulated time; 1 in real time."""
    sensors: tuple[SensorState, ...] = ()
    happenings: tuple[tuple[str, str], ...] = ()
    """Time of day and words, newest first."""
    checks: tuple[tuple[bool, str], ...] = ()
    """Whether each check before the night was good, and its words; empty before they are made."""
    said: str = ""
    """What the recorder reported where it ended badly."""

    @property
    def event(self) -> str:
        """One server-sent event; its id tells a reconnecting page which night it followed."""
        return f"id: {quote(self.name)}\ndata: {json.dumps(asdict(self))}\n\n"


class LiveView:
    """Reads the state of the recording in a folder of nights; several pages can share one."""

    def __init__(self, nights: Path) -> None:
        self._nights = nights
        self._lock = Lock()
        self._path: Path | None = None
        self._follower = Follower(rules=WASM_2016)

    def look(self, followed: str = "") -> LiveState:
        """Return the current state, or the end of the night ``followed`` before."""
        with self._lock:
            for path in _captures(self._nights):
                try:
                    found = self._read(path)
                except (sqlite3.Error, UnreadableFile):
                    found = None  # just being created, or not a capture
                if found is not None:
                    return found
                # a recorder holds it but has written no clock yet
                if is_held(path.with_suffix(".lock")):
                    name = night_name(self._nights, path.parent)
                    return LiveState(phase=Phase.STARTING, name=name)
        return self._end(followed)

    def _end(self, followed: str) -> LiveState:
        folder = next(
            (p for p in _folders(self._nights) if night_name(self._nights, p) == followed), None
        )
        if folder is None:
            return LiveState()
        scored = (folder / SUMMARY).exists()
        return LiveState(phase=Phase.ENDED if scored else Phase.BROKEN, name=followed)

    def _read(self, path: Path) -> LiveState | None:
        written = last_written(path)
        with closing(open_capture(path)) as connection:
            clock = _Clock.read(connection, written)
            if clock is None:
                return None
            if path != self._path:
                self._path, self._follower = path, Follower(rules=_rules_asked(path.parent))
            happenings = self._happenings(connection)
            return LiveState(
                phase=_phase(connection),
                name=night_name(self._nights, path.parent),
                minutes=max(0, round((clock.now_ns - clock.begun_ns) / 6e10)),
                size_mb=round(size_of(path) / 1e6, 1),
                speed=clock.speed,
                sensors=tuple(self._sensors(connection, clock)),
                happenings=tuple((clock.time_of(one), one.words) for one in happenings),
                checks=_checks(connection),
            )

    def _sensors(self, connection: sqlite3.Connection, clock: "_Clock") -> Iterator[SensorState]:
        for sensor, state in _sensor_states(connection, clock):
            trace = self._follower.trace(sensor)
            yield replace(
                state,
                signal=tuple(
                    (
                        round(trace[-1].end_s - extremes.end_s, 2),
                        round(extremes.low, 3),
                        round(extremes.high, 3),
                    )
                    for extremes in trace
                ),
            )

    def _happenings(self, connection: sqlite3.Connection) -> tuple[Happening, ...]:
        try:
            return self._follower.look(connection)[:_SHOWN]
        except (SensorError, ValueError, LookupError, TypeError):
            # a capture of another version: the age of its data is still shown
            return ()


def _rules_asked(folder: Path) -> Rules:
    """Return the rules that a recording is to be scored by; the usual ones if none were written."""
    by = scored_by(folder)
    return WASM_2016 if by is None else rules_by_name(by.rules)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Clock:
    """The recording's clock, read from outside.

    A simulated night runs faster, at a speed that depends on the machine, so its clock cannot be
    computed from its beginning: it is extrapolated at its speed from the last write.
    """

    now_ns: int
    begun_ns: int
    wall_zero_ns: int
    zone: timezone
    speed: float

    @classmethod
    def read(cls, connection: sqlite3.Connection, written: float) -> "_Clock | None":
        clocks = connection.execute(
            "SELECT host_ns, wall_ns FROM clock WHERE id IN "
            "((SELECT min(id) FROM clock), (SELECT max(id) FROM clock)) ORDER BY id"
        ).fetchall()
        if not clocks:
            return None
        host, wall = clocks[-1]
        about = dict(connection.execute("SELECT key, value FROM about"))
        speed = float(about.get("speed", "1"))
        now_ns = host + (time.time_ns() - wall)
        if speed > 1:
            newest = connection.execute(
                "SELECT host_ns FROM notification ORDER BY id DESC LIMIT 1"
            ).fetchone()
            waited = max(0.0, time.time() - written)
            now_ns = max(host, *(newest or (0,))) + round(waited * speed * 1e9)
        return cls(
            now_ns=now_ns,
            begun_ns=clocks[0][0],
            wall_zero_ns=wall - host,
            zone=timezone(timedelta(seconds=float(about.get("utc_offset_s", "0")))),
            speed=speed,
        )

    def age_of(self, host_ns: int) -> float:
        """Return an age in the real time of whoever looks, seconds."""
        return max(0.0, (self.now_ns - host_ns) / 1e9 / self.speed)

    def time_of(self, happening: Happening) -> str:
        moment = datetime.fromtimestamp((self.wall_zero_ns + happening.host_ns) / 1e9, UTC)
        return moment.astimezone(self.zone).strftime("%H:%M:%S")


def _folders(nights: Path) -> list[Path]:
    within = (f"*/{CAPTURE}", f"{SESSION}*/*/{CAPTURE}")
    return [path.parent for pattern in within for path in nights.glob(pattern)]


def _captures(nights: Path) -> list[Path]:
    """Return captures that may still be running, the one written last first."""
    captures = []
    for folder in _folders(nights):
        path = folder / CAPTURE
        written, scored = last_written(path), last_written(folder / SUMMARY)
        # a resumed night was scored before, but not since its last write
        if time.time() - written < _OVER_AFTER_S and scored < written:
            captures.append((written, path))
    return [path for _, path in sorted(captures, reverse=True)]


def _phase(connection: sqlite3.Connection) -> Phase:
    row = connection.execute(
        "SELECT kind FROM event WHERE kind IN (?, ?, ?) ORDER BY id DESC LIMIT 1",
        (Incident.BEGUN.value, Incident.RESUMED.value, Incident.ENDED.value),
    ).fetchone()
    return Phase.SCORING if row == (Incident.ENDED.value,) else Phase.RECORDING


def _checks(connection: sqlite3.Connection) -> tuple[tuple[bool, str], ...]:
    row = connection.execute("SELECT value FROM about WHERE key = 'check'").fetchone()
    try:
        return tuple(
            (bool(check["good"]), translate_stored(str(check["text"])))
            for check in json.loads(row[0])
        )
    except (TypeError, ValueError, LookupError, RecursionError):
        return ()  # not written yet, or by another version


def _sensor_states(
    connection: sqlite3.Connection, clock: _Clock
) -> Iterator[tuple[int, SensorState]]:
    newest = dict(
        connection.execute(
            "SELECT stream.sensor, max(recent.host_ns) FROM "
            "(SELECT stream, host_ns FROM notification ORDER BY id DESC LIMIT ?) AS recent "
            "JOIN stream ON stream.id = recent.stream GROUP BY stream.sensor",
            (_RECENT,),
        ).fetchall()
    )
    for sensor, placement in connection.execute("SELECT id, placement FROM sensor ORDER BY id"):
        last = newest.get(sensor)
        age = None if last is None else clock.age_of(last)
        yield (
            sensor,
            SensorState(
                placement=limb_words(placement),
                age=None if age is None else round(age, 1),
                late=age is None or age > _LATE_S,
                battery=_battery(connection, sensor),
            ),
        )


def _battery(connection: sqlite3.Connection, sensor: int) -> str:
    row = connection.execute(
        "SELECT detail FROM event WHERE sensor = ? AND kind = 'battery' ORDER BY id DESC LIMIT 1",
        (sensor,),
    ).fetchone()
    detail: Any = json.loads(row[0]) if row else {}
    percent = detail.get("percent") if isinstance(detail, dict) else None
    return "" if percent is None else f"{percent:.0f} %"
