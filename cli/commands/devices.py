"""``limbwatch devices``: the Bluetooth sensors in range."""

from typing import TYPE_CHECKING, Annotated

import typer

from limbwatch.cli.asked_limits import LISTEN_S
from limbwatch.cli.commands import options
from limbwatch.cli.errors import CommandError, ExitCode
from limbwatch.cli.screen.terminal import Terminal

if TYPE_CHECKING:
    from limbwatch.sensor.radio.ble import BleTransport
    from limbwatch.sensor.radio.pairing import Answers

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
    from limbwatch.cli.screen.devices_in_range import show_devices
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
    show_devices(found, every=every, terminal=terminal)


async def _pair(radio: "BleTransport", sensor: str, answers: "Answers", seconds: float) -> str:
    from limbwatch.sensor.radio.transport import Sought

    found = await radio.find(Sought(sensor=sensor), seconds)
    await radio.pair(found, answers, _PAIRING_S)
    return found.name or found.address
