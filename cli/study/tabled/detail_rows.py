"""Movements, series and hours of a night as rows of datasets."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import partial
from operator import itemgetter
from typing import Any, Final

from limbwatch.cli.export.plain import exported_rows
from limbwatch.cli.night.scored.event_columns import EVENT_COLUMNS
from limbwatch.cli.study.tabled.figure_columns import Column
from limbwatch.cli.study.tabled.night_row import NightOfStudy


def _column(name: str, kind: type, description: str, unit: str = "") -> Column:
    return Column(name, kind, description, itemgetter(name), unit)


_IDENTITY: Final = (
    _column("subject", str, "BIDS label, as in the table of nights"),
    _column("session", str, "BIDS label; empty where the subject has one session"),
    _column("night", str, "Date of the evening, ISO 8601"),
)
EVENT_TABLE: Final = (
    *_IDENTITY,
    *(_column(column.name, column.kind, column.meaning, column.unit) for column in EVENT_COLUMNS),
)
SERIES_TABLE: Final = (
    *_IDENTITY,
    _column("number", int, "Number of the series in the night"),
    _column("count", int, "Periodic movements in it"),
    _column("onset_s", float, "First onset, from the night's second 0", "s"),
    _column("end_s", float, "End of the last movement, from the night's second 0", "s"),
    _column("interval_s", float, "Median interval from onset to onset", "s"),
)
HOUR_TABLE: Final = (
    *_IDENTITY,
    _column("start", str, "Start of the hour of the clock, ISO 8601 with offset"),
    _column("start_s", float, "The same from the night's second 0", "s"),
    _column("count", int, "Periodic movements in sleep"),
    _column("wake_count", int, "Periodic movements awake in bed"),
    _column("sleep_minutes", float, "Observed sleep in the hour", "min"),
    _column("index_per_hour", float, "Periodic movements per hour of that sleep", "1/h"),
)


def whose(night: NightOfStudy) -> dict[str, Any]:
    """Return the columns that begin every table."""
    return {"subject": night.subject, "session": night.session, "night": night.night}


def _event_rows(night: NightOfStudy) -> Iterator[dict[str, Any]]:
    """Yield a row for each movement of a night."""
    for row in exported_rows(night.record):
        yield whose(night) | row


def _figure_rows(key: str, columns: Sequence[Column], night: NightOfStudy) -> list[dict[str, Any]]:
    """Return a row for each series, or for each clock hour."""
    names = [column.name for column in columns[len(_IDENTITY) :]]
    figures = getattr(night.record.summary.plm, key)
    return [whose(night) | {name: getattr(item, name) for name in names} for item in figures]


_Rows = Callable[[NightOfStudy], Iterable[dict[str, Any]]]
DETAILS: Final[Mapping[str, tuple[tuple[Column, ...], _Rows]]] = {
    "events": (EVENT_TABLE, _event_rows),
    "series": (SERIES_TABLE, partial(_figure_rows, "series", SERIES_TABLE)),
    "hours": (HOUR_TABLE, partial(_figure_rows, "per_hour", HOUR_TABLE)),
}
"""Datasets by name: their columns, and the function that returns the rows of a night."""
