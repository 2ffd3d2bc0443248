"""``limbwatch study report`` and ``export``: output from the results of a study."""

from pathlib import Path
from typing import Annotated, Literal

import typer

from limbwatch.cli.commands import options
from limbwatch.cli.errors import ExitCode
from limbwatch.cli.screen.terminal import Terminal


def report(
    folder: Annotated[Path, typer.Argument(metavar="DIR", help="Folder of the study's results.")],
    *,
    out: Annotated[
        Path | None,
        typer.Option(
            "--out", "-o", metavar="FILE", help="The page.", show_default="report.html in DIR"
        ),
    ] = None,
    reports: Annotated[
        Literal["first", "all", "none"],
        typer.Option(
            "--reports", help="Nights whose missing reports are drawn: those to look at first."
        ),
    ] = "first",
    force: options.Force = False,
    json: options.Json = False,
    quiet: options.Quiet = False,
    no_color: options.NoColor = False,
) -> None:
    """Make the page of a study: distributions, quality, failures, and nights to look at first.

    The nights to look at first are linked to their reports; one that is missing is drawn.

    Example: limbwatch study report results
    """
    from limbwatch.cli.night.whole_files import write_whole, writing
    from limbwatch.cli.outputs import Overwriting, write_output
    from limbwatch.cli.study.published.study_page import study_page

    terminal = Terminal(json=json, quiet=quiet, no_color=no_color)
    page = out or folder / "report.html"
    with terminal.progress("Drawing reports"):
        content, troubles = study_page(folder, page=page, reports=reports)
    if out is None:
        with writing(page, option="-o"):
            write_whole(page, content)
    else:
        write_output(page, content, Overwriting(force=force, warn=terminal.warn))
    terminal.show_written(page)
    terminal.warn(*troubles)


def export(
    folder: Annotated[Path, typer.Argument(metavar="DIR", help="Folder of the study's results.")],
    *,
    out: Annotated[
        Path, typer.Option("--out", "-o", metavar="PLACE", help="New folder for what is written.")
    ],
    to: Annotated[
        Literal["tables", "bids"],
        typer.Option("--to", help="The study's tables, or a BIDS derivative dataset."),
    ] = "tables",
    anonymous: Annotated[
        bool,
        typer.Option(
            "--anonymous", help="Without labels, dates, names of devices, notes, texts and hashes."
        ),
    ] = False,
    force: options.Force = False,
    json: options.Json = False,
    quiet: options.Quiet = False,
    no_color: options.NoColor = False,
) -> None:
    """Write a study for others: its tables, or what was found as a BIDS derivative dataset.

    Example: limbwatch study export results --anonymous -o shared
    """
    from limbwatch.cli.outputs import Overwriting, output_folder, write_folder
    from limbwatch.cli.study.published.study_export import derivative_files, study_people
    from limbwatch.cli.study.tabled.result_tables import write_tables

    terminal = Terminal(json=json, quiet=quiet, no_color=no_color)
    troubles: list[str] = []
    people = study_people(folder, anonymous=anonymous, troubles=troubles)
    overwriting = Overwriting(force=force, warn=terminal.warn)
    kind = f"study-{to}"
    if to == "bids":
        write_folder(out, derivative_files(people), overwriting, kind=kind)
    else:
        with output_folder(out, overwriting, kind=kind) as place:
            write_tables(place, people, ())
    terminal.show_written(out)
    terminal.warn(*troubles)
    if troubles:
        raise typer.Exit(ExitCode.DATA_LOST)
