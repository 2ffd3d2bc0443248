"""What Windows reports of Bluetooth, in words for a person.

Texts are those of bleak's back end (``bleak/backends/winrt``, version 3.1), codes those of
``winerror.h``, statuses of a pairing those of ``DevicePairingResultStatus``. A failing call of
WinRT is an ``OSError`` with the code as ``winerror``.
"""

from typing import Final

from limbwatch.sensor.radio.trouble_words import (
    BROKEN,
    BUSY,
    FORGOTTEN,
    NO_ROOM,
    NOT_MADE,
    POWERED_OFF,
    REFUSED,
    SILENT,
    UNEXPLAINED,
)

SERVICE_STOPPED: Final = (
    "the Bluetooth service of Windows does not run; start 'Bluetooth Support Service' in its list "
    "of services (services.msc)"
)
NO_SEARCH: Final = (
    "Windows did not begin to look for sensors; see that Bluetooth is on, or switch it off and on"
)
TOO_OLD: Final = (
    "this Windows cannot talk to Low Energy sensors; that needs Windows 10 or later with Bluetooth"
)
IN_USE: Final = (
    "Windows does not let this program use the sensor; another program may have it: end that, or "
    "remove the sensor from the settings of Windows"
)
PAIR_IN_SETTINGS: Final = (
    "the sensor was not paired; pair it in the settings of Windows (Bluetooth & devices, Add "
    "device), which also ask for a passkey"
)
PASSKEY_IN_SETTINGS: Final = (
    "--passkey is for Linux; on this system pair the sensor in the system's settings, which ask "
    "for its passkey (Windows: Bluetooth & devices, Add device)"
)

_CODES: Final = {
    0x80000013: BROKEN,  # RO_E_CLOSED
    0x800704C7: BROKEN,  # ERROR_CANCELLED
    0x8007048F: BROKEN,  # ERROR_DEVICE_NOT_CONNECTED
    0x80070490: FORGOTTEN,  # ERROR_NOT_FOUND
    0x80070079: SILENT,  # ERROR_SEM_TIMEOUT
    0x80070102: SILENT,  # WAIT_TIMEOUT
    0x800705B4: SILENT,  # ERROR_TIMEOUT
    0x8007001F: NOT_MADE,  # ERROR_GEN_FAILURE
    0x800700AA: BUSY,  # ERROR_BUSY
    0x80070005: IN_USE,  # E_ACCESSDENIED
}
"""What a code means for one sensor."""

_UNAVAILABLE_CODES: Final = {
    0x800710DF: POWERED_OFF,  # ERROR_DEVICE_NOT_AVAILABLE
    0x800706BA: SERVICE_STOPPED,  # RPC_S_SERVER_UNAVAILABLE
    0x800706BE: SERVICE_STOPPED,  # RPC_S_CALL_FAILED
    0x80070422: SERVICE_STOPPED,  # ERROR_SERVICE_DISABLED
    0x80070426: SERVICE_STOPPED,  # ERROR_SERVICE_NOT_ACTIVE
    0x80040154: TOO_OLD,  # REGDB_E_CLASSNOTREG
}
"""What a code means for all of Bluetooth."""

_ATT: Final = 0x80650000
"""Codes from this one on are ATT error codes (``E_BLUETOOTH_ATT_...``)."""
_ATT_CODES: Final = 0xFF
"""Largest ATT error code."""

_TEXTS: Final = {
    ": unreachable": SILENT,
    ": access denied": IN_USE,
    "does not support gatt sessions": "Windows cannot talk to this sensor; it may be no Low Energy "
    "sensor, or its entry in the settings of Windows is damaged: remove it there",
    "unexpected status code": NOT_MADE,
    "device does not support pairing": "the sensor cannot be paired; use it without",
    "failure trying to pair with device": PAIR_IN_SETTINGS,
    "not_ready_to_pair": "the sensor is not ready to be paired; switch it to pairing, as its "
    "manual says, and try again",
    "too_many_connections": NO_ROOM,
    "hardware_failure": "the Bluetooth adapter failed; switch Bluetooth off and on",
    "connection_rejected": REFUSED,
    "operation_already_in_progress": BUSY,
    "remote_device_has_association": "the sensor is paired with another computer; reset it as its "
    "manual says, and try again",
    "could not pair with device": PAIR_IN_SETTINGS,
    "thread is configured for windows gui": "another part of this program keeps Bluetooth from "
    "answering; start limbwatch from a terminal, by itself",
}
"""Parts of what bleak says on Windows, in small letters; the first that fits is taken."""

_UNAVAILABLE_TEXTS: Final = {
    "failed to start scanner": NO_SEARCH,
    "unexpected watcher status": NO_SEARCH,
}


def winrt_code(error: Exception) -> int | None:
    """Return the code of a failing call of Windows, as ``winerror.h`` writes it."""
    code = getattr(error, "winerror", None)
    return code & 0xFFFFFFFF if isinstance(code, int) else None


def att_code(code: int) -> int | None:
    """Return the ATT error code that a sensor gave, if a code of Windows holds one."""
    return code - _ATT if _ATT < code <= _ATT + _ATT_CODES else None


def of_winrt_code(code: int) -> str:
    """Return what a code means for one sensor."""
    return _CODES.get(code, UNEXPLAINED)


def of_winrt_text(text: str) -> str | None:
    """Return what a text of bleak's back end means for one sensor; None if it has none of them."""
    small = text.lower()
    return next((said for part, said in _TEXTS.items() if part in small), None)


def winrt_unavailable(text: str, code: int | None) -> str | None:
    """Return why Bluetooth as a whole cannot be used; None if it is about one sensor."""
    if code in _UNAVAILABLE_CODES:
        return _UNAVAILABLE_CODES[code]
    small = text.lower()
    return next((said for part, said in _UNAVAILABLE_TEXTS.items() if part in small), None)
