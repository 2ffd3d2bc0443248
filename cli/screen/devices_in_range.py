"""The Bluetooth devices in range: their list, remarks on it, and the command to go on with."""

from collections.abc import Iterator, Sequence

from limbwatch.cli.language.spoken import tr
from limbwatch.cli.screen.terminal import Terminal, printable
from limbwatch.sensor import SLOW
from limbwatch.sensor.devices import DEVICES, Device, device_of_kind, recognised
from limbwatch.sensor.radio.transport import Found

_Heard = Sequence[tuple[Found, Device | None]]
"""Devices, each with its kind of sensor; None for one that is no sensor limbwatch knows."""


def show_devices(found: tuple[Found, ...], *, every: bool, terminal: Terminal) -> None:
    """List devices and print what to do next; JSON lists them alone, with the same remarks.

    Devices of no known kind are listed too if ``every`` device is asked for.
    """
    heard = [(one, _kind_of(one)) for one in found]
    listed = [(one, kind) for one, kind in heard if every or kind is not None]
    if terminal.json:
        terminal.show_json(
            [
                {
                    "address": one.address,
                    "name": one.name,
                    "rssi": one.rssi,
                    "connected": one.connected,
                    "kind": None if kind is None else kind.kind,
                }
                for one, kind in listed
            ]
        )
    else:
        for one, kind in listed:
            how = tr("connected") if one.connected else f"{one.rssi or 0:>4} dBm"
            named = "-" if kind is None else kind.kind
            terminal.show(f"{one.address:<38} {how:<9} {named:<10} {one.name}")
    terminal.say(*_remarks(heard, others=len(heard) - len(listed)))
    command = None if terminal.json else _next_command(heard)
    if command is not None:
        terminal.say(command)


def _remarks(heard: _Heard, *, others: int) -> Iterator[str]:
    """Yield what the list does not show, and what to do if it has no sensor."""
    known = [one for one, kind in heard if kind is not None]
    connected = [_called(one) for one in known if one.connected]
    if connected:
        yield (
            "Connected to this computer already, and so not advertising: "
            f"{', '.join(connected)}. A recording may be using them."
        )
    if known and others:
        yield (
            f"Not listed: {others} more in range, of no kind that limbwatch knows; --all lists "
            "them too. The kinds are in docs/recording.md."
        )
    # boards do not advertise that they print text
    service = device_of_kind("text").service
    printing = [_called(one) for one, kind in heard if kind is None and service in one.services]
    if printing:
        yield (
            f"With Nordic UART, over which boards print text: {', '.join(printing)}. If one "
            "prints lines of x, y and z, record it with --device text; a Bangle.js or Puck.js "
            "that was given another name, with --device bangle or --device puck."
        )
    if not known:
        yield _no_sensor(heard)


def _next_command(heard: _Heard) -> str | None:
    """Return the command that records one of the sensors; None if none is free."""
    free = [(one, kind) for one, kind in heard if kind is not None and not one.connected]
    if not free:
        return None
    # the strongest signal may be a ring whose rate is too low for brief movements
    one = next((one for one, kind in free if kind.fastest >= SLOW), free[0][0])
    alike = [other for other, _ in heard if other.name.casefold() == one.name.casefold()]
    # an ambiguous name is refused
    called = one.name if one.name and len(alike) == 1 else one.address
    return f'Next: limbwatch record --sensor ankle_left="{printable(called)}"'


def _kind_of(found: Found) -> Device | None:
    """Return the kind of sensor by its name, else by a service that no other kind has."""
    offered = next(
        (one for one in DEVICES if one.service in found.services and not one.shared), None
    )
    return recognised(found.name, found.services) or offered


def _called(found: Found) -> str:
    return printable(found.name or found.address)


def _no_sensor(rows: _Heard) -> str:
    unknown = (
        "1 Bluetooth device in range, but not a sensor that limbwatch knows"
        if len(rows) == 1
        else f"{len(rows)} Bluetooth devices in range, none of them a sensor that limbwatch knows"
    )
    return (
        f"{unknown}. Switch the sensor on, take it out of its charger, and close its app on every "
        "phone."
    )
