"""``limbwatch study``: nights of many people."""

from pathlib import Path
from typing import Annotated

import typer

from limbwatch.cli.commands import options
from limbwatch.cli.screen.terminal import Terminal

Out = Annotated[
    Path, typer.Option("--out", "-o", metavar="DIR", help="Folder of the study's results.")
]
Zone = Annotated[
    str,
    typer.Option(
        "--timezone",
        metavar="ZONE",
        help="The wearers' time zone, where neither row nor file tells it: Europe/Berlin.",
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
    from limbwatch.cli.study.checking import check_rows
    from limbwatch.cli.study.manifest import write_rows
    from limbwatch.cli.study.planning import find_recordings
    from limbwatch.cli.words import counted

    terminal = Terminal(quiet=quiet, no_color=no_color)
    if timezone:
        zone_of(timezone)
    found = find_recordings(where, pattern=pattern, manifest=out)
    rows = [replace(row, timezone=row.timezone or timezone) for row in found.rows]
    checked = check_rows(rows, out.parent)
    write_output(out, write_rows(rows), Overwriting(force=force, warn=terminal.warn))
    subjects = len({row.subject for row in rows})
    for remark in found.remarks:
        terminal.say(f"{remark}.")
    for fault in checked.faults[:_SHOWN]:
        terminal.warn(f"line {fault.row.line}: {fault.reason}")
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
    terminal.show(
        f"Wrote {out}: {counted(len(rows), 'file')} of {counted(subjects, 'subject')}, "
        f"{counted(len(checked.sessions), 'session')} to score, "
        f"{counted(len(checked.faults), 'faulty row')}."
    )


_SHOWN = 12
"""Faulty rows that are named on the screen; chosen."""
