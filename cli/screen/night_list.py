"""All nights of a folder, one row each, with median and range."""

from collections.abc import Iterator, Sequence
from pathlib import Path
from statistics import median

from limbwatch.classify.findings.concern import CONCERN
from limbwatch.classify.rounding import half_up
from limbwatch.cli.history.standouts import FoundNight, standouts_among
from limbwatch.cli.history.yardsticks import (
    lacks_sleep,
    nights_without_sleep,
    plm_index,
    unrated,
    unrated_nights,
)
from limbwatch.cli.language.spoken import decimal, tr
from limbwatch.cli.language.trouble import translate_trouble
from limbwatch.cli.night.folder import SESSION, shown_name
from limbwatch.cli.night.listed.dates import has_credible_date, wrong_dates, zones_warning
from limbwatch.cli.night.listed.part_nights import (
    CountedNight,
    Hours,
    part_nights_warnings,
    shared_hours_warning,
)
from limbwatch.cli.screen.fitting import WIDTH, fitted
from limbwatch.cli.screen.listed_night import (
    COLUMNS,
    DamagedNight,
    ListColumn,
    ListedNight,
    in_medians,
    readable,
)
from limbwatch.cli.words import figure, listed

_NAME = 14
"""Least columns of a night's name with its signs: a date, and the number of a repeated one."""
_WIDEST_CELL = 9
"""Most columns of a figure."""

Nights = Sequence[ListedNight | DamagedNight]
"""Nights of a list, oldest first."""


def night_list(nights: Nights, folder: Path, *, width: int = WIDTH) -> str:
    """Lay out the nights of a folder in 60 or more columns, one row each, and explain the signs."""
    if not nights:
        return tr("There is no night in {folder} yet.", folder=folder)
    lines = _table(nights, width)
    lines += _finding_lines(nights, width)
    for text in remarks_on(nights):
        lines += ["", *fitted(text, width)]
    return "\n".join(lines)


def column_ranges(nights: Sequence[ListedNight]) -> dict[str, dict[str, float | None]]:
    """Return median, lowest and highest of each column; None where no night has a value."""
    columns = {column.name: _values(column, nights) for column in COLUMNS}
    return {
        title: {name: value(found) if found else None for name, found in columns.items()}
        for title, value in (("median", median), ("lowest", min), ("highest", max))
    }


def _values(column: ListColumn, nights: Sequence[ListedNight]) -> list[float]:
    """Return the values of a column that enter its median: time in bed only if mostly observed."""
    found = []
    for night in nights:
        value, seen = column.value_of(night.summary), night.summary.sleep.observed_in_bed_minutes
        short = seen is not None and seen < 60 * CONCERN.sleep_hours
        if value is not None and not (short and column.name == "time_in_bed_minutes"):
            found.append(value)
    return found


def _table(nights: Nights, width: int) -> list[str]:
    wide = min(_WIDEST_CELL, (width - _NAME) // len(COLUMNS))
    names = _names(nights)
    room = width - wide * len(COLUMNS)
    # a name that is too long gets its own line, so that the columns stay aligned
    left = max(_NAME, *(len(name) + 1 for name in names if len(name) < room))
    headings = "".join(f"{tr(column.heading):>{wide}}" for column in COLUMNS)
    lines = [f"{tr('night'):<{left}}{headings}"]
    for name, night in zip(names, nights, strict=True):
        if isinstance(night, DamagedNight):
            why = tr("damaged; limbwatch view {night} says why", night=shown_name(night.folder))
            whole = f"{name:<{left}}  {why}"
            # keep a command on one line for copying
            lines += [whole] if len(whole) <= width else [name, f"  {why}"]
            continue
        fits = len(name) <= left
        if not fits:
            lines.append(name)
        values = [column.value_of(night.summary) for column in COLUMNS]
        lines.append(_figures(name if fits else "", values, left, wide))
    lived = in_medians(nights)
    if len(lived) > 1:
        titles = (tr("median"), tr("lowest"), tr("highest"))
        for title, found in zip(titles, column_ranges(lived).values(), strict=True):
            lines.append(_figures(title, list(found.values()), left, wide))
    return lines


def _names(nights: Nights) -> list[str]:
    """Return the names of nights with their signs, and with sessions if there are several."""
    several = len({night.person.session for night in nights}) > 1
    return [
        f"{SESSION}{night.person.session}/{night.name}{night.signs}"
        if several and night.person.session
        else f"{night.name}{night.signs}"
        for night in nights
    ]


def _figures(name: str, values: Sequence[float | None], left: int, wide: int) -> str:
    cells = (_cell(column.name, value) for column, value in zip(COLUMNS, values, strict=True))
    return f"{name:<{left}}" + "".join(f"{cell:>{wide}}" for cell in cells)


def _finding_lines(nights: Nights, width: int) -> list[str]:
    """Return findings that a row of figures does not show, such as shaking."""
    named = zip(_names(nights), nights, strict=True)
    real = [
        (name, night.summary)
        for name, night in named
        if isinstance(night, ListedNight) and not night.summary.simulated
    ]
    found = [
        FoundNight(name, {finding.code: "" for finding in summary.findings}, summary.age)
        for name, summary in real
    ]
    tests = any(summary.test is not None for _, summary in real)
    standouts = standouts_among(found, tests=tests)
    if not standouts:
        return []
    lines = fitted(
        tr("What stood out on single nights; limbwatch view NIGHT says what to do:"), width
    )
    for one in standouts:
        lines += fitted(f"- {one.line}", width, 2)
    return ["", *lines]


def remarks_on(nights: Nights) -> Iterator[str]:
    """Yield what the signs of a list mean, and what to keep in mind."""
    whole, lived = readable(nights), in_medians(nights)
    if any(night.corrected for night in whole):
        yield tr("* with your corrections; --uncorrected leaves them out.")
    if any(night.summary.simulated for night in whole):
        yield tr("~ simulated: not a real night, in no median.")
    if any(night.summary.test for night in whole):
        yield tr("^ a test of an hour awake: no night, in no median.")
    without = unrated_nights([unrated(night.summary) for night in lived])
    if without:
        yield tr(
            "- under PLM/h: {nights}; limbwatch view NIGHT says what was found.",
            nights=listed(without),
        )
    sleepless = nights_without_sleep(sum(lacks_sleep(night.summary) for night in lived))
    if sleepless:
        yield tr(
            "- under asleep: {nights}; limbwatch view NIGHT says what was seen.", nights=sleepless
        )
    hours = [Hours(night.name, night.summary.begins, night.summary.ends) for night in lived]
    if twice := shared_hours_warning(hours):
        yield twice
    rated = [night for night in lived if plm_index(night.summary) is not None]
    yield from part_nights_warnings([CountedNight.of(night.name, night.summary) for night in rated])
    if zones := zones_warning((night.name, night.summary.begins) for night in whole):
        yield zones
    undated = [night.name for night in lived if not has_credible_date(night.summary.begins)]
    if undated:
        yield wrong_dates(undated)
    for night in whole:
        if night.trouble:
            yield f"{night.name}: {translate_trouble(night.trouble)}"
    if lived and len(lived) < 5:
        yield tr("Nights differ much: judge by the median of five or more, not by one.")
    if len({night.summary.rules for night in whole if night.summary.test is None}) > 1:
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
