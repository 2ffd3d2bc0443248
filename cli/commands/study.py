"""``limbwatch study plan`` and ``run``: nights of many people, planned and scored."""

from pathlib import Path
from typing import Annotated

import typer

from limbwatch.cli.commands import options
from limbwatch.cli.errors import ExitCode
from limbwatch.cli.language.spoken import tr
from limbwatch.cli.screen.terminal import Terminal

Out = Annotated[
    Path, typer.Option("--out", "-o", metavar="DIR", help="Folder of the study's results.")
]
Zone = Annotated[
    str,
    typer.Option(
        "--timezone",
        metavar="ZONE",
        help="The wearers' time zone, where neither row nor file says: Europe/Berlin.",
        show_default="this computer's",
    ),
]


def plan(
    where: Annotated[
        str,
        typer.Argument(
            metavar="FOLDER|PATTERN|TABLE",
            help="A folder for each person, a BIDS dataset, a table of files, or a pattern: "
            "'data/{subject}_{session}_{placement}.csv'.",
        ),
    ],
    *,
    out: Annotated[
        Path, typer.Option("--out", "-o", metavar="FILE", help="The manifest to write.")
    ] = Path("manifest.csv"),
    pattern: Annotated[
        str | None,
        typer.Option(
            metavar="PATTERN",
            help="What names below the folder mean: '{subject}/**/{session}_{placement}.csv'.",
        ),
    ] = None,
    timezone: Zone = "",
    force: options.Force = False,
    json: options.Json = False,
    quiet: options.Quiet = False,
    no_color: options.NoColor = False,
) -> None:
    """Find the recordings of a study and write its manifest: one row for each sensor file.

    Example: limbwatch study plan data -o manifest.csv
    """
    from dataclasses import replace

    from limbwatch.cli.outputs import Overwriting, write_output
    from limbwatch.cli.reading.recordings import zone_of
    from limbwatch.cli.study.manifests.manifest import write_rows
    from limbwatch.cli.study.manifests.planning import find_recordings, require_none_lost
    from limbwatch.cli.study.sessions.checking import check_rows
    from limbwatch.cli.words import counted

    terminal = Terminal(json=json, quiet=quiet, no_color=no_color)
    if timezone:
        zone_of(timezone)
    found = find_recordings(where, pattern=pattern, manifest=out)
    rows = [replace(row, timezone=row.timezone or timezone) for row in found.rows]
    checked = check_rows(rows, out.parent)
    if not force:
        require_none_lost(out, rows)
    write_output(out, write_rows(rows), Overwriting(force=force, warn=terminal.warn))
    subjects = len({row.subject for row in rows})
    terminal.say(*(f"{remark}." for remark in found.remarks))
    terminal.warn(*(f"line {one.row.line}: {one.reason}" for one in checked.faults[:_SHOWN]))
    if len(checked.faults) > _SHOWN:
        terminal.warn(f"and {counted(len(checked.faults) - _SHOWN, 'more faulty row')}.")
    if json:
        terminal.show_json(
            {
                "manifest": str(out),
                "rows": len(rows),
                "subjects": subjects,
                "sessions": len(checked.sessions),
                "faults": [{"line": one.row.line, "reason": one.reason} for one in checked.faults],
                "remarks": list(found.remarks),
            }
        )
        return
    told = tr(
        "Wrote {out}: {files} of {subjects}, {sessions} to score, {faults}.",
        out=out,
        files=counted(len(rows), "file"),
        subjects=counted(subjects, "subject"),
        sessions=counted(len(checked.sessions), "session"),
        faults=counted(len(checked.faults), "faulty row"),
    )
    terminal.show_fitted(told)


_SHOWN = 12
"""Most faulty rows named on the screen; chosen."""


def run(
    manifest: Annotated[
        Path, typer.Argument(metavar="MANIFEST", help="As limbwatch study plan writes it.")
    ],
    *,
    out: Out,
    workers: Annotated[
        int | None,
        typer.Option(
            metavar="N",
            min=0,
            max=1024,
            help="Workers on this computer; 0 scores in this process, without dask.",
            show_default="one per core with dask, else 0",
        ),
    ] = None,
    scheduler: Annotated[
        str | None,
        typer.Option(metavar="ADDRESS", help="A running dask scheduler: tcp://node1:8786"),
    ] = None,
    memory: Annotated[
        str, typer.Option(metavar="SIZE", help="Limit of memory of each worker here.")
    ] = "2GiB",
    reports: Annotated[
        bool, typer.Option("--reports", help="Draw the report of each night.")
    ] = False,
    samples: Annotated[
        bool, typer.Option("--samples", help="Store the samples of each night with it.")
    ] = False,
    timezone: Zone = "",
    keep_clocks: options.KeepClocks = False,
    rules: options.Rules = "wasm2016",
    json: options.Json = False,
    quiet: options.Quiet = False,
    no_color: options.NoColor = False,
) -> None:
    """Score every night of a manifest, and make the study's tables.

    What was scored before is not scored again unless its files, what is said of them, an option or
    the program has changed: a run that was cut off goes on when it is started again.

    Example: limbwatch study run manifest.csv -o results
    """
    from limbwatch.cli.reading.recordings import zone_of
    from limbwatch.cli.study.manifests.manifest import read_manifest
    from limbwatch.cli.study.sessions.checking import FAILURES, check_rows
    from limbwatch.cli.study.sessions.engine import Workforce
    from limbwatch.cli.study.sessions.session_record import StudyOptions
    from limbwatch.cli.study.study_run import run_study, study_folder
    from limbwatch.cli.words import counted

    terminal = Terminal(json=json, quiet=quiet, no_color=no_color)
    found = read_manifest(manifest)
    terminal.warn(*found.doubts)
    # workers on other machines may be in another time zone
    zone = timezone or str(zone_of(None))
    zone_of(zone)
    checked = check_rows(found.rows, manifest.parent, timezone=zone)
    chosen = StudyOptions(rules=rules, keep_clocks=keep_clocks, reports=reports, samples=samples)
    with study_folder(out.resolve()) as place:
        # options are checked here; a cluster is started when there is work
        workforce = Workforce(
            workers=workers, scheduler=scheduler, memory=memory, options=chosen, out=str(place)
        )
        result = run_study(place, checked, workforce, terminal)
    terminal.warn(*result.warnings)
    terminal.warn(*(f"line {one.row.line}: {one.reason}" for one in result.faults[:_SHOWN]))
    if json:
        terminal.show_json(
            {
                "folder": str(out),
                "sessions": result.sessions,
                "unchanged": result.unchanged,
                "nights": result.nights,
                "scored": result.scored,
                "failed_rows": len(result.faults),
                "warnings": list(result.warnings),
            }
        )
    else:
        told = tr(
            "{out}: {nights} of {sessions}, {scored} scored now ({same} unchanged), "
            "{faults}{where}.",
            out=out,
            nights=counted(result.nights, "night"),
            sessions=counted(result.sessions, "session"),
            scored=result.scored or tr("none"),
            same=counted(result.unchanged, "session"),
            faults=counted(len(result.faults), "faulty row"),
            where=f": {out / FAILURES}" if result.faults else "",
        )
        terminal.show_fitted(told)
    if result.faults:
        raise typer.Exit(ExitCode.DATA_LOST)
