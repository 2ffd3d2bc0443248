"""The page of many nights: a row per night, the trend, what notes go with."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from pathlib import Path
from statistics import median
from typing import Any, Final, NamedTuple

from limbwatch.classify.figures import Summary
from limbwatch.cli.history.effects import note_effects, since_effects
from limbwatch.cli.history.month_grid import BANDS, WEEKDAYS, Evening, months
from limbwatch.cli.history.night_bar import night_bar
from limbwatch.cli.history.nights import History, Point, read_history
from limbwatch.cli.history.since import Since, beginnings, since_of
from limbwatch.cli.history.statements import level, statements, warnings
from limbwatch.cli.history.yardsticks import (
    hypnic_jerks,
    periodicity,
    plm_index,
    sleep_efficiency,
    sleep_minutes,
    waso_minutes,
)
from limbwatch.cli.report import svg
from limbwatch.cli.report.document import asset, digest, templates
from limbwatch.cli.words import UNKNOWN, figure, spell
from limbwatch.version import __version__

_HEIGHT: Final = 190
_BASELINE_NIGHTS: Final = 14
"""Nights before a night whose median is its personal baseline: two weeks of work and rest."""


def history_file(folders: Sequence[Path], *, since: str | None, corrected: bool = True) -> bytes:
    """Make the page of many nights, as one file.

    Parameters
    ----------
    folders : sequence of Path
        Folders of the nights.
    since : str, optional
        Compare the nights from then on with those before: a date, or a note's key.
    corrected : bool
        Whether to apply what the person corrected.

    Returns
    -------
    bytes

    Raises
    ------
    CommandError
        If ``since`` is no date and no note that any night has.
    """
    history = read_history(folders, corrected=corrected)
    style, script = asset("report.css"), ""
    policy = (
        f"default-src 'none'; style-src '{digest(style)}'; img-src data:; "
        "base-uri 'none'; form-action 'none'"
    )
    text = (
        templates()
        .get_template("nights_file.html.jinja")
        .render(
            **history_content(history, since=None if since is None else since_of(history, since)),
            style=style,
            script=script,
            policy=policy,
        )
    )
    return text.encode("utf-8")


def history_content(history: History, *, since: Since | None) -> dict[str, Any]:
    """Prepare everything that the template of many nights prints.

    Parameters
    ----------
    history : History
    since : Since, optional

    Returns
    -------
    dict
    """
    return {
        "version": __version__,
        "level": level(history),
        "statements": statements(history),
        "warnings": warnings(history),
        "trend": _trend(history, None if since is None else since.day),
        "months": months(_evenings(history)),
        "weekdays": WEEKDAYS,
        "bands": BANDS,
        "columns": [column.title for column in _COLUMNS],
        "rows": [_row(point) for point in reversed(history.points)],
        "summary": _summary(history),
        "effects": note_effects(history),
        "since": since,
        "since_effects": None if since is None else since_effects(history, since),
        "beginnings": beginnings(history),
    }


def _evenings(history: History) -> list[Evening]:
    lost = (Evening.damaged(name) for name in history.damaged)
    return [
        *(Evening.of(point.name, point.day, point.summary) for point in history.points),
        *(evening for evening in lost if evening is not None),
    ]


class _Column(NamedTuple):
    """A figure of the nights that carry it, in their rows and in the summary below."""

    title: str
    of: Callable[[Summary], float | None]
    write: Callable[[float], str]
    write_summary: Callable[[float], str]


def _one(value: float) -> str:
    return figure(value, 1)


def _two(value: float) -> str:
    return figure(value, 2)


_COLUMNS: Final = (
    _Column("Asleep", sleep_minutes, spell, spell),
    _Column("Efficiency", sleep_efficiency, _two, _two),
    _Column("Awake after onset", waso_minutes, spell, spell),
    _Column("PLMS/h", plm_index, _one, _one),
    _Column("Periodicity", periodicity, _two, _two),
    _Column("Jerks", hypnic_jerks, figure, _one),
)


def _row(point: Point) -> Mapping[str, Any]:
    values = ((column, column.of(point.summary)) for column in _COLUMNS)
    return {
        "name": point.name,
        "bar": night_bar(point.summary),
        "corrected": point.corrected,
        "cells": tuple(
            UNKNOWN if value is None else column.write(value) for column, value in values
        ),
    }


def _summary(history: History) -> list[tuple[str, tuple[str, ...]]]:
    def cell(column: _Column, way: Callable[[list[float]], float]) -> str:
        found = (column.of(point.summary) for point in history.points)
        known = [value for value in found if value is not None]
        return column.write_summary(way(known)) if known else UNKNOWN

    ways: tuple[tuple[str, Callable[[list[float]], float]], ...] = (
        ("Median", median),
        ("Lowest", min),
        ("Highest", max),
    )
    return [(name, tuple(cell(column, way) for column in _COLUMNS)) for name, way in ways]


def baselines(values: Sequence[float]) -> list[float | None]:
    """Tell for each night the median of the nights before it.

    Parameters
    ----------
    values : sequence of float
        In order of time.

    Returns
    -------
    list of float or None
        None for the first five, which have too few before them.
    """
    return [
        median(values[max(0, place - _BASELINE_NIGHTS) : place]) if place >= 5 else None
        for place in range(len(values))
    ]


def _trend(history: History, since: date | None) -> str:
    points = history.rated
    if not points:
        return ""
    values = [point.index for point in points if point.index is not None]
    first, last = points[0].day, points[-1].day
    days = (last - first).days
    top = max(20.0, *values) * 1.05
    foot, room = _HEIGHT - 22, _HEIGHT - 34

    def across(day: date) -> str:
        return f"{4 + 92 * (day - first).days / days if days else 50:.3f}%"

    def high(value: float) -> str:
        return f"{foot - room * value / top:.1f}"

    picture = svg.drawing(
        "Periodic movements per hour of sleep, night by night", height=_HEIGHT, name="chart"
    )
    svg.line(picture, x1="0", y1=str(foot), x2="100%", y2=str(foot), name="base")
    for mark in (5, 15):
        svg.line(picture, x1="0", y1=high(mark), x2="100%", y2=high(mark), name="limit")
    if since is not None and first <= since <= last:
        x = across(since)
        svg.line(picture, x1=x, y1="0", x2=x, y2=str(foot), name="hour")
        svg.text(picture, f"since {since.isoformat()}", x=x, y=10, name="tick")
    usual = baselines(values)
    pairs = zip(usual, usual[1:], points, points[1:], strict=False)
    for before, after, one, two in pairs:
        if before is not None and after is not None:
            svg.line(
                picture,
                x1=across(one.day),
                y1=high(before),
                x2=across(two.day),
                y2=high(after),
                name="usual",
            )
    for point, value in zip(points, values, strict=True):
        svg.dot(picture, x=across(point.day), y=high(value), r="4", name="mark k-plm")
    for mark in (5, 15):  # over the points, with a rim, so that a night near a limit hides none
        svg.text(picture, f"{mark}/h", x="0", y=float(high(mark)) - 3, name="tick rim")
    for day, anchor in ((first, "start"), (last, "end")) if days else ((first, "mid"),):
        svg.text(picture, day.isoformat(), x=across(day), y=_HEIGHT - 6, name=f"tick {anchor}")
    return svg.markup(picture)
