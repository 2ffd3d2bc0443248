"""The columns of a night: every figure of `Summary`, flat, with what it is and its unit.

Columns follow from the types of the figures, not from the nights at hand: two studies scored by one
version have the same columns, and a new figure becomes one without a line here.
"""

import types
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, fields, is_dataclass
from enum import StrEnum
from functools import cache
from typing import Any, Final, Union, get_args, get_origin, get_type_hints

from limbwatch.classify.figures import SensorFigures, Summary
from limbwatch.classify.night import Finding
from limbwatch.sensor import Placement

JOIN: Final = "; "
"""Between several texts in one cell."""
_NOT_SHOWN: Final = frozenset({"schema", "subject", "session", "placement"})
"""Keys that stand in another column, or in the name of one."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """A column of a table.

    Parameters
    ----------
    name : str
    kind : type
        ``int``, ``float`` or ``str``; truth is an int, 1 or 0.
    description : str
    unit : str
        Empty for counts, shares and texts.
    of : callable
        Takes what the rows are made of.
    """

    name: str
    kind: type
    description: str
    unit: str = ""
    of: Callable[[Any], Any]


@cache
def figure_columns() -> tuple[Column, ...]:
    """List the columns of a summary, in the order of ``night.json``'s keys."""
    return tuple(_columns(Summary, "", lambda summary: summary))


def _columns(owner: type, prefix: str, of: Callable[[Any], Any]) -> Iterator[Column]:
    hints = get_type_hints(owner)
    for one in fields(owner):
        name = f"{prefix}{one.name}"
        if one.name not in _NOT_SHOWN:
            yield from _of_type(hints[one.name], name, _getter(of, one.name))


def _getter(of: Callable[[Any], Any], name: str) -> Callable[[Any], Any]:
    def get(owner: Any) -> Any:
        found = of(owner)
        return None if found is None else getattr(found, name)

    return get


def _of_type(kind: Any, name: str, of: Callable[[Any], Any]) -> Iterator[Column]:
    kind = _bare(kind)
    if isinstance(kind, type) and is_dataclass(kind):
        yield from _columns(kind, f"{name}_", of)
    elif isinstance(kind, type) and issubclass(kind, str | bool | int | float):
        yield from _plain(kind, name, of)
    elif get_origin(kind) is tuple and get_args(kind) == (float, float):
        stem = name.removesuffix("_s")
        for at, end in enumerate(("start", "end")):
            yield _column(f"{stem}_{end}_s", float, _part(of, at))
    elif get_origin(kind) is tuple:
        yield from _several(get_args(kind)[0], name, of)
    elif isinstance(get_origin(kind), type) and issubclass(get_origin(kind), Mapping):
        yield from _mapped(get_args(kind), name, of)


def _plain(kind: type, name: str, of: Callable[[Any], Any]) -> Iterator[Column]:
    if issubclass(kind, bool):
        yield _column(name, int, lambda owner: _maybe(int, of(owner)))
    elif issubclass(kind, str):
        yield _column(name, str, lambda owner: _maybe(str, of(owner)))
    else:
        yield _column(name, kind, of)


def _several(kind: Any, name: str, of: Callable[[Any], Any]) -> Iterator[Column]:
    if kind is SensorFigures:
        for placement in Placement:
            yield from _columns(kind, f"{name}_{placement.value}_", _sensor(placement))
    elif kind is Finding:
        yield _column(name, str, lambda owner: JOIN.join(one.code for one in of(owner)))
    elif isinstance(kind, type) and issubclass(kind, str):
        yield _column(name, str, lambda owner: _maybe(JOIN.join, of(owner)))
    else:  # rows of another table, or spans
        yield _column(f"{name.removesuffix('_s')}_count", int, lambda owner: _maybe(len, of(owner)))


def _mapped(kinds: tuple[Any, ...], name: str, of: Callable[[Any], Any]) -> Iterator[Column]:
    key, value = kinds
    if isinstance(key, type) and issubclass(key, StrEnum) and value is int:
        for member in key:
            yield _column(f"{name}_{member.value}", int, _member(of, member))
    else:
        yield _column(
            name,
            str,
            lambda owner: JOIN.join(f"{k}={v}" for k, v in sorted((of(owner) or {}).items())),
        )


def _sensor(placement: Placement) -> Callable[[Any], Any]:
    return lambda summary: summary.sensor(placement)


def _member(of: Callable[[Any], Any], key: str) -> Callable[[Any], Any]:
    return lambda owner: of(owner).get(key)


def _part(of: Callable[[Any], Any], at: int) -> Callable[[Any], Any]:
    def get(owner: Any) -> Any:
        found = of(owner)
        return None if found is None else found[at]

    return get


def _maybe(write: Callable[[Any], Any], value: Any) -> Any:
    return None if value is None else write(value)


def _bare(kind: Any) -> Any:
    """Take the None off a type."""
    if get_origin(kind) in {Union, types.UnionType}:
        (kind,) = (one for one in get_args(kind) if one is not type(None))
    return kind


def _column(name: str, kind: type, of: Callable[[Any], Any]) -> Column:
    return Column(name=name, kind=kind, description=_description(name), unit=unit_of(name), of=of)


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


def unit_of(name: str) -> str:
    """Tell the unit of a figure by the end of its name; empty for counts, shares and texts."""
    if name == "age":
        return "years"
    if "hours_of_" in name:
        return "h"
    return next((unit for ending, unit in _UNITS if name.endswith(ending)), "")


_DESCRIPTIONS: Final[Mapping[str, str]] = {
    "version": "limbwatch that scored the night",
    "rules": "Published rules of periodic limb movements",
    "age": "Age as told",
    "start": "Second 0, ISO 8601 with offset: the wearer's clock",
    "end": "End of the last sample of any sensor, ISO 8601 with offset",
    "duration_s": "From second 0 to the end",
    "placements": "Where sensors were worn",
    "sleep_onset_s": "First sleep, from second 0; estimated",
    "sleep_minutes": "Total sleep time; estimated",
    "sleep_efficiency": "Share of the observed time in bed asleep, 0 to 1; estimated",
    "sleep_waso_minutes": "Wake after sleep onset; estimated",
    "sleep_latency_minutes": "From going to bed to first sleep; estimated",
    "sleep_time_in_bed_minutes": "Time in bed",
    "sleep_observed_in_bed_minutes": "Time in bed in which a worn sensor was seen",
    "sleep_method": "How sleep was estimated",
    "sleep_estimated": "1: sleep was estimated from movement, not measured",
    "limb_movements_count": "Leg movements in sleep, periodic or isolated",
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
    "plm_periodicity_index": "Periodicity index, 0 to 1 (Ferri 2006); empty below 10 movements/h",
    "plm_left": "PLMS of the left leg alone; empty without a sensor that could see them",
    "plm_right": "PLMS of the right leg alone; empty without a sensor that could see them",
    "plm_bilateral": "PLMS of both legs; empty without sensors that could see them",
    "hypnic_jerks_count": "Hypnic jerks",
    "findings": "Codes of what is worth a person's attention; never a diagnosis",
    "not_assessed": "Clauses of the rules that acceleration cannot judge",
    "another_sensor": "What one more sensor would tell",
}


def _description(name: str) -> str:
    """Say what a figure is; one that has no sentence of its own by the words of its key."""
    if name in _DESCRIPTIONS:
        return _DESCRIPTIONS[name]
    for placement in sorted(Placement, key=len, reverse=True):
        start = f"coverage_{placement.value}_"
        if name.startswith(start):
            rest = name.removeprefix(start)
            return f"Sensor on the {placement.words}: {_SENSOR.get(rest, rest.replace('_', ' '))}"
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
