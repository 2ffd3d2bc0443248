"""Sentences for a person about a capture: a sensor's times and rate, and its incidents."""

import json
import sqlite3
from collections.abc import Iterator

from limbwatch.sensor.capture.decoded import CapturedPackets
from limbwatch.sensor.capture.incident import Incident
from limbwatch.sensor.capture.timing.assembly import PacketTimeline
from limbwatch.sensor.capture.wall import WallTime
from limbwatch.sensor.recording import SLOW

_MEASURED = 0.001
"""Relative error of a measured rate: a sensor set to a limit is not told to be below it."""
_OTHER_RATE = 0.05
"""Relative difference from the rate that was set which is reported; the check before the night uses
the same. Sampling clocks of cheap chips are off by a few percent."""
_UNSTEADY = 0.01
"""Relative difference of the slowest and the fastest rate that is reported: in the 10 s of arrivals
that a rate is measured in, a connection interval feigns half of it."""
_SUSPICIOUS_PPM = 200.0
"""Clock error above which a fit is doubtful, ppm: a crystal is good to 50, warmth adds a few."""


def timeline_notes(
    line: PacketTimeline, packets: CapturedPackets, wall: WallTime, *, fetched: bool
) -> Iterator[str]:
    """Describe how samples were put in time, and at which rate they came."""
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
        yield "the sensor has no clock: times follow sample numbers and the quickest arrivals"
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
            f"the sensor gave {line.rate:.3g} samples per second, though {stated:g} were "
            "expected: its times follow what it gave"
        )
    if line.rates_by_clock is not None:
        seconds, least, most = line.rates_by_clock
        gave = f"{least:.3g}" if f"{least:.3g}" == f"{most:.3g}" else f"{least:.3g} to {most:.3g}"
        yield (
            f"by its clock the sensor changed its rate: for {seconds:.0f} s it took {gave} "
            f"samples per second, and {line.rate:.3g} otherwise; all are set to the latter"
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


def incident_notes(connection: sqlite3.Connection, sensor: int) -> tuple[str, ...]:
    """Describe the incidents of a sensor, given by its number, and of the computer."""
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
        # a system that tells nothing of addresses may have found another one of its name
        Incident.NEW_ADDRESS: (
            "the sensor came back once under another address, known by its name alone",
            "the sensor came back {} times under another address, known by its name alone",
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
    incidents = [
        forms[counted[kind.value] > 1].format(counted[kind.value])
        for kind, forms in words.items()
        if kind.value in counted
    ]
    return (*incidents, *_torn_notes(connection, sensor))


def early_end_warnings(connection: sqlite3.Connection, sensor: int, wall: WallTime) -> list[str]:
    """Describe that a sensor's recording in its own memory ended by itself, and why."""
    rows = connection.execute(
        "SELECT detail FROM event WHERE kind = ? AND sensor = ?",
        (Incident.ENDED_EARLY.value, sensor),
    )
    found = []
    for detail in (json.loads(text) for (text,) in rows):
        ended = f"{wall.at(detail['last_ns'] / 1e9):%H:%M:%S}"
        if detail["why"] == "restarted":
            found.append(
                f"its recording ended by itself at {ended}, before it was fetched: the sensor "
                "restarted, as when its battery is empty or was changed"
            )
        elif detail["why"] == "still_on":
            found.append(
                f"its recording ended by itself at {ended}, though the sensor still took itself to "
                "be recording when it was fetched: its memory may have been full"
            )
        else:
            found.append(
                f"its recording ended by itself at {ended}, before it was fetched; why is not "
                "known: an empty battery, a full memory and another program end it"
            )
    return found


def _torn_notes(connection: sqlite3.Connection, sensor: int) -> Iterator[str]:
    """Describe how much of a sensor's memory came as the torn end of a file."""
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
