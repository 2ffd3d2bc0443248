"""A stand-in for bluetoothd on a private message bus: bleak's real BlueZ code talks to it.

What BlueZ documents (``doc/org.bluez.Adapter.rst``, ``org.bluez.Device.rst``): the object manager
with adapters, devices, services and characteristics, their methods, and the signals that follow. A
discovery belongs to the client that asked for it, a second one of the same client is refused, and
it ends with the client. Connected devices do not advertise.
"""

import asyncio
import time
from collections import Counter

from dbus_fast import Message, MessageType, Variant

from benchmarks.bluez_objects import (
    ADAPTER,
    CHARACTERISTIC,
    DEVICE,
    adapter_properties,
    device_properties,
    gatt,
)
from benchmarks.fake_device import FakeDevice
from benchmarks.fake_pairing import FakePairing
from benchmarks.peripherals import Peripheral, streams_when_heard
from benchmarks.sensor_links import SensorLinks
from benchmarks.service_bus import OBJECT_MANAGER, PROPERTIES, ServiceBus

SUBSCRIBES_S = 0.06
"""Writing the descriptor takes a few connection intervals; what is sent until then is unheard."""
FAILED = "org.bluez.Error.Failed"
_UNKNOWN = "org.freedesktop.DBus.Error.UnknownObject"
IN_PROGRESS = ("org.bluez.Error.InProgress", "Operation already in progress")


class FakeBluez(SensorLinks):
    """bluetoothd: adapters and some sensors.

    Parameters
    ----------
    address : str
        Of the message bus.
    peripherals : list of Peripheral
        In reach of the last adapter.
    adapters : tuple of str
        Names, in the order in which the service lists them.
    """

    def __init__(
        self, address: str, peripherals: list[Peripheral], adapters: tuple[str, ...] = ("hci0",)
    ) -> None:
        super().__init__(ServiceBus(address))
        self._adapters = adapters
        self.devices = [FakeDevice(peripheral, adapters[-1]) for peripheral in peripherals]
        for device in self.devices:
            device.dropped = self.drop
        self.powered = True
        self.may_power = True
        self.unanswered: Counter[str] = Counter()
        """Calls that are left without an answer, by method: so many times."""
        self.refusals: dict[str, list[tuple[str, str]]] = {}
        """Errors that the next calls of a method get, in order."""
        self.calls: Counter[str] = Counter()
        self._pairing = FakePairing()
        self._discoverers: set[tuple[str, str]] = set()
        self._pending: set[tuple[str, str]] = set()
        self._tasks: list[asyncio.Task[None]] = []
        self._handling: set[asyncio.Task[None]] = set()

    async def start(self) -> None:
        await self._service.open("org.bluez", self._on_message)
        self._tasks = [
            asyncio.create_task(self._advertise()),
            asyncio.create_task(self._pump()),
        ]

    async def stop(self) -> None:
        for task in [*self._tasks, *self._handling]:
            task.cancel()
        await asyncio.gather(*self._tasks, *self._handling, return_exceptions=True)
        for device in self.devices:
            self._forget_link(device)
        await self._service.close()
        self._discoverers.clear()
        self._pending.clear()

    def check(self) -> None:
        """Raise what ended the life of the sensors, when something did: a fault of our own."""
        for task in self._tasks:
            if task.done() and not task.cancelled():
                task.result()

    def device(self, address: str) -> FakeDevice:
        return next(one for one in self.devices if one.peripheral.address == address)

    # faults

    def power(self, on: bool) -> None:  # noqa: FBT001 - as a switch
        """Switch the adapter; off breaks every link."""
        if not on:
            for device in self.devices:
                self.drop(device)
            # switching off frees a discovery that hangs
            self._discoverers.clear()
            self._pending.clear()
        self.powered = on
        for path in self._paths:
            self._service.changed(path, ADAPTER, {"Powered": Variant("b", on)})

    def unplug(self) -> None:
        """Pull the adapters out: devices and adapters are gone."""
        for device in self.devices:
            self.drop(device)
            self._service.removed(device.path, DEVICE)
        for path in self._paths:
            self._service.removed(path, ADAPTER)
        self._adapters = ()
        self._discoverers.clear()

    def plug(self, name: str) -> None:
        """Plug an adapter in; after another it may have another name."""
        self._adapters = (name,)
        for device in self.devices:
            device.move(f"/org/bluez/{name}")
        path = f"/org/bluez/{name}"
        self._service.added(path, adapter_properties(path, powered=self.powered, looks=False))

    @property
    def _paths(self) -> list[str]:
        return [f"/org/bluez/{name}" for name in self._adapters]

    # the life of the sensors

    async def _advertise(self) -> None:
        while True:
            await asyncio.sleep(0.05)
            if self.powered:
                for device in self.devices:
                    if device.visible and not device.connected and self._looks(device.adapter):
                        self._service.changed(device.path, DEVICE, {"RSSI": Variant("n", -55)})

    async def _pump(self) -> None:
        while True:
            await asyncio.sleep(0.02)
            now = time.monotonic()
            for device in self.devices:
                device.held += device.peripheral.due(now)
                if now < device.hold_until:
                    continue
                held, device.held = device.held, []
                for uuid, data in device.altered(held):
                    self.notify(device, uuid, data)

    # what BlueZ shows

    def _objects(self) -> dict[str, dict[str, dict[str, Variant]]]:
        objects = {
            path: adapter_properties(path, powered=self.powered, looks=self._looks(path))
            for path in self._paths
        }
        for device in self.devices:
            if device.visible or device.connected:
                objects[device.path] = device_properties(device)
            if device.connected and device.resolved:
                objects |= gatt(device)
        return objects

    def _looks(self, path: str) -> bool:
        return any(adapter == path for _, adapter in self._discoverers)

    # methods

    def _on_message(self, message: Message) -> bool | None:
        if message.member == "NameOwnerChanged" and message.body[2] == "":
            self._discoverers = {one for one in self._discoverers if one[0] != message.body[0]}
            self._pending = {one for one in self._pending if one[0] != message.body[0]}
        if message.message_type is not MessageType.METHOD_CALL:
            return None
        task = asyncio.get_running_loop().create_task(self._answer(message))
        self._handling.add(task)
        task.add_done_callback(self._handling.discard)
        return True

    async def _answer(self, message: Message) -> None:
        member = message.member or ""
        self.calls[member] += 1
        if self.unanswered[member] > 0:
            self.unanswered[member] -= 1
            if member == "StartDiscovery":
                self._pending.add((message.sender or "", message.path or ""))
            return
        if refusals := self.refusals.get(member):
            self._service.error(message, *refusals.pop(0))
            return
        if message.interface == OBJECT_MANAGER:
            self._service.reply(message, "a{oa{sa{sv}}}", [self._objects()])
        elif message.interface == PROPERTIES and member == "Set":
            if not self.may_power:
                self._service.error(message, "org.freedesktop.DBus.Error.AccessDenied", "Rejected")
                return
            if message.body[1] == "Powered":
                self.power(message.body[2].value)
            self._service.reply(message)
        elif message.interface == ADAPTER:
            self._answer_adapter(message)
        elif message.interface == DEVICE:
            await self._answer_device(message)
        elif message.interface == CHARACTERISTIC:
            await self._answer_characteristic(message)
        elif message.member == "RegisterAgent":
            self._pairing.register(message)
            self._service.reply(message)
        else:
            self._service.reply(message)

    def _answer_adapter(self, message: Message) -> None:
        if not self.powered and message.member == "StartDiscovery":
            self._service.error(message, "org.bluez.Error.NotReady", "Resource Not Ready")
            return
        if message.member == "RemoveDevice":
            self._remove(message)
            return
        client = (message.sender or "", message.path or "")
        starts, stops = message.member == "StartDiscovery", message.member == "StopDiscovery"
        if (starts and client in self._discoverers) or (
            (starts or stops) and client in self._pending
        ):
            self._service.error(message, *IN_PROGRESS)
            return
        if stops and client not in self._discoverers:
            self._service.error(message, FAILED, "No discovery started")
            return
        if starts or stops:
            (self._discoverers.add if starts else self._discoverers.discard)(client)
        self._service.reply(message)
        if starts:
            for device in self.devices:
                if device.visible and not device.connected and device.adapter == message.path:
                    self._service.added(device.path, device_properties(device))

    def _remove(self, message: Message) -> None:
        device = next((one for one in self.devices if one.path == message.body[0]), None)
        if device is None:
            self._service.error(message, "org.bluez.Error.DoesNotExist", "Does Not Exist")
            return
        device.stale = False
        self.forget(device)
        self._service.reply(message)

    async def _answer_device(self, message: Message) -> None:
        device = next((one for one in self.devices if one.path == message.path), None)
        if device is None:
            self._service.error(message, _UNKNOWN, "no such device")
        elif message.member == "Disconnect":
            self._service.reply(message)
            self.drop(device)
        elif message.member == "Connect":
            await self._connect(message, device)
        elif message.member == "Pair":
            bus = self._service.bus
            if bus is None or not await self._pairing.agreed(bus, message, device):
                self._service.error(
                    message, "org.bluez.Error.AuthenticationFailed", "Authentication Failed"
                )
                return
            device.paired = True
            self._service.changed(device.path, DEVICE, {"Paired": Variant("b", True)})
            await self._connect(message, device)
        else:
            self._service.reply(message)

    async def _connect(self, message: Message, device: FakeDevice) -> None:
        await asyncio.sleep(0.01)
        if device.connect_errors:
            text = device.connect_errors.pop(0)
            if text == "le-connection-abort-by-local":
                # BlueZ shows the device as connected for a moment, and bleak waits for its end
                self._service.changed(device.path, DEVICE, {"Connected": Variant("b", True)})
                self._service.error(message, FAILED, text)
                await asyncio.sleep(0.01)
                self._service.changed(device.path, DEVICE, {"Connected": Variant("b", False)})
                return
            self._service.error(message, FAILED, text)
            return
        if not device.visible or not self.powered:
            self._service.error(message, FAILED, "le-connection-timeout")
            return
        device.connected = True
        self._service.changed(device.path, DEVICE, {"Connected": Variant("b", True)})
        self._service.reply(message)
        if device.paired and device.forgot:
            # the link is made, and ends when it cannot be encrypted
            await asyncio.sleep(0.05)
            why = ["org.bluez.Reason.Authentication", "disconnection-authentication-failure"]
            self._service.emit(device.path, DEVICE, "Disconnected", "ss", why)
            self.drop(device)
            return
        if device.resolves:
            self._show_services(device)

    async def _answer_characteristic(self, message: Message) -> None:
        if message.member == "StartNotify":
            await asyncio.sleep(SUBSCRIBES_S)
        path = message.path or ""
        device = next((one for one in self.devices if path in one.paths), None)
        if device is None or not device.connected:
            self._service.error(message, _UNKNOWN, f"no {path}")
            return
        if device.wants_pairing and not device.paired:
            self._service.error(message, "org.bluez.Error.NotAuthorized", "Not authorized")
            return
        peripheral = device.peripheral
        uuid = peripheral.named(device.service_of(path), device.paths[path][0])
        if message.member == "ReadValue":
            value = peripheral.read(uuid)
            if path in device.notifying:
                # BlueZ tells what is read as if it had been sent, before it gives it
                self._service.changed(path, CHARACTERISTIC, {"Value": Variant("ay", value)})
            self._service.reply(message, "ay", [value])
            return
        if message.member == "WriteValue":
            answers = peripheral.write(uuid, bytes(message.body[0]))
            self._service.reply(message)
            for answer, data in answers:
                self.notify(device, answer, data)
            return
        if message.member == "StartNotify":
            device.notifying.add(path)
            if streams_when_heard(peripheral):
                peripheral.streaming = True
        elif message.member == "StopNotify":
            device.notifying.discard(path)
        self._service.reply(message)
