"""``limbwatch score``: published rules applied to a list of leg movements."""

from pathlib import Path
from typing import Annotated

import typer

from limbwatch.cli.commands import options
from limbwatch.cli.language.spoken import tr
from limbwatch.cli.screen.terminal import Terminal


def score(
    listed: Annotated[
        Path,
        typer.Argument(
            metavar="FILE",
            help="Columns side,onset_s,duration_s and perhaps asleep; or scored events of EDF+, "
            "RemLogic, Luna, Noxturnal, Profusion, DOMINO, Sleepware or the NSRR.",
        ),
    ],
    *,
    rules: options.Rules = "wasm2016",
    sleep_hours: Annotated[
        float | None,
        typer.Option(
            metavar="HOURS",
            min=0.01,
            max=24,
            help="Hours of sleep, for an index per hour; by default from the file's stages, or its "
            "column sleep_hours.",
            show_default=False,
        ),
    ] = None,
    _nights: Annotated[Path | None, typer.Option("--nights", hidden=True)] = None,
    _age: Annotated[float | None, typer.Option("--age", hidden=True)] = None,
    json: options.Json = False,
    quiet: options.Quiet = False,
    no_color: options.NoColor = False,
) -> None:
    """Apply the published rules to a list of leg movements.

    Example: limbwatch score movements.csv --sleep-hours 6.5
    """
    import numpy as np

    from limbwatch.classify.respiratory import respiratory_figures
    from limbwatch.classify.rules.leg_movements import score as score_movements
    from limbwatch.classify.rules.listed_movements import listed_movements
    from limbwatch.classify.rules.periodicity import joining_rules
    from limbwatch.classify.rules.published import rules_by_name
    from limbwatch.cli.reading.pipes import out_of_pipes
    from limbwatch.cli.screen.scored_list import ScoredList, as_dict, as_text
    from limbwatch.sensor.scorings.reading import read_scoring

    terminal = Terminal(json=json, quiet=quiet, no_color=no_color)
    chosen = rules_by_name(rules)
    with out_of_pipes([listed]) as (file,):
        scoring = read_scoring(file)
    stages = scoring.stages
    movements = listed_movements(scoring, chosen)
    hours = sleep_hours or (stages and stages.hours_asleep) or scoring.hours_of_sleep or None
    found = ScoredList(
        scored=score_movements(movements, chosen),
        joined=score_movements(listed_movements(scoring, joining_rules()), joining_rules()),
        rules=chosen,
        hours_asleep=hours,
        hours_awake=(stages and stages.hours_awake) or None,
        hours_from="--sleep-hours"
        if sleep_hours is not None
        else tr("the file's stages")
        if stages
        else tr("the file"),
        start=scoring.start,
        respiratory=(
            respiratory_figures(movements, scoring.breathing, chosen, hours=hours)
            if len(scoring.breathing) and len(scoring.leg_movements)
            else None
        )
        or None,
        unknown="" if scoring.lists_legs else tr("no row was recognised as a leg movement"),
    )
    doubts = [*scoring.doubts]
    if not scoring.lists_legs:
        doubts.append(
            "if a word in its rows means a leg movement, write LM or PLM in its place, in a table "
            "with the columns onset_s,duration_s,kind"
        )
    untimed = int(np.isnan(scoring.leg_movements.duration_s).sum())
    if untimed:
        doubts.append(
            f"{untimed} leg movements without a duration were taken to last "
            f"{chosen.shortest / 1000:g} s, the rules' shortest"
        )
    terminal.say(*(f"{listed.name}: {doubt}" for doubt in doubts))
    if json:
        terminal.show_json(
            as_dict(found)
            | {
                "source": scoring.source,
                "start": scoring.start_words,
                "doubts": doubts,
                "not_understood": dict(scoring.unused),
            }
        )
    else:
        terminal.show(as_text(found, width=terminal.width).rstrip("\n"))
