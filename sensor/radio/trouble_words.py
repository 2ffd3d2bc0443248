"""What can be the matter with a connection, in the same words whatever Windows and macOS report.

On Windows texts are those of bleak's back end (``bleak/backends/winrt``, version 3.1), codes those
of ``winerror.h``, statuses of a pairing those of ``DevicePairingResultStatus``. A failing call of
WinRT is an ``OSError`` with the code as ``winerror``.

On macOS bleak's back end (``bleak/backends/corebluetooth``, version 3.1) puts the system's error
into its text as Foundation prints it, ``Error Domain=CBErrorDomain Code=14 "..."``; the text in
quotation marks is in the language of the system, so domain and code tell. The codes are those of
``CBError`` and ``CBATTError`` (CoreBluetooth).
"""

import re
from typing import Final, NamedTuple

POWERED_OFF: Final = "Bluetooth is off; turn it on (Linux: bluetoothctl power on) and try again"
UNEXPLAINED: Final = "the Bluetooth service reported an error that it did not explain"
BROKEN: Final = "the connection broke"
ABORTED: Final = (
    "the connection broke while it was being made; there is radio interference, or the sensor is "
    "far away"
)
SILENT: Final = "the sensor did not answer: it is out of reach, switched off, or talks to a phone"
REFUSED: Final = "the sensor refused the connection; close its app on every phone nearby"
NO_ROOM: Final = (
    "the adapter has no room for one more sensor; disconnect something, or add an adapter"
)
BUSY: Final = "the Bluetooth service is still busy with an earlier request"
FORGOTTEN: Final = "the system has forgotten the sensor; it is looked for again"
NOT_MADE: Final = (
    "the connection could not be made, and the Bluetooth service does not say why; bring the "
    "sensor nearer, or switch it off and on"
)
NOT_OFFERED: Final = "the sensor does not offer this"

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
PAIRED_TOO_MANY: Final = (
    "this computer is paired with as many sensors as it can be; forget some in System Settings, "
    "Bluetooth"
)

_WINRT_CODES: Final = {
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
"""What a code of Windows means for one sensor."""

_UNAVAILABLE_CODES: Final = {
    0x800710DF: POWERED_OFF,  # ERROR_DEVICE_NOT_AVAILABLE
    0x800706BA: SERVICE_STOPPED,  # RPC_S_SERVER_UNAVAILABLE
    0x800706BE: SERVICE_STOPPED,  # RPC_S_CALL_FAILED
    0x80070422: SERVICE_STOPPED,  # ERROR_SERVICE_DISABLED
    0x80070426: SERVICE_STOPPED,  # ERROR_SERVICE_NOT_ACTIVE
    0x80040154: TOO_OLD,  # REGDB_E_CLASSNOTREG
}
"""What a code of Windows means for all of Bluetooth."""

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

_CB_ERROR: Final = re.compile(r"Error Domain=CB(?P<att>ATT)?ErrorDomain Code=(?P<code>\d+)")

_CB_CODES: Final = {
    2: FORGOTTEN,  # invalidHandle
    3: BROKEN,  # notConnected
    4: NO_ROOM,  # outOfSpace
    5: ABORTED,  # operationCancelled
    6: SILENT,  # connectionTimeout
    7: BROKEN,  # peripheralDisconnected
    8: NOT_OFFERED,  # uuidNotAllowed
    10: ABORTED,  # connectionFailed
    11: NO_ROOM,  # connectionLimitReached
    12: FORGOTTEN,  # unknownDevice
    13: NOT_OFFERED,  # operationNotSupported
    16: PAIRED_TOO_MANY,  # tooManyLEPairedDevices
}
"""What a code of ``CBError`` means, but those of keys."""

_PEER_FORGOT: Final = 14
"""``peerRemovedPairingInformation``."""
_NOT_ENCRYPTED: Final = 15
"""``encryptionTimedOut``."""


def winrt_code(error: Exception) -> int | None:
    """Return the code of a failing call of Windows, as ``winerror.h`` writes it."""
    code = getattr(error, "winerror", None)
    return code & 0xFFFFFFFF if isinstance(code, int) else None


def att_code(code: int) -> int | None:
    """Return the ATT error code that a sensor gave, if a code of Windows holds one."""
    return code - _ATT if _ATT < code <= _ATT + _ATT_CODES else None


def of_winrt_code(code: int) -> str:
    """Return what a code means for one sensor."""
    return _WINRT_CODES.get(code, UNEXPLAINED)


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


class CoreBluetoothError(NamedTuple):
    """Domain and code of an error of macOS."""

    code: int
    by_sensor: bool
    """Whether the sensor gave it, as an ATT error code."""

    @classmethod
    def in_text(cls, text: str) -> "CoreBluetoothError | None":
        """Find one in what bleak says; None without one."""
        found = _CB_ERROR.search(text)
        return found and cls(int(found["code"]), by_sensor=found["att"] is not None)

    @property
    def peer_forgot(self) -> bool:
        """Whether the sensor has forgotten that it was paired with this computer."""
        return not self.by_sensor and self.code == _PEER_FORGOT

    @property
    def wants_keys(self) -> bool:
        """Whether the link could not be encrypted."""
        return not self.by_sensor and self.code in (_PEER_FORGOT, _NOT_ENCRYPTED)

    @property
    def words(self) -> str:
        """What it means, where the sensor did not give it."""
        return _CB_CODES.get(self.code, UNEXPLAINED)
