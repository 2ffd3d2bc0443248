"""``limbwatch export``: a night for other programs."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from limbwatch.cli.commands import options
from limbwatch.cli.errors import CommandError, ExitCode
from limbwatch.cli.language.spoken import ENGLISH, speaking
from limbwatch.cli.screen.terminal import Terminal

if TYPE_CHECKING:
    from limbwatch.cli.export.night_record import NightRecord
    from limbwatch.cli.outputs import Overwriting


Format = Literal["csv", "json", "bids", "edf", "luna", "parquet"]
"""Formats of an export."""


def export(
    night: options.Night = None,
    *,
    to: Annotated[Format, typer.Option("--to", help="Format.")],
    out: Annotated[
        Path | None,
        typer.Option("--out", "-o", metavar="PATH", help="File, or folder for csv and bids."),
    ] = None,
    every: Annotated[
        bool, typer.Option("--all", help="All nights in one table; only for parquet.")
    ] = False,
    anonymous: Annotated[
        bool, typer.Option(help="Without dates, names of devices, notes, texts and paths.")
    ] = False,
    samples: Annotated[
        bool, typer.Option(help="csv: with one table of acceleration per sensor.")
    ] = False,
    force: options.Force = False,
    subject: Annotated[
        str | None,
        typer.Option(
            metavar="ID",
            help="Whose night; bids: also the label of the wearer, where nobody has that name.",
            show_default="whose night it is, or 01",
        ),
    ] = None,
    session: options.Session = None,
    uncorrected: options.Uncorrected = False,
    nights: options.Nights = None,
    json: options.Json = False,
    quiet: options.Quiet = False,
    no_color: options.NoColor = False,
) -> None:
    """Write a night for other programs: tables, JSON, BIDS motion, EDF+, Luna or Parquet.

    Examples: limbwatch export latest --to edf; limbwatch export --all --to parquet
    """
    from limbwatch.cli.export.night_record import night_record
    from limbwatch.cli.night.folder import default_nights
    from limbwatch.cli.night.listed.people import every_night, name_with_person
    from limbwatch.cli.outputs import Overwriting
    from limbwatch.cli.screen.asked_nights import scored_night, tell_unfinished

    if every and to != "parquet":
        raise CommandError(f"--all goes with --to parquet, not {to}.")
    terminal = Terminal(json=json, quiet=quiet, no_color=no_color)
    where = _folder_to_search(nights or default_nights(), subject, session)
    folders = list(every_night(where)) if every else [scored_night(where, night, terminal)]
    recorded = tell_unfinished(where, terminal) if every else 0
    if not folders:
        code = ExitCode.UNREADABLE if recorded else ExitCode.USAGE
        raise CommandError(f"there is no scored night in {where}.", exit_code=code)
    records, damage = [], []
    for number, folder in enumerate(folders, start=1):
        try:
            record = night_record(
                folder, anonymous=anonymous, number=number, corrected=not uncorrected
            )
        except CommandError as error:
            if not every:
                raise
            damage.append(f"{name_with_person(folder)} is left out: {error}")
        else:
            records.append(record)
            damage.extend(record.troubles)
    stem = "nights" if every else records[0].name
    place = out or Path(f"{stem}{_SUFFIX[to]}")
    label = _subject_label(records, subject)
    overwriting = Overwriting(force=force, warn=terminal.warn)
    try:
        with speaking(ENGLISH):  # files stay as they are, whatever the language
            _write_format(records, to, place, overwriting, samples=samples, subject=label)
    except ValueError as error:
        raise CommandError(
            f"{stem} cannot be exported to {to}: {error}.", exit_code=ExitCode.UNREADABLE
        ) from None
    terminal.show_written(place)
    terminal.warn(*damage)
    if damage:
        raise typer.Exit(ExitCode.DATA_LOST)


def _subject_label(records: "list[NightRecord]", subject: str | None) -> str:
    """Return the subject of a dataset: the one asked for, else the person's label."""
    from limbwatch.cli.night.listed.people import person_of

    if not records:
        return subject or _UNNAMED
    night = records[0].source
    own = person_of(night.folder, night.summary.origin).subject
    if records[0].anonymous and subject in {None, own}:
        return _UNNAMED  # a label may be a name; keep only one given for this export
    return subject or own or _UNNAMED


def _folder_to_search(nights: Path, subject: str | None, session: str | None) -> Path:
    """Return the folder to look in: the person's if it has nights; else the ID is a mere label."""
    from limbwatch.cli.night.folder import CAPTURE, RECORDING, SUMMARY, list_nights

    place = options.nights_of_person(nights, subject, session)
    # an unscored recording raises its own error
    own = session is not None or list_nights(place, holding=(SUMMARY, RECORDING, CAPTURE))
    return place if own else nights


_UNNAMED = "01"
"""Label of a subject without one."""
_SUFFIX = {
    "csv": "-csv",
    "bids": "-bids",
    "json": ".json",
    "edf": ".edf",
    "luna": ".annot",
    "parquet": ".parquet",
}
"""Suffix of the name that an export gets by default."""


def _write_format(
    records: "list[NightRecord]",
    to: Format,
    out: Path,
    overwriting: "Overwriting",
    *,
    samples: bool,
    subject: str,
) -> None:
    from limbwatch.cli.outputs import write_folder, write_output

    match to:
        case "csv":
            from limbwatch.cli.export.plain import csv_files

            write_folder(out, csv_files(records[0], samples=samples), overwriting, kind=to)
        case "bids":
            from limbwatch.cli.export.bids import bids_files

            write_folder(out, bids_files(records[0], subject=subject), overwriting, kind=to)
        case "json":
            from limbwatch.cli.export.plain import json_document

            write_output(out, json_document(records[0]), overwriting)
        case "edf":
            from limbwatch.cli.export.edf import edf_file

            write_output(out, edf_file(records[0]), overwriting)
        case "luna":
            from limbwatch.cli.export.luna import luna_annotations

            write_output(out, luna_annotations(records[0]), overwriting)
        case "parquet":
            from limbwatch.cli.export.cohort import cohort_table

            write_output(out, cohort_table(records), overwriting)
