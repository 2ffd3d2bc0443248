"""A capture file read back: raw notifications into recordings."""

import json
import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import replace
from math import ceil
from pathlib import Path

import numpy as np

from limbwatch.sensor.capture.account import Account, account_in
from limbwatch.sensor.capture.assembly import PacketTimeline, timeline
from limbwatch.sensor.capture.balance import balance_of, with_warnings
from limbwatch.sensor.capture.decoded import (
    CapturedPackets,
    CapturedSensor,
    captured_packets,
    captured_sensors,
)
from limbwatch.sensor.capture.incident import Incident
from limbwatch.sensor.capture.night_long_gravity import no_gravity_since
from limbwatch.sensor.capture.opening import open_capture
from limbwatch.sensor.capture.stored_kind import with_other_kinds
from limbwatch.sensor.capture.wall import WallTime
from limbwatch.sensor.errors import UnreadableFile
from limbwatch.sensor.placement import Placement
from limbwatch.sensor.recording import SLOW, Quality, Recording, main_rate
from limbwatch.sensor.samples import Samples
from limbwatch.sensor.standstill import without_standstill

_MEASURED = 0.001
"""Share by which a measured rate may be off: it is no rate below a limit that it was set to."""
_OTHER_RATE = 0.05
"""Share by which a rate may differ from the one that was set before it is told: that of the check
before the night. Sampling clocks of cheap chips are off by a few percent."""
_UNSTEADY = 0.01
"""Share between the slowest and the fastest rate that is told: a connection interval feigns half
of it in the 10 s of arrivals that a rate is measured in."""
_SUSPICIOUS_PPM = 200.0
"""A crystal is good to 50 ppm and a few more for warmth; beyond this the fit is doubtful."""


def recordings_from_capture(path: Path) -> tuple[Recording, ...]:
    """Decode a capture and put its samples in time; whatever is there is used.

    Parameters
    ----------
    path : Path
        A ``capture.sqlite``, finished or not.

    Returns
    -------
    tuple of Recording
        One per placement, in their order; sensors that sent nothing are left out, and told in a
        warning.

    Raises
    ------
    UnreadableFile
        If the file is no capture or holds no sample.
    """
    with _read(path) as connection:
        sensors = captured_sensors(connection)
        wall = WallTime.read(connection)
        came = with_other_kinds(connection, sensors)
        found = [(one, captured_packets(connection, one)) for one in came]
        account = account_in(connection)
        notes = {one: _notes(connection, one.number) for one in sensors}
        for one in set(came) - set(sensors):
            said = (
                f"data that came as the kind {one.kind} were stored under another kind, as earlier "
                f"versions did where an app of the sensor changed; they are read as {one.kind}"
            )
            notes[one] = (said,)
        recordings = [
            _recording(sensor, packets, wall, notes[sensor] if part == 0 else (), account)
            for sensor, parts in found
            for part, packets in enumerate(parts)
        ]
    if not recordings:
        raise UnreadableFile(
            f"{path} holds no sample: no sensor ever streamed; see `limbwatch doctor`"
        )
    joined = [
        _joined([recording for recording in recordings if recording.placement == placement])
        # whichever sensor was reached first: a night's order does not depend on it
        for placement in sorted({one.placement for one in recordings}, key=list(Placement).index)
    ]
    return with_warnings(balance_of(account, joined), joined)


def sensors_of_capture(path: Path) -> tuple[CapturedSensor, ...]:
    """List the sensors of a capture file, so that a recording can go on with them.

    Raises
    ------
    UnreadableFile
        If the file is no capture.
    """
    with _read(path) as connection:
        return captured_sensors(connection)


@contextmanager
def _read(path: Path) -> Iterator[sqlite3.Connection]:
    """Open a capture, and say that it is damaged where its content is none of a recorder's."""
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
    # what was fetched has no arrival that its clock could be held against
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
            *_timeline_notes(line, packets, wall, fetched=account.fetched),
            *incidents,
        ),
        warnings=tuple(filter(None, (still, unlike))),
    )
    device = f"{sensor.name or sensor.address} ({sensor.kind})"
    return Recording(
        start=wall.at(zero),
        placement=sensor.placement,
        device=f"simulated sensor ({account.simulated})" if account.simulated else device,
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


def _timeline_notes(
    line: PacketTimeline, packets: CapturedPackets, wall: WallTime, *, fetched: bool
) -> Iterator[str]:
    tally = packets.tally
    if tally.truncated or tally.malformed:
        yield (
            f"{tally.truncated} cut and {tally.malformed} damaged packets were left out; what they "
            "held is a gap"
        )
    yield from _order_notes(line)
    if line.lost:
        how = "estimated from arrival times"
        if packets.arrivals.clock:
            how = "by its clock"
        elif packets.arrivals.number_modulus:
            how = "by its packet numbers"
        samples = "1 sample was" if line.lost == 1 else f"{line.lost} samples were"
        yield f"{samples} lost between sensor and computer ({how})"
    if packets.arrivals.changes:
        yield "the sensor sends only what changed: a value holds until the next, at its arrival"
    elif packets.arrivals.clock is None:
        yield "the sensor has no clock: times stand on sample numbers and the quickest arrivals"
    elif len(line.fits) > 1:
        again = len(line.fits) - 1
        often = "once" if again == 1 else f"{again} times"
        yield f"the sensor's clock restarted or was set {often}"
    if packets.arrivals.clock and any(abs(fit.ppm) > _SUSPICIOUS_PPM for fit in line.fits):
        worst = max((fit.ppm for fit in line.fits), key=abs)
        yield f"the sensor's clock is off by {worst:.0f} ppm, more than a crystal should be"
    yield from _rate_notes(line, packets)
    if packets.damage:
        yield f"the capture is damaged ({packets.damage}); what lies behind the damage is missing"
    if packets.unset:
        yield f"the settings of {packets.unset} connections are taken from the sensor's others"
    if wall.step_s > 1:
        yield f"the computer's wall clock was set by {wall.step_s:.0f} s during the night"
    if fetched:
        yield (
            "fetched from the sensor's memory: nothing followed its clock through the night; 20 "
            "parts per million are 0.6 s in 8 h"
        )
        return
    yield "times include the shortest radio delay, some 10-50 ms, alike for all sensors"


def _rate_notes(line: PacketTimeline, packets: CapturedPackets) -> Iterator[str]:
    stated = packets.settings.rate
    if not packets.arrivals.changes and abs(line.rate / stated - 1) > _OTHER_RATE:
        yield (
            f"the sensor gave {line.rate:.3g} samples per second, though {stated:g} were expected: "
            "its times stand on what it gave"
        )
    if line.rates_by_clock is not None:
        seconds, least, most = line.rates_by_clock
        gave = f"{least:.3g}" if f"{least:.3g}" == f"{most:.3g}" else f"{least:.3g} to {most:.3g}"
        yield (
            f"by its clock the sensor changed its rate: for {seconds:.0f} s it took {gave} samples "
            f"per second, and {line.rate:.3g} else; all are put to the latter"
        )
    slowest, fastest = line.rates_by_arrival or (stated, stated)
    if fastest > (1 + _UNSTEADY) * slowest:
        yield (
            f"the rate of the sensor was not steady, {slowest:.3g} to {fastest:.3g} samples per "
            "second: its times follow the quickest arrivals of every two seconds; packets that it "
            "dropped one by one may look the same"
        )
    if line.rate < (1 - _MEASURED) * SLOW:
        yield (
            f"{line.rate:.3g} samples per second: movements shorter than {1 / line.rate:.2f} s "
            "cannot be seen, and the length of others is coarse"
        )


def _order_notes(line: PacketTimeline) -> Iterator[str]:
    if line.repeated or line.late:
        yield f"{line.repeated} repeated packets dropped, {line.late} late ones put in their place"
    if line.stray:
        yield (
            f"{line.stray} packets were stamped at a time that fits neither neighbour; they were "
            "put where both say"
        )


def _notes(connection: sqlite3.Connection, sensor: int) -> tuple[str, ...]:
    counted = dict(
        connection.execute(
            "SELECT kind, count(*) FROM event WHERE sensor = ? OR sensor IS NULL GROUP BY kind",
            (sensor,),
        )
    )
    words = {
        Incident.LOST: ("the connection was lost once", "the connection was lost {} times"),
        Incident.STALLED: (
            "the stream fell silent and was restarted",
            "the stream fell silent and was restarted {} times",
        ),
        Incident.SUSPENDED: ("the computer slept once", "the computer slept {} times"),
        Incident.DISK: (
            "the disk did not take data; they waited in memory",
            "the disk did not take data {} times; they waited in memory",
        ),
        Incident.OVERFLOW: (
            "data had to be dropped once because the disk stayed full",
            "data had to be dropped {} times because the disk stayed full",
        ),
    }
    said = [
        forms[counted[kind.value] > 1].format(counted[kind.value])
        for kind, forms in words.items()
        if kind.value in counted
    ]
    return (*said, *_torn(connection, sensor))


def _torn(connection: sqlite3.Connection, sensor: int) -> Iterator[str]:
    """Say how much of what a sensor had in its memory came as a torn end of a file."""
    rows = connection.execute(
        "SELECT detail FROM event WHERE kind = ? AND sensor = ?", (Incident.TORN.value, sensor)
    )
    lost = [json.loads(detail) for (detail,) in rows]
    if lost:
        size = sum(int(one["bytes"]) for one in lost)
        seconds = sum(float(one["seconds"]) for one in lost)
        yield (
            f"{size} bytes at the end of what the sensor stored are torn: about {seconds:.0f} s of "
            "samples are lost there"
        )


def _joined(recordings: list[Recording]) -> Recording:
    """Put what was worn at one place in a row: a sensor was exchanged, or its rate changed."""
    first, *others = sorted(recordings, key=lambda recording: recording.start)
    if not others:
        return first
    quality, rate = first.quality, first.rate_nominal or first.rate
    for other in others:
        moved = other.rebased(first.start)
        runs = (*first.runs, *_behind(moved.runs, first.runs[-1].end))
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


def _behind(runs: Sequence[Samples], end: float) -> Iterator[Samples]:
    """Leave out the samples before some second: two fits of time may meet by milliseconds."""
    for run in runs:
        first = max(0, ceil((end - run.start) * run.rate - 0.5))
        if first < len(run):
            yield replace(run, start=run.start + first / run.rate, xyz=run.xyz[first:])
