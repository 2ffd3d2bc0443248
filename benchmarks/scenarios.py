"""Nights that go wrong in one way each, through bleak's BlueZ code, with what is demanded of them.

Each scenario is played against a stand-in for bluetoothd with sensors written from their vendors'
documents. ``python -m benchmarks.faults`` prints them all; ``tests/test_radio_faults.py`` holds
them.
"""

from collections.abc import Callable
from dataclasses import replace

from benchmarks.fake_bluez import FakeBluez
from benchmarks.peripherals import Bangle, Dot, Movesense, Peripheral, PolarSense
from benchmarks.scene import Scenario, Scene
from benchmarks.storm import QUICK
from limbwatch.sensor.radio.status import SessionState

_STUBBORN = replace(QUICK, scan=60.0, connect=60.0)
"""With this patience whoever waits for a stuck sensor waits for good."""


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
