"""The Bluetooth devices in range: their list, remarks on it, and the command to go on with."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

from limbwatch.cli.language.spoken import tr
from limbwatch.cli.screen.terminal import Terminal, printable
from limbwatch.sensor import SLOW
from limbwatch.sensor.devices import DEVICES, Device, device_of_kind, recognised
from limbwatch.sensor.radio.transport import Found


class _Row(NamedTuple):
    """What is shown of a device; its fields are the keys of the JSON."""

    address: str
    name: str
    rssi: int | None
    connected: bool
    kind: str | None
    """None for a device that is no sensor limbwatch knows."""

    @property
    def line(self) -> str:
        """The row of the list."""
        heard = tr("connected") if self.connected else f"{self.rssi or 0:>4} dBm"
        return f"{self.address:<38} {heard:<9} {self.kind or '-':<10} {self.name}"


@dataclass(frozen=True)
class DevicesInRange:
    """Which devices were found, and what kind of sensor each is."""

    found: tuple[Found, ...]
    every: bool
    """Whether devices of no known kind are listed too."""

    @cached_property
    def _kinds(self) -> tuple[Device | None, ...]:
        return tuple(map(_kind_of, self.found))

    @cached_property
    def _known(self) -> list[tuple[Found, Device]]:
        pairs = zip(self.found, self._kinds, strict=True)
        return [(one, device) for one, device in pairs if device is not None]

    def rows(self) -> list[_Row]:
        """Return what is listed."""
        return [
            _Row(
                one.address,
                one.name,
                one.rssi,
                one.connected,
                kind=None if device is None else device.kind,
            )
            for one, device in zip(self.found, self._kinds, strict=True)
            if self.every or device is not None
        ]

    def remarks(self) -> Iterator[str]:
        """Yield what the list does not show, and what to do if it has no sensor."""
        connected = [_called(one) for one, _ in self._known if one.connected]
        if connected:
            yield (
                "Connected to this computer already, and so not advertising: "
                f"{', '.join(connected)}. A recording may be using them."
            )
        others = 0 if self.every else len(self.found) - len(self._known)
        if self._known and others:
            yield (
                f"Not listed: {others} more in range, of no kind that limbwatch knows; --all lists "
                "them too. The kinds are in docs/recording.md."
            )
        printing = self._may_print_text()
        if printing:
            yield (
                f"With Nordic UART, over which boards print text: {', '.join(printing)}. If one "
                "prints lines of x, y and z, record it with --device text; a Bangle.js or Puck.js "
                "that was given another name, with --device bangle or --device puck."
            )
        if not self._known:
            yield _no_sensor(self.found)

    def _may_print_text(self) -> list[str]:
        """Return the boards that may print text, since they do not advertise it."""
        service = device_of_kind("text").service
        pairs = zip(self.found, self._kinds, strict=True)
        return [_called(one) for one, kind in pairs if kind is None and service in one.services]

    def next_command(self) -> str | None:
        """Return the command that records one of the sensors; None if none is free."""
        free = [(one, device) for one, device in self._known if not one.connected]
        if not free:
            return None
        # the strongest signal may be a ring whose rate is too low for brief movements
        one = next((one for one, device in free if device.fastest >= SLOW), free[0][0])
        alike = [other for other in self.found if other.name.casefold() == one.name.casefold()]
        # an ambiguous name is refused
        called = one.name if one.name and len(alike) == 1 else one.address
        return f'Next: limbwatch record --sensor ankle_left="{printable(called)}"'


def show_devices(found: tuple[Found, ...], *, every: bool, terminal: Terminal) -> None:
    """List devices and print what to do next; JSON lists them alone, with the same remarks."""
    devices = DevicesInRange(found, every)
    rows = devices.rows()
    if terminal.json:
        terminal.show_json([row._asdict() for row in rows])
    else:
        for row in rows:
            terminal.show(row.line)
    terminal.say(*devices.remarks())
    command = None if terminal.json else devices.next_command()
    if command is not None:
        terminal.say(command)


def _kind_of(found: Found) -> Device | None:
    """Return the kind of sensor by its name, else by a service that no other kind has."""
    offered = next(
        (one for one in DEVICES if one.service in found.services and not one.shared), None
    )
    return recognised(found.name, found.services) or offered


def _called(found: Found) -> str:
    return printable(found.name or found.address)


def _no_sensor(rows: tuple[Found, ...]) -> str:
    unknown = (
        "1 Bluetooth device in range, but not a sensor that limbwatch knows"
        if len(rows) == 1
        else f"{len(rows)} Bluetooth devices in range, none of them a sensor that limbwatch knows"
    )
    return (
        f"{unknown}. Switch the sensor on, take it out of its charger, and close its app on every "
        "phone."
    )
