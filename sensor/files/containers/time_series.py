"""Series of times and values in JSON, put side by side as a table: of Prometheus, and of SenML.

SenML has a record for each value, with base fields that hold for those that follow. Source: RFC
8428, sections 4.1 to 4.5. A time from 2**28 on is seconds since 1970; a smaller one is relative to
now, so it is read as seconds since some start.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from itertools import chain, zip_longest
from typing import Any

from limbwatch.sensor.files.containers.stated_columns import StatedColumns
from limbwatch.sensor.files.tables.heads.spelling import holds_number

_FEWEST_PAIRS = 20
"""Fewest values of a series: fewer are a list of something else. Chosen."""
_AXES = 3


def series_table(value: Any) -> StatedColumns | None:
    """Put series of times and values, as of Prometheus, side by side; None for anything else.

    A column is named by the labels in which the series differ; rows are in order of time.
    """
    if not isinstance(value, list) or len(value) < _AXES:
        return None
    series = [_labels_and_pairs(one) for one in value]
    known = [one for one in series if one is not None]
    if len(known) < len(series):
        return None
    keys = dict.fromkeys(chain.from_iterable(labels for labels, _ in known))
    differing = [key for key in keys if len({labels.get(key) for labels, _ in known}) > 1]
    names = ["_".join(str(labels.get(key, "")) for key in differing) for labels, _ in known]
    if len(set(names)) < len(names):
        return None
    return StatedColumns(("time", *names), columns_in_time(pairs for _, pairs in known))


def columns_in_time(series: Iterable[Iterable[tuple[float, Any]]]) -> list[Sequence[Any]]:
    """Put times and values of several series side by side: the times, and a column for each series.

    Values that one series has at one time, as rounded stamps give, are in rows one below the other,
    in their order; so none is lost. Where a series has no value, or fewer, its cell is empty.
    """
    columns: list[defaultdict[float, list[Any]]] = []
    for pairs in series:
        columns.append(defaultdict(list))
        for time, cell in pairs:
            columns[-1][time].append(cell)
    rows = (
        (time, *cells)
        for time in sorted(set().union(*columns))
        for cells in zip_longest(*(column.get(time, ()) for column in columns))
    )
    return list(zip(*rows, strict=True))


def _labels_and_pairs(value: Any) -> tuple[dict[str, Any], list[tuple[float, Any]]] | None:
    if not isinstance(value, dict):
        return None
    labels = [one for one in value.values() if isinstance(one, dict)]
    lists = [one for one in value.values() if isinstance(one, list)]
    if len(labels) != 1 or len(lists) != 1 or len(lists[0]) < _FEWEST_PAIRS:
        return None
    if any(isinstance(label, dict | list) for label in labels[0].values()):
        return None
    if not all(isinstance(pair, list) and len(pair) == 2 for pair in lists[0]):
        return None
    if not all(isinstance(time, int | float) for time, _ in lists[0]):
        return None
    return labels[0], [(time, cell) for time, cell in lists[0]]


_FEWEST = 60
"""Fewest records: twenty samples of three axes. Chosen."""

_NUMERIC = ("bt", "bv", "t", "v")
_TEXTS = ("bn", "bu", "n", "u")
_DEFINED = frozenset((*_NUMERIC, *_TEXTS, "bver", "bs", "s", "ut", "vs", "vb", "vd"))
"""Fields that SenML defines; the last seven give no value of acceleration. Source: RFC 8428,
section 4.3."""


def senml_columns(content: Any) -> StatedColumns | None:
    """Put the records of a SenML pack side by side, a column for each name; None for others.

    A column is named by its sensor, with its unit in brackets. Values of one sensor at one time are
    in rows one below the other; where a sensor has no value, its cell is empty.
    """
    if not isinstance(content, list) or len(content) < _FEWEST or not all(map(_is_record, content)):
        return None
    base: dict[str, Any] = {"bn": "", "bt": 0.0, "bu": "", "bv": 0.0}
    values: defaultdict[str, list[tuple[float, float]]] = defaultdict(list)
    units: dict[str, str] = {}
    for record in content:
        base |= {key: record[key] for key in base if key in record}
        name = f"{base['bn']}{record.get('n', '')}"
        if "v" not in record:
            continue
        units.setdefault(name, record.get("u", base["bu"]))
        values[name].append((base["bt"] + record.get("t", 0.0), base["bv"] + record["v"]))
    if len(units) < _AXES:
        return None
    names = [f"{name} ({unit})" if unit else name for name, unit in units.items()]
    return StatedColumns(("time", *names), columns_in_time(values[name] for name in units))


def _is_record(value: Any) -> bool:
    """Tell whether a value is a record of SenML, by its keys and their types.

    A record with numbers under other keys is a row of something else, whose ``v`` may be a voltage.
    """
    return (
        isinstance(value, dict)
        and not value.keys().isdisjoint(("n", "bn", "v"))
        and all(isinstance(value[key], int | float) for key in _NUMERIC if key in value)
        and all(isinstance(value[key], str) for key in _TEXTS if key in value)
        and not any(_holds_numbers(value[key]) for key in value.keys() - _DEFINED)
    )


def _holds_numbers(field: Any) -> bool:
    """Tell whether a field that SenML does not define may hold values of its own."""
    if isinstance(field, dict | list):
        return any(map(_holds_numbers, field.values() if isinstance(field, dict) else field))
    if isinstance(field, str):
        return holds_number(field)
    return field is not None and not isinstance(field, bool)
