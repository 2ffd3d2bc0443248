"""Errors of Bluetooth services in words for a person, who never sees the original ones.

Names and texts are those of BlueZ (``doc/org.bluez.Adapter.rst``, ``org.bluez.Device.rst``,
``org.bluez.GattCharacteristic.rst``, ``src/error.c``), of D-Bus, and of the Bluetooth Core
Specification's ATT error codes (volume 3, part F, 3.4.1.1).
"""

from typing import Final

POWERED_OFF: Final = "Bluetooth is off; turn it on (Linux: bluetoothctl power on) and try again"

_TEXTS: Final = {
    "adapter-not-powered": POWERED_OFF,
    "abort": "the connection broke while it was being made; there is radio interference, or the "
    "sensor is far away",
    "cancel": "the connection broke while it was being made; there is radio interference, or the "
    "sensor is far away",
    "protocol-error": "the connection broke while it was being made; there is radio interference, "
    "or the sensor is far away",
    "gatt-browsing": "the connection broke while it was being made; there is radio interference, "
    "or the sensor is far away",
    "timeout": "the sensor did not answer: it is out of reach, switched off, or talks to a phone",
    "timed out": "the sensor did not answer: it is out of reach, switched off, or talks to a phone",
    "host is down": "the sensor did not answer: it is out of reach, switched off, or talks to a "
    "phone",
    "refused": "the sensor refused the connection; close its app on every phone nearby",
    "resources": "the adapter has no room for one more sensor; disconnect something, or add an "
    "adapter",
    "too many": "the adapter has no room for one more sensor; disconnect something, or add an "
    "adapter",
    "connection-limit": "the adapter has no room for one more sensor; disconnect something, or add "
    "an adapter",
    "memory-allocation": "the adapter has no room for one more sensor; disconnect something, or "
    "add an adapter",
    "acquired": "another program on this computer is receiving the sensor's data; close it",
    "connection-busy": "the Bluetooth service is still busy with an earlier request",
    "already-connected": "the Bluetooth service is still busy with an earlier request",
    "not connected": "the connection broke",
    "disconnect": "the connection broke",
    "was not found": "the system has forgotten the sensor; it is looked for again",
    "not found": "the system has forgotten the sensor; it is looked for again",
    "br-connection-": "the connection could not be made, and the Bluetooth service does not say "
    "why; bring the sensor nearer, or switch it off and on",
    "le-connection-": "the connection could not be made, and the Bluetooth service does not say "
    "why; bring the sensor nearer, or switch it off and on",
}
"""Messages for lower-case parts of an error's text; the first match is used."""

_NAMES: Final = {
    "InProgress": "the Bluetooth service is still busy with an earlier request",
    "NotReady": POWERED_OFF,
    "NotConnected": "the connection broke",
    "NotSupported": "the sensor does not offer this",
    "NotAvailable": "the sensor does not offer this now",
    "DoesNotExist": "the system has forgotten the sensor; it is looked for again",
    "UnknownObject": "the system has forgotten the sensor; it is looked for again",
    "UnknownMethod": "the system has forgotten the sensor; it is looked for again",
    "InvalidArguments": "the Bluetooth service does not understand the request; update it",
    "ImproperlyConfigured": "the sensor does not send what it offers; switch it off and on",
    "NoReply": "the Bluetooth service does not answer",
    "Timeout": "the Bluetooth service does not answer",
    "Disconnected": "the connection to the Bluetooth service broke",
    "AccessDenied": "the system does not let this user use Bluetooth; on Linux add the user to the "
    "group 'bluetooth' and log in again",
    "LimitsExceeded": "the system's message bus is overloaded",
}
"""Messages for the last part of a D-Bus error's name."""

_PAIRING_NAMES: Final = frozenset(
    {
        "NotAuthorized",
        "NotPermitted",
        "AuthenticationFailed",
        "AuthenticationCanceled",
        "AuthenticationRejected",
        "AuthenticationTimeout",
    }
)
_PAIRING_CODES: Final = frozenset({0x05, 0x08, 0x0C, 0x0F})
"""ATT codes: insufficient authentication, authorization, encryption key size, encryption."""

NO_ADAPTER: Final = "this machine has no Bluetooth; plug in a USB adapter (Bluetooth 4.2 or later)"
UNEXPLAINED: Final = "the Bluetooth service reported an error that it did not explain"
NO_SERVICE: Final = (
    "the Bluetooth service is not running; on Linux install bluez and sudo systemctl enable --now "
    "bluetooth"
)
NO_BUS: Final = (
    "the system's message bus or its Bluetooth service is not running; on Linux: sudo systemctl "
    "start dbus bluetooth"
)


def service_is_missing(text: str) -> bool:
    """Return whether an error says that there is no Bluetooth service."""
    return "org.bluez was not provided" in text or "ServiceUnknown" in text


def wants_pairing(name: str, text: str, code: int | None) -> bool:
    """Return whether an error asks for pairing, by its D-Bus name, text and ATT code."""
    if code is not None:
        return code in _PAIRING_CODES
    if "connection-key-missing" in text:
        return True
    short = name.rpartition(".")[2]
    if short == "NotPermitted":
        # also reported for a characteristic that cannot be read or written at all
        return "pair" in text.lower()
    return short in _PAIRING_NAMES


def pairing_words(name: str, address: str, *, paired: bool) -> str:
    """Explain how to pair a sensor that asks for it.

    If the system considers it ``paired`` already, the sensor has lost its keys.
    """
    called = name or address
    if paired:
        return (
            f"{called} does not know this computer any more, though this computer knows it. "
            f"Forget it here (Linux: bluetoothctl remove {address}), then pair it: "
            f'limbwatch devices --pair "{called}"'
        )
    return (
        f"{called} talks to paired computers only. Pair it once: "
        f'limbwatch devices --pair "{called}" (or Linux: bluetoothctl pair {address})'
    )


def plain(name: str, text: str, code: int | None = None) -> str:
    """Explain an error without a name of D-Bus, BlueZ or bleak.

    ``name`` is that of the D-Bus error, empty without one, and ``code`` the ATT error code, if the
    sensor gave one.
    """
    if code is not None:
        return f"the sensor refused the request (Bluetooth error code {code:#04x})"
    if service_is_missing(f"{name} {text}"):
        return NO_SERVICE
    small = text.lower()
    for part, words in _TEXTS.items():
        if part in small:
            return words
    return _NAMES.get(name.rpartition(".")[2], UNEXPLAINED)
