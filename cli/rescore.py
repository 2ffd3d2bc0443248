"""``limbwatch rescore``: the results of a night made again from its stored samples."""

from typing import Annotated

import typer

from limbwatch.cli import options
from limbwatch.cli.errors import CommandError, ExitCode
from limbwatch.cli.terminal import Terminal


def rescore(
    night: Annotated[
        str,
        typer.Argument(help="Name of a night, its beginning, latest, or its folder."),
    ],
    *,
    rules: options.Rules = options.RulesName.WASM2016,
    age: options.Age = None,
    nights: options.Nights = None,
    json: options.Json = False,
    quiet: options.Quiet = False,
    no_color: options.NoColor = False,
) -> None:
    """Score a night again from its stored samples; notes and corrections stay."""
    from limbwatch.cli.night_folder import RECORDING, SUMMARY, default_nights, find_night
    from limbwatch.cli.outcome import finish
    from limbwatch.cli.report.page import write_report
    from limbwatch.cli.scoring import score_recordings, stored_recordings, write_results

    terminal = Terminal(quiet=quiet, no_color=no_color)
    folder = find_night(nights or default_nights(), night, holding=(RECORDING, SUMMARY))
    recordings = stored_recordings(folder)
    if not recordings:
        raise CommandError(
            f"{folder} holds no stored samples to score again. Replay the files it was made from.",
            exit_code=ExitCode.UNREADABLE,
        )
    with terminal.progress() as progress:
        progress.add_task("Scoring", total=None)
        scored = score_recordings(recordings, rules=rules.value, age=age)
    write_results(folder, scored)
    write_report(folder)
    finish(folder, recordings, terminal=terminal, json=json)
