"""Everything that goes wrong in a night, injected on purpose, seeded and counted.

``python -m benchmarks.faults`` runs three sensors through bleak's BlueZ backend against a
stand-in for bluetoothd (`benchmarks.fake_bluez`) and breaks link, sensors, adapter, message bus,
disk and machine at random; then it kills recording processes. It prints a table and fails when a
sample that arrived is not stored, or a loss is not a gap in its place.
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
from collections import Counter
from collections.abc import Awaitable, Callable
from contextlib import closing, suppress
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np

from benchmarks.fake_bluez import FakeBluez, FakeDevice, PrivateBus, private_bus
from benchmarks.peripherals import Bangle, Movesense, Peripheral, PolarSense, numbers_of
from limbwatch.sensor import Placement, Recording
from limbwatch.sensor.ble import BleTransport
from limbwatch.sensor.capture import CAPTURE, Capture
from limbwatch.sensor.captured import recordings_from_capture
from limbwatch.sensor.devices import Settings, Wish, device_of_kind
from limbwatch.sensor.host_clock import ClockPair, SystemClock
from limbwatch.sensor.patience import Patience
from limbwatch.sensor.recorder import Listener, Recorder
from limbwatch.sensor.status import State, Status, Target
from limbwatch.sensor.streaming import Equipment

PLACEMENTS = (Placement.ANKLE_LEFT, Placement.ANKLE_RIGHT, Placement.WRIST_LEFT)

QUICK = Patience(
    scan=1.0,
    connect=3.0,
    answer=1.0,
    back_off=(0.05, 0.1, 0.2),
    stall_frames=2.0,
    stall_extra=0.3,
    first_data=0.8,
    flush=0.1,
    clock=1.0,
)
"""Waiting times of a night, shortened so that a fault costs a second."""

TOLERANCE_S = 2.1
"""Largest error of a stored time, seconds: the longest suspend that is injected.

When a sensor's clock restarts every few seconds, a stretch may consist of nothing but packets
that a suspended machine held up, and is then as late as the quickest of them. No stretch of a
real night is that short.
"""

USUAL_S = 0.1
"""Most stretches must be better than this, seconds."""


class SleepyClock(SystemClock):
    """A clock of a machine that was suspended from time to time."""

    def __init__(self) -> None:
        self.slept_ns = 0

    def pair(self) -> ClockPair:
        host, running, wall = super().pair()
        return ClockPair(host, running - self.slept_ns, wall)


class CountingCapture(Capture):
    """A capture that keeps its own list of what arrived, to hold the file against."""

    arrived: list[bytes]
    slow_s = 0.0

    def notification(self, stream: int, characteristic: str, host_ns: int, data: bytes) -> None:
        self.arrived.append(data)
        super().notification(stream, characteristic, host_ns, data)

    def flush(self) -> bool:
        time.sleep(self.slow_s)
        return super().flush()


@dataclass(kw_only=True)
class Storm:
    """The faults of one run.

    Parameters
    ----------
    faults : int
        How many to inject, at least.
    seed : int
    """

    faults: int
    seed: int
    injected: Counter[str] = field(default_factory=Counter)

    async def run(self, folder: Path) -> "tuple[list[Peripheral], CountingCapture, Recorder]":
        """Record three sensors while everything breaks."""
        sensors: list[Peripheral] = [
            PolarSense(address="A0:9E:1A:00:00:01", name="Polar Sense 00000001", per_packet=6),
            Movesense(address="0C:8C:DC:00:00:02", name="Movesense 000000000002", per_packet=4),
            Bangle(address="E0:00:00:00:00:03", name="Bangle.js 0003"),
        ]
        clock = SleepyClock()
        capture = CountingCapture(folder / CAPTURE)
        capture.arrived = []
        async with private_bus(folder) as bus:
            bluez = FakeBluez(bus.address, sensors)
            await bluez.start()
            recorder = Recorder(
                [
                    (Target(placement=p, sensor=s.name, device=None), BleTransport())
                    for p, s in zip(PLACEMENTS, sensors, strict=True)
                ],
                equipment=Equipment(capture=capture, clock=clock, wish=Wish(), patience=QUICK),
                listener=Listener(data=lambda *_: None, silence=lambda _: None, tick=lambda: None),
            )
            stop = asyncio.Event()
            night = asyncio.create_task(recorder.run(stop))
            try:
                await self._inject(bluez, bus, recorder, capture, clock)
            finally:
                stop.set()
                await night
                await bluez.stop()
        capture.close()
        return sensors, capture, recorder

    async def _inject(
        self,
        bluez: FakeBluez,
        bus: PrivateBus,
        recorder: Recorder,
        capture: CountingCapture,
        clock: SleepyClock,
    ) -> None:
        chance = random.Random(self.seed)  # noqa: S311 - reproducible faults, no secrets
        await _streaming(bluez, recorder.statuses)
        while self.injected.total() < self.faults:
            # a calm moment, then a fault for each sensor at once, then one for the whole machine
            await asyncio.sleep(chance.uniform(0.2, 0.5))
            await asyncio.gather(
                *(
                    self._at_sensor(device, status, chance)
                    for device, status in zip(bluez.devices, recorder.statuses, strict=True)
                )
            )
            await _streaming(bluez, recorder.statuses)
            await asyncio.sleep(chance.uniform(0.1, 0.3))
            await self._at_machine(chance, bluez, bus, capture, clock)
            await _streaming(bluez, recorder.statuses)

    async def _at_sensor(self, device: FakeDevice, status: Status, chance: random.Random) -> None:
        faults: dict[str, Callable[[FakeDevice, Status, random.Random], Awaitable[None]]] = {
            "link loss": _link_loss,
            "silent stall": _stall,
            "connect errors": _connect_errors,
            "duplicate notification": _duplicate,
            "late notifications": _late,
            "battery dying": _battery_dies,
            "out of range": _out_of_range,
        }
        if isinstance(device.peripheral, PolarSense | Movesense):
            faults |= {"clock reset": _clock_reset, "sensor reboot": _reboot}
        if isinstance(device.peripheral, PolarSense):
            faults |= {"in charger": _charger, "start refused": _refused}
        name = chance.choice(sorted(faults))
        await faults[name](device, status, chance)
        self.injected[name] += 1

    async def _at_machine(
        self,
        chance: random.Random,
        bluez: FakeBluez,
        bus: PrivateBus,
        capture: CountingCapture,
        clock: SleepyClock,
    ) -> None:
        name = chance.choice(
            ["adapter power-cycle", "D-Bus death", "disk full", "slow disk", "suspend gap"]
        )
        if name == "adapter power-cycle":
            bluez.power(False)
            await asyncio.sleep(chance.uniform(0.2, 0.6))
            bluez.power(True)
        elif name == "D-Bus death":
            await bluez.stop()
            await bus.kill()
            await asyncio.sleep(chance.uniform(0.1, 0.4))
            await bus.start()
            await bluez.start()
        elif name == "disk full":
            connection = capture._connection  # noqa: SLF001 - the fault is inside
            pages = connection.execute("PRAGMA page_count").fetchone()[0]
            connection.execute(f"PRAGMA max_page_count = {pages}")
            await asyncio.sleep(chance.uniform(0.3, 0.8))
            connection.execute("PRAGMA max_page_count = 1073741823")
        elif name == "slow disk":
            capture.slow_s = chance.uniform(0.3, 0.8)
            await asyncio.sleep(1.0)
            capture.slow_s = 0.0
        else:
            asleep = chance.uniform(1.2, 2.0)
            time.sleep(asleep)  # noqa: ASYNC251 - a suspended machine runs nothing at all
            clock.slept_ns += round(asleep * 1e9)
        self.injected[name] += 1


async def _streaming(bluez: FakeBluez, statuses: tuple[Status, ...]) -> None:
    """Wait until all sensors stream again."""
    end = time.monotonic() + 20
    while not all(status.state is State.STREAMING for status in statuses):
        bluez.check()
        if time.monotonic() > end:
            raise TimeoutError(f"no recovery: {[(s.state.value, s.trouble) for s in statuses]}")
        await asyncio.sleep(0.02)


async def _until(condition: Callable[[], bool], seconds: float = 5.0) -> None:
    with suppress(TimeoutError):
        async with asyncio.timeout(seconds):
            while not condition():  # noqa: ASYNC110 - the condition is another task's state
                await asyncio.sleep(0.02)


async def _lose(device: FakeDevice, status: Status) -> None:
    losses = status.losses
    device.bluez_drop()
    await _until(lambda: status.losses > losses or status.state is not State.STREAMING)


async def _link_loss(device: FakeDevice, status: Status, _chance: random.Random) -> None:
    await _lose(device, status)


async def _stall(device: FakeDevice, status: Status, _chance: random.Random) -> None:
    stalls = status.stalls
    device.peripheral.muted = True
    await _until(lambda: status.stalls > stalls)
    device.peripheral.muted = False


async def _connect_errors(device: FakeDevice, status: Status, chance: random.Random) -> None:
    texts = ["le-connection-abort-by-local", "le-connection-timeout", "Software caused abort"]
    device.connect_errors = [chance.choice(texts) for _ in range(chance.randint(1, 3))]
    await _lose(device, status)


async def _duplicate(device: FakeDevice, _status: Status, _chance: random.Random) -> None:
    if not isinstance(device.peripheral, Bangle):  # nothing tells a repeat without a clock
        device.double = True
    await asyncio.sleep(0.3)


async def _late(device: FakeDevice, _status: Status, chance: random.Random) -> None:
    device.hold_until = time.monotonic() + chance.uniform(0.1, 0.3)
    await asyncio.sleep(0.4)


async def _battery_dies(device: FakeDevice, status: Status, chance: random.Random) -> None:
    device.peripheral.battery = 1
    await _out_of_range(device, status, chance)
    device.peripheral.battery = 90


async def _out_of_range(device: FakeDevice, status: Status, chance: random.Random) -> None:
    device.visible = False
    await _lose(device, status)
    await asyncio.sleep(chance.uniform(0.3, 1.2))
    device.visible = True


async def _clock_reset(device: FakeDevice, _status: Status, chance: random.Random) -> None:
    sensor = device.peripheral
    back, shift = chance.random() < 0.5, chance.uniform(20, 3000)
    # no sensor's clock runs below zero
    room = sensor.clock_s(sensor.taken)
    sensor.clock_zero_s += -min(shift, room) if back and room > 20 else shift
    await asyncio.sleep(0.6)


async def _reboot(device: FakeDevice, status: Status, chance: random.Random) -> None:
    device.peripheral.clock_zero_s -= device.peripheral.clock_s(device.peripheral.taken)
    await _out_of_range(device, status, chance)


async def _charger(device: FakeDevice, status: Status, chance: random.Random) -> None:
    await _refusing(device, status, chance, 13)


async def _refused(device: FakeDevice, status: Status, chance: random.Random) -> None:
    await _refusing(device, status, chance, 12)


async def _refusing(device: FakeDevice, status: Status, chance: random.Random, code: int) -> None:
    sensor = device.peripheral
    if isinstance(sensor, PolarSense):
        sensor.refuse_status = code
        await _lose(device, status)
        await _until(lambda: status.state is State.REFUSED)
        await asyncio.sleep(chance.uniform(0.1, 0.3))
        sensor.refuse_status = 0


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
    decoder = device.decoder(Settings(rate=sensor.rate, range_g=8))
    arrived: list[int] = []
    for data in capture.arrived:
        if _is_of(sensor, data):
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
        return data[:2] == bytes([2, sensor.reference]) and data[9:10] != b"\x81"
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
        for number in (signal.SIGKILL, signal.SIGTERM, signal.SIGINT):
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
    losses = [status.losses for status in recorder.statuses]
    print(f"\nlinks lost {losses}; {'all good' if not bad else f'{bad} FAILURES'}")
    return 1 if bad else 0


if __name__ == "__main__":
    sys.exit(main())
