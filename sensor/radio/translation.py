"""Exceptions of bleak, D-Bus and the system, translated to the few of `sensor.errors`."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Final

from limbwatch.sensor.errors import BluetoothUnavailable, LinkLost, PairingNeeded, SensorError
from limbwatch.sensor.radio import service_words
from limbwatch.sensor.radio.transport import Found

_UNAVAILABLE: Final = {
    "NO_BLUETOOTH": service_words.NO_ADAPTER,
    "NO_BLE_CENTRAL_ROLE": (
        "this Bluetooth adapter cannot talk to Low Energy sensors; use another one"
    ),
    "POWERED_OFF": service_words.POWERED_OFF,
    "DENIED_BY_USER": (
        "this program may not use Bluetooth; allow it in the system's privacy settings"
    ),
    "DENIED_BY_SYSTEM": service_words.plain("AccessDenied", ""),
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
    try:
        yield
    except SensorError:
        raise
    except TimeoutError as error:
        way = ". Bring the sensor nearer, or switch it off and on" if found is not None else ""
        raise LinkLost(f"{what} took too long{way}") from error
    except (FileNotFoundError, ConnectionRefusedError) as error:
        raise BluetoothUnavailable(service_words.NO_BUS) from error
    except (OSError, EOFError, AttributeError, AssertionError, KeyError) as error:
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
    if found is not None and service_words.wants_pairing(name, text, code):
        return PairingNeeded(service_words.pairing_words(found.name, found.address, paired=paired))
    return LinkLost(f"{what} failed: {service_words.plain(name, text, code)}")
