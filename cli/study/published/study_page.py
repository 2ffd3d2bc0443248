"""The page of a study: its figures, their quality, and the nights to look at first."""

import csv
import json
import os
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, Final
from urllib.parse import quote

from limbwatch.classify.findings.concern import CONCERN
from limbwatch.cli.errors import CommandError
from limbwatch.cli.language.spoken import tr
from limbwatch.cli.night.folder import REPORT
from limbwatch.cli.report.document import write_report
from limbwatch.cli.report.templating import asset, whole_page
from limbwatch.cli.study.published.distribution import ShownFigure, distribution
from limbwatch.cli.study.sessions.checking import FAILURES
from limbwatch.cli.study.sessions.same_files import SHARED
from limbwatch.cli.study.study_run import study_folder
from limbwatch.cli.study.tabled.night_row import DOUBTS
from limbwatch.cli.study.tabled.table_files import place_of_night, read_rows, reading_study
from limbwatch.cli.words import UNKNOWN, counted, figure, spell
from limbwatch.version import __version__

DISTRIBUTIONS: Final = (
    ShownFigure(
        "PLMS index",
        "per hour of sleep",
        "plm_index_per_hour",
        lines=(CONCERN.plm_child, CONCERN.plm_adult),
    ),
    ShownFigure("Periodicity index", "", "plm_periodicity_index", step=0.05, digits=2),
)
"""Figures of movements whose distribution is drawn."""
DISTRIBUTIONS_OF_SLEEP: Final = (
    ShownFigure("Total sleep time", "min", "sleep_minutes", step=10.0),
    ShownFigure("Wake after sleep onset", "min", "sleep_waso_minutes", step=5.0),
)
"""Figures of sleep whose distribution is drawn."""
QUALITIES: Final = (
    ShownFigure("Worn share, sensor worn least", "", "worn_share_least", step=0.05, digits=2),
    ShownFigure("Observed share of time in bed", "", "observed_share", step=0.05, digits=2),
)
"""Figures of data quality whose distribution is drawn."""
_MOST_NIGHTS: Final = 40
"""Most nights that are listed for a look; chosen, the table has all."""
_MOST_PEOPLE: Final = 200
"""Most people listed."""
_MOST_FAILURES: Final = 60
"""Most failed rows listed."""
_INDEX: Final = "plm_index_per_hour"
_NIGHT_COLUMNS: Final = (
    *("subject", "session", "night", "rated", "simulated", "doubts", "above_line"),
    *dict.fromkeys(
        (_INDEX, *(one.key for one in (*DISTRIBUTIONS, *DISTRIBUTIONS_OF_SLEEP, *QUALITIES)))
    ),
)
"""Columns of the table of nights that the page uses."""
_PEOPLE_COLUMNS: Final = (
    *("subject", "nights", "nights_rated", "nights_above_line", "sleep_minutes_median"),
    *(f"{_INDEX}_{statistic}" for statistic in ("median", "min", "max", "sd")),
)
"""Columns of the table of people that the page uses."""
DETAILS: Final = (
    ("nights.csv", "a row a night, every figure; nights.parquet the same with types"),
    ("people.csv", "a row a person: medians, ranges, nights above the line, spread"),
    ("failures.csv", "rows of the manifest that could not be scored, and why"),
    ("events", "every movement, Parquet by subject"),
    ("series", "every series of periodic movements, Parquet by subject"),
    ("hours", "every hour of the clock, Parquet by subject"),
    ("nights.json", "what each column means, and its unit; so for every table"),
)
"""Tables that the page links, with their content."""


def study_page(out: Path, *, page: Path, reports: str) -> tuple[bytes, list[str]]:
    """Render the page of a study from its tables as one self-contained HTML file.

    Links are relative to the location of the ``page``. Missing reports are written for the nights
    to look at ``first``, for ``all`` or for ``none``; return with the page why some could not be.

    Raises
    ------
    CommandError
        If the folder holds no finished study.
    """
    with reading_study(out):
        nights = read_rows(
            out / "nights.parquet", _NIGHT_COLUMNS, newer=("same_files_as", "copied", "slept")
        )
        people = read_rows(out / "people.parquet", _PEOPLE_COLUMNS)
        with (out / FAILURES).open(encoding="utf-8", newline="") as file:
            failures = list(csv.DictReader(file))
        facts = json.loads((out / "study.json").read_bytes())
    first = _doubtful(nights)[:_MOST_NIGHTS]
    by_choice: Mapping[str, Sequence[Mapping[str, Any]]] = {
        "first": first,
        "all": nights,
        "none": [],
    }
    troubles = _draw_reports(out, by_choice[reports])
    root = quote(os.path.relpath(out.resolve(), page.resolve().parent).replace(os.sep, "/"))
    content = {
        **_numbers(nights, people, failures),
        "root": root,
        "charts": [
            *_charts(DISTRIBUTIONS, _compared(nights)),
            *_charts(DISTRIBUTIONS_OF_SLEEP, _compared(nights, "slept")),
        ],
        "simulated": sum(night["simulated"] or 0 for night in nights),
        "qualities": _charts(QUALITIES, nights),
        "first": [_night_entry(night, out, root) for night in first],
        "people": [_person_cells(one) for one in people[:_MOST_PEOPLE]],
        "people_left": max(0, len(people) - _MOST_PEOPLE),
        "failures": failures[:_MOST_FAILURES],
        "failures_left": max(0, len(failures) - _MOST_FAILURES),
        "tables": [one for one in DETAILS if (out / one[0]).exists()],
        "options": facts.get("options", {}),
        "version": __version__,
    }
    drawn = whole_page("study.html.jinja", content, style=asset("report.css"))
    return drawn.encode("utf-8"), troubles


def _report_of(out: Path, row: Mapping[str, Any]) -> str:
    """Return the report of a night, relative to the study; empty if there is none."""
    path = f"{place_of_night(row)}/{REPORT}"
    return path if (out / path).exists() else ""


def _draw_reports(out: Path, rows: Sequence[Mapping[str, Any]]) -> list[str]:
    """Write missing reports of nights; return why some could not be written.

    The folder of the study is held meanwhile. Failures are returned, not raised: a page without
    reports is better than none.
    """
    missing = [row for row in rows if not _report_of(out, row)]
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


def _numbers(
    nights: Sequence[Mapping[str, Any]],
    people: Sequence[Mapping[str, Any]],
    failures: Sequence[Mapping[str, str]],
) -> dict[str, Any]:
    rated = _compared(nights)
    above = sum(night["above_line"] or 0 for night in rated)
    doubtful = sum(bool(night["doubts"]) for night in nights)
    lead = tr(
        "Scored: {nights} of {people}. Above the customary line: {above} of {rated} with an index. "
        "To be looked at before the figures are used: {doubtful}. Of the manifest could not be "
        "scored: {failed}.",
        nights=counted(len(nights), "night"),
        people=counted(len(people), "person", "people"),
        above=above,
        rated=counted(len(rated), "night"),
        doubtful=counted(doubtful, "night"),
        failed=counted(len(failures), "row"),
    )
    line = tr(
        "{adult:g} per hour; below {age:g} years {child:g} (ICSD-3)",
        adult=CONCERN.plm_adult,
        age=CONCERN.adult_age,
        child=CONCERN.plm_child,
    )
    in_all = tr("{nights} in all", nights=counted(len(nights), "night"))
    enough = tr("at least {hours:g} h of sleep", hours=CONCERN.sleep_hours)
    numbers = (
        (str(len(people)), tr("people"), in_all),
        (str(len(rated)), tr("nights with an index"), enough),
        (str(above), tr("nights above the line"), line),
        (str(len(failures)), tr("rows that failed"), tr("see below")),
    )
    return {"lead": lead, "numbers": numbers, "nights": len(nights), "doubtful": doubtful}


def _compared(
    nights: Sequence[Mapping[str, Any]], enough: str = "rated"
) -> list[Mapping[str, Any]]:
    """Return the nights that enter medians of movements, or with ``slept`` those of sleep.

    Tables of an earlier version do not say of which nights enough sleep was observed: there they
    are those with an index.
    """
    return [
        night
        for night in nights
        if night.get(enough, night["rated"]) and not night["simulated"] and not night.get("copied")
    ]


def _charts(
    figures: Sequence[ShownFigure], nights: Sequence[Mapping[str, Any]]
) -> list[dict[str, Any]]:
    charts = []
    for shown in figures:
        values = [float(night[shown.key]) for night in nights if night[shown.key] is not None]
        chart = distribution(shown, values)
        if chart.markup:
            charts.append({"title": tr(shown.title), "chart": chart})
    return charts


def _doubtful(nights: Sequence[Mapping[str, Any]]) -> list[Mapping[str, Any]]:
    """Return nights in doubt, those with most doubts first, then by person."""
    doubtful = [night for night in nights if night["doubts"]]
    return sorted(doubtful, key=lambda night: -night["doubts"].count(";"))


def _night_entry(night: Mapping[str, Any], out: Path, root: str) -> dict[str, Any]:
    report = _report_of(out, night)
    return {
        "name": place_of_night(night).replace("/", " "),
        "report": f"{root}/{quote(report)}" if report else "",
        "why": "; ".join(_doubt_words(code, night) for code in night["doubts"].split("; ")),
        "index": figure(night[_INDEX], 1) if night["rated"] else UNKNOWN,
        "sleep": spell(night["sleep_minutes"]),
    }


def _doubt_words(code: str, night: Mapping[str, Any]) -> str:
    others = night.get("same_files_as") if code in SHARED else ""
    return tr(DOUBTS.get(code, code)) + (f" ({others})" if others else "")


def _person_cells(row: Mapping[str, Any]) -> tuple[str, ...]:
    low, high = row[f"{_INDEX}_min"], row[f"{_INDEX}_max"]
    span = UNKNOWN
    if low is not None:
        span = tr("{start} to {end}", start=figure(low, 1), end=figure(high, 1))
    return (
        f"sub-{row['subject']}",
        tr("{some} of {all}", some=row["nights_rated"], all=row["nights"]),
        figure(row[f"{_INDEX}_median"], 1),
        span,
        figure(row[f"{_INDEX}_sd"], 1),
        tr("{some} of {all}", some=row["nights_above_line"], all=row["nights_rated"]),
        spell(row["sleep_minutes_median"]),
    )
