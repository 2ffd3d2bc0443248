"""All nights of a folder, one row each, with median and range."""

from collections.abc import Iterator, Sequence
from datetime import date, datetime
from pathlib import Path
from statistics import median
from typing import Any

from limbwatch.classify.findings.concern import CONCERN
from limbwatch.classify.rounding import half_up
from limbwatch.cli.errors import CommandError
from limbwatch.cli.history.standouts import FoundNight, standouts_among
from limbwatch.cli.history.yardsticks import (
    hypnic_jerks,
    lacks_sleep,
    nights_without_sleep,
    periodicity,
    plm_count,
    plm_index,
    sleep_minutes,
    unrated,
    unrated_nights,
)
from limbwatch.cli.language.spoken import decimal, tr
from limbwatch.cli.language.trouble import translate_trouble
from limbwatch.cli.night.correction.corrected import read_list_figures
from limbwatch.cli.night.folder import SESSION, shown_name
from limbwatch.cli.night.listed.dates import (
    evening_of,
    has_credible_date,
    wrong_dates,
    zones_warning,
)
from limbwatch.cli.night.listed.part_nights import (
    CountedNight,
    Hours,
    legs_seen,
    may_have_lain,
    part_nights_warnings,
    shared_hours_warning,
)
from limbwatch.cli.night.listed.people import person_of, person_of_place
from limbwatch.cli.screen.fitting import WIDTH, fitted
from limbwatch.cli.words import figure, listed

_NAME = 14
"""Least columns of a night's name with its signs: a date, and the number of a repeated one."""
_WIDEST_CELL = 9
"""Most columns of a figure."""

COLUMNS = (
    ("time_in_bed_minutes", "in bed"),
    ("sleep_minutes", "asleep"),
    ("plm_index_per_hour", "PLM/h"),
    ("plm_count", "PLM"),
    ("periodicity_index", "period"),
    ("hypnic_jerks", "jerks"),
)
"""Key and heading of each column."""


def night_rows(nights: list[Path], *, corrected: bool = True) -> list[dict[str, Any]]:
    """Return the row of each night, oldest first; a damaged night's holds the error.

    A figure that the data do not support, such as the rate of an hour of sleep, is None.
    """
    return [_row(night, corrected=corrected) for night in nights]


def _row(night: Path, *, corrected: bool) -> dict[str, Any]:
    try:
        summary, applied, trouble = read_list_figures(night, corrected=corrected)
    except CommandError as error:
        whose = person_of_place(night)._asdict()
        return {"night": night.name, "folder": str(night), **whose, "error": str(error)}
    return {
        "night": night.name,
        "folder": str(night),
        **person_of(night, summary.origin)._asdict(),
        "evening": evening_of(summary).isoformat(),
        "start": summary.start,
        "end": summary.end,
        "placements": list(summary.placements),
        "legs_seen_share": legs_seen(summary),
        "may_have_lain": may_have_lain(summary),
        "rules": summary.rules,
        "age": summary.age,
        "time_in_bed_minutes": summary.sleep.time_in_bed_minutes,
        "observed_in_bed_minutes": summary.sleep.observed_in_bed_minutes,
        "sleep_minutes": sleep_minutes(summary),
        "plm_index_per_hour": plm_index(summary),
        "no_index": unrated(summary),
        "lacks_sleep": lacks_sleep(summary),
        "plm_count": plm_count(summary),
        "periodicity_index": periodicity(summary),
        "hypnic_jerks": hypnic_jerks(summary),
        "findings": [finding.code for finding in summary.findings],
        "corrected": applied,
        "simulated": summary.simulated,
        "test": summary.test,
        "trouble": trouble,
    }


def night_list(rows: list[dict[str, Any]], nights: Path, *, width: int = WIDTH) -> str:
    """Lay out the nights of a folder in 60 or more columns, one row each, and explain the signs."""
    if not rows:
        return tr("There is no night in {folder} yet.", folder=nights)
    lines = _table(rows, counted_rows(rows), width)
    lines += _finding_lines(rows, width)
    for text in remarks_on(rows):
        lines += ["", *fitted(text, width)]
    return "\n".join(lines)


def counted_rows(rows: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
    """Return the rows that enter medians: readable nights, neither simulated nor tests."""
    return [row for row in _readable(rows) if not row["simulated"] and row["test"] is None]


def _readable(rows: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
    return [row for row in rows if "error" not in row]


def column_ranges(lived: Sequence[dict[str, Any]]) -> dict[str, dict[str, float | None]]:
    """Return median, lowest and highest of each column; None where no night has a value."""
    columns = {
        key: [row[key] for row in lived if row[key] is not None and _is_counted(row, key)]
        for key, _ in COLUMNS
    }
    return {
        title: {key: value(column) if column else None for key, column in columns.items()}
        for title, value in (("median", median), ("lowest", min), ("highest", max))
    }


def _table(rows: list[dict[str, Any]], lived: list[dict[str, Any]], width: int) -> list[str]:
    wide = min(_WIDEST_CELL, (width - _NAME) // len(COLUMNS))
    names = _names(rows)
    room = width - wide * len(COLUMNS)
    # a name that is too long gets its own line, so that the columns stay aligned
    left = max(_NAME, *(len(name) + 1 for name in names if len(name) < room))
    lines = [f"{tr('night'):<{left}}" + "".join(f"{tr(title):>{wide}}" for _, title in COLUMNS)]
    for name, row in zip(names, rows, strict=True):
        if "error" in row:
            night = shown_name(Path(row["folder"]))
            why = tr("damaged; limbwatch view {night} says why", night=night)
            whole = f"{name:<{left}}  {why}"
            # keep a command on one line for copying
            lines += [whole] if len(whole) <= width else [name, f"  {why}"]
            continue
        fits = len(name) <= left
        if not fits:
            lines.append(name)
        lines.append(_figures(name if fits else "", [row[key] for key, _ in COLUMNS], left, wide))
    if len(lived) > 1:
        titles = (tr("median"), tr("lowest"), tr("highest"))
        for title, found in zip(titles, column_ranges(lived).values(), strict=True):
            lines.append(_figures(title, list(found.values()), left, wide))
    return lines


def _is_counted(row: dict[str, Any], key: str) -> bool:
    """Tell whether a night's value enters the medians; missing values of other columns are None."""
    seen = row["observed_in_bed_minutes"]
    return key != "time_in_bed_minutes" or seen is None or seen >= 60 * CONCERN.sleep_hours


def _names(rows: list[dict[str, Any]]) -> list[str]:
    """Return the names of nights with their signs, and with sessions if there are several."""
    several = len({row["session"] for row in rows}) > 1
    return [
        f"{SESSION}{row['session']}/{row['night']}{_signs(row)}"
        if several and row["session"]
        else f"{row['night']}{_signs(row)}"
        for row in rows
    ]


def _signs(row: dict[str, Any]) -> str:
    signs = {"corrected": "*", "simulated": "~", "test": "^"}
    return "".join(sign for key, sign in signs.items() if row.get(key))


def _figures(name: str, values: list[float | None], left: int, wide: int) -> str:
    cells = (_cell(key, value) for (key, _), value in zip(COLUMNS, values, strict=True))
    return f"{name:<{left}}" + "".join(f"{cell:>{wide}}" for cell in cells)


def _finding_lines(rows: list[dict[str, Any]], width: int) -> list[str]:
    """Return findings that a row of figures does not show, such as shaking."""
    named = zip(_names(rows), rows, strict=True)
    real = [(name, row) for name, row in named if "error" not in row and not row["simulated"]]
    found = [FoundNight(name, dict.fromkeys(row["findings"], ""), row["age"]) for name, row in real]
    standouts = standouts_among(found, tests=any(row["test"] is not None for _, row in real))
    if not standouts:
        return []
    lines = fitted(
        tr("What stood out on single nights; limbwatch view NIGHT says what to do:"), width
    )
    for one in standouts:
        lines += fitted(f"- {one.line}", width, 2)
    return ["", *lines]


def remarks_on(rows: Sequence[dict[str, Any]]) -> Iterator[str]:
    """Yield what the signs of a list mean, and what to keep in mind."""
    whole, lived = _readable(rows), counted_rows(rows)
    if any(row["corrected"] for row in whole):
        yield tr("* with your corrections; --uncorrected leaves them out.")
    if any(row["simulated"] for row in whole):
        yield tr("~ simulated: not a real night, in no median.")
    if any(row["test"] for row in whole):
        yield tr("^ a test of an hour awake: no night, in no median.")
    without = unrated_nights([row["no_index"] for row in lived])
    if without:
        yield tr(
            "- under PLM/h: {nights}; limbwatch view NIGHT says what was found.",
            nights=listed(without),
        )
    sleepless = nights_without_sleep(sum(row["lacks_sleep"] for row in lived))
    if sleepless:
        yield tr(
            "- under asleep: {nights}; limbwatch view NIGHT says what was seen.", nights=sleepless
        )
    hours = [
        Hours(row["night"], *(datetime.fromisoformat(row[key]) for key in ("start", "end")))
        for row in lived
    ]
    if twice := shared_hours_warning(hours):
        yield twice
    yield from part_nights_warnings(
        [
            CountedNight(
                name=row["night"],
                evening=date.fromisoformat(row["evening"]),
                begins=datetime.fromisoformat(row["start"]),
                ends=datetime.fromisoformat(row["end"]),
                seen=row["legs_seen_share"],
                lay=row["may_have_lain"],
            )
            for row in lived
            if row["plm_index_per_hour"] is not None
        ]
    )
    begun = [(row["night"], datetime.fromisoformat(row["start"])) for row in whole]
    if zones := zones_warning(begun):
        yield zones
    undated = [
        row["night"] for row in lived if not has_credible_date(datetime.fromisoformat(row["start"]))
    ]
    if undated:
        yield wrong_dates(undated)
    for row in whole:
        if row["trouble"]:
            yield f"{row['night']}: {translate_trouble(row['trouble'])}"
    if lived and len(lived) < 5:
        yield tr("Nights differ much: judge by the median of five or more, not by one.")
    if len({row["rules"] for row in whole if row["test"] is None}) > 1:
        yield tr("Not all were scored by the same rules; limbwatch rescore NIGHT --rules ...")


def _cell(name: str, value: float | None) -> str:
    if value is None:
        return "-"
    if name.endswith("_minutes"):
        hours, rest = divmod(int(half_up(value)), 60)
        return f"{hours}:{rest:02d}"
    if name == "plm_index_per_hour":
        return figure(value, 1)
    return figure(value, 2) if name == "periodicity_index" else decimal(f"{value:g}")
