"""A night in which everything breaks, on purpose, at random but reproducibly."""

import asyncio
import random
import time
from collections import Counter
from collections.abc import Awaitable, Callable
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

from benchmarks.fake_bluez import FakeBluez, FakeDevice
from benchmarks.peripherals import Bangle, Movesense, Peripheral, PolarSense
from benchmarks.private_bus import PrivateBus, private_bus
from limbwatch.cli.night.folder import CAPTURE
from limbwatch.sensor import Placement
from limbwatch.sensor.capture.disk.database import Capture
from limbwatch.sensor.capture.host_clock import ClockPair
from limbwatch.sensor.capture.system_clock import SystemClock
from limbwatch.sensor.devices import Wish
from limbwatch.sensor.radio.ble import BleTransport
from limbwatch.sensor.radio.patience import Patience
from limbwatch.sensor.radio.recorder import Listener, Recorder
from limbwatch.sensor.radio.status import SessionState, Status, Target
from limbwatch.sensor.radio.streaming import Equipment

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
    while not all(status.state is SessionState.STREAMING for status in statuses):
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
    await _until(lambda: status.losses > losses or status.state is not SessionState.STREAMING)


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
        await _until(lambda: status.state is SessionState.REFUSED)
        await asyncio.sleep(chance.uniform(0.1, 0.3))
        sensor.refuse_status = 0
