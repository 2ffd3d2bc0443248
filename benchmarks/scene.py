"""A recording while something goes wrong with it: how it is played, and what it came to."""

import asyncio
import sqlite3
import time
from collections.abc import Awaitable, Callable
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path

from benchmarks.fake_bluez import FakeBluez
from benchmarks.fake_device import FakeDevice
from benchmarks.peripherals import Peripheral
from benchmarks.private_bus import private_bus
from benchmarks.storm import QUICK, CountingCapture
from limbwatch.cli.night.folder import CAPTURE
from limbwatch.sensor import Placement
from limbwatch.sensor.capture.system_clock import SystemClock
from limbwatch.sensor.devices import Wish
from limbwatch.sensor.radio.ble import BleTransport
from limbwatch.sensor.radio.patience import Patience, RadioPatience
from limbwatch.sensor.radio.recorder import Listener, Recorder
from limbwatch.sensor.radio.status import SessionState, Status, Target
from limbwatch.sensor.radio.streaming import Equipment

PLACEMENTS = (Placement.ANKLE_LEFT, Placement.ANKLE_RIGHT, Placement.WRIST_LEFT)

_SHORT_RADIO = RadioPatience(
    start=0.3,
    stop=0.2,
    turn=0.3,
    take_over=1.0,
    close=0.5,
    look_again=0.5,
    equal_names=0.3,
    new_address=0.3,
    stale=0.1,
)


class Scene:
    """A recording and its world, while a scenario plays."""

    def __init__(self, bluez: FakeBluez, recorder: Recorder) -> None:
        self.bluez = bluez
        self.recorder = recorder
        self.said: list[str] = []

    @property
    def devices(self) -> list[FakeDevice]:
        """The sensors as bluetoothd shows them."""
        return self.bluez.devices

    @property
    def statuses(self) -> tuple[Status, ...]:
        """One per sensor that was asked for."""
        return self.recorder.statuses

    async def until(self, condition: Callable[[], bool], seconds: float = 30.0) -> None:
        """Wait for something, and note what is said meanwhile."""
        end = time.monotonic() + seconds
        while not condition():
            self.bluez.check()
            if time.monotonic() > end:
                states = [(one.state.value, one.trouble) for one in self.statuses]
                raise TimeoutError(f"waited in vain: {states}")
            self.listen()
            await asyncio.sleep(0.02)
        self.listen()

    def listen(self) -> None:
        """Note what a person would read."""
        for status in self.statuses:
            words = f"{status.target.placement.words}: {status.trouble}"
            if status.trouble and words not in self.said:
                self.said.append(words)

    async def streaming(self, number: int) -> None:
        """Wait until a sensor streams."""
        await self.until(lambda: self.statuses[number].state is SessionState.STREAMING)

    async def lose(self, number: int) -> None:
        """Break the link of a sensor and wait until it is noticed."""
        losses = self.statuses[number].losses
        self.devices[number].bluez_drop()
        await self.until(lambda: self.statuses[number].losses > losses)


Act = Callable[[Scene], Awaitable[None]]


@dataclass(frozen=True, kw_only=True)
class Scenario:
    """One way for a night to go wrong.

    Parameters
    ----------
    title : str
    sensors : callable
        Makes those that were asked for.
    before : callable
        Prepares the world before the recording begins.
    act : callable
        What happens in it; it ends when this does.
    words : tuple of str
        Parts of what a person must have read.
    targets : tuple of str
        How the sensors were named; their addresses when empty.
    adapters : tuple of str
    patience : Patience
    """

    title: str
    sensors: Callable[[], list[Peripheral]]
    act: Act
    before: Callable[[FakeBluez], None] = lambda _bluez: None
    words: tuple[str, ...] = ()
    targets: tuple[str, ...] = ()
    adapters: tuple[str, ...] = ("hci0",)
    patience: Patience = QUICK


@dataclass(frozen=True, kw_only=True)
class Outcome:
    """What a scenario came to.

    Parameters
    ----------
    arrived, kept : int
        Notifications.
    took_s : float
        From the begin of the recording to the end of the act, seconds.
    said : tuple of str
        All that a person could read.
    scene : Scene
    """

    arrived: int
    kept: int
    took_s: float
    said: tuple[str, ...]
    scene: Scene = field(repr=False)


async def play(scenario: Scenario, folder: Path) -> Outcome:
    """Record while a scenario plays.

    Parameters
    ----------
    scenario : Scenario
    folder : Path
        Empty; the capture is left in it.
    """
    sensors = scenario.sensors()
    capture = CountingCapture(folder / CAPTURE)
    capture.arrived = []
    async with private_bus(folder) as bus:
        bluez = FakeBluez(bus.address, sensors, scenario.adapters)
        scenario.before(bluez)
        await bluez.start()
        transport = BleTransport(patience=_SHORT_RADIO)
        names = scenario.targets or tuple(one.address for one in sensors)
        targets = [
            (Target(placement=placement, sensor=name, device=None), transport)
            for placement, name in zip(PLACEMENTS, names, strict=False)
        ]
        recorder = Recorder(
            targets,
            equipment=Equipment(
                capture=capture, clock=SystemClock(), wish=Wish(), patience=scenario.patience
            ),
            listener=Listener(data=lambda *_: None, silence=lambda _: None, tick=lambda: None),
        )
        scene = Scene(bluez, recorder)
        stop = asyncio.Event()
        begin = time.monotonic()
        night = asyncio.create_task(recorder.run(stop))
        try:
            await scenario.act(scene)
        finally:
            took = time.monotonic() - begin
            scene.listen()
            stop.set()
            await night
            await bluez.stop()
    capture.close()
    if transport.choice.words is not None:
        scene.said.append(transport.choice.words)
    return Outcome(
        arrived=len(capture.arrived),
        kept=_rows(folder),
        took_s=took,
        said=tuple(scene.said),
        scene=scene,
    )


def _rows(folder: Path) -> int:
    with closing(sqlite3.connect(folder / CAPTURE)) as base:
        return int(base.execute("SELECT count(*) FROM notification").fetchone()[0])
