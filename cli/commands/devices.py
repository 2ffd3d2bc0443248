"""``limbwatch devices``: the Bluetooth sensors in range."""

from typing import TYPE_CHECKING, Annotated

import typer

from limbwatch.cli.asked_limits import LISTEN_S
from limbwatch.cli.commands import options
from limbwatch.cli.errors import CommandError, ExitCode
from limbwatch.cli.language.spoken import tr
from limbwatch.cli.screen.terminal import Terminal

if TYPE_CHECKING:
    from limbwatch.sensor.devices import Device
    from limbwatch.sensor.radio.ble import BleTransport
    from limbwatch.sensor.radio.pairing import Answers
    from limbwatch.sensor.radio.transport import Found

_PAIRING_S = 60.0
"""Longest wait while pairing, seconds."""


def devices(
    *,
    seconds: Annotated[
        float, typer.Option(metavar="S", min=1, max=120, help="How long to listen.")
    ] = LISTEN_S,
    every: Annotated[
        bool, typer.Option("--all", help="Also devices that are not sensors limbwatch knows.")
    ] = False,
    pair: Annotated[
        str | None,
        typer.Option(
            metavar="SENSOR", help="Pair the sensor of this address or name with this computer."
        ),
    ] = None,
    passkey: Annotated[
        str | None,
        typer.Option(
            metavar="DIGITS",
            help="--pair: the passkey; else it is asked for where the sensor wants one (Linux).",
        ),
    ] = None,
    adapter: options.Adapter = None,
    json: options.Json = False,
    quiet: options.Quiet = False,
    no_color: options.NoColor = False,
) -> None:
    """List the Bluetooth sensors in range, and whether they are supported.

    Example: limbwatch devices
    """
    import asyncio

    from limbwatch.cli.recording.asked.passkey import answers_of
    from limbwatch.sensor.errors import BluetoothUnavailable, LinkLost, SensorError
    from limbwatch.sensor.radio.ble import BleTransport
    from limbwatch.sensor.radio.pairing import require_pairing

    terminal = Terminal(json=json, quiet=quiet, no_color=no_color)
    options.check_adapter(adapter)
    if passkey is not None and pair is None:
        raise CommandError("--passkey is for --pair SENSOR")
    radio = BleTransport(adapter, tell=terminal.say)
    if pair is not None:
        try:
            require_pairing(passkey=passkey is not None)
            answers = answers_of(passkey, terminal)
            called = asyncio.run(_pair(radio, pair, answers, seconds))
        except SensorError as error:
            raise CommandError(str(error), exit_code=ExitCode.NO_DEVICE) from error
        terminal.say(f"{called} is paired with this computer.")
        return
    try:
        with terminal.progress("Listening"):
            found = asyncio.run(radio.scan(seconds))
    except (BluetoothUnavailable, LinkLost) as error:
        raise CommandError(
            f"{error}. `limbwatch doctor` looks closer.", exit_code=ExitCode.NO_DEVICE
        ) from error
    if radio.choice.words is not None:
        # another adapter may hear what this one does not
        terminal.say(radio.choice.words)
    _print_devices(found, every=every, terminal=terminal)


async def _pair(radio: "BleTransport", sensor: str, answers: "Answers", seconds: float) -> str:
    from limbwatch.sensor.radio.transport import Sought

    found = await radio.find(Sought(sensor=sensor), seconds)
    await radio.pair(found, answers, _PAIRING_S)
    return found.name or found.address


def _print_devices(found: "tuple[Found, ...]", *, every: bool, terminal: Terminal) -> None:
    from limbwatch.cli.screen.terminal import printable
    from limbwatch.sensor import SLOW

    rows = [(one, _recognise(one)) for one in found]
    known = [(one, device) for one, device in rows if device is not None]
    shown = rows if every else known
    if terminal.json:
        terminal.show_json(
            [
                {
                    "address": one.address,
                    "name": one.name,
                    "rssi": one.rssi,
                    "connected": one.connected,
                    "kind": None if device is None else device.kind,
                }
                for one, device in shown
            ]
        )
    else:
        for one, device in shown:
            kind = "-" if device is None else device.kind
            heard = tr("connected") if one.connected else f"{one.rssi or 0:>4} dBm"
            terminal.show(f"{one.address:<38} {heard:<9} {kind:<10} {one.name}")
    others = len(rows) - len(shown)
    connected = [printable(one.name or one.address) for one, _ in known if one.connected]
    if connected:
        terminal.say(
            f"Connected to this computer already, and so not advertising: {', '.join(connected)}. "
            "A recording may be using them."
        )
    if known and others:
        terminal.say(
            f"Not listed: {others} more in range, of no kind that limbwatch knows; --all lists "
            "them too. The kinds are in docs/recording.md."
        )
    _report_uart([one for one, device in rows if device is None], terminal)
    if not known:
        unknown = (
            "1 Bluetooth device in range, but not a sensor that limbwatch knows"
            if len(rows) == 1
            else f"{len(rows)} Bluetooth devices in range, none of them a sensor that limbwatch "
            "knows"
        )
        terminal.say(
            f"{unknown}. Switch the sensor on, take it out of its charger, and close its app on "
            "every phone."
        )
    elif not terminal.json and len(connected) < len(known):
        free = [(one, device) for one, device in known if not one.connected]
        # the strongest signal may be a ring whose rate is too low for brief movements
        one = next((one for one, device in free if device.fastest >= SLOW), free[0][0])
        alike = [other for other in found if other.name.casefold() == one.name.casefold()]
        # an ambiguous name is refused
        called = one.name if one.name and len(alike) == 1 else one.address
        terminal.say(f'Next: limbwatch record --sensor ankle_left="{printable(called)}"')


def _report_uart(unknown: "list[Found]", terminal: Terminal) -> None:
    """Print which devices may be boards that print text, since they do not advertise it."""
    from limbwatch.cli.screen.terminal import printable
    from limbwatch.sensor.devices import device_of_kind

    service = device_of_kind("text").service
    printing = [printable(one.name or one.address) for one in unknown if service in one.services]
    if printing:
        terminal.say(
            f"With Nordic UART, over which boards print text: {', '.join(printing)}. If one "
            "prints lines of x, y and z, record it with --device text; a Bangle.js or Puck.js "
            "that was given another name, with --device bangle or --device puck."
        )


def _recognise(found: "Found") -> "Device | None":
    from limbwatch.sensor.devices import DEVICES, recognised

    offered = next(
        (one for one in DEVICES if one.service in found.services and not one.shared), None
    )
    return recognised(found.name, found.services) or offered
