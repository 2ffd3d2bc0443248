"""What Linux's Bluetooth service offers beyond bleak: adapters, links, the power switch.

Each call has its own connection to the message bus and a time limit, so that a service that
does not answer costs a moment: it raises ``LinkLost`` then, and where the service fails.
Interfaces: BlueZ ``doc/org.bluez.Adapter.rst``, ``doc/org.bluez.Device.rst``. On other systems
nothing is asked, and nothing is imported.
"""

import asyncio
import sys
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

from limbwatch.sensor.errors import LinkLost
from limbwatch.sensor.radio.bounded import bounded
from limbwatch.sensor.radio.service_words import NO_BUS, plain
from limbwatch.sensor.radio.transport import Found

if sys.platform == "linux":
    from dbus_fast import AuthError, BusType, Message, MessageType, Variant
    from dbus_fast.aio import MessageBus

ON_LINUX = sys.platform == "linux"

_SERVICE = "org.bluez"
ADAPTER, DEVICE = "org.bluez.Adapter1", "org.bluez.Device1"
_PROPERTIES = "org.freedesktop.DBus.Properties"
_ANSWER_S = 3.0
_POWER_S = 0.5
_POWER_TRIES = 3
"""Attempts to switch an adapter on: bluetoothd answers Busy while it switches. Chosen by us."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Adapter:
    """A Bluetooth adapter of this machine."""

    name: str
    """Such as ``hci0``; it may change when the machine restarts."""
    address: str
    """It does not change."""
    powered: bool

    def __str__(self) -> str:
        return f"{self.name} ({self.address})"


@dataclass(frozen=True, slots=True, kw_only=True)
class KnownDevice:
    """A device that the service knows."""

    path: str
    """D-Bus object path."""
    address: str
    names: frozenset[str]
    """Its own name, and the one that a person gave it."""
    connected: bool
    lasting: bool
    """See `has_lasting_address`."""
    paired: bool = False

    def as_found(self) -> Iterator[Found]:
        """Yield it as a found sensor, under each of its names."""
        for name in self.names:
            yield Found(
                address=self.address,
                name=name,
                services=frozenset(),
                rssi=None,
                handle=None,
                lasting=self.lasting,
            )


@dataclass(frozen=True, slots=True, kw_only=True)
class Inventory:
    """Adapters and devices that the service knows now."""

    adapters: tuple[Adapter, ...]
    """Adapters for Low Energy, in order of their names."""
    devices: tuple[KnownDevice, ...]


async def inventory() -> Inventory:
    """Ask the service for adapters and devices."""
    (objects,) = await _call("/", "org.freedesktop.DBus.ObjectManager", "GetManagedObjects")
    adapters, devices = [], []
    for path, interfaces in objects.items():
        if ADAPTER in interfaces:
            facts = _values(interfaces[ADAPTER])
            if "central" in facts.get("Roles", ["central"]):
                adapters.append(
                    Adapter(
                        name=path.rpartition("/")[2],
                        address=facts.get("Address", ""),
                        powered=bool(facts.get("Powered", False)),
                    )
                )
        if DEVICE in interfaces:
            devices.append(_known_device(path, _values(interfaces[DEVICE])))
    return Inventory(
        adapters=tuple(sorted(adapters, key=lambda one: (len(one.name), one.name))),
        devices=tuple(devices),
    )


async def is_linked(address: str) -> bool:
    """Return whether the service has a link to the device at an address."""
    devices = (await inventory()).devices
    return any(one.connected and one.address == address for one in devices)


def _values(properties: "dict[str, Variant]") -> dict[str, Any]:
    return {name: variant.value for name, variant in properties.items()}


def _known_device(path: str, facts: dict[str, Any]) -> KnownDevice:
    return KnownDevice(
        path=path,
        address=facts.get("Address", ""),
        names=frozenset({facts.get("Name", ""), facts.get("Alias", "")} - {""}),
        connected=bool(facts.get("Connected", False)),
        lasting=has_lasting_address(facts),
        paired=bool(facts.get("Paired", False)),
    )


def has_lasting_address(facts: dict[str, Any]) -> bool:
    """Return whether a device's address is public or static, given its BlueZ properties.

    The two highest bits of a random address tell whether it is static (Bluetooth Core
    Specification, volume 6, part B, 1.3.2).
    """
    kind, highest = facts.get("AddressType"), str(facts.get("Address", ""))[:1].upper()
    return kind == "public" or (kind == "random" and highest in {"C", "D", "E", "F"})


async def disconnect(path: str) -> None:
    """End a device's link, whoever made it; ``path`` is that of its object."""
    await _call(path, DEVICE, "Disconnect")


async def forget(path: str) -> None:
    """Remove a device and its services from the service; ``path`` is that of its object.

    It is then discovered and read anew.
    """
    await _call(path.rpartition("/")[0], ADAPTER, "RemoveDevice", "o", [path])


async def forget_at(address: str) -> None:
    """Remove the device at an address from the service, unless it is paired."""
    if not ON_LINUX:
        return
    with suppress(LinkLost):
        for device in (await inventory()).devices:
            if device.address == address and not device.paired:
                await forget(device.path)


async def power_cycle(adapter: str) -> None:
    """Switch an adapter, such as ``hci0``, off and on, which frees one that is stuck.

    Whatever happens, it is not left off: the night may end in that half second, and the service
    may be too busy to do it at once. Not every user may ask for it.
    """
    switching = asyncio.ensure_future(_off_and_on(f"/org/bluez/{adapter}"))
    try:
        await asyncio.shield(switching)
    except asyncio.CancelledError:
        await asyncio.wait({switching})
        raise


async def _off_and_on(path: str) -> None:
    try:
        await _power(path, on=False)
    finally:
        # an adapter that did not answer may still have been switched off
        for left in reversed(range(_POWER_TRIES)):
            try:
                await _power(path, on=True)
            except LinkLost:
                if not left:
                    raise
                await asyncio.sleep(_POWER_S)
            else:
                break


async def _power(path: str, *, on: bool) -> None:
    await _call(path, _PROPERTIES, "Set", "ssv", [ADAPTER, "Powered", Variant("b", on)])
    await asyncio.sleep(_POWER_S)


def message_to(
    path: str, interface: str, member: str, signature: str = "", body: Sequence[Any] = ()
) -> "Message":
    """Build a call of an object of the service."""
    return Message(
        destination=_SERVICE,
        path=path,
        interface=interface,
        member=member,
        signature=signature,
        body=list(body),
    )


async def _call(path: str, interface: str, member: str, *content: Any) -> list[Any]:
    """Ask the service; ``content`` is a signature and what it is of."""
    asked = message_to(path, interface, member, *content)
    return await bounded(_ask(asked), _ANSWER_S, "the Bluetooth service")


async def _ask(message: "Message") -> list[Any]:
    bus = MessageBus(bus_type=BusType.SYSTEM)
    try:
        await bus.connect()
        reply = await bus.call(message)
    except (OSError, EOFError) as error:
        raise LinkLost(NO_BUS) from error
    except AuthError as error:
        raise LinkLost(plain("AccessDenied", "")) from error
    finally:
        bus.disconnect()
    if reply is None:
        raise LinkLost("the Bluetooth service does not answer")
    if reply.message_type is MessageType.ERROR:
        raise LinkLost(plain(reply.error_name or "", str((reply.body or [""])[0])))
    return list(reply.body)
