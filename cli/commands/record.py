"""``limbwatch record``: a night from worn sensors."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Final

import typer

from limbwatch.classify.rules.rule_names import NightRulesName
from limbwatch.cli.asked_limits import FASTEST, QUICKEST_HZ, SLOWEST_HZ, USUAL_HZ
from limbwatch.cli.commands import options
from limbwatch.cli.errors import CommandError
from limbwatch.cli.language.spoken import tr
from limbwatch.cli.screen.terminal import Terminal

if TYPE_CHECKING:
    from limbwatch.cli.night.scored.scored_by import ScoredBy
    from limbwatch.cli.recording.asked.worn import WornSensor

_PHONE_PORT: Final = 8723
"""Port for the data that phones push, the same every night so that their settings stay valid;
chosen by us among ports not registered for any service of the Internet."""


def record(
    context: typer.Context,
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
            "adafruit, bangle, bluest, colmi, dot, edgeml, esense, metamotion, microbit, "
            "movesense, open, osd, phyphoxboard, pinetime, polar, puck, sciencejournal, "
            "sensortag, text, thingy52, witmotion.",
        ),
    ] = None,
    start: Annotated[
        str | None, typer.Option(metavar="HH:MM", help="Wait, and begin at this time of day.")
    ] = None,
    until: Annotated[
        str | None, typer.Option(metavar="HH:MM", help="End at this time of day.")
    ] = None,
    duration: Annotated[
        str | None, typer.Option(metavar="LENGTH", help="End after this long: 8h, 7h30m.")
    ] = None,
    resume: Annotated[
        str | None, typer.Option(metavar="NIGHT", help="Go on with a night that broke off.")
    ] = None,
    rate: Annotated[
        float | None,
        typer.Option(
            metavar="HZ",
            min=SLOWEST_HZ,
            max=QUICKEST_HZ,
            help="Samples per second to ask of the sensors; else 50, or those of the night that is "
            "gone on with.",
        ),
    ] = None,
    tap_test: Annotated[
        bool,
        typer.Option("--tap-test", help="Ask for a tap on each sensor, to tell which is which."),
    ] = False,
    on_silence: Annotated[
        str | None,
        typer.Option(
            metavar="COMMAND",
            help="Run when a sensor's data stop for two minutes or are back, a battery runs low, "
            "or the disk runs full; LIMBWATCH_EVENT says which.",
        ),
    ] = None,
    adapter: options.Adapter = None,
    phone_port: Annotated[
        int,
        typer.Option(
            metavar="N", min=1, max=65535, help="Port that phones push to, in the local network."
        ),
    ] = _PHONE_PORT,
    lan: Annotated[
        bool,
        typer.Option(
            "--lan", help="Show the running recording to other devices in this network, to look at."
        ),
    ] = False,
    install: Annotated[
        bool,
        typer.Option(
            "--install-service",
            help="Do not record now; have the system start this every evening at --start.",
        ),
    ] = False,
    bell: Annotated[
        bool, typer.Option(help="Ring the terminal's bell when data stop coming.")
    ] = True,
    speed: Annotated[
        float | None,
        typer.Option(
            metavar="N",
            min=1,
            max=FASTEST,
            help="Let time run N times as fast; only with simulated sensors.",
        ),
    ] = None,
    seed: Annotated[
        int, typer.Option(metavar="N", min=0, help="Number of the simulated night.")
    ] = 1,
    subject: options.Subject = None,
    session: options.Session = None,
    test: options.Test = None,
    rules: options.KeptRules = None,
    age: options.KeptAge = None,
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
    from limbwatch.cli.recording.asked.request import RecordingPlan

    terminal = Terminal(json=json, quiet=quiet, no_color=no_color)
    place = options.nights_of_person(nights, subject, session)
    folder, worn = _sensors_to_record(sensor or [], device or [], resume, place)
    if speed is not None and any(one.scenario is None for one in worn):
        raise CommandError("--speed is for simulated sensors; a real night cannot be sped up")
    options.check_adapter(adapter)
    if start is not None and speed is not None:
        raise CommandError("--start is for real nights; --speed lets time run by itself")
    if test is not None and resume is None:
        from limbwatch.cli.immobilisation import BEFORE

        terminal.say(tr(BEFORE))
    _check_alarm_command(on_silence, terminal, needed=install)
    if install:
        _install(context, start, ends=until is not None or duration is not None, terminal=terminal)
        return
    by = _scoring_settings(folder, test, rules, age, terminal)
    plan = RecordingPlan(
        worn=worn,
        nights=place,
        folder=folder,
        start=start,
        until=until,
        duration="1h" if test is not None and until is None and duration is None else duration,
        rate=_rate_to_ask(rate, folder, terminal),
        tap_test=tap_test,
        on_silence=on_silence,
        bell=bell,
        adapter=adapter,
        phone_port=phone_port,
        lan=lan,
        speed=speed,
        seed=seed,
        by=by,
        test=test,
    )
    record_night(plan, terminal)


def _rate_to_ask(named: float | None, folder: Path | None, terminal: Terminal) -> float:
    """Return the rate to ask for: the one given, else that of the night being resumed."""
    from limbwatch.cli.night.folder import CAPTURE
    from limbwatch.sensor.capture.account import account_of

    if named is not None:
        return named
    if folder is None:
        return USUAL_HZ
    before = account_of(folder / CAPTURE).rate
    if before is not None:
        return before
    terminal.warn(
        tr(
            "{night} does not say which rate was asked for, being of an earlier version: {rate:g} "
            "Hz is asked for now. --rate asks for another.",
            night=folder.name,
            rate=USUAL_HZ,
        )
    )
    return USUAL_HZ


def _scoring_settings(
    folder: Path | None,
    test: str | None,
    rules: NightRulesName | None,
    age: float | None,
    terminal: Terminal,
) -> "ScoredBy":
    """Return the settings of the scoring: those asked for, else those of the resumed night."""
    from limbwatch.cli.night.listed.made_of import origin_of
    from limbwatch.cli.night.scored.scored_by import scored_by

    known = None if folder is None else scored_by(folder)
    own = None if folder is None else origin_of(folder).test  # a resumed test stays a test
    by, messages = options.scored_with(known, test or own, rules, age)
    terminal.say(*messages)
    return by


def _check_alarm_command(command: str | None, terminal: Terminal, *, needed: bool) -> None:
    """Warn of a command that cannot be run, or refuse it if nothing is lost by that.

    A recording that the system starts in the evening is better than none.
    """
    from limbwatch.cli.recording.watch.alarms import trouble_with

    trouble = None if command is None else trouble_with(command)
    if trouble is None:
        return
    told = f"--on-silence {command!r} cannot be run: {trouble}"
    if needed:
        raise CommandError(told)
    terminal.warn(told)


def _install(context: typer.Context, start: str | None, *, ends: bool, terminal: Terminal) -> None:
    """Have the system run this command every evening, without the options about installing it."""
    from limbwatch.cli.recording.unattended.service import EveningStart, install_service

    given: list[str] = []
    for option in context.command.params:
        name = option.name or ""
        value = context.params.get(name)
        if name in {"install", "start", "resume"} or value == option.get_default(context):
            continue
        if isinstance(value, bool):
            given.append(option.opts[0] if value else option.secondary_opts[0])
        else:
            # relative paths would not be valid when the system runs the command
            for one in value if isinstance(value, (list, tuple)) else [value]:
                text = str(one.absolute()) if isinstance(one, Path) else str(one)
                given.append(f"{option.opts[0]}={text}")
    install_service(EveningStart.of(start, ends, given), terminal)


def _sensors_to_record(
    sensors: list[str], devices: list[str], resume: str | None, nights: Path
) -> "tuple[Path | None, tuple[WornSensor, ...]]":
    """Return the sensors: those given, or those of the night being resumed."""
    from limbwatch.cli.night.folder import CAPTURE, find_night
    from limbwatch.cli.recording.asked.worn import parse_worn
    from limbwatch.sensor.capture.captured_recordings import sensors_of_capture

    if resume is None:
        return None, parse_worn(sensors, devices)
    folder = find_night(nights, resume, holding=(CAPTURE,))
    if not sensors:
        before = {one.placement: one for one in sensors_of_capture(folder / CAPTURE)}
        if not before:
            raise CommandError(
                f"{folder} broke off before a sensor was found; name the sensors with --sensor"
            )
        sensors = [f"{placement.value}={one.address}" for placement, one in before.items()]
        devices = [f"{placement.value}={one.kind}" for placement, one in before.items()]
    return folder, parse_worn(sensors, devices)
