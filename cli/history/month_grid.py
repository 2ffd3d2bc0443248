"""Calendar of the nights: a grid of weeks for each month, a mark for each night."""

from calendar import Calendar
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Final, Self

from limbwatch.classify.figures import Summary
from limbwatch.classify.findings.concern import CONCERN
from limbwatch.cli.history.yardsticks import plm_index
from limbwatch.cli.language.spoken import tr
from limbwatch.cli.night.folder import day_in_name
from limbwatch.cli.words import DAYS, MONTHS, UNKNOWN, day_and_month, figure

_WHOLE_FROM: Final = 99.95
"""From this index on no decimals are printed, so that it fits its day."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Evening:
    """What the calendar needs of a night."""

    name: str
    """Name of its folder."""
    day: date
    """Date of its evening."""
    index: float | None
    """Periodic limb movements per hour of sleep; None when the night has no index."""
    readable: bool = True
    simulated: bool = False
    """Whether it is nobody's night."""

    @classmethod
    def of(cls, name: str, day: date, summary: Summary) -> Self:
        """Return the evening of a night that can be read."""
        return cls(name=name, day=day, index=plm_index(summary), simulated=summary.simulated)

    @classmethod
    def damaged(cls, name: str) -> Self | None:
        """Return the evening of an unreadable night by the date in its name; None without one."""
        day = day_in_name(name.rpartition("/")[2])
        return None if day is None else cls(name=name, day=day, index=None, readable=False)


def weekdays() -> tuple[tuple[str, str], ...]:
    """Return the column headers: short, and in full for screen readers."""
    return tuple((tr(day)[:2], tr(day)) for day in DAYS)


def bands() -> tuple[tuple[str, str], ...]:
    """Return the legend: CSS class and meaning of each band."""
    child, adult = CONCERN.plm_child, CONCERN.plm_adult
    return (
        ("few", tr("up to {line:.0f}", line=child)),
        ("some", tr("above {line:.0f}, the customary line for children", line=child)),
        ("many", tr("above {line:.0f}, that for adults", line=adult)),
        ("unknown", tr("no index")),
    )


def months(evenings: Iterable[Evening]) -> tuple[Mapping[str, Any], ...]:
    """Return all months that have a night, newest first, as the template prints them.

    Each has its title and its weeks from Monday to Sunday. A day has its number, None if it belongs
    to another month, and a mark for each of its nights.
    """
    by_day: dict[date, list[Evening]] = defaultdict(list)
    for evening in sorted(evenings, key=lambda evening: (evening.day, evening.name)):
        by_day[evening.day].append(evening)
    found = sorted({(day.year, day.month) for day in by_day}, reverse=True)
    return tuple(
        {
            "title": f"{tr(MONTHS[month])} {year}",
            "weeks": [
                [
                    {"number": day.day, "marks": _marks(by_day.get(day, []))}
                    if day.month == month
                    else {"number": None, "marks": []}
                    for day in week
                ]
                for week in Calendar().monthdatescalendar(year, month)
            ],
        }
        for year, month in found
    )


def _marks(evenings: list[Evening]) -> list[Mapping[str, str]]:
    return [
        _mark(
            evening,
            tr(" ({number} of {count})", number=number, count=len(evenings))
            if len(evenings) > 1
            else "",
        )
        for number, evening in enumerate(evenings, start=1)
    ]


def _mark(evening: Evening, position: str) -> Mapping[str, str]:
    """Return the figure of a night, with its CSS class and what screen readers read around it."""
    day = evening.day
    shown, after, band = UNKNOWN, tr("no index"), "unknown"
    if not evening.readable:
        shown, after = "?", tr("cannot be read")
    elif evening.index is not None:
        shown = figure(evening.index, 0 if evening.index >= _WHOLE_FROM else 1)
        after, band = tr("periodic movements per hour of sleep"), _band_of(evening.index)
    if evening.simulated:
        # the same sign as in tables of nights
        shown, after = f"{shown}~", f"{after}, {tr('simulated')}"
    return {
        "name": evening.name,
        "before": tr(
            "Night of {weekday} {day}{which}: ",
            weekday=tr(DAYS[day.weekday()]),
            day=day_and_month(day),
            which=position,
        ),
        "figure": shown,
        "after": f" {after}",
        "band": band,
    }


def _band_of(index: float) -> str:
    if index > CONCERN.plm_adult:
        return "many"
    return "some" if index > CONCERN.plm_child else "few"
