"""The page of many nights: a row per night, the trend, effects of notes."""

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from functools import partial
from pathlib import Path
from statistics import median
from typing import Any, Final, NamedTuple

from limbwatch.classify.figures import Summary
from limbwatch.cli.history.effects import note_effects, since_effects
from limbwatch.cli.history.month_grid import Evening, bands, months, weekdays
from limbwatch.cli.history.night_bar import night_bar
from limbwatch.cli.history.nights import History, HistoryNight, read_history
from limbwatch.cli.history.since import Since, lasting_changes, since_of
from limbwatch.cli.history.standouts import standouts
from limbwatch.cli.history.statements import level, statements, warnings
from limbwatch.cli.history.trend_chart import trend_chart
from limbwatch.cli.history.yardsticks import (
    hypnic_jerks,
    periodicity,
    plm_index,
    sleep_efficiency,
    sleep_minutes,
    waso_minutes,
)
from limbwatch.cli.language.spoken import decimal, tr
from limbwatch.cli.night.listed.dates import by_several_clocks, offset_words, times_of
from limbwatch.cli.night.listed.people import person_of_all
from limbwatch.cli.report.templating import asset, whole_page
from limbwatch.cli.words import UNKNOWN, figure, spell
from limbwatch.version import __version__


def history_file(folders: Sequence[Path], *, since: str | None, corrected: bool = True) -> bytes:
    """Render the page of many nights as one HTML file.

    With ``since``, a date or the key of a note, the nights since then are compared with those
    before.

    Raises
    ------
    CommandError
        If ``since`` is neither a date nor a note that any night has.
    """
    history = read_history(folders, corrected=corrected)
    shown = history_content(history, since=None if since is None else since_of(history, since))
    shown["whose"] = person_of_all(folders).words
    return whole_page("nights_file.html.jinja", shown, style=asset("report.css")).encode("utf-8")


def history_content(history: History, *, since: Since | None) -> dict[str, Any]:
    """Return every value that the template of many nights prints."""
    days = Counter(point.day for point in history.points)
    shared_days = {day for day, count in days.items() if count > 1}
    zones = by_several_clocks(point.summary.begins for point in history.points)
    return {
        "version": __version__,
        "level": level(history),
        "standouts": standouts(history),
        "statements": statements(history),
        "warnings": tuple(warnings(history)),
        "trend": trend_chart(history, since=None if since is None else since.day),
        "months": months(_evenings(history)),
        "weekdays": weekdays(),
        "bands": bands(),
        "columns": [tr(column.title) for column in COLUMNS],
        "rows": [
            _row(point, times=point.day in shared_days, zone=zones)
            for point in reversed(history.points)
        ],
        "summary": _summary(history),
        "effects": note_effects(history),
        "since": since,
        "since_effects": None if since is None else since_effects(history, since),
        "beginnings": lasting_changes(history),
    }


def _evenings(history: History) -> list[Evening]:
    damaged = (Evening.damaged(name) for name in history.damaged)
    return [
        *(Evening.of(point.name, point.day, point.summary) for point in history.points),
        *(evening for evening in damaged if evening is not None),
    ]


class _Column(NamedTuple):
    """A figure in the rows of the nights that have it, and in the summary below them."""

    title: str
    of: Callable[[Summary], float | None]
    write: Callable[[float], str]
    write_summary: Callable[[float], str]


_one_digit, _two_digits = partial(figure, digits=1), partial(figure, digits=2)


def _count(value: float) -> str:
    """Write a count, or a median of counts: a whole number or a half."""
    return decimal(f"{value:g}")


# the most wanted figure is first, beside the night, where a phone shows it too
COLUMNS: Final = (
    _Column("PLMS/h", plm_index, _one_digit, _one_digit),
    _Column("Asleep", sleep_minutes, spell, spell),
    _Column("Efficiency", sleep_efficiency, _two_digits, _two_digits),
    _Column("Awake after onset", waso_minutes, spell, spell),
    _Column("Periodicity", periodicity, _two_digits, _two_digits),
    _Column("Jerks", hypnic_jerks, figure, _count),
)


def _row(point: HistoryNight, *, times: bool, zone: bool) -> Mapping[str, Any]:
    values = ((column, column.of(point.summary)) for column in COLUMNS)
    # the bar of a night follows its own clock
    when = " ".join(
        filter(
            None,
            [
                times_of(point.summary) if times else "",
                offset_words(point.summary.begins) if zone else "",
            ],
        )
    )
    details = (point.session, when)
    return {
        "name": point.name,
        "bar": night_bar(point.summary),
        "times": ", ".join(filter(None, details)),
        "corrected": point.corrected,
        "simulated": point.summary.simulated,
        "test": point.summary.test is not None,
        "cells": tuple(
            UNKNOWN if value is None else column.write(value) for column, value in values
        ),
    }


def _summary(history: History) -> list[tuple[str, tuple[str, ...]]]:
    def cell(column: _Column, statistic: Callable[[list[float]], float]) -> str:
        values = (column.of(point.summary) for point in history.lived)
        known = [value for value in values if value is not None]
        return column.write_summary(statistic(known)) if known else UNKNOWN

    statistics: tuple[tuple[str, Callable[[list[float]], float]], ...] = (
        (tr("Median"), median),
        (tr("Lowest"), min),
        (tr("Highest"), max),
    )
    return [
        (name, tuple(cell(column, statistic) for column in COLUMNS))
        for name, statistic in statistics
    ]
