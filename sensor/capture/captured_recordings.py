"""Recordings read back from a capture of raw notifications."""

import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import replace
from math import ceil
from pathlib import Path

import numpy as np

from limbwatch.sensor.capture.account import Account, account_in
from limbwatch.sensor.capture.balance import balance_of, with_warnings
from limbwatch.sensor.capture.capture_notes import (
    early_end_warnings,
    incident_notes,
    timeline_notes,
)
from limbwatch.sensor.capture.decoded import (
    CapturedPackets,
    CapturedSensor,
    captured_packets,
    captured_sensors,
)
from limbwatch.sensor.capture.disk.opening import open_capture
from limbwatch.sensor.capture.doubled import doubled_warning
from limbwatch.sensor.capture.night_long_gravity import no_gravity_since
from limbwatch.sensor.capture.timing.assembly import timeline
from limbwatch.sensor.capture.wall import WallTime
from limbwatch.sensor.devices import DEVICES, Device, device_of_kind, recognised
from limbwatch.sensor.errors import UnreadableFile
from limbwatch.sensor.placement import Placement
from limbwatch.sensor.quality import Quality
from limbwatch.sensor.recording import SIMULATED, SIMULATED_ADDRESS, Recording
from limbwatch.sensor.samples import Samples, main_rate
from limbwatch.sensor.standstill import without_standstill


def recordings_from_capture(path: Path) -> tuple[Recording, ...]:
    """Decode a capture, finished or not, and put its samples in time.

    Returns one recording per placement, in the order of `Placement`. Sensors that sent nothing are
    left out and named in a warning.

    Raises
    ------
    UnreadableFile
        If the file is not a capture or holds no sample.
    """
    with _opened(path) as connection:
        sensors = captured_sensors(connection)
        wall = WallTime.read(connection)
        sensor_kinds = _with_other_kinds(connection, sensors)
        found = [(one, captured_packets(connection, one)) for one in sensor_kinds]
        account = account_in(connection)
        notes = {one: incident_notes(connection, one.number) for one in sensors}
        early = {one: early_end_warnings(connection, one.number, wall) for one in sensors}
        for one in set(sensor_kinds) - set(sensors):
            kind_note = (
                f"data that came as the kind {one.kind} were stored under another kind, as earlier "
                f"versions did where an app of the sensor changed; they are read as {one.kind}"
            )
            notes[one] = (kind_note,)
        recordings = [
            _recording(sensor, packets, wall, notes[sensor] if part == 0 else (), account).warned(
                *(early.get(sensor, ()) if part == 0 else ())
            )
            for sensor, parts in found
            for part, packets in enumerate(parts)
        ]
    if not recordings:
        raise UnreadableFile(
            f"{path} holds no sample: no sensor ever streamed; see `limbwatch doctor`"
        )
    joined = [
        _join([recording for recording in recordings if recording.placement == placement])
        # by placement, so that it does not matter which sensor was reached first
        for placement in sorted({one.placement for one in recordings}, key=list(Placement).index)
    ]
    return with_warnings(balance_of(account, joined), joined)


def sensors_of_capture(path: Path) -> tuple[CapturedSensor, ...]:
    """List the sensors of a capture, so that a recording can continue with them.

    Raises
    ------
    UnreadableFile
        If the file is not a capture.
    """
    with _opened(path) as connection:
        return captured_sensors(connection)


@contextmanager
def _opened(path: Path) -> Iterator[sqlite3.Connection]:
    """Open a capture; report content that no recorder writes as damage."""
    with closing(open_capture(path)) as connection:
        try:
            yield connection
        except sqlite3.DatabaseError as error:
            raise UnreadableFile(f"{path} is damaged: {error}") from error
        except (ArithmeticError, AttributeError, LookupError, TypeError, ValueError) as error:
            raise UnreadableFile(
                f"{path} holds values that no recorder writes ({type(error).__name__}: {error})"
            ) from error


def _recording(
    sensor: CapturedSensor,
    packets: CapturedPackets,
    wall: WallTime,
    incidents: tuple[str, ...],
    account: Account,
) -> Recording:
    line = timeline(packets.arrivals)
    longest = max(line.fits, key=lambda fit: float(np.ptp(fit.knots)))
    # fetched samples have no arrival to compare their clock with
    timed = packets.arrivals.clock is not None and not account.fetched
    has_drift = timed and np.ptp(longest.knots) >= 60
    runs, still = without_standstill(line.runs)
    zero = runs[0].start
    assumed = packets.device.assumed(packets.settings)
    unlike = no_gravity_since(runs) if assumed else ""
    quality = Quality(
        duplicated=line.repeated * int(np.median(packets.arrivals.count)),
        saturated=_saturated(runs, packets.settings.range_g),
        drift_ppm=longest.ppm if has_drift else None,
        notes=(
            *filter(None, [assumed]),
            *timeline_notes(line, packets, wall, fetched=account.fetched),
            *incidents,
        ),
        warnings=tuple(filter(None, (still, unlike, doubled_warning(packets.arrivals, line.rate)))),
    )
    device = f"{sensor.name or sensor.address} ({sensor.kind})"
    if sensor.address.startswith(SIMULATED_ADDRESS):  # real sensors may stand beside it
        device = f"{SIMULATED} sensor ({account.simulated})"
    return Recording(
        start=wall.at(zero),
        placement=sensor.placement,
        device=device,
        rate_nominal=packets.settings.rate,
        rate=line.rate,
        runs=tuple(replace(run, start=run.start - zero) for run in runs),
        quality=quality,
    )


def _saturated(runs: Sequence[Samples], range_g: float | None) -> int:
    if range_g is None:
        return 0
    end = range_g * 0.999
    return int(sum(np.any(np.abs(run.xyz) >= end, axis=1).sum() for run in runs))


def _join(recordings: list[Recording]) -> Recording:
    """Join recordings of one placement: a sensor was exchanged, or its rate changed."""
    first, *others = sorted(recordings, key=lambda recording: recording.start)
    if not others:
        return first
    quality, rate = first.quality, first.rate_nominal or first.rate
    for other in others:
        moved = other.rebased(first.start)
        runs = (*first.runs, *_from_second(moved.runs, first.runs[-1].end))
        device = first.device if other.device in first.device else f"{first.device}, {other.device}"
        quality = replace(
            quality,
            duplicated=quality.duplicated + other.quality.duplicated,
            saturated=quality.saturated + other.quality.saturated,
            notes=tuple(dict.fromkeys((*quality.notes, *other.quality.notes))),
            warnings=(*quality.warnings, *other.quality.warnings),
        )
        before, rate = rate, other.rate_nominal or other.rate
        if rate != before:
            note = (
                f"the rate of the sensor changed in the recording: {before:g} Hz, then {rate:g} Hz"
            )
            quality = replace(quality, notes=(*quality.notes, note))
        first = replace(first, runs=runs, device=device, quality=quality)
    return replace(first, rate=main_rate(first.runs))


def _from_second(runs: Sequence[Samples], end: float) -> Iterator[Samples]:
    """Drop the samples before a second: two time fits may overlap by milliseconds."""
    for run in runs:
        first = max(0, ceil((end - run.start) * run.rate - 0.5))
        if first < len(run):
            yield replace(run, start=run.start + first / run.rate, xyz=run.xyz[first:])


def _with_other_kinds(
    connection: sqlite3.Connection, sensors: Sequence[CapturedSensor]
) -> tuple[CapturedSensor, ...]:
    """Insert, behind each sensor, a copy for every further kind that its data came as.

    Earlier versions recognised the kind anew at each connection but kept the sensor's number: a
    watch whose app had changed was stored under the kind of its first connection. Its later data
    lie in the capture on the characteristic of their own kind, to which the recorder subscribes for
    no other kind.
    """
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
