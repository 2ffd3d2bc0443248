"""A stand-in for bluetoothd on a private message bus: bleak's real BlueZ code talks to it.

What bleak needs of BlueZ, as its own source reads it: the object manager with adapter, devices,
services and characteristics, their methods, and the signals that follow.
"""

import asyncio
import time
from contextlib import suppress
from typing import Any

from dbus_fast import Message, MessageType, NameFlag, Variant
from dbus_fast.aio import MessageBus

from benchmarks.peripherals import Peripheral, streams_when_heard

ADAPTER_PATH = "/org/bluez/hci0"
OBJECT_MANAGER = "org.freedesktop.DBus.ObjectManager"
PROPERTIES = "org.freedesktop.DBus.Properties"
ADAPTER, DEVICE = "org.bluez.Adapter1", "org.bluez.Device1"
SERVICE, CHARACTERISTIC = "org.bluez.GattService1", "org.bluez.GattCharacteristic1"
FAILED = "org.bluez.Error.Failed"


class FakeDevice:
    """A peripheral as BlueZ shows it."""

    def __init__(self, peripheral: Peripheral) -> None:
        self.peripheral = peripheral
        self.path = f"{ADAPTER_PATH}/dev_{peripheral.address.replace(':', '_')}"
        self.visible = True
        self.connected = False
        self.connect_errors: list[str] = []
        self.notifying: set[str] = set()
        self.double = False
        self.hold_until = 0.0
        self.held: list[tuple[str, bytes]] = []
        self.bluez: FakeBluez | None = None
        self.paths = {
            f"{self.path}/service{10 + 32 * i:04x}/char{11 + 32 * i + 2 * j:04x}": (uuid, flags)
            for i, characteristics in enumerate(peripheral.services.values())
            for j, (uuid, flags) in enumerate(characteristics.items())
        }

    def bluez_drop(self) -> None:
        """Break the link to this sensor."""
        if self.bluez is not None:
            self.bluez.drop(self)

    def path_of(self, uuid: str) -> str:
        return next(path for path, (known, _) in self.paths.items() if known == uuid)


class FakeBluez:
    """bluetoothd: one adapter and some sensors."""

    def __init__(self, address: str, peripherals: list[Peripheral]) -> None:
        self._address = address
        self.devices = [FakeDevice(peripheral) for peripheral in peripherals]
        for device in self.devices:
            device.bluez = self
        self.powered = True
        self._discovering = 0
        self._bus: MessageBus | None = None
        self._tasks: list[asyncio.Task[None]] = []
        self._handling: set[asyncio.Task[None]] = set()

    async def start(self) -> None:
        self._bus = await MessageBus(bus_address=self._address).connect()
        self._bus.add_message_handler(self._on_message)
        await self._bus.request_name("org.bluez", NameFlag.DO_NOT_QUEUE)
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
        if self._bus is not None:
            self._bus.disconnect()
            with suppress(Exception):
                await self._bus.wait_for_disconnect()
            self._bus = None
        self._discovering = 0

    def check(self) -> None:
        """Raise what ended the life of the sensors, when something did: a fault of our own."""
        for task in self._tasks:
            if task.done() and not task.cancelled():
                task.result()

    def device(self, address: str) -> FakeDevice:
        return next(one for one in self.devices if one.peripheral.address == address)

    # faults

    def drop(self, device: FakeDevice) -> None:
        """Break the link, as a supervision time-out does."""
        if not device.connected:
            return
        self._forget_link(device)
        self._changed(
            device.path,
            DEVICE,
            {"Connected": Variant("b", False), "ServicesResolved": Variant("b", False)},
        )
        for path in device.paths:
            self._emit("/", OBJECT_MANAGER, "InterfacesRemoved", "oas", [path, [CHARACTERISTIC]])
        for path in sorted({path.rpartition("/")[0] for path in device.paths}):
            self._emit("/", OBJECT_MANAGER, "InterfacesRemoved", "oas", [path, [SERVICE]])

    def power(self, on: bool) -> None:  # noqa: FBT001 - as a switch
        """Switch the adapter; off breaks every link."""
        if not on:
            for device in self.devices:
                self.drop(device)
        self.powered = on
        self._changed(ADAPTER_PATH, ADAPTER, {"Powered": Variant("b", on)})

    def _forget_link(self, device: FakeDevice) -> None:
        device.connected = False
        device.notifying.clear()
        device.held.clear()
        device.peripheral.disconnected()

    # the life of the sensors

    async def _advertise(self) -> None:
        while True:
            await asyncio.sleep(0.05)
            if self._discovering and self.powered:
                for device in self.devices:
                    if device.visible and not device.connected:
                        self._changed(device.path, DEVICE, {"RSSI": Variant("n", -55)})

    async def _pump(self) -> None:
        while True:
            await asyncio.sleep(0.02)
            now = time.monotonic()
            for device in self.devices:
                device.held += device.peripheral.due(now)
                if now < device.hold_until:
                    continue
                held, device.held = device.held, []
                for uuid, data in held:
                    self._notify(device, uuid, data)

    def _notify(self, device: FakeDevice, uuid: str, data: bytes) -> None:
        path = device.path_of(uuid)
        if path not in device.notifying:
            return
        for _ in range(2 if device.double else 1):
            self._changed(path, CHARACTERISTIC, {"Value": Variant("ay", data)})
        device.double = False

    # what BlueZ shows

    def _objects(self) -> dict[str, dict[str, dict[str, Variant]]]:
        objects = {ADAPTER_PATH: self._adapter_properties()}
        for device in self.devices:
            if device.visible or device.connected:
                objects[device.path] = self._device_properties(device)
            if device.connected:
                objects |= self._gatt(device)
        return objects

    def _adapter_properties(self) -> dict[str, dict[str, Variant]]:
        return {
            ADAPTER: {
                "Address": Variant("s", "00:11:22:33:44:55"),
                "Name": Variant("s", "fake"),
                "Alias": Variant("s", "fake"),
                "Powered": Variant("b", self.powered),
                "Discovering": Variant("b", self._discovering > 0),
                "UUIDs": Variant("as", []),
                "Roles": Variant("as", ["central"]),
            }
        }

    def _device_properties(self, device: FakeDevice) -> dict[str, dict[str, Variant]]:
        peripheral = device.peripheral
        return {
            DEVICE: {
                "Address": Variant("s", peripheral.address),
                "AddressType": Variant("s", "random"),
                "Name": Variant("s", peripheral.name),
                "Alias": Variant("s", peripheral.name),
                "Paired": Variant("b", False),
                "Bonded": Variant("b", False),
                "Trusted": Variant("b", False),
                "Blocked": Variant("b", False),
                "LegacyPairing": Variant("b", False),
                "RSSI": Variant("n", -55),
                "Connected": Variant("b", device.connected),
                "ServicesResolved": Variant("b", device.connected),
                "UUIDs": Variant("as", sorted(peripheral.advertised)),
                "Adapter": Variant("o", ADAPTER_PATH),
            }
        }

    def _gatt(self, device: FakeDevice) -> dict[str, dict[str, dict[str, Variant]]]:
        objects: dict[str, dict[str, dict[str, Variant]]] = {}
        services = list(device.peripheral.services)
        for path, (uuid, flags) in device.paths.items():
            parent = path.rpartition("/")[0]
            if parent not in objects:
                service = services[len([one for one in objects if "/char" not in one])]
                objects[parent] = {
                    SERVICE: {
                        "UUID": Variant("s", service),
                        "Primary": Variant("b", True),
                        "Device": Variant("o", device.path),
                        "Includes": Variant("ao", []),
                    }
                }
            objects[path] = {
                CHARACTERISTIC: {
                    "UUID": Variant("s", uuid),
                    "Service": Variant("o", parent),
                    "Value": Variant("ay", b""),
                    "Flags": Variant("as", list(flags)),
                    "MTU": Variant("q", 247),
                    "Notifying": Variant("b", False),
                    "NotifyAcquired": Variant("b", False),
                }
            }
        return objects

    # methods

    def _on_message(self, message: Message) -> bool | None:
        if message.message_type is not MessageType.METHOD_CALL:
            return None
        task = asyncio.get_running_loop().create_task(self._answer(message))
        self._handling.add(task)
        task.add_done_callback(self._handling.discard)
        return True

    async def _answer(self, message: Message) -> None:
        if message.interface == OBJECT_MANAGER:
            self._reply(message, "a{oa{sa{sv}}}", [self._objects()])
        elif message.interface == ADAPTER:
            self._answer_adapter(message)
        elif message.interface == DEVICE:
            await self._answer_device(message)
        elif message.interface == CHARACTERISTIC:
            self._answer_characteristic(message)
        else:
            self._reply(message)

    def _answer_adapter(self, message: Message) -> None:
        if not self.powered and message.member == "StartDiscovery":
            self._error(message, "org.bluez.Error.NotReady", "Resource Not Ready")
            return
        self._discovering += {"StartDiscovery": 1, "StopDiscovery": -1}.get(message.member or "", 0)
        self._discovering = max(0, self._discovering)
        self._reply(message)
        if message.member == "StartDiscovery":
            for device in self.devices:
                if device.visible and not device.connected:
                    self._added(device.path, self._device_properties(device))

    async def _answer_device(self, message: Message) -> None:
        device = next((one for one in self.devices if one.path == message.path), None)
        if device is None:
            self._error(message, "org.freedesktop.DBus.Error.UnknownObject", "no such device")
        elif message.member == "Disconnect":
            self._reply(message)
            self.drop(device)
        elif message.member == "Connect":
            await self._connect(message, device)
        else:
            self._reply(message)

    async def _connect(self, message: Message, device: FakeDevice) -> None:
        await asyncio.sleep(0.01)
        if device.connect_errors:
            text = device.connect_errors.pop(0)
            if text == "le-connection-abort-by-local":
                # BlueZ shows the device as connected for a moment, and bleak waits for its end
                self._changed(device.path, DEVICE, {"Connected": Variant("b", True)})
                self._error(message, FAILED, text)
                await asyncio.sleep(0.01)
                self._changed(device.path, DEVICE, {"Connected": Variant("b", False)})
                return
            self._error(message, FAILED, text)
            return
        if not device.visible or not self.powered:
            self._error(message, FAILED, "le-connection-timeout")
            return
        device.connected = True
        self._changed(device.path, DEVICE, {"Connected": Variant("b", True)})
        self._reply(message)
        for path, interfaces in self._gatt(device).items():
            self._added(path, interfaces)
        self._changed(device.path, DEVICE, {"ServicesResolved": Variant("b", True)})

    def _answer_characteristic(self, message: Message) -> None:
        path = message.path or ""
        device = next((one for one in self.devices if path in one.paths), None)
        if device is None or not device.connected:
            self._error(message, "org.freedesktop.DBus.Error.UnknownObject", f"no {path}")
            return
        uuid = device.paths[path][0]
        peripheral = device.peripheral
        if message.member == "ReadValue":
            self._reply(message, "ay", [peripheral.read(uuid)])
            return
        if message.member == "WriteValue":
            answers = peripheral.write(uuid, bytes(message.body[0]))
            self._reply(message)
            for answer, data in answers:
                self._notify(device, answer, data)
            return
        if message.member == "StartNotify":
            device.notifying.add(path)
            if streams_when_heard(peripheral):
                peripheral.streaming = True
        elif message.member == "StopNotify":
            device.notifying.discard(path)
        self._reply(message)

    # signals

    def _added(self, path: str, interfaces: dict[str, dict[str, Variant]]) -> None:
        self._emit("/", OBJECT_MANAGER, "InterfacesAdded", "oa{sa{sv}}", [path, interfaces])

    def _changed(self, path: str, interface: str, properties: dict[str, Variant]) -> None:
        self._emit(path, PROPERTIES, "PropertiesChanged", "sa{sv}as", [interface, properties, []])

    def _emit(self, path: str, interface: str, member: str, sig: str, body: list[Any]) -> None:
        if self._bus is not None:
            self._bus.send(
                Message(
                    message_type=MessageType.SIGNAL,
                    path=path,
                    interface=interface,
                    member=member,
                    signature=sig,
                    body=body,
                )
            )

    def _reply(self, message: Message, sig: str = "", body: list[Any] | None = None) -> None:
        if self._bus is not None:
            self._bus.send(Message.new_method_return(message, sig, body or []))

    def _error(self, message: Message, name: str, text: str) -> None:
        if self._bus is not None:
            self._bus.send(Message.new_error(message, name, text))
