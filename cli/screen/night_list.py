"""All nights of a folder, one row each, with median and range."""

import textwrap
from pathlib import Path
from statistics import median
from typing import Any

from limbwatch.classify.figures import Summary
from limbwatch.cli.errors import CommandError
from limbwatch.cli.history.yardsticks import (
    hypnic_jerks,
    periodicity,
    plm_count,
    plm_index,
    sleep_minutes,
)
from limbwatch.cli.night.corrected import glance
from limbwatch.cli.night.people import person_of
from limbwatch.cli.screen.first_screen import WIDTH

_COLUMNS = (
    ("time_in_bed_minutes", "in bed"),
    ("sleep_minutes", "asleep"),
    ("plm_index_per_hour", "PLM/h"),
    ("plm_count", "PLM"),
    ("periodicity_index", "period."),
    ("hypnic_jerks", "jerks"),
)


def night_rows(nights: list[Path], *, corrected: bool = True) -> list[dict[str, Any]]:
    """Take from each night what a row shows, oldest first; a damaged one says so.

    A figure that the night's data do not carry, such as a rate of an hour of sleep, is None.
    """
    return [_row(night, corrected=corrected) for night in nights]


def _row(night: Path, *, corrected: bool) -> dict[str, Any]:
    try:
        summary, applied, trouble = glance(night, corrected=corrected)
    except CommandError as error:
        return {"night": night.name, "error": str(error)}
    return {
        "night": night.name,
        **_whose(night, summary),
        "start": summary.start,
        "placements": list(summary.placements),
        "rules": summary.rules,
        "time_in_bed_minutes": summary.sleep.time_in_bed_minutes,
        "sleep_minutes": sleep_minutes(summary),
        "plm_index_per_hour": plm_index(summary),
        "plm_count": plm_count(summary),
        "periodicity_index": periodicity(summary),
        "hypnic_jerks": hypnic_jerks(summary),
        "findings": [finding.code for finding in summary.findings],
        "corrected": applied,
        "simulated": summary.simulated,
        "test": summary.test,
        "trouble": trouble,
    }


def _whose(night: Path, summary: Summary) -> dict[str, str | None]:
    person = person_of(night, summary.origin)
    return {"subject": person.subject, "session": person.session}


def night_list(rows: list[dict[str, Any]], nights: Path) -> str:
    """Lay out the nights for 80 columns.

    Parameters
    ----------
    rows : list of dict
        As `night_rows` gives them.
    nights : Path
        Their folder, for the message when there is none.
    """
    if not rows:
        return f"There is no night in {nights} yet."
    whole = [row for row in rows if "error" not in row]
    lines = [f"{'night':<14}" + "".join(f"{title:>9}" for _, title in _COLUMNS)]
    for row in rows:
        cells = (
            "  damaged; limbwatch view " + row["night"] + " says why"
            if "error" in row
            else "".join(f"{_cell(name, row[name]):>9}" for name, _ in _COLUMNS)
        )
        mark = (
            ("*" if row.get("corrected") else "")
            + ("~" if row.get("simulated") else "")
            + ("^" if row.get("test") else "")
        )
        lines.append(f"{row['night'] + mark:<14}{cells}")
    lived = [row for row in whole if not row["simulated"] and row["test"] is None]
    if len(lived) > 1:
        columns = [[row[name] for row in lived if row[name] is not None] for name, _ in _COLUMNS]
        for title, value in (("median", median), ("lowest", min), ("highest", max)):
            cells = "".join(
                f"{_cell(name, value(column) if column else None):>9}"
                for (name, _), column in zip(_COLUMNS, columns, strict=True)
            )
            lines.append(f"{title:<14}{cells}")
    if any(row["corrected"] for row in whole):
        lines += ["", "* with your corrections; --uncorrected leaves them out."]
    if any(row["simulated"] for row in whole):
        lines += ["", "~ simulated: nobody's night, in no median."]
    if any(row["test"] for row in whole):
        lines += ["", "^ a test of an hour awake: no night, in no median."]
    for row in whole:
        if row["trouble"]:
            lines += ["", *textwrap.wrap(f"{row['night']}: {row['trouble']}", WIDTH)]
    if lived and len(lived) < 5:
        lines += ["", "Nights differ much: judge by the median of five or more, not by one."]
    if len({row["rules"] for row in whole if row["test"] is None}) > 1:
        lines += ["", "Not all were scored by the same rules; limbwatch rescore NIGHT --rules ..."]
    return "\n".join(lines)


def _cell(name: str, value: float | None) -> str:
    if value is None:
        return "-"
    if name.endswith("_minutes"):
        hours, rest = divmod(round(value), 60)
        return f"{hours}:{rest:02d}"
    if name == "plm_index_per_hour":
        return f"{value:.1f}"
    return f"{value:.2f}" if name == "periodicity_index" else f"{value:g}"
