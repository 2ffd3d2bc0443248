"""Eight hours of three sensors, run as fast as the machine allows: memory, processor, file.

``python -m benchmarks.soak`` lets the whole recorder - sessions, capture, clocks, live detection
and panel - live through a night of simulated time, and prints what it took. The processor time
counts the simulated sensors too, so it is an upper bound. Waiting for the disk is left out
(SQLite does not sync here), as it costs time but no processor.
"""

import argparse
import asyncio
import resource
import sys
import tempfile
import time
from datetime import UTC, datetime
from pathlib import Path

from benchmarks.fake_bluez import FakeBluez
from benchmarks.peripherals import Bangle, Movesense, Peripheral, PolarSense, streams_when_heard
from benchmarks.private_bus import private_bus
from limbwatch.classify.rules.published import rules_by_name
from limbwatch.cli.night.folder import CAPTURE
from limbwatch.cli.recording.watch.monitor import LiveSensor
from limbwatch.cli.recording.watch.panel import panel
from limbwatch.sensor import Placement
from limbwatch.sensor.capture.captured_recordings import recordings_from_capture
from limbwatch.sensor.capture.disk.database import Capture
from limbwatch.sensor.capture.host_clock import PacedClock, PacedLoop
from limbwatch.sensor.capture.system_clock import SystemClock
from limbwatch.sensor.devices import Wish
from limbwatch.sensor.radio.ble import BleTransport
from limbwatch.sensor.radio.patience import PATIENCE
from limbwatch.sensor.radio.recorder import Listener, Recorder
from limbwatch.sensor.radio.simulated import SimulatedConnection, SimulatedTransport
from limbwatch.sensor.radio.status import Status, Target
from limbwatch.sensor.radio.streaming import Arrived, Equipment
from limbwatch.sensor.radio.transport import Found

PLACEMENTS = (Placement.ANKLE_LEFT, Placement.ANKLE_RIGHT, Placement.WRIST_LEFT)
MEMORY_LIMIT_MB = 200.0
PROCESSOR_LIMIT = 0.05
CAPTURE_LIMIT_MB = 40.0


class HeardTransport(SimulatedTransport):
    """Starts the sensors that stream as soon as they are heard."""

    async def connect(self, found: Found, **options: object) -> SimulatedConnection:
        connection = await super().connect(found, **options)  # type: ignore[arg-type]
        peripheral = connection.peripheral
        if isinstance(peripheral, Peripheral) and streams_when_heard(peripheral):
            peripheral.streaming = True
        return connection


def night_sensors() -> list[Peripheral]:
    """Make three sensors of three kinds, two with clocks that differ by 35 ppm."""
    sensors: list[Peripheral] = [
        PolarSense(address="A0:00:00:00:00:01", name="Polar Sense 1", per_packet=36, ppm=20),
        Movesense(address="A0:00:00:00:00:02", name="Movesense 2", per_packet=8, ppm=-15),
        Bangle(address="A0:00:00:00:00:03", name="Bangle.js 3"),
    ]
    for sensor in sensors:
        sensor.remembers = False  # eight hours of notes would look like a leak of the recorder
    return sensors


def resident_mb() -> float:
    """Read the memory that this process holds now."""
    for line in Path("/proc/self/status").read_text(encoding="ascii").splitlines():
        if line.startswith("VmRSS"):
            return int(line.split()[1]) / 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


class Soak:
    """A recorder with everything that a real night has around it."""

    def __init__(self, path: Path, hours: float) -> None:
        self._path = path
        self._hours = hours
        self._live: dict[Placement, LiveSensor] = {}
        self._recorder: Recorder | None = None
        self.memory: list[tuple[float, float]] = []

    async def run(self) -> Recorder:
        """Record the night."""
        loop = asyncio.get_running_loop()
        clock = PacedClock(loop, wall_start_ns=1_770_000_000_000_000_000)
        capture = Capture(self._path)
        capture._connection.execute("PRAGMA synchronous = OFF")  # noqa: SLF001 - see the module
        sensors = night_sensors()
        transport = HeardTransport(sensors, loop.time)
        stop = asyncio.Event()
        loop.call_later(self._hours * 3600, stop.set)

        def tick() -> None:
            self._tick(clock.now_ns() / 1e9)

        self._recorder = Recorder(
            [
                (Target(placement=p, sensor=s.address, device=None), transport)
                for p, s in zip(PLACEMENTS, sensors, strict=True)
            ],
            equipment=Equipment(capture=capture, clock=clock, wish=Wish(), patience=PATIENCE),
            listener=Listener(data=self._data, silence=lambda _: None, tick=tick),
        )
        await self._recorder.run(stop)
        capture.close()
        return self._recorder

    def _data(self, status: Status, arrived: list[Arrived]) -> None:
        if status.device is not None:
            self._of(status).hear(status.device, arrived)

    def _of(self, status: Status) -> LiveSensor:
        return self._live.setdefault(
            status.target.placement, LiveSensor(rules=rules_by_name("wasm2016"))
        )

    def _tick(self, now_s: float) -> None:
        if self._recorder is None:
            return
        panel(
            [(status, self._of(status)) for status in self._recorder.statuses],
            now=datetime.now(UTC),
            host_s=now_s,
            begun_s=0.0,
            size_bytes=0,
            disk_trouble=None,
        )
        if not self.memory or now_s - self.memory[-1][0] >= 1800:
            self.memory.append((now_s, resident_mb()))


async def through_bluez(folder: Path, seconds: float) -> float:
    """Record in real time through bleak and a message bus; give the share of a core it took."""
    sensors = night_sensors()
    async with private_bus(folder) as bus:
        bluez = FakeBluez(bus.address, sensors)
        await bluez.start()
        capture = Capture(folder / CAPTURE)
        quiet = Listener(data=lambda *_: None, silence=lambda _: None, tick=lambda: None)
        recorder = Recorder(
            [
                (Target(placement=p, sensor=s.name, device=None), BleTransport())
                for p, s in zip(PLACEMENTS, sensors, strict=True)
            ],
            equipment=Equipment(
                capture=capture, clock=SystemClock(), wish=Wish(), patience=PATIENCE
            ),
            listener=quiet,
        )
        stop = asyncio.Event()
        night = asyncio.create_task(recorder.run(stop))
        await asyncio.sleep(10)
        processor = time.process_time()
        await asyncio.sleep(seconds)
        share = (time.process_time() - processor) / seconds
        stop.set()
        await night
        await bluez.stop()
        capture.close()
    return share


def main() -> int:
    """Soak, print, judge."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--hours", type=float, default=8.0)
    parser.add_argument(
        "--bluez", type=float, metavar="SECONDS", help="real time through bleak instead"
    )
    asked = parser.parse_args()
    if asked.bluez:
        with tempfile.TemporaryDirectory() as name:
            share = asyncio.run(through_bluez(Path(name), asked.bluez))
        print(f"processor {share:.2%} of one core through bleak, the stand-in for BlueZ included")
        return 0 if share < PROCESSOR_LIMIT else 1
    hours = asked.hours
    with tempfile.TemporaryDirectory() as name:
        path = Path(name) / CAPTURE
        soak = Soak(path, hours)
        begin, processor = time.monotonic(), time.process_time()
        with asyncio.Runner(loop_factory=lambda: PacedLoop(None)) as runner:
            recorder = runner.run(soak.run())
        share = (time.process_time() - processor) / (hours * 3600)
        size_mb = path.stat().st_size / 1e6
        took = time.monotonic() - begin
        decode = time.monotonic()
        recordings = recordings_from_capture(path)
        decode = time.monotonic() - decode
    print(f"{hours:g} h of three sensors in {took:.0f} s; decoded and timed in {decode:.1f} s")
    for status, recording in zip(recorder.statuses, recordings, strict=True):
        kind = "" if status.device is None else status.device.kind
        drift = recording.quality.drift_ppm
        print(
            f"  {kind:<10} {status.notifications:>7} notifications, "
            f"{len(recording.runs) - 1} gaps, {recording.rate:.4f} Hz, "
            + ("no clock" if drift is None else f"drift {drift:+.1f} ppm")
        )
    early = soak.memory[min(2, len(soak.memory) - 1)][1]
    peak = max(memory for _, memory in soak.memory)
    print("memory   " + "  ".join(f"{t / 3600:.1f}h {memory:.0f}" for t, memory in soak.memory))
    print(
        f"memory   {peak:.0f} MB at most (limit {MEMORY_LIMIT_MB:.0f}), "
        f"{soak.memory[-1][1] - early:+.1f} MB since the first hour"
    )
    print(f"processor {share:.2%} of one core (limit {PROCESSOR_LIMIT:.0%})")
    print(f"capture  {size_mb:.1f} MB (limit {CAPTURE_LIMIT_MB:.0f})")
    flat = soak.memory[-1][1] - early < 10
    good = flat and peak < MEMORY_LIMIT_MB and share < PROCESSOR_LIMIT
    good = good and size_mb < CAPTURE_LIMIT_MB and not any(s.losses for s in recorder.statuses)
    print("all good" if good else "FAILED")
    return 0 if good else 1


if __name__ == "__main__":
    sys.exit(main())
