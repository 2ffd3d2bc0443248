"""Real Bluetooth through bleak: the only module that imports it."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass

from bleak import BleakClient, BleakScanner
from bleak.backends.device import BLEDevice
from bleak.backends.scanner import AdvertisementData
from bleak.exc import (
    BleakBluetoothNotAvailableError,
    BleakBluetoothNotAvailableReason,
    BleakError,
)

from limbwatch.sensor.errors import BluetoothUnavailable, LinkLost
from limbwatch.sensor.radio.transport import Found

_ADVICE = {
    BleakBluetoothNotAvailableReason.NO_BLUETOOTH: (
        "this machine has no Bluetooth; plug in a USB adapter (Bluetooth 4.2 or later)"
    ),
    BleakBluetoothNotAvailableReason.NO_BLE_CENTRAL_ROLE: (
        "this Bluetooth adapter cannot talk to Low Energy sensors; use another one"
    ),
    BleakBluetoothNotAvailableReason.POWERED_OFF: (
        "Bluetooth is off; turn it on (Linux: bluetoothctl power on) and try again"
    ),
    BleakBluetoothNotAvailableReason.DENIED_BY_USER: (
        "this program may not use Bluetooth; allow it in the system's privacy settings"
    ),
    BleakBluetoothNotAvailableReason.DENIED_BY_SYSTEM: (
        "the system does not let this user use Bluetooth; on Linux add the user to the group "
        "'bluetooth' and log in again"
    ),
}

_BEFORE_DISCONNECT_GIVES_UP = 5.0


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
        return _ADVICE.get(
            error.reason, f"Bluetooth is not available ({error.args[0]}); see `limbwatch doctor`"
        )
    if isinstance(error, FileNotFoundError | ConnectionRefusedError):
        return (
            "the system's message bus or its Bluetooth service does not run; on Linux: "
            "sudo systemctl start dbus bluetooth"
        )
    text = str(error) or type(error).__name__
    if "org.bluez was not provided" in text or "ServiceUnknown" in text:
        return (
            "the Bluetooth service does not run; on Linux install bluez and "
            "sudo systemctl enable --now bluetooth"
        )
    return text


@asynccontextmanager
async def _translated(what: str) -> AsyncIterator[None]:
    """Turn the many ways in which a radio fails into two."""
    try:
        yield
    except BleakBluetoothNotAvailableError as error:
        raise BluetoothUnavailable(advice(error)) from error
    except TimeoutError as error:
        raise LinkLost(f"{what} took too long") from error
    except (FileNotFoundError, ConnectionRefusedError) as error:
        raise BluetoothUnavailable(advice(error)) from error
    except BleakError as error:
        raise _of_bleak(what, error) from error
    except (OSError, EOFError, AttributeError, AssertionError, KeyError) as error:
        # the message bus went away in the middle: bleak and dbus-fast let these through
        raise LinkLost(f"{what} failed: {advice(error)}") from error


def _of_bleak(what: str, error: BleakError) -> BluetoothUnavailable | LinkLost:
    words = advice(error)
    if "ServiceUnknown" in str(error) or "org.bluez was not provided" in str(error):
        return BluetoothUnavailable(words)
    return LinkLost(f"{what} failed: {words}")


def _found(device: BLEDevice, advertisement: AdvertisementData) -> Found:
    return Found(
        address=device.address,
        name=advertisement.local_name or device.name or "",
        services=frozenset(uuid.lower() for uuid in advertisement.service_uuids),
        rssi=advertisement.rssi,
        handle=device,
    )


@dataclass(frozen=True, slots=True)
class BleTransport:
    """The Bluetooth adapter of this machine.

    Parameters
    ----------
    adapter : str
        Name for the lock that keeps a second recorder away.
    """

    adapter: str = "bluetooth"

    async def scan(self, seconds: float) -> tuple[Found, ...]:
        """List the sensors in range, strongest first."""
        async with _translated("scanning"):
            seen = await BleakScanner.discover(timeout=seconds, return_adv=True)
        found = [_found(device, advertisement) for device, advertisement in seen.values()]
        return tuple(sorted(found, key=lambda one: -(one.rssi or -999)))

    async def find(self, target: str, seconds: float) -> Found:
        """Wait for one sensor by address or name."""
        wanted = target.casefold()
        match: list[Found] = []

        def is_it(device: BLEDevice, advertisement: AdvertisementData) -> bool:
            found = _found(device, advertisement)
            if wanted in (found.address.casefold(), found.name.casefold()):
                match.append(found)
            return bool(match)

        async with _translated("scanning"):
            await BleakScanner.find_device_by_filter(is_it, timeout=seconds)
        if not match:
            raise LinkLost(f"{target} is not in range or not switched on (waited {seconds:.0f} s)")
        return match[0]

    async def connect(
        self, found: Found, *, lost: Callable[[], None], seconds: float
    ) -> "BleConnection":
        """Connect with a new client and learn the characteristics."""
        assert isinstance(found.handle, BLEDevice)  # noqa: S101 - ours, from `find`
        client = BleakClient(
            found.handle, disconnected_callback=lambda _client: lost(), timeout=seconds
        )
        async with _translated("connecting"), asyncio.timeout(seconds + 5):
            await client.connect()
        return BleConnection(client)


class BleConnection:
    """A connected bleak client.

    Parameters
    ----------
    client : BleakClient
        Connected; used for this connection only, as reused clients deliver twice or refuse.
    """

    def __init__(self, client: BleakClient) -> None:
        self._client = client
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
        async with _translated("reading"):
            return bytes(await self._client.read_gatt_char(characteristic))

    async def write(self, characteristic: str, data: bytes, *, response: bool) -> None:
        """Write a value."""
        async with _translated("writing"):
            await self._client.write_gatt_char(characteristic, data, response=response)

    async def subscribe(self, characteristic: str, receive: Callable[[bytes], None]) -> None:
        """Receive notifications."""
        if characteristic not in self._by_uuid:
            raise LinkLost(
                f"the sensor does not offer {characteristic}; is it of the kind named with "
                "--device?"
            )
        async with _translated("subscribing"):
            await self._client.start_notify(
                characteristic, lambda _sender, data: receive(bytes(data))
            )

    async def close(self) -> None:
        """Disconnect; whatever goes wrong, the connection is not used again."""
        with suppress(BleakError, OSError, EOFError, TimeoutError, AttributeError, AssertionError):
            async with asyncio.timeout(_BEFORE_DISCONNECT_GIVES_UP):
                await self._client.disconnect()
