"""``limbwatch replay``: files that people have, scored as a night."""

from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from limbwatch.cli.commands import options
from limbwatch.cli.errors import CommandError, ExitCode
from limbwatch.cli.language.spoken import tr
from limbwatch.cli.screen.terminal import Terminal

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from limbwatch.classify.origin import Origin
    from limbwatch.cli.making.split import Split
    from limbwatch.cli.night.laboratory_files import LaboratoryFiles
    from limbwatch.cli.reading.descriptions import Description
    from limbwatch.cli.reading.long_recordings import Stretches
    from limbwatch.cli.reading.written import DiarySource
    from limbwatch.sensor import Recording


class UnitName(StrEnum):
    """Units of acceleration in files."""

    G = "g"
    MILLI_G = "mg"
    METRES = "m/s2"
    SIXTY_FOURTHS = "g/64"
    EIGHT_BIT = "8-bit"


class TimeUnit(StrEnum):
    """What numbers that tell the time count; the last four from a date of their own."""

    S = "s"
    MS = "ms"
    US = "us"
    NS = "ns"
    MIN = "min"
    H = "h"
    DAYS = "days"
    EXCEL = "excel"
    MATLAB = "matlab"
    TICKS = "ticks"
    FILETIME = "filetime"


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
    start: Annotated[
        str | None,
        typer.Option(
            metavar="TIME",
            help="When the recording started, for files that do not say: 2026-03-14T22:41+01:00",
        ),
    ] = None,
    rate: Annotated[
        float | None,
        typer.Option(
            metavar="HZ", min=0.1, max=10000, help="Samples per second, for files without times."
        ),
    ] = None,
    unit: Annotated[
        UnitName | None, typer.Option(help="Unit of the file, where it cannot be told.")
    ] = None,
    columns: Annotated[
        str | None,
        typer.Option(
            metavar="time=NAME,x=NAME,...",
            help="What is in which column, by name or number, where that cannot be told: "
            "time=Timestamp,x=AccX,y=AccY,z=AccZ (also date; time=none with --rate).",
        ),
    ] = None,
    time_unit: Annotated[
        TimeUnit | None, typer.Option(help="What the numbers in the column of time count.")
    ] = None,
    time_format: Annotated[
        str | None,
        typer.Option(
            metavar="FORMAT", help="How times are written, as for strptime: '%m/%d/%Y %H:%M:%S.%f'"
        ),
    ] = None,
    sensor: Annotated[
        list[str] | None,
        typer.Option(
            metavar="PLACEMENT=NAME",
            help="Which sensor of a file with several, where its names do not tell: "
            "ankle_left=4A1B",
        ),
    ] = None,
    profile: Annotated[
        list[str] | None,
        typer.Option(
            metavar="[PLACEMENT=]NAME", help="Read files as a profile says; options go over it."
        ),
    ] = None,
    save_profile: Annotated[
        str | None,
        typer.Option(
            metavar="NAME",
            help="Keep columns, time, unit, rate and sensors of this command as a profile.",
        ),
    ] = None,
    timezone: Annotated[
        str | None,
        typer.Option(
            metavar="ZONE",
            help="The wearer's time zone, where a file does not tell it: Europe/Berlin.",
            show_default="this computer's",
        ),
    ] = None,
    device_clock: Annotated[
        str | None,
        typer.Option(
            metavar="ZONE",
            help="Zone of the sensors' clocks, where it is another and files do not tell it: UTC.",
            show_default="that of --timezone",
        ),
    ] = None,
    explain: Annotated[
        bool, typer.Option("--explain", help="Say how each file was understood, and why.")
    ] = False,
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
        bool,
        typer.Option("--again", help="Make a second night of files that were scored already."),
    ] = False,
    short: Annotated[
        bool,
        typer.Option("--short", help="Take a recording of less than a minute for a night, too."),
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
    rules: options.Rules = options.RulesName.WASM2016,
    age: options.Age = None,
    nights: options.Nights = None,
    json: options.Json = False,
    quiet: options.Quiet = False,
    no_color: options.NoColor = False,
) -> None:
    """Score recorded files as a night, and show it.

    Example: limbwatch replay ankle_left=left.csv wrist_left=wrist.csv
    """
    from contextlib import ExitStack
    from dataclasses import replace

    from limbwatch.cli.making.split import parse_split
    from limbwatch.cli.night.folder import default_nights
    from limbwatch.cli.night.people import parse_person, place_of_person
    from limbwatch.cli.reading.descriptions import (
        Description,
        asked_of,
        parse_columns,
        parse_sensors,
        with_profiles,
    )
    from limbwatch.cli.reading.long_recordings import read_sensors
    from limbwatch.cli.reading.pipes import kept
    from limbwatch.cli.reading.profiles import parse_profiles
    from limbwatch.cli.reading.recordings import explanation, start_of, zone_of
    from limbwatch.cli.reading.sources import parse_sources
    from limbwatch.cli.reading.written import written_of
    from limbwatch.cli.workers import aside

    terminal = Terminal(quiet=quiet, no_color=no_color)
    beside = {} if scale is None else _beside(scale)
    counted_by = options.rules_of_test(test, rules)
    if test is not None and any((hypnogram, breathing, diary, lights_off, lights_on, split, scale)):
        raise CommandError(
            "--test is an hour awake; --hypnogram, --breathing, --diary, --lights-off, "
            "--lights-on, --split and --scale are for nights",
            exit_code=ExitCode.USAGE,
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
    zone = zone_of(timezone)
    clock, begin = (
        None if device_clock is None else zone_of(device_clock),
        None if start is None else start_of(start, zone),
    )
    laboratory = _laboratory(hypnogram, hypnogram_shift, breathing, breathing_shift)
    asked = asked_of(
        named,
        start=start,
        timezone=timezone,
        device_clock=device_clock,
        keep_clocks=keep_clocks,
    )
    cut = parse_split(split)
    written = written_of(diary, lights_off, lights_on, person.subject)
    with kept(named) as given, ExitStack() as shelf:
        # asked for, so quiet or not
        for source in given if explain else ():
            Terminal(no_color=no_color).say(explanation(source, zone=zone, start=begin))
        with terminal.progress(tr("Reading")), aside(2) as workers:
            reading = workers.submit(
                shelf.enter_context,
                read_sensors(given, zone=zone, clock=clock, start=begin, room=place),
            )
            # Arrow parses outside Python's lock: time to import what comes after
            from limbwatch.cli.night.origins import source_files

            hashing = workers.submit(
                source_files, tuple((one.placement, one.path) for one in given)
            )
            from limbwatch.cli.making import days  # noqa: F401 - and all that makes a night
            from limbwatch.cli.night.laboratory_files import NO_FILES
            from limbwatch.cli.report.document import get_ready

            get_ready()
            laboratory = laboratory or NO_FILES
            sensors = reading.result()
            files = hashing.result()
        _save(save_profile, said, terminal)
        _tell(sensors, terminal)
        origin = replace(
            person.origin,
            source=files,
            asked={
                **asked,
                **laboratory.asked,
                **({"split": split} if split else {}),
                **({"test": test.value} if test else {}),
            },
        )
        _score(
            sensors,
            origin,
            place,
            split=cut,
            written=written,
            again=again,
            short=short,
            speed=speed,
            scoring={"rules": counted_by, "age": age},
            keep_clocks=keep_clocks,
            laboratory=laboratory,
            beside=beside,
            terminal=terminal,
            json=json,
        )


def _beside(scale: Path) -> dict[str, bytes]:
    """Read what is to lie beside the night; only who asks for it waits for what that needs."""
    from limbwatch.cli.night.folder import SCALE
    from limbwatch.cli.night.scale_file import read_scale, scale_bytes

    return {SCALE: scale_bytes(read_scale(scale))}


def _laboratory(
    hypnogram: Path | None,
    hypnogram_shift: float | None,
    breathing: Path | None,
    breathing_shift: float | None,
) -> "LaboratoryFiles | None":
    """Look at a laboratory's files before the recording is read, where there are any."""
    if (hypnogram, hypnogram_shift, breathing, breathing_shift) == (None,) * 4:
        return None
    from limbwatch.cli.night.laboratory_files import named_files

    return named_files(
        hypnogram,
        breathing,
        hypnogram_shift=hypnogram_shift,
        breathing_shift=breathing_shift,
    )


def _score(
    sensors: "Sequence[Stretches]",
    origin: "Origin",
    place: Path,
    *,
    split: "Split",
    written: "DiarySource",
    again: bool,
    short: bool,
    speed: float | None,
    scoring: "Mapping[str, Any]",
    keep_clocks: bool,
    laboratory: "LaboratoryFiles",
    beside: "Mapping[str, bytes]",
    terminal: Terminal,
    json: bool,
) -> None:
    """Make the night or the nights of what was read, unless they are there, and show them."""
    from functools import partial

    from limbwatch.cli.making.days import nights_in, one_night
    from limbwatch.cli.making.far_clocks import brought_together
    from limbwatch.cli.making.finished_night import make_night, put_beside
    from limbwatch.cli.night.samples import recordings_of
    from limbwatch.cli.screen.outcome import finish, found_again

    make: Callable[..., Path] = partial(
        make_night, place, keep_clocks=keep_clocks, beside=beside, **scoring
    )

    def find(of_night: "Origin", terminal: Terminal) -> Path | None:
        there = None if again else found_again(place, of_night, terminal, **scoring)
        if there is not None:
            put_beside(there, beside)
        return there

    if origin.test is not None:
        _refuse_long(sensors)
    sensors = brought_together(sensors, keep_clocks=keep_clocks)
    found = nights_in(sensors, split)
    if len(found.nights) > 1 or found.days:
        from limbwatch.cli.screen.several_nights import make_several

        _refuse_for_days(
            laboratory=bool(laboratory), speed=speed, lights=written.one and len(found.nights) > 1
        )
        make_several(
            sensors, found, origin, written, make=make, find=find, terminal=terminal, json=json
        )
        return
    recordings = one_night(sensors, short=short or origin.test is not None)
    (night,) = found.nights
    origin = written.told(origin, night.evening, night.begin, terminal.warn)
    _play(recordings, speed, terminal)
    there = find(origin, terminal)
    if there is None:
        with terminal.progress(tr("Scoring")):
            folder = make(recordings, origin=origin, laboratory=laboratory)
    else:
        folder, recordings = there, recordings_of(there)
    finish(folder, recordings, terminal=terminal, json=json, made=there is None)


def _save(name: str | None, said: "Description", terminal: Terminal) -> None:
    """Keep what was said of the files as a profile, when that is asked for."""
    if name is not None:
        from limbwatch.cli.reading.profiles import save_profile

        terminal.say(f"Wrote {save_profile(name, said)}")


def _refuse_for_days(*, laboratory: bool, speed: float | None, lights: bool) -> None:
    """Refuse what belongs to a single night."""
    if laboratory or speed is not None or lights:
        raise CommandError(
            "this recording is of days, and --hypnogram, --breathing, --speed, "
            "--lights-off and --lights-on are for one: give a --diary, replay that night's files "
            "alone, or take all as one night with --split none",
            exit_code=ExitCode.USAGE,
        )


def _refuse_long(sensors: "Sequence[Stretches]") -> None:
    """Refuse to take a night for a test."""
    from limbwatch.cli.immobilisation import LIMITS

    begins = min(one.start for one in sensors)
    hours = (max(one.end for one in sensors) - begins).total_seconds() / 3600
    if hours > LIMITS.longest_hours:
        raise CommandError(
            f"--test is an hour awake, and this recording lasts {hours:.1f} h (the most is "
            f"{LIMITS.longest_hours:g} h): give the hour of the test alone, or leave out --test",
            exit_code=ExitCode.USAGE,
        )


def _tell(recordings: "Sequence[Stretches]", terminal: Terminal) -> None:
    """Say what was met while reading."""
    for recording in recordings:
        for note in recording.quality.notes:
            terminal.say(f"{recording.placement.words}: {note}")
        for warning in recording.quality.warnings:
            terminal.warn(f"{recording.placement.words}: {warning}")


def _play(recordings: "tuple[Recording, ...]", speed: float | None, terminal: Terminal) -> None:
    """Play the files as if they were live, when that is asked for."""
    if speed is not None:
        from limbwatch.cli.recording.playback import play

        play(recordings, speed=speed, say=terminal.say)
