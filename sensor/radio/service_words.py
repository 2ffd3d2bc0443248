"""Errors of Bluetooth services in words for a person, who never sees the original ones.

Those of Windows and macOS are in ``trouble_words``. Here names and texts are those of BlueZ
(``doc/org.bluez.Adapter.rst``, ``org.bluez.Device.rst``, ``org.bluez.GattCharacteristic.rst``,
``src/error.c``), of D-Bus, and of the Bluetooth Core Specification's ATT error codes (volume 3,
part F, 3.4.1.1).
"""

import sys
from typing import Final

from limbwatch.sensor.radio.trouble_words import (
    ABORTED,
    BROKEN,
    BUSY,
    FORGOTTEN,
    NO_ROOM,
    NOT_MADE,
    NOT_OFFERED,
    POWERED_OFF,
    REFUSED,
    SILENT,
    UNEXPLAINED,
    CoreBluetoothError,
    of_winrt_text,
)

_TEXTS: Final = {
    "adapter-not-powered": POWERED_OFF,
    "abort": ABORTED,
    "cancel": ABORTED,
    "protocol-error": ABORTED,
    "gatt-browsing": ABORTED,
    "timeout": SILENT,
    "timed out": SILENT,
    "host is down": SILENT,
    "refused": REFUSED,
    "resources": NO_ROOM,
    "too many": NO_ROOM,
    "connection-limit": NO_ROOM,
    "memory-allocation": NO_ROOM,
    "acquired": "another program on this computer is receiving the sensor's data; close it",
    "connection-busy": BUSY,
    "already-connected": BUSY,
    "not connected": BROKEN,
    "disconnect": BROKEN,
    "was not found": FORGOTTEN,
    "not found": FORGOTTEN,
    "br-connection-": NOT_MADE,
    "le-connection-": NOT_MADE,
}
"""Messages for lower-case parts of an error's text; the first match is used."""

_NAMES: Final = {
    "InProgress": BUSY,
    "NotReady": POWERED_OFF,
    "NotConnected": BROKEN,
    "NotSupported": NOT_OFFERED,
    "NotAvailable": "the sensor does not offer this now",
    "DoesNotExist": FORGOTTEN,
    "UnknownObject": FORGOTTEN,
    "UnknownMethod": FORGOTTEN,
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

NO_PERMISSION: Final = (
    "this program may not use Bluetooth; allow it for the program that started it, such as the "
    "terminal, in the system's privacy settings (macOS: System Settings, Privacy & Security, "
    "Bluetooth)"
)
NO_ADAPTER: Final = "this machine has no Bluetooth; plug in a USB adapter (Bluetooth 4.2 or later)"
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
    by_mac = CoreBluetoothError.in_text(text)
    if by_mac is not None:
        return by_mac.wants_keys
    short = name.rpartition(".")[2]
    if short == "NotPermitted":
        # also reported for a characteristic that cannot be read or written at all
        return "pair" in text.lower()
    return short in _PAIRING_NAMES


def pairing_words(name: str, address: str, *, paired: bool, platform: str = sys.platform) -> str:
    """Explain how to pair a sensor that asks for it on this system.

    If the system considers it ``paired`` already, the sensor has lost its keys.
    """
    called = name or address
    if platform == "darwin":
        if paired:
            return (
                f"{called} does not know this computer any more, though this computer knows it. "
                "Forget it here (System Settings, Bluetooth); macOS asks to pair it when it is "
                "connected next: allow that"
            )
        return (
            f"{called} talks to paired computers only. macOS asks to pair it while it is "
            "connected: allow that"
        )
    if platform == "win32":
        if paired:
            return (
                f"{called} does not know this computer any more, though this computer knows it. "
                "Remove it from the settings of Windows (Bluetooth & devices), then pair it: "
                f'limbwatch devices --pair "{called}"'
            )
        return (
            f"{called} talks to paired computers only. Pair it once: "
            f'limbwatch devices --pair "{called}" (or in the settings of Windows, where it has a '
            "passkey)"
        )
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
    by_mac = CoreBluetoothError.in_text(text)
    if by_mac is not None:
        return by_mac.words
    by_windows = of_winrt_text(text)
    if by_windows is not None:
        return by_windows
    if service_is_missing(f"{name} {text}"):
        return NO_SERVICE
    small = text.lower()
    for part, words in _TEXTS.items():
        if part in small:
            return words
    return _NAMES.get(name.rpartition(".")[2], UNEXPLAINED)
