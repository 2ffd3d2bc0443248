"""``limbwatch rescore``: the results of a night made again from its stored samples."""

from typing import Annotated

import typer

from limbwatch.cli.commands import options
from limbwatch.cli.language.spoken import tr
from limbwatch.cli.screen.terminal import Terminal


def rescore(
    night: Annotated[
        str,
        typer.Argument(
            metavar="NIGHT", help="Name of a night, its beginning, latest, or its folder."
        ),
    ],
    *,
    keep_clocks: options.KeepClocks = False,
    hypnogram: options.Hypnogram = None,
    hypnogram_shift: options.HypnogramShift = None,
    breathing: options.Breathing = None,
    breathing_shift: options.BreathingShift = None,
    scale: options.Scale = None,
    rules: options.KeptRules = None,
    age: options.KeptAge = None,
    subject: options.Subject = None,
    session: options.Session = None,
    nights: options.Nights = None,
    json: options.Json = False,
    quiet: options.Quiet = False,
    no_color: options.NoColor = False,
) -> None:
    """Score a night again from its stored samples.

    Its notes and corrections stay, and its rules and its age unless others are asked for.
    """
    from dataclasses import replace

    from limbwatch.cli.night.folder import CAPTURE, RECORDING, SUMMARY, find_night
    from limbwatch.cli.night.laboratory_files import kept_files, named_files
    from limbwatch.cli.night.stored_samples import recordings_of
    from limbwatch.cli.workers import aside

    terminal = Terminal(json=json, quiet=quiet, no_color=no_color)
    place = options.nights_of_person(nights, subject, session)
    folder = find_night(place, night, holding=(SUMMARY, RECORDING, CAPTURE))
    scored = (folder / SUMMARY).exists()
    laboratory = named_files(
        hypnogram,
        breathing,
        hypnogram_shift=hypnogram_shift,
        breathing_shift=breathing_shift,
        before=kept_files(folder),
    )
    if scale is not None:
        # before the report, which tells the index on it
        from limbwatch.cli.night.folder import SCALE
        from limbwatch.cli.night.scale_file import read_scale, scale_bytes
        from limbwatch.cli.night.whole_files import write_whole, writing

        on_scale = scale_bytes(read_scale(scale))
        with writing(folder, option=None):
            write_whole(folder / SCALE, on_scale)
    with terminal.progress(tr("Scoring")), aside() as worker:
        reading = worker.submit(recordings_of, folder)
        # Arrow reads outside Python's lock: time to import what comes after
        from limbwatch.cli.making.finished_night import fill_night
        from limbwatch.cli.night.listed.origins import origin_of
        from limbwatch.cli.night.scored.scored_by import scored_by, unknown_before
        from limbwatch.cli.reading.clock_change import told_of_change
        from limbwatch.cli.reading.recordings import zone_of
        from limbwatch.cli.report.document import get_ready
        from limbwatch.cli.screen.outcome import finish

        get_ready()
        stored = reading.result()
        if (folder / CAPTURE).exists():  # what was recorded here knows no zone but this computer's
            stored = told_of_change(stored, zone_of(None))
        recordings = tuple(each.as_stamped() for each in stored) if keep_clocks else stored
        origin = origin_of(folder)
        test = None if origin.test is None else options.TestName(origin.test)
        known = scored_by(folder)
        by, told = options.scored_with(known, test, rules, age)
        fill_night(
            folder,
            recordings,
            by,
            keep_clocks=keep_clocks,
            store=recordings != stored or (folder / CAPTURE).exists(),
            origin=replace(origin, asked={**origin.asked, **laboratory.asked}),
            laboratory=laboratory,
        )
    if known is None and (scored or not (folder / CAPTURE).exists()):
        told = tuple(unknown_before(rules=by.rules if test or rules else None, age=age))
    terminal.say(*told)
    finish(folder, recordings, terminal)
