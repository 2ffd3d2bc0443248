"""Recorded files, made into nights and shown."""

from collections.abc import Sequence
from contextlib import ExitStack
from pathlib import Path

from limbwatch.classify.origin import SourceFile
from limbwatch.cli.errors import CommandError
from limbwatch.cli.language.spoken import tr
from limbwatch.cli.night.scored.scoring_code import scoring_code
from limbwatch.cli.reading.long_recordings import read_sensors
from limbwatch.cli.reading.pipes import pipes_as_files
from limbwatch.cli.reading.profiles import save_profile
from limbwatch.cli.reading.recordings import explanation
from limbwatch.cli.reading.sources import Source
from limbwatch.cli.reading.steady_files import read_files, steady
from limbwatch.cli.replaying.plan import ReplayPlan
from limbwatch.cli.replaying.scored_before import (
    find_existing_night,
    hashed_sources,
    make_unless_there,
    night_of_all,
    report_existing_night,
)
from limbwatch.cli.screen.terminal import Terminal
from limbwatch.cli.shortcuts.process import take_memory_of_the_system
from limbwatch.cli.workers import aside
from limbwatch.sensor.long_recording import AnyRecording


def replay_files(plan: ReplayPlan, terminal: Terminal) -> None:
    """Make the nights of recorded files, unless they exist, and show them.

    Raises
    ------
    UnreadableFile, CommandError
        If a file cannot be read, or the options do not fit its content.
    typer.Exit
        With code 5 if a sensor lost more data than the limit.
    """
    with pipes_as_files(plan.sources) as given, ExitStack() as shelf:
        for source in given if plan.explain else ():
            terminal.tell(explanation(source, plan.clocks))
        with terminal.progress(tr("Reading")):
            there = night_of_all(plan, given)
            if there is None:
                sensors, files = _read_files(plan, given, shelf)
        if plan.profile is not None:
            terminal.say(f"Wrote {save_profile(*plan.profile)}")
        if there is not None:
            report_existing_night(there, terminal)
            _show_existing(there, plan, terminal)
            return
        for source in given:
            for other in source.twice:
                terminal.warn(
                    f"{source.placement.words}: {other} has the same content as {source.path}, and "
                    "was left out."
                )
        _print_remarks(sensors, terminal)
        _make_nights(plan, sensors, files, terminal)


def _read_files(
    plan: ReplayPlan, given: tuple[Source, ...], shelf: ExitStack
) -> tuple[Sequence[AnyRecording], tuple[SourceFile, ...]]:
    """Read and hash files, while importing the modules that make a night."""
    take_memory_of_the_system()
    # otherwise samples of half a file could get the hash of the whole one
    with steady(read_files(given)), aside(2) as workers:
        reading = workers.submit(
            shelf.enter_context,
            read_sensors(given, plan.clocks, plan.place),
        )
        hashing = workers.submit(hashed_sources, given)
        workers.submit(scoring_code)  # cached for later
        # Arrow parses outside the GIL, which leaves time to import what is needed next
        from limbwatch.cli.making import days  # noqa: F401 - and all that makes a night
        from limbwatch.cli.report.document import get_ready

        get_ready()
        return reading.result(), hashing.result()


def _make_nights(
    plan: ReplayPlan,
    sensors: Sequence[AnyRecording],
    files: tuple[SourceFile, ...],
    terminal: Terminal,
) -> None:
    from limbwatch.cli.making.days import nights_in, origins_of_nights, read_night_recordings
    from limbwatch.cli.making.far_clocks import align_far_clocks
    from limbwatch.cli.screen.outcome import finish

    origin = plan.origin(files)
    if origin.test is not None:
        _refuse_long(sensors)
    sensors = align_far_clocks(sensors, keep_clocks=origin.keep_clocks)
    found = nights_in(sensors, plan.split)
    zone = plan.clocks.zone
    if len(found.nights) > 1 or found.days:
        from limbwatch.cli.replaying.several_nights import make_several

        _refuse_for_days(plan, nights=len(found.nights))
        make_several(plan, sensors, found, origin, terminal)
        return
    (night,) = found.nights
    short = plan.short or origin.test is not None
    recordings = read_night_recordings(sensors, night, origin, zone=zone, short=short)
    (origin,) = origins_of_nights(found, origin, plan.written, zone=zone, warn=terminal.warn)
    if plan.speed is not None:
        from limbwatch.cli.recording.asked.playback import play

        play(recordings, speed=plan.speed, say=terminal.say)
    there = find_existing_night(plan, origin, terminal)
    if there is not None:
        _show_existing(there, plan, terminal)
        return
    with terminal.progress(tr("Scoring")):
        folder, new = make_unless_there(plan, recordings, origin)
    if new:
        finish(folder, recordings, terminal)
    else:
        report_existing_night(folder, terminal)
        _show_existing(folder, plan, terminal)


def _show_existing(folder: Path, plan: ReplayPlan, terminal: Terminal) -> None:
    """Show a night that already existed, with the files given for it."""
    from limbwatch.cli.making.kept_samples import recordings_of
    from limbwatch.cli.screen.outcome import finish

    if plan.beside:
        from limbwatch.cli.making.finished_night import add_files

        add_files(folder, plan.beside)
    finish(folder, recordings_of(folder), terminal, made=False)


def _refuse_for_days(plan: ReplayPlan, *, nights: int) -> None:
    """Raise an error for options that apply to a single night only."""
    lights = plan.written.one and nights > 1
    if plan.laboratory or plan.speed is not None or lights:
        raise CommandError(
            "this recording is of days, and --hypnogram, --breathing, --speed, "
            "--lights-off and --lights-on are for one: give a --diary, replay that night's files "
            "alone, or take all as one night with --split none"
        )


def _refuse_long(sensors: Sequence[AnyRecording]) -> None:
    """Raise an error if a recording is too long for a test."""
    from limbwatch.cli.immobilisation import HOUR_LIMITS

    begins = min(one.start for one in sensors)
    hours = (max(one.end for one in sensors) - begins).total_seconds() / 3600
    if hours > HOUR_LIMITS.longest_hours:
        raise CommandError(
            f"--test is an hour awake, and this recording lasts {hours:.1f} h (the most is "
            f"{HOUR_LIMITS.longest_hours:g} h): give the hour of the test alone, or leave out "
            "--test"
        )


def _print_remarks(recordings: Sequence[AnyRecording], terminal: Terminal) -> None:
    """Print the notes and warnings of the readers."""
    for recording in recordings:
        for note in recording.quality.notes:
            terminal.say(f"{recording.placement.words}: {note}")
        for warning in recording.quality.warnings:
            terminal.warn(f"{recording.placement.words}: {warning}")
