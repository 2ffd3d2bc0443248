"""``limbwatch export``: give a night to other programs."""

from collections.abc import Callable, Iterator
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from limbwatch.cli.commands import options
from limbwatch.cli.errors import CommandError, ExitCode
from limbwatch.cli.screen.terminal import Terminal

if TYPE_CHECKING:
    from limbwatch.cli.export.night_record import NightRecord


class Format(StrEnum):
    """What to write."""

    CSV = "csv"
    JSON = "json"
    BIDS = "bids"
    EDF = "edf"
    PARQUET = "parquet"


def export(
    night: Annotated[
        str | None,
        typer.Argument(help="Name of a night, its beginning, or latest.", show_default="latest"),
    ] = None,
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
        bool,
        typer.Option(help="Without dates, names of devices, notes, texts and paths."),
    ] = False,
    samples: Annotated[
        bool, typer.Option(help="csv: with one table of acceleration per sensor.")
    ] = False,
    subject: Annotated[
        str, typer.Option(metavar="LABEL", help="bids: label of the wearer.")
    ] = "01",
    uncorrected: options.Uncorrected = False,
    nights: options.Nights = None,
    json: options.Json = False,
    quiet: options.Quiet = False,
    no_color: options.NoColor = False,
) -> None:
    """Write a night for other programs: tables, JSON, BIDS motion, EDF+ or Parquet.

    Examples: limbwatch export latest --to edf; limbwatch export --all --to parquet
    """
    from limbwatch.cli.export.night_record import night_record
    from limbwatch.cli.night.folder import default_nights, find_night, list_nights

    if every and to is not Format.PARQUET:
        raise CommandError(f"--all goes with --to parquet, not {to}.", exit_code=ExitCode.USAGE)
    terminal = Terminal(quiet=quiet, no_color=no_color)
    place = nights or default_nights()
    folders = list_nights(place) if every else [find_night(place, night)]
    if not folders:
        raise CommandError(f"there is no night in {place}.", exit_code=ExitCode.USAGE)
    records, damage = [], []
    for number, folder in enumerate(folders, start=1):
        try:
            record = night_record(
                folder, anonymous=anonymous, number=number, corrected=not uncorrected
            )
        except CommandError as error:
            if not every:
                raise
            damage.append(f"{folder.name} is left out: {error}")
        else:
            records.append(record)
            damage.extend(record.troubles)
    stem = "nights" if every else records[0].name
    try:
        written = _write(records, to, out, stem=stem, samples=samples, subject=subject)
    except ValueError as error:
        raise CommandError(
            f"{stem} cannot be exported to {to}: {error}.", exit_code=ExitCode.UNREADABLE
        ) from None
    if json:
        terminal.show_json({"written": [str(path) for path in written]})
    else:
        terminal.show("\n".join(str(path) for path in written))
    for line in damage:
        terminal.warn(line)
    if damage:
        raise typer.Exit(ExitCode.DATA_LOST)


def _write(
    records: "list[NightRecord]",
    to: Format,
    out: Path | None,
    *,
    stem: str,
    samples: bool,
    subject: str,
) -> list[Path]:
    match to:
        case Format.CSV:
            from limbwatch.cli.export.plain import csv_files

            return _folder(out or Path(f"{stem}-csv"), csv_files(records[0], samples=samples))
        case Format.BIDS:
            from limbwatch.cli.export.bids import bids_files

            return _folder(out or Path(f"{stem}-bids"), bids_files(records[0], subject=subject))
        case Format.JSON:
            from limbwatch.cli.export.plain import json_document

            return _file(out or Path(f"{stem}.json"), lambda: json_document(records[0]))
        case Format.EDF:
            from limbwatch.cli.export.edf import edf_file

            return _file(out or Path(f"{stem}.edf"), lambda: edf_file(records[0]))
        case Format.PARQUET:
            from limbwatch.cli.export.cohort import cohort_table

            return _file(out or Path(f"{stem}.parquet"), lambda: cohort_table(records))


def _file(path: Path, make: Callable[[], bytes]) -> list[Path]:
    from limbwatch.cli.night.whole_files import write_whole, writing

    content = make()
    with writing(path):
        path.parent.mkdir(parents=True, exist_ok=True)
        write_whole(path, content)
    return [path]


def _folder(folder: Path, files: Iterator[tuple[Path, bytes]]) -> list[Path]:
    from limbwatch.cli.night.whole_files import write_whole, writing

    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise CommandError(
            f"{folder} is there already and is not empty: choose another place with -o.",
            exit_code=ExitCode.USAGE,
        )
    for name, content in files:
        with writing(folder):
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            write_whole(folder / name, content)
    return [folder]
