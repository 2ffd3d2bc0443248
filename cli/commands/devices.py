"""``limbwatch devices``: what is in range."""

from typing import Annotated

import typer

from limbwatch.cli.commands import options
from limbwatch.cli.screen.terminal import Terminal


def devices(
    *,
    seconds: Annotated[
        float, typer.Option(metavar="S", min=1, max=120, help="How long to listen.")
    ] = 8.0,
    every: Annotated[
        bool, typer.Option("--all", help="Also what is no sensor that limbwatch knows.")
    ] = False,
    json: options.Json = False,
    quiet: options.Quiet = False,
    no_color: options.NoColor = False,
) -> None:
    """List the Bluetooth sensors in range, and whether they are supported.

    Example: limbwatch devices
    """
    import asyncio

    from limbwatch.cli.errors import CommandError, ExitCode
    from limbwatch.cli.screen.terminal import printable
    from limbwatch.sensor.devices import recognised
    from limbwatch.sensor.errors import BluetoothUnavailable, LinkLost
    from limbwatch.sensor.radio.ble import BleTransport

    terminal = Terminal(quiet=quiet, no_color=no_color)
    try:
        with terminal.progress("Listening"):
            found = asyncio.run(BleTransport().scan(seconds))
    except (BluetoothUnavailable, LinkLost) as error:
        raise CommandError(
            f"{error}. `limbwatch doctor` looks closer.", exit_code=ExitCode.NO_DEVICE
        ) from error
    rows = [(one, recognised(one.name, one.services)) for one in found]
    known = [(one, device) for one, device in rows if device is not None]
    shown = rows if every else known
    if json:
        terminal.show_json(
            [
                {
                    "address": one.address,
                    "name": one.name,
                    "rssi": one.rssi,
                    "kind": None if device is None else device.kind,
                }
                for one, device in shown
            ]
        )
    else:
        for one, device in shown:
            kind = "-" if device is None else device.kind
            terminal.show(f"{one.address:<38} {one.rssi or 0:>4} dBm  {kind:<10} {one.name}")
    if not known:
        terminal.say(
            f"{len(rows)} Bluetooth devices in range, none of them a sensor that limbwatch knows. "
            "Switch the sensor on, take it out of its charger, and close its app on every phone."
        )
    elif not json:
        one, _ = known[0]
        terminal.say(
            f'Next: limbwatch record --sensor ankle_left="{printable(one.name or one.address)}"'
        )
