"""Exceptions of bleak, D-Bus and the system, translated to the few of `sensor.errors`."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Final

from limbwatch.sensor.errors import BluetoothUnavailable, LinkLost, PairingNeeded, SensorError
from limbwatch.sensor.radio import service_words
from limbwatch.sensor.radio.service_words import NO_PERMISSION
from limbwatch.sensor.radio.transport import Found
from limbwatch.sensor.radio.trouble_words import (
    BROKEN,
    POWERED_OFF,
    CoreBluetoothError,
    att_code,
    of_winrt_code,
    winrt_code,
    winrt_unavailable,
)

_UNAVAILABLE: Final = {
    "NO_BLUETOOTH": service_words.NO_ADAPTER,
    "NO_BLE_CENTRAL_ROLE": (
        "this Bluetooth adapter cannot talk to Low Energy sensors; use another one"
    ),
    "POWERED_OFF": POWERED_OFF,
    "DENIED_BY_USER": NO_PERMISSION,
    "DENIED_BY_UNKNOWN": NO_PERMISSION,
    "DENIED_BY_SYSTEM": (
        "the rules of this computer do not let this program use Bluetooth; have whoever manages it "
        "allow that"
    ),
    "UNKNOWN": (
        "the system does not tell the state of Bluetooth, or begins anew with it; switch Bluetooth "
        "off and on, and try again"
    ),
}
"""Messages for the names of bleak's reasons."""


@asynccontextmanager
async def translated(
    what: str, found: Found | None = None, *, paired: bool = False
) -> AsyncIterator[None]:
    """Translate exceptions of a radio inside the body to our own.

    ``what`` is being done to the sensor ``found``, which the system considers paired or not.

    Raises
    ------
    BluetoothUnavailable, LinkLost, PairingNeeded
    """
    task = asyncio.current_task()
    ended = 0 if task is None else task.cancelling()
    try:
        yield
    except SensorError:
        raise
    except asyncio.CancelledError as error:
        if task is None or task.cancelling() > ended:
            raise
        # Windows ends a call by itself when the sensor goes: nobody asked for that
        raise LinkLost(f"{what} failed: {BROKEN}") from error
    except TimeoutError as error:
        way = ". Bring the sensor nearer, or switch it off and on" if found is not None else ""
        raise LinkLost(f"{what} took too long{way}") from error
    except (OSError, EOFError, AttributeError, AssertionError, KeyError) as error:
        if winrt_code(error) is not None:
            raise _of_windows(what, error, found, paired=paired) from error
        if isinstance(error, FileNotFoundError | ConnectionRefusedError):
            raise BluetoothUnavailable(service_words.NO_BUS) from error
        # bleak and dbus-fast let these through when the message bus goes away
        raise LinkLost(f"{what} failed: the connection to the Bluetooth service broke") from error
    except Exception as error:
        if not type(error).__module__.startswith("bleak"):
            raise
        raise _translate_bleak(what, error, found, paired=paired) from error


def _translate_bleak(
    what: str, error: Exception, found: Found | None, *, paired: bool
) -> SensorError:
    """Translate an error of bleak by its attributes: only one module may import bleak."""
    reason = getattr(error, "reason", None)
    if reason is not None:
        text = "Bluetooth is not available; see `limbwatch doctor`"
        return BluetoothUnavailable(_UNAVAILABLE.get(reason.name, text))
    name = getattr(error, "dbus_error", "")
    text = getattr(error, "dbus_error_details", None) or str(error)
    code = getattr(error, "code", None)
    if service_words.service_is_missing(str(error)):
        return BluetoothUnavailable(service_words.NO_SERVICE)
    if (unavailable := winrt_unavailable(text, None)) is not None:
        return BluetoothUnavailable(unavailable)
    by_mac = CoreBluetoothError.in_text(text)
    if by_mac is not None:
        paired = paired or by_mac.peer_forgot
        code = by_mac.code if by_mac.by_sensor else code
    if found is not None and service_words.wants_pairing(name, text, code):
        return PairingNeeded(service_words.pairing_words(found.name, found.address, paired=paired))
    return LinkLost(f"{what} failed: {service_words.plain(name, text, code)}")


def _of_windows(what: str, error: Exception, found: Found | None, *, paired: bool) -> SensorError:
    """Translate the code of a call of Windows that failed."""
    code = winrt_code(error) or 0
    unavailable = winrt_unavailable("", code)
    if unavailable is not None:
        return BluetoothUnavailable(unavailable)
    by_sensor = att_code(code)
    if found is not None and service_words.wants_pairing("", "", by_sensor):
        return PairingNeeded(service_words.pairing_words(found.name, found.address, paired=paired))
    if by_sensor is not None:
        return LinkLost(f"{what} failed: {service_words.plain('', '', by_sensor)}")
    return LinkLost(f"{what} failed: {of_winrt_code(code)}")
