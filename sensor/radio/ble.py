"""Real Bluetooth through bleak: the only module that imports it."""

import asyncio
import sys
from collections.abc import Awaitable, Callable
from contextlib import suppress
from typing import Any

from bleak import BleakAdapter, BleakClient, BleakScanner
from bleak.backends.device import BLEDevice

from limbwatch.sensor.devices import DEVICES
from limbwatch.sensor.errors import BluetoothUnavailable, LinkLost, SensorError
from limbwatch.sensor.radio import bluez, pairing, service_words
from limbwatch.sensor.radio.adapter import AdapterChoice
from limbwatch.sensor.radio.bounded import bounded, ended_with
from limbwatch.sensor.radio.connection import BleConnection
from limbwatch.sensor.radio.heard_devices import device_facts, heard_device, held_device
from limbwatch.sensor.radio.keys import keys_known
from limbwatch.sensor.radio.pairing import Answers
from limbwatch.sensor.radio.patience import RADIO_PATIENCE, RadioPatience
from limbwatch.sensor.radio.readiness import Readiness
from limbwatch.sensor.radio.scanning import Hear, SharedScan
from limbwatch.sensor.radio.search import Search
from limbwatch.sensor.radio.translation import translated
from limbwatch.sensor.radio.transport import Found, Sought

if sys.platform == "linux":
    from bleak.backends.bluezdbus.manager import get_global_bluez_manager

_COMMON_SERVICES = ("1800", "1801", "180a", "180d", "180f")
_ANY_SERVICE = "1801"
"""bleak lists all links for this one on Windows, where each other is asked for at each device."""


class BleTransport:
    """A Bluetooth adapter of this machine, shared by the sensors of a night.

    It is given by name or address; None is the first one that is on. ``tell`` gets words for the
    person while the system waits for them.
    """

    def __init__(
        self,
        adapter: str | None = None,
        *,
        patience: RadioPatience = RADIO_PATIENCE,
        platform: str = sys.platform,
        tell: Callable[[str], None] = lambda _: None,
    ) -> None:
        self._patience = patience
        self._platform = platform
        self._readiness = Readiness(patience=patience, platform=platform, say=tell)
        self.choice = AdapterChoice(asked=adapter)
        self._air = SharedScan(self._start_scan)
        self._turns = asyncio.Lock()
        self._links = 0
        self._seen: dict[str, Found] = {}
        self._doubts: dict[str, LinkLost] = {}

    async def scan(self, seconds: float) -> tuple[Found, ...]:
        """List sensors in range, strongest first, and those already connected, last."""
        seen: dict[str, Found] = {one.address: one for one in await self._list_connected()}
        async with self._air.heard_by(lambda found: seen.update({found.address: found})):
            await asyncio.sleep(seconds)
        return tuple(sorted(seen.values(), key=lambda one: -(one.rssi or -999)))

    async def find(self, sought: Sought, seconds: float) -> Found:
        """Wait for a sensor by address or name; take over a link that the system has."""
        if sought.stale:
            await bluez.forget_at(sought.stale)
        found = await self._take_over(sought)
        search = Search(sought=sought, patience=self._patience)
        ends = asyncio.get_running_loop().time() + seconds
        try:
            if found is None:
                async with self._air.heard_by(search.hear):
                    while found is None and (left := ends - asyncio.get_running_loop().time()) > 0:
                        found = await search.result(min(left, self._patience.look_again))
                        found = found or await self._take_over(sought)
        except LinkLost as error:
            # without discovery, the service may still know the sensor
            found = self._seen.get(sought.address)
            if found is None:
                raise
            self._doubts[found.address] = error
        if found is not None:
            self._seen[found.address] = found
            return found
        with suppress(LinkLost, BluetoothUnavailable):
            await self._air.renew()
        raise search.not_seen(seconds)

    async def connect(
        self, found: Found, *, lost: Callable[[], None], seconds: float
    ) -> BleConnection:
        """Connect with a new client and learn the characteristics."""
        assert isinstance(found.handle, BLEDevice)  # noqa: S101 - ours, from `find`
        allowed = min(seconds, self._patience.take_over) if found.connected else seconds
        given_over = False

        def ended(_client: BleakClient) -> None:
            # bleak also reports links that end while it connects and retries by itself; they are
            # not the one that is returned
            if given_over:
                lost()

        client = BleakClient(found.handle, disconnected_callback=ended, timeout=allowed)
        async with (
            keys_known(found, device_facts(found.handle)),
            translated("connecting", found, paired=_paired(found)),
        ):
            async with self._turns, self._air.paused():
                work = asyncio.ensure_future(
                    bounded(client.connect(), allowed + 1.0, found.name or found.address)
                )
                await ended_with(work, self._patience.turn)
            await ended_with(work, None)
            doubt = self._doubts.pop(found.address, None)
            if doubt is not None and work.exception() is not None:
                raise doubt
            work.result()
        if not client.is_connected:
            await self._release(client)
            raise LinkLost(f"connecting failed: {service_words.plain('', 'abort')}")
        given_over = True
        self._links += 1
        return self._connection(client, found)

    async def _release(self, client: BleakClient) -> None:
        """Free a client whose link ended before it was used."""
        with suppress(SensorError):
            async with translated("disconnecting"):
                await bounded(client.disconnect(), self._patience.close, "the sensor")

    def _connection(self, client: BleakClient, found: Found) -> BleConnection:
        return BleConnection(
            client, found, paired=_paired(found), closed=self._closed, close_s=self._patience.close
        )

    async def pair(self, found: Found, answers: Answers, seconds: float) -> None:
        """Pair a sensor with this computer; on Windows only one without a passkey.

        Raises
        ------
        LinkLost, DeviceRefused
            If pairing fails.
        """
        assert isinstance(found.handle, BLEDevice)  # noqa: S101 - ours, from `find`
        if bluez.ON_LINUX:
            path = found.handle.details["path"]
            async with translated("pairing", found):
                await pairing.pair(path, found.name or found.address, answers, seconds)
                # paired devices stay connected, and a connected one is not found by its name
                with suppress(LinkLost):
                    await bluez.disconnect(path)
            return
        client = BleakClient(found.handle, timeout=seconds, pair=True)
        async with translated("pairing", found, paired=_paired(found)):
            await bounded(client.connect(), seconds + 1.0, found.name or found.address)
        self._links += 1
        await self._connection(client, found).close()

    def _closed(self) -> None:
        self._links -= 1

    async def _start_scan(self, tell: Hear) -> Callable[[], Awaitable[None]]:
        adapter = await self.choice.name()
        scanner = BleakScanner(
            lambda one, heard: tell(heard_device(one, heard)), bluez=_bluez_arguments(adapter)
        )
        try:
            async with translated("scanning"):
                await self._readiness.answer_to(scanner.start(), "the Bluetooth adapter")
        except LinkLost as error:
            if not _is_stuck(error):
                raise
            await self._end_stuck_discovery(adapter)
            raise LinkLost(await self.choice.is_stuck(in_use=self._links > 0)) from error
        self.choice.answered()

        async def end() -> None:
            with suppress(LinkLost, BluetoothUnavailable):
                async with translated("scanning"):
                    await bounded(scanner.stop(), self._patience.stop, "the Bluetooth adapter")

        return end

    async def _end_stuck_discovery(self, adapter: str | None) -> None:
        """End a discovery whose start was not answered: until then BlueZ refuses others.

        Sessions belong to a connection to the message bus, and bleak's is not public.
        """
        if adapter is None:
            return

        async def ask() -> None:
            bus = (await get_global_bluez_manager())._bus  # noqa: SLF001 - see above
            if bus is not None:
                path = f"/org/bluez/{adapter}"
                await bus.call(bluez.message_to(path, bluez.ADAPTER, "StopDiscovery"))

        with suppress(SensorError):
            async with translated("scanning"):
                await bounded(ask(), self._patience.stop, "the Bluetooth adapter")

    async def _list_connected(self) -> tuple[Found, ...]:
        """List the devices that the system is connected to."""
        adapter = await self.choice.name()
        on_windows = self._platform == "win32"
        services = (
            [_ANY_SERVICE]
            if on_windows
            else [*_COMMON_SERVICES, *(device.service for device in DEVICES)]
        )

        async def ask() -> list[BLEDevice]:
            radio = await BleakAdapter.get(bluez=_bluez_arguments(adapter))
            return await radio.get_connected_devices(services)

        service = "the Bluetooth service"
        try:
            async with translated("looking for connected sensors"):
                if on_windows:
                    devices = await bounded(ask(), self._patience.links, service)
                else:
                    devices = await self._readiness.answer_to(ask(), service)
        except LinkLost:
            if bluez.ON_LINUX:
                raise
            # a sensor that advertises is found without
            return ()
        return tuple(map(held_device, devices))

    async def _take_over(self, sought: Sought) -> Found | None:
        """Return the sensor if the system has a link to it; cut a link that cannot be used."""
        held = await self._held(sought)
        if held is not None and not await self._is_stale_link(sought, held):
            return held
        if bluez.ON_LINUX:
            for device in (await bluez.inventory()).devices:
                is_sought = sought.is_at(device.address) or any(
                    sought.is_called(one) for one in device.as_found()
                )
                if device.connected and is_sought:
                    await bluez.disconnect(device.path)
        return None

    async def _held(self, sought: Sought) -> Found | None:
        for one in await self._list_connected():
            if sought.is_at(one.address) or sought.is_called(one):
                return one
        return None

    async def _is_stale_link(self, sought: Sought, held: Found) -> bool:
        """Return whether bleak remembers a link that a service which crashed never ended.

        Its connection to the message bus is then closed, so that it forgets the link.
        """
        if not bluez.ON_LINUX:
            return False
        for _ in range(2):
            if await bluez.is_linked(held.address):
                return False
            # a link that is just ending is reported within this time
            await asyncio.sleep(self._patience.stale)
            if await self._held(sought) is None:
                return True
        bus = (await get_global_bluez_manager())._bus  # noqa: SLF001 - as above
        if bus is not None:
            bus.disconnect()
        return True


def _is_stuck(error: LinkLost) -> bool:
    """Return whether discovery was not answered, or refused because an earlier one was not."""
    cause = error.__cause__
    return cause is None or str(getattr(cause, "dbus_error", "")).endswith("InProgress")


def _paired(found: Found) -> bool:
    return bool(device_facts(found.handle).get("Paired"))


def _bluez_arguments(adapter: str | None) -> Any:
    return {} if adapter is None else {"adapter": adapter}
