"""Everything that goes wrong in a night, injected on purpose, seeded and counted.

``python -m benchmarks.faults`` runs three sensors through bleak's BlueZ backend against a
stand-in for bluetoothd (`benchmarks.fake_bluez`) and breaks link, sensors, adapter, message bus,
disk and machine at random; then it kills recording processes, and plays the scenarios of
`benchmarks.scenarios`, `benchmarks.hostile` and `benchmarks.unfaithful` one by one. It prints
tables and fails when a sample that arrived is not stored, a loss is not a gap in its place, or a
person was not told what they must know.
"""

import argparse
import asyncio
import logging
import os
import random
import signal
import sqlite3
import subprocess
import sys
import tempfile
import time
from contextlib import closing, suppress
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from benchmarks.hostile import HOSTILE
from benchmarks.peripherals import Movesense, Peripheral, PolarSense, numbers_of
from benchmarks.scenarios import SCENARIOS
from benchmarks.scene import play
from benchmarks.storm import CountingCapture, Storm
from benchmarks.unfaithful import UNFAITHFUL
from limbwatch.cli.night.folder import CAPTURE
from limbwatch.sensor import Recording
from limbwatch.sensor.capture.captured_recordings import recordings_from_capture
from limbwatch.sensor.devices import Settings, device_of_kind

TOLERANCE_S = 2.1
"""Largest error of a stored time, seconds: the longest suspend that is injected.

When a sensor's clock restarts every few seconds, a stretch may consist of nothing but packets
that a suspended machine held up, and is then as late as the quickest of them. No stretch of a
real night is that short.
"""

USUAL_S = 0.1
"""Most stretches must be better than this, seconds."""


@dataclass(frozen=True, kw_only=True)
class Verdict:
    """What one sensor's storage is worth.

    Parameters
    ----------
    kind : str
    sent, arrived, stored : int
        Samples that the sensor sent, that reached the recorder, that the recording holds.
    repeated : int
        Of those that arrived, the ones that came twice.
    missing : int
        Samples that arrived and are not stored.
    gaps : int
    worst_s : float
        Largest error of a run's time, seconds.
    unusual : int
        Runs whose time is off by more than `USUAL_S`.
    """

    kind: str
    sent: int
    arrived: int
    stored: int
    repeated: int
    missing: int
    gaps: int
    worst_s: float
    unusual: int


def judge(recording: Recording, sensor: Peripheral, capture: CountingCapture) -> Verdict:
    """Hold a recording against what was sent and what arrived."""
    device = device_of_kind(sensor.kind)
    arrived: list[int] = []
    for data in capture.arrived:
        if _is_of(sensor, data):
            # every subscription of a Movesense has a reference of its own, its second byte
            extra = {"reference": data[1]} if isinstance(sensor, Movesense) else {}
            decoder = device.decoder(Settings(rate=sensor.rate, range_g=8, extra=extra))
            for packet in decoder.push(data):
                arrived.extend(numbers_of(packet.xyz, sensor.counts_per_g).tolist())
    stored: list[int] = []
    errors = []
    for run in recording.runs:
        numbers = numbers_of(run.xyz, sensor.counts_per_g)
        if np.any(np.diff(numbers) != 1):
            raise AssertionError(f"{sensor.kind}: a run is not contiguous: {numbers}")
        stored.extend(numbers.tolist())
        errors.append(run.start - numbers[0] / sensor.rate)
    off = np.abs(np.array(errors) - np.median(errors))
    return Verdict(
        kind=sensor.kind,
        sent=sum(n for _, n in sensor.sent),
        arrived=len(arrived),
        stored=len(stored),
        repeated=len(arrived) - len(set(arrived)),
        missing=len(set(arrived) - set(stored)),
        gaps=len(recording.runs) - 1,
        worst_s=float(off.max()),
        unusual=int(np.sum(off > USUAL_S)),
    )


def _is_of(sensor: Peripheral, data: bytes) -> bool:
    """Tell the three sensors' notifications apart by their first bytes."""
    if isinstance(sensor, PolarSense):
        return data[:1] == b"\x02" and data[9:10] == b"\x81"
    if isinstance(sensor, Movesense):
        return data[0] == 2 and len(data) == 6 + 12 * sensor.per_packet and data[9] != 0x81
    return len(data) == 18


def kill_processes(folder: Path, number: signal.Signals, times: int, seed: int) -> tuple[int, int]:
    """Start recordings, end them by a signal at random moments, count rows before and after."""
    chance = random.Random(seed)  # noqa: S311 - as above
    confirmed = kept = 0
    for turn in range(times):
        nights = folder / f"{number.name}-{turn}"
        nights.mkdir()
        command = ["record", "--sensor", "ankle_left=sim:healthy", "--duration", "10m"]
        with subprocess.Popen(
            [sys.executable, "-m", "limbwatch", *command, "--speed", "20", "-q"],
            env={**os.environ, "LIMBWATCH_NIGHTS": str(nights)},
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        ) as process:
            end = time.monotonic() + 60
            while _rows(nights) == 0 and time.monotonic() < end:
                time.sleep(0.1)
            time.sleep(chance.uniform(0.1, 1.5))
            before = _rows(nights)
            process.send_signal(number)
            process.wait(timeout=120)
        after = _rows(nights)
        (capture,) = nights.glob(f"*/{CAPTURE}")
        recordings_from_capture(capture)
        confirmed += before
        kept += min(after, before)
    return confirmed, kept


def _rows(nights: Path) -> int:
    for capture in nights.glob(f"*/{CAPTURE}"):
        with closing(sqlite3.connect(capture, timeout=5)) as connection, suppress(sqlite3.Error):
            return int(connection.execute("SELECT count(*) FROM notification").fetchone()[0])
    return 0


def play_all(folder: Path) -> int:
    """Play every scenario, print what it came to, and count those that failed."""
    print("\narrived    kept    took  scenario, and what was said")
    bad = 0
    for number, scenario in enumerate((SCENARIOS | HOSTILE | UNFAITHFUL).values()):
        place = folder / f"scenario-{number}"
        place.mkdir()
        try:
            outcome = asyncio.run(play(scenario, place))
        except (TimeoutError, AssertionError) as error:
            print(f"      -       -       -  FAILED: {scenario.title}: {error}")
            bad += 1
            continue
        said = " ".join(outcome.said)
        unsaid = [words for words in scenario.words if words not in said]
        failed = outcome.kept != outcome.arrived or unsaid
        bad += bool(failed)
        print(
            f"{outcome.arrived:>7} {outcome.kept:>7} {outcome.took_s:>5.1f} s  "
            f"{'FAILED: ' if failed else ''}{scenario.title}"
        )
        for words in outcome.said:
            print(f"{'':25}  {words}")
    return bad


def main() -> int:
    """Inject, print, judge."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--faults", type=int, default=200)
    parser.add_argument("--kills", type=int, default=5, help="of each signal")
    parser.add_argument("--seed", type=int, default=1)
    asked = parser.parse_args()
    logging.getLogger("bleak").setLevel(logging.CRITICAL)
    logging.getLogger("asyncio").setLevel(logging.CRITICAL)
    storm = Storm(faults=asked.faults, seed=asked.seed)
    bad = 0
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        begin = time.monotonic()
        sensors, capture, recorder = asyncio.run(storm.run(folder))
        took = time.monotonic() - begin
        recordings = recordings_from_capture(folder / CAPTURE)
        verdicts = [
            judge(recording, sensor, capture)
            for recording, sensor in zip(recordings, sensors, strict=True)
        ]
        for number in (signal.SIGKILL, signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
            confirmed, kept = kill_processes(folder, number, asked.kills, asked.seed)
            storm.injected[f"{number.name} (rows confirmed {confirmed}, kept {kept})"] += (
                asked.kills
            )
            bad += confirmed - kept
    print(f"seed {asked.seed}, three sensors, {took:.0f} s on bleak's BlueZ backend\n")
    for fault, count in sorted(storm.injected.items()):
        print(f"{count:5}  {fault}")
    print(f"{storm.injected.total():5}  faults in all\n")
    print("sensor     sent  arrived  repeated  stored  missing  gaps  time error: worst, > 0.1 s")
    for v in verdicts:
        print(
            f"{v.kind:<9} {v.sent:>5} {v.arrived:>8} {v.repeated:>9} {v.stored:>7} "
            f"{v.missing:>8} {v.gaps:>5}  {v.worst_s * 1000:>15.0f} ms, {v.unusual} runs"
        )
        bad += (
            v.missing
            + (v.worst_s > TOLERANCE_S)
            + (v.unusual > v.gaps // 5)
            + (v.stored != v.arrived - v.repeated)
        )
    with tempfile.TemporaryDirectory() as name:
        bad += play_all(Path(name))
    losses = [status.losses for status in recorder.statuses]
    print(f"\nlinks lost {losses}; {'all good' if not bad else f'{bad} FAILURES'}")
    return 1 if bad else 0


if __name__ == "__main__":
    sys.exit(main())
