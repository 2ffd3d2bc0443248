"""Columns of a night: every figure of `Summary`, flattened, with its meaning and unit.

Columns follow from the types of the figures, not from the nights at hand: two studies scored by one
version have the same columns, and a new figure becomes a column without a line here.
"""

import types
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, fields, is_dataclass
from enum import StrEnum
from functools import cache
from operator import attrgetter, itemgetter, methodcaller
from typing import Any, Final, Union, get_args, get_origin, get_type_hints

from limbwatch.classify.associations import WINDOWS
from limbwatch.classify.figures import Summary
from limbwatch.classify.laboratory import RespiratoryFigures
from limbwatch.classify.night import Finding
from limbwatch.classify.sensor_figures import SensorFigures
from limbwatch.sensor import Placement

JOIN: Final = "; "
"""Separates several texts in one cell."""
_NOT_SHOWN: Final = frozenset({"schema", "subject", "session", "placement"})
"""Fields that have a column elsewhere."""
_WINDOW: Final = (RespiratoryFigures, "window")
"""Field that is part of column names."""


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a table."""

    name: str
    kind: type
    """``int``, ``float`` or ``str``; truth is an int, 1 or 0."""
    description: str
    value_of: Callable[[Any], Any]
    """Takes the object that a row describes; returns the value."""
    unit: str = ""
    """Empty for counts, shares and texts."""


def field_column(name: str, kind: type, description: str) -> Column:
    """Return a column of the attribute with that name."""
    return Column(name, kind, description, attrgetter(name))


@cache
def figure_columns() -> tuple[Column, ...]:
    """Return the columns of a summary, in the order of keys in ``night.json``."""
    return tuple(_columns(Summary, "", lambda summary: summary))


def _columns(owner: type, prefix: str, of: Callable[[Any], Any]) -> Iterator[Column]:
    hints = get_type_hints(owner)
    for field in fields(owner):
        name = f"{prefix}{field.name}"
        if field.name not in _NOT_SHOWN and (owner, field.name) != _WINDOW:
            yield from _columns_of_type(
                hints[field.name], name, _unless_none(of, attrgetter(field.name))
            )


def _columns_of_type(kind: Any, name: str, of: Callable[[Any], Any]) -> Iterator[Column]:
    kind = _without_none(kind)
    if isinstance(kind, type) and is_dataclass(kind):
        yield from _columns(kind, f"{name}_", of)
    elif isinstance(kind, type) and issubclass(kind, str | bool | int | float):
        yield from _scalar(kind, name, of)
    elif get_origin(kind) is tuple and get_args(kind) == (float, float):
        stem = name.removesuffix("_s")
        for number, end in enumerate(("start", "end")):
            yield _column(f"{stem}_{end}_s", float, _unless_none(of, itemgetter(number)))
    elif get_origin(kind) is tuple:
        yield from _columns_of_tuple(get_args(kind)[0], name, of)
    elif isinstance(get_origin(kind), type) and issubclass(get_origin(kind), Mapping):
        yield from _columns_of_mapping(get_args(kind), name, of)


def _scalar(kind: type, name: str, of: Callable[[Any], Any]) -> Iterator[Column]:
    if issubclass(kind, bool):
        yield _column(name, int, _unless_none(of, int))
    elif issubclass(kind, str):
        yield _column(name, str, _unless_none(of, str))
    else:
        yield _column(name, kind, of)


def _columns_of_tuple(kind: Any, name: str, of: Callable[[Any], Any]) -> Iterator[Column]:
    if kind is SensorFigures:
        for placement in Placement:
            yield from _columns(
                kind, f"{name}_{placement.value}_", methodcaller("sensor", placement)
            )
    elif kind is RespiratoryFigures:
        for window in WINDOWS:
            yield from _columns(kind, f"{name}_{window.rules}_", _by_window(of, window.rules))
    elif kind is Finding:
        yield _column(name, str, lambda owner: JOIN.join(finding.code for finding in of(owner)))
    elif isinstance(kind, type) and issubclass(kind, str):
        yield _column(name, str, _unless_none(of, JOIN.join))
    else:  # rows of another table, or spans: only counted
        yield _column(f"{name.removesuffix('_s')}_count", int, _unless_none(of, len))


def _columns_of_mapping(
    kinds: tuple[Any, ...], name: str, of: Callable[[Any], Any]
) -> Iterator[Column]:
    key, value = kinds
    if isinstance(key, type) and issubclass(key, StrEnum) and value is int:
        for member in key:
            yield _column(
                f"{name}_{member.value}", int, _unless_none(of, methodcaller("get", member))
            )
    else:
        yield _column(
            name,
            str,
            lambda owner: JOIN.join(f"{k}={v}" for k, v in sorted((of(owner) or {}).items())),
        )


def _by_window(of: Callable[[Any], Any], rules: str) -> Callable[[Any], Any]:
    return lambda owner: next(
        (figures for figures in of(owner) or () if figures.window == rules), None
    )


def _unless_none(of: Callable[[Any], Any], take: Callable[[Any], Any]) -> Callable[[Any], Any]:
    """Apply a function to a value unless it is None."""

    def get(owner: Any) -> Any:
        value = of(owner)
        return None if value is None else take(value)

    return get


def _without_none(kind: Any) -> Any:
    """Return a type without None."""
    if get_origin(kind) in {Union, types.UnionType}:
        (kind,) = (member for member in get_args(kind) if member is not type(None))
    return kind


def _column(name: str, kind: type, of: Callable[[Any], Any]) -> Column:
    return Column(name, kind, meaning_of(name), of, unit_of(name))


_UNITS: Final = (
    ("_per_hour", "1/h"),
    ("_minutes", "min"),
    ("_ppm", "ppm"),
    ("_hz", "Hz"),
    ("_log_mean", "s"),
    ("_log_sd", ""),
    ("_count", ""),
    ("interval_s_median", "s"),
    ("_s", "s"),
    ("_g", "g"),
)
"""Units by the ending of a name; the first that fits decides."""


def unit_of(name: str) -> str:
    """Return the unit of a figure by the ending of its name; empty for counts, shares and texts."""
    if name == "age":
        return "years"
    if "hours_of_" in name:
        return "h"
    return next((unit for ending, unit in _UNITS if name.endswith(ending)), "")


_DESCRIPTIONS: Final[Mapping[str, str]] = {
    "version": "limbwatch that scored the night",
    "code": "Digest of the sources that scored it: another where they are; empty when unknown",
    "rules": "Published rules of periodic limb movements",
    "age": "Age as told",
    "start": "Second 0, ISO 8601 with offset: the wearer's clock",
    "end": "End of the last sample of any sensor, ISO 8601 with offset",
    "duration_s": "From second 0 to the end",
    "placements": "Where sensors were worn",
    "sleep_onset_s": "First sleep, from second 0; estimated unless a laboratory scored it",
    "sleep_minutes": "Total sleep time; estimated unless a laboratory scored it",
    "sleep_efficiency": "Share of the observed time in bed asleep, 0 to 1; "
    "estimated unless a laboratory scored it",
    "sleep_waso_minutes": "Wake after sleep onset; estimated unless a laboratory scored it",
    "sleep_latency_minutes": "From going to bed to first sleep; "
    "estimated unless a laboratory scored it",
    "sleep_time_in_bed_minutes": "Time in bed",
    "sleep_observed_in_bed_minutes": "Time in bed in which a worn sensor was seen",
    "sleep_method": "How sleep was estimated or scored",
    "sleep_estimated": "1: sleep was estimated from movement, not measured",
    "limb_movements_count": "Leg movements in sleep, periodic or not",
    "limb_movements_index_per_hour": "The same per hour of observed sleep",
    "limb_movements_wake_count": "Leg movements awake in bed",
    "limb_movements_wake_index_per_hour": "The same per hour of observed wake in bed",
    "plm_count": "Periodic limb movements in sleep (PLMS)",
    "plm_index_per_hour": "PLMS per hour of observed sleep; see plm_hours_of_sleep",
    "plm_hours_of_sleep": "Observed sleep: the denominator of the indices in sleep",
    "plm_wake_count": "Periodic limb movements awake in bed (PLMW)",
    "plm_wake_index_per_hour": "PLMW per hour of observed wake in bed",
    "plm_hours_of_wake": "Observed wake in bed: the denominator of the indices in wake",
    "plm_series_count": "Series of periodic movements; each is a row of the data set series",
    "plm_periodicity_index": "Periodicity index, 0 to 1 (Ferri 2006: intervals of 10 to 90 s); "
    "empty below 10 movements/h",
    "plm_left": "PLMS of the left leg alone; empty without a sensor that could see them",
    "plm_right": "PLMS of the right leg alone; empty without a sensor that could see them",
    "plm_bilateral": "PLMS of both legs; empty without sensors that could see them",
    "hypnic_jerks_count": "Hypnic jerks",
    "sleep_in_bed_start_s": "Going to bed, from second 0; estimated, or as window tells",
    "sleep_in_bed_end_s": "Rising, from second 0; estimated, or as window tells",
    "sleep_asleep_count": "Stretches of sleep in bed",
    "sleep_observed_count": "Stretches of the night in which a worn sensor was seen",
    "sleep_epoch_s": "Length of the epochs that sleep is told in",
    "sleep_epochs": "Number of these epochs",
    "plm_interval_s_count": "Intervals from onset to onset inside series of periodic movements",
    "plm_interval_s_median": "Median of these intervals",
    "plm_interval_s_log_mean": "Mean of their natural logarithms, as seconds",
    "plm_interval_s_log_sd": "Standard deviation of their natural logarithms, no unit",
    "plm_per_hour_count": "Hours of the clock that the night touches; rows of the data set hours",
    "hypnic_jerks_events_count": "Hypnic jerks that are listed, as rows of the data set events",
    "source_count": "Files that the night was made of",
    "asked": "What was told of the files and the night, as options of replay",
    "simulated": "1: made by a program, and nobody's night",
    "evening": "Date of the evening where the night was cut out of a longer recording",
    "part": "Which of the nights of that recording",
    "window": "Where the time in bed is from",
    "laboratory_files": "Names and content of the laboratory's files that were used",
    "laboratory_clock_offset_s": "How far the laboratory's clock was ahead",
    "laboratory_clock_drift_ppm": "How much faster the laboratory's clock ran",
    "laboratory_clock_from": "How the two clocks were brought together",
    "laboratory_staged": "1: sleep is the laboratory's, and no estimate",
    "laboratory_lights_off_s": "Lights off as the laboratory marked it, from second 0",
    "laboratory_lights_on_s": "Lights on as the laboratory marked it, from second 0",
    "laboratory_breathing_count": "Apnoeas, hypopnoeas and RERA that were scored",
    "laboratory_arousals_count": "Arousals that were scored",
    "laboratory_arousal_leg_movements": "Leg movements in sleep that go with an arousal",
    "laboratory_arousal_plm": "PLMS that go with an arousal",
    "laboratory_arousal_plm_per_hour": "The same per hour of observed sleep",
    "laboratory_remarks": "What of the laboratory's files is doubtful",
    "findings": "Codes of what is worth a person's attention; never a diagnosis",
    "not_assessed": "Clauses of the rules that acceleration cannot judge",
    "another_sensor": "What one more sensor would tell",
}
"""Meanings by name."""


def meaning_of(name: str) -> str:
    """Return the meaning of a figure; if it has no sentence of its own, the words of its key."""
    if name in _DESCRIPTIONS:
        return _DESCRIPTIONS[name]
    for placement in sorted(Placement, key=len, reverse=True):
        start = f"coverage_{placement.value}_"
        if name.startswith(start):
            rest = name.removeprefix(start)
            return f"Sensor on the {placement.words}: {_SENSOR.get(rest, rest.replace('_', ' '))}"
    for window in WINDOWS:
        start = f"laboratory_respiratory_{window.rules}_"
        if name.startswith(start):
            return f"{_RESPIRATORY[name.removeprefix(start)]}; window of {window.rules}"
    if name.startswith("counts_"):
        return f"Events of the kind {name.removeprefix('counts_')}"
    words = name.removesuffix("_s").replace("_", " ")
    return f"{words[0].upper()}{words[1:]} (key of night.json)"


_SENSOR: Final[Mapping[str, str]] = {
    "device": "what recorded it, as the file says",
    "recorded_s": "recorded time",
    "worn_s": "time in which it was worn",
    "worn_share": "share of the recorded time in which it was worn, 0 to 1",
    "gaps_count": "gaps in its samples",
    "not_worn_count": "stretches in which it was not worn",
    "rate_hz": "measured rate",
    "rate_nominal_hz": "rate that the file states",
    "clock_drift_ppm": "drift of its clock",
    "floor_g": "noise floor",
    "threshold_g": "detection threshold",
    "notes": "what the reader found",
    "warnings": "what the reader decided that the file did not settle",
}
"""Meanings of the figures of each sensor."""
_RESPIRATORY: Final[Mapping[str, str]] = {
    "leg_movements": "Respiratory leg movements in sleep",
    "plm": "PLMS that are respiratory",
    "plm_without": "PLMS where respiratory leg movements are left out and series formed anew",
    "plm_without_per_hour": "The same per hour of observed sleep",
}
"""Meanings of the figures of respiratory leg movements."""
