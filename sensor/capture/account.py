"""What was asked of a recording, and how it went: read from its capture, finished or not."""

import json
import sqlite3
from contextlib import closing
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from limbwatch.sensor.capture.disk.opening import open_capture
from limbwatch.sensor.capture.incident import Incident
from limbwatch.sensor.capture.wall import WallTime
from limbwatch.sensor.devices.device import WEAK_PERCENT
from limbwatch.sensor.errors import UnreadableFile
from limbwatch.sensor.placement import Placement

_NEWEST = 5000
"""Newest notifications searched for the last of each sensor: half a minute of four sensors."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Leg:
    """How one placement fared."""

    placement: Placement
    last: datetime | None
    """Arrival of its last data; None if nothing ever came."""
    trouble: str
    """The last problem that kept it from recording; empty if there was none, or data came after."""
    weak: float | None = None
    """Last reported charge, percent, if it was weak."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Account:
    """How a recording went, seen from outside."""

    begin: datetime
    """Beginning of the recording, not of its samples."""
    end: datetime
    """End of the recording; for one that broke off, its last sign of life."""
    ended: bool
    """Whether its time or a person ended it; False if it broke off."""
    legs: tuple[Leg, ...]
    """One for each placement that was asked for."""
    simulated: str
    """What simulated sensors played; empty if they were real."""
    fetched: bool = False
    """Whether it was fetched afterwards from the sensors' memory."""
    rate: float | None = None
    """Samples per second asked of the sensors, Hz; None if not noted."""


def account_of(path: Path) -> Account:
    """Read how a recording went from its capture, which may still be written to.

    Raises
    ------
    UnreadableFile
        If it is not a capture, or damaged.
    """
    try:
        with closing(open_capture(path)) as base:
            return account_in(base)
    except (sqlite3.Error, LookupError, TypeError, ValueError) as error:
        raise UnreadableFile(f"{path} cannot be read as a recording ({error})") from error


def account_in(base: sqlite3.Connection) -> Account:
    """Read how a recording went from its open capture; see `account_of`.

    Raises
    ------
    sqlite3.DatabaseError
        If it is damaged.
    """
    wall = WallTime.read(base)
    about = dict(base.execute("SELECT key, value FROM about"))
    begun, newest = base.execute(
        "SELECT min(low), max(high) FROM ("
        "SELECT min(host_ns) AS low, max(host_ns) AS high FROM clock UNION ALL "
        "SELECT min(host_ns), max(host_ns) FROM event)"
    ).fetchone()
    # by id: the times of a whole night have no index
    data = base.execute("SELECT host_ns FROM notification ORDER BY id DESC LIMIT 1").fetchone()
    newest = max(newest or 0, *(data or (0,)))
    begun = newest if begun is None else begun
    phase, phase_ns = base.execute(
        "SELECT kind, host_ns FROM event WHERE kind IN (?, ?, ?) ORDER BY id DESC LIMIT 1",
        (Incident.BEGUN, Incident.RESUMED, Incident.ENDED),
    ).fetchone() or ("", newest)
    ended = phase == Incident.ENDED
    last = _last_arrivals(base)
    asked = json.loads(about.get("asked", "[]")) or list(last)
    troubles, weak = _last_troubles(base, last), _weak_batteries(base)
    return Account(
        begin=wall.at(begun / 1e9),
        end=wall.at((phase_ns if ended else newest) / 1e9),
        ended=ended,
        legs=tuple(
            Leg(
                placement=Placement(name),
                last=wall.at(last[name] / 1e9) if name in last else None,
                trouble=troubles.get(name, ""),
                weak=weak.get(name),
            )
            for name in asked
        ),
        simulated=about.get("simulated", ""),
        fetched="fetched" in about,
        rate=float(about["rate"]) if "rate" in about else None,
    )


def _last_arrivals(base: sqlite3.Connection) -> dict[str, int]:
    """Return the arrival of the last notification of each placement, host nanoseconds."""
    rows = base.execute(
        "SELECT placement, stream.id FROM stream JOIN sensor ON sensor.id = stream.sensor"
    ).fetchall()
    placement_of = {stream: placement for placement, stream in rows}
    found: dict[str, int] = {}
    # the newest rows nearly always include every sensor; only one that died early costs a search
    # of the whole night
    newest = base.execute(
        "SELECT stream, host_ns FROM notification ORDER BY id DESC LIMIT ?", (_NEWEST,)
    )
    for stream, host_ns in newest:
        found.setdefault(placement_of.get(stream, ""), host_ns)
    if set(placement_of.values()) - found.keys():
        query = "SELECT stream, max(host_ns) FROM notification GROUP BY stream"
        for stream, host_ns in base.execute(query):
            placement = placement_of.get(stream, "")
            found[placement] = max(host_ns, found.get(placement, host_ns))
    return found


def _last_troubles(base: sqlite3.Connection, last: dict[str, int]) -> dict[str, str]:
    """Return the last problem of each placement, unless its data came after it."""
    found: dict[str, str] = {}
    rows = base.execute(
        "SELECT host_ns, detail FROM event WHERE kind IN (?, ?) ORDER BY id",
        (Incident.CONNECT_FAILED, Incident.REFUSED),
    )
    for host_ns, detail in rows:
        what = json.loads(detail)
        placement = what.get("placement", "")
        if host_ns > last.get(placement, host_ns - 1):
            found[placement] = what.get("why", "")
    return found


def _weak_batteries(base: sqlite3.Connection) -> dict[str, float]:
    """Return the last charge that the sensor of each placement reported, if it was weak."""
    found: dict[str, float] = {}
    rows = base.execute(
        "SELECT placement, detail FROM event JOIN sensor ON sensor.id = event.sensor "
        "WHERE event.kind = ? ORDER BY event.id",
        (Incident.BATTERY,),
    )
    for placement, detail in rows:
        what = json.loads(detail)
        percent = what.get("percent")
        found.pop(placement, None)
        if percent is not None and percent <= WEAK_PERCENT and not what.get("charging"):
            found[placement] = float(percent)
    return found
