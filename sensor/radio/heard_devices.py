"""What the Bluetooth library found, as a transport gives it, by what each system tells of it."""

from contextlib import suppress
from typing import Any

from limbwatch.sensor.radio import bluez
from limbwatch.sensor.radio.transport import Found


def device_facts(handle: object) -> dict[str, Any]:
    """Return what the system knows of a device, by BlueZ's names.

    Windows tells with an advertisement of which kind its address is (since build 19041); macOS
    tells nothing.
    """
    details = getattr(handle, "details", None)
    if isinstance(details, dict):
        return dict(details.get("props", {}))
    heard = getattr(details, "adv", None) or getattr(details, "scan", None)
    if heard is None:
        return {}
    kind = None
    with suppress(OSError):
        kind = getattr(heard, "bluetooth_address_type", None)
    name = getattr(kind, "name", "").lower()
    return {"AddressType": name, "Address": getattr(handle, "address", "")}


def heard_device(device: Any, advertisement: Any) -> Found:
    """Return a device that advertises."""
    return Found(
        address=device.address,
        name=advertisement.local_name or device.name or "",
        services=frozenset(uuid.lower() for uuid in advertisement.service_uuids),
        rssi=advertisement.rssi,
        handle=device,
        lasting=bluez.has_lasting_address(device_facts(device)),
    )


def held_device(device: Any) -> Found:
    """Return a device that the system is connected to."""
    facts = device_facts(device)
    return Found(
        address=device.address,
        name=facts.get("Name") or device.name or "",
        services=frozenset(uuid.lower() for uuid in facts.get("UUIDs", ())),
        rssi=None,
        handle=device,
        connected=True,
        lasting=bluez.has_lasting_address(facts),
    )
