"""Pairing with a passkey: a person answers what Linux's Bluetooth service asks.

BlueZ asks an agent of the program that called ``Pair`` (``doc/org.bluez.Agent.rst``,
``doc/org.bluez.AgentManager.rst``): for a passkey that the sensor shows or has printed on it, to
show one that is typed on the sensor, or to confirm that both show the same. Agent and call share
one connection to the message bus, by which the service finds the agent.
"""

import asyncio
import sys
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Final

from limbwatch.sensor.errors import DeviceRefused, LinkLost
from limbwatch.sensor.radio.bluez import DEVICE, message_to
from limbwatch.sensor.radio.service_words import NO_BUS, plain

if sys.platform == "linux":
    from dbus_fast import BusType, Message, MessageType
    from dbus_fast.aio import MessageBus

MOST: Final = 999_999
"""Largest passkey: six digits (Bluetooth Core Specification, volume 3, part H, 2.3.5.3)."""

NOT_BY_COMMAND: Final = (
    "on macOS no program can pair a sensor; macOS asks in a dialog when a recording first needs "
    "it. Record, and allow it there"
)

PASSKEY_IN_SETTINGS: Final = (
    "--passkey is for Linux; on this system pair the sensor in the system's settings, which ask "
    "for its passkey (Windows: Bluetooth & devices, Add device)"
)

_AGENT_PATH: Final = "/limbwatch/agent"
_AGENT: Final = "org.bluez.Agent1"
_BOTH: Final = "KeyboardDisplay"
_REJECTED: Final = "org.bluez.Error.Rejected"


@dataclass(frozen=True, slots=True, kw_only=True)
class Answers:
    """Callbacks by which a person answers."""

    passkey: Callable[[], Awaitable[int | None]]
    """Returns the six digits, or None to refuse; may wait."""
    show: Callable[[str], None]
    """Shows the six digits that must be typed on the sensor."""
    same: Callable[[str], Awaitable[bool]]
    """Returns whether the sensor shows these six digits; may wait."""


def require_pairing(*, passkey: bool, platform: str = sys.platform) -> None:
    """Refuse where the system gives no program a way to pair, with what to do instead.

    ``passkey`` is whether one is given.

    Raises
    ------
    DeviceRefused
    """
    if platform == "darwin":
        raise DeviceRefused(NOT_BY_COMMAND)
    if passkey and platform != "linux":
        raise DeviceRefused(PASSKEY_IN_SETTINGS)


async def pair(path: str, called: str, answers: Answers, seconds: float) -> None:
    """Pair a device; one that is already paired stays so.

    ``path`` is that of its object, ``called`` its name for the messages; ``seconds`` limits the
    whole procedure.

    Raises
    ------
    DeviceRefused
        If the passkey is wrong or was not given.
    LinkLost
        If the service fails.
    """
    bus = MessageBus(bus_type=BusType.SYSTEM)
    agent = _Agent(bus, answers)
    try:
        await bus.connect()
        bus.add_message_handler(agent.hear)
        # without an agent, devices that need no passkey can still be paired
        agents = ("/org/bluez", "org.bluez.AgentManager1", "RegisterAgent")
        await bus.call(message_to(*agents, "os", (_AGENT_PATH, _BOTH)))
        async with asyncio.timeout(seconds):
            reply = await bus.call(message_to(path, DEVICE, "Pair"))
    except TimeoutError as error:
        await bus.call(message_to(path, DEVICE, "CancelPairing"))
        raise LinkLost(f"pairing {called} took longer than {seconds:.0f} s") from error
    except (OSError, EOFError) as error:
        raise LinkLost(NO_BUS) from error
    finally:
        agent.end()
        bus.disconnect()
    _require_paired(reply, called, refused=agent.refused)


def _require_paired(reply: "Message | None", called: str, *, refused: bool) -> None:
    if reply is None:
        raise LinkLost("the Bluetooth service does not answer")
    if reply.message_type is not MessageType.ERROR:
        return
    name = (reply.error_name or "").rpartition(".")[2]
    if name == "AlreadyExists":
        return
    if refused:
        raise DeviceRefused(
            f"{called} asks for a passkey and none was given; it stands on the sensor, in its "
            "manual or its app. Give it with --passkey 123456"
        )
    if name.startswith("Authentication"):
        raise DeviceRefused(
            f"{called} did not take the passkey, or ended the pairing; try again with the digits "
            "that it shows or has printed on it"
        )
    text = str((reply.body or [""])[0])
    raise LinkLost(f"pairing failed: {plain(reply.error_name or '', text)}")


class _Agent:
    """Answers the service while a device is being paired."""

    def __init__(self, bus: "MessageBus", answers: Answers) -> None:
        self._bus, self._answers = bus, answers
        self._asking: set[asyncio.Task[None]] = set()
        self.refused = False

    def hear(self, message: "Message") -> bool | None:
        """Handle calls of the agent's interface; return None for others."""
        if message.message_type is not MessageType.METHOD_CALL or message.interface != _AGENT:
            return None
        if message.member in {"Cancel", "Release"}:
            self.end()
            self._bus.send(Message.new_method_return(message))
            return True
        task = asyncio.get_running_loop().create_task(self._answer(message))
        self._asking.add(task)
        task.add_done_callback(self._asking.discard)
        return True

    def end(self) -> None:
        """Cancel open questions."""
        for task in self._asking:
            task.cancel()

    async def _answer(self, message: "Message") -> None:
        body = list(message.body)
        digits = f"{body[1]:06d}" if message.signature in {"ou", "ouq"} else ""
        match message.member:
            case "RequestPasskey" | "RequestPinCode":
                given = await self._answers.passkey()
                if given is None:
                    self._refuse(message)
                elif message.member == "RequestPinCode":
                    self._bus.send(Message.new_method_return(message, "s", [f"{given:06d}"]))
                else:
                    self._bus.send(Message.new_method_return(message, "u", [given]))
            case "DisplayPasskey":
                self._answers.show(digits)
                self._bus.send(Message.new_method_return(message))
            case "DisplayPinCode":
                self._answers.show(str(body[1]))
                self._bus.send(Message.new_method_return(message))
            case "RequestConfirmation" if not await self._answers.same(digits):
                self._refuse(message)
            case _:
                self._bus.send(Message.new_method_return(message))

    def _refuse(self, message: "Message") -> None:
        self.refused = True
        self._bus.send(Message.new_error(message, _REJECTED, "refused by the user"))
