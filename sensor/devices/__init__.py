"""The kinds of sensor that limbwatch understands, one module each.

A module of this package that defines a ``DEVICE`` is a kind of sensor; the program keeps no list.
"""

from importlib import import_module
from pkgutil import iter_modules

from limbwatch.sensor.devices.device import Battery, Device, Link, Settings, Wish
from limbwatch.sensor.devices.packet import Clock, Decoder, Packet, Tally
from limbwatch.sensor.errors import SensorError
from limbwatch.sensor.typed_words import typed


def _devices() -> tuple[Device, ...]:
    modules = (import_module(f"{__name__}.{found.name}") for found in iter_modules(__path__))
    return tuple(module.DEVICE for module in modules if hasattr(module, "DEVICE"))


DEVICES: tuple[Device, ...] = _devices()


def device_of_kind(kind: str) -> Device:
    """Look a device up by its kind, as typed on the command line.

    Raises
    ------
    SensorError
        If there is no such kind; the message lists the known ones.
    """
    for device in DEVICES:
        if typed(device.kind) == typed(kind):
            return device
    known = ", ".join(sorted(device.kind for device in DEVICES))
    raise SensorError(f"unknown kind of sensor {kind!r}; known are {known}")


def recognised(name: str, services: frozenset[str]) -> Device | None:
    """Recognise the kind of a sensor by what it advertises; None if no kind recognises it.

    The name is empty if there is none; UUIDs of services are in lower case.
    """
    return next((device for device in DEVICES if device.recognises(name, services)), None)


__all__ = [
    "DEVICES",
    "Battery",
    "Clock",
    "Decoder",
    "Device",
    "Link",
    "Packet",
    "Settings",
    "Tally",
    "Wish",
    "device_of_kind",
    "recognised",
]
