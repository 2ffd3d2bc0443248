"""Nights that go wrong in one way each, through bleak's BlueZ code, with what is demanded of them.

Each scenario is played against a stand-in for bluetoothd with sensors written from their vendors'
documents. ``python -m benchmarks.faults`` prints them all; ``tests/test_radio_faults.py`` holds
them.
"""

import asyncio
import sqlite3
import time
from collections.abc import Awaitable, Callable
from contextlib import closing
from dataclasses import dataclass, field, replace
from pathlib import Path

from benchmarks.fake_bluez import FakeBluez, FakeDevice
from benchmarks.peripherals import Bangle, Dot, Movesense, Peripheral, PolarSense
from benchmarks.private_bus import private_bus
from benchmarks.storm import QUICK, CountingCapture
from limbwatch.sensor import Placement
from limbwatch.sensor.capture.host_clock import SystemClock
from limbwatch.sensor.capture.schema import CAPTURE
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
)
_STUBBORN = replace(QUICK, scan=60.0, connect=60.0)
"""With this patience whoever waits for a stuck sensor waits for good."""


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


def _polar(number: int = 1) -> PolarSense:
    return PolarSense(
        address=f"A0:9E:1A:00:00:0{number}", name=f"Polar Sense 0000000{number}", per_packet=6
    )


def _movesense() -> Movesense:
    return Movesense(address="0C:8C:DC:00:00:02", name="Movesense 000000000002", per_packet=4)


def _pair_of_polars() -> list[Peripheral]:
    return [_polar(1), _polar(2)]


async def _streams(scene: Scene) -> None:
    for number in range(len(scene.statuses)):
        await scene.streaming(number)


async def _first_streams(scene: Scene) -> None:
    await scene.streaming(0)


def _orphaned(bluez: FakeBluez) -> None:
    """Leave link and stream of a program that was killed."""
    for device in bluez.devices:
        bluez.orphan(device)
        device.peripheral.streaming = True


def _half_made(bluez: FakeBluez) -> None:
    """Leave a link whose services were never read."""
    for device in bluez.devices:
        bluez.orphan(device, resolved=False)


def _unanswered(**calls: int) -> Callable[[FakeBluez], None]:
    return lambda bluez: bluez.unanswered.update(calls)


async def _discovery_stuck_beside_a_stream(scene: Scene) -> None:
    await _streams(scene)
    connects = scene.statuses[0].connects
    scene.bluez.unanswered["StartDiscovery"] = 1
    scene.devices[1].visible = False
    await scene.lose(1)
    await scene.until(lambda: "while another sensor streams" in " ".join(scene.said))
    if scene.statuses[0].connects != connects or scene.statuses[0].losses:
        raise AssertionError("a stuck search disturbed a healthy sensor")


async def _stop_discovery_unanswered(scene: Scene) -> None:
    await _streams(scene)
    scene.bluez.unanswered["StopDiscovery"] = 1
    await scene.lose(0)
    await _streams(scene)


async def _reconnect_beside_a_stuck_connection(scene: Scene) -> None:
    await _streams(scene)
    scene.bluez.unanswered["Connect"] = 1
    await scene.lose(0)
    await scene.until(lambda: scene.bluez.unanswered["Connect"] == 0)
    await scene.lose(1)
    await scene.streaming(1)
    if scene.statuses[0].state is SessionState.STREAMING:
        raise AssertionError("the connection was not stuck at all")


async def _answers_and_sends_nothing(scene: Scene) -> None:
    await _streams(scene)
    # until it is known how often it sends, silence is looked for with more patience
    await scene.until(lambda: scene.statuses[0].notifications > _KNOWN)
    sensor = scene.devices[0].peripheral
    sensor.muted = True
    await scene.until(lambda: scene.statuses[0].stalls > 0)
    await scene.until(lambda: scene.statuses[0].losses > 0)
    sensor.muted = False
    await _streams(scene)


async def _new_address(scene: Scene) -> None:
    await _streams(scene)
    device = scene.devices[0]
    device.bluez_drop()
    device.readdress("5C:11:22:33:44:55")
    await scene.until(lambda: scene.statuses[0].losses > 0)
    await _streams(scene)


async def _equal_names(scene: Scene) -> None:
    await scene.until(lambda: "sensors called Movella DOT are in range" in " ".join(scene.said))


async def _pairing(scene: Scene) -> None:
    await scene.until(lambda: scene.statuses[0].state is SessionState.REFUSED)
    scene.devices[0].paired = True
    await _streams(scene)


async def _ends_by_itself(scene: Scene) -> None:
    await scene.until(lambda: scene.statuses[0].state is SessionState.GIVEN_UP)


class _OldWatch(Bangle):
    """An app from before the format could be chosen: one byte of magnitude."""

    @property
    def services(self) -> dict[str, dict[str, tuple[str, ...]]]:
        return {
            service: {uuid: flags for uuid, flags in known.items() if not uuid.startswith(_FORMAT)}
            for service, known in super().services.items()
        }


_FORMAT = "000085e9-0005"
_KNOWN = 8

SCENARIOS: dict[str, Scenario] = {
    "orphaned link, by name": Scenario(
        title="killed with -9, the link lives on; resumed by name",
        sensors=_pair_of_polars,
        targets=("Polar Sense 00000001", "polar sense 00000002"),
        before=_orphaned,
        act=_streams,
    ),
    "orphaned link, by address": Scenario(
        title="killed with -9, the link lives on; resumed by address",
        sensors=lambda: [_polar(), _movesense()],
        targets=("A0:9E:1A:00:00:01", "0c:8c:dc:00:00:02"),
        before=_orphaned,
        act=_streams,
    ),
    "half-made link": Scenario(
        title="the desktop holds a link whose services were never read",
        sensors=lambda: [_polar()],
        before=_half_made,
        act=_streams,
    ),
    "StartDiscovery unanswered": Scenario(
        title="one StartDiscovery is never answered",
        sensors=_pair_of_polars,
        before=_unanswered(StartDiscovery=1),
        act=_streams,
        words=("is asked again", "was switched off and on"),
    ),
    "StartDiscovery unanswered, no right to switch": Scenario(
        title="the adapter is stuck and this user may not switch it off and on",
        sensors=lambda: [_polar()],
        before=lambda bluez: (
            bluez.unanswered.update(StartDiscovery=1),
            setattr(bluez, "may_power", False),
        )[1],
        act=lambda scene: scene.until(
            lambda: "cannot be switched off and on from here" in " ".join(scene.said)
        ),
        words=("bluetoothctl power off",),
    ),
    "search stuck beside a stream": Scenario(
        title="discovery hangs while another sensor streams",
        sensors=_pair_of_polars,
        act=_discovery_stuck_beside_a_stream,
    ),
    "StopDiscovery unanswered": Scenario(
        title="one StopDiscovery is never answered",
        sensors=_pair_of_polars,
        act=_stop_discovery_unanswered,
    ),
    "one sensor absent": Scenario(
        title="the first sensor asked for never shows; the second streams all the same",
        sensors=_pair_of_polars,
        before=lambda bluez: setattr(bluez.devices[0], "visible", False),
        act=lambda scene: scene.streaming(1),
        patience=_STUBBORN,
    ),
    "one connection stuck": Scenario(
        title="Connect of one sensor is never answered; the other reconnects beside it",
        sensors=_pair_of_polars,
        act=_reconnect_beside_a_stuck_connection,
        patience=_STUBBORN,
    ),
    "answers and sends nothing": Scenario(
        title="a Movesense answers commands and sends no samples",
        sensors=lambda: [_movesense()],
        act=_answers_and_sends_nothing,
    ),
    "new private address": Scenario(
        title="a sensor named by address comes back under another one",
        sensors=lambda: [_polar()],
        act=_new_address,
    ),
    "equal names": Scenario(
        title="two sensors of one name, one asked for by it",
        sensors=lambda: [
            Dot(address="D4:22:CD:00:00:06", name="Movella DOT"),
            Dot(address="D4:22:CD:00:00:07", name="Movella DOT"),
        ],
        targets=("Movella DOT",),
        act=_equal_names,
        words=("D4:22:CD:00:00:06, D4:22:CD:00:00:07", "by its address"),
    ),
    "pairing": Scenario(
        title="a sensor talks to paired computers only, and is paired",
        sensors=lambda: [_polar()],
        before=lambda bluez: setattr(bluez.devices[0], "wants_pairing", True),
        act=_pairing,
        words=("talks to paired computers only", "limbwatch devices --pair"),
    ),
    "two adapters": Scenario(
        title="two adapters: the first in order is taken, and said",
        sensors=lambda: [_polar()],
        adapters=("hci1", "hci0"),
        act=_first_streams,
        words=("Bluetooth adapter: hci0", "There is hci1"),
    ),
    "no format": Scenario(
        title="a watch that cannot say that it sends three axes",
        sensors=lambda: [_OldWatch(address="E0:00:00:00:00:03", name="Bangle.js 0003")],
        act=_ends_by_itself,
        words=("magnitude without direction",),
    ),
    "late answer": Scenario(
        title="a Movesense answers the end of a subscription late",
        sensors=lambda: [_LateMovesense(address="0C:8C:DC:00:00:02", name="Movesense 2")],
        act=_answers_and_sends_nothing,
    ),
}


class _LateMovesense(Movesense):
    """Its answer to the end of a subscription, 404, comes with that to the next command."""

    owed: bytes = b""

    def write(self, characteristic: str, data: bytes) -> list[tuple[str, bytes]]:
        answers = super().write(characteristic, data)
        if answers and data[0] == 2:
            self.owed = answers[0][1][:2] + (404).to_bytes(2, "little")
            return []
        late, self.owed = self.owed, b""
        return [*([(answers[0][0], late)] if late and answers else []), *answers]
