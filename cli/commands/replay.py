"""``limbwatch replay``: recorded files, scored as a night."""

from pathlib import Path
from typing import Annotated

import typer

from limbwatch.cli.commands import file_options, options
from limbwatch.cli.errors import CommandError
from limbwatch.cli.screen.terminal import Terminal


def replay(
    sources: Annotated[
        list[str],
        typer.Argument(
            metavar="PLACEMENT=FILE...",
            help="Where each sensor was worn and its file: ankle_left=left.csv",
            show_default=False,
        ),
    ],
    *,
    start: file_options.Start = None,
    rate: file_options.Rate = None,
    unit: file_options.Unit = None,
    columns: file_options.Columns = None,
    time_unit: file_options.TimeOf = None,
    time_format: file_options.TimeFormat = None,
    sensor: file_options.SensorOfFile = None,
    profile: file_options.Profile = None,
    save_profile: file_options.SaveProfile = None,
    timezone: file_options.Timezone = None,
    device_clock: file_options.DeviceClock = None,
    explain: file_options.Explain = False,
    speed: Annotated[
        float | None,
        typer.Option(
            metavar="N",
            min=0,
            help="Play the files as if live, N times as fast; 0 is as fast as possible.",
        ),
    ] = None,
    keep_clocks: options.KeepClocks = False,
    again: Annotated[
        bool, typer.Option("--again", help="Make a second night of files that were scored already.")
    ] = False,
    short: Annotated[
        bool,
        typer.Option("--short", help="Score a recording of less than a minute, too."),
    ] = False,
    split: Annotated[
        str | None,
        typer.Option(
            metavar="noon|HH:MM|none",
            help="Where a recording of days is cut into nights; never through a main sleep.",
            show_default="noon, for what is longer than 24 h",
        ),
    ] = None,
    diary: Annotated[
        Path | None,
        typer.Option(
            metavar="FILE",
            help="Sleep diary: date, lights_off, lights_on of each night, or a sleep log of GGIR.",
        ),
    ] = None,
    lights_off: Annotated[
        str | None, typer.Option(metavar="HH:MM", help="When sleep was first tried; one night.")
    ] = None,
    lights_on: Annotated[
        str | None, typer.Option(metavar="HH:MM", help="When the wearer got up; one night.")
    ] = None,
    subject: options.Subject = None,
    session: options.Session = None,
    hypnogram: options.Hypnogram = None,
    hypnogram_shift: options.HypnogramShift = None,
    breathing: options.Breathing = None,
    breathing_shift: options.BreathingShift = None,
    scale: options.Scale = None,
    test: options.Test = None,
    rules: options.Rules = "wasm2016",
    age: options.Age = None,
    nights: options.Nights = None,
    json: options.Json = False,
    quiet: options.Quiet = False,
    no_color: options.NoColor = False,
) -> None:
    """Score recorded files as a night, and show it.

    Example: limbwatch replay ankle_left=left.csv wrist_left=wrist.csv
    """
    from limbwatch.cli.making.split import parse_split
    from limbwatch.cli.night.folder import default_nights
    from limbwatch.cli.night.laboratory_files import named_files
    from limbwatch.cli.night.listed.people import parse_person, place_of_person
    from limbwatch.cli.night.scored.scored_by import ScoredBy
    from limbwatch.cli.reading.bids_sidecars import with_sidecars
    from limbwatch.cli.reading.descriptions import (
        Description,
        asked_of,
        parse_columns,
        parse_sensors,
        require_given,
        with_profiles,
    )
    from limbwatch.cli.reading.profiles import parse_profiles
    from limbwatch.cli.reading.recordings import Clocks, start_of, zone_of
    from limbwatch.cli.reading.sources import parse_sources
    from limbwatch.cli.reading.written import written_of
    from limbwatch.cli.replaying.plan import ReplayPlan
    from limbwatch.cli.replaying.replayed import replay_files

    beside = {} if scale is None else _read_scale(scale)
    counted_by = options.rules_of_test(test, rules)
    if test is not None and any((hypnogram, breathing, diary, lights_off, lights_on, split, scale)):
        raise CommandError(
            "--test is an hour awake; --hypnogram, --breathing, --diary, --lights-off, "
            "--lights-on, --split and --scale are for nights"
        )
    person = parse_person(subject, session)
    place = place_of_person(nights or default_nights(), person)
    said = Description(
        columns=parse_columns(columns),
        time_unit=time_unit,
        time_format=time_format,
        unit=unit,
        rate=rate,
        sensors=parse_sensors(sensor),
    )
    named = with_profiles(parse_sources(sources), said, parse_profiles(profile))
    require_given(said.sensors, named)
    zone = zone_of(timezone)
    named = with_sidecars(named, zone, begun=start is not None)
    clock = None if device_clock is None else zone_of(device_clock)
    begin = None if start is None else start_of(start, zone)
    laboratory = named_files(
        hypnogram, breathing, hypnogram_shift=hypnogram_shift, breathing_shift=breathing_shift
    )
    asked = asked_of(
        named, start=start, timezone=timezone, device_clock=device_clock, keep_clocks=keep_clocks
    )
    plan = ReplayPlan(
        sources=named,
        clocks=Clocks(zone, clock, begin),
        explain=explain,
        person=person,
        place=place,
        asked={
            **asked,
            **({"split": split} if split else {}),
            **({"test": test} if test else {}),
        },
        split=parse_split(split),
        written=written_of(diary, lights_off, lights_on, person.subject),
        laboratory=laboratory,
        profile=None if save_profile is None else (save_profile, said),
        beside=beside,
        by=ScoredBy(counted_by, age),
        again=again,
        short=short,
        speed=speed,
    )
    replay_files(plan, Terminal(json=json, quiet=quiet, no_color=no_color))


def _read_scale(scale: Path) -> dict[str, bytes]:
    """Read the scale to put beside the night; its imports are slow and only needed with --scale."""
    from limbwatch.cli.night.folder import SCALE
    from limbwatch.cli.night.scale_file import read_scale, scale_bytes

    return {SCALE: scale_bytes(read_scale(scale))}
