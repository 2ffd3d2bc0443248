"""Series of times and values in JSON, each with labels that say of which axis it is: Prometheus."""

from itertools import chain
from typing import Any, NamedTuple

_FEWEST_PAIRS = 20
"""Fewest values of a series: fewer are a list of something else. Chosen."""
_AXES = 3


class SeriesTable(NamedTuple):
    """Series side by side: the names of the columns, and a row for each time."""

    names: tuple[str, ...]
    rows: list[tuple[Any, ...]]


def series_table(value: Any) -> SeriesTable | None:
    """Put series of times and values side by side; None for anything else.

    A column is named by the labels in which the series differ. A time that a series lacks has an
    empty cell there.
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
    columns = [dict(pairs) for _, pairs in known]
    times = sorted(set().union(*columns))
    rows = [(time, *(column.get(time, "") for column in columns)) for time in times]
    return SeriesTable(("time", *names), rows)


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
