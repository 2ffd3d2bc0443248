"""Ten more ways for a night to go wrong, written from BlueZ's and the vendors' documents alone.

BlueZ: ``doc/org.bluez.Device.rst``, ``org.bluez.Adapter.rst``,
``org.bluez.GattCharacteristic.rst``; Bluetooth Core Specification: MTU (volume 3, part F, 3.2.8).
Each was written before it was seen whether it holds; ``python -m benchmarks.faults`` plays them.
"""

import asyncio
from collections.abc import Callable

from benchmarks.fake_bluez import FakeBluez
from benchmarks.peripherals import Movesense, Peripheral, PolarSense
from benchmarks.scene import Scenario, Scene
from limbwatch.sensor.radio.status import SessionState

_SOME = 12
"""Notifications after which a stream runs."""

_LITTLE_MTU = 23 - 3
"""Bytes of a notification without a negotiated MTU."""


def _polar(number: int = 1) -> PolarSense:
    return PolarSense(
        address=f"A0:9E:1A:00:00:0{number}", name=f"Polar Sense 0000000{number}", per_packet=6
    )


def _movesense() -> Movesense:
    return Movesense(address="0C:8C:DC:00:00:02", name="Movesense 000000000002", per_packet=4)


def _two() -> list[Peripheral]:
    return [_polar(), _movesense()]


async def _stream(scene: Scene) -> None:
    """Wait until each sensor sends, and has sent some more."""
    for number, status in enumerate(scene.statuses):
        await scene.streaming(number)
        before = status.notifications
        await scene.until(lambda status=status, before=before: status.notifications > before + 3)


async def _adapter_comes_back_as_another(scene: Scene) -> None:
    await _stream(scene)
    scene.bluez.unplug()
    await scene.until(lambda: all(one.losses for one in scene.statuses))
    await asyncio.sleep(1.0)
    scene.listen()
    scene.bluez.plug("hci1")
    await _stream(scene)


async def _service_restarts(scene: Scene) -> None:
    await _stream(scene)
    await scene.bluez.stop()
    streaming = SessionState.STREAMING
    await scene.until(lambda: all(one.state is not streaming for one in scene.statuses))
    await scene.bluez.start()
    await _stream(scene)


async def _never_resolved(scene: Scene) -> None:
    await scene.until(lambda: scene.statuses[0].trouble != "")
    scene.devices[0].resolves = True
    await _stream(scene)


async def _forgotten(scene: Scene) -> None:
    await _stream(scene)
    scene.bluez.forget(scene.devices[0])
    await scene.until(lambda: scene.statuses[0].losses > 0)
    await _stream(scene)


async def _restarts_at_zero(scene: Scene) -> None:
    await _stream(scene)
    sensor = scene.devices[0].peripheral
    sensor.clock_zero_s = -sensor.clock_s(sensor.taken)
    await scene.lose(0)
    await _stream(scene)


async def _out_of_order(scene: Scene) -> None:
    await _stream(scene)
    device = scene.devices[0]
    device.altered = lambda held: held[::-1]
    for _ in range(4):
        device.hold_until = asyncio.get_running_loop().time() + 0.4
        device.double = True
        before = scene.statuses[0].notifications
        await scene.until(lambda before=before: scene.statuses[0].notifications > before + 2)


async def _half_of_them(scene: Scene) -> None:
    await _stream(scene)
    turn = iter(range(1_000_000))
    scene.devices[0].altered = lambda held: [one for one in held if next(turn) % 2]
    before = scene.statuses[0].notifications
    await scene.until(lambda: scene.statuses[0].notifications > before + _SOME)


async def _cut(scene: Scene) -> None:
    scene.devices[0].altered = lambda held: [(uuid, data[:_LITTLE_MTU]) for uuid, data in held]
    await scene.until(lambda: "cut" in " ".join(scene.said))


async def _end(scene: Scene) -> None:
    await scene.until(
        lambda: (
            scene.statuses[0].state in {SessionState.REFUSED, SessionState.GIVEN_UP}
            or scene.statuses[0].state is SessionState.STREAMING
        )
    )
    await _stream(scene)


def _refuse(**errors: tuple[str, str]) -> Callable[[FakeBluez], None]:
    def prepare(bluez: FakeBluez) -> None:
        bluez.refusals = {member: [error] for member, error in errors.items()}

    return prepare


HOSTILE: dict[str, Scenario] = {
    "adapter pulled out, back as hci1": Scenario(
        title="a USB adapter is pulled out and comes back under another name",
        sensors=_two,
        act=_adapter_comes_back_as_another,
    ),
    "service restarts": Scenario(
        title="the Bluetooth service is restarted, as by an update",
        sensors=_two,
        act=_service_restarts,
    ),
    "services never resolved": Scenario(
        title="a sensor connects and its services are never told",
        sensors=lambda: [_polar()],
        before=lambda bluez: setattr(bluez.devices[0], "resolves", False),
        act=_never_resolved,
        words=("switch it off and on",),
    ),
    "device removed": Scenario(
        title="somebody removes the sensor from the system's list while it streams",
        sensors=lambda: [_polar()],
        act=_forgotten,
    ),
    "sensor restarts at zero": Scenario(
        title="a sensor restarts, and its clock begins at nought",
        sensors=lambda: [_movesense()],
        act=_restarts_at_zero,
    ),
    "out of order": Scenario(
        title="notifications come late, twice and the newest first",
        sensors=lambda: [_polar()],
        act=_out_of_order,
    ),
    "half of them": Scenario(
        title="a slow connection interval loses every second notification",
        sensors=lambda: [_polar()],
        act=_half_of_them,
    ),
    "smallest MTU": Scenario(
        title="notifications are cut to 20 bytes, for no MTU was agreed on",
        sensors=lambda: [_movesense()],
        act=_cut,
        words=("all its data come cut", "another adapter"),
    ),
    "notifications acquired elsewhere": Scenario(
        title="another program has the notifications, until it lets go",
        sensors=lambda: [_polar()],
        before=_refuse(StartNotify=("org.bluez.Error.NotPermitted", "Notify acquired")),
        act=_end,
        words=("another program on this computer is receiving the sensor's data",),
    ),
    "a write fails once": Scenario(
        title="the first command is refused for a moment",
        sensors=lambda: [_polar()],
        before=_refuse(WriteValue=("org.bluez.Error.InProgress", "In Progress")),
        act=_end,
    ),
}
