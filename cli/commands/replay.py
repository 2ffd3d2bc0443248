"""``limbwatch replay``: files that people have, scored as a night."""

from enum import StrEnum
from typing import Annotated

import typer

from limbwatch.cli.commands import options
from limbwatch.cli.screen.terminal import Terminal


class Unit(StrEnum):
    """Units of acceleration in files."""

    G = "g"
    MILLI_G = "mg"
    METRES = "m/s2"
    SIXTY_FOURTHS = "g/64"
    EIGHT_BIT = "8-bit"


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
        Unit | None, typer.Option(help="Unit of the file, where it cannot be told.")
    ] = None,
    timezone: Annotated[
        str | None,
        typer.Option(
            metavar="ZONE",
            help="The wearer's time zone, where a file does not tell it: Europe/Berlin.",
            show_default="this computer's",
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
    from concurrent.futures import ThreadPoolExecutor

    from limbwatch.cli.night.folder import default_nights
    from limbwatch.cli.reading.recordings import explanation, read_sources, start_of, zone_of
    from limbwatch.cli.reading.sources import check_one_night, one_per_placement, parse_sources

    terminal = Terminal(quiet=quiet, no_color=no_color)
    named = parse_sources(sources)
    zone = zone_of(timezone)
    begin = None if start is None else start_of(start, zone)
    if explain:
        for source in named:
            Terminal(no_color=no_color).say(explanation(source))  # asked for, so quiet or not
    with terminal.progress("Reading"), ThreadPoolExecutor(max_workers=1) as aside:
        reading = aside.submit(read_sources, named, zone=zone, start=begin, rate=rate, unit=unit)
        # Arrow parses outside Python's lock: time to import what comes after
        from limbwatch.cli.making.finished_night import make_night
        from limbwatch.cli.report.document import get_ready
        from limbwatch.cli.screen.outcome import finish

        get_ready()
        read = reading.result()
    for recording in read:
        for note in recording.quality.notes:
            terminal.say(f"{recording.placement.words}: {note}")
        for warning in recording.quality.warnings:
            terminal.warn(f"{recording.placement.words}: {warning}")
    recordings = one_per_placement(read)
    check_one_night(recordings)
    if speed is not None:
        from limbwatch.cli.recording.playback import play

        play(recordings, speed=speed, say=terminal.say)
    with terminal.progress("Scoring"):
        folder = make_night(
            nights or default_nights(),
            recordings,
            rules=rules.value,
            age=age,
            keep_clocks=keep_clocks,
        )
    finish(folder, recordings, terminal=terminal, json=json)
