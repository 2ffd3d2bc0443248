"""What macOS reports of Bluetooth, in words for a person.

bleak's back end (``bleak/backends/corebluetooth``, version 3.1) puts the system's error into its
text as Foundation prints it, ``Error Domain=CBErrorDomain Code=14 "..."``; the text in quotation
marks is in the language of the system, so domain and code tell. The codes are those of ``CBError``
and ``CBATTError`` (CoreBluetooth).
"""

import re
from typing import Final, NamedTuple

from limbwatch.sensor.radio.trouble_words import (
    ABORTED,
    BROKEN,
    FORGOTTEN,
    NO_ROOM,
    NOT_OFFERED,
    SILENT,
    UNEXPLAINED,
)

PAIRED_TOO_MANY: Final = (
    "this computer is paired with as many sensors as it can be; forget some in System Settings, "
    "Bluetooth"
)
NOT_BY_COMMAND: Final = (
    "on macOS no program can pair a sensor; macOS asks in a dialog when a recording first needs "
    "it. Record, and allow it there"
)

_ERROR: Final = re.compile(r"Error Domain=CB(?P<att>ATT)?ErrorDomain Code=(?P<code>\d+)")

_CODES: Final = {
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


class CoreBluetoothError(NamedTuple):
    """Domain and code of an error of macOS."""

    code: int
    by_sensor: bool
    """Whether the sensor gave it, as an ATT error code."""

    @classmethod
    def in_text(cls, text: str) -> "CoreBluetoothError | None":
        """Find one in what bleak says; None without one."""
        found = _ERROR.search(text)
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
        return _CODES.get(self.code, UNEXPLAINED)
