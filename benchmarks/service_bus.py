"""A message bus as a service uses it: signals and answers go out, calls come in."""

from collections.abc import Callable
from contextlib import suppress
from typing import Any

from dbus_fast import Message, MessageType, NameFlag, Variant
from dbus_fast.aio import MessageBus

OBJECT_MANAGER = "org.freedesktop.DBus.ObjectManager"
PROPERTIES = "org.freedesktop.DBus.Properties"


class ServiceBus:
    """A service's connection; what is sent without one is lost.

    Parameters
    ----------
    address : str
        Of the message bus.
    """

    def __init__(self, address: str) -> None:
        self._address = address
        self.bus: MessageBus | None = None

    async def open(self, name: str, on_message: Callable[[Message], bool | None]) -> None:
        """Take a name, and have messages and the ends of clients told."""
        self.bus = await MessageBus(bus_address=self._address).connect()
        self.bus.add_message_handler(on_message)
        await self.bus.call(
            Message(
                destination="org.freedesktop.DBus",
                path="/org/freedesktop/DBus",
                interface="org.freedesktop.DBus",
                member="AddMatch",
                signature="s",
                body=["type='signal',member='NameOwnerChanged'"],
            )
        )
        await self.bus.request_name(name, NameFlag.DO_NOT_QUEUE)

    async def close(self) -> None:
        if self.bus is not None:
            self.bus.disconnect()
            with suppress(Exception):
                await self.bus.wait_for_disconnect()
            self.bus = None

    def added(self, path: str, interfaces: dict[str, dict[str, Variant]]) -> None:
        self.emit("/", OBJECT_MANAGER, "InterfacesAdded", "oa{sa{sv}}", [path, interfaces])

    def removed(self, path: str, interface: str) -> None:
        self.emit("/", OBJECT_MANAGER, "InterfacesRemoved", "oas", [path, [interface]])

    def changed(self, path: str, interface: str, properties: dict[str, Variant]) -> None:
        self.emit(path, PROPERTIES, "PropertiesChanged", "sa{sv}as", [interface, properties, []])

    def emit(self, path: str, interface: str, member: str, sig: str, body: list[Any]) -> None:
        if self.bus is not None:
            self.bus.send(
                Message(
                    message_type=MessageType.SIGNAL,
                    path=path,
                    interface=interface,
                    member=member,
                    signature=sig,
                    body=body,
                )
            )

    def reply(self, message: Message, sig: str = "", body: list[Any] | None = None) -> None:
        if self.bus is not None:
            self.bus.send(Message.new_method_return(message, sig, body or []))

    def error(self, message: Message, name: str, text: str) -> None:
        if self.bus is not None:
            self.bus.send(Message.new_error(message, name, text))
