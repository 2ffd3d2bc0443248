"""``limbwatch record``: a night from worn sensors."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from limbwatch.cli.commands import options
from limbwatch.cli.errors import CommandError, ExitCode
from limbwatch.cli.screen.terminal import Terminal

if TYPE_CHECKING:
    from limbwatch.cli.recording.worn import WornSensor


def record(
    *,
    sensor: Annotated[
        list[str] | None,
        typer.Option(
            "--sensor",
            metavar="PLACEMENT=ADDRESS",
            help="A sensor by address or name, and where it is worn; one to four. "
            "ankle_left=phone:sensorlogger or phone:phyphox@HOST:PORT is a phone in this network, "
            "ankle_left=sim:PLM plays a simulated one.",
        ),
    ] = None,
    device: Annotated[
        list[str] | None,
        typer.Option(
            "--device",
            metavar="KIND",
            help="Kind of the sensors when it is not recognised, or PLACEMENT=KIND of one: "
            "polar, movesense, metamotion, osd, bangle, witmotion, dot, microbit, thingy52, "
            "pinetime, colmi, open.",
        ),
    ] = None,
    until: Annotated[
        str | None, typer.Option(metavar="HH:MM", help="End at this time of day.")
    ] = None,
    duration: Annotated[
        str | None, typer.Option(metavar="LENGTH", help="End after so long: 8h, 7h30m.")
    ] = None,
    resume: Annotated[
        str | None,
        typer.Option(metavar="NIGHT", help="Go on with a night that was broken off."),
    ] = None,
    rate: Annotated[
        float,
        typer.Option(
            metavar="HZ", min=10, max=400, help="Samples per second to ask of the sensors."
        ),
    ] = 50.0,
    tap_test: Annotated[
        bool,
        typer.Option("--tap-test", help="Ask for a tap on each sensor, to tell which is which."),
    ] = False,
    on_silence: Annotated[
        str | None,
        typer.Option(
            metavar="COMMAND",
            help="Run when a sensor's data stay away for two minutes or are back, a battery runs "
            "low, or the disk runs full; LIMBWATCH_EVENT says which.",
        ),
    ] = None,
    adapter: options.Adapter = None,
    phone_port: Annotated[
        int,
        typer.Option(
            metavar="N", min=1, max=65535, help="Port that phones push to, in the local network."
        ),
    ] = 8723,
    bell: Annotated[
        bool, typer.Option(help="Ring the terminal's bell when data stay away.")
    ] = True,
    speed: Annotated[
        float | None,
        typer.Option(
            metavar="N",
            min=1,
            max=2000,
            help="Let time run N times as fast; only with simulated sensors.",
        ),
    ] = None,
    seed: Annotated[
        int, typer.Option(metavar="N", min=0, help="Number of the simulated night.")
    ] = 1,
    rules: options.Rules = options.RulesName.WASM2016,
    age: options.Age = None,
    nights: options.Nights = None,
    json: options.Json = False,
    quiet: options.Quiet = False,
    no_color: options.NoColor = False,
) -> None:
    """Record a night from Bluetooth sensors or phones, then score and show it.

    Example: limbwatch record --sensor ankle_left="Polar Sense 12345678" --until 07:30

    Ctrl-C ends the night well; a second one leaves at once, and nothing stored is lost.
    """
    from limbwatch.cli.recording.acquisition import record_night
    from limbwatch.cli.recording.request import RecordingPlan

    terminal = Terminal(quiet=quiet, no_color=no_color)
    folder, worn = _what(sensor or [], device or [], resume, nights)
    if speed is not None and any(one.scenario is None for one in worn):
        raise CommandError(
            "--speed is for simulated sensors; a real night takes its time",
            exit_code=ExitCode.USAGE,
        )
    options.check_adapter(adapter)
    plan = RecordingPlan(
        worn=worn,
        nights=nights,
        folder=folder,
        until=until,
        duration=duration,
        rate=rate,
        tap_test=tap_test,
        on_silence=on_silence,
        bell=bell,
        adapter=adapter,
        phone_port=phone_port,
        speed=speed,
        seed=seed,
        rules=rules.value,
        age=age,
    )
    record_night(plan, terminal=terminal, json=json)


def _what(
    sensors: list[str], devices: list[str], resume: str | None, nights: Path | None
) -> "tuple[Path | None, tuple[WornSensor, ...]]":
    """Find the sensors: those named, or those of the night that is gone on with."""
    from limbwatch.cli.night.folder import default_nights, find_night
    from limbwatch.cli.recording.worn import parse_worn
    from limbwatch.sensor.capture.recordings import sensors_of_capture
    from limbwatch.sensor.capture.schema import CAPTURE

    if resume is None:
        return None, parse_worn(sensors, devices)
    folder = find_night(nights or default_nights(), resume, holding=(CAPTURE,))
    if not sensors:
        before = {one.placement: one for one in sensors_of_capture(folder / CAPTURE)}
        if not before:
            raise CommandError(
                f"{folder} was broken off before a sensor was found; name them with --sensor",
                exit_code=ExitCode.USAGE,
            )
        sensors = [f"{placement.value}={one.address}" for placement, one in before.items()]
        devices = [f"{placement.value}={one.kind}" for placement, one in before.items()]
    return folder, parse_worn(sensors, devices)
