"""``limbwatch rescore``: results of a night made again from its stored samples."""

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
    from limbwatch.cli.making.kept_samples import kept_samples
    from limbwatch.cli.night.folder import CAPTURE, RECORDING, SUMMARY, find_night
    from limbwatch.cli.night.laboratory_files import kept_files, named_files
    from limbwatch.cli.night.scored.results import lock_results
    from limbwatch.cli.workers import aside

    terminal = Terminal(json=json, quiet=quiet, no_color=no_color)
    place = options.nights_of_person(nights, subject, session)
    folder = find_night(place, night, holding=(SUMMARY, RECORDING, CAPTURE))
    scored = (folder / SUMMARY).exists()
    with lock_results(folder):  # read the settings under the lock of the results they replace
        laboratory = named_files(
            hypnogram,
            breathing,
            hypnogram_shift=hypnogram_shift,
            breathing_shift=breathing_shift,
            before=kept_files(folder),
        )
        if scale is not None:
            # before the report, which shows the index on the scale
            from limbwatch.cli.night.folder import SCALE
            from limbwatch.cli.night.scale_file import read_scale, scale_bytes
            from limbwatch.cli.night.whole_files import write_whole, writing

            on_scale = scale_bytes(read_scale(scale))
            with writing(folder, option=None):
                write_whole(folder / SCALE, on_scale)
        with terminal.progress(tr("Scoring")), aside() as worker:
            reading = worker.submit(kept_samples, folder)
            # Arrow reads outside the GIL, which leaves time to import what is needed next
            from limbwatch.cli.making.finished_night import fill_night
            from limbwatch.cli.making.scoring_wish import ScoringWish
            from limbwatch.cli.night.listed.made_of import origin_of
            from limbwatch.cli.night.scored.scored_by import scored_by, unknown_before
            from limbwatch.cli.report.document import get_ready
            from limbwatch.cli.screen.outcome import finish

            get_ready()
            stored = reading.result()
            recordings = tuple(each.as_stamped() for each in stored) if keep_clocks else stored
            origin = origin_of(folder)
            known = scored_by(folder)
            by, messages = options.scored_with(known, origin.test, rules, age)
            fill_night(
                folder,
                recordings,
                ScoringWish(
                    by, origin=origin.keeping_clocks(wanted=keep_clocks), laboratory=laboratory
                ),
                store=recordings != stored or (folder / CAPTURE).exists(),
            )
    if known is None and (scored or not (folder / CAPTURE).exists()):
        messages = tuple(unknown_before(rules=by.rules if origin.test or rules else None, age=age))
    terminal.say(*messages)
    finish(folder, recordings, terminal)
