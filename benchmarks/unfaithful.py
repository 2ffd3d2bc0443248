"""Five ways for a sensor not to be what it was.

Written with the recorder's code known, unlike those of `benchmarks.hostile`; what the world does
is that of these documents.
Bluetooth Core Specification: Service Changed (volume 3, part G, 7.1), private and lasting
addresses (volume 6, part B, 1.3), names in the scan response (volume 3, part C, 12.1). BlueZ:
``doc/org.bluez.Device.rst`` (``Alias``, ``Disconnected`` and its reasons). Polar:
``technical_documentation/online_measurement.pdf`` ("measurement stopped").
``python -m benchmarks.faults`` plays them.
"""

import asyncio

from benchmarks.fake_bluez import FakeBluez
from benchmarks.peripherals import Dot, Movesense, Peripheral, PolarSense
from benchmarks.scene import Scenario, Scene
from limbwatch.sensor.devices import polar
from limbwatch.sensor.radio.status import SessionState


def _polar() -> PolarSense:
    return PolarSense(address="A0:9E:1A:00:00:01", name="Polar Sense 00000001", per_packet=6)


def _movesense() -> Movesense:
    return Movesense(address="0C:8C:DC:00:00:02", name="Movesense 000000000002", per_packet=4)


def _namesakes() -> list[Peripheral]:
    return [
        Dot(address="D4:22:CD:00:00:06", name="Movella DOT"),
        Dot(address="D4:22:CD:00:00:07", name="Movella DOT"),
    ]


async def _more(scene: Scene, number: int = 0) -> None:
    """Wait until a sensor streams, and has sent some more."""
    await scene.streaming(number)
    before = scene.statuses[number].notifications
    await scene.until(lambda: scene.statuses[number].notifications > before + 5)


async def _services_change(scene: Scene) -> None:
    for number in range(2):
        await _more(scene, number)
    beside = scene.statuses[1].losses
    scene.bluez.rearrange(scene.devices[0])
    await scene.until(lambda: scene.statuses[0].state is not SessionState.STREAMING)
    await _more(scene)
    if scene.statuses[1].losses != beside:
        raise AssertionError("new services of one sensor disturbed another")


def _reset(bluez: FakeBluez) -> None:
    bluez.devices[0].paired = bluez.devices[0].forgot = True


async def _keys_lost(scene: Scene) -> None:
    await scene.until(lambda: "does not know this computer any more" in " ".join(scene.said))
    scene.devices[0].forgot = False
    await _more(scene)


async def _stranger(scene: Scene) -> None:
    await _more(scene)
    scene.devices[0].visible = False
    scene.devices[1].visible = True
    await scene.lose(0)
    end = asyncio.get_running_loop().time() + 1.3
    await scene.until(lambda: asyncio.get_running_loop().time() > end)
    if scene.devices[1].connected or scene.devices[1].peripheral.sent:
        raise AssertionError("another one's sensor is recorded as one's own")
    scene.devices[0].visible = True
    await _more(scene)


async def _late_name(scene: Scene) -> None:
    await asyncio.sleep(0.6)
    scene.bluez.hear_name(scene.devices[0])
    await _more(scene)


async def _stopped_by_itself(scene: Scene) -> None:
    await _more(scene)
    device = scene.devices[0]
    device.peripheral.streaming = False
    scene.bluez.notify(device, polar.CONTROL, b"\x01\x02")
    await scene.until(lambda: scene.statuses[0].stalls > 0)
    await _more(scene)


UNFAITHFUL: dict[str, Scenario] = {
    "services change": Scenario(
        title="a sensor's services change under a living link, and its subscriptions are gone",
        sensors=lambda: [_polar(), _movesense()],
        act=_services_change,
    ),
    "keys lost": Scenario(
        title="a paired sensor was reset and knows this computer no more",
        sensors=lambda: [_polar()],
        before=_reset,
        act=_keys_lost,
        words=("does not know this computer any more", "bluetoothctl remove"),
    ),
    "stranger": Scenario(
        title="a sensor is out of reach, and another one of the same name is not",
        sensors=_namesakes,
        targets=("Movella DOT",),
        before=lambda bluez: setattr(bluez.devices[1], "visible", False),
        act=_stranger,
        words=("D4:22:CD:00:00:07",),
    ),
    "late name": Scenario(
        title="a sensor's name is heard after its address",
        sensors=lambda: [_polar()],
        targets=("Polar Sense 00000001",),
        before=lambda bluez: setattr(bluez.devices[0], "named", False),
        act=_late_name,
    ),
    "stopped by itself": Scenario(
        title="a Polar ends its stream by itself, and says so",
        sensors=lambda: [_polar()],
        act=_stopped_by_itself,
    ),
}
