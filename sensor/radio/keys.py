"""Paired sensors that lost this computer's keys, which BlueZ reports only once.

The service makes the link, cannot encrypt it, and ends it; the error that follows is that of any
broken link, and only the signal ``Disconnected`` has the reason (BlueZ
``doc/org.bluez.Device.rst``; older ones have no such signal). While a paired sensor is being
connected, our own connection to the message bus listens for it.
"""

import sys
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from typing import Any, Final

from limbwatch.sensor.errors import LinkLost, PairingNeeded
from limbwatch.sensor.radio.bluez import DEVICE
from limbwatch.sensor.radio.service_words import pairing_words
from limbwatch.sensor.radio.transport import Found

if sys.platform == "linux":
    from dbus_fast import AuthError, BusType, Message
    from dbus_fast.aio import MessageBus

_KEYS_LOST: Final = "org.bluez.Reason.Authentication"


@asynccontextmanager
async def keys_known(found: Found, facts: Mapping[str, Any]) -> AsyncIterator[None]:
    """Explain, in place of a broken link, that the sensor lost its keys.

    ``facts`` are the service's properties of the sensor; unless it is ``Paired``, nothing happens.

    Raises
    ------
    PairingNeeded
        In place of a ``LinkLost`` with this reason.
    """
    if sys.platform != "linux" or not facts.get("Paired"):
        yield
        return
    reasons: list[str] = []
    bus = await _listening(found, reasons)
    try:
        yield
    except LinkLost as error:
        if _KEYS_LOST not in reasons:
            raise
        raise PairingNeeded(pairing_words(found.name, found.address, paired=True)) from error
    finally:
        if bus is not None:
            bus.disconnect()


async def _listening(found: Found, reasons: list[str]) -> "MessageBus | None":
    """Collect the reasons for which a sensor's link ends; return None without a message bus."""
    device = f"/dev_{found.address.upper().replace(':', '_')}"

    def hear(message: "Message") -> None:
        is_disconnect = message.interface == DEVICE and message.member == "Disconnected"
        if is_disconnect and (message.path or "").endswith(device) and message.body:
            reasons.append(str(message.body[0]))

    bus = MessageBus(bus_type=BusType.SYSTEM)
    try:
        await bus.connect()
        await bus.call(
            Message(
                destination="org.freedesktop.DBus",
                path="/org/freedesktop/DBus",
                interface="org.freedesktop.DBus",
                member="AddMatch",
                signature="s",
                body=[f"type='signal',interface='{DEVICE}',member='Disconnected'"],
            )
        )
    except (OSError, EOFError, AuthError):
        bus.disconnect()
        return None
    bus.add_message_handler(hear)
    return bus
