"""Real Bluetooth through bleak: the only module that imports it."""

import asyncio
import sys
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager, suppress
from typing import Any

from bleak import BleakAdapter, BleakClient, BleakScanner
from bleak.backends.device import BLEDevice
from bleak.backends.scanner import AdvertisementData
from bleak.exc import (
    BleakBluetoothNotAvailableError,
    BleakBluetoothNotAvailableReason,
    BleakDBusError,
    BleakError,
    BleakGATTProtocolError,
)

from limbwatch.sensor.devices import DEVICES
from limbwatch.sensor.errors import BluetoothUnavailable, LinkLost, NeverStreams, PairingNeeded
from limbwatch.sensor.radio import bluez, words
from limbwatch.sensor.radio.adapter import NO_ADAPTER, POWERED_OFF, AdapterChoice
from limbwatch.sensor.radio.bounded import bounded
from limbwatch.sensor.radio.scanning import Hear, SharedScan
from limbwatch.sensor.radio.search import Search, not_seen
from limbwatch.sensor.radio.transport import Found, Sought

if sys.platform == "linux":
    from bleak.backends.bluezdbus.manager import get_global_bluez_manager
    from dbus_fast import Message

_ADVICE = {
    BleakBluetoothNotAvailableReason.NO_BLUETOOTH: NO_ADAPTER,
    BleakBluetoothNotAvailableReason.NO_BLE_CENTRAL_ROLE: (
        "this Bluetooth adapter cannot talk to Low Energy sensors; use another one"
    ),
    BleakBluetoothNotAvailableReason.POWERED_OFF: POWERED_OFF,
    BleakBluetoothNotAvailableReason.DENIED_BY_USER: (
        "this program may not use Bluetooth; allow it in the system's privacy settings"
    ),
    BleakBluetoothNotAvailableReason.DENIED_BY_SYSTEM: words.plain("AccessDenied", ""),
}

_START_S = 5.0
"""For discovery to begin, seconds. BlueZ answers at once, or after the kernel did: well below."""
_STOP_S = 2.0
_TURN_S = 3.0
"""A connection that takes longer is still waited for, but others may be made beside it, seconds."""
_TAKE_OVER_S = 8.0
"""For the services of a link that the system has already, seconds."""
_CLOSE_S = 5.0
_LOOK_AGAIN_S = 5.0
"""Between looks at the system's links: a desktop may take a sensor while it is looked for."""

_COMMON_SERVICES = ("1800", "1801", "180a", "180d", "180f")


def advice(error: Exception) -> str:
    """Say in plain words why Bluetooth does not work and what to do.

    Parameters
    ----------
    error : Exception
        As bleak raised it.

    Returns
    -------
    str
    """
    if isinstance(error, BleakBluetoothNotAvailableError):
        return _ADVICE.get(error.reason, "Bluetooth is not available; see `limbwatch doctor`")
    if isinstance(error, FileNotFoundError | ConnectionRefusedError):
        return words.NO_BUS
    if isinstance(error, BleakGATTProtocolError):
        return words.plain("", "", int(error.code))
    if isinstance(error, BleakDBusError):
        return words.plain(error.dbus_error, error.dbus_error_details or "")
    return words.plain("", str(error))


@asynccontextmanager
async def _translated(what: str, found: Found | None = None) -> AsyncIterator[None]:
    """Turn the many ways in which a radio fails into a few."""
    try:
        yield
    except BleakBluetoothNotAvailableError as error:
        raise BluetoothUnavailable(advice(error)) from error
    except TimeoutError as error:
        raise LinkLost(f"{what} took too long") from error
    except (FileNotFoundError, ConnectionRefusedError) as error:
        raise BluetoothUnavailable(advice(error)) from error
    except BleakError as error:
        raise _of_bleak(what, error, found) from error
    except (OSError, EOFError, AttributeError, AssertionError, KeyError) as error:
        # the message bus went away in the middle: bleak and dbus-fast let these through
        raise LinkLost(f"{what} failed: the connection to the Bluetooth service broke") from error


def _of_bleak(
    what: str, error: BleakError, found: Found | None
) -> BluetoothUnavailable | LinkLost | PairingNeeded:
    name = error.dbus_error if isinstance(error, BleakDBusError) else ""
    code = int(error.code) if isinstance(error, BleakGATTProtocolError) else None
    if words.service_is_missing(str(error)):
        return BluetoothUnavailable(advice(error))
    if found is not None and words.wants_pairing(name, str(error), code):
        paired = bool(_facts(found.handle).get("Paired"))
        return PairingNeeded(words.pairing_words(found.name, found.address, paired=paired))
    return LinkLost(f"{what} failed: {advice(error)}")


def _facts(handle: object) -> dict[str, Any]:
    """Give what BlueZ knows of a device; nothing on other systems."""
    details = handle.details if isinstance(handle, BLEDevice) else None
    return dict(details.get("props", {})) if isinstance(details, dict) else {}


def _found(device: BLEDevice, advertisement: AdvertisementData) -> Found:
    return Found(
        address=device.address,
        name=advertisement.local_name or device.name or "",
        services=frozenset(uuid.lower() for uuid in advertisement.service_uuids),
        rssi=advertisement.rssi,
        handle=device,
    )


def _held(device: BLEDevice) -> Found:
    facts = _facts(device)
    return Found(
        address=device.address,
        name=facts.get("Name") or device.name or "",
        services=frozenset(uuid.lower() for uuid in facts.get("UUIDs", ())),
        rssi=None,
        handle=device,
        connected=True,
    )


class BleTransport:
    """A Bluetooth adapter of this machine, shared by the sensors of a night.

    Parameters
    ----------
    adapter : str or None
        Name or address of the adapter; None for the first one that is on.
    """

    def __init__(self, adapter: str | None = None) -> None:
        self.choice = AdapterChoice(asked=adapter)
        self._air = SharedScan(self._begin)
        self._turns = asyncio.Lock()
        self._links = 0
        self._seen: dict[str, Found] = {}

    async def scan(self, seconds: float) -> tuple[Found, ...]:
        """List what is in range, strongest first, and what is connected already, last."""
        seen: dict[str, Found] = {one.address: one for one in await self._connected()}
        async with self._air.heard_by(lambda found: seen.update({found.address: found})):
            await asyncio.sleep(seconds)
        return tuple(sorted(seen.values(), key=lambda one: -(one.rssi or -999)))

    async def find(self, sought: Sought, seconds: float) -> Found:
        """Wait for one sensor by address or name; a link that the system has is taken over."""
        found = await self._taken_over(sought)
        search = Search(sought=sought)
        ends = asyncio.get_running_loop().time() + seconds
        try:
            if found is None:
                async with self._air.heard_by(search.hear):
                    while found is None and (left := ends - asyncio.get_running_loop().time()) > 0:
                        found = await search.result(min(left, _LOOK_AGAIN_S))
                        found = found or await self._taken_over(sought)
        except LinkLost:
            # without discovery the service may know the sensor still
            found = self._seen.get(sought.address)
            if found is None:
                raise
        if found is not None:
            self._seen[found.address] = found
            return found
        with suppress(LinkLost, BluetoothUnavailable):
            await self._air.renew()
        raise not_seen(sought, seconds)

    async def connect(
        self, found: Found, *, lost: Callable[[], None], seconds: float
    ) -> "BleConnection":
        """Connect with a new client and learn the characteristics."""
        assert isinstance(found.handle, BLEDevice)  # noqa: S101 - ours, from `find`
        allowed = min(seconds, _TAKE_OVER_S) if found.connected else seconds
        client = BleakClient(
            found.handle, disconnected_callback=lambda _client: lost(), timeout=allowed
        )
        async with _translated("connecting", found):
            work = asyncio.ensure_future(
                bounded(client.connect(), allowed + 1.0, found.name or found.address)
            )
            try:
                async with self._turns, self._air.paused():
                    await asyncio.wait({work}, timeout=_TURN_S)
                await work
            finally:
                work.cancel()
        self._links += 1
        return BleConnection(client, found, self._closed)

    async def pair(self, found: Found, seconds: float) -> None:
        """Pair a sensor with this computer, without a passkey.

        Raises
        ------
        LinkLost, PairingNeeded
            If it does not work.
        """
        assert isinstance(found.handle, BLEDevice)  # noqa: S101 - ours, from `find`
        client = BleakClient(found.handle, timeout=seconds, pair=True)
        async with _translated("pairing", found):
            await bounded(client.connect(), seconds + 1.0, found.name or found.address)
        await BleConnection(client, found, lambda: None).close()

    def _closed(self) -> None:
        self._links -= 1

    async def _begin(self, tell: Hear) -> Callable[[], Awaitable[None]]:
        adapter = await self.choice.name()
        scanner = BleakScanner(lambda one, heard: tell(_found(one, heard)), bluez=_bluez(adapter))
        try:
            async with _translated("scanning"):
                await bounded(scanner.start(), _START_S, "the Bluetooth adapter")
        except LinkLost as error:
            await _end_left_discovery(adapter)
            raise LinkLost(await self.choice.is_stuck(in_use=self._links > 0)) from error
        self.choice.answered()

        async def end() -> None:
            with suppress(LinkLost, BluetoothUnavailable):
                async with _translated("scanning"):
                    await bounded(scanner.stop(), _STOP_S, "the Bluetooth adapter")

        return end

    async def _connected(self) -> tuple[Found, ...]:
        """List what the system is connected to."""
        adapter = await self.choice.name()
        services = [*_COMMON_SERVICES, *(device.service for device in DEVICES)]

        async def ask() -> list[BLEDevice]:
            radio = await BleakAdapter.get(bluez=_bluez(adapter))
            return await radio.get_connected_devices(services)

        async with _translated("looking for connected sensors"):
            devices = await bounded(ask(), _START_S, "the Bluetooth service")
        return tuple(map(_held, devices))

    async def _taken_over(self, sought: Sought) -> Found | None:
        """Find the sensor among the system's links; one that cannot be used is cut."""
        held = [
            one
            for one in await self._connected()
            if sought.is_at(one.address) or sought.is_called(one)
        ]
        if held:
            return held[0]
        if bluez.ON_LINUX:
            for device in (await bluez.inventory()).devices:
                mine = sought.is_at(device.address) or any(
                    sought.is_called(_as_found(device, name)) for name in device.names
                )
                if device.connected and mine:
                    await bluez.disconnect(device)
        return None


def _as_found(device: bluez.KnownDevice, name: str) -> Found:
    return Found(address=device.address, name=name, services=frozenset(), rssi=None, handle=None)


def _bluez(adapter: str | None) -> Any:
    return {} if adapter is None else {"adapter": adapter}


async def _end_left_discovery(adapter: str | None) -> None:
    """End a discovery that was asked for and never answered: BlueZ refuses another one till then.

    Sessions belong to a connection to the message bus, and bleak's is not public.
    """
    if adapter is None:
        return

    async def ask() -> None:
        bus = (await get_global_bluez_manager())._bus  # noqa: SLF001 - see above
        if bus is not None:
            await bus.call(
                Message(
                    destination="org.bluez",
                    path=f"/org/bluez/{adapter}",
                    interface="org.bluez.Adapter1",
                    member="StopDiscovery",
                )
            )

    with suppress(LinkLost, BleakError, OSError, EOFError, AttributeError, AssertionError):
        await bounded(ask(), _STOP_S, "the Bluetooth adapter")


class BleConnection:
    """A connected bleak client.

    Parameters
    ----------
    client : BleakClient
        Connected; used for this connection only, as reused clients deliver twice or refuse.
    found : Found
        The sensor.
    closed : callable
        Called once at the end.
    """

    def __init__(self, client: BleakClient, found: Found, closed: Callable[[], None]) -> None:
        self._client = client
        self._found = found
        self._closed = closed
        self._by_uuid = {
            characteristic.uuid.lower(): characteristic
            for service in client.services
            for characteristic in service.characteristics
        }

    @property
    def characteristics(self) -> frozenset[str]:
        """UUIDs of the characteristics."""
        return frozenset(self._by_uuid)

    @property
    def packet_size(self) -> int | None:
        """Largest value that one packet carries, bytes."""
        sizes = [one.max_write_without_response_size for one in self._by_uuid.values()]
        return max(sizes, default=None)

    async def read(self, characteristic: str) -> bytes:
        """Read a value."""
        async with _translated("reading", self._found):
            return bytes(await self._client.read_gatt_char(characteristic))

    async def write(self, characteristic: str, data: bytes, *, response: bool) -> None:
        """Write a value."""
        async with _translated("writing", self._found):
            await self._client.write_gatt_char(characteristic, data, response=response)

    async def subscribe(self, characteristic: str, receive: Callable[[bytes], None]) -> None:
        """Receive notifications."""
        if characteristic not in self._by_uuid:
            raise NeverStreams(
                f"{self._found.name or self._found.address} lacks what sensors of this kind have; "
                "is it of the kind named with --device?"
            )
        async with _translated("subscribing", self._found):
            await self._client.start_notify(
                characteristic, lambda _sender, data: receive(bytes(data))
            )

    async def close(self) -> None:
        """Disconnect; whatever goes wrong, the connection is not used again."""
        self._closed()
        with suppress(
            BleakError, LinkLost, OSError, EOFError, TimeoutError, AttributeError, AssertionError
        ):
            await bounded(self._client.disconnect(), _CLOSE_S, "the sensor")
