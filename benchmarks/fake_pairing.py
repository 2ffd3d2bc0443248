"""How bluetoothd pairs a device: it asks the agent of the program that called.

Source: BlueZ ``doc/org.bluez.Agent.rst`` and ``org.bluez.AgentManager.rst``.
"""

from dbus_fast import Message, MessageType
from dbus_fast.aio import MessageBus

from benchmarks.fake_device import FakeDevice

AGENT = "org.bluez.Agent1"


class FakePairing:
    """The agents of programs, and what they answered."""

    def __init__(self) -> None:
        self._agents: dict[str, str] = {}

    def register(self, message: Message) -> None:
        """Take the agent of a program."""
        self._agents[message.sender or ""] = str(message.body[0])

    async def agreed(self, bus: MessageBus, call: Message, device: FakeDevice) -> bool:
        """Ask the agent of the program that pairs, and tell whether both sides know the passkey."""
        if not device.asks:
            return True
        agent = self._agents.get(call.sender or "")
        if agent is None or device.passkey is None:
            return False
        signature, body = {
            "RequestPasskey": ("o", [device.path]),
            "RequestPinCode": ("o", [device.path]),
            "DisplayPasskey": ("ouq", [device.path, device.passkey, 0]),
            "RequestConfirmation": ("ou", [device.path, device.passkey]),
        }[device.asks]
        reply = await bus.call(
            Message(
                destination=call.sender,
                path=agent,
                interface=AGENT,
                member=device.asks,
                signature=signature,
                body=body,
            )
        )
        if reply is None or reply.message_type is MessageType.ERROR:
            return False
        if device.asks == "RequestPinCode":
            return bool(reply.body[0] == f"{device.passkey:06d}")
        return device.asks != "RequestPasskey" or bool(reply.body[0] == device.passkey)
