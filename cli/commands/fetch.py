"""``limbwatch fetch``: nights that sensors recorded in their own memory."""

from pathlib import Path
from typing import Annotated

import typer

from limbwatch.cli.asked_limits import QUICKEST_HZ, SLOWEST_HZ, USUAL_HZ
from limbwatch.cli.commands import options
from limbwatch.cli.errors import CommandError, ExitCode
from limbwatch.cli.screen.terminal import Terminal


def fetch(
    sensors: Annotated[
        list[str],
        typer.Argument(
            metavar="PLACEMENT=SENSOR...",
            help='Where each is worn, and its name or address: ankle_left="Polar Sense 12345678"',
            show_default=False,
        ),
    ],
    *,
    begin: Annotated[
        bool, typer.Option("--begin", help="In the evening: set the clocks, and begin to record.")
    ] = False,
    rate: Annotated[
        float,
        typer.Option(
            metavar="HZ", min=SLOWEST_HZ, max=QUICKEST_HZ, help="--begin: samples per second."
        ),
    ] = USUAL_HZ,
    remove: Annotated[
        bool,
        typer.Option("--remove", help="Remove from the sensors what is stored on this computer."),
    ] = False,
    adapter: options.Adapter = None,
    rules: options.Rules = "wasm2016",
    age: options.Age = None,
    nights: options.Nights = None,
    json: options.Json = False,
    quiet: options.Quiet = False,
    no_color: options.NoColor = False,
) -> None:
    """Fetch nights that Polar, Movesense or MetaMotion sensors recorded themselves, and score them.

    Example: limbwatch fetch ankle_left="Polar Sense 12345678"
    """
    import asyncio
    from functools import partial

    from limbwatch.cli.night.folder import default_nights
    from limbwatch.cli.night.scored.scored_by import ScoredBy
    from limbwatch.cli.recording.asked.worn import parse_worn
    from limbwatch.cli.recording.begun_in_memory import begin_in_memory
    from limbwatch.cli.recording.fetching import FetchPlan, fetch_nights
    from limbwatch.cli.screen.outcome import finish
    from limbwatch.sensor.devices import Wish
    from limbwatch.sensor.errors import SensorError
    from limbwatch.sensor.radio.ble import BleTransport

    terminal = Terminal(json=json, quiet=quiet, no_color=no_color)
    worn = parse_worn(sensors, [])
    if any(one.scenario is not None or one.phone for one in worn):
        raise CommandError(
            "only Bluetooth sensors have a memory to fetch from; name one by its name or address"
        )
    options.check_adapter(adapter)
    targets = tuple(one.target for one in worn)
    place = nights or default_nights()
    radio = partial(BleTransport, adapter, tell=terminal.say)
    again = _options(adapter=adapter, nights=nights)
    try:
        if begin:
            again = (*again, *([] if rate == USUAL_HZ else ["--rate", f"{rate:g}"]))
            wish = Wish(rate=rate)
            asyncio.run(begin_in_memory(targets, radio(), wish, place, terminal, options=again))
            terminal.say("Next, in the morning: limbwatch fetch with the same sensors")
            return
        again = (
            *again,
            *(["--remove"] if remove else []),
            *([] if rules == "wasm2016" else ["--rules", rules]),
            *([] if age is None else ["--age", f"{age:g}"]),
        )
        plan = FetchPlan(
            targets=targets, nights=place, remove=remove, by=ScoredBy(rules, age), options=again
        )
        made = fetch_nights(plan, radio, terminal)
    except SensorError as error:
        raise CommandError(str(error), exit_code=ExitCode.NO_DEVICE) from error
    if not made.nights:
        terminal.say("Nothing new: every recording of these sensors is here already, or empty.")
    code = ExitCode.OK if made.complete else ExitCode.DATA_LOST
    for folder, recordings in made.nights:
        try:
            finish(folder, recordings, terminal)
        except typer.Exit as exited:  # the nights after it are shown all the same
            code = ExitCode(exited.exit_code)
    if code is not ExitCode.OK:
        raise typer.Exit(code)


def _options(*, adapter: str | None, nights: Path | None) -> tuple[str, ...]:
    """Return the options that a command which goes on has to have too."""
    return (
        *([] if adapter is None else ["--adapter", adapter]),
        *([] if nights is None else ["--nights", str(nights)]),
    )
