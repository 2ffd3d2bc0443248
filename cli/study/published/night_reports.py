"""Reports of a study's nights, written when somebody wants to see them."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from limbwatch.cli.errors import CommandError
from limbwatch.cli.night.folder import REPORT
from limbwatch.cli.night.listed.people import Person
from limbwatch.cli.report.document import write_report
from limbwatch.cli.study.study_run import study_folder


def place_of_night(row: Mapping[str, Any]) -> str:
    """Return the folder of the night of a row, relative to the study."""
    return "/".join((*Person(row["subject"], row["session"] or None).folders, row["night"]))


def report_of(out: Path, row: Mapping[str, Any]) -> str:
    """Return the report of a night, relative to the study; empty if there is none."""
    path = f"{place_of_night(row)}/{REPORT}"
    return path if (out / path).exists() else ""


def draw_reports(out: Path, rows: Sequence[Mapping[str, Any]]) -> list[str]:
    """Write missing reports of nights; return why some could not be written.

    The folder of the study is held meanwhile. Failures are returned, not raised: a page without
    reports is better than none.
    """
    missing = [row for row in rows if not report_of(out, row)]
    if not missing:
        return []
    troubles = []
    try:
        with study_folder(out):
            for row in missing:
                place = place_of_night(row)
                try:
                    write_report(out / place)
                except CommandError as error:
                    troubles.append(f"{place} has no report: {error}")
    except CommandError as error:
        return [f"{len(missing)} reports were not drawn: {error}"]
    return troubles
